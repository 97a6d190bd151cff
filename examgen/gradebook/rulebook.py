"""The rules of a marking: the blueprint's, and what was changed about them after the exam."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from examgen.answers import AnswerType, Doubtful, Unreadable
from examgen.arrays import Array, shape
from examgen.bank.bank import Bank
from examgen.errors import UserError, cited
from examgen.exam.blueprint import Blueprint, Marking
from examgen.exam.places import places_of, points_of
from examgen.exam.printing import points_text
from examgen.exam.sealed import SealedExam, SealedPaper, SealedQuestion
from examgen.exam.yaml_source import YamlSource
from examgen.gradebook.standing import AnswerStanding, PaperStanding
from examgen.judge import part_of
from examgen.question.question import Question
from examgen.rendering.document import StudentText

Item = tuple[str, str, str]
"""An answer that a class is asked for: a place, the question that stands there, and one of its asks."""


class RuleError(UserError):
    """A change of the rules cannot be used; nothing was changed."""


class Accepted(BaseModel):
    """Another answer that is right: a value, or an expression over the variant's parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: str
    value: str


class Rulebook(BaseModel):
    """All rules of a marking; every run is kept with its own.

    Attributes:
        marking: the blueprint's rules, or those of a changed blueprint.
        points: what answers are worth, where that is not what was printed, by place and ask.
        drop: answers that count for nobody.
        full_credit: answers that earn full points on every paper that was handed in.
        also_accept: answers that are right besides the key.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    marking: Marking = Marking()
    points: Mapping[str, Decimal] = Field(default_factory=dict)
    drop: tuple[str, ...] = ()
    full_credit: tuple[str, ...] = ()
    also_accept: tuple[Accepted, ...] = ()

    @classmethod
    def of(cls, exam: SealedExam, stored: Mapping[str, Any] | None = None) -> Rulebook:
        """The rules of the last run, as the gradebook keeps them; the blueprint's before the first."""
        return cls.model_validate(stored) if stored else cls(marking=exam.blueprint.marking)

    @property
    def stored(self) -> dict[str, Any]:
        """The rules as the gradebook keeps them."""
        return self.model_dump(mode="json")

    def on(self, exam: SealedExam) -> SealedExam:
        """The exam with these rules and points, for the marker."""
        blueprint = exam.blueprint.model_copy(update={"marking": self.marking})
        papers = tuple(map(self._priced, exam.papers)) if self.points else exam.papers
        return exam.model_copy(update={"blueprint": blueprint, "papers": papers})

    def worth(self, paper: SealedPaper) -> Decimal:
        """What can be reached on a paper, without bonus questions and without what was dropped."""
        priced = self._priced(paper) if self.points else paper
        return sum(
            (
                ask.points
                for question in priced.questions
                if not question.bonus
                for ask in question.asks
                if f"{question.place}/{ask.name}" not in self.drop
            ),
            Decimal(0),
        )

    def _priced(self, paper: SealedPaper) -> SealedPaper:
        questions = []
        for question in paper.questions:
            asks = tuple(
                ask.model_copy(update={"points": self.points.get(_priced_as(question, ask.name), ask.points)})
                for ask in question.asks
            )
            total = sum((ask.points for ask in asks), Decimal(0))
            questions.append(question.model_copy(update={"asks": asks, "points": total}))
        return paper.model_copy(update={"questions": tuple(questions)})

    def applied(self, paper: PaperStanding, bank: Bank, handed_in: datetime | None = None) -> PaperStanding:
        """A paper as the judge marked it, with these rules laid over it."""
        answers = tuple(self._ruled(answer, bank) for answer in paper.answers)
        ruled = replace(paper, answers=answers)
        return replace(ruled, penalty=self._penalty(ruled, handed_in))

    def _ruled(self, answer: AnswerStanding, bank: Bank) -> AnswerStanding:
        key = f"{answer.question.place}/{answer.ask.name}"
        answer = self._with_credit(answer)
        for accepted in self.also_accept:
            if accepted.answer == key and answer.points < answer.of and _is(answer, accepted.value, bank):
                said = f"{accepted.value} is accepted as well."
                answer = replace(_settled(answer, answer.of, said), state="right", feedback="", misconception=())
        if key in self.full_credit:
            answer = _settled(answer, answer.of, "Everyone gets full points for this answer.")
        if key in self.drop:
            answer = replace(
                _settled(answer, Decimal(0), "This question was dropped and counts for nobody."), of=Decimal(0)
            )
        return answer

    def _with_credit(self, answer: AnswerStanding) -> AnswerStanding:
        """What a wrong answer earns where common mistakes that earn something explain it."""
        if answer.state not in ("wrong", "partial") or answer.diagnosis is None or not answer.diagnosis.candidates:
            return answer
        worth = self.marking.credit_in(answer.question.question)
        shares = []
        for names in answer.diagnosis.candidates:
            if any(name not in worth for name in names):
                return answer
            shares.append(min(worth[name] for name in names))
        points = part_of(answer.of, min(shares))
        if points <= answer.points:
            return answer
        rule = f"{answer.rule.text} This common mistake earns {float(min(shares)):.0%} of the points."
        return replace(answer, points=points, highest=max(points, answer.highest), rule=StudentText(rule))

    @property
    def punishes_lateness(self) -> bool:
        """Whether papers that come late lose points."""
        return self.marking.late is not None and self.marking.deadline is not None

    def _penalty(self, paper: PaperStanding, handed_in: datetime | None) -> Decimal:
        late, deadline = self.marking.late, self.marking.deadline
        if late is None or deadline is None or handed_in is None:
            return Decimal(0)
        minutes = (handed_in - deadline).total_seconds() / 60 - late.grace
        if minutes <= 0:
            return Decimal(0)
        begun = ceil(minutes / {"minute": 1, "hour": 60, "day": 1440}[late.per])
        return part_of(paper.of, min(begun * Fraction(str(late.loss)), Fraction(str(late.most)), Fraction(1)))


