"""What both witnesses make of a student's own answers, and of designs of the student's own."""

from __future__ import annotations

from typing import Any

import pytest

from examgen.answers import Integer, LayerDesign, Real, Shape
from examgen.derivation.lines import Show
from examgen.judge import Rules
from examgen.model import layers
from examgen.model.network import Input, Network
from examgen.model.observable import multiplications, parameters, ratio, shape, total
from examgen.oracle import OracleError
from examgen.question.draw import Draw
from examgen.question.entry import Entry
from examgen.question.question import Ask, Question
from examgen.verify.witness import Defect, Scenario, attest, compare, evaluate, examine


class Count(Question):
    """Two layers, each counted, and what follows from the counts."""

    topic, level, title, stem = "toy", 1, "Counting", ""

    side = Ask("How high is the map?", Integer(), of=shape("c1", 0))
    p1 = Ask("How many parameters has the first layer?", Integer(), of=parameters("c1"))
    p2 = Ask("And the second?", Integer(), of=parameters("c2"))
    both = Ask("And both?", Integer(), of=total(parameters("c1"), parameters("c2")), follows=("p1", "p2"))
    share = Ask(
        "What part is in the first?",
        Real(),
        of=ratio(parameters("c1"), total(parameters("c1"), parameters("c2"))),
        follows=("p1", "both"),
    )
    pooled = Ask("What comes after pooling?", Shape(), of=shape("p"), follows="side")
    inputs = Ask("How many parameters has the dense layer?", Integer(), of=parameters("d"), follows="pooled")
    work = Ask("How often does the second layer multiply?", Integer(), of=multiplications("c2"), follows="side")

    n: int

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(n=d.integer("n", 9, 9))

    @property
    def network(self) -> Network:
        return (
            Network(x=Input(self.n, self.n, 1))
            .add("c1", layers.Conv2D(4, 3))
            .add("c2", layers.Conv2D(2, 1))
            .add("p", layers.MaxPooling2D(2))
            .add("f", layers.Flatten())
            .add("d", layers.Dense(3))
        )


