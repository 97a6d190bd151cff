"""What a first verdict does without: everything that is imported, or read, is waited for."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from examgen.oracle import libraries

PROGRAM = """
import sys
from examgen.cli import main
main(sys.argv[1:], standalone_mode=False)
print(*sys.modules)
"""


def session(home: Path, typed: str) -> tuple[str, set[str]]:
    """What a session shows, and the modules that it has imported in the end."""
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM, "practice", "convolution.output_size", "--fresh", "--seed", "a"],
        input=typed,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "XDG_DATA_HOME": str(home), "PYTHONUTF8": "1"},
    )
    shown, _, modules = run.stdout.rstrip().rpartition("\n")
    return shown, set(modules.split())


@pytest.mark.parametrize("typed", ["1\nquit\n", "quit\n"])
def test_a_first_verdict_imports_no_templates_documents_or_network_libraries(tmp_path: Path, typed: str) -> None:
    shown, modules = session(tmp_path, typed)
    assert ("Not yet" in shown) == typed.startswith("1")
    assert "examgen.practice.session" in modules
    assert not modules & {"jinja2", "examgen.rendering.document", "keras", "tensorflow", "numpy", "numpy.core"}
    if typed == "quit\n":
        assert not modules & {"pydantic", "lark", "prompt_toolkit"}


def test_a_question_is_imported_without_reading_the_source_of_its_class() -> None:
    from examgen.question.question import Question

    assert not Question.model_config.get("use_attribute_docstrings"), (
        "pydantic would look for the source of every class"
    )


@pytest.mark.parametrize("interrupted", [True, False])
def test_what_tensorflow_says_of_itself_is_not_shown_when_its_loading_is_interrupted(capfd, interrupted: bool) -> None:
    def load() -> None:
        with libraries._silence():
            os.write(2, b"Could not find cuda drivers")
            try:
                raise KeyboardInterrupt if interrupted else OSError("no such library")
            except BaseException as error:
                raise ImportError("initialization failed") from error

    with pytest.raises(ImportError):
        load()
    assert ("cuda" in capfd.readouterr().err) is not interrupted
