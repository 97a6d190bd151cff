"""The autograder in a folder laid out like Gradescope's: no network, no TensorFlow, 768 MB."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from examgen.cli import main
from examgen.export.autograder import main as autograder_main
from examgen.export.gradescope import autograder

GUARD = """\
import atexit, json, os, socket, sys

FORBIDDEN = set(os.environ["FORBIDDEN"].split(","))


class Guard:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in FORBIDDEN:
            raise ImportError(f"{name} is not in the autograder's requirements")


def refuse(*_, **__):
    raise OSError("no network")


sys.meta_path.insert(0, Guard())
socket.socket.connect = socket.getaddrinfo = refuse


@atexit.register
def tell():
    # not ru_maxrss: Linux counts in it what the process was forked from
    mb = 0
    if os.path.exists("/proc/self/status"):
        status = dict(line.split(":", 1) for line in open("/proc/self/status"))
        mb = int(status["VmHWM"].split()[0]) // 1024
    with open(os.environ["TOLD"], "w") as file:
        json.dump({"mb": mb, "examgen": sys.modules["examgen"].__file__}, file)
"""
FORBIDDEN = (
    "keras", "tensorflow", "typst", "pypandoc", "segno", "scipy", "pandas", "sqlalchemy", "alembic", "openpyxl", "click",
    "pypdf", "pytest", "hypothesis",
)  # fmt: skip


@pytest.fixture(scope="module")
def zipped(term) -> bytes:
    return autograder(term.folder, term.exam)


def laid_out(root: Path, zipped: bytes, sheet: str | None, metadata: object = None) -> Path:
    """A folder as Gradescope lays it out for a submission."""
    for folder in ("source", "submission"):
        (root / folder).mkdir()
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        archive.extractall(root / "source")
    if sheet is not None:
        (root / "submission" / "my answers.yaml").write_text(sheet, encoding="utf-8")
    if metadata is not None:
        (root / "submission_metadata.json").write_text(json.dumps(metadata))
    return root


def run_alone(root: Path) -> dict:
    """Run it as Gradescope does; returns what the run needed."""
    (root / "source" / "sitecustomize.py").write_text(GUARD)
    environment = {
        "PATH": os.environ["PATH"],
        "AUTOGRADER_ROOT": str(root),
        "AUTOGRADER_PYTHON": sys.executable,
        "FORBIDDEN": ",".join(FORBIDDEN),
        "TOLD": str(root / "told.json"),
    }
    subprocess.run(["bash", str(root / "source" / "run_autograder")], env=environment, check=True, timeout=120)
    return json.loads((root / "told.json").read_text())


def result(root: Path) -> dict:
    return json.loads((root / "results" / "results.json").read_text())


@pytest.fixture
def graded(tmp_path: Path, monkeypatch):
    """What Gradescope is given for a submission, marked in this process."""
    monkeypatch.setenv("XDG_CONFIG_HOME", "")

    def mark(zipped: bytes, sheet: str | None, metadata: object = None) -> dict:
        autograder_main(laid_out(tmp_path, zipped, sheet, metadata))
        return result(tmp_path)

    return mark


def sheet_of(term, student: str) -> str:
    return (term.folder / "sheets" / f"{student}.yaml").read_text(encoding="utf-8")


def test_a_sheet_is_marked_as_here_without_tensorflow_network_or_much_memory(term, zipped, tmp_path) -> None:
    root = laid_out(tmp_path, zipped, sheet_of(term, "s06"), {"users": [{"email": "S06@x.org", "sid": ""}]})
    run, found = run_alone(root), result(root)
    here = term.standing.of_student("s06")
    assert [(t["number"], t["score"], t["max_score"]) for t in found["tests"]] == [
        (a.label, float(a.points), float(a.of)) for a in here.answers
    ]
    assert {t["visibility"] for t in found["tests"]} == {"after_published"}
    assert run["examgen"] == str(tmp_path / "source" / "examgen" / "__init__.py"), "the engine of the zip, not this one"
    assert run["mb"] < 768


def test_what_students_always_see_says_how_they_were_read_and_not_what_is_right(term, zipped, graded) -> None:
    found = graded(zipped, sheet_of(term, "s06"))
    answer, key = term.standing.of_student("s06").answer("1"), term.exam.papers[6].questions[0].asks[0].key
    assert f"1: {answer.read.text}" in found["output"]
    assert str(key) not in found["output"].replace(answer.written.text, "")
    assert found["visibility"] == "visible"


def test_nonsense_is_pending_and_shown_as_text(term, zipped, graded) -> None:
    found = graded(zipped, sheet_of(term, "s03"))
    assert found["extra_data"]["pending"] == ["1"]
    assert "person" in found["tests"][0]["output"]
    assert {found["output_format"], *(t["output_format"] for t in found["tests"])} == {"text"}


def test_a_sheet_of_somebody_else_earns_nothing(term, zipped, graded) -> None:
    found = graded(zipped, sheet_of(term, "s06"), {"users": [{"email": "s07@x.org"}]})
    assert found["score"] == 0
    assert "not yours" in found["output"]
    assert "s06" not in found["output"]


@pytest.mark.parametrize("sheet", [None, "hello", "exam: term\nstudent: s06\n", "\0\0\0" * 400_000])
def test_what_cannot_be_marked_is_told_and_never_crashes(zipped, graded, sheet) -> None:
    found = graded(zipped, sheet)
    assert found["score"] == 0
    assert found["output"]
    assert "Traceback" not in json.dumps(found)


def test_a_damaged_exam_is_a_matter_for_the_instructor(zipped, graded, term) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(zipped)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b'"points"', b'"p0ints"') if name == "exam.sealed.json" else content)
    found = graded(made.getvalue(), sheet_of(term, "s06"))
    assert [t["visibility"] for t in found["tests"]] == ["hidden"]
    assert "not as it was sealed" in found["tests"][0]["output"]


def test_the_zip_holds_no_secret_and_only_what_marking_needs(term, zipped, tmp_path) -> None:
    from examgen.exam.signing import PRIVATE, configuration

    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        names, everything = archive.namelist(), b"".join(archive.read(name) for name in archive.namelist())
        assert archive.getinfo("run_autograder").external_attr >> 16 & 0o111
    assert {
        "setup.sh",
        "run_autograder",
        "requirements.txt",
        "exam.sealed.json",
        "examgen/export/autograder.py",
    } <= set(names)
    assert not [name for name in names if "gradebook.sqlite" in name or name.startswith("/") or ".." in name]
    assert (configuration() / PRIVATE).read_bytes().strip() not in everything
    assert b"a secret of the test" not in everything
    assert autograder(term.folder, term.exam) == zipped, "the same bytes again"


def test_the_command_writes_it_for_its_owner_alone(term, tmp_path) -> None:
    done = CliRunner().invoke(main, ["export", "gradescope", str(term.folder), "--to", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "autograder.zip").stat().st_mode & 0o077 == 0
    rows = (tmp_path / "out" / "grades.csv").read_text("utf-8-sig").splitlines()
    assert rows[0].startswith("Name,SID,Email,Total Score,Max Points,Status,Submission ID,")
    assert len(rows) == 15


def test_the_setup_script_is_sound_bash(tmp_path, zipped) -> None:
    with zipfile.ZipFile(io.BytesIO(zipped)) as archive:
        for name in ("setup.sh", "run_autograder"):
            done = subprocess.run(["bash", "-n"], input=archive.read(name), capture_output=True, check=False)
            assert done.returncode == 0, done.stderr
