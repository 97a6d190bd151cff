"""The places of an exam, what each may ask, and what stands where on one paper.

A place has an id that says what it asks, never where it stands, and all that is drawn for it hangs on that id: a place that comes
or goes changes no other one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from examgen.bank.bank import Bank
from examgen.bank.card import BankError
from examgen.errors import UserError, cited
from examgen.exam.blueprint import AnySlot, Blueprint, PoolSlot, QuestionSlot, Section, TextSlot, TopicSlot, Way
from examgen.exam.by_hand import has_variant_by_hand
from examgen.exam.own_text import OWN_TEXT, entry_of
from examgen.exam.yaml_source import Location, YamlSource
from examgen.question.draw import derive_key
from examgen.question.entry import Entry


class AssemblyError(UserError):
    """The blueprint asks for something that the bank cannot give."""


@dataclass(frozen=True)
class Candidate:
    """A question that a place may ask, and the parameters that are given."""

    question: Entry
    pins: Mapping[str, object]

    @property
    def id(self) -> str:
        """The question's id."""
        return self.question.id


@dataclass(frozen=True)
class Place:
    """One line of the blueprint: so many questions of these candidates, other ones on every paper where it says so.

    Attributes:
        name: what it asks, or its own id; what is drawn for it hangs on this.
        ids: the ids of the questions that come of it, ``convolution.output_size#1``.
        per_paper: whether every paper chooses for itself.
        where: file and line in the blueprint.
        by_hand: whether only what can be worked out by hand is drawn.
    """

    name: str
    ids: tuple[str, ...]
    section: int
    slot: AnySlot
    candidates: tuple[Candidate, ...]
    per_paper: bool
    where: str
    by_hand: bool = False

    @property
    def numbers(self) -> str:
        """Who has the same numbers here: `own`, `group` or `same`."""
        return "same" if isinstance(self.slot, TextSlot) else self.slot.numbers

    @property
    def options(self) -> int:
        """How many options a choice has here."""
        return 0 if isinstance(self.slot, TextSlot) else self.slot.options

    def chosen(self, key: bytes, number: str, taken: frozenset[str] = frozenset()) -> list[Candidate]:
        """The candidates that a paper asks, in the order of the place's ids; the same whatever else the bank holds."""
        if isinstance(self.slot, QuestionSlot | TextSlot):
            return list(self.candidates) * len(self.ids)
        whose = number if self.per_paper else ""
        free = [candidate for candidate in self.candidates if candidate.id not in taken]
        ranked = sorted(free, key=lambda candidate: derive_key(key, "choose", whose, self.name, candidate.id))
        return ranked[: len(self.ids)]


@dataclass(frozen=True)
class PlacedQuestion:
    """One question on one paper."""

    id: str
    place: Place
    question: Entry
    pins: Mapping[str, object]
    number: int


def places_of(blueprint: Blueprint, bank: Bank, source: YamlSource, key: bytes) -> list[Place]:
    """The places of the exam in order.

    Raises:
        AssemblyError: there is no such question, or too few of a topic and level; all of these, with the blueprint's file and line.
    """
    named = {id_ for _, slot in blueprint.slots for id_ in _named(slot)}
    taken = set(named)
    count: Counter[str] = Counter()
    found: list[Place] = []
    errors: list[str] = []
    for location, slot in blueprint.slots:
        name, size = _name_and_size(slot)
        if slot.id is None:
            first = count[name] + 1
            count[name] += size
            ids = tuple(f"{name}#{n}" for n in range(first, first + size))
        else:
            ids = (name,) if size == 1 else tuple(f"{name}#{n}" for n in range(1, size + 1))
        allowed = blueprint.sections[int(location[1])].calculator
        by_hand = not isinstance(slot, TextSlot) and not (blueprint.calculator if allowed is None else allowed)
        place = Place(
            name=name if slot.id is not None else ids[0],
            ids=ids,
            section=int(location[1]),
            slot=slot,
            candidates=tuple(_candidates(slot, location, bank, source, errors)),
            per_paper=isinstance(slot, TopicSlot | PoolSlot) and slot.per == "student",
            by_hand=by_hand,
            where=source.at((*location, "set") if isinstance(slot, QuestionSlot) and slot.set else location),
        )
        if isinstance(slot, TopicSlot):
            if by_hand:
                able = tuple(one for one in place.candidates if has_variant_by_hand(one.question, one.pins))
                place = replace(place, candidates=able)
            others = taken if not place.per_paper else named
            free = [candidate for candidate in place.candidates if candidate.id not in others]
            if len(free) < slot.count:
                errors.append(_too_few(source, location, slot, place.candidates, len(free), bank))
            if not place.per_paper:
                taken.update(candidate.id for candidate in place.chosen(key, "", frozenset(taken)))
        found.append(place)
    if errors:
        raise AssemblyError("\n".join(errors))
    return found


def _named(slot: AnySlot) -> Iterator[str]:
    match slot:
        case QuestionSlot():
            yield slot.question
        case PoolSlot():
            yield from (alternative.question for alternative in slot.of)


def _name_and_size(slot: AnySlot) -> tuple[str, int]:
    match slot:
        case QuestionSlot():
            return slot.id or slot.question, slot.count
        case TopicSlot():
            return slot.id or slot.topic, slot.count
        case TextSlot():
            return slot.id or OWN_TEXT, 1
        case PoolSlot():
            return slot.id or "|".join(alternative.question for alternative in slot.of), slot.draw


