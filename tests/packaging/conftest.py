"""The checkout itself is the material here; what writes works on a copy."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("examgen", "question_bank", "solutions", "templates")
LITTER = shutil.ignore_patterns("__pycache__", "*.pyc", "*.egg-info")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a distribution is built from."""
    copy = tmp_path_factory.mktemp("copy of the") / "checkout"
    copy.mkdir()
    for name in (*PACKAGES, ".ci", "benchmarks", "docs", "examples", "tests"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=LITTER)
    for file in ROOT.iterdir():
        if file.is_file():
            shutil.copy(file, copy)
    return copy


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the package `examgen` lies as it is installed, with the question bank inside."""
    folder = tmp_path_factory.mktemp("installed")
    for name in PACKAGES:
        target = folder / "examgen" if name == "examgen" else folder / "examgen" / name
        shutil.copytree(ROOT / name, target, ignore=LITTER)
    return folder
