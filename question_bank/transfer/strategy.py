"""A budget of 100,000 trainable parameters: which layers of a pretrained network can be fine-tuned?"""

from typing import Any

from examgen.authoring import Ask, Choice, Draw, Field, Integer, Network, listed, misconception, observable
from examgen.question_bank.architecture._rows import Row
from examgen.question_bank.transfer._frozen import FrozenBase, drawn, round_between, trained_counts


class Strategy(FrozenBase):
    """How many layers of a pretrained network can be trained within a budget of parameters."""

    topic, level, title = "transfer", 3, "Fine-tuning within a budget"
    conventions = ("channels_last", "valid_padding", "unit_stride", "pool_stride", "bias", "no_activation")
    stem = r"""
A pretrained network has the input shape {{ input_shape | join(" × ") }}. The layers from {{ base[0].name }} to {{ base[-1].name }} are its
base; the layers from {{ head[0].name }} to {{ head[-1].name }} are a new head. To limit overfitting on a small data set, at most
{{ "{:,}".format(budget) }} parameters may be trainable. The head is always trained; then convolutional layers are unfrozen from
the last one backwards, as long as the limit is not exceeded.

{{ table }}
"""
    budget: int = Field(ge=1, le=1_000_000_000, description="Largest number of trainable parameters.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        input_shape, base, head = drawn(d, (1, 1, 1))
        steps = trained_counts(input_shape, base, head)
        place = d.integer("place", 0, len(steps) - 1)
        low, high, *_ = (*steps[place : place + 2], steps[-1] * 3 // 2)
        return dict(input_shape=input_shape, base=base, head=head, budget=round_between(low, high))

    def check(self) -> None:
        if (head := self._trained[0]) > self.budget:
            raise ValueError(f"budget must allow the {head} parameters of the head, got {self.budget}")

    @property
    def asks(self) -> dict[str, Ask]:
        head = observable.parameters(*self.classifiers)
        unfrozen = [observable.parameters(name) for name in reversed(self.weighted)]
        strategies = [observable.total(head, *unfrozen[:count]) for count in range(len(unfrozen) + 1)]
        # each choice trains more than the previous one, so the number of choices within the budget is the last of them
        which = observable.total(*(observable.at_most(number, self.budget) for number in strategies))
        then = observable.total(head, observable.parameters(*self.weighted, trainable=True))
        return {
            "head": Ask("How many parameters does the head have?", Integer(), of=head),
            "which": Ask("Which layers are trained?", Choice(self._options), of=which, follows="head"),
            "trained": Ask(
                "How many parameters are trainable then?",
                Integer(),
                of=then,
                follows=("head", "which"),
                continues=lambda q, given: given["head"] + q._added(given["which"]) if given["which"] else 0,
            ),
        }

    def _added(self, count: int) -> int:
        """What a choice trains besides the head."""
        return self._trained[count - 1] - self._trained[0]

    @property
    def _options(self) -> tuple[str, ...]:
        backwards = tuple(reversed(self.weighted))
        middle = (listed(("the head", *backwards[:count])) for count in range(1, len(backwards)))
        return ("no layer", "the head only", *middle, "all layers")

    @property
    def _trained(self) -> list[int]:
        return trained_counts(self.input_shape, self.base, self.head)

    @property
    def _place(self) -> int:
        """How many of the choices are within the budget."""
        return sum(number <= self.budget for number in self._trained)

    @property
    def network(self) -> Network:
        return self.frozen(self.weighted[: len(self.weighted) - self._place + 1])

    @misconception("You unfroze one layer too many. The limit is {{ '{:,}'.format(budget) }} parameters.")
    def one_layer_too_many(self) -> dict[str, int] | None:
        more = self._trained[self._place :]
        return {"which": self._place + 1, "trained": more[0]} if more else None

    @misconception("You trained the head only. The limit allows further layers to be unfrozen here.")
    def always_the_head(self) -> dict[str, int] | None:
        return {"which": 1, "trained": self._trained[0]} if self._place > 1 else None

    @misconception("You unfroze all layers. The limit is {{ '{:,}'.format(budget) }} trainable parameters.")
    def always_everything(self) -> dict[str, int] | None:
        several = self._place < len(self._trained) - 1  # else it is one layer too many
        return {"which": len(self._trained), "trained": self._trained[-1]} if several else None

    # what is miscounted may also change which layers are within the limit

    @misconception("You left out the biases. Every filter and every unit has one.")
    def bias_left_out(self) -> dict[str, int] | None:
        return self._counted(self.base, bias=0)

    @misconception("You left out the input channels. A filter has weights for every input channel.")
    def one_channel_only(self) -> dict[str, int] | None:
        return self._counted(self.base, one_channel=True)

    @misconception(
        "You used a stride of 1 for pooling. The stride of a pooling layer equals its pool size unless stated otherwise."
    )
    def stride_ignored(self) -> dict[str, int] | None:
        return self._counted(tuple(row._replace(strides=1) for row in self.base))

    @misconception("You left out the padding. Where padding is given, a layer keeps the height and width of its input.")
    def padding_left_out(self) -> dict[str, int] | None:
        return self._counted(tuple(row._replace(padding=0) for row in self.base))

    def _counted(self, base: tuple[Row, ...], **counted: Any) -> dict[str, int] | None:
        """The answers of a student who counts the parameters of this base in another way."""
        try:
            trained = trained_counts(self.input_shape, base, self.head, **counted)
        except ValueError:  # a window is larger than its input
            return None
        place = sum(number <= self.budget for number in trained)
        chosen = {"which": place, "trained": trained[place - 1]} if place else {}
        return {"head": trained[0], **chosen} if trained != self._trained else None

    @misconception("You left out the head. It is trained together with the unfrozen layers.")
    def head_left_out(self) -> dict[str, int] | None:
        return {"trained": self._added(self._place)} if self._place > 1 else None
