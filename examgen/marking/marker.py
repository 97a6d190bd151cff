"""Marks papers: reads every answer, holds it against the key, follows a mistake through, and names the confusion behind it.

All networks that the marking of an exam needs, the keys again, what follows from wrong answers, and what misconceptions make of
them, run in one pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from examgen.arrays import Array, agree, shape
from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam.blueprint import Marking
from examgen.exam.sealed import SealedExam, SealedPaper
from examgen.exam.sheet import Sheet
from examgen.marking.diagnosis import diagnose, diagnose_pair, is_telling, pairs
from examgen.marking.evidence import weighed
from examgen.marking.marks import AskMark, PaperMark, QuestionMark
from examgen.marking.work import Answer, Work
from examgen.oracle.oracle import OracleError
from examgen.question import misconceptions
from examgen.question.question import Misconception
from examgen.verify import witness
from examgen.verify.witness import Scenario, Values


class KeyMismatch(UserError):
    """A sealed key is not what the witnesses say today: the file was edited, or the bank has changed since."""

    exit_code = 3


def mark_all(
    exam: SealedExam,
    submissions: Sequence[tuple[SealedPaper, Sheet]],
    bank: Bank,
    *,
    keras: bool = True,
    diagnosis: bool = True,
) -> list[PaperMark]:
    """Mark papers.

    With ``keras`` the keys are made again and held against the sealed ones; without, no network runs: the sealed keys hold, and
    what follows from a wrong answer is worked out by the derivation alone. Without ``diagnosis`` no reason is looked for.

    Raises:
        KeyMismatch: a sealed key is not what the witnesses say.
    """
    works = [[Work.of(q, q.variant(bank), sheet, keras=keras) for q in paper.questions] for paper, sheet in submissions]
    flat = [work for paper in works for work in paper]
    if keras:
        _check_keys(flat)
    views = _Views(flat, keras=keras, diagnosis=diagnosis)
    rules = exam.blueprint.marking
    marked = {id(work): [_mark(work, name, views, rules) for name in work.answers] for work in flat}
    if keras and diagnosis:
        _explain_by_pairs(flat, marked)
    return [
        weighed(
            PaperMark(
                paper,
                tuple(QuestionMark(work.sealed, work.variant, tuple(marked[id(work)])) for work in paper_works),
                tuple(_stray(paper, sheet)),
            )
        )
        for (paper, sheet), paper_works in zip(submissions, works, strict=True)
    ]


def _explain_by_pairs(works: Sequence[Work], marked: dict[int, list[AskMark]]) -> None:
    """Two misconceptions together, for the wrong answers that nothing simpler explains; one more pass over their networks."""
    asked: list[tuple[Work, Misconception]] = []
    for work in works:
        if any(_unexplained(work, mark) for mark in marked[id(work)]):
            slips = [s for s in misconceptions.all_of(work.variant) if s.name in work.sealed.misconceptions]
            asked.extend((work, pair) for pair in pairs(work.variant, slips))
    seen: dict[int, dict[str, Values]] = {}
    for (work, pair), values in zip(asked, witness.evaluate([Scenario(w.variant, p) for w, p in asked]), strict=True):
        if not isinstance(values, OracleError):
            seen.setdefault(id(work), {})[pair.name] = values
    for work in works:
        for index, mark in enumerate(marked[id(work)]):
            if _unexplained(work, mark) and mark.value is not None:
                kind = work.answers[mark.ask.name].type
                found = diagnose_pair(kind, mark.ask.name, mark.value, seen.get(id(work), {}))
                marked[id(work)][index] = replace(mark, diagnosis=found)


def _unexplained(work: Work, mark: AskMark) -> bool:
    kind = work.answers[mark.ask.name].type
    lost = mark.state in ("wrong", "partial") and mark.diagnosis is None
    return lost and mark.value is not None and not mark.ask.set_as_choice and is_telling(kind, mark.value)


def _stray(paper: SealedPaper, sheet: Sheet) -> Iterator[str]:
    for label in sheet.answers:
        if label not in paper.asks:
            yield f"{sheet.path}:{sheet.lines[label]}: the paper asks no {label!r}; that answer was not marked"


def _check_keys(works: Sequence[Work]) -> None:
    """Both witnesses once more, held against what was sealed."""
    for work, attested in zip(works, witness.attest([w.variant for w in works], misconceptions=False), strict=True):
        for name, answer in work.answers.items():
            if not agree(attested.key[name], answer.ask.key):
                raise KeyMismatch(
                    f"the sealed key of {work.sealed.question}, answer {answer.ask.label}, is {answer.ask.key}, "
                    f"but both witnesses say {attested.key[name]}; was the sealed exam edited, or examgen upgraded? "
                    f"See {witness.reproduction(work.variant)}"
                )


_Place = tuple[int, str, int, str]
"""Which work, which ask, which of its starts, and with which confusion (none where empty)."""


class _Views:
    """What follows from students' own answers, with and without a confusion; everything that is needed, seen in one pass."""

    def __init__(self, works: Sequence[Work], *, keras: bool, diagnosis: bool) -> None:
        self._keras = keras
        self._starts: dict[tuple[int, str], tuple[Values, ...]] = {}
        self._seen: dict[_Place, Values] = {}
        scenarios: list[tuple[_Place, Scenario]] = []
        for work in works:
            for name, answer in work.answers.items():
                if answer.value is None or answer.right:
                    continue
                starts = self._starts[id(work), name] = work.starts(name)
                for n, given in enumerate(starts):
                    scenarios.append(((id(work), name, n, ""), Scenario(work.variant, given=given)))
                    slips = misconceptions.all_of(work.variant) if diagnosis else ()
                    scenarios.extend(((id(work), name, n, s.name), Scenario(work.variant, s, given)) for s in slips)
        if keras:
            for (place, _), values in zip(scenarios, witness.evaluate([s for _, s in scenarios]), strict=True):
                self._seen[place] = {} if isinstance(values, OracleError) else values

    def carried(self, work: Work, name: str) -> list[Array]:
        """What is right from the student's own earlier answers, where both witnesses say the same."""
        found: list[Array] = []
        for n, given in enumerate(self._starts.get((id(work), name), ())):
            derived = work.derived(name, given)
            if derived is None:
                continue
            seen = self._seen.get((id(work), name, n, ""), {}).get(name)
            if not self._keras:
                found.append(derived)
            elif seen is not None and agree(seen, derived):
                found.append(seen)
        return found

    def confused(self, work: Work, name: str) -> Iterator[tuple[str, Array]]:
        """What each misconception makes of an ask: from the right answers before it, and from the student's own."""
        for sealed, values in work.sealed.misconceptions.items():
            if name in values:
                yield sealed, values[name]
        for n in range(len(self._starts.get((id(work), name), ()))):
            for slip in misconceptions.all_of(work.variant):
                values = self._seen.get((id(work), name, n, slip.name), {})
                if name in values:
                    yield slip.name, values[name]


