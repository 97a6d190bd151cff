"""A bank with two sound questions and a defective one, as an instructor might add it; nothing is made in the background."""

from __future__ import annotations

from pathlib import Path

import pytest

from examgen.cli.practice import NO_BACKGROUND


@pytest.fixture
def toy_bank() -> Path:
    return Path(__file__).parents[1] / "toy_bank"


@pytest.fixture(autouse=True)
def nothing_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(NO_BACKGROUND, "1")
