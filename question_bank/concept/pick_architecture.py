"""English sentences are to be translated into French: which network fits, and why?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from examgen.authoring import Ask, Choice, Draw, Field, Question, Sourced, misconception, model_validator
from examgen.question.entry import Library
from examgen.question.statements import Statement, Theme
from examgen.question_bank.concept._sources import sorted_themes

NETWORKS, REASONS = 4, 4
"""So many are offered."""


def chosen(ask: str, place: int) -> Callable[[Any], Any]:
    """The misconception that the option at this place fits."""

    @misconception(f"{{{{ comments['{ask}'][{place}] }}}}")
    def mistaken(self: PickArchitecture) -> dict[str, int] | None:
        offered = place < len(self.comments[ask])
        return {ask: place} if offered and place != self.places[ask] else None

    return mistaken


def _vouched(ask: str) -> Sourced:
    return Sourced(lambda variant: variant.places[ask], lambda variant: [variant.task.source])


def use_cases(bank: Library) -> Theme:
    """The use cases, sorted by the networks that fit them."""
    return sorted_themes(bank)["use_cases"]


class PickArchitecture(Question):
    """The network for a use case, and the reason: its own among a myth and reasons that speak for other networks."""

    topic, level, title = "concept", 2, "Which network for this task?"
    attested_by = ("Sourced",)
    stem = "{{ task.text }}"

    use_case: str
    networks: tuple[str, ...] = Field(min_length=2, max_length=8)
    reasons: tuple[str, ...] = Field(min_length=2, max_length=8)
    """Use cases whose reasons are offered, and myths: ``cnn 1`` is the first that is told of CNNs."""

    @property
    def theme(self) -> Theme:
        """The use cases, sorted by the networks that fit them."""
        return use_cases(self.bank)

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        theme = use_cases(d.bank)
        task = theme.named(d.choice("use_case", [statement.id for statement in theme.statements]))
        networks = (task.option, *d.sample("other_networks", task.against, NETWORKS - 1))
        elsewhere = [other.id for other in theme.statements if other.option in task.against]
        myth = d.choice("myth", [f"{task.option} {n + 1}" for n in range(len(theme.options[task.option].myths))])
        reasons = (task.id, myth, *d.sample("other_reasons", elsewhere, REASONS - 2))
        return dict(
            use_case=task.id,
            networks=d.sample("networks", networks, len(networks)),
            reasons=d.sample("reasons", reasons, len(reasons)),
        )

    @model_validator(mode="after")
    def _options_exist(self) -> Self:
        myths, elsewhere = self.myths, {s.id for s in self.theme.statements if s.option in self.task.against}
        for right, offered, wrong in (
            (self.option, self.networks, self.task.against),
            (self.use_case, self.reasons, (*elsewhere, *myths)),
        ):
            if unknown := set(offered) - {right, *wrong}:
                known = ", ".join(wrong)
                raise ValueError(f"{', '.join(sorted(unknown))} may be right or is not known; wrong are {known}")
            if right not in offered or len(set(offered)) < len(offered):
                raise ValueError(f"{right} is right and must be offered, and nothing twice; got {', '.join(offered)}")
        return self

    @property
    def task(self) -> Statement:
        """The use case."""
        return self.theme.named(self.use_case)

    @property
    def option(self) -> str:
        """The right network's name."""
        return self.task.option

    @property
    def fitting(self) -> str:
        """The right network in words."""
        return self.theme.options[self.option].text

    @property
    def why(self) -> str:
        """What the task asks for."""
        return self.task.why

    @property
    def myths(self) -> dict[str, str]:
        """What is wrongly believed of the right network, by name."""
        return {f"{self.option} {n}": myth for n, myth in enumerate(self.theme.options[self.option].myths, start=1)}

    @property
    def places(self) -> dict[str, int]:
        """Where the right options stand, from 0."""
        return {"network": self.networks.index(self.option), "reason": self.reasons.index(self.use_case)}

    @property
    def asks(self) -> Mapping[str, Ask]:
        theme = self.theme
        networks = tuple(theme.options[network].text for network in self.networks)
        reasons = tuple(self.myths.get(reason) or theme.named(reason).why for reason in self.reasons)
        return {
            "network": Ask("Which network fits best?", Choice(networks), of=_vouched("network")),
            "reason": Ask("What speaks for it?", Choice(reasons), of=_vouched("reason")),
        }

    @property
    def comments(self) -> dict[str, tuple[str, ...]]:
        """What to tell a student who chose an option."""
        on_networks = (f"{self.why} This calls for {self.fitting}.",) * len(self.networks)
        return {"network": on_networks, "reason": tuple(map(self.comment, self.reasons))}

    def comment(self, reason: str) -> str:
        """What to tell a student who chose a reason."""
        if reason in self.myths:
            return f"That is often believed, but it is false. {self.why}"
        theme = self.theme
        return f"That speaks for {theme.options[theme.named(reason).option].text}. Here it is otherwise: {self.why}"

    network_a, network_b = chosen("network", 0), chosen("network", 1)
    network_c, network_d = chosen("network", 2), chosen("network", 3)
    reason_a, reason_b = chosen("reason", 0), chosen("reason", 1)
    reason_c, reason_d = chosen("reason", 2), chosen("reason", 3)
