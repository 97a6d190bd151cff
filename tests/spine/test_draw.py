"""A variant is a pure function of its key, and every parameter can be pinned."""

from __future__ import annotations

import subprocess
import sys

import pytest

from examgen.question.draw import Draw, PinError, derive_key, steps


def drawn(key: bytes, **pins: object) -> tuple[object, ...]:
    d = Draw(key, pins)
    return d.integer("n", 1, 10**6), d.choice("mode", ("max", "average")), d.grid("x", (3, 3), range(100))


def test_the_same_key_gives_the_same_numbers_in_every_process() -> None:
    code = "from examgen.question.draw import *; print(Draw(derive_key(b's', 'exam', 1)).grid('x', (3, 3), range(100)))"
    others = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": s}, capture_output=True, check=True).stdout
        for s in ("0", "1")
    }
    here = Draw(derive_key(b"s", "exam", 1)).grid("x", (3, 3), range(100))
    assert {o.decode().strip() for o in others} == {str(here)}


def test_neighbouring_keys_share_nothing() -> None:
    papers = {drawn(derive_key(b"secret", "exam", i)) for i in range(500)}
    assert len(papers) == 500
    assert derive_key(b"secret", "a", "bc") != derive_key(b"secret", "ab", "c")


def test_pinning_one_parameter_changes_no_other() -> None:
    key = derive_key(b"secret", 7)
    free, pinned = drawn(key), drawn(key, n=5)
    assert pinned == (5, *free[1:])


@pytest.mark.parametrize(
    ("pins", "says"),
    [
        ({"n": "five"}, "n must be a whole number"),
        ({"n": True}, "n must be a whole number"),
        ({"mode": 3}, "mode must be like one of 'max', 'average'"),
        ({"x": [[1, 2], [3]]}, "x: expected rows of equal length"),
        ({"x": [1, 2]}, "x must have 2 axes"),
        ({"x": [["one"]]}, "expected a number, got 'one'"),
    ],
)
def test_a_pin_of_the_wrong_type_is_one_clear_line(pins, says) -> None:
    with pytest.raises(PinError, match=says) as caught:
        drawn(derive_key(b"secret", 1), **pins)
    assert "\n" not in str(caught.value)


def test_steps_are_without_the_dust_of_binary_fractions() -> None:
    assert steps(-0.3, 0.3, 0.1) == (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3)
