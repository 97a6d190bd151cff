"""What has been answered is let go of, and what only loading needed is as well."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import keras
import pytest

from examgen.model import layers, ops
from examgen.model.network import Input, Network
from examgen.model.observable import gradient, shape, value
from examgen.oracle import OracleError, Request, attempt, forget, libraries, sequential

REFUSED = {
    "built": lambda: Request(Network(x=Input(2, 2, 1)).add("z", layers.Conv2D(8, 3)), (shape("z"),)),
    "laid out": lambda: Request(Network(x=((1.0, 2.0), (3.0,))).add("z", ops.negative(), "x"), (value("z"),)),
    "run": lambda: Request(Network(x=(1.0, 2.0)).add("z", ops.take((7,))), (value("z"),)),
    "run backwards": lambda: Request(Network(x=(1.0, 2.0)).add("z", ops.take((7,))), (gradient("z", "x"),)),
    "known": lambda: Request(Network(x=Input(2)).add("z", ops.negative()), (value("z"),)),
}


@pytest.fixture
def no_search_for_garbage() -> Iterator[None]:
    gc.disable()
    yield
    gc.enable()


@pytest.mark.parametrize("how", REFUSED)
@pytest.mark.usefixtures("no_search_for_garbage")
def test_a_refusal_holds_nothing_of_what_was_being_worked_on(how: str) -> None:
    request, other = REFUSED[how](), Request(Network(x=(1.0,)).add("z", ops.negative()), (value("z"),))
    request_held, other_held = weakref.ref(request), weakref.ref(other)
    outcomes = attempt([request, other])
    del request, other
    assert isinstance(outcomes[0], OracleError)
    assert request_held() is None
    assert other_held() is None


def test_what_is_left_in_circles_is_let_go_of_after_some_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    put_aside = []
    monkeypatch.setattr(gc, "freeze", lambda: put_aside.append(True))

    class Circle:
        def __init__(self) -> None:
            self.own = self

    forget(1)
    assert put_aside
    gc.disable()
    try:
        held = weakref.ref(Circle())
        forget(2)
        forget(libraries._ROUNDS - 1)
        assert held() is not None
        forget(libraries._ROUNDS)
        assert held() is None
    finally:
        gc.enable()
    assert len(put_aside) == 1


def test_a_design_of_many_layers_that_keras_accepts_is_built_once(monkeypatch: pytest.MonkeyPatch) -> None:
    built = []
    whole = keras.Sequential.build
    monkeypatch.setattr(keras.Sequential, "build", lambda self, *shapes: (built.append(self), whole(self, *shapes))[1])
    stack = (layers.Conv2D(4, 3), layers.ReLU(), layers.MaxPooling2D(2), layers.Flatten(), layers.Dense(11))
    assert sequential.refusal((13, 13, 3), stack) == ""
    assert len(built) == 1


SMAPS = """\
7f0000000000-7f0000100000 r--p 00000000 00:1f 11 /venv/tensorflow/libtensorflow_cc.so.2
Rss:                 500 kB
Anonymous:             0 kB
7f0000100000-7f0000200000 r-xp 00100000 00:1f 11 /venv/tensorflow/libtensorflow_cc.so.2
Anonymous:             0 kB
7f0000200000-7f0000300000 r--p 00200000 00:1f 11 /venv/tensorflow/libtensorflow_cc.so.2
Anonymous:             4 kB
7f0000300000-7f0000400000 rw-p 00300000 00:1f 11 /venv/tensorflow/libtensorflow_cc.so.2
Anonymous:             0 kB
7f0000400000-7f0000500000 r--s 00300000 00:1f 11 /venv/tensorflow/libtensorflow_cc.so.2
Anonymous:             0 kB
7f0000500000-7f0000600000 r--p 00000000 00:1f 12 /usr/lib/libc.so.6
Anonymous:             0 kB
7f0000600000-7f0000700000 r--p 00000000 00:00 0
Anonymous:             0 kB
"""


def test_only_pages_of_tensorflow_s_libraries_that_nobody_can_have_changed_are_given_back() -> None:
    found = list(libraries._unchanged(SMAPS))
    assert found == [(0x7F0000000000, 0x7F0000100000), (0x7F0000100000, 0x7F0000200000)]


def test_a_system_that_says_nothing_of_its_memory_is_asked_for_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(libraries, "_SMAPS", tmp_path / "none")
    monkeypatch.setattr("ctypes.CDLL", lambda name: pytest.fail("Windows knows no library without a name"))
    libraries._give_back_what_loading_read()
