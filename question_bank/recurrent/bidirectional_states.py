"""One unit reads 1, 2, 3 forward, another backward; their states are added: what does the layer give?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self

from pydantic import Field

from examgen import layers, observable, ops
from examgen.answers import Real, Vector
from examgen.arrays import Row
from examgen.draw import Draw, nonzero
from examgen.network import Kind, Network
from examgen.observable import Observable
from examgen.question import Ask, Question, misconception
from examgen.question_bank.recurrent.bidirectional import Merge

MERGED: Mapping[str, Kind] = {
    "concat": layers.Concatenate, "sum": layers.Add, "mul": layers.Multiply, "ave": layers.Average,
}  # fmt: skip


class BidirectionalStates(Question):
    """What both directions of a bidirectional layer make of a sequence, and what is made of both, without a calculator."""

    topic, level, title = "recurrent", 3, "A bidirectional layer by hand"
    picture = "network"
    stem = r"""
The layer `{{ layer }}` reads {% for value in x %}$x_{{ loop.index }} = {{ value | number }}${{ "" if loop.last else ", "
}}{% endfor %}. Both directions start from the state 0; a step makes ${{ rule }}$ of the input $x$ and the state $h$.

| direction | $w_x$ | $w_h$ | $b$ |
|---|---|---|---|
| forward | ${{ forward[0] | number }}$ | ${{ forward[1] | number }}$ | ${{ forward[2] | number }}$ |
| backward | ${{ backward[0] | number }}$ | ${{ backward[1] | number }}$ | ${{ backward[2] | number }}$ |
"""

    x: Row = Field(max_length=50)
    forward: Row = Field(min_length=3, max_length=3)
    backward: Row = Field(min_length=3, max_length=3)
    activation: str = Field(pattern="^(relu|linear)$")
    merge_mode: Merge

    @classmethod
    def draw(cls, d: Draw) -> Self:
        weights = (-2, -1, 0.5, 1, 2)
        return cls(
            x=d.row("x", d.integer("steps", 3, 3), nonzero(range(-3, 5))),
            forward=d.row("forward", 3, weights),
            backward=d.row("backward", 3, weights),
            activation=d.choice("activation", ("relu", "linear")),
            merge_mode=d.choice("merge_mode", ("concat", "sum", "mul", "ave")),
        )

    def admissible(self) -> bool:
        answers = self.derivation().answers
        ahead, back = (answers[name] for name in ("ahead", "back"))
        ordered = self.x[0] != self.x[-1] and all(abs(row[1]) != 1 for row in (self.forward, self.backward))
        return 0 not in (ahead, back) and ahead != back and ordered and self.forward != self.backward

    @property
    def layer(self) -> str:
        """The layer as Keras code."""
        return str(self.network.node("layer").layer).replace("keras.layers.", "")

    @property
    def rule(self) -> str:
        """TeX of a step."""
        added = "w_x x + w_h h + b"
        return rf"\operatorname{{ReLU}}({added})" if self.activation == "relu" else added

    @property
    def asks(self) -> Mapping[str, Ask]:
        merged = (
            "Which two numbers does the layer give?" if self.merge_mode == "concat" else "What does the layer give?"
        )
        kind = Vector(decimals=2) if self.merge_mode == "concat" else Real(decimals=2)
        return {
            "ahead": Ask("With which state does the forward direction end?", Real(decimals=2)),
            "back": Ask("With which state does the backward direction end?", Real(decimals=2)),
            "both": Ask(merged, kind, follows=("ahead", "back")),
        }

    @property
    def agreements(self) -> tuple[tuple[Observable, Observable], ...]:
        return ((observable.value("both"), observable.value("layer")),)

    @property
    def sketch(self) -> Network:
        """Both directions over the same inputs, and how their last states are merged."""
        net = Network({f"x{t}": value for t, value in enumerate(self.x, start=1)} | {"0": 0})
        ends: list[str] = []
        for name, order in (("ahead", range(len(self.x))), ("back", reversed(range(len(self.x))))):
            before = "0"
            for t in order:
                net = net.add(
                    f"{name}{t}", layers.SimpleRNNCell(1, activation=self.activation), f"x{t + 1}", state=before
                )
                before = f"{name}{t}"
            ends.append(before)
        return net.add("both", MERGED[self.merge_mode](), *ends)

    @property
    def network(self) -> Network:
        return self.reading(reversed(range(1, len(self.x) + 1)))

    def reading(self, order: Iterable[int]) -> Network:
        """Both directions step by step, the backward one in this order, and beside them the whole layer."""
        net = Network({f"x{t}": value for t, value in enumerate(self.x, start=1)}, x=self.x, h0=0)
        weights = {name: [f"{name} {w}" for w in ("wx", "wh", "b")] for name in ("ahead", "back")}
        for name, row in (("ahead", self.forward), ("back", self.backward)):
            net = net.having(**dict(zip(weights[name], row, strict=True)))
        cell = layers.SimpleRNNCell(1, activation=self.activation)
        for name, read in (("ahead", range(1, len(self.x) + 1)), ("back", order)):
            before = "h0"
            for t in read:
                net = net.add(f"{name} after x{t}", cell, f"x{t}", state=before, weights=weights[name])
                before = f"{name} after x{t}"
            net = net.add(name, layers.Identity()).add(f"{name} row", ops.reshape((1,)))
        net = net.add("both", MERGED[self.merge_mode](), "ahead row", "back row")
        whole = layers.Bidirectional(layers.SimpleRNN(1, activation=self.activation), merge_mode=self.merge_mode)
        return net.add("layer", whole, "x", weights=(*weights["ahead"], *weights["back"]))

    @misconception("The backward direction was run forward as well. It reads the last input first.")
    def never_reversed(self) -> Network:
        return self.reading(range(1, len(self.x) + 1))

    @misconception("Both directions were run with the same weights. Each has its own.")
    def one_set_of_weights(self) -> Self | None:
        return self.but(backward=self.forward)

    @misconception("Both states were combined in another way than the merge mode says.")
    def other_merge_mode(self) -> Self | None:
        other = {"sum": "mul", "mul": "sum", "ave": "sum"}
        return self.but(merge_mode=other[self.merge_mode]) if self.merge_mode in other else None

    @misconception("The states stand in the wrong order: `concat` puts the forward one first.")
    def backward_first(self) -> Network | None:
        return self.network.rewire("both", "back row", "ahead row") if self.merge_mode == "concat" else None
