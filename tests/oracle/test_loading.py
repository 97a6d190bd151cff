"""How Keras and TensorFlow are imported: no more of them than is used, and nothing twice."""

from __future__ import annotations

import ctypes
import gc
import importlib.util
import json
import sys
import typing
from functools import lru_cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from examgen.oracle import libraries

HANDING_ON = """\
from json import dumps # line: 7
from json import loads as read # line: 9
from handing_on import inner
import an_older_keras
"""


@pytest.fixture
def handing_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A package that hands on names, and that cannot be executed."""
    monkeypatch.setitem(sys.modules, "tensorflow", ModuleType("tensorflow"))
    (tmp_path / "__init__.py").write_text(HANDING_ON)
    (tmp_path / "inner.py").write_text("x = 1")
    loader = libraries._WhenUsed(SourceFileLoader("handing_on", str(tmp_path / "__init__.py")))
    spec = importlib.util.spec_from_loader("handing_on", loader, is_package=True)
    assert spec is not None
    spec.submodule_search_locations = [str(tmp_path)]
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "handing_on", module)
    monkeypatch.delitem(sys.modules, "handing_on.inner", raising=False)
    loader.exec_module(module)
    return module


def test_a_name_is_handed_on_without_what_stands_beside_it(handing_on: ModuleType) -> None:
    assert handing_on.dumps is json.dumps
    assert handing_on.read is json.loads
    assert handing_on.inner.x == 1
    assert "an_older_keras" not in sys.modules
    del sys.modules["handing_on.inner"]


def test_a_module_is_executed_for_a_name_that_it_makes_itself(handing_on: ModuleType) -> None:
    with pytest.raises(ModuleNotFoundError, match="an_older_keras"):
        _ = handing_on.made_here


def test_what_stands_for_a_type_is_compiled_once() -> None:
    with libraries._types_compiled_once():
        compiled = vars(typing)["compile"]
        for name in "ABC":
            typing.TypeVar(name, "int", "str")
        assert (compiled.cache_info().misses, compiled.cache_info().hits) == (2, 4)
    assert "compile" not in vars(typing)


def test_what_was_imported_is_put_aside_before_it_is_searched_for_garbage(monkeypatch: pytest.MonkeyPatch) -> None:
    collecting: dict[str, bool] = {}

    def notes(what: str) -> typing.Callable[[], None]:
        return lambda: collecting.update({what: gc.isenabled()})

    monkeypatch.setattr(libraries, "_left_out", set())
    monkeypatch.setattr(libraries, "_postponed", set())
    monkeypatch.setattr(libraries, "_loaded", lru_cache(lambda: None))
    monkeypatch.setattr(libraries, "load", notes("load"))
    monkeypatch.setattr(libraries, "_give_back_what_loading_read", notes("give back"))
    monkeypatch.setattr(gc, "freeze", notes("freeze"))
    before = gc.get_threshold()
    try:
        libraries.load_for_nobody_else()
    finally:
        gc.set_threshold(*before)
    assert collecting == {"load": False, "give back": False, "freeze": False}
    assert gc.isenabled()


def test_a_system_without_tensorflow_s_libraries_is_asked_for_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spec = importlib.util.spec_from_loader("tensorflow", None, is_package=True)
    assert spec is not None
    spec.submodule_search_locations = [str(tmp_path)]
    (tmp_path / "tensorflow_cc.dll").touch()
    monkeypatch.setattr(ctypes, "CDLL", lambda name: pytest.fail("Windows knows no library without a name"))
    for found in (spec, None):
        monkeypatch.setattr(libraries, "find_spec", lambda name, found=found: found)
        libraries._bind_when_called()