def _priced_as(question: SealedQuestion, ask: str) -> str:
    """Under which name the points of an answer are kept: two questions of one pool may have parts of the same name."""
    return f"{question.place}/{question.question}/{ask}"


def repriced(exam: SealedExam, blueprint: Blueprint, source: YamlSource, bank: Bank) -> dict[str, Decimal]:
    """What answers are worth by a changed blueprint, where that is not what was printed.

    Raises:
        UserError: the blueprint is of another exam, or has no place for a question that was printed.
    """
    if blueprint.id != exam.id:
        raise RuleError(
            f"expected the changed blueprint of the exam {exam.id!r}, got one of {blueprint.id!r}; give it the line id: {exam.id}"
        )
    places = {id_: place for place in places_of(blueprint, bank, source, b"") for id_ in place.ids}
    points: dict[str, Decimal] = {}
    seen: set[tuple[str, str]] = set()
    for question in (question for paper in exam.papers for question in paper.questions):
        if (question.place, question.question) in seen:
            continue
        seen.add((question.place, question.question))
        if (place := places.get(question.place)) is None:
            raise RuleError(
                f"the changed blueprint has no place {question.place!r}, which was printed; keep the place, and drop it with "
                f"--drop {question.place}"
            )
        asks = question.variant(bank).asks
        worth = points_of(place, question.question, {name: ask.weight for name, ask in asks.items()})
        for name, now in zip(asks, worth, strict=True):
            if any(ask.name == name and ask.points != now for ask in question.asks):
                points[_priced_as(question, name)] = now
    return points


def _settled(answer: AnswerStanding, points: Decimal, rule: str) -> AnswerStanding:
    return replace(answer, points=points, highest=points, pending=False, rule=StudentText(rule))


def _is(answer: AnswerStanding, value: str, bank: Bank) -> bool:
    """Whether an answer is this value."""
    return is_value(answer.question.variant(bank), answer.ask.name, answer.written.text, answer.value, value)


def is_value(variant: Question, name: str, written: str, read: Array | None, value: str) -> bool:
    """Whether what was written to an ask, and what was read of it, is a value or what an expression gives for this variant."""
    if written.strip().casefold() == value.strip().casefold():
        return True
    if read is None:
        return False
    kind = variant.asks[name].type
    try:
        return kind.compare(read, accepted_value(variant, kind, value)).right
    except RuleError:
        return False  # an expression that this variant has no value for, such as a division by zero


