"""Marking again by other rules: what would change is shown first, and both runs are kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from examgen.answers import AnswerType
from examgen.bank.bank import Bank
from examgen.errors import cited
from examgen.exam.blueprint import read_blueprint
from examgen.exam.sealed import SealedAsk, SealedExam
from examgen.gradebook.grade import MarkedPapers, known_to, mark_found, record_marking
from examgen.gradebook.reader import overlaid
from examgen.gradebook.record import last_run
from examgen.gradebook.rulebook import Accepted, Rulebook, RuleError, accepted_value, find, repriced
from examgen.gradebook.standing import PaperStanding, Standing, standing
from examgen.gradebook.store import Gradebook
from examgen.marking.submissions import Submissions, collect
from examgen.question.question import Question


def changed_rules(
    rules: Rulebook,
    exam: SealedExam,
    bank: Bank,
    *,
    blueprint: Path | None = None,
    drop: Sequence[str] = (),
    full_credit: Sequence[str] = (),
    also_accept: Sequence[tuple[str, str]] = (),
) -> Rulebook:
    """Rules with changes laid over them.

    Args:
        rules: the rules so far.
        exam: the exam.
        bank: the questions.
        blueprint: a changed blueprint: its marking and its points.
        drop: questions or answers that count for nobody.
        full_credit: questions or answers that earn full points on every paper that was handed in.
        also_accept: for a question or answer, a value or an expression that is right as well.

    Raises:
        UserError: something of it cannot be used.
    """
    if blueprint is not None:
        read, source = read_blueprint(blueprint)
        points = repriced(exam, read, source, bank)
        if wrong := _in_vain(exam, read.marking.credit):
            raise RuleError(f"{cited(str(blueprint))}: credit: {wrong}; nothing was changed")
        rules = rules.model_copy(update={"marking": read.marking, "points": points})
    accepted = list(rules.also_accept)
    for answer, value in also_accept:
        for key in find(exam, answer):
            _check(exam, bank, key, value)
            accepted.append(Accepted(answer=key, value=value))
    return rules.model_copy(
        update={
            "drop": _joined(rules.drop, exam, drop),
            "full_credit": _joined(rules.full_credit, exam, full_credit),
            "also_accept": tuple(dict.fromkeys(accepted)),
        }
    )


def _in_vain(exam: SealedExam, credit: Mapping[str, float | Mapping[str, float]]) -> str:
    """What is wrong with partial credit for a mistake or a question that this exam does not have, and did not name when it was sealed."""
    questions: dict[str, set[str]] = {}
    for question in (question for paper in exam.papers for question in paper.questions):
        questions.setdefault(question.question, set()).update(question.misconceptions)
    known, sealed = set[str]().union(*questions.values()), exam.blueprint.marking.credit
    for name, share in credit.items():
        if name in sealed:
            continue
        if not isinstance(share, Mapping):
            if name not in known:
                return f"no answer of this exam shows the mistake {cited(name, 60)!r}; the mistakes are {', '.join(sorted(known))}"
        elif name not in questions:
            return f"this exam has no question {cited(name, 60)!r}; it has {', '.join(questions)}"
        elif unknown := [own for own in share if own not in questions[name]]:
            there = ", ".join(sorted(questions[name])) or "none"
            return f"no answer to {name} shows the mistake {cited(unknown[0], 60)!r}; the mistakes are {there}"
    return ""


def _joined(keys: Sequence[str], exam: SealedExam, more: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*keys, *(key for text in more for key in find(exam, text))]))


def _check(exam: SealedExam, bank: Bank, key: str, value: str) -> None:
    """Make sure that a value can be read for some paper, so that a mistyped expression is said at once."""
    failed: RuleError | None = None
    for kind, variant, ask in _asked(exam, bank, key):
        options = [option.text.strip("$") for option in ask.options] or [said for _, said in kind.listed]
        if options and re.fullmatch(r"\(?[A-Za-z]\)?", value.strip()):
            raise RuleError(
                f"answer {ask.label} is a choice, and letters differ between papers; expected the text of an option, "
                f"such as {cited(options[0], 60)!r}, got {value!r}"
            )
        try:
            accepted_value(variant, kind, value)
        except RuleError as error:
            failed = failed or error
        else:
            return
    if failed is not None:
        raise failed


def _asked(exam: SealedExam, bank: Bank, key: str) -> list[tuple[AnswerType, Question, SealedAsk]]:
    found = []
    for paper in exam.papers[:50]:
        for question in paper.questions:
            for ask in question.asks:
                if f"{question.place}/{ask.name}" == key:
                    variant = question.variant(bank)
                    found.append((variant.asks[ask.name].type, variant, ask))
    return found


@dataclass(frozen=True)
class Change:
    """What a regrade does to one paper."""

    before: PaperStanding
    after: PaperStanding

    @property
    def gain(self) -> Decimal:
        """By how many points it changes; below 0 where it loses. Where it is out of other points now, by how many per cent."""
        if self.before.of == self.after.of:
            return self.after.points - self.before.points
        return _percent(self.after) - _percent(self.before)

    @property
    def answers(self) -> list[tuple[str, Decimal, Decimal]]:
        """The answers whose points change: label, before, after."""
        was = {answer.label: answer.points for answer in self.before.answers}
        return [
            (answer.label, was[answer.label], answer.points)
            for answer in self.after.answers
            if answer.label in was and was[answer.label] != answer.points
        ]


def _percent(paper: PaperStanding) -> Decimal:
    return (100 * paper.points / paper.of).quantize(Decimal("0.1")) if paper.of else Decimal(0)


@dataclass(frozen=True)
class Proposal:
    """A regrade before it is made.

    Attributes:
        before: what stands.
        after: the papers as they would stand, with what people decided.
    """

    rules: Rulebook
    keras: bool
    before: Standing
    after: tuple[PaperStanding, ...]
    marking: MarkedPapers
    found: Submissions

    @property
    def changes(self) -> list[Change]:
        """The papers on which anything changes, the largest losses first."""
        was = {paper.paper.number: paper for paper in self.before.papers}
        changes = [Change(was[paper.paper.number], paper) for paper in self.after if paper.paper.number in was]
        different = [
            c
            for c in changes
            if (c.before.points, c.before.highest, c.before.of) != (c.after.points, c.after.highest, c.after.of)
        ]
        return sorted(different, key=lambda change: (change.gain, change.after.paper.student))


def propose(book: Gradebook, bank: Bank, rules: Rulebook, *, keras: bool | None = None) -> Proposal:
    """Mark everything that counted in the last run by other rules, and write nothing down.

    Args:
        book: the gradebook.
        bank: the questions.
        rules: the rules.
        keras: whether both witnesses run; as in the last run without it.

    Raises:
        RuleError: nothing was marked yet.
    """
    last = last_run(book)
    if last is None:
        raise RuleError("nothing has been marked yet, so there is nothing to mark again; run examgen grade first")
    both = last.witness == "both" if keras is None else keras
    counted, typed = known_to(book)
    found = collect(book.exam, [], counted, entered=typed)
    marking = mark_found(book, found, bank, rules, keras=both)
    after = overlaid(book, [replace(paper, status="marked") for paper in marking.papers])
    return Proposal(rules, both, standing(book, history=False), tuple(after), marking, found)


def make(book: Gradebook, proposal: Proposal, *, by: str = "", why: str = "") -> None:
    """Write a regrade down as a run of its own; the runs before it stay."""
    record_marking(
        book, proposal.marking, proposal.found, proposal.rules, kind="regrade", keras=proposal.keras, by=by, why=why
    )
