"""What follows from another value that is accepted as well: later answers are right by it as they are by the key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product

from examgen.arrays import Array, agree
from examgen.bank.bank import Bank
from examgen.exam.sealed import SealedExam, SealedPaper
from examgen.gradebook.judged import judged
from examgen.gradebook.rulebook import Accepted, RuleError, accepted_value, is_value
from examgen.gradebook.standing import PaperStanding
from examgen.marking.marker import Submission, mark_all
from examgen.marking.marks import PaperMark, QuestionMark
from examgen.oracle import OracleError
from examgen.question.question import all_upstream
from examgen.rendering.document import StudentText
from examgen.verify import witness

MOST = 16
"""So many combinations of accepted values are tried for one question of one paper."""
_OPEN = ("blank", "unreadable", "doubtful")


@dataclass(frozen=True)
class _Other:
    """Another key of a question: some answers are accepted values, and what follows from them.

    Attributes:
        follows: the right values of the later answers, by ask.
        paper: the paper with this question alone, and with this key.
    """

    place: int
    said: str
    follows: Mapping[str, Array]
    paper: SealedPaper


def judged_with(
    marks: Sequence[PaperMark],
    sheets: Sequence[Submission],
    exam: SealedExam,
    accepted: Sequence[Accepted],
    bank: Bank,
    *,
    keras: bool,
) -> list[PaperStanding]:
    """Papers as the judge marked them; later answers that follow from an accepted value earn what they would by that key.

    That is where a student wrote the accepted value, or wrote nothing readable there and went on from it. No answer loses by it.

    Args:
        marks: the papers as they were marked by the key.
        sheets: their sheets.
        exam: the exam.
        accepted: values that are right besides the key.
        bank: the questions.
        keras: whether both witnesses must say what follows; the derivation alone without.
    """
    stands = [judged(mark) for mark in marks]
    others = [list(_others(mark, accepted, keras=keras)) if accepted else [] for mark in marks]
    written = {id(paper): sheet for paper, sheet in sheets}
    again = [(other.paper, written[id(mark.paper)]) for mark, each in zip(marks, others, strict=True) for other in each]
    done = {
        id(mark.paper): mark for mark in mark_all(exam, again, bank, keras=keras, diagnosis=False, check=False).papers
    }
    return [
        _better(stand, [(other, done[id(other.paper)]) for other in each if id(other.paper) in done])
        for stand, each in zip(stands, others, strict=True)
    ]


def _others(mark: PaperMark, accepted: Sequence[Accepted], *, keras: bool) -> Iterator[_Other]:
    for place, question in enumerate(mark.questions):
        names = {ask.ask.name for ask in question.asks}
        values = {name: _accepted(question, name, accepted) for name in names}
        values = {name: found for name, found in values.items() if found}
        if not values:
            continue
        choices = product(*({**found, "": None}.items() for found in values.values()))
        for chosen in islice(choices, MOST):
            given = {name: value for name, (_, value) in zip(values, chosen, strict=True) if value is not None}
            if not given or not (follows := _follows(question, given, keras=keras)):
                continue
            asks = tuple(
                ask.model_copy(update={"key": {**given, **follows}.get(ask.name, ask.key)})
                for ask in question.sealed.asks
            )
            other = question.sealed.model_copy(update={"asks": asks, "misconceptions": {}})
            said = ", ".join(text for text, value in chosen if value is not None)
            yield _Other(place, said, follows, mark.paper.model_copy(update={"questions": (other,)}))


def _accepted(question: QuestionMark, name: str, accepted: Sequence[Accepted]) -> dict[str, Array]:
    """The accepted values of an answer that the student wrote, or may have gone on from."""
    key, variant, found = f"{question.sealed.place}/{name}", question.variant, {}
    mine = next(ask for ask in question.asks if ask.ask.name == name)
    for each in accepted:
        if each.answer != key or mine.state == "right":
            continue
        try:
            value = accepted_value(variant, variant.asks[name].type, each.value)
        except RuleError:
            continue
        if mine.state in _OPEN or is_value(variant, name, mine.answered.text, mine.value, each.value):
            found[each.value] = value
    return found


def _follows(question: QuestionMark, given: Mapping[str, Array], *, keras: bool) -> dict[str, Array]:
    """The later answers that other answers lead to; none where a witness cannot go on from them, or they disagree."""
    variant = question.variant
    later = [
        ask.ask.name
        for ask in question.asks
        if ask.ask.name not in given
        and not ask.ask.set_as_choice
        and all_upstream(variant.asks, ask.ask.name) & set(given)
    ]
    if not later:
        return {}
    try:
        derived = variant.derivation(given).answers
        found = {name: variant.asks[name].type.fit(derived[name]) for name in later}
    except (ValueError, ArithmeticError, LookupError):
        return {}
    if keras:
        (seen,) = witness.evaluate([witness.Scenario(variant, given=given)])
        if isinstance(seen, OracleError) or not all(name in seen and agree(seen[name], found[name]) for name in later):
            return {}
    return found


def _better(stands: PaperStanding, others: Sequence[tuple[_Other, PaperMark]]) -> PaperStanding:
    best = {answer.label: answer for answer in stands.answers}
    for other, mark in others:
        for answer in judged(mark).answers:
            was = best[answer.label]
            name = answer.ask.name
            if name in other.follows and (answer.points, answer.highest) > (was.points, was.highest):
                rule = StudentText(f"{answer.rule.text} It follows from {other.said}, which is accepted as well.")
                best[answer.label] = replace(
                    answer, question=was.question, ask=was.ask, rule=rule, carried=other.follows[name]
                )
    return replace(stands, answers=tuple(best.values()))
