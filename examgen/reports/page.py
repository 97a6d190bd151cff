"""The report as one page of HTML: self-contained, without scripts, and with a table beside everything that is drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from examgen.rendering.document import Block, Inline
from examgen.rendering.templating import fill
from examgen.rendering.translation import translate
from examgen.reports.drawing import histogram, interval, number, share_bar
from examgen.reports.fairness import FEWEST, PERMUTATIONS, Effect
from examgen.reports.report import AnswerRow, ChoiceRow, MisconceptionRow, Report
from examgen.reports.statistics import Estimate

OWN = "your own questions"
"""What the topic of a blueprint's own texts is called."""
SHOWN = 15
"""So many effects of what was drawn are listed, and all that are unfair."""


@dataclass(frozen=True)
class _Cell:
    """A number with its interval, and a drawing of both."""

    value: str
    range: str
    drawing: str = ""


@dataclass(frozen=True)
class _Answer:
    label: str
    title: Inline
    question: str
    facility: _Cell
    discrimination: _Cell
    counts: str
    remark: str


@dataclass(frozen=True)
class _Mistake:
    name: str
    count: str
    drawing: str
    range: str
    labels: str
    example: Block


@dataclass(frozen=True)
class _Option:
    text: Inline
    right: bool
    count: int
    share: str
    rest: str


@dataclass(frozen=True)
class _Choice:
    label: str
    title: Inline
    options: tuple[_Option, ...]
    unused: tuple[Inline, ...]


@dataclass(frozen=True)
class _Topic:
    name: str
    facility: _Cell
    again: str
    practise: str


@dataclass(frozen=True)
class _Drawn:
    where: str
    question: str
    drawn: str
    below: str
    above: str
    change: str
    p: str
    unfair: bool


@dataclass(frozen=True)
class _Likeness:
    student: str
    other: str
    fitting: str
    own: str
    labels: str
    chance: str


@dataclass(frozen=True)
class _Page:
    """What the template fills in."""

    title: str
    course: str
    facts: tuple[tuple[str, str, str], ...]
    short: tuple[str, ...]
    histogram: str
    bars: tuple[tuple[str, int], ...]
    answers: tuple[_Answer, ...]
    mistakes: tuple[_Mistake, ...]
    topics: tuple[_Topic, ...]
    choices: tuple[_Choice, ...]
    drawn: tuple[_Drawn, ...]
    tests: int
    tested_from: int
    permutations: int
    likenesses: tuple[_Likeness, ...]
    made: str
    language: str = "en"


def report_page(report: Report, made: str) -> str:
    """The page of a report.

    Args:
        report: the figures.
        made: what they are of, such as the time of the last marking run; said at the foot of the page.
    """
    (page,) = translate([_page(report, made)], "html")
    return fill("html/report.html.j2", "html", page=page)


def _page(report: Report, made: str) -> _Page:
    distribution = report.distribution
    told = _histogram_told(report)
    return _Page(
        title=report.title,
        course=report.course,
        facts=tuple(_facts(report)),
        short=tuple(in_short(report)),
        histogram=histogram(distribution, told) if distribution else "",
        bars=tuple(_bars(report)),
        answers=tuple(map(_answer, report.answers)),
        mistakes=tuple(map(_mistake, report.misconceptions)),
        topics=tuple(
            _Topic(
                row.topic if row.in_bank else OWN,
                _cell(row.facility, percent=True),
                row.again,
                f"examgen practice {row.topic}" if row.in_bank else "",
            )
            for row in report.topics
        ),
        choices=tuple(map(_choice, report.choices)),
        drawn=tuple(_effect(row) for place, row in enumerate(report.fairness) if place < SHOWN or row.unfair),
        tests=len(report.fairness),
        tested_from=FEWEST,
        permutations=PERMUTATIONS,
        likenesses=tuple(
            _Likeness(
                row.student,
                row.other,
                str(len(row.fitting)),
                f"{row.own} of {row.compared}",
                ", ".join(row.fitting),
                _p(row.corrected),
            )
            for row in report.likenesses
        ),
        made=made,
    )


def in_short(report: Report) -> Iterator[str]:
    """What an instructor must know, in sentences."""
    if report.pending:
        yield (
            f"{_count(report.pending, 'answer')} {'is' if report.pending == 1 else 'are'} pending: "
            "these figures will change when the pending answers are decided (examgen review)."
        )
    if report.unmarked:
        yield f"{_count(report.unmarked, 'paper')} could not be marked and {'is' if report.unmarked == 1 else 'are'} not in these figures."
    for row in report.topics:
        if row.again:
            yield f"Teach again: {row.topic if row.in_bank else OWN} ({row.again})."
    for answer in report.answers:
        if answer.remark:
            yield f"Answer {answer.label} ({answer.question}): {answer.remark}."
    for effect in report.unfair:
        yield f"Not equally hard for all: {_effect_told(effect)}."
    if report.fairness and not report.unfair:
        yield f"{_count(len(report.fairness), 'test')} found no numbers that were harder than others."
    for like in report.likenesses:
        yield (
            f"{like.student}: {len(like.fitting)} wrong answers are right on the paper of {like.other} "
            f"({like.own} of the {like.compared} that differ are right on their own paper)."
        )
    error = report.reliability.margin
    if error is not None:
        yield (
            f"A difference of less than {number(1.414 * error)} points between two students may be due to chance "
            "(twice the standard error of a difference)."
        )


