"""What attests an answer: Keras, a second computation, or a source; each beside the derivation."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from examgen.answers import Choice, Integer, Real, Vector
from examgen.derivation.lines import Show
from examgen.model import layers
from examgen.model.network import Input, Network
from examgen.model.observable import parameters
from examgen.question.draw import Draw
from examgen.question.entry import Entry
from examgen.question.question import Ask, Computed, Question, Sourced, misconception
from examgen.verify.witness import Defect, Scenario, attest, evaluate, examine


class Undrawn(Question):
    """A question whose variants are given."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        raise NotImplementedError


class Epoch(Undrawn):
    """Arithmetic beside a layer: no network is made up for it."""

    topic, level, title, stem = "toy", 1, "Updates", ""

    owned = Ask("How many parameters does the layer have?", Integer(), of=parameters("z"))
    updates = Ask("How many updates does an epoch have?", Integer(), of=Computed(lambda q: len(range(0, q.n, q.batch))))
    all = Ask("And ten epochs?", Integer(), follows="updates", of=Computed(lambda q, answers: 10 * answers["updates"]))

    n: int
    batch: int

    @property
    def network(self) -> Network:
        return Network(x=Input(self.n)).add("z", layers.Dense(2))

    @misconception("You rounded down.")
    def rounded_down(self) -> dict[str, int]:
        return {"updates": self.n // self.batch}

    @misconception("You counted an update for every example.")
    def every_example(self) -> Question | None:
        return self.but(batch=1)


def epoch(q: Any, show: Show) -> None:
    show.answer("owned", "Weights and biases.", (q.n + 1) * 2)
    updates = show.answer("updates", "Rounded up.", -(-q.n // q.batch))
    show.answer("all", "Ten times.", 10 * updates)


EPOCH = Entry("toy.epoch", Epoch, epoch)


def test_each_ask_says_what_attests_it() -> None:
    asks = EPOCH.variant(n=10, batch=4).asks
    assert {name: ask.attestation for name, ask in asks.items()} == {
        "owned": "Keras", "updates": "Computed", "all": "Computed",
    }  # fmt: skip
    assert asks["updates"].observes("updates") is None


def test_a_computation_stands_beside_keras_and_misconceptions_work_as_ever() -> None:
    (attested,) = attest([EPOCH.variant(n=10, batch=4)])
    assert attested.key == {"owned": 22, "updates": 3, "all": 30}
    assert attested.wrong_answers["rounded_down"] == {"updates": 2, "all": 20}, "what follows goes on from it"
    assert attested.wrong_answers["every_example"] == {"updates": 10, "all": 100}, "an edited variant is computed anew"
    assert attested.wrong_answers["bias_left_out"] == {"owned": 20}, "an edit of the network leaves computations alone"


def test_a_students_own_answer_is_carried_into_a_computation() -> None:
    (values,) = evaluate([Scenario(EPOCH.variant(n=10, batch=4), given={"updates": 2})])
    assert values == {"owned": 22, "all": 20}


def test_an_ask_that_follows_others_is_computed_from_their_answers() -> None:
    with pytest.raises(TypeError, match=r"function\(variant, answers\)"):
        Ask("And then?", Integer(), follows="updates", of=Computed(lambda q: 1))


def test_a_computation_may_give_numpy_and_disagrees_with_a_wrong_derivation() -> None:
    class Mean(Undrawn):
        topic, level, title, stem = "toy", 1, "Mean", ""
        mean = Ask("Mean?", Real(), of=Computed(lambda q: np.mean(q.x)))
        double = Ask("Twice?", Vector(), of=Computed(lambda q: 2 * np.array(q.x)))
        x: tuple[int, ...]

    def right(q: Any, show: Show) -> None:
        show.answer("mean", "", sum(q.x[1:], q.x[0]) / len(q.x))
        show.answer("double", "", tuple(2 * x for x in q.x))

    def wrong(q: Any, show: Show) -> None:
        show.answer("mean", "", q.x[0])
        show.answer("double", "", tuple(2 * x for x in q.x))

    (good,) = examine([Entry("toy.mean", Mean, right).variant(x=(1, 2))])
    assert not isinstance(good, Defect)
    assert good.key == {"mean": 1.5, "double": (2, 4)}
    (bad,) = examine([Entry("toy.mean", Mean, wrong).variant(x=(1, 2))])
    assert "the witnesses disagree on mean: the second computation says 1.5, the derivation 1" in str(bad)


def test_a_computation_that_fails_is_a_defect_that_says_why() -> None:
    class Ratio(Undrawn):
        topic, level, title, stem = "toy", 1, "Ratio", ""
        ratio = Ask("Ratio?", Real(), of=Computed(lambda q: 1 / q.n))
        n: int

    (defect,) = examine([Entry("toy.ratio", Ratio, lambda q, show: show.answer("ratio", "", 1)).variant(n=0)])
    assert "the second computation gives no real for ratio" in str(defect)
    assert "ZeroDivisionError" in str(defect)


@pytest.mark.parametrize(("source", "sound"), [("Goodfellow et al., Deep Learning, §9.1", True), (" ", False)])
def test_a_fact_needs_a_source(source: str, sound: bool) -> None:
    class Fact(Undrawn):
        topic, level, title, stem = "toy", 1, "Fact", ""
        which = Ask("Which?", Choice(("this", "that")), of=Sourced(lambda q: q.n, lambda q: [source]))
        n: int

    (result,) = examine([Entry("toy.fact", Fact, lambda q, show: show.answer("which", "", q.n)).variant(n=1)])
    assert isinstance(result, Defect) != sound
    if isinstance(result, Defect):
        assert "names no source" in result.why
