"""Holds both witnesses against each other: what Keras, a computation or a source says, and what the derivation works out.

A variant whose witnesses disagree is a `Defect`: it is never printed and never marked.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property

from examgen import oracle
from examgen.answers import AnswerType, Comparison, LayerDesign
from examgen.arrays import Array, agree, cells
from examgen.derivation.lines import Derivation
from examgen.errors import NO_VALUE, WITNESSES_DISAGREE, UserError
from examgen.model.network import Input, Network
from examgen.model.observable import Combined, Observable, OutputShape, Value, combined, of_name, parts
from examgen.oracle import Answers, OracleError, Request, kept, sequential
from examgen.question.misconceptions import all_of
from examgen.question.question import Ask, Computed, Misconception, Question, Sourced, all_upstream

Values = Mapping[str, Array]


@dataclass(frozen=True)
class Defect:
    """A variant that must not be used, and why.

    Attributes:
        refused: whether Keras refuses to build or run it: with parameters that a person set, that is no defect of the question.
    """

    variant: Question
    why: str
    refused: bool = False

    def __str__(self) -> str:
        return f"{self.variant.id}: {self.why}\n  reproduce: {reproduction(self.variant)}"


class WitnessError(UserError):
    """The witnesses of a variant disagree, or one of them failed: a defect of the question, not of its user."""

    exit_code = WITNESSES_DISAGREE

    def __init__(self, defect: Defect) -> None:
        super().__init__(str(defect))
        self.defect = defect


class _Contradiction(OracleError):
    """What Keras finds speaks against the question itself: parts that must agree differ, or a claim does not hold."""


@dataclass(frozen=True)
class Attested:
    """A variant with the key that both witnesses agree on.

    Attributes:
        key: the right value of every ask.
        derivation: the worked solution.
        wrong_answers: for every misconception that makes sense here, the answers it leads to, of those asks that it changes.
        survivors: misconceptions that lead to the key by a coincidence of the numbers, so that this variant cannot tell
            them.
    """

    variant: Question
    key: Values
    derivation: Derivation
    wrong_answers: Mapping[str, Values]
    survivors: tuple[str, ...] = ()

    @property
    def misconceptions(self) -> tuple[Misconception, ...]:
        """The misconceptions that this variant can tell from a right answer."""
        return tuple(m for m in all_of(self.variant) if m.name in self.wrong_answers)


def reproduction(variant: Question) -> str:
    """The command that shows this variant again."""
    pins = (f"--set {shlex.quote(f'{n}={json.dumps(v, ensure_ascii=False)}')}" for n, v in variant.settings.items())
    banks = (f"--bank {shlex.quote(folder)}" for folder in variant.bank.folders)
    return " ".join(("examgen solve", variant.id, *pins, *banks))


def attest(variants: Sequence[Question], *, misconceptions: bool = True) -> list[Attested]:
    """Make the keys of variants, and unless ``misconceptions`` is off the wrong answers that these lead to.

    Raises:
        WitnessError: the witnesses of one of them disagree.
    """
    examined = examine(variants, misconceptions=misconceptions)
    for result in examined:
        if isinstance(result, Defect):
            raise WitnessError(result)
    return examined  # type: ignore[return-value]


def examine(variants: Sequence[Question], *, misconceptions: bool = True) -> list[Attested | Defect]:
    """Make the keys of variants, all networks in one pass; where that fails, say why."""
    mistaken = [(variant, each) for variant in variants for each in all_of(variant)] if misconceptions else []
    seen = iter(evaluate([*(Scenario(v) for v in variants), *(Scenario(v, each) for v, each in mistaken)]))
    own = [next(seen) for _ in variants]
    wrong: dict[int, dict[str, Values]] = {id(variant): {} for variant in variants}
    for variant, each in mistaken:
        values = next(seen)
        if not isinstance(values, OracleError) and values:
            wrong[id(variant)][each.name] = values
    return [_hold(v, values, wrong[id(v)]) for v, values in zip(variants, own, strict=True)]


@dataclass(frozen=True)
class Scenario:
    """A variant as someone sees it: with a misconception, or going on from answers already given, or just so."""

    variant: Question
    misconception: Misconception | None = None
    given: Values = field(default_factory=dict)

    @property
    def plain(self) -> bool:
        """Whether this is the variant just so."""
        return self.misconception is None and not self.given

    @cached_property
    def edit(self) -> object:
        """What the misconception makes of the variant."""
        return self.misconception.edit(self.variant) if self.misconception else None

    @property
    def seen(self) -> Question:
        """The variant as it is seen: an edited one has asks of its own."""
        return self.edit if isinstance(self.edit, Question) else self.variant


@dataclass(frozen=True)
class _Posed:
    """What a scenario asks for.

    Attributes:
        request: what Keras runs; nothing where it attests no answer.
        stated: wrong answers that the misconception states itself, by the names of the asks.
        computes: whether computations are asked too; an edit of the network changes only those that go on from its answers.
    """

    request: Request | None = None
    stated: Values = field(default_factory=dict)
    computes: bool = True


def evaluate(scenarios: Sequence[Scenario]) -> list[Values | OracleError]:
    """The answers in every scenario: a value for each ask that is not given, all networks run in one pass.

    A scenario that makes no sense (the misconception does not apply, a carried answer has another size) has no values at all;
    where Keras refuses a network, its error stands in place of the values.
    """
    posed = [_posed(scenario) for scenario in scenarios]
    requests = [one.request for one in posed if isinstance(one, _Posed) and one.request]
    claims = [(i, claim) for i, scenario in enumerate(scenarios) if scenario.plain for claim in scenario.variant.claims]
    asked = list(dict.fromkeys(Request(claim.network, claim.observables) for _, claim in claims))
    seen = iter(oracle.attempt([*requests, *asked]))
    found: list[Values | OracleError] = []
    for scenario, one in zip(scenarios, posed, strict=True):
        if not isinstance(one, _Posed):
            found.append(one or {})
            continue
        answers = next(seen) if one.request else {}
        if not isinstance(answers, OracleError) and scenario.plain:
            answers = _disagreement(scenario.variant, answers) or answers
        if isinstance(answers, OracleError) and scenario.given and scenario.misconception is None:
            # Keras cannot go on from such an answer; an ask that says itself how it continues still can
            answers = {} if any(ask.continues for ask in scenario.variant.asks.values()) else answers
        found.append(answers if isinstance(answers, OracleError) else dict(_readable(scenario, one, answers)))
    claim_answers = dict(zip(asked, seen, strict=True))
    for index, claim in claims:
        answers = claim_answers[Request(claim.network, claim.observables)]
        if refusal := answers if isinstance(answers, OracleError) else claim.refuted(answers):
            found[index] = _Contradiction(str(refusal))
    return found


def _agreements(variant: Question) -> Iterator[tuple[Observable, Observable]]:
    return ((of_name(one), of_name(other)) for one, other in variant.agreements)


def _disagreement(variant: Question, answers: Answers) -> OracleError | None:
    """What is said where a pair of the variant's `agreements` differs."""
    for one, other in _agreements(variant):
        a, b = combined(one, answers), combined(other, answers)
        if not agree(a, b):
            return _Contradiction(f"{one} and {other} should be equal, but are {a} and {b}")
    return None


