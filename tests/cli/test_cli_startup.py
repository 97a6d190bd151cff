"""The commands that run nothing answer at once, because they import nothing that takes long."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

SLOW = ("jinja2", "keras", "numpy", "pydantic", "rich", "tensorflow", "yaml")
RUN = "from examgen.cli import main; main(prog_name='examgen')"
AND_TELL = f"""
import json, sys
from examgen.cli import main
try:
    main(prog_name="examgen")
finally:
    print(json.dumps(sorted(set(sys.modules) & set({SLOW!r}))), file=sys.stderr)
"""


def python(program: str, *arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-c", program, *arguments], cwd=cwd, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    "arguments", [[], ["--help"], ["--version"], ["bank", "--help"], ["bank", "list"], ["bank", "list", "--json"]]
)
def test_what_runs_nothing_imports_nothing_slow(arguments: list[str], tmp_path: Path) -> None:
    result = python(AND_TELL, *arguments, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip()
    assert json.loads(result.stderr.splitlines()[-1]) == []


def test_the_help_of_a_command_imports_no_tensorflow(tmp_path: Path) -> None:
    for command in (["solve"], ["practice"], ["bank", "show"], ["bank", "check"]):
        result = python(AND_TELL, *command, "--help", cwd=tmp_path)
        assert result.returncode == 0, result.stderr
        assert not {"keras", "tensorflow"}.intersection(json.loads(result.stderr.splitlines()[-1]))


def test_the_first_screen_says_what_to_do_next(tmp_path: Path) -> None:
    screen = python(RUN, cwd=tmp_path).stdout
    for command in ("examgen practice", "examgen solve ", "examgen generate ", "examgen grade ", "examgen bank list"):
        assert command in screen
    assert max(map(len, screen.splitlines())) <= 80
