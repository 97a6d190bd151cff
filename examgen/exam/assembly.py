"""From a blueprint and a roster to papers: choose the questions, draw every variant, attest every key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random
from typing import NamedTuple

from examgen import __version__
from examgen.answers import AnswerType
from examgen.arrays import Array
from examgen.bank.bank import Bank, BankError
from examgen.errors import UserError
from examgen.exam.blueprint import Blueprint, slot_location
from examgen.exam.roster import Student
from examgen.exam.sealed import LETTERS, SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.exam.yaml_source import Location, YamlSource
from examgen.question.draw import derive_key
from examgen.question.entry import Entry
from examgen.question.pins import PinError
from examgen.question.question import Question
from examgen.question.selection import DRAWS, candidates
from examgen.verify import witness
from examgen.verify.witness import Attested

ROUNDS = 8
"""How many admissible draws are compared before the best of them is taken."""
OPTIONS = 5
"""How many options a multiple-choice answer has at most."""
WRONG_OPTIONS = 2
"""How many of them are wrong at least; an answer that fewer misconceptions lead to is written, though its question is set as a choice."""


class AssemblyError(UserError):
    """The blueprint asks for something that the bank cannot give."""


@dataclass(frozen=True)
class ExamItem:
    """One question on every paper, the same for all students; only its numbers differ."""

    number: int
    section: int
    question: Entry
    points: Decimal
    pins: dict[str, object]
    choice: bool
    where: str


class Shortcomings(NamedTuple):
    """What is wrong with a draw, the worst first; the draw with the least is taken.

    Attributes:
        starved: it is set as a choice, and so many of its answers have fewer than two wrong options.
        degenerate: an answer gives itself away.
        undetected: demanded misconceptions that other draws of the question may show and this one does not.
        survivors: misconceptions that lead to the key by a coincidence of its numbers.
        alike: misconceptions that cannot be told from another one.
    """

    starved: int
    degenerate: bool
    undetected: int
    survivors: int
    alike: int


FLAWLESS = Shortcomings(0, False, 0, 0, 0)


@dataclass
class _Draft:
    """One student's variant of one place, while it is drawn."""

    student: Student
    place: ExamItem
    variants: Iterator[tuple[int, Question]]
    best: tuple[Shortcomings, int, Attested] | None = field(default=None)


def exam_items(blueprint: Blueprint, bank: Bank, source: YamlSource, secret: bytes) -> list[ExamItem]:
    """The questions of the exam in order; those asked for by topic are chosen by the secret.

    Raises:
        AssemblyError: there is no such question, or too few of a topic and level; with the blueprint's file and line.
    """
    named = {slot.question for section in blueprint.sections for slot in section.questions if slot.question}
    found: list[ExamItem] = []
    taken: set[str] = set(named)
    for s, section in enumerate(blueprint.sections):
        for i, slot in enumerate(section.questions):
            location = slot_location(s, i)
            if slot.question is not None:
                ids = [slot.question] * slot.count
            else:
                fitting = [
                    card.id
                    for card in bank.cards()
                    if card.topic == slot.topic and card.level in (slot.level or (card.level,))
                ]
                free = sorted(set(fitting) - taken)
                if len(free) < slot.count:
                    raise AssemblyError(_too_few(source, location, slot.topic, slot.count, fitting, free))
                ids = Random(derive_key(secret, blueprint.title, "choose", s, i)).sample(free, slot.count)
                taken.update(ids)
            for id_ in ids:
                try:
                    question = bank.question(id_)
                except BankError as error:
                    raise AssemblyError(f"{source.at((*location, 'question'))}: {error}") from None
                where = source.at((*location, "set") if slot.set else location)
                found.append(
                    ExamItem(len(found) + 1, s, question, slot.points, slot.set, slot.answer == "choice", where)
                )
    return found


def _too_few(
    source: YamlSource,
    location: Location,
    topic: str | None,
    count: int,
    fitting: list[str],
    free: list[str],
) -> str:
    return (
        f"{source.at(location)}: {count} questions of topic {topic!r} at these levels are asked for, "
        f"{len(free)} are left of {len(fitting)} ({', '.join(fitting) or 'none'}); see examgen bank list"
    )