def _posed(scenario: Scenario) -> _Posed | OracleError | None:
    """What a scenario asks for; ``None`` where it makes no sense."""
    try:
        return _view(scenario)
    except OracleError as refusal:
        return kept(refusal)


def _view(scenario: Scenario) -> _Posed | None:
    variant, given = scenario.variant, scenario.given
    if scenario.misconception is None:
        request = _request(variant, variant.network, given)
        paired = (part for pair in _agreements(variant) for o in pair for part in parts(o)) if scenario.plain else ()
        observables = tuple(dict.fromkeys((*(request.observables if request else ()), *paired)))
        return _Posed(Request(request.network if request else variant.network, observables) if observables else None)
    match edit := scenario.edit:
        case Network() if edit != variant.network:
            return _Posed(_request(variant, edit, given), computes=False)
        case Question() if edit != variant:
            return _Posed(_request(edit, edit.network, given))
        case Mapping():
            return None if given else _Posed(stated=edit, computes=False)
        case None | Network() | Question():
            return None
    name = scenario.misconception.name
    raise TypeError(f"{variant.id}: {name} must return a network, a variant or answers, got {edit!r}")


def _request(variant: Question, network: Network, given: Values) -> Request | None:
    """A network, cut where given answers take over, and what the variant's asks observe of it."""
    observed = {name: seen for name, ask in variant.asks.items() if (seen := ask.observes(name)) is not None}
    cuts: dict[str, Array | Input] = {}
    sides: dict[str, dict[int, int]] = {}
    for name, answer in given.items():
        match observed.get(name):
            case Value(tensor):
                cuts[tensor] = answer
            case OutputShape(tensor, None) if isinstance(answer, tuple):
                cuts[tensor] = Input(*(int(length) for length in answer))  # type: ignore[arg-type]
            case OutputShape(tensor, int(axis)) if isinstance(answer, int):
                sides.setdefault(tensor, {})[axis] = answer
    for tensor, lengths in sides.items():
        cuts[tensor] = Input(*_resized(network, tensor, lengths))
    observables = dict.fromkeys(part for name, seen in observed.items() if name not in given for part in parts(seen))
    return Request(network.cut_at(**cuts) if cuts else network, tuple(observables)) if observables else None


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