def accepted_value(variant: Question, kind: AnswerType, text: str) -> Array:
    """The value of a text or an expression for one variant.

    Parameters stand for their numbers, entries of arrays as ``x[0]`` and ``W[1][0]``. What comes of it is read by the grammar of
    the answer, which bounds it and works out nothing but small arithmetic.

    Raises:
        RuleError: it has no value.
    """
    option = _option(kind, text)
    if option is not None:
        return option
    settings = variant.settings
    written = _NAME.sub(lambda name: _number(name, settings, text), text) if kind.is_numeric else text
    try:
        return kind.read(written, expressions=True).value
    except (Doubtful, Unreadable) as error:
        expected = f"expected {kind.hint}, or an expression over the parameters such as {_example(settings)}; got {cited(text, 60)!r}"
        if text.count("(") != text.count(")"):
            raise RuleError(f"{expected}, in which a bracket is not closed or not opened") from None
        if kind.is_numeric and written != text:
            raise RuleError(f"{expected}, which is {cited(written, 60)} on one paper: {error}") from None
        raise RuleError(f"{expected}") from None


_NAME = re.compile(r"(?<![\w.])([A-Za-z_]\w*)((?:\[\d{1,3}\])*)(?![\w(])")


def _example(settings: Mapping[str, Any]) -> str:
    """An expression that uses a parameter which this variant has."""
    names = [name for name, value in settings.items() if isinstance(value, int) and not isinstance(value, bool)]
    return f"{names[0]}+1" if names else "1/2"


def _number(match: re.Match[str], settings: Mapping[str, Any], text: str) -> str:
    name = match[1]
    if name not in settings:
        if re.fullmatch(r"[eE]|x|and|or|true|false", name):
            return match[0]
        known = ", ".join(
            k
            for k, v in settings.items()
            if isinstance(v, int | float | Fraction | list | tuple) and not isinstance(v, bool)
        )
        raise RuleError(f"{cited(text)}: there is no parameter {name!r}; the parameters are {known}")
    value = settings[name]
    for place in re.findall(r"\d+", match[2]):
        if not isinstance(value, list | tuple) or int(place) >= len(value):
            raise RuleError(f"{cited(text)}: {match[0]} is not an entry of {name}")
        value = value[int(place)]
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        if isinstance(value, str):
            try:
                value = Fraction(value)
            except ValueError:
                raise RuleError(f"{cited(text)}: {match[0]} is {value!r}, not a number") from None
        else:
            raise RuleError(f"{cited(text)}: {match[0]} is not a single number; its shape is {shape(value)}")
    return f"({value})" if value < 0 or "/" in str(value) else str(value)


def _option(kind: AnswerType, text: str) -> Array | None:
    """The option that says this, where there are options to choose from."""
    for place, (_, said) in enumerate(kind.listed):
        if said.strip().strip(".").casefold() == text.strip().strip(".").casefold():
            return place
    return None


def called(met: Iterable[tuple[Item, str]]) -> dict[Item, str]:
    """What each answer is called where the whole class is told of, by its place, question and ask; place by place.

    Its label, where all papers print the same one and no other answer has it; otherwise its question or place and its ask, as `find`
    understands them.
    """
    labels, bearers, places = (defaultdict[Any, dict[Any, None]](dict) for _ in range(3))
    for item, label in met:
        labels[item][label] = bearers[label][item] = places[item[1]][item[0]] = None
    order = {place: n for n, place in enumerate(dict.fromkeys(place for place, _, _ in labels))}

    def name(item: Item) -> str:
        place, question, ask = item
        (label, *more) = labels[item]
        if not more and len(bearers[label]) == 1:
            return str(label)
        return f"{question if len(places[question]) == 1 else place}/{ask}"

    return {item: name(item) for item in sorted(labels, key=lambda item: order[item[0]])}


