"""Holds both witnesses against each other: what Keras computes and what the derivation works out.

A variant whose witnesses disagree is a `Defect`: it is never printed and never marked.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from examgen.answers import AnswerType, Comparison, LayerDesign
from examgen.arrays import Array, cells, json_ready, shape
from examgen.derivation.lines import Derivation
from examgen.errors import UserError
from examgen.model.network import Input, Network
from examgen.model.observable import Observable, OutputShape, Value, combined, of_name, parts
from examgen.oracle import oracle
from examgen.oracle.oracle import Answers, OracleError, Request
from examgen.question import misconceptions
from examgen.question.question import Ask, Misconception, Question

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
        survivors: misconceptions that lead to the key by a coincidence of the numbers, so that this variant cannot tell
            them.
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


def attest(variants: Sequence[Question], *, slips: bool = True) -> list[Attested]:
    """Make the keys of variants, and unless ``slips`` is off the answers that misconceptions lead to.

    Raises:
        WitnessError: the witnesses of one of them disagree.
    """
    examined = examine(variants, slips=slips)
    for result in examined:
        if isinstance(result, Defect):
            raise WitnessError(result)
    return examined  # type: ignore[return-value]


def examine(variants: Sequence[Question], *, slips: bool = True) -> list[Attested | Defect]:
    """Make the keys of variants, all networks in one pass; where that fails, say why."""
    confusions = [(variant, slip) for variant in variants for slip in misconceptions.all_of(variant)] if slips else []
    seen = iter(evaluate([*(Scenario(v) for v in variants), *(Scenario(v, slip) for v, slip in confusions)]))
    own = [next(seen) for _ in variants]
    wrong: dict[int, dict[str, Values]] = {id(variant): {} for variant in variants}
    for variant, slip in confusions:
        values = next(seen)
        if not isinstance(values, OracleError) and values:
            wrong[id(variant)][slip.name] = values
    return [_hold(v, values, wrong[id(v)]) for v, values in zip(variants, own, strict=True)]


@dataclass(frozen=True)
class Scenario:
    """A variant as someone sees it: with a confusion, or going on from answers already given, or just so."""

    variant: Question
    slip: Misconception | None = None
    given: Values = field(default_factory=dict)

    @property
    def plain(self) -> bool:
        """Whether this is the variant just so."""
        return self.slip is None and not self.given

    @cached_property
    def edit(self) -> object:
        """What the confusion makes of the variant."""
        return self.slip.edit(self.variant) if self.slip else None

    @property
    def asks(self) -> Mapping[str, Ask]:
        """The asks as they are seen: an edited variant may observe its own."""
        return self.edit.asks if isinstance(self.edit, Question) else self.variant.asks


def evaluate(scenarios: Sequence[Scenario]) -> list[Values | OracleError]:
    """What Keras makes of every scenario: a value for each ask, all networks run in one pass.

    A scenario that makes no sense (the confusion does not apply, a carried answer has another size) has no values at all;
    where Keras refuses a network, its error stands in place of the values.
    """
    posed = [_posed(scenario) for scenario in scenarios]
    requests = [one for one in posed if isinstance(one, Request)]
    claims = [(i, claim) for i, scenario in enumerate(scenarios) if scenario.plain for claim in scenario.variant.claims]
    asked = list(dict.fromkeys(Request(claim.network, claim.observables) for _, claim in claims))
    seen = iter(oracle.attempt([*requests, *asked]))
    found: list[Values | OracleError] = []
    for scenario, one in zip(scenarios, posed, strict=True):
        answers = next(seen) if isinstance(one, Request) else one
        if (
            not isinstance(answers, OracleError)
            and scenario.plain
            and (disagreement := _disagreement(scenario.variant, answers))
        ):
            answers = disagreement
        found.append(answers if isinstance(answers, OracleError) else dict(_readable(scenario, answers)))
    claim_answers = dict(zip(asked, seen, strict=True))
    for index, claim in claims:
        answers = claim_answers[Request(claim.network, claim.observables)]
        if refusal := answers if isinstance(answers, OracleError) else claim.refuted(answers):
            found[index] = OracleError(str(refusal))
    return found


def _agreements(variant: Question) -> Iterator[tuple[Observable, Observable]]:
    return ((of_name(one), of_name(other)) for one, other in variant.agreements)


def _disagreement(variant: Question, answers: Answers) -> OracleError | None:
    """What is said where a pair of the variant's `agreements` differs."""
    for one, other in _agreements(variant):
        a, b = combined(one, answers), combined(other, answers)
        if not agree(a, b):
            return OracleError(f"{one} and {other} should be equal, but are {a} and {b}")
    return None


def _posed(scenario: Scenario) -> Request | Answers | OracleError:
    """What is run for a scenario, or the answers that a confusion states itself; nothing where it makes no sense."""
    try:
        return _view(scenario)
    except OracleError as refusal:
        return refusal


def _view(scenario: Scenario) -> Request | Answers:
    variant, given = scenario.variant, scenario.given
    if scenario.slip is None:
        request = _request(variant, variant.network, given)
        paired = (part for pair in _agreements(variant) for o in pair for part in parts(o)) if scenario.plain else ()
        return Request(request.network, tuple(dict.fromkeys((*request.observables, *paired))))
    match edit := scenario.edit:
        case Network() if edit != variant.network:
            return _request(variant, edit, given)
        case Question() if edit != variant:
            return _request(edit, edit.network, given)
        case Mapping():
            return {} if given else {variant.asks[name].observes(name): value for name, value in edit.items()}
        case None | Network() | Question():
            return {}
    raise TypeError(f"{variant.id}: {scenario.slip.name} must return a network, a variant or answers, got {edit!r}")


