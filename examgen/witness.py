"""Holds both witnesses against each other: what Keras computes and what the derivation works out.

A variant whose witnesses disagree is a `Defect`: it is never printed and never marked.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from examgen import misconceptions, oracle
from examgen.arrays import Array, cells, json_ready, shape
from examgen.derivation import Derivation
from examgen.errors import UserError
from examgen.network import Input, Network
from examgen.observable import Observable, Shape, Value
from examgen.oracle import Answers, OracleError, Request
from examgen.question import Misconception, Question

AGREEMENT = 1e-9
"""Relative difference that two float64 computations of the same number may have."""

Values = Mapping[str, Array]


@dataclass(frozen=True)
class Defect:
    """A variant that must not be used, and why."""

    variant: Question
    why: str

    def __str__(self) -> str:
        return f"{self.variant.id}: {self.why}\n  reproduce: {reproduction(self.variant)}"


class WitnessError(UserError):
    """The witnesses of a variant disagree, or one of them failed: a defect of the question, not of its user."""

    exit_code = 3

    def __init__(self, defect: Defect) -> None:
        super().__init__(str(defect))
        self.defect = defect


@dataclass(frozen=True)
class Attested:
    """A variant with the key that both witnesses agree on.

    Attributes:
        key: the right value of every ask.
        derivation: the worked solution.
        slips: for every misconception that makes sense here, the answers it leads to, of those asks that it changes.
        survivors: misconceptions that lead to the key by a coincidence of the numbers, so that this variant cannot tell them.
    """

    variant: Question
    key: Values
    derivation: Derivation
    slips: Mapping[str, Values]
    survivors: tuple[str, ...] = ()

    @property
    def misconceptions(self) -> tuple[Misconception, ...]:
        """The misconceptions that this variant can tell from a right answer."""
        return tuple(m for m in misconceptions.all_of(self.variant) if m.name in self.slips)


def reproduction(variant: Question) -> str:
    """The command that shows this variant again."""
    pins = " ".join(f"--set '{n}={json.dumps(json_ready(v))}'" for n, v in variant.parameters.items())
    return f"examgen solve {variant.id} {pins}".rstrip()


def attest(variants: Sequence[Question]) -> list[Attested]:
    """Make the keys of variants.

    Raises:
        WitnessError: the witnesses of one of them disagree.
    """
    examined = examine(variants)
    for result in examined:
        if isinstance(result, Defect):
            raise WitnessError(result)
    return examined  # type: ignore[return-value]


def examine(variants: Sequence[Question]) -> list[Attested | Defect]:
    """Make the keys of variants, all networks in one pass; where that fails, say why."""
    edits = [(v, m, e) for v in variants for m in misconceptions.all_of(v) if (e := _edited(v, m)) is not None]
    requests = [sight(v) for v in variants] + [e for _, _, e in edits if isinstance(e, Request)]
    seen = iter(oracle.attempt(requests))
    own = [next(seen) for _ in variants]
    slips: dict[int, dict[str, Values]] = {id(variant): {} for variant in variants}
    for variant, slip, edit in edits:
        outcome = next(seen) if isinstance(edit, Request) else edit
        if not isinstance(outcome, OracleError):
            slips[id(variant)][slip.name] = dict(_readable(variant, outcome))
    return [_hold(v, answers, slips[id(v)]) for v, answers in zip(variants, own, strict=True)]


def sight(variant: Question, network: Network | None = None) -> Request:
    """What the oracle is asked for a variant, or for an edit of its network."""
    observables = tuple(dict.fromkeys(ask.observes(name) for name, ask in variant.asks.items()))
    return Request(network or variant.network, observables)


def follow(variant: Question, given: Values) -> Network:
    """The variant's network cut where the student's answers take over.

    Raises:
        ValueError: an answer cannot take over, because its size is not the size of what it replaces.
    """
    cuts: dict[str, Array | Input] = {}
    for name, answer in given.items():
        match variant.asks[name].observes(name):
            case Value(tensor):
                cuts[tensor] = answer
            case Shape(tensor, None) if isinstance(answer, tuple):
                cuts[tensor] = Input(*(int(length) for length in answer))  # type: ignore[arg-type]
    return variant.network.given(**cuts)


def _edited(variant: Question, slip: Misconception) -> Request | Answers | None:
    """What a misconception makes of a variant: something to run, or answers it states itself."""
    edit = slip.edit(variant)
    match edit:
        case None:
            return None
        case Network():
            return sight(variant, edit) if edit != variant.network else None
        case Question():
            return sight(edit) if edit != variant else None
        case Mapping():
            asks = variant.asks
            return {asks[name].observes(name): value for name, value in edit.items()}
    raise TypeError(f"{variant.id}: {slip.name} must return a network, a variant or answers, got {type(edit).__name__}")


def _readable(variant: Question, answers: Answers) -> Iterator[tuple[str, Array]]:
    for name, ask in variant.asks.items():
        observed: Observable = ask.observes(name)
        if observed in answers:
            try:
                yield name, ask.kind.fit(answers[observed])
            except ValueError:
                continue  # the edit gives something of another form, which no student would write down here


def _hold(variant: Question, answers: Answers | OracleError, slips: Mapping[str, Values]) -> Attested | Defect:
    if isinstance(answers, OracleError):
        return Defect(variant, str(answers))
    try:
        derivation = variant.derivation()
    except ArithmeticError as error:
        return Defect(variant, f"the derivation fails: {error}")
    key: dict[str, Array] = {}
    for name, ask in variant.asks.items():
        if name not in derivation.answers:
            return Defect(variant, f"the derivation never answers {name!r}")
        try:
            keras = ask.kind.fit(answers[ask.observes(name)])
            derived = ask.kind.fit(derivation.answers[name])
        except ValueError as error:
            return Defect(variant, f"{name} is not of its kind, {ask.kind.name}: {error}")
        if not agree(keras, derived):
            return Defect(variant, f"the witnesses disagree on {name}: Keras {keras}, the derivation {derived}")
        key[name] = keras
    telling = dict(_telling(variant, key, slips))
    counted = {slip.name for slip in misconceptions.all_of(variant) if not slip.of_structure}
    return Attested(variant, key, derivation, telling, tuple(s for s in slips if s not in telling and s in counted))


def _telling(variant: Question, key: Values, slips: Mapping[str, Values]) -> Iterator[tuple[str, Values]]:
    """The slips whose answers differ from the key, each with the asks where they do."""
    asks = variant.asks
    for slip, values in slips.items():
        wrong = {name: v for name, v in values.items() if not asks[name].kind.compare(v, key[name]).right}
        if wrong:
            yield slip, wrong


def agree(one: Array, other: Array) -> bool:
    """Whether two values are the same up to what float64 loses."""
    return shape(one) == shape(other) and all(
        math.isclose(a, b, rel_tol=AGREEMENT, abs_tol=AGREEMENT)
        for a, b in zip(cells(one), cells(other), strict=True)
    )


def degenerate(variant: Question, answers: Values) -> bool:
    """Whether an answer gives itself away: an array all of whose cells are equal."""
    for name, ask in variant.asks.items():
        numbers = list(cells(answers[name]))
        if ask.kind.name in ("vector", "matrix", "tensor") and len(numbers) > 1 and len(set(numbers)) == 1:
            return True
    return False