def find(exam: SealedExam, text: str) -> list[str]:
    """The answers that somebody means, by place and ask: a label, a printed number, a question, a place, or a part of them.

    Raises:
        RuleError: there is none, or the number stands before different questions on different papers.
    """
    named, numbered = dict[str, None](), dict[str, dict[str, None]]()
    for paper in exam.papers:
        for question in paper.questions:
            keys = [f"{question.place}/{ask.name}" for ask in question.asks]
            for ask, key in zip(question.asks, keys, strict=True):
                if text in (question.place, question.question, key, f"{question.question}/{ask.name}"):
                    named[key] = None
                if text in (ask.label, str(question.number)):
                    numbered.setdefault(paper.number, {})[key] = None
    if named:
        return list(named)
    if not numbered:
        labels = list(dict.fromkeys(label for paper in exam.papers for label in paper.asks))
        raise RuleError(
            f"there is no answer {cited(text, 60)!r}; expected one of {', '.join(labels[:60])}{', …' if len(labels) > 60 else ''}, or a "
            "question by its number or its id, such as convolution.output_size"
        )
    first = next(iter(numbered.values()))
    if any(keys != first for keys in numbered.values()) or len(numbered) < len(exam.papers):
        others = sorted({key for keys in numbered.values() for key in keys})
        if all(text != label for paper in exam.papers for label in paper.asks):  # a question, with all of its answers
            others = list(dict.fromkeys(key.rpartition("/")[0] for key in others))
        more = f" and {len(others) - 12} more" if len(others) > 12 else ""
        raise RuleError(
            f"{text} is not the same question on every paper; name the place instead: {', '.join(others[:12])}{more}"
        )
    return list(first)


def in_words(rules: Rulebook, exam: SealedExam) -> Iterator[str]:
    """What of the rules is not as the exam was sealed."""
    sealed = exam.blueprint.marking
    for name in type(sealed).model_fields:
        now, before = getattr(rules.marking, name), getattr(sealed, name)
        if now != before:
            later = "; it holds for what is handed in from now on" if name == "counts" else ""
            yield f"{name}: {_as_yaml(now)} (sealed with {_as_yaml(before)}){later}"
    names = _Names(exam)
    for key, points in rules.points.items():
        yield f"{names[key]}: {points_text(points)} points"
    for title, keys in (("dropped", rules.drop), ("full points for everyone", rules.full_credit)):
        if keys:
            yield f"{title}: {', '.join(names.together(keys))}"
    for accepted in rules.also_accept:
        yield f"{names[accepted.answer]}: {accepted.value} is accepted as well"


class _Names:
    """What answers are called: by the label and the title on the papers, or by the place where papers differ."""

    def __init__(self, exam: SealedExam) -> None:
        self._labels: dict[str, set[str]] = {}
        self._titles: dict[str, str] = {}
        self._questions: dict[str, list[str]] = {}
        self._numbers: dict[str, set[int]] = {}
        for question in (question for paper in exam.papers for question in paper.questions):
            self._numbers.setdefault(question.place, set()).add(question.number)
            whole = self._questions.setdefault(question.place, [])
            whole += [key for ask in question.asks if (key := f"{question.place}/{ask.name}") not in whole]
            for ask in question.asks:
                for key in (f"{question.place}/{ask.name}", _priced_as(question, ask.name)):
                    self._labels.setdefault(key, set()).add(ask.label)
                    self._titles[key] = question.title

    def __getitem__(self, key: str) -> str:
        labels = self._labels.get(key, set())
        return f"answer {next(iter(labels))} ({self._titles[key]})" if len(labels) == 1 else key

    def together(self, keys: Collection[str]) -> Iterator[str]:
        """The names of several answers; of all answers of a question, that of the question."""
        for place, whole in self._questions.items():
            chosen = [key for key in whole if key in keys]
            if len(chosen) == len(whole) > 1 and len(self._numbers[place]) == 1:
                yield f"question {next(iter(self._numbers[place]))} ({self._titles[chosen[0]]})"
            else:
                yield from map(self.__getitem__, chosen)


def _as_yaml(value: object) -> str:
    """A value as it stands in a blueprint."""
    match value:
        case None:
            return "none"
        case bool():
            return str(value).lower()
        case BaseModel():
            return _as_yaml({name: getattr(value, name) for name in type(value).model_fields})
        case Mapping():
            return f"{{{', '.join(f'{key}: {_as_yaml(each)}' for key, each in value.items())}}}" if value else "none"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} {value:%Z}".strip()
        case float():
            return f"{value:g}"
        case _:
            return str(value)
