"""The same secret prints the same options, to the letter: so papers that are printed again carry those that were handed out.

Whoever changes on purpose which options are found says so in the changelog and records them anew:
``EXAMGEN_RECORD=1 python -m pytest tests/exam/test_same_options.py``.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from random import Random
from typing import Any

import pytest

from examgen.answers import Integer, Matrix, Real, Shape, Tensor, Vector
from examgen.arrays import Array, json_ready, shape
from examgen.exam import options
from examgen.exam.options import choice_options

from .conftest import TOYS, attested

RECORD = Path(__file__).with_name("same_options.json")
VARIANTS: dict[str, list[dict[str, Any]]] = {
    "toy.size": [
        {"n": 28, "f": 5, "p": 1, "s": 2},
        {"n": 28, "f": 5, "p": 0, "s": 1},
        {"n": 6, "f": 5, "p": 1, "s": 2},
    ],
    "toy.layer": [
        {"x": [1, 2], "w": [[1, -1, 2], [0, -2, 1]], "b": [1, 2, 3]},
        {"x": [0.5, 0.25], "w": [[1, 3], [1, 1]], "b": [0, 0]},
    ],
    "judged.chain": [{"x": [1, -2, 0.5, 2]}, {"x": [0.1, 0.2]}],
    "judged.grid": [{"a": [[1, 2, 3], [4, 5, 6]]}, {"a": [[-1, 0], [4, 7]]}],
}
VALUES: dict[str, list[Array]] = {
    "integers": [13, -4, 0, 720, 2352, 61_100_840],
    "reals": [0.5, 1.3333333, -0.125, 0.731058, 1156.83, 2.25],
    "rows": [(0.25, 0.75), (0.1, 0.2, 0.7), (1, -2, 3), (2.5, 1), (0, 0, 4)],
    "shapes": [(28, 28, 6), (13, 13, 256), (10,), (28, 14, 6)],
}
TYPES: dict[str, Any] = {"integers": Integer(), "reals": Real(3), "rows": Vector(decimals=3), "shapes": Shape()}


def chosen() -> dict[str, list[str]]:
    """The options of some papers."""
    found: dict[str, list[str]] = {}
    for id_, several in VARIANTS.items():
        for number, parameters in enumerate(several):
            whole = attested(TOYS.question(id_).variant(parameters))
            for name in whole.variant.asks:
                for count in (4,) if number else (3, 4, 6):
                    made = choice_options(whole, name, count, b"a secret %d" % count)
                    found[f"{id_} {number} {name} {count}"] = [option.text for option in made]
    return found


def slipped() -> dict[str, list[str]]:
    """What slips of the pen make of some values."""
    found: dict[str, list[str]] = {}
    for name, several in VALUES.items():
        kind = TYPES[name]
        for right in several:
            allowed = options._Domain.of(right, kind)
            found[f"{name} {right} looks like"] = [repr(allowed), repr(allowed.relaxed)]
            for domain in (allowed, allowed.relaxed):
                before = {kind.write(right): right}
                slips = options._slips(right, before, domain, kind, Random(f"{name} {right}"))
                key = f"{name} {right}{' or anything' if domain is not allowed else ''}"
                found[key] = [json.dumps(json_ready(value)) for value in slips]
    return found


@pytest.mark.parametrize("what", [chosen, slipped])
def test_the_same_secret_gives_the_same_options(what) -> None:
    found = what()
    record = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    if os.environ.get("EXAMGEN_RECORD"):
        RECORD.write_text(json.dumps({**record, what.__name__: found}, indent=1) + "\n", encoding="utf-8")
        return
    assert found == record[what.__name__]


@pytest.mark.parametrize("right", [(1,), (2,), (3, 3, 1), (2, 2, 8)])
def test_no_option_of_a_shape_has_a_size_of_0(right) -> None:
    allowed = options._Domain.of(right, Shape())
    found = [v for n in range(20) for v in options._slips(right, {"right": right}, allowed, Shape(), Random(n))]
    assert found
    assert all(min(value) > 0 for value in found)
    assert not allowed.relaxed.holds((0,) * len(right))


def test_the_numbers_along_the_last_axis_are_rows() -> None:
    assert list(options._rows(5)) == [(5,)]
    assert list(options._rows((1, 2))) == [(1, 2)]
    assert list(options._rows((((1, 2), (3, 4)), ((5, 6), (7, 8))))) == [(1, 2), (3, 4), (5, 6), (7, 8)]
    assert shape((((1, 2),),)) == (1, 1, 2)


@pytest.mark.parametrize(
    ("numbers", "unit", "decimals"),
    [
        ([1, 2], 1, 0),
        ([1.0, 2.0], 1, 0),
        ([0.5, 1], 0.5, 1),
        ([0.25], 0.25, 1),
        ([1.4142135], None, 2),
        ([0.04], 0.04, 1),
    ],
)
def test_numbers_are_multiples_of_a_unit_or_have_many_decimals(numbers, unit, decimals) -> None:
    found = options._unit(numbers)
    assert (None if found is None else float(found)) == unit
    assert options._decimals(numbers) == decimals


def test_a_letter_on_the_paper_stands_for_a_value_of_the_question_and_back() -> None:
    several = tuple(options.Option(text=f"${n}$", value=n) for n in (14, 13, 12))
    assert options.printed_type(Integer(), several).name == "choice"
    assert [text for _, text in options.printed_type(Integer(), several).listed] == ["14", "13", "12"]
    assert options.printed_type(Integer(), ()) == Integer()
    assert [options.own_value(Integer(), several, place) for place in range(3)] == [14, 13, 12]
    assert options.printed_value(Integer(), several, 13) == 1
    assert options.own_value(Integer(), (), 13) == options.printed_value(Integer(), (), 13) == 13
    assert options.own_options(Integer(), b"k") == ()
    assert [options.can_be_choice(kind) for kind in (Integer(), Matrix(), Tensor())] == [True, True, True]
