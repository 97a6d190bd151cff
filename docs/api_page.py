"""Writes docs/api.md from the docstrings of the public API: ``python docs/api_page.py > docs/api.md``."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from typing import Any

import examgen
from examgen import api
from examgen.bank.bank import Bank
from examgen.judge import Rules
from examgen.question.question import Ask, Computed, Question, Sourced, misconception

FUNCTIONS = (api.sample, api.solve, api.mark)
RESULTS = (api.Variant, api.Solution, api.Mark, Rules)
BANK = (Bank,)
AUTHORING = (Question, Ask, Computed, Sourced, misconception)
_HEADINGS = {"Args": "Arguments", "Attributes": "Attributes", "Raises": "Raises"}


def page() -> str:
    """The whole page."""
    text = "\n".join(_lines()).replace("\n```\n\n```python\n", "\n\n")  # code with an empty line in it
    return re.sub(r"(?<!`)``([^`]+)``(?!`)", r"`\1`", text).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield "# The Python API\n"
    yield "Made from the docstrings by `python docs/api_page.py`; do not edit.\n"
    yield from _paragraphs(inspect.getdoc(examgen) or "")
    for heading, listed in (
        ("Functions", FUNCTIONS),
        ("What they return", RESULTS),
        ("Banks", BANK),
        ("Questions of your own", AUTHORING),
    ):
        yield f"## {heading}\n"
        for each in listed:
            yield from _entry(each)


def _entry(thing: Any) -> Iterator[str]:
    public = "examgen." if thing.__name__ in examgen.__all__ else ""
    yield f"### `{public}{thing.__name__}{_signature(thing)}`\n"
    yield from _paragraphs(inspect.getdoc(thing) or "")
    if not isinstance(thing, type):
        return
    for name, member in vars(thing).items():
        plain = member.__func__ if isinstance(member, classmethod) else member
        documented = inspect.getdoc(plain.fget if isinstance(plain, property) else plain)
        is_member = isinstance(member, classmethod | property) or inspect.isfunction(plain) or hasattr(plain, "func")
        if name.startswith(("_", "model_")) or not is_member or not documented:
            continue
        arguments = _signature(plain) if inspect.isfunction(plain) else ""
        yield f"- **`{name}{arguments}`**: {' '.join(documented.split(chr(10) * 2)[0].split())}"
    yield ""


def _signature(thing: Any) -> str:
    """The names of the arguments, with their defaults; types stand in the text."""
    if thing is Question:
        return ""
    parameters = inspect.signature(thing).parameters.values()
    shown = [
        str(each.replace(annotation=inspect.Parameter.empty))
        for each in parameters
        if each.name not in ("self", "cls") and not each.name.startswith("_") and "factory" not in str(each.default)
    ]
    if any(each.kind is inspect.Parameter.KEYWORD_ONLY for each in parameters):
        first = next(i for i, each in enumerate(parameters) if each.kind is inspect.Parameter.KEYWORD_ONLY)
        shown.insert(first, "*")
    return f"({', '.join(shown)})"


def _paragraphs(text: str) -> Iterator[str]:
    """A docstring as Markdown: its sections as lists, its code as code."""
    for block in text.split("\n\n"):
        heading, _, rest = block.partition("\n")
        if heading.rstrip(":") in _HEADINGS:
            yield f"{_HEADINGS[heading.rstrip(':')]}:\n"
            for name, said in re.findall(r"^ {4}(\S[^:]*): (.*(?:\n {8}.*)*)", rest, re.MULTILINE):
                yield f"- `{name}`: {' '.join(said.split())}"
            yield ""
        elif block.startswith("    "):
            yield "```python\n" + inspect.cleandoc(block) + "\n```\n"
        else:
            yield block.replace("::", ":") + "\n"


if __name__ == "__main__":
    sys.stdout.write(page())
