"""A bank with two sound questions and a defective one, as an instructor might add it."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def toy_bank() -> Path:
    return Path(__file__).parents[1] / "toy_bank"