def _mark(work: Work, name: str, views: _Views, rules: Marking) -> AskMark:
    answer = work.answers[name]
    ask = answer.ask
    if not answer.text:
        return AskMark(ask, "", "blank", Decimal(0), "Nothing was written.")
    if answer.value is None:
        return AskMark(ask, answer.text, "unreadable", Decimal(0), answer.refusal)
    if answer.right:
        return AskMark(ask, answer.text, "right", ask.points, "It is right.", answer.said, answer.value)
    carried = views.carried(work, name)
    for value in carried:
        if answer.against(value).right:
            return _followed(work, name, answer, value, rules)
    expected = [*carried, ask.key]
    against = max((answer.against(value) for value in expected), key=lambda comparison: comparison.share)
    reason = diagnose(answer.type, answer.value, expected, list(views.confused(work, name)))
    if reason and ask.set_as_choice:
        reason = replace(reason, luck=1.0)  # every wrong option is what some misconception leads to
    wrong = tuple(i for i, right in enumerate(against.cells) if not right)
    share = against.share if rules.partial == "cells" and against.share >= Fraction(1, 2) else Fraction(0)
    points = _rounded(ask.points, share)
    of = len(against.cells)
    if share:
        rule = f"{of - len(wrong)} of {of} {answer.type.cell}s are right, and earn their part."
    elif against.cells and of > 1 and len(wrong) < of and rules.partial == "cells":
        rule = f"{of - len(wrong)} of {of} {answer.type.cell}s are right; fewer than half earn nothing."
    elif not against.cells:
        rule = f"It has another size: {_size(answer.value)}, where {_size(ask.key)} was expected."
    else:
        rule = "It is not right."
    return AskMark(
        ask,
        answer.text,
        "partial" if share else "wrong",
        points,
        rule,
        answer.said,
        answer.value,
        reason,
        carried[0] if carried else None,
        wrong,
    )


def _followed(work: Work, name: str, answer: Answer, carried: Array, rules: Marking) -> AskMark:
    upstream = work.variant.asks[name].upstream
    *others, last = (work.answers[n].ask.label for n in upstream)
    own = f"answers {', '.join(others)} and {last}" if others else f"answer {last}"
    if all(work.answers[n].right for n in upstream):
        rule = f"It is right from your rounded {own}."
        return AskMark(
            answer.ask, answer.text, "right", answer.ask.points, rule, answer.said, answer.value, carried=carried
        )
    points = _rounded(answer.ask.points, Fraction(str(rules.follow_through)))
    rule = f"The work from your {own} is right, so the mistake there costs nothing here."
    if rules.follow_through < 1:
        rule = f"The work from your {own} is right, which earns {rules.follow_through:.0%} here."
    return AskMark(answer.ask, answer.text, "follow-through", points, rule, answer.said, answer.value, carried=carried)


def _rounded(points: Decimal, share: Fraction) -> Decimal:
    exact = points * Decimal(share.numerator) / Decimal(share.denominator)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _size(value: Array) -> str:
    return " × ".join(map(str, shape(value))) or "one number"
