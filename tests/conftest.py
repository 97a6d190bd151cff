"""What every test stands on: a quiet TensorFlow, a home of its own, and property tests that repeat themselves."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# Read once, when TensorFlow is first imported; the worker processes share the machine's cores.
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_NUM_INTRAOP_THREADS", "1")
os.environ.setdefault("TF_NUM_INTEROP_THREADS", "1")

# What fails here fails for everyone. HYPOTHESIS_PROFILE=thorough looks further, and somewhere else each time.
settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=True)
settings.register_profile("thorough", derandomize=False, deadline=None, print_blob=True, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_collection_finish() -> None:
    """What has been imported and collected stays: to look through it for garbage again and again takes a tenth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


@pytest.fixture(autouse=True)
def home_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep tests out of the user's folders: what the product remembers, it remembers in a new temporary one."""
    home = tmp_path_factory.mktemp("home")
    for name in ("DATA", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    return home


@pytest.fixture(autouse=True, scope="session")
def configuration_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One configuration folder for all tests, as exams that one test seals are read by another: the same key signs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield
