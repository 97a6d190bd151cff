"""Everything about one answer, for whoever answers for its mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from examgen.answers import AnswerType, Explanation
from examgen.arrays import Array, agree, cells, json_ready, place_of, shape
from examgen.bank.bank import Bank
from examgen.derivation.lines import Derivation, Line
from examgen.errors import UserError
from examgen.exam.printing import criteria
from examgen.exam.sealed import as_typed, kind_of
from examgen.gradebook.standing import AnswerStanding, PaperStanding, Standing
from examgen.judge import Diagnosis
from examgen.question.question import Question
from examgen.verify import witness
from examgen.verify.witness import Attested
from examgen.wording import ATTESTED, listed

MOST_CELLS = 60
"""So many values of an array are compared one by one."""


class NoSuchAnswerError(UserError):
    """There is no such student, paper or answer, or nothing was marked."""


@dataclass(frozen=True)
class WitnessShown:
    """What one witness says the answer is.

    Attributes:
        name: the sealed key, the derivation, or what attests the answer.
        agrees: whether it says what the sealed key says; ``None`` for the key itself.
    """

    name: str
    value: str
    agrees: bool | None


@dataclass(frozen=True)
class Cell:
    """One value of an answer beside the right one."""

    place: str
    written: str
    expected: str
    right: bool


@dataclass(frozen=True)
class Evidence:
    """What the rest of the paper says about a misconception: another answer that shows it, or would show it and does not."""

    label: str
    shows: bool


@dataclass(frozen=True)
class AnswerView:
    """All that there is to one answer.

    Attributes:
        kind: how it is read on this paper.
        derivation: the worked solution of the whole question.
        key: the right answer as it is typed on this paper.
        understood: what was read, likewise; empty where nothing was for certain.
        carried: what is right from the student's own earlier answers, likewise; empty where it was not held against that.
        witnesses: what each witness says today; none where a person marks.
        compared: the answer against what it was held against, value by value; empty for a single value or another size.
        evidence: by misconception, what the other answers of the paper say.
        reproduction: the command that works this variant out again; empty where a person marks.
    """

    paper: PaperStanding
    answer: AnswerStanding
    variant: Question
    kind: AnswerType
    derivation: Derivation
    key: str
    understood: str
    carried: str
    witnesses: tuple[WitnessShown, ...]
    compared: tuple[Cell, ...]
    evidence: dict[str, tuple[Evidence, ...]]
    reproduction: str

    @property
    def way(self) -> tuple[Line, ...]:
        """The lines of the worked solution from the answer before to this one; of an answer in words its source."""
        if isinstance(self.kind, Explanation):
            return self.derivation.lines[len(self.kind.criteria) : -1]
        lines: list[Line] = []
        for line in self.derivation.lines:
            lines.append(line)
            if line.ask == self.answer.ask.name:
                return tuple(lines)
            lines = [] if line.ask else lines
        return self.derivation.lines

    @property
    def criteria(self) -> tuple[str, ...]:
        """What an answer in words must say, in Markdown, each with the points that it earns on this paper; none where a machine marks."""
        if not isinstance(self.kind, Explanation):
            return ()
        return tuple(criteria(self.kind, self.answer.of or self.answer.ask.points))

    @property
    def stands(self) -> str:
        """What the answer is called today, in words."""
        if self.answer.dropped:
            return "dropped; it counts for nobody"
        state = self.answer.settled.replace("-", " ")
        if self.answer.decided:
            return f"{state}, decided by a person"
        return f"{state}, pending" if self.answer.pending else state

    @property
    def key_name(self) -> str:
        """What the right answer is called."""
        return "right answer" if self.witnesses else "model answer"

    @property
    def disagree(self) -> bool:
        """Whether a witness says something else than the sealed key."""
        return any(each.agrees is False for each in self.witnesses)


def paper_of(standing: Standing, student: str) -> PaperStanding:
    """The paper of a student, by the id or the number of the paper.

    Raises:
        NoSuchAnswerError: there is none, or it was not marked.
    """
    paper = standing.of_student(student)
    if paper is None:
        raise NoSuchAnswerError(
            f"nobody with the id {student!r} has a paper of {standing.exam.id}, and no paper has this number"
        )
    if paper.status != "marked":
        why = paper.why or "nothing was handed in"
        raise NoSuchAnswerError(f"the paper of {student!r} has no marks: {why}")
    return paper


def labels_of(paper: PaperStanding, wanted: Sequence[str]) -> list[str]:
    """The labels of answers that were asked for: ``3b``, or all of question ``3``; all where nothing was.

    Raises:
        NoSuchAnswerError: there is no such answer.
    """
    known = [answer.label for answer in paper.answers]
    found: list[str] = []
    for label in wanted:
        text = label.strip().casefold().replace("(", "").replace(")", "")
        matching = [each for each in known if text in (each, each.rstrip("abcdefghijklmnopqrstuvwxyz"))]
        if not matching:
            raise NoSuchAnswerError(f"paper {paper.paper.number} has no answer {label!r}; it has {', '.join(known)}")
        found += matching
    return list(dict.fromkeys(found)) or known


def views(paper: PaperStanding, labels: Sequence[str], bank: Bank, *, keras: bool = True) -> list[AnswerView]:
    """What there is to some answers of a paper.

    With ``keras`` both witnesses run again, all questions in one pass; without, the derivation alone.
    """
    wanted = [answer for answer in paper.answers if answer.label in labels]
    variants = {answer.question.place: answer.question.variant(bank) for answer in wanted}
    attested: dict[str, Attested | None] = dict.fromkeys(variants)
    if keras:
        examined = witness.examine(list(variants.values()), misconceptions=False)
        attested = {
            place: found if isinstance(found, Attested) else None
            for place, found in zip(variants, examined, strict=True)
        }
    return [
        _view(paper, answer, variants[answer.question.place], attested[answer.question.place], keras=keras)
        for answer in wanted
    ]


def _view(
    paper: PaperStanding, answer: AnswerStanding, variant: Question, attested: Attested | None, *, keras: bool
) -> AnswerView:
    ask, own = answer.ask, variant.asks[answer.ask.name].type
    against = ask.key if answer.carried is None else answer.carried
    return AnswerView(
        paper=paper,
        answer=answer,
        variant=variant,
        kind=kind_of(variant, ask),
        derivation=(derivation := variant.derivation()),
        key=as_typed(variant, ask, ask.key),
        understood="" if answer.value is None else _written(variant, answer, answer.value),
        carried="" if answer.carried is None else _written(variant, answer, answer.carried),
        witnesses=tuple(_witnesses(variant, answer, derivation, attested, keras=keras)) if own.is_judged else (),
        compared=tuple(_compared(own, answer.value, against, ask.options != ())),
        evidence=_evidence(paper, answer),
        reproduction=witness.reproduction(variant) if own.is_judged else "",
    )


def _written(variant: Question, answer: AnswerStanding, value: Array) -> str:
    """A value as it is typed on this paper; as plain numbers where it has a size that nobody asked for."""
    try:
        return as_typed(variant, answer.ask, value)
    except (ValueError, LookupError, TypeError):
        return str(json_ready(value))


def _witnesses(
    variant: Question, answer: AnswerStanding, derivation: Derivation, attested: Attested | None, *, keras: bool
) -> Iterator[WitnessShown]:
    name, ask = answer.ask.name, variant.asks[answer.ask.name]
    by = ATTESTED[ask.attestation]
    yield WitnessShown(
        f"the sealed key was attested by {by} when the exam was made", _written(variant, answer, answer.ask.key), None
    )
    derived = ask.type.fit(derivation.answers[name])
    yield WitnessShown("the worked solution", _written(variant, answer, derived), agree(derived, answer.ask.key))
    if attested is not None:
        today = attested.key[name]
        yield WitnessShown(by, _written(variant, answer, today), agree(today, answer.ask.key))
    elif keras:
        yield WitnessShown(by, "disagrees with the worked solution", agrees=False)


def _compared(kind: AnswerType, value: Array | None, expected: Array, lettered: bool) -> Iterator[Cell]:
    """An array value by value."""
    if value is None or lettered or not kind.is_numeric or not isinstance(expected, tuple):
        return
    lengths = shape(expected)
    found = kind.compare(value, expected).cells
    if shape(value) != lengths or len(found) != len(list(cells(expected))) or len(found) > MOST_CELLS:
        return
    for place, (mine, right, is_right) in enumerate(zip(cells(value), cells(expected), found, strict=True)):
        yield Cell(place_of(place, lengths), _number(mine), _number(right), is_right)


def _number(value: object) -> str:
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return text.replace("-", "−")


def _evidence(paper: PaperStanding, answer: AnswerStanding) -> dict[str, tuple[Evidence, ...]]:
    """Where else on the paper a misconception shows, or would have shown."""
    names = dict.fromkeys(name for candidate in _candidates(answer.diagnosis) for name in candidate)
    found = {}
    for name in names:
        others = []
        for other in paper.answers:
            led_to = other.question.misconceptions.get(name, {}).get(other.ask.name)
            if other.label == answer.label or led_to is None or other.value is None or other.ask.set_as_choice:
                continue
            if other.state == "follow-through":  # an earlier mistake decides what is right there
                continue
            others.append(Evidence(other.label, any(name in each for each in _candidates(other.diagnosis))))
        found[name] = tuple(others)
    return found


def _candidates(diagnosis: Diagnosis | None) -> tuple[tuple[str, ...], ...]:
    return diagnosis.candidates if diagnosis else ()


def witnesses_told(view: AnswerView) -> Iterator[tuple[str, bool]]:
    """What the witnesses say of the right answer, in sentences, and whether they agree in it."""
    if not view.witnesses:  # an answer in words, which a person marks
        return
    key, *today = view.witnesses
    yield f"{key.name[0].upper()}{key.name[1:]}.", True
    names = [each.name for each in today if each.agrees]
    if names:
        yield f"{_listed(names)}, run again now, {'agree' if len(names) > 1 else 'agrees'} with it.", True
    for each in today:
        if not each.agrees:
            yield f"{each.name} does not agree: {each.value}", False


def _listed(names: Sequence[str]) -> str:
    text = listed(names)
    return f"{text[0].upper()}{text[1:]}"


def diagnosis_told(view: AnswerView) -> list[str]:
    """The diagnosis in sentences: what may be behind the answer, how sure that is, and what the rest of the paper says."""
    found = view.answer.diagnosis
    if found is None:
        return []
    if not found.candidates:
        return [f"No misconception explains it. {_SORTS[found.sort]}".rstrip()]
    names = _listed([" or ".join(" and ".join(n.replace("_", " ") for n in each) for each in found.candidates)])
    luck = "less than 0.1 %" if found.luck < 0.001 else f"{100 * found.luck:.1f} %"
    lines = [f"{names}: {_sure(found)}. A guess would match it in {luck} of cases."]
    for name, evidence in view.evidence.items():
        seen, denied = ([each.label for each in evidence if each.shows is shows] for shows in (True, False))
        said = [f"also seen in {', '.join(seen)}"] if seen else []
        said += [f"not seen in {', '.join(denied)}, where it would have led to another answer"] if denied else []
        if said:
            lines.append(f"{_listed([name.replace('_', ' ')])}: {'; '.join(said)}.")
    return lines


_SORTS = {
    "one number": "One value is wrong.",
    "order": "The values are right, but in the wrong order.",
    "rounding": "It is close: a value may have been rounded too early.",
    "misconception": "",
    "two misconceptions": "",
}


def _sure(found: Diagnosis) -> str:
    if len(found.candidates) > 1:
        return "these cannot be distinguished"
    return "the rest of the paper supports it" if found.asserted else "it may be a coincidence"


def as_object(view: AnswerView) -> dict[str, Any]:
    """A view ready for JSON."""
    answer, question = view.answer, view.answer.question
    own = view.variant.asks[answer.ask.name].type
    found = answer.diagnosis
    return {
        "student": view.paper.paper.student,
        "name": view.paper.paper.name,
        "paper": view.paper.paper.number,
        "answer": answer.label,
        "question": question.question,
        "ask": answer.ask.name,
        "place": question.place,
        "title": question.title,
        "text": answer.ask.text,
        "parameters": view.variant.settings,
        "attempt": question.attempt,
        "effort": question.effort,
        "reproduction": view.reproduction,
        "key": own.plain(answer.ask.key),
        "witnesses": [{"name": w.name, "value": w.value, "agrees": w.agrees} for w in view.witnesses],
        "written": answer.written.text,
        "read": answer.read.text,
        "value": None if answer.value is None else own.plain(answer.value),
        "carried": None if answer.carried is None else own.plain(answer.carried),
        "compared": [
            {"place": c.place, "written": c.written, "expected": c.expected, "right": c.right} for c in view.compared
        ],
        "state": answer.state,
        "settled": answer.settled,
        "dropped": answer.dropped,
        "criteria": list(view.criteria),
        "points": float(answer.points),
        "at most": float(answer.highest),
        "of": float(answer.of),
        "pending": answer.pending,
        "rule": answer.rule.text,
        "feedback": answer.feedback,
        "diagnosis": found
        and {
            "sort": found.sort,
            "candidates": [list(each) for each in found.candidates],
            "asserted": found.asserted,
            "luck": found.luck,
            "evidence": {
                name: {"shows": [e.label for e in each if e.shows], "denies": [e.label for e in each if not e.shows]}
                for name, each in view.evidence.items()
            },
        },
        "decisions": [
            {
                "at": each.at.isoformat(),
                "by": each.by,
                "kind": each.kind,
                "points": None if each.points is None else float(each.points),
                "of": None if each.of is None else float(each.of),
                "why": each.why,
                "stands": each.stands,
            }
            for each in answer.decisions
        ],
        "history": [
            {
                "at": each.run.at.isoformat(),
                "by": each.run.by,
                "run": each.run.kind,
                "why": each.run.why,
                "witness": each.run.witness,
                "written": each.written.text,
                "read": each.read.text,
                "state": each.state,
                "points": float(each.points),
                "of": float(each.of),
                "rule": each.rule.text,
            }
            for each in answer.history
        ],
        "submissions": [
            {
                "format": each.format,
                "source": each.source,
                "sha256": each.sha256,
                "by": each.by,
                "received": each.received.isoformat(),
                "handed in": each.handed_in and each.handed_in.isoformat(),
                "counts": each.counts,
            }
            for each in view.paper.submissions
        ],
    }