def _readable(scenario: Scenario, posed: _Posed, answers: Mapping[Observable, Array]) -> Iterator[tuple[str, Array]]:
    """The asks that are not given, each in the form of its type; what is combined from a given answer goes on from it."""
    variant, asks, given = scenario.seen, scenario.seen.asks, scenario.given
    taken = {**posed.stated, **given}
    observed = {name: asks[name].observes(name) for name in taken}
    known = {**answers, **{seen: taken[name] for name, seen in observed.items() if seen is not None}}
    found: dict[str, Array] = dict(given)
    for name, ask in asks.items():
        if name in given or not ask.type.key_is_unique:
            continue
        told = scenario.misconception is None or scenario.misconception.concerns(name)
        upstream = given.keys() & all_upstream(asks, name)
        try:
            if name in posed.stated:
                value = posed.stated[name]
            elif isinstance(ask.of, Computed) and (posed.computes or ask.of.takes_answers):
                value = ask.of.value(variant, found)
            elif isinstance(ask.of, Sourced) and posed.computes:
                value = ask.of.value(variant)
            elif upstream and ask.continues:
                if not posed.computes or (followed := ask.continued(variant, found)) is None:
                    continue
                value = followed
            elif upstream and not all(_goes_on_from(asks, name, before, found.keys()) for before in upstream):
                continue  # what Keras reports would be as if the given answer were the right one
            elif (seen := ask.observes(name)) is not None:
                value = combined(seen, known)
            else:
                continue
            found[name] = ask.type.fit(value)
        except NO_VALUE:
            continue  # the edit leads to something of another form, which no student would write down here
        if upstream and (seen := ask.observes(name)) is not None:
            known[seen] = found[name]  # what is combined of it goes on from the given answers as well
        if told:
            yield name, found[name]


def _goes_on_from(asks: Mapping[str, Ask], name: str, before: str, found: Set[str]) -> bool:
    """Whether what Keras observes for an ask changes with another answer to an ask before it.

    Either the network is cut there, or the answer, or one that follows from it, is a part of what is observed.
    """
    if isinstance(asks[before].observes(before), Value | OutputShape):
        return True
    links = {before, *(n for n in all_upstream(asks, name) if n in found and before in all_upstream(asks, n))}
    observed = asks[name].observes(name)
    return observed is not None and any(asks[n].observes(n) in set(_within(observed)) for n in links)


def _within(observable: Observable) -> Iterator[Observable]:
    """An observable and everything that it is combined of."""
    yield observable
    for inner in observable.of if isinstance(observable, Combined) else ():
        yield from _within(inner)


