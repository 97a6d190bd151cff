"""Four stacks of layers: in which do the feature maps become smaller while the number of channels grows?"""

from typing import Annotated

from examgen.authoring import Ask, Choice, Count, Draw, Field, Network, Question, Shape, misconception, observable
from examgen.question_bank.architecture._built import code, network, shapes
from examgen.question_bank.architecture._rows import Rows, named
from examgen.question_bank.architecture._trends import first_convolution, stack_of, usual

Stacks = Annotated[tuple[Rows, ...], Field(min_length=2, max_length=8)]


class Trend(Question):
    """Recognising the stack whose feature maps shrink while the channels grow."""

    topic, level, title = "architecture", 1, "Smaller feature maps, more channels"
    conventions = ("channels_last", "floor", "valid_padding", "unit_stride", "pool_stride", "upsampling")
    stem = r"""
In most convolutional networks height and width decrease from layer to layer while the number of channels grows. Each option is a
stack of layers, listed in order. The input to each stack is an image of shape {{ side }} × {{ side }} × {{ channels }}.
"""
    side: Count = Field(description="Height and width of the input image.")
    channels: Count = Field(description="Number of channels of the input image.")
    stacks: Stacks = Field(description="The stacks of layers to choose from.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        filters, narrower = (
            d.choice("filters", (4, 6, 8, 12, 16, 24, 32)),
            d.choice("narrower", (("max", 2), ("average", 2))),
        )
        order = list(d.sample("wrong", ("shallower", "wider", "level", "decoding"), 3))
        order.insert(d.integer("place", 0, 3), "usual")
        stacks = tuple(named(stack_of(kind, filters, narrower)) for kind in order)
        return dict(side=4 * d.integer("quarter", 5, 24), channels=d.choice("channels", (1, 3, 3)), stacks=stacks)

    def check(self) -> None:
        if (usual := self._trends.count((True, True))) != 1:
            raise ValueError(f"in one stack the feature maps must shrink while the channels grow; they do in {usual}")

    @property
    def _image(self) -> tuple[int, int, int]:
        return self.side, self.side, self.channels

    @property
    def _ends(self) -> list[tuple[int, tuple[int, ...]]]:
        """For each stack the number of channels after its first convolutional layer, and its output shape."""
        maps = [[output for *_, output in shapes(self._image, stack)] for stack in self.stacks]
        return [(m[first_convolution(stack)][-1], m[-1]) for m, stack in zip(maps, self.stacks, strict=True)]

    @property
    def _trends(self) -> list[tuple[bool, bool]]:
        """For each stack whether its sides become smaller, and whether its channels become more."""
        return [(output[0] < self.side, output[-1] > first) for first, output in self._ends]

    @property
    def asks(self) -> dict[str, Ask]:
        options = tuple(", ".join(code(self._image, stack).values()) for stack in self.stacks)
        ends = [(stack[first_convolution(stack)].name, stack[-1].name) for stack in self._told_apart]
        _, last = ends[self._trends.index((True, True))]
        text = (
            "In which stack do height and width decrease while the number of channels grows from the first to the last "
            "convolutional layer?"
        )
        return {
            "which": Ask(text, Choice(options), of=observable.largest(observable.row(*(usual(*end) for end in ends)))),
            "y": Ask(
                "What is the output shape of this stack?",
                Shape(),
                of=observable.shape(last),
                follows="which",
                continues=lambda q, answers: q._ends[answers["which"]][1],
            ),
        }

    @property
    def _told_apart(self) -> tuple[Rows, ...]:
        """The stacks with different names for all layers."""
        return tuple(
            tuple(row._replace(name=f"stack{number}_{row.name}") for row in stack)
            for number, stack in enumerate(self.stacks, start=1)
        )

    @property
    def network(self) -> Network:
        nets = [network(self._image, stack) for stack in self._told_apart]
        return Network(nets[0].arrays, tuple(node for net in nets for node in net.nodes))

    @misconception("Height and width decrease as required, but the number of channels {{ shallower }}. It should grow.")
    def narrower_but_shallower(self) -> dict[str, int] | None:
        return self._mistaken_for((True, False))

    @misconception(
        "The number of channels grows as required, but height and width {{ level_or_wider }}. Pooling or a stride larger than 1 "
        "reduces them."
    )
    def deeper_but_not_narrower(self) -> dict[str, int] | None:
        return self._mistaken_for((False, True))

    @misconception("You left out the padding. With *same* padding and stride 1, the height and width stay the same.")
    def padding_left_out(self) -> Question | None:
        bare = tuple(tuple(row._replace(padding=0) for row in stack) for stack in self.stacks)
        return self.but(stacks=bare) if bare != self.stacks else None

    @property
    def shallower(self) -> str:
        """What becomes of the channels in the stack whose sides shrink and whose channels do not become more, in words."""
        if (True, False) not in self._trends:
            return ""
        first, (*_, last) = self._ends[self._trends.index((True, False))]
        if first == last:
            return f"is {first} after the first and after the last convolutional layer"
        return f"decreases from {first} after the first convolutional layer to {last} after the last"

    @property
    def level_or_wider(self) -> str:
        """What becomes of the sides in the stack whose channels become more and whose sides do not shrink, in words."""
        if (False, True) not in self._trends:
            return ""
        _, (side, *_) = self._ends[self._trends.index((False, True))]
        return f"increase from {self.side} to {side}" if side > self.side else f"remain {side}"

    def _mistaken_for(self, trend: tuple[bool, bool]) -> dict[str, int] | None:
        return {"which": self._trends.index(trend)} if trend in self._trends else None
