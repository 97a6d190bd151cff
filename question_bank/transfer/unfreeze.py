"""The last two convolutions of a frozen base thaw: how many parameters are trained now?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from examgen.authoring import Ask, Draw, Field, Integer, Network, misconception, model_validator, observable
from examgen.question_bank.transfer._frozen import FrozenBase, drawn, owned


class Unfreeze(FrozenBase):
    """Trainable parameters of the head alone, and with the last layers of the base."""

    topic, level, title = "transfer", 3, "Thawing the last layers"
    stem = r"""
A network that was trained on other images reads {{ input_shape | join(" × ") }} (height × width × channels). The layers from
{{ base[0].name }} to {{ base[-1].name }} are its base, those from {{ head[0].name }} to {{ head[-1].name }} are a new head. At first
the base is frozen and the head alone is trained. Then, for fine-tuning, the last {{ "convolution thaws
and is" if thawed == 1 else "%d convolutions thaw and are" | format(thawed) }} trained together with the head.

{{ table }}
"""

    thawed: int = Field(ge=0)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        input_shape, base, head = drawn(d, d.choice("convolutions", ((1, 1, 2), (1, 2, 1), (1, 2, 2))))
        return dict(input_shape=input_shape, base=base, head=head, thawed=d.integer("thawed", 1, 3))

    @model_validator(mode="after")
    def _can_thaw(self) -> Self:
        if self.thawed > len(self.weighted):
            raise ValueError(f"of {len(self.weighted)} convolutions, {self.thawed} cannot thaw")
        return self

    @property
    def cut(self) -> int:
        """How many convolutions stay frozen."""
        return len(self.weighted) - self.thawed

    @property
    def asks(self) -> Mapping[str, Ask]:
        head = observable.parameters(*self.classifiers)
        then = observable.total(head, observable.parameters(*self.weighted, trainable=True))
        still = observable.parameters(*self.weighted[: self.cut])
        return {
            "first": Ask("How many parameters are trained at first?", Integer(), of=head),
            "then": Ask("How many are trained during fine-tuning?", Integer(), of=then, follows="first"),
            "still": Ask("How many are still frozen during fine-tuning?", Integer(), of=still),
        }

    @property
    def network(self) -> Network:
        return self.frozen(self.weighted[: self.cut])

    @misconception(
        "The first convolutions were thawed. They see edges and colours, which serve any images; it is the last that thaw."
    )
    def thawed_from_the_front(self) -> Network:
        return self.frozen(self.weighted[self.thawed :])

    @misconception("The head was left out during fine-tuning. It is trained together with the layers that thaw.")
    def head_left_out(self) -> dict[str, int] | None:
        counts = list(owned(self.input_shape, self.base).values())
        return {"then": sum(counts[self.cut :])} if self.thawed else None

    @misconception("The whole network was thawed. Only the last convolutions are; the others stay as they are.")
    def all_thawed(self) -> Network:
        return self.whole

    @misconception(
        "Pooling layers were counted among the layers that thaw. They have nothing to train: go by convolutions."
    )
    def pooling_counted(self) -> Network:
        last = {row.name for row in self.base[len(self.base) - self.thawed :]}
        return self.frozen(name for name in self.weighted if name not in last)