def _hold(variant: Question, seen: Values | OracleError, wrong: Mapping[str, Values]) -> Attested | Defect:
    if isinstance(seen, OracleError):
        return Defect(variant, str(seen), refused=not isinstance(seen, _Contradiction))
    try:
        derivation = variant.derivation()
    except OverflowError:
        return Defect(variant, "a value becomes too large for floating-point numbers; set smaller ones", refused=True)
    except NO_VALUE as error:
        return Defect(variant, f"the derivation fails: {error}")
    key: dict[str, Array] = {}
    for name, ask in variant.asks.items():
        if name not in derivation.answers:
            return Defect(variant, f"the derivation never answers {name!r}")
        try:
            derived = ask.type.fit(derivation.answers[name])
        except ValueError as error:
            return Defect(variant, f"the derivation's answer to {name} is no {ask.type.name}: {error}")
        if not ask.type.is_judged:
            key[name] = derived
            continue
        if not ask.type.key_is_unique:
            judged = compare(ask.type, derived, derived)
            if not judged.right:
                return Defect(variant, f"the derivation's {name} is not right in Keras: {'; '.join(judged.notes)}")
            key[name] = derived
            continue
        if isinstance(ask.of, Sourced) and not all(source.strip() for source in ask.of.sources(variant)):
            return Defect(variant, f"a statement behind {name} names no source")
        witness = _WITNESS[ask.attestation]
        if name not in seen:
            return Defect(variant, f"{witness} gives no {ask.type.name} for {name}{_why(variant, ask, seen)}")
        if not agree(seen[name], derived):
            return Defect(
                variant, f"the witnesses disagree on {name}: {witness} says {seen[name]}, the derivation {derived}"
            )
        key[name] = seen[name]
    if broken := next(
        (name for name, ask in variant.asks.items() if not _continues_rightly(variant, ask, key[name], key)), ""
    ):
        return Defect(variant, f"{broken} does not follow from the right answers before it as it says")
    telling = dict(_telling(variant, key, wrong))
    counted = {each.name for each in all_of(variant) if not each.of_structure}
    survivors = tuple(name for name in wrong if name not in telling and name in counted)
    return Attested(variant, key, derivation, telling, survivors)


def _continues_rightly(variant: Question, ask: Ask, right: Array, key: Values) -> bool:
    """Whether the right answers before an ask lead to the right one, where it says how it follows from them."""
    try:
        followed = ask.continued(variant, key)
        return followed is None or agree(ask.type.fit(followed), right)
    except NO_VALUE:
        return False


_WITNESS = {"Keras": "Keras", "Computed": "the second computation", "Sourced": "the source"}


def _why(variant: Question, ask: Ask, seen: Values) -> str:
    """Why a computation has no answer."""
    try:
        if isinstance(ask.of, Computed):
            ask.type.fit(ask.of.value(variant, seen))
    except NO_VALUE as error:
        return f" ({type(error).__name__}: {error})"
    return ""


def _telling(variant: Question, key: Values, wrong: Mapping[str, Values]) -> Iterator[tuple[str, Values]]:
    """The misconceptions whose answers differ from the key, each with the asks where they do."""
    asks = variant.asks
    for misconception, values in wrong.items():
        told = {name: v for name, v in values.items() if not asks[name].type.compare(v, key[name]).right}
        if told:
            yield misconception, told


def compare(kind: AnswerType, value: Array, key: Array) -> Comparison:
    """Hold an answer against the key; a design is built in Keras and judged by what it is, whatever the key."""
    if not isinstance(kind, LayerDesign):
        return kind.compare(value, key)
    if why := kind.too_costly(value) or sequential.refusal(kind.input_shape, kind.layers(value)):
        return kind.refused(why)
    (seen,) = oracle.attempt([Request(kind.network(value), kind.observables(value))])
    return kind.refused(str(seen)) if isinstance(seen, OracleError) else kind.judged(value, seen)


def degenerate(variant: Question, answers: Values) -> bool:
    """Whether an answer gives itself away: an array all of whose cells are equal."""
    for name, ask in variant.asks.items():
        numbers = list(cells(answers[name]))
        if ask.type.name in ("vector", "matrix", "tensor") and len(numbers) > 1 and len(set(numbers)) == 1:
            return True
    return False
