"""docs/api.md says what the docstrings say; docs/authoring.md leads to a question that works."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.bank.bank import Bank
from examgen.cli import main

DOCS = Path(__file__).parents[2] / "docs"


def test_the_api_page_is_current() -> None:
    spec = importlib.util.spec_from_file_location("api_page", DOCS / "api_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    written = (DOCS / "api.md").read_text(encoding="utf-8")
    assert written == module.page(), "run: python docs/api_page.py > docs/api.md"


@pytest.fixture
def followed(tmp_path: Path) -> Path:
    """A folder in which somebody did what docs/authoring.md says, word by word."""
    text = (DOCS / "authoring.md").read_text(encoding="utf-8")
    files = re.findall(r"`my_questions/(\S+\.py)`\n\n```python\n(.*?)```", text, re.DOTALL)
    assert len(files) == 2, "a question and its derivation"
    new = re.search(r"examgen (bank new \S+) --into my_questions", text)
    assert new is not None
    result = CliRunner().invoke(main, [*new[1].split(), "--into", str(tmp_path)], prog_name="examgen")
    assert result.exit_code == 0, result.output
    for path, code in files:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(code, encoding="utf-8")
    return tmp_path


def test_whoever_follows_the_page_has_questions_that_work(followed: Path) -> None:
    names = ["mine.neuron", "mine.batches"]
    assert set(names) <= set(Bank.with_folders(followed).ids)
    result = CliRunner().invoke(
        main, ["bank", "check", *names, "--draws", "20", "--jobs", "1", "--bank", str(followed)], prog_name="examgen"
    )
    assert result.exit_code == 0, result.output
    shown = CliRunner().invoke(main, ["bank", "show", "mine.batches", "--bank", str(followed)], prog_name="examgen")
    said = " ".join(shown.output.split())
    assert "Number of examples in a batch (integer, at least 1)." in said
    assert "attested by a second computation" in said
    assert f"--bank {followed}" in shown.output, "a command that is printed stands on one line"
