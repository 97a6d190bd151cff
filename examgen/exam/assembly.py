"""From a blueprint and a roster to papers: choose the questions, draw every variant, attest every key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from itertools import chain
from typing import NamedTuple, TypeVar

from examgen import __version__
from examgen.bank.bank import Bank
from examgen.exam.balance import UNEVEN, Sampled, TargetWork, balanced, sample, shared_target, target
from examgen.exam.blueprint import Blueprint, PoolSlot, TextSlot
from examgen.exam.by_hand import by_hand
from examgen.exam.columns import column
from examgen.exam.images import images_of
from examgen.exam.makeup import asked_before, variant_name
from examgen.exam.minutes import seconds
from examgen.exam.numbers import paper_numbers
from examgen.exam.options import Option, can_be_choice, choice_options, own_options
from examgen.exam.own_text import OwnText
from examgen.exam.places import AssemblyError, Place, PlacedQuestion, items_of, places_of, points_of, ways_of
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.exam.secret import exam_key
from examgen.exam.yaml_source import YamlSource
from examgen.lettering import letter
from examgen.oracle.elsewhere import attempt_elsewhere
from examgen.question.draw import derive_key
from examgen.question.entry import Entry
from examgen.question.pins import PinError
from examgen.question.question import Question
from examgen.rendering import stem
from examgen.verify import witness
from examgen.verify.witness import Attested

T = TypeVar("T")
TOGETHER = 60
"""So many papers are drawn and attested together: enough to make Keras cheap, few enough to keep memory flat."""
FIRST = 8
"""So many are the first ones, so that they are printed while the rest are drawn; then twice as many each time."""
ROUNDS = 8
"""How many admissible draws are compared before the best of them is taken."""


class Shortcomings(NamedTuple):
    """What is wrong with a draw, the worst first; the draw with the least is taken.

    Attributes:
        starved: so many parts are set as a choice that good wrong options are hard to find for.
        degenerate: an answer gives itself away.
        undetected: demanded misconceptions that other draws of the question may show and this one does not.
        repeated: an earlier exam asked for it.
        uneven: it takes noticeably more or less work than those of other papers.
        survivors: misconceptions that lead to the key by a coincidence of its numbers.
        alike: misconceptions that cannot be told from another one.
    """

    starved: int
    degenerate: bool
    undetected: int
    repeated: bool
    uneven: bool
    survivors: int
    alike: int


FLAWLESS = Shortcomings(0, False, 0, False, False, 0, 0)


@dataclass(frozen=True)
class _Best:
    """The best draw so far."""

    shortcomings: Shortcomings
    attempt: int
    attested: Attested


@dataclass
class _Draft:
    """The variant of one item, while it is drawn; papers that have the same numbers share it."""

    item: PlacedQuestion
    work: TargetWork | None
    variants: Iterator[tuple[int, Question]]
    best: _Best | None = field(default=None)

    def draw_ahead(self) -> None:
        """Draw the variant that is next."""
        if (found := _next(self)) is not None:
            self.variants = chain((found,), self.variants)


_Name = tuple[str, str, str]
"""What tells a draft from others: whose numbers it has, its place, and its question."""
_Asked = tuple[Student | None, str, list[tuple[_Name, PlacedQuestion]]]
"""Of a paper, the student, the number, and what it asks."""


def assemble(
    blueprint: Blueprint,
    roster: Sequence[Student],
    bank: Bank,
    source: YamlSource,
    secret: bytes,
    progress: Callable[[int, int], None] = lambda done, of: None,
    spares: int = 0,
    earlier: SealedExam | None = None,
    sealed: Callable[[SealedExam, SealedPaper], None] = lambda exam, paper: None,
) -> SealedExam:
    """Draw and attest every paper.

    Each variant is a pure function of the secret, the exam's id, the paper's number, and the id of its place. All networks of a
    round run in one pass; an item whose draw leaves a misconception undetected is drawn again, and the best of a few is taken.

    Args:
        blueprint: what is asked.
        roster: the students.
        bank: the questions.
        source: the blueprint's file, for messages and images.
        secret: what decides the numbers.
        progress: told how many variants are drawn, and of how many.
        spares: how many papers without a student there are besides.
        earlier: an exam whose variants are not to be asked again, and whose images are at hand.
        sealed: given each paper as soon as it is final, with the exam as it is without its papers.

    Raises:
        AssemblyError: the blueprint cannot be met.
        WitnessError: a question of the bank is defective.
    """
    exam = SealedExam(
        id=blueprint.id,
        engine=__version__,
        bank=bank.version,
        banks=bank.folders,
        blueprint=blueprint,
        images=earlier.images if earlier else images_of(blueprint, source),
        papers=(),
    )
    seen = asked_before(earlier) if earlier else frozenset()
    key = exam_key(secret, blueprint.id)
    numbers = paper_numbers(key, [student.id for student in roster], spares)
    places = places_of(blueprint, bank, source, key)
    asked: list[_Asked] = []
    for whose in (*roster, *range(spares)):
        student = None if isinstance(whose, int) else whose
        number = numbers[whose if isinstance(whose, int) else whose.id]
        group = group_of(student) if student else ""
        items = [
            ((_owner(item, number, group), item.id, item.question.id), item)
            for item in items_of(places, blueprint.sections, key, number)
        ]
        asked.append((student, number, items))
    of = len({name for _, _, items in asked for name, _ in items})
    works = Works()
    drafts: dict[_Name, _Draft] = {}  # those of a paper alone are forgotten once it is sealed
    papers: list[SealedPaper] = []
    done = 0

    def begun(part: Sequence[_Asked]) -> list[_Draft]:
        wanted = {name: item for _, _, items in part for name, item in items if name not in drafts}
        drafts.update({name: _draft(blueprint.id, key, name[0], item, works.of(item)) for name, item in wanted.items()})
        for name in wanted:
            drafts[name].draw_ahead()
        return [drafts[name] for name in wanted]

    parts = list(_growing(asked))
    fresh = begun(parts[0]) if parts else []
    for part, following in zip(parts, (*parts[1:], ()), strict=True):
        ahead = _draw(
            fresh, blueprint.must_detect, seen,
            lambda count, before=done: progress(before + count, of),  # type: ignore[misc]
            partial(begun, following),
        )  # fmt: skip
        done += len(fresh)
        fresh = ahead
        for student, number, items in part:
            seated = [(item, drafts[name]) for name, item in items]
            paper = SealedPaper(
                number=number,
                student=student.id if student else "",
                name=student.name if student else "",
                columns=student.columns if student else {},
                questions=tuple(_seal(key, number, item, draft, blueprint.language) for item, draft in seated),
            )
            sealed(exam, paper)
            papers.append(paper)
            for name, _ in items:
                if name[0] == number:
                    del drafts[name]
    exam = exam.model_copy(update={"papers": tuple(papers)})
    _demand(exam, source)
    return exam


def _growing(sequence: Sequence[T]) -> Iterator[Sequence[T]]:
    """A sequence in parts of growing size."""
    start, size = 0, min(FIRST, TOGETHER)
    while start < len(sequence):
        yield sequence[start : start + size]
        start, size = start + size, min(2 * size, TOGETHER)


def _owner(item: PlacedQuestion, number: str, group: str) -> str:
    """Who has the same numbers: a paper alone, the students of a group, or all."""
    if item.place.numbers == "group" and group:
        return f"group {group}"
    return "" if item.place.numbers == "same" else number


def group_of(student: Student) -> str:
    """What the roster says in its column of groups."""
    return column(student.columns, "group")


class Works:
    """What the questions of an exam are to take, each found out once."""

    def __init__(self) -> None:
        self._samples: dict[tuple[str, str, bool], list[Sampled]] = {}
        self._targets: dict[tuple[str, str, bool], TargetWork | None] = {}
        self._pools: dict[str, dict[int, TargetWork | None]] = {}

    def of(self, item: PlacedQuestion) -> TargetWork | None:
        """What a question takes on every paper; the alternatives of a pool that papers draw from all take the same."""
        place = item.place
        if not (place.per_paper and isinstance(place.slot, PoolSlot)):
            key = (item.question.id, repr(item.pins), place.by_hand)
            if key not in self._targets:
                self._targets[key] = target(self._sample(place, item.question, item.pins))
            return self._targets[key]
        if place.name not in self._pools:
            wanted = shared_target([self._sample(place, one.question, one.pins) for one in place.candidates])
            self._pools[place.name] = {id(one.pins): work for one, work in zip(place.candidates, wanted, strict=True)}
        return self._pools[place.name][id(item.pins)]

    def _sample(self, place: Place, question: Entry, pins: Mapping[str, object]) -> list[Sampled]:
        key = (question.id, repr(pins), place.by_hand)
        if key not in self._samples:
            self._samples[key] = sample(question, pins, _good(place))
        return self._samples[key]


def _good(place: Place) -> Callable[[Question], bool]:
    return by_hand if place.by_hand else lambda _: True


def draws(
    exam: str, key: bytes, number: str, item: PlacedQuestion, work: TargetWork | None
) -> Iterator[tuple[int, Question]]:
    """What may be asked at a place of a paper, each with the number of its attempt, the best in work first."""

    def key_of(attempt: int) -> bytes:
        return derive_key(key, exam, number, item.id, item.question.id, attempt)

    return balanced(item.question, item.pins, key_of, work, _good(item.place))


def _draft(exam: str, key: bytes, number: str, item: PlacedQuestion, work: TargetWork | None) -> _Draft:
    return _Draft(item, work, draws(exam, key, number, item, work))


def _draw(
    drafts: Sequence[_Draft],
    demanded: Sequence[str],
    seen: Set[str],
    progress: Callable[[int], None],
    meanwhile: Callable[[], T],
) -> T:
    """Find a good variant for every draft, all of a round in one pass; what is done while Keras runs the first one is returned."""
    waiting = list(drafts)
    drawn = _drawn(waiting)
    attested, other = _attested(drawn, meanwhile)
    for rounds_left in reversed(range(ROUNDS)):
        for (draft, attempt, _), each in zip(drawn, attested, strict=True):
            shortcomings = _shortcomings(draft, each, demanded, seen)
            if draft.best is None or shortcomings < draft.best.shortcomings:
                draft.best = _Best(shortcomings, attempt, each)
        if undrawn := next((draft.item for draft in waiting if draft.best is None), None):
            raise AssemblyError(
                f"{undrawn.place.where}: {undrawn.question.id} has no variant that can be solved by hand; "
                "allow a calculator, or ask another question"
            )
        waiting = [draft for draft, _, _ in drawn if draft.best and draft.best.shortcomings > FLAWLESS]
        progress(len(drafts) - len(waiting))
        if not waiting or not rounds_left:
            break
        drawn = _drawn(waiting)
        attested = witness.attest([variant for _, _, variant in drawn])
    return other


def _drawn(drafts: Sequence[_Draft]) -> list[tuple[_Draft, int, Question]]:
    return [(draft, *found) for draft in drafts if (found := _next(draft)) is not None]


def _next(draft: _Draft) -> tuple[int, Question] | None:
    try:
        return next(draft.variants, None)
    except PinError as error:
        raise AssemblyError(f"{draft.item.place.where}: {error}") from None


def _attested(drawn: Sequence[tuple[_Draft, int, Question]], meanwhile: Callable[[], T]) -> tuple[list[Attested], T]:
    """The variants attested, and what is done meanwhile where Keras works in another process."""
    variants = [variant for _, _, variant in drawn]
    if attempt_elsewhere() is None:
        return witness.attest(variants), meanwhile()
    pool = ThreadPoolExecutor(1, "attesting")
    try:
        attesting = pool.submit(copy_context().run, witness.attest, variants)
        other = meanwhile()
        return attesting.result(), other
    finally:
        pool.shutdown(wait=False)


def _shortcomings(draft: _Draft, attested: Attested, demanded: Sequence[str], seen: Set[str]) -> Shortcomings:
    return Shortcomings(
        _starved(draft.item, attested),
        witness.degenerate(attested.variant, attested.key),
        sum(name in attested.survivors for name in demanded),
        bool(seen) and variant_name(attested.variant.id, attested.variant.settings) in seen,
        draft.work is not None and draft.work.distance(attested.variant) > UNEVEN,
        len(attested.survivors),
        alike(attested),
    )


def _starved(item: PlacedQuestion, attested: Attested) -> int:
    """How many parts are set as a choice where few misconceptions lead to a wrong option, or none could be smaller."""
    asks = attested.variant.asks
    ways = ways_of(item.place, item.question.id, list(asks))
    return sum(
        len({ask.type.write(values[name]) for values in attested.wrong_answers.values() if name in values}) < 2
        or attested.key[name] in range(item.place.options - 1)
        for name, ask in asks.items()
        if ways[name] == "choice" and can_be_choice(ask.type)
    )


def alike(attested: Attested) -> int:
    """How many misconceptions lead to the same answers as another one, so that no marker can tell them apart."""
    asks = attested.variant.asks
    written = Counter(
        tuple((name, asks[name].type.write(value)) for name, value in values.items())
        for values in attested.wrong_answers.values()
    )
    return sum(count - 1 for count in written.values())


def _choices(item: PlacedQuestion, attested: Attested, key: bytes) -> dict[str, tuple[Option, ...]]:
    """The options of the parts that the blueprint sets as a choice."""
    asks = attested.variant.asks
    ways = ways_of(item.place, item.question.id, list(asks))
    return {
        name: choice_options(attested, name, item.place.options, derive_key(key, name))
        for name, ask in asks.items()
        if ways[name] == "choice" and can_be_choice(ask.type)
    }


def _seal(key: bytes, number: str, item: PlacedQuestion, draft: _Draft, language: str) -> SealedQuestion:
    assert draft.best is not None, "every draft is drawn in the first round"
    place, attested = item.place, draft.best.attested
    variant, asks = attested.variant, attested.variant.asks
    points = points_of(place, item.question.id, {name: ask.weight for name, ask in asks.items()})
    letters = derive_key(key, "options", number, item.id, item.question.id)
    choices = _choices(item, attested, letters)
    if "choice" in ways_of(place, item.question.id, list(asks)).values() and not any(
        choices.get(name) or own_options(ask.type, letters) for name, ask in asks.items()
    ):
        raise AssemblyError(
            f"{place.where}: {item.question.id} has no part that can be set as a choice; use answer: written"
        )
    return SealedQuestion(
        place=item.id,
        number=item.number,
        section=place.section,
        question=variant.id,
        version=item.question.version,
        title=variant.heading if isinstance(variant, OwnText) else stem.title(variant, language),
        statement=stem.stem(variant, language),
        points=sum(points, Decimal(0)),
        bonus=place.slot.bonus,
        image=place.slot.image if isinstance(place.slot, TextSlot) else "",
        parameters=variant.settings,
        attempt=draft.best.attempt,
        effort=round(attested.derivation.exact_effort, 1),
        seconds=round(seconds(variant, attested.derivation.exact_effort), 1),
        asks=tuple(
            SealedAsk(
                name=name,
                label=f"{item.number}{letter(i)}" if len(asks) > 1 else f"{item.number}",
                text=stem.ask(variant, name, language),
                points=share,
                key=attested.key[name],
                set_as_choice=bool(choices.get(name)),
                options=choices.get(name) or own_options(asks[name].type, derive_key(letters, name)),
            )
            for i, (name, share) in enumerate(zip(asks, points, strict=True))
        ),
        misconceptions=attested.wrong_answers,
    )


def _demand(exam: SealedExam, source: YamlSource) -> None:
    """Hold the papers against what the blueprint wants detected."""
    where = source.at(("must_detect",))
    known = {name for paper in exam.papers for question in paper.questions for name in question.misconceptions}
    for name in exam.blueprint.must_detect:
        if name not in known:
            raise AssemblyError(
                f"{where}: no question of this exam can detect {name!r}; it detects {', '.join(sorted(known))}"
            )
        if blind := [exam.filed_as(paper) for paper in exam.papers if name not in paper.detects]:
            raise AssemblyError(
                f"{where}: the papers of {', '.join(blind[:5])} cannot detect {name!r}; add a question that shows it, "
                "or pin the parameters that hide it"
            )
