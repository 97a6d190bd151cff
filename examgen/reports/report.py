"""The report on an exam: everything that the statistics say of it, as plain data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from examgen.gradebook.rulebook import Item
from examgen.judge import STATES
from examgen.reports import statistics
from examgen.reports.fairness import Effect, effects
from examgen.reports.likeness import Likeness, likenesses
from examgen.reports.record import Sitting, items, points_by_item, points_by_place, undecided
from examgen.reports.statistics import Estimate

BINS = 16
"""So many bars show how the points are distributed at most."""
TEACH_AGAIN = 0.5
"""A topic of which the class surely earned less than this is to be taught again."""
COMMON = 0.2
"""A misconception that more than this part of those have who could show it calls for teaching, however the topic went."""
OPTIONS = 8
"""So many different options of an answer are listed."""


@dataclass(frozen=True)
class Bar:
    """How many students have from ``low`` up to ``high`` points; the last bar includes its upper end."""

    low: float
    high: float
    students: int


@dataclass(frozen=True)
class Distribution:
    """The points of those who wrote something."""

    bars: tuple[Bar, ...]
    mean: Estimate | None
    median: float
    quartiles: tuple[float, float]
    spread: float | None
    least: float
    most: float


@dataclass(frozen=True)
class Reliability:
    """How much of the differences between students another exam of this kind would show again.

    The unit is the question: its parts go on from each other, and would make the exam look more reliable than it is.

    Attributes:
        error: the standard error of measurement, in points.
        margin: the 95 % interval of a student's points is so many points to both sides.
    """

    alpha: Estimate | None
    omega: float | None
    error: float | None
    margin: float | None


@dataclass(frozen=True)
class AnswerRow:
    """One answer over the class.

    Attributes:
        label: what it is called, by `examgen.gradebook.rulebook.called`.
        facility: the mean share of its points, of those who were asked and whose mark is decided, blank answers included; none while
            more answers are pending than decided.
        discrimination: its correlation with the rest of the points.
        states: how many answers are right, wrong, blank, …
        remark: what an instructor should look at; empty where there is nothing.
    """

    place: str
    label: str
    question: str
    ask: str
    title: str
    of: float
    students: int
    facility: Estimate | None
    discrimination: Estimate | None
    states: dict[str, int]
    remark: str


@dataclass(frozen=True)
class OptionRow:
    """One option of a choice: how many took it, and how well they did in the rest of the exam, as a mean share of the points."""

    text: str
    right: bool
    students: int
    rest: float | None


@dataclass(frozen=True)
class ChoiceRow:
    """The options of one answer, the most chosen first; nobody took ``unused`` of them."""

    label: str
    title: str
    students: int
    options: tuple[OptionRow, ...]
    unused: tuple[str, ...]


@dataclass(frozen=True)
class MisconceptionRow:
    """How many have a misconception, of those whose papers could show it.

    Attributes:
        labels: the answers where it showed.
        questions: the ids of their questions.
        example: what was said to one student who has it, in Markdown.
    """

    name: str
    students: int
    could: int
    share: Estimate
    labels: tuple[str, ...]
    questions: tuple[str, ...]
    topics: tuple[str, ...]
    example: str


@dataclass(frozen=True)
class TopicRow:
    """How a topic went.

    Attributes:
        again: why it is to be taught again; empty where it need not be.
        in_bank: whether the bank has questions on it; a blueprint's own texts are a topic that has none.
    """

    topic: str
    students: int
    facility: Estimate
    misconceptions: tuple[str, ...]
    again: str
    in_bank: bool = True


@dataclass(frozen=True)
class Report:
    """A whole report.

    Attributes:
        students: how many papers have a student.
        marked: how many were marked; ``blank`` of them have nothing on them and count in no figure.
        pending: how many answers a person still has to decide; each counts in no figure of its own, and in a total with what is certain.
    """

    title: str
    course: str
    exam: str
    of: float
    students: int
    marked: int
    blank: int
    absent: int
    unmarked: int
    pending: int
    distribution: Distribution | None
    reliability: Reliability
    answers: tuple[AnswerRow, ...]
    choices: tuple[ChoiceRow, ...]
    misconceptions: tuple[MisconceptionRow, ...]
    topics: tuple[TopicRow, ...]
    fairness: tuple[Effect, ...]
    likenesses: tuple[Likeness, ...]

    @property
    def unfair(self) -> tuple[Effect, ...]:
        """The draws that made the exam harder or easier."""
        return tuple(effect for effect in self.fairness if effect.unfair)


def as_object(report: Report) -> dict[str, Any]:
    """A report ready for JSON; an estimate is an object of ``value``, ``low`` and ``high``."""
    made: dict[str, Any] = asdict(report)
    for effect, each in zip(report.fairness, made["fairness"], strict=True):
        each["unfair"] = effect.unfair
    return made


@dataclass(frozen=True)
class Head:
    """What a report says of the exam itself, and of the papers that it has no figures of."""

    title: str
    course: str
    exam: str
    of: float
    students: int
    absent: int = 0
    unmarked: int = 0


def report(head: Head, marked: Sequence[Sitting]) -> Report:
    """The report on a class.

    Args:
        head: the exam.
        marked: every paper that was marked.
    """
    written = [sitting for sitting in marked if not sitting.blank]
    found = items(written)
    _, by_place = points_by_place(written)
    return Report(
        title=head.title,
        course=head.course,
        exam=head.exam,
        of=head.of,
        students=head.students,
        marked=len(marked),
        blank=len(marked) - len(written),
        absent=head.absent,
        unmarked=head.unmarked,
        pending=sum(response.pending for sitting in marked for _, response in sitting.responses),
        distribution=_distribution(written, head.of),
        reliability=_reliability(by_place),
        answers=tuple(_answers(written, found)),
        choices=tuple(_choices(written, found)),
        misconceptions=(misconceptions := tuple(_misconceptions(written, found))),
        topics=tuple(_topics(written, misconceptions)),
        fairness=tuple(effects(written)),
        likenesses=tuple(likenesses(written)),
    )


def _distribution(written: Sequence[Sitting], of: float) -> Distribution | None:
    if not written:
        return None
    points = np.array([sitting.points for sitting in written])
    highest = max(of, float(points.max()), 1.0)
    width = next(w for w in (0.5, 1, 2, 2.5, 5, 10, 20, 25, 50, 100, 200, 500, 1000) if highest / w <= BINS)
    edges = np.arange(0, highest + width, width)
    edges = edges if edges[-1] >= highest else np.append(edges, edges[-1] + width)
    counts, _ = np.histogram(points, edges)
    low, middle, high = (float(q) for q in np.quantile(points, (0.25, 0.5, 0.75)))
    return Distribution(
        bars=tuple(Bar(float(a), float(b), int(count)) for a, b, count in zip(edges, edges[1:], counts, strict=False)),
        mean=statistics.mean(points),
        median=middle,
        quartiles=(low, high),
        spread=float(points.std(ddof=1)) if len(points) > 1 else None,
        least=float(points.min()),
        most=float(points.max()),
    )


def _reliability(by_place: statistics.Numbers) -> Reliability:
    alpha = statistics.alpha(by_place)
    omega = statistics.omega(by_place) if alpha else None
    error = statistics.standard_error(by_place, alpha.value) if alpha and alpha.value > 0 else None
    return Reliability(alpha, omega, error, 1.96 * error if error is not None else None)


def _answers(written: Sequence[Sitting], found: Mapping[Item, str]) -> Iterator[AnswerRow]:
    shares, points = (points_by_item(written, list(found), share=share) for share in (True, False))
    discriminations = statistics.discriminations(points)
    states: defaultdict[Item, Counter[str]] = defaultdict(Counter)
    about: dict[Item, tuple[str, float]] = {}
    for sitting in written:
        for question, response in sitting.responses:
            item = (question.place, question.question, response.name)
            states[item][response.state] += 1
            about[item] = (question.title, response.of)
    waiting = undecided(written)
    for column, (item, label) in enumerate(found.items()):
        known = item not in waiting
        facility = statistics.proportion(shares[:, column]) if known else None
        discrimination = discriminations[column] if known else None
        title, of = about[item]
        yield AnswerRow(
            place=item[0],
            label=label,
            question=item[1],
            ask=item[2],
            title=title,
            of=of,
            students=states[item].total(),
            facility=facility,
            discrimination=discrimination,
            states={state: states[item][state] for state in STATES if states[item][state]},
            remark=_remark(facility, discrimination),
        )


def _remark(facility: Estimate | None, discrimination: Estimate | None) -> str:
    if discrimination is not None and discrimination.high < 0:
        return "stronger students do worse here: look at the key and the wording"
    if facility is not None and facility.high < 0.2:
        return "hardly any points were earned"
    if discrimination is not None and discrimination.high < 0.15:
        return "hardly correlated with the rest of the exam"
    if facility is not None and facility.low > 0.95:
        return "nearly all points were earned"
    return ""


def _choices(written: Sequence[Sitting], found: Mapping[Item, str]) -> Iterator[ChoiceRow]:
    taken: defaultdict[Item, defaultdict[tuple[str, bool], list[float | None]]] = defaultdict(lambda: defaultdict(list))
    offered: defaultdict[Item, dict[str, None]] = defaultdict(dict)
    titles: dict[Item, str] = {}
    for sitting in written:
        for question, response in sitting.responses:
            if not response.options:
                continue
            item = (question.place, question.question, response.name)
            titles.setdefault(item, question.title)
            offered[item].update(dict.fromkeys(response.options))
            if response.chosen:
                of = sitting.of - response.of
                rest = (sitting.points - response.points) / of if of else None
                taken[item][response.chosen, response.state in ("right", "follow-through")].append(rest)
    for item, title in titles.items():
        rows = [
            OptionRow(text, right, len(rests), _mean([rest for rest in rests if rest is not None]))
            for (text, right), rests in taken[item].items()
        ]
        rows.sort(key=lambda row: (-row.students, row.text))
        chosen = {row.text for row in rows}
        unused = tuple(text for text in offered[item] if text not in chosen)
        yield ChoiceRow(found[item], title, sum(row.students for row in rows), tuple(rows[:OPTIONS]), unused[:OPTIONS])


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None


def _misconceptions(written: Sequence[Sitting], found: Mapping[Item, str]) -> Iterator[MisconceptionRow]:
    has: defaultdict[str, set[str]] = defaultdict(set)
    could: Counter[str] = Counter()
    where: defaultdict[str, Counter[tuple[str, str, str]]] = defaultdict(Counter)
    example: dict[str, str] = {}
    for sitting in written:
        could.update({name for question in sitting.questions if not question.blank for name in question.detects})
        for question, response in sitting.responses:
            for name in response.misconceptions:
                has[name].add(sitting.student)
                label = found[question.place, question.question, response.name]
                where[name][label, question.question, question.topic] += 1
                if len(response.misconceptions) == 1:
                    example.setdefault(name, response.feedback)
    for name, students in sorted(has.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        n = max(could[name], len(students))
        share = statistics.proportion(np.repeat([1.0, 0.0], [len(students), n - len(students)]))
        assert share is not None, "somebody has it"
        met = [place for place, _ in where[name].most_common()]
        labels, questions, topics = (tuple(dict.fromkeys(part)) for part in zip(*met, strict=True))
        yield MisconceptionRow(
            name, len(students), n, share, tuple(sorted(labels)), questions, topics, example.get(name, "")
        )


def _topics(written: Sequence[Sitting], misconceptions: Sequence[MisconceptionRow]) -> Iterator[TopicRow]:
    """The topics, what is to be taught again first."""
    earned: defaultdict[str, list[float]] = defaultdict(list)
    waiting = {item[:2] for item in undecided(written)}
    for sitting in written:
        of, points = defaultdict[str, float](float), defaultdict[str, float](float)
        for question in sitting.questions:
            if not question.pending and (question.place, question.question) not in waiting:
                of[question.topic] += question.of
                points[question.topic] += question.points
        for topic, most in of.items():
            if most:
                earned[topic].append(points[topic] / most)
    own = {q.topic for sitting in written for q in sitting.questions if "." not in q.question}
    rows = []
    for topic, shares in earned.items():
        facility = statistics.proportion(np.clip(np.array(shares), 0, 1))
        assert facility is not None, "somebody was asked"
        common = tuple(row for row in misconceptions if topic in row.topics and row.share.low > COMMON)
        why = []
        if facility.high < TEACH_AGAIN:
            why.append(f"the class earned {facility.value:.0%} of its points")
        why += [f"{row.students} of {row.could}: {row.name.replace('_', ' ')}" for row in common]
        names = tuple(row.name for row in common)
        rows.append(TopicRow(topic, len(shares), facility, names, "; ".join(why), in_bank=topic not in own))
    yield from sorted(rows, key=lambda row: (not row.again, row.facility.value))