def _candidates(
    slot: AnySlot, location: Location, bank: Bank, source: YamlSource, errors: list[str]
) -> Iterator[Candidate]:
    """The questions that a place may ask; one that the bank does not have is an error."""
    wanted: list[tuple[str, Mapping[str, object], Location]]
    match slot:
        case QuestionSlot():
            wanted = [(slot.question, slot.set, (*location, "question"))]
        case PoolSlot():
            wanted = [(one.question, one.set, (*location, "of", i)) for i, one in enumerate(slot.of)]
        case TextSlot():
            pins: Mapping[str, object] = {
                "heading": slot.title,
                "text": slot.text.strip(),
                "criteria": [criterion.model_dump() for criterion in slot.criteria],
                "model_answer": slot.model_answer.strip(),
            }
            wanted = [(OWN_TEXT, pins, location)]
        case TopicSlot():
            fitting = (card for card in bank.cards() if card.topic == slot.topic)
            wanted = [(card.id, {}, location) for card in fitting if card.level in (slot.level or (card.level,))]
    for id_, pins, where in wanted:
        try:
            yield Candidate(entry_of(bank, id_), pins)
        except BankError as error:
            errors.append(f"{source.at(where)}: {error}")


def _too_few(
    source: YamlSource, location: Location, slot: TopicSlot, fitting: Sequence[Candidate], free: int, bank: Bank
) -> str:
    topics = sorted({card.topic for card in bank.cards()})
    if slot.topic not in topics:
        return f"{source.at(location)}: there is no topic {cited(slot.topic, 60)!r}; the topics are {', '.join(topics)}"
    listed = ", ".join(candidate.id for candidate in fitting) or "none"
    return (
        f"{source.at(location)}: expected {slot.count} question{'s' * (slot.count != 1)} of topic {slot.topic!r} at these levels, "
        f"but only {free} of {len(fitting)} can be used ({listed}); see examgen bank list"
    )


def items_of(places: Sequence[Place], sections: Sequence[Section], key: bytes, number: str) -> list[PlacedQuestion]:
    """What a paper asks, in its order and numbered from 1.

    Raises:
        AssemblyError: places that choose for every paper leave too few questions to each other.
    """
    taken = {id_ for place in places for id_ in _named(place.slot)}
    found: dict[str, list[tuple[str, Place, Candidate]]] = {}
    for place in sorted(places, key=lambda place: place.per_paper):
        others = frozenset(taken) if isinstance(place.slot, TopicSlot) else frozenset()
        chosen = place.chosen(key, number, others)
        if len(chosen) < len(place.ids):
            raise AssemblyError(f"{place.where}: other places leave only {len(chosen)} questions of this topic")
        if isinstance(place.slot, TopicSlot):
            taken.update(candidate.id for candidate in chosen)
        found[place.name] = [(id_, place, candidate) for id_, candidate in zip(place.ids, chosen, strict=True)]
    ordered: list[tuple[str, Place, Candidate]] = []
    for index, section in enumerate(sections):
        inside = [one for place in places if place.section == index for one in found[place.name]]
        if section.shuffle:
            inside.sort(key=lambda one: derive_key(key, "order", number, one[0]))
        ordered.extend(inside)
    return [
        PlacedQuestion(id_, place, candidate.question, candidate.pins, n)
        for n, (id_, place, candidate) in enumerate(ordered, start=1)
    ]


def points_of(place: Place, question: str, weights: Mapping[str, int]) -> list[Decimal]:
    """The points of each part of a question that has these parts.

    Raises:
        AssemblyError: the blueprint names other parts, or another number of them.
    """
    points, names = place.slot.points, list(weights)
    if isinstance(points, Decimal):
        return split(points, list(weights.values()))
    said = f"{place.where}: {question} has the parts {', '.join(names)}"
    if isinstance(points, dict):
        if points.keys() != weights.keys():
            raise AssemblyError(f"{said}; the blueprint gives points to {', '.join(points)}")
        return [points[name] for name in names]
    if len(points) != len(names):
        raise AssemblyError(f"{said}; the blueprint gives points to {len(points)}")
    return list(points)


def ways_of(place: Place, question: str, names: Sequence[str]) -> dict[str, Way]:
    """How each part of a question is answered.

    Raises:
        AssemblyError: the blueprint names a part that the question does not have.
    """
    answer = "written" if isinstance(place.slot, TextSlot) else place.slot.answer
    if not isinstance(answer, dict):
        return dict.fromkeys(names, answer)
    if strange := [name for name in answer if name not in names]:
        raise AssemblyError(f"{place.where}: {question} has no part {strange[0]!r}; its parts are {', '.join(names)}")
    return {name: answer.get(name, "written") for name in names}


def split(points: Decimal, weights: Sequence[int]) -> list[Decimal]:
    """Points shared out by weight, to the hundredth, so that the shares add up.

    >>> [str(share) for share in split(Decimal(2), [1, 1, 1])]
    ['0.67', '0.67', '0.66']
    """
    cents, total = int(points * 100), sum(weights)
    shares = [cents * weight // total for weight in weights]
    for i in range(cents - sum(shares)):
        shares[i] += 1
    return [Decimal(share) / 100 for share in shares]
