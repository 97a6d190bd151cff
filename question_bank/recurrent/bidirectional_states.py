"""A bidirectional layer with one unit per direction and the input 1, 2, 3: what is its output?"""

from collections.abc import Iterable

from examgen.authoring import Agreements, Ask, Draw, Field, LayerType, Network, Question, Real, Row, Vector
from examgen.authoring import layers, misconception, nonzero
from examgen.question_bank._activations import applied
from examgen.question_bank.recurrent._unrolled import direction, weights_of
from examgen.question_bank.recurrent.bidirectional import Merge

MERGED: dict[str, LayerType] = {
    "concat": layers.Concatenate, "sum": layers.Add, "mul": layers.Multiply, "ave": layers.Average,
}  # fmt: skip


class BidirectionalStates(Question):
    """The last states of both directions of a bidirectional layer, and their combination, without a calculator."""

    topic, level, title = "recurrent", 3, "A bidirectional layer by hand"
    depends = {
        "both": ("ahead", "back"), "ahead": ("forward[0]", "forward[1]"), "back": ("backward[0]", "backward[1]"),
    }  # fmt: skip
    picture = "network"
    stem = r"""
The input sequence of the layer `{{ network.code("layer") }}` is {{ x | sequence }}. Both directions start from the state 0. At each
step, the new state is ${{ rule }}$, where $x$ is the input and $h$ the previous state.
The layer {{ merges }}.

| direction | $w_x$ | $w_h$ | $b$ |
|---|---|---|---|
| forward | ${{ forward | map("number") | join("$ | $") }}$ |
| backward | ${{ backward | map("number") | join("$ | $") }}$ |
"""
    x: Row = Field(max_length=50, description="Input sequence.")
    forward: Row = Field(min_length=3, max_length=3, description="w_x, w_h and b of the forward direction.")
    backward: Row = Field(min_length=3, max_length=3, description="w_x, w_h and b of the backward direction.")
    activation: str = Field(pattern="^(relu|linear)$", description="Activation function: relu or linear.")
    merge_mode: Merge = Field("concat", description="How the directions are combined: concat, sum, mul or ave.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        weights = (-2, -1, 0.5, 1, 2)
        return dict(
            x=d.row("x", d.integer("steps", 3, 3), nonzero(range(-3, 5))),
            forward=d.row("forward", 3, weights),
            backward=d.row("backward", 3, weights),
            **d.choices(activation=("relu", "linear"), merge_mode=("concat", "sum", "mul", "ave")),
        )

    def admissible(self) -> bool:
        (ahead,), (back,) = self.worked["ahead"], self.worked["back"]
        ordered = self.x[0] != self.x[-1] and all(abs(row[1]) != 1 for row in (self.forward, self.backward))
        return 0 not in (ahead, back) and ahead != back and ordered and self.forward != self.backward

    @property
    def rule(self) -> str:
        """The new state as TeX."""
        return applied(self.activation, "w_x x + w_h h + b")

    @property
    def merges(self) -> str:
        """What the layer does with the last states."""
        verb = {"concat": "concatenates", "sum": "adds", "mul": "multiplies", "ave": "averages"}[self.merge_mode]
        return f"{verb} the last states of both directions{', forward first' if self.merge_mode == 'concat' else ''}"

    @property
    def times(self) -> range:
        """The time steps, from 1."""
        return range(1, len(self.x) + 1)

    @property
    def asks(self) -> dict[str, Ask]:
        number = Real(decimals=2)
        kind = Vector(decimals=2) if self.merge_mode == "concat" else number
        return {
            "ahead": Ask("Compute the last state of the forward direction.", number),
            "back": Ask("Compute the last state of the backward direction.", number),
            "both": Ask("Compute the output of the layer.", kind, follows=("ahead", "back")),
        }

    @property
    def agreements(self) -> Agreements:
        return (("both", "layer"),)

    @property
    def sketch(self) -> Network:
        """Both directions over the same inputs, and how their last states are merged."""
        net = Network({f"x{t}": value for t, value in enumerate(self.x, start=1)} | {"0": 0})
        for name, order in (("ahead", self.times), ("back", self.times[::-1])):
            before = "0"
            for t in order:
                cell = layers.SimpleRNNCell(1, activation=self.activation)
                net, before = net.add(f"{name}{t}", cell, f"x{t}", state=before), f"{name}{t}"
        return net.add("output", MERGED[self.merge_mode](), f"ahead{len(self.x)}", "back1")

    @property
    def network(self) -> Network:
        return self.reading(reversed(self.times))

    def reading(self, order: Iterable[int]) -> Network:
        """Both directions step by step, the backward one in this order, and the whole layer for comparison."""
        net = Network({f"x{t}": value for t, value in zip(self.times, self.x, strict=True)}, x=self.x, h0=0)
        net = direction(net, "ahead", self.forward, self.activation, self.times)
        net = direction(net, "back", self.backward, self.activation, order)
        net = net.add("both", MERGED[self.merge_mode](), "ahead row", "back row")
        whole = layers.Bidirectional(layers.SimpleRNN(1, activation=self.activation), merge_mode=self.merge_mode)
        return net.add("layer", whole, "x", weights=(*weights_of("ahead"), *weights_of("back")))

    @misconception("You processed both directions forward. The backward direction starts with the last input.")
    def never_reversed(self) -> Network:
        return self.reading(self.times)

    @misconception("You used the same weights in both directions. Each direction has its own.")
    def one_set_of_weights(self) -> Question | None:
        return self.but(backward=self.forward)

    @misconception(
        "You used the wrong merge mode. The merge mode `sum` adds the states, `mul` multiplies them, and `ave` averages them."
    )
    def other_merge_mode(self) -> Question | None:
        other = {"sum": "mul", "mul": "sum", "ave": "sum"}
        return self.but(merge_mode=other[self.merge_mode]) if self.merge_mode in other else None

    @misconception("You put the backward state first. The forward state comes first.")
    def backward_first(self) -> Network | None:
        return self.network.rewire("both", "back row", "ahead row") if self.merge_mode == "concat" else None
