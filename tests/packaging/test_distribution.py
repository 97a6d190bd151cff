"""What is built from the checkout is complete, is installed by itself, and works from any folder."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import tarfile
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

GHOST = "examgen/question_bank/pooling/deleted_long_ago.py"

BLUEPRINT = """\
title: Tiny
sections:
  - title: One
    questions:
      - question: convolution.output_size
        points: 2
"""
ROSTER = "id,name\ns1,Ada Lovelace\n"


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command, which must succeed, and return what it says on standard output."""
    result = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"
    return result.stdout


@pytest.fixture(scope="module")
def archives(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the source archive and the wheel, built as a release is."""
    ghost = checkout / "build" / "lib" / GHOST
    ghost.parent.mkdir(parents=True)
    ghost.write_text('"""Deleted from the checkout, but an earlier build has left it."""\n', encoding="utf-8")
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, ".", cwd=checkout)
    return out


@pytest.fixture(scope="module")
def wheel(archives: Path) -> Path:
    (file,) = archives.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel in it, that borrows only the dependencies from this one."""
    folder = tmp_path_factory.mktemp("elsewhere")
    environment = folder / "environment"
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=folder)
    python = environment / "bin" / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    # A folder named in a .pth file is not searched for further .pth files: the editable checkout stays unknown.
    borrowed = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (site / "borrowed.pth").write_text("\n".join(borrowed), encoding="utf-8")
    pip = (sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check", "install", "--quiet")
    run(*pip, "--no-index", "--no-deps", "--ignore-installed", wheel, cwd=folder)
    return folder


def test_the_wheel_holds_every_module_and_document(root: Path, wheel: Path) -> None:
    expected = set()
    for folder in ("examgen", "question_bank", "solutions", "templates"):
        prefix = "" if folder == "examgen" else "examgen/"
        files = (file for file in (root / folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts)
        expected |= {prefix + file.relative_to(root).as_posix() for file in files}
    with zipfile.ZipFile(wheel) as archive:
        held = {name for name in archive.namelist() if ".dist-info/" not in name}
    assert sorted(expected - held) == []
    assert sorted(held - expected) == []


def test_a_file_left_in_build_does_not_come_back(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        assert GHOST not in archive.namelist()


def test_the_wheel_brings_its_licence_and_its_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (info,) = {name.split("/")[0] for name in archive.namelist() if ".dist-info/" in name}
        metadata = archive.read(f"{info}/METADATA").decode()
        assert "License-Expression: MIT\n" in metadata
        assert "Requires-Python: >=3.11\n" in metadata
        assert f"{info}/licenses/LICENSE" in archive.namelist()
        assert "examgen = examgen.cli:main" in archive.read(f"{info}/entry_points.txt").decode()


def test_the_source_archive_can_test_itself(root: Path, archives: Path) -> None:
    (file,) = archives.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        held = {name.split("/", 1)[1] for name in archive.getnames() if "/" in name}
    wanted = {"LICENSE", "Makefile", "constraints.txt", "pyproject.toml", "setup.cfg", ".ci/run"}
    tests = (test for test in (root / "tests").rglob("*.py"))
    assert sorted((wanted | {test.relative_to(root).as_posix() for test in tests}) - held) == []


def test_the_installed_package_is_the_wheel_and_not_the_checkout(root: Path, elsewhere: Path) -> None:
    program = "import examgen.question_bank.pooling as p, examgen as e; print(e.__file__, p.__file__, sep='\\n')"
    origins = run(elsewhere / "environment/bin/python", "-c", program, cwd=elsewhere).split("\n")[:2]
    assert all(Path(origin).is_relative_to(elsewhere) for origin in origins), origins


def test_the_installed_command_generates_a_paper_from_another_folder(elsewhere: Path, tmp_path: Path) -> None:
    (tmp_path / "blueprint.yaml").write_text(BLUEPRINT, encoding="utf-8")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    examgen = elsewhere / "environment/bin/examgen"
    run(examgen, "generate", "blueprint.yaml", "--roster", "roster.csv", "--out", "out", cwd=tmp_path)
    assert (tmp_path / "out/papers/s1.pdf").read_bytes().startswith(b"%PDF")