def count(q: Any, show: Show) -> None:
    side = show.answer("side", "", q.n - 2)
    p1 = show.answer("p1", "", 4 * (9 + 1))
    p2 = show.answer("p2", "", 2 * (4 + 1))
    both = show.answer("both", "", p1 + p2)
    show.answer("share", "", p1 / both)
    pooled = show.answer("pooled", "", (side // 2, side // 2, 2))
    show.answer("inputs", "", (pooled[0] * pooled[1] * pooled[2] + 1) * 3)
    show.answer("work", "", side * side * 4 * 2)


COUNT = Entry("toy.count", Count, count)


def carried(**given: Any) -> Any:
    (values,) = evaluate([Scenario(COUNT.variant(n=9), given=given)])
    return values


def test_both_witnesses_agree_on_compositions() -> None:
    (attested,) = attest([COUNT.variant(n=9)])
    assert attested.key == {
        "side": 7, "p1": 40, "p2": 10, "both": 50, "share": pytest.approx(0.8), "pooled": (3, 3, 2), "inputs": 57, "work": 392,
    }  # fmt: skip


def test_a_wrong_count_is_carried_into_the_total_and_a_wrong_total_into_the_share() -> None:
    assert carried(p1=36)["both"] == 46
    assert carried(p1=36, p2=8)["both"] == 44
    assert carried(p1=36, both=44)["share"] == pytest.approx(36 / 44)
    assert carried(p1=40, both=0).keys() == {"side", "p2", "pooled", "inputs", "work"}  # no share of nothing


def test_a_wrong_side_is_carried_on_and_a_square_stays_a_square() -> None:
    assert carried(side=8)["pooled"] == (4, 4, 2)
    assert carried(side=8)["work"] == 8 * 8 * 4 * 2
    assert carried(pooled=(4, 3, 2))["inputs"] == (4 * 3 * 2 + 1) * 3
    assert isinstance(carried(side=0), OracleError)


@pytest.mark.parametrize(
    "given", [{"side": 8}, {"p1": 36, "p2": 8}, {"p1": 36, "both": 44}, {"pooled": (4, 4, 2)}], ids=str
)
def test_the_derivation_carries_on_as_keras_does(given: dict[str, Any]) -> None:
    variant = COUNT.variant(n=9)
    derived = variant.derivation(given).answers
    for name, seen in carried(**given).items():
        follows = set(variant.asks[name].upstream)
        if follows and follows <= given.keys():
            assert derived[name] == pytest.approx(seen), name


def test_a_layer_is_counted_though_the_network_was_cut_behind_it() -> None:
    net = COUNT.variant(n=9).network.cut_at(c1=Input(7, 7, 4), p=Input(1, 1, 2))
    assert net.maker("c1").outputs == ("c1 before the cut",)
    assert net.maker("c2").outputs == ("c2",)


# designs ------------------------------------------------------------------------------------------------------------


class Design(Question):
    """A layer that halves a picture within a budget."""

    topic, level, title, stem = "toy", 1, "Designing", ""

    n: int
    sample: str = 'Conv2D(8, 3, strides=2, padding="same")'

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        return dict(n=d.integer("n", 28, 28))

    @property
    def asks(self) -> dict[str, Ask]:
        kind = LayerDesign((self.n, self.n, 3), (self.n // 2, self.n // 2, 8), max_parameters=500)
        return {"y": Ask("Which layer?", kind)}

    @property
    def network(self) -> Network:
        return Network(x=Input(self.n, self.n, 3)).add("y", layers.Conv2D(8, 3, strides=2, padding="same"))


def design(q: Any, show: Show) -> None:
    show.answer("y", "One such layer is", q.sample)


DESIGN = Entry("toy.design", Design, design)
SAMPLE = 'Conv2D(8, 3, strides=2, padding="same")'


def test_the_key_of_a_design_is_the_derivations_example_that_keras_finds_right() -> None:
    (attested,) = attest([DESIGN.variant(n=28)])
    kind = attested.variant.asks["y"].type
    assert kind.write(attested.key["y"]) == SAMPLE
    assert attested.derivation.lines[-1].why == f"One such layer is `{SAMPLE}`"
    (defect,) = examine([DESIGN.variant(n=28, sample="Conv2D(8, 3)")])
    assert isinstance(defect, Defect)
    assert "the derivation's y is not right in Keras: it has 1 layer; its output shape is 26 × 26 × 8" in str(defect)


@pytest.mark.parametrize(
    ("code", "cells", "note"),
    [
        ("Conv2D(8, 15)", (True, True, False), "it has 5,408 parameters"),
        ("Conv2D(8, 4, strides=2, padding='same')", (True, True, True), "it has 392 parameters"),
        ("Conv2D(8, 2, 2)", (True, True, True), "its output shape is 14 × 14 × 8"),
        ("MaxPooling2D()", (True, False, True), "its output shape is 14 × 14 × 3"),
        ("Conv2D(8, 1), MaxPooling2D(2)", (False, True, True), "it has 2 layers"),
        ("Conv2D(8, 29)", (False, False, False), "Keras refuses layer 1, Conv2D(8, 29)"),
        ("Dense(-3)", (False, False, False), "Keras refuses layer 1, Dense(-3)"),
        ("LSTM(8)", (False, False, False), "expected ndim=3, found ndim=4"),
        ("Conv3D(8, 3)", (False, False, False), "expected min_ndim=5, found ndim=4"),
        ("UpSampling2D(100000)", (False, False, False), "more than 10,000,000 values"),
        ("Embedding(100000, 100000)", (False, False, False), "more than 10,000,000 values"),
    ],
)  # fmt: skip
def test_every_design_that_fulfils_the_conditions_is_right(code: str, cells: tuple[bool, ...], note: str) -> None:
    kind = DESIGN.variant(n=28).asks["y"].type
    key = kind.read(SAMPLE).value
    judged = compare(kind, kind.read(code).value, key)
    assert judged.cells == cells
    assert Rules().worth(judged)[1] == int(all(cells))
    assert any(note in said for said in judged.notes), judged.notes


def test_other_kinds_are_compared_with_the_key() -> None:
    assert compare(Integer(), 3, 3).right
    assert not compare(Integer(), 4, 3).right