def _request(variant: Question, network: Network, given: Values) -> Request:
    """A network, cut where given answers take over, and what the variant's asks observe of it."""
    asks = variant.asks
    cuts: dict[str, Array | Input] = {}
    sides: dict[str, dict[int, int]] = {}
    for name, answer in given.items():
        match asks[name].observes(name):
            case Value(tensor):
                cuts[tensor] = answer
            case OutputShape(tensor, None) if isinstance(answer, tuple):
                cuts[tensor] = Input(*(int(length) for length in answer))  # type: ignore[arg-type]
            case OutputShape(tensor, int(axis)) if isinstance(answer, int):
                sides.setdefault(tensor, {})[axis] = answer
    for tensor, lengths in sides.items():
        cuts[tensor] = Input(*_resized(network, tensor, lengths))
    observables = dict.fromkeys(p for n, ask in asks.items() if n not in given for p in parts(ask.observes(n)))
    return Request(network.cut_at(**cuts) if cuts else network, tuple(observables))


def _resized(network: Network, tensor: str, given: Mapping[int, int]) -> tuple[int, ...]:
    """The shape of a tensor with some lengths given; a square of which one side is given stays a square.

    Raises:
        OracleError: Keras refuses the network.
    """
    (answers,) = oracle.observe([Request(network, (OutputShape(tensor),))])
    lengths = [int(length) for length in answers[OutputShape(tensor)]]  # type: ignore[arg-type, union-attr]
    known = {axis % len(lengths): length for axis, length in given.items()}
    if len(lengths) > 2 and lengths[0] == lengths[1] and len(known.keys() & {0, 1}) == 1:
        known[0] = known[1] = known[min(known)]
    return tuple(known.get(axis, length) for axis, length in enumerate(lengths))


def _readable(scenario: Scenario, answers: Mapping[Observable, Array]) -> Iterator[tuple[str, Array]]:
    """The asks that are not given, each as its kind holds it; what is combined from a given answer goes on from it."""
    asks = scenario.asks
    known = {**answers, **{asks[name].observes(name): value for name, value in scenario.given.items()}}
    for name, ask in asks.items():
        if name not in scenario.given and ask.type.key_is_unique:
            try:
                yield name, ask.type.fit(combined(ask.observes(name), known))
            except (ArithmeticError, LookupError, TypeError, ValueError):
                continue  # the edit gives something of another form, which no student would write down here


def _hold(variant: Question, seen: Values | OracleError, slips: Mapping[str, Values]) -> Attested | Defect:
    if isinstance(seen, OracleError):
        return Defect(variant, str(seen))
    try:
        derivation = variant.derivation()
    except ArithmeticError as error:
        return Defect(variant, f"the derivation fails: {error}")
    key: dict[str, Array] = {}
    for name, ask in variant.asks.items():
        if name not in derivation.answers:
            return Defect(variant, f"the derivation never answers {name!r}")
        try:
            derived = ask.type.fit(derivation.answers[name])
        except ValueError as error:
            return Defect(variant, f"what the derivation gives for {name} is not of its kind, {ask.type.name}: {error}")
        if not ask.type.key_is_unique:
            judged = compare(ask.type, derived, derived)
            if not judged.right:
                return Defect(variant, f"the derivation's {name} is not right in Keras: {'; '.join(judged.notes)}")
            key[name] = derived
            continue
        if name not in seen:
            return Defect(variant, f"what Keras gives for {name} is not of its kind, {ask.type.name}")
        if not agree(seen[name], derived):
            return Defect(variant, f"the witnesses disagree on {name}: Keras {seen[name]}, the derivation {derived}")
        key[name] = seen[name]
    telling = dict(_telling(variant, key, slips))
    counted = {slip.name for slip in misconceptions.all_of(variant) if not slip.of_structure}
    return Attested(variant, key, derivation, telling, tuple(s for s in slips if s not in telling and s in counted))


def _telling(variant: Question, key: Values, slips: Mapping[str, Values]) -> Iterator[tuple[str, Values]]:
    """The slips whose answers differ from the key, each with the asks where they do."""
    asks = variant.asks
    for slip, values in slips.items():
        wrong = {name: v for name, v in values.items() if not asks[name].type.compare(v, key[name]).right}
        if wrong:
            yield slip, wrong


def compare(kind: AnswerType, value: Array, key: Array) -> Comparison:
    """Hold an answer against the key; a design is built in Keras and judged by what it is, whatever the key."""
    if not isinstance(kind, LayerDesign):
        return kind.compare(value, key)
    (seen,) = oracle.attempt([Request(kind.network(value), kind.observables(value))])
    return kind.refused(str(seen)) if isinstance(seen, OracleError) else kind.judged(value, seen)


def agree(one: Array, other: Array) -> bool:
    """Whether two values are the same up to what float64 loses."""
    return shape(one) == shape(other) and all(
        math.isclose(a, b, rel_tol=AGREEMENT, abs_tol=AGREEMENT) for a, b in zip(cells(one), cells(other), strict=True)
    )


def degenerate(variant: Question, answers: Values) -> bool:
    """Whether an answer gives itself away: an array all of whose cells are equal."""
    for name, ask in variant.asks.items():
        numbers = list(cells(answers[name]))
        if ask.type.name in ("vector", "matrix", "tensor") and len(numbers) > 1 and len(set(numbers)) == 1:
            return True
    return False
