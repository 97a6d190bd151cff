"""The imports that DESIGN forbids are refused by `make lint`: each is planted once, to see that it is."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

import pytest

Lint: TypeAlias = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def lint(root: Path, installed: Path) -> Lint:
    """Run import-linter over the package with some files planted in it."""

    def run(**planted: str) -> subprocess.CompletedProcess[str]:
        files = {installed / "examgen" / f"{name}.py": text for name, text in planted.items()}
        try:
            for file, text in files.items():
                file.write_text(text, encoding="utf-8")
            command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache", "--no-logo"]
            return subprocess.run(
                [*command, "--config", str(root / "pyproject.toml")],
                cwd=installed,
                capture_output=True,
                encoding="utf-8",
            )
        finally:
            for file in files:
                file.unlink()

    return run


def test_the_checkout_keeps_every_contract(lint: Lint) -> None:
    result = lint()
    assert result.returncode == 0, result.stdout + result.stderr


ONLY_THE_ORACLE = "Only the oracle imports Keras and TensorFlow"
NO_KERAS = "A question reaches neither Keras nor TensorFlow"
PLAIN = "A derivation reaches no numpy, Keras or TensorFlow"
ALONE = "A derivation imports examgen.derivation.terms and nothing else of examgen"
NAMELESS = "The engine names no question and no derivation"
DOWN = "Imports go down"


@pytest.mark.parametrize(
    ("contract", "module", "text"),
    [
        (PLAIN, "solutions/convolution/planted", "import keras"),
        (PLAIN, "solutions/planted", "import numpy.linalg"),
        (ALONE, "solutions/recurrent/planted", "from examgen.model import network"),
        (ALONE, "solutions/softmax/planted", "def solve(q, show):\n    from examgen.oracle import anything"),
        (NO_KERAS, "question_bank/pooling/planted", "from keras import ops"),
        (NO_KERAS, "question_bank/planted", "import examgen.oracle"),
        (ONLY_THE_ORACLE, "marking/planted", "import tensorflow as tf"),
        (ONLY_THE_ORACLE, "planted", "import keras"),
        (NAMELESS, "exam/planted", "import examgen.question_bank.pooling"),
        (DOWN, "answers/planted", "import examgen.cli"),
    ],
)
def test_a_planted_import_breaks_its_contract(lint: Lint, contract: str, module: str, text: str) -> None:
    result = lint(**{module: f'"""Planted."""\n\n{text}\n'})
    assert result.returncode == 1, result.stdout + result.stderr
    broken = [line for line in result.stdout.splitlines() if line.startswith(contract) and "BROKEN" in line]
    assert broken, result.stdout


def test_a_derivation_may_name_its_question_for_the_type_checker(lint: Lint) -> None:
    question = '"""Planted."""\n'
    derivation = (
        '"""Planted."""\n\nfrom typing import TYPE_CHECKING\n\n'
        "if TYPE_CHECKING:\n    from examgen.question_bank.pooling import planted as question\n"
    )
    result = lint(**{"question_bank/pooling/planted": question, "solutions/pooling/planted": derivation})
    assert result.returncode == 0, result.stdout + result.stderr


def test_importing_every_module_loads_neither_keras_nor_tensorflow(tmp_path: Path) -> None:
    """So `examgen --help` and `bank list` answer at once; the oracle loads Keras when it is first asked."""
    program = (
        "import importlib, json, pkgutil, sys, examgen\n"
        "for package in (examgen, *map(importlib.import_module, ('examgen.question_bank', 'examgen.solutions'))):\n"
        "    for module in pkgutil.walk_packages(package.__path__, package.__name__ + '.'):\n"
        "        if not module.name.endswith(('.__main__', '.migrations.env')):\n"  # alembic runs the latter, with a context
        "            importlib.import_module(module.name)\n"
        "modules = set(sys.modules)\n"
        "print(json.dumps([sorted(modules & {'keras', 'tensorflow'}), 'examgen.question_bank.pooling' in modules]))\n"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    loaded, walked = json.loads(result.stdout)
    assert walked
    assert not loaded