def assemble(
    blueprint: Blueprint,
    roster: Sequence[Student],
    bank: Bank,
    source: YamlSource,
    secret: bytes,
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> SealedExam:
    """Draw and attest every paper.

    Each paper is a pure function of the secret, the exam's title, the student and the place. All networks of a round run in one
    pass; a place whose draw leaves a misconception undetected is drawn again, and the best of a few draws is taken.

    Raises:
        AssemblyError: the blueprint cannot be met.
        WitnessError: a question of the bank is defective.
    """
    exam = blueprint.title
    layout = exam_items(blueprint, bank, source, secret)
    seats = [_seat(exam, secret, student, place) for student in roster for place in layout]
    open_seats = seats
    for _ in range(ROUNDS):
        drawn = [(seat, *draw) for seat in open_seats if (draw := _next(seat)) is not None]
        for (seat, attempt, _), attested in zip(drawn, witness.attest([v for _, _, v in drawn]), strict=True):
            rank = _shortcomings(seat.place, attested, blueprint.must_detect)
            if seat.best is None or rank < seat.best[0]:
                seat.best = (rank, attempt, attested)
        open_seats = [seat for seat, _, _ in drawn if seat.best and seat.best[0] > FLAWLESS]
        progress(len(seats) - len(open_seats), len(seats))
        if not open_seats:
            break
    sealed = [_seal(exam, secret, seat) for seat in seats]
    per_paper = len(layout)
    made = SealedExam(
        engine=__version__,
        exam=exam,
        secret=secret.hex(),
        blueprint=blueprint,
        papers=tuple(
            SealedPaper(
                student=student.id,
                name=student.name,
                number=f"{n + 1:04d}",
                questions=tuple(sealed[n * per_paper : (n + 1) * per_paper]),
            )
            for n, student in enumerate(roster)
        ),
    )
    _demand(made, source)
    return made


def _demand(exam: SealedExam, source: YamlSource) -> None:
    """Hold the papers against what the blueprint wants detected."""
    where = source.at(("must_detect",))
    known = {s for paper in exam.papers for q in paper.questions for s in q.slips}
    for name in exam.blueprint.must_detect:
        if name not in known:
            raise AssemblyError(
                f"{where}: no question of this exam can detect {name!r}; it detects {', '.join(sorted(known))}"
            )
        if blind := [paper.student for paper in exam.papers if name not in paper.detects]:
            raise AssemblyError(
                f"{where}: the papers of {', '.join(blind[:5])} cannot detect {name!r}; add a question that shows it, "
                "or pin the parameters that hide it"
            )


def _seat(exam: str, secret: bytes, student: Student, place: ExamItem) -> _Draft:
    def keys() -> Iterator[bytes]:
        for attempt in range(DRAWS):
            counter[0] = attempt
            yield derive_key(secret, exam, student.id, place.number, place.question.id, attempt)

    counter = [0]
    variants = ((counter[0], variant) for variant in candidates(place.question, keys(), place.pins))
    return _Draft(student, place, variants)


def _next(seat: _Draft) -> tuple[int, Question] | None:
    try:
        return next(seat.variants, None)
    except PinError as error:
        raise AssemblyError(f"{seat.place.where}: {error}") from None


def _shortcomings(place: ExamItem, attested: Attested, demanded: Sequence[str]) -> Shortcomings:
    set_as_choice = attested.variant.asks if place.choice else ()
    return Shortcomings(
        sum(len(_distractors(attested, name)) < WRONG_OPTIONS for name in set_as_choice),
        witness.degenerate(attested.variant, attested.key),
        sum(name in attested.survivors for name in demanded),
        len(attested.survivors),
        alike(attested),
    )


def alike(attested: Attested) -> int:
    """How many misconceptions lead to the same answers as another one, so that no marker can tell them apart."""
    asks = attested.variant.asks
    written = Counter(
        tuple((name, asks[name].type.write(value)) for name, value in values.items())
        for values in attested.wrong_answers.values()
    )
    return sum(count - 1 for count in written.values())


def _seal(exam: str, secret: bytes, seat: _Draft) -> SealedQuestion:
    assert seat.best is not None, "every seat is drawn in the first round"
    shortcomings, attempt, attested = seat.best
    place, variant = seat.place, attested.variant
    if shortcomings.starved == len(variant.asks):
        raise AssemblyError(
            f"{place.where}: {place.question.id} has too few misconceptions to be set as a choice; let it be written"
        )
    asks = variant.asks
    points = split(place.points, [ask.weight for ask in asks.values()])
    return SealedQuestion(
        number=place.number,
        section=place.section,
        question=variant.id,
        points=place.points,
        parameters=variant.settings,
        attempt=attempt,
        effort=attested.derivation.effort,
        asks=tuple(
            SealedAsk(
                name=name,
                label=f"{place.number}{LETTERS[i]}" if len(asks) > 1 else f"{place.number}",
                points=share,
                key=attested.key[name],
                options=_options(
                    attested, name, derive_key(secret, exam, seat.student.id, place.number, name, "options")
                )
                if place.choice
                else (),
            )
            for i, (name, share) in enumerate(zip(asks, points, strict=True))
        ),
        slips=attested.wrong_answers,
    )


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


def _distractors(attested: Attested, name: str) -> list[Array]:
    """Wrong values for one ask, the likeliest confusion first, all different when written down."""
    kind: AnswerType = attested.variant.asks[name].type
    written = {kind.write(attested.key[name])}
    found: list[Array] = []
    for values in attested.wrong_answers.values():
        if name in values and kind.write(values[name]) not in written:
            written.add(kind.write(values[name]))
            found.append(values[name])
    return found


def _options(attested: Attested, name: str, key: bytes) -> tuple[Array, ...]:
    """The key among its distractors, in an order that gives no hint; none where there are too few of them."""
    wrong = _distractors(attested, name)
    if len(wrong) < WRONG_OPTIONS:
        return ()
    options = [attested.key[name], *wrong[: OPTIONS - 1]]
    if all(isinstance(option, int | float) for option in options):
        return tuple(sorted(options))
    Random(key).shuffle(options)
    return tuple(options)


def detectable(exam: SealedExam) -> Counter[str]:
    """On how many papers each misconception would show."""
    return Counter(slip for paper in exam.papers for slip in paper.detects)
