"""800 labelled images, at most 5 trained parameters for each: which layers of a pretrained network are trained?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate
from typing import Any, Self

from examgen.authoring import Ask, Choice, Draw, Field, Integer, Network, misconception, model_validator, observable
from examgen.question_bank.architecture._rows import Row
from examgen.question_bank.transfer._frozen import FrozenBase, drawn, owned


class Strategy(FrozenBase):
    """How much of a pretrained network to train with so many images, by a rule that is given."""

    topic, level, title = "transfer", 3, "How much to train"
    stem = r"""
A network that was trained on similar images reads {{ input_shape | join(" × ") }} (height × width × channels). The layers from
{{ base[0].name }} to {{ base[-1].name }} are its base, those from {{ head[0].name }} to {{ head[-1].name }} are a new head. There are
{{ pictures }} labelled images to train with. The fewer they are, the fewer parameters can be trained without overfitting; as a rule
of thumb for this question, at most {{ per }} for each image. As much as the rule allows is to be trained, from the last layer
backwards.

{{ table }}
"""
    pictures: int = Field(ge=1, le=1_000_000_000)
    per: int = Field(ge=1, le=1_000_000)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        input_shape, base, head = drawn(d, (1, 1, 1))
        per, steps = d.choice("per", (1, 2, 4, 5, 10)), _trained(input_shape, base, head)
        place = d.integer("place", 0, len(steps) - 1)
        low, high, *_ = (*steps[place : place + 2], steps[-1] * 3 // 2)
        # so many images that the rule allows this strategy and no further one, in round numbers where there are any
        fitting = range(-(-low // per), -(-high // per))
        pictures = d.choice("pictures", [n for n in fitting if n % 50 == 0] or [*fitting] or [fitting.start])
        return dict(input_shape=input_shape, base=base, head=head, pictures=pictures, per=per)

    @model_validator(mode="after")
    def _head_is_allowed(self) -> Self:
        if (head := self._trained[0]) > self._allowed:
            raise ValueError(f"even the head has {head} parameters, and {self._allowed} are allowed")
        return self

    @property
    def asks(self) -> Mapping[str, Ask]:
        head = observable.parameters(*self.classifiers)
        thawed = [observable.parameters(name) for name in reversed(self.weighted)]
        strategies = [observable.total(head, *thawed[:count]) for count in range(len(thawed) + 1)]
        # each strategy trains more than the one before, so that the last allowed one has the number of those allowed
        which = observable.total(*(observable.at_most(number, self._allowed) for number in strategies))
        then = observable.total(head, observable.parameters(*self.weighted, trainable=True))
        return {
            "head": Ask("How many parameters has the head?", Integer(), of=head),
            "which": Ask("What is trained?", Choice(self._options), of=which, follows="head"),
            "trained": Ask(
                "How many parameters are trained then?",
                Integer(),
                of=then,
                follows=("head", "which"),
                continues=lambda q, answers: (
                    answers["head"] + q._trained[answers["which"] - 1] - q._trained[0] if answers["which"] else 0
                ),
            ),
        }

    @property
    def _options(self) -> tuple[str, ...]:
        backwards = tuple(reversed(self.weighted))
        middle = (
            " and ".join((", ".join(("the head", *backwards[: count - 1])), backwards[count - 1]))
            for count in range(1, len(backwards))
        )
        return ("nothing: even the head has too many parameters", "the head alone", *middle, "all layers")

    @property
    def _allowed(self) -> int:
        return self.pictures * self.per

    @property
    def _trained(self) -> list[int]:
        return _trained(self.input_shape, self.base, self.head)

    @property
    def _place(self) -> int:
        """How many of the strategies the rule allows."""
        return sum(number <= self._allowed for number in self._trained)

    @property
    def network(self) -> Network:
        return self.frozen(self.weighted[: len(self.weighted) - self._place + 1])

    @misconception("This strategy trains more than the rule allows. Take the last one that stays within it.")
    def one_layer_too_many(self) -> dict[str, int] | None:
        more = self._trained[self._place :]
        return {"which": self._place + 1, "trained": more[0]} if more else None

    @misconception("Only the head was trained, as one does with very few images. The rule allows more here.")
    def always_the_head(self) -> dict[str, int] | None:
        return {"which": 1, "trained": self._trained[0]} if self._place > 1 else None

    @misconception(
        "All layers were trained, as one does with very many images. The rule does not allow so many parameters here."
    )
    def always_everything(self) -> dict[str, int] | None:
        return {"which": len(self._trained), "trained": self._trained[-1]} if self._place < len(self._trained) else None

    @misconception("The head was left out of the sum. It is trained together with what thaws.")
    def head_left_out(self) -> dict[str, int] | None:
        return {"trained": self._trained[self._place - 1] - self._trained[0]} if self._place > 1 else None


def _trained(input_shape: tuple[int, ...], base: tuple[Row, ...], head: tuple[Row, ...]) -> list[int]:
    """What each strategy trains, from the head alone to all layers; to draw by and to tell a slip, never the key."""
    own = owned(input_shape, (*base, *head))
    thawed = [own[row.name] for row in reversed(base) if row.name in own]
    return list(accumulate(thawed, initial=sum(own[row.name] for row in head if row.name in own)))
