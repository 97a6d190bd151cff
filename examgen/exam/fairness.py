"""Whether all papers of an exam take about the same work, and whether the time suffices."""

from __future__ import annotations

import statistics
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from examgen.bank.bank import Bank
from examgen.exam.minutes import minutes
from examgen.exam.sealed import SealedExam, SealedQuestion
from examgen.question.selection import why_poor

PLACE, SECTION, PAPER = 0.15, 0.15, 0.05
"""(max - min) / median of the work at one place, in one section and on a whole paper: so much at most is fair."""
SLIGHT = 60.0
"""A difference of so many seconds at one place is nobody's disadvantage."""


@dataclass(frozen=True)
class Spread:
    """How the work on several papers differs.

    Attributes:
        effort: (max - min) / median of the operations; 0 where the papers have different questions, which only the time compares.
        time: the same of the seconds, with reading and writing.
        least: seconds of the paper that takes the least.
        median: seconds, in the middle.
        most: seconds of the paper that takes the most.
    """

    effort: float
    time: float
    least: float
    median: float
    most: float

    @classmethod
    def of(cls, papers: Sequence[Sequence[SealedQuestion]]) -> Spread:
        """Of some questions of every paper."""
        efforts = [sum(each.effort for each in questions) for questions in papers]
        times = [sum(each.seconds for each in questions) for questions in papers]
        same = len({frozenset((each.place, each.question) for each in questions) for questions in papers}) == 1
        return cls(_spread(efforts) if same else 0.0, _spread(times), min(times), statistics.median(times), max(times))

    @property
    def greatest(self) -> float:
        """The greater of both."""
        return max(self.effort, self.time)


def _spread(values: Sequence[float]) -> float:
    median = statistics.median(values)
    return (max(values) - min(values)) / median if median else 0.0


def by_place(exam: SealedExam) -> dict[str, Spread]:
    """The work at each place, by its id and in the order of the first paper."""
    found: defaultdict[str, list[list[SealedQuestion]]] = defaultdict(list)
    for paper in exam.papers:
        for question in paper.questions:
            found[question.place].append([question])
    return {place: Spread.of(questions) for place, questions in found.items()}


def by_section(exam: SealedExam) -> list[Spread]:
    """The work in each section."""
    return [
        Spread.of([[each for each in paper.questions if each.section == index] for paper in exam.papers])
        for index in range(len(exam.blueprint.sections))
    ]


def of_papers(exam: SealedExam) -> Spread:
    """The work on whole papers."""
    return Spread.of([paper.questions for paper in exam.papers])


def time_needed(exam: SealedExam) -> str:
    """How long the exam takes, in a line: `about 78 of 90 minutes (76 to 80)`."""
    whole = of_papers(exam)
    least, median, most = (minutes(time) for time in (whole.least, whole.median, whole.most))
    of = f" of {exam.blueprint.duration}" if exam.blueprint.duration else ""
    between = f" ({least} to {most})" if least != most else ""
    return f"about {median}{of} minutes{between}"


def time_by_question(exam: SealedExam) -> str:
    """How long each question takes, in the order of the first paper."""
    spreads = by_place(exam)
    questions = exam.papers[0].questions if exam.papers else ()
    return ", ".join(f"{each.number}: {minutes(spreads[each.place].median)}" for each in questions)


def unusual(exam: SealedExam, bank: Bank) -> Iterator[str]:
    """A note for each question for which a blueprint sets values that examgen would not draw."""
    for place, question in {each.place: each for paper in exam.papers for each in paper.questions}.items():
        if why := why_poor(question.variant(bank)):
            yield (
                f"Note: the blueprint sets values for {place} that examgen would not draw: {why}. "
                "Check the question and its key before you print."
            )


def unfair(exam: SealedExam) -> Iterator[str]:
    """What is said where papers differ in work by more than is fair, or the time does not suffice."""
    if not exam.papers:
        return
    whole, duration = of_papers(exam), exam.blueprint.duration
    if duration and whole.most > 60 * duration:
        yield (
            f"Warning: {time_needed(exam)}: a prepared student will not finish; leave out questions, or give more time."
        )
    asked = {question.place: question.question for paper in exam.papers for question in paper.questions}
    for place, spread in by_place(exam).items():
        if spread.greatest > PLACE and spread.most - spread.least > SLIGHT:
            yield (
                f"Warning: {place} takes {minutes(spread.least)} to {minutes(spread.most)} minutes, depending on the paper "
                f"({_percent(spread.greatest)} of the median, at most {_percent(PLACE)} is fair); "
                f"pin parameters of {asked[place]}, or ask another question."
            )
    for number, (section, spread) in enumerate(zip(exam.blueprint.sections, by_section(exam), strict=True), start=1):
        if spread.greatest > SECTION:
            named = repr(section.title) if section.title else number
            yield f"Warning: the work in section {named} differs by {_percent(spread.greatest)} between papers."
    if whole.greatest > PAPER:
        yield (
            f"Warning: the work on whole papers differs by {_percent(whole.greatest)}; at most {_percent(PAPER)} is fair."
        )


def _percent(part: float) -> str:
    return f"{100 * part:.0f} %"
