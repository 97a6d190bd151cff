"""Operations written as formulas: the nodes they make, what they compute, and what a mistaken student has instead."""

from __future__ import annotations

import pytest

from examgen.arrays import Array, cells
from examgen.model import layers, ops
from examgen.model.network import Network, Node
from examgen.model.observable import value
from examgen.oracle import Request, observe

GIVEN = Network(w=3, g=(1, -2), v=4, eta=0.5)


def computed(net: Network, name: str) -> Array:
    (answers,) = observe([Request(net, (value(name),))])
    return answers[value(name)]


def test_a_formula_makes_a_node_for_each_operation_and_arrays_of_its_constants() -> None:
    net = GIVEN.let(w_new="w - 2 * v")
    assert net.arrays["2"] == 2
    assert net.nodes == (
        Node(("w_new: 2 * v",), ops.multiply(), ("2", "v")),
        Node(("w_new",), ops.subtract(), ("w", "w_new: 2 * v")),
    )


def test_what_occurs_twice_in_a_formula_is_computed_once() -> None:
    assert len(GIVEN.let(y="(w + v) * (w + v)").nodes) == 2


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("w - eta * v", [1]),
        ("-w + v ** 2 / 8", [-1]),
        ("g @ g", [5]),
        ("sqrt(v) * square(g)", [2, 8]),
        ("sum(g, axis=0)", [-1]),
        ("clip(g, x_min=-1, x_max=0.5)", [0.5, -1]),
        ("expand_dims(g, axis=1) * g", [1, -2, -2, 4]),
        ("w", [3]),
        ("7", [7]),
    ],
)
def test_a_formula_computes_what_it_says(formula: str, expected: list[float]) -> None:
    assert [float(x) for x in cells(computed(GIVEN.let(y=formula), "y"))] == pytest.approx(expected)


def test_another_formula_takes_the_place_of_the_first_and_what_follows_goes_on_from_it() -> None:
    net = GIVEN.let(step="eta * (v + w)", w_new="w - step")
    mistaken = net.let(step="v + w")
    assert computed(net, "w_new") == -0.5
    assert computed(mistaken, "w_new") == -4
    assert not any(name.startswith("step: ") for name in mistaken.names), "nothing of the first formula is left"


def test_a_layer_is_replaced_by_a_formula_too() -> None:
    net = GIVEN.add("a", layers.ReLU(), "g").let(doubled="2 * a")
    assert list(cells(computed(net.let(a="g"), "doubled"))) == [2, -4]


@pytest.mark.parametrize(
    ("formulas", "message"),
    [
        ({"y": "w + missing"}, "has 'missing', which nothing before it gives"),
        ({"w": "v + 1"}, "'w' is an array"),
        ({"y": "nonsense(w)"}, "is not an operation of keras.ops"),
        ({"y": "w if v else g"}, "is not an operation of keras.ops"),
        ({"y": "w.real"}, "is not an operation of keras.ops"),
        ({"y": "'text'"}, "is not an operation of keras.ops"),
        ({"y": "later + 1", "later": "w"}, "has 'later'"),
    ],
)
def test_what_is_no_formula_is_refused(formulas: dict[str, str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        GIVEN.let(**formulas)
