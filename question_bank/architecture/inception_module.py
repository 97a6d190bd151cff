"""An inception module on 28 × 28 × 192: what is the output shape, and how many parameters do its branches have?"""

from examgen.authoring import Ask, Count, Draw, Field, Integer, Network, Question, Shape, misconception, observable
from examgen.question_bank._counted import parameters_of
from examgen.question_bank.architecture._branched import Branches, code, module, refuse_unfit, weighted
from examgen.question_bank.architecture._built import shapes


class InceptionModule(Question):
    """Shapes and parameters of parallel branches that are concatenated, as in GoogLeNet; any branches can be pinned."""

    topic, level, title = "architecture", 3, "An inception module"
    conventions = ("channels_last", "valid_padding", "unit_stride", "bias")
    inapplicable = ("same_for_valid",)
    stem = r"""
The input of an inception module has the shape {{ input_shape | join(" × ") }}. Its branches are applied in parallel, and their outputs are
concatenated along the channels:

| Branch | Layers |
|:------:|:-------|
{% for line in lines %}| {{ "ABCDEFGHIJ"[loop.index0] }} | {{ line }} |
{% endfor %}
Activation functions are not shown.
"""
    shape = Ask("What is the output shape of the module?", Shape(), of=observable.shape("output"))
    input_shape: tuple[Count, ...] = Field(min_length=3, max_length=3, description="Input: height, width, channels.")
    branches: Branches = Field(
        min_length=2,
        max_length=8,
        description='Branches, each a list of layers such as ["conv", filters, kernel size, stride, padding] or '
        '["max", pool size, stride, padding].',
    )
    branch: int = Field(2, ge=0, description="Branch whose parameters are asked for, counted from 0.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        side, channels = d.choice("volume", ((28, 192), (28, 256), (14, 480), (14, 512), (14, 528), (7, 832)))
        first = ("conv", d.choice("one", (64, 112, 128, 160, 192, 256)), 1)
        three = d.choice("three", ((96, 128), (128, 192), (96, 208), (112, 224), (144, 288), (160, 320)))
        five = d.choice("five", ((16, 32), (32, 96), (16, 48), (24, 64), (32, 64), (32, 128), (48, 128)))
        middle = [
            (("conv", reduced, 1), ("conv", filters, kernel, 1, "same"))
            for (reduced, filters), kernel in ((three, 3), (five, 5))
        ]
        last = (("max", 3, 1, "same"), ("conv", d.choice("after pooling", (32, 64, 128)), 1))
        return dict(
            input_shape=(side, side, channels), branches=((first,), *middle, last), branch=d.choice("branch", (1, 2))
        )

    def check(self) -> None:
        if self.branch >= len(self.branches):
            raise ValueError(f"branches are numbered 0 to {len(self.branches) - 1}; branch names {self.branch}")
        refuse_unfit(self.input_shape, (), self.branches)

    def admissible(self) -> bool:
        return 60 <= self.derivation().effort <= 69

    @property
    def lines(self) -> tuple[str, ...]:
        """The layers of every branch as Keras code."""
        return tuple(map(code, self.branches))

    @property
    def asks(self) -> dict[str, Ask]:
        one = parameters_of(f"branch {'ABCDEFGH'[self.branch]}", *weighted(self.branches[self.branch]))
        others = [
            observable.parameters(*weighted(b)) for i, b in enumerate(self.branches) if i != self.branch and weighted(b)
        ]
        total = observable.total(observable.parameters(*weighted(self.branches[self.branch])), *others)
        text = "How many parameters does the whole module have?"
        return {**type(self).declared_asks(), "one": one, "total": Ask(text, Integer(), of=total, follows="one")}

    @property
    def network(self) -> Network:
        return module(self.input_shape, (), self.branches)

    @misconception("You gave the channels of the first branch only. The output has those of all branches.")
    def one_branch_kept(self) -> dict[str, tuple[int, ...]]:
        *_, (_, _, end) = shapes(self.input_shape, self.branches[0])
        return {"shape": end}

    @misconception("You applied every layer to the module's input. In a branch, each layer follows the previous one.")
    def all_read_the_input(self) -> Network:
        net = self.network
        for branch in self.branches:
            for row in branch[1:]:
                net = net.rewire(row.name, "x")
        return net

    @misconception("You counted parameters for pooling layers. They have none.")
    def pooling_counted(self) -> dict[str, int] | None:
        pools = [row for branch in self.branches for row in branch if row.kind in ("max", "average")]
        extra = sum(row.window**2 * self.input_shape[-1] for row in pools)
        return {"total": int(self.worked["total"][0]) + extra} if pools else None
