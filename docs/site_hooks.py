"""What the documentation site adds to docs/: a page for each question of the bank, cut from docs/bank.md, so that search finds it."""

from __future__ import annotations

import re
from typing import Any

from mkdocs.structure.files import File, Files

MATHJAX = "https://cdn.jsdelivr.net/npm/mathjax@3/es5/tex-mml-chtml.js"


def on_config(config: Any) -> Any:
    """Formulas are set by MathJax."""
    config.extra_javascript.append(MATHJAX)
    return config


def on_files(files: Files, config: Any) -> Files:
    """A page for each question."""
    bank = files.get_file_from_path("bank.md")
    if bank is None:
        return files
    for id_, text in _questions(bank.content_string):
        topic, name = id_.split(".")
        files.append(File.generated(config, f"questions/{topic}/{name}.md", content=text))
    return files


def _questions(page: str) -> list[tuple[str, str]]:
    """The id and the text of each question of the page."""
    sections = re.split(r"^### ", page, flags=re.MULTILINE)[1:]
    found = []
    for section in sections:
        id_, _, rest = section.partition("\n")
        found.append((id_.strip(), f"# {id_.strip()}\n{re.split(r'^## ', rest, flags=re.MULTILINE)[0]}"))
    return found