def _facts(report: Report) -> Iterator[tuple[str, str, str]]:
    """The figures at the head of the page: name, value, and what belongs to it."""
    blank = f", {report.blank} of them blank" if report.blank else ""
    yield "Papers", f"{report.marked} of {report.students}", f"marked{blank}; {report.absent} not handed in"
    distribution, reliability = report.distribution, report.reliability
    if distribution is not None:
        mean = distribution.mean
        yield (
            "Mean",
            f"{number(mean.value if mean else distribution.median)} of {number(report.of)}",
            _range(mean) if mean else "a single paper",
        )
        yield (
            "Median",
            number(distribution.median),
            f"half of the class between {number(distribution.quartiles[0])} and {number(distribution.quartiles[1])}",
        )
        if distribution.spread is not None:
            yield (
                "Standard deviation",
                number(distribution.spread),
                f"from {number(distribution.least)} to {number(distribution.most)}",
            )
    if reliability.alpha is not None:
        omega = f"; omega {number(reliability.omega, 2)}" if reliability.omega is not None else ""
        yield "Reliability (alpha)", number(reliability.alpha.value, 2), f"{_range(reliability.alpha, 2)}{omega}"
    if reliability.error is not None and reliability.margin is not None:
        yield (
            "Standard error of measurement",
            f"{number(reliability.error)} points",
            f"95 % interval for a student's points: ± {number(reliability.margin)}",
        )


def _histogram_told(report: Report) -> str:
    distribution = report.distribution
    if distribution is None:
        return ""
    bars = ", ".join(f"{number(bar.low)} to {number(bar.high)}: {bar.students}" for bar in distribution.bars)
    return f"Histogram of points. Students with {bars}."


def _bars(report: Report) -> Iterator[tuple[str, int]]:
    bars = report.distribution.bars if report.distribution else ()
    for place, bar in enumerate(bars):
        end = f"to {number(bar.high)}" if place == len(bars) - 1 else f"to below {number(bar.high)}"
        yield f"{number(bar.low)} {end}", bar.students


def _answer(row: AnswerRow) -> _Answer:
    counts = ", ".join(f"{count} {state.replace('-', ' ')}" for state, count in row.states.items())
    return _Answer(
        label=row.label,
        title=row.title,
        question=row.question,
        facility=_cell(row.facility, percent=True),
        discrimination=_cell(row.discrimination, percent=False),
        counts=counts,
        remark=row.remark,
    )


def _mistake(row: MisconceptionRow) -> _Mistake:
    return _Mistake(
        name=row.name.replace("_", " "),
        count=f"{row.students} of {row.could}",
        drawing=share_bar(row.share.value),
        range=f"{row.share.low:.0%} to {row.share.high:.0%}",
        labels=", ".join(row.labels),
        example=row.example,
    )


def _choice(row: ChoiceRow) -> _Choice:
    options = tuple(
        _Option(
            text=option.text,
            right=option.right,
            count=option.students,
            share=f"{option.students / row.students:.0%}",
            rest="" if option.rest is None else f"{option.rest:.0%}",
        )
        for option in row.options
    )
    return _Choice(row.label, row.title, options, row.unused)


def _effect(row: Effect) -> _Drawn:
    change = row.change
    below, above = _halves(row)
    return _Drawn(
        where=row.place if row.number is None else str(row.number),
        question="" if row.number is None and row.question in row.place else row.question,
        drawn=row.drawn.partition(" = ")[0],
        below=below,
        above=above,
        change=""
        if change is None
        else f"{number(100 * change.value)} ({number(100 * change.low)} to {number(100 * change.high)})",
        p=_p(row.corrected),
        unfair=row.unfair,
    )


def _effect_told(row: Effect) -> str:
    below, above = _halves(row)
    where = f"the place {row.place}" if row.number is None else f"question {row.number}"
    if not row.question:
        return f"{where}, {below}; {above}"
    which = "" if row.number is None and row.question in row.place else f" ({row.question})"
    return f"{where}{which}, {row.drawn.partition(' = ')[0]} {below}; {above}"


def _halves(row: Effect) -> Iterator[str]:
    """What either half of the class was given, and what it earned: ``5 to 17: 81 % (31 students)``."""
    value = row.drawn.partition(" = ")[2]
    other = f"not {value}" if row.question else "another question"
    for half, name in ((row.below, other), (row.above, value)):
        least, most = number(half.least, 2), number(half.most, 2)
        given = name if value else least if least == most else f"{least} to {most}"
        yield f"{given}: {half.facility:.0%} ({_count(half.students, 'student')})"


def _cell(estimate: Estimate | None, *, percent: bool) -> _Cell:
    if estimate is None:
        return _Cell("", "cannot be estimated")
    if percent:
        return _Cell(f"{estimate.value:.0%}", f"{estimate.low:.0%} to {estimate.high:.0%}", interval(estimate, 0, 1))
    low, value, high = (f"{x:.2f}".replace("-", "−") for x in (estimate.low, estimate.value, estimate.high))
    return _Cell(value, f"{low} to {high}", interval(estimate, -1, 1, (0,)))


def _range(estimate: Estimate, places: int = 1) -> str:
    return f"{number(estimate.low, places)} to {number(estimate.high, places)}"


def _p(p: float) -> str:
    return "below 0.001" if p < 0.001 else number(p, 3)


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"
