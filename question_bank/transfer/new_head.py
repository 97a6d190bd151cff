"""A frozen base and a new softmax layer for 5 classes: how many parameters are trained, how many are not?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from examgen.authoring import Ask, Draw, Integer, Network, Shape, misconception, observable
from examgen.question_bank.architecture._built import network
from examgen.question_bank.transfer._frozen import FrozenBase, drawn


class NewHead(FrozenBase):
    """Trainable and frozen parameters of a base with a new head."""

    topic, level, title = "transfer", 2, "A new head on a frozen base"
    stem = r"""
A network that was trained on other images reads {{ input_shape | join(" × ") }} (height × width × channels). Its own classifier is
taken off; the layers from {{ base[0].name }} to {{ base[-1].name }} stay, frozen. On top come the layers from {{ head[0].name }} to
{{ head[-1].name }}, which are new and are trained.

{{ table }}
"""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        input_shape, base, head = drawn(d, (1, 1, 1))
        return dict(input_shape=input_shape, base=base, head=head)

    @property
    def asks(self) -> Mapping[str, Ask]:
        last, trained = self.base[-1].name, observable.parameters(trainable=True)
        return {
            "features": Ask(f"What shape has the output of {last}?", Shape(), of=observable.shape(last)),
            "frozen": Ask("How many parameters are frozen?", Integer(), of=observable.parameters(*self.weighted)),
            "trained": Ask("How many parameters are trained?", Integer(), of=trained, follows="features"),
        }

    @property
    def network(self) -> Network:
        return self.frozen(self.weighted)

    @misconception("Everything was counted as trained. A frozen layer keeps its weights as they are.")
    def nothing_frozen(self) -> Network:
        return self.whole

    @misconception("The map was flattened. Global average pooling leaves one number for each channel.")
    def flattened(self) -> Network | None:
        return self._with("global", "flatten")

    @misconception(
        "Only the channels were counted as inputs of the head. A flattened map has height × width × channels numbers."
    )
    def only_channels(self) -> Network | None:
        return self._with("flatten", "global")

    def _with(self, old: str, new: str) -> Network | None:
        """The network with another bridge between base and head."""
        if old not in {row.kind for row in self.head}:
            return None
        head = [row._replace(kind=new) if row.kind == old else row for row in self.head]
        return network(self.input_shape, (*self.base, *head)).but(*self.weighted, trainable=False)
