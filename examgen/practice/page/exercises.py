"""What a page of practice holds: variants with their keys, hints, likely mistakes and worked solutions, as a document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from examgen.answers import (
    AnswerType,
    Choice,
    Choices,
    Explanation,
    LayerDesign,
    Matching,
    Ordering,
    Real,
    Shape,
    symbols_in,
)
from examgen.answers.answer_type import Blank
from examgen.arrays import Array, json_ready
from examgen.exam.printing import solution
from examgen.practice.hints import lines_of, says_why, steps
from examgen.question import misconceptions
from examgen.question.conventions import CONVENTIONS
from examgen.question.planting import BROKEN_OFF
from examgen.question.question import Question, all_upstream
from examgen.question.selection import candidates, seeded
from examgen.rendering import picture, stem
from examgen.rendering.document import Block, Inline, Picture, PrintedOption, Step
from examgen.rendering.worked import answer
from examgen.verify import witness
from examgen.verify.witness import Attested

if TYPE_CHECKING:
    from examgen.bank.bank import Bank
    from examgen.bank.card import Card
    from examgen.practice.stock import Stock


EACH = 3
"""So many variants of each question stand on a page."""


@dataclass(frozen=True)
class ReaderData:
    """How an answer is read: the type, with what its reader in the browser needs to know."""

    name: str
    hint: str
    decimals: int = 0
    unit: str = ""
    rank: int | None = None
    options: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    example: str = ""
    asked: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that a misconception leads to, ready for JSON, and what is said to it."""

    value: object
    text: Block


@dataclass(frozen=True)
class Following:
    """What follows in a part from a wrong answer to an earlier one, both ready for JSON."""

    task: str
    given: object
    value: object


@dataclass(frozen=True)
class Task:
    """One thing to answer.

    Attributes:
        key: the right value, ready for JSON.
        answer: it as it is shown: as a formula, or in words.
        hints: the steps that lead to it, without the last, which is the answer.
        lines: which lines of the exercise's solution are its own, from 0.
        following: the values that are right from a common mistake in an earlier part.
        criteria: what a good explanation says; the student judges it.
        telling: whether what is said to a mistake is the answer itself, and waits until the part is over.
    """

    name: str
    text: Block
    hint: Inline
    blank: Blank
    listed: tuple[PrintedOption, ...]
    reader: ReaderData
    key: object
    answer: Inline
    hints: tuple[Step, ...]
    lines: tuple[int, ...]
    mistakes: tuple[Mistake, ...]
    following: tuple[Following, ...] = ()
    criteria: tuple[Inline, ...] = ()
    telling: bool = False


@dataclass(frozen=True)
class Exercise:
    """A variant to be solved in the browser."""

    question: str
    topic: str
    level: int
    title: Inline
    stem: Block
    picture: Picture | None
    stem_after: Block
    conventions: tuple[Inline, ...]
    tasks: tuple[Task, ...]
    solution: tuple[Step, ...]
    language: str = "en"


def reader_of(kind: AnswerType, ask: str | None = None) -> ReaderData:
    """What a reader in the browser needs to know of an answer type, and of the sentence that asks."""
    return ReaderData(
        name=kind.name,
        hint=kind.hint,
        decimals=getattr(kind, "decimals", 0),
        unit=kind.unit if isinstance(kind, Real) else "",
        rank=kind.rank if isinstance(kind, Shape) else None,
        options=kind.options if isinstance(kind, Choice | Choices | Matching) else (),
        items=kind.items if isinstance(kind, Ordering | Matching) else (),
        example=getattr(kind, "example", ""),
        asked=None if ask is None else symbols_in(ask),
    )


def can_be_read(variant: Question) -> bool:
    """Whether a browser can judge its answers: a design must be built in Keras."""
    return not any(isinstance(ask.type, LayerDesign) for ask in variant.asks.values())


def from_stock(
    bank: Bank, stock: Stock, cards: Sequence[Card], each: int = EACH
) -> tuple[list[Attested], tuple[str, ...]]:
    """Attested variants of questions, so many of each, and the questions that no browser can judge.

    Where a question has no stock, as in an instructor's own bank, Keras makes the keys.

    Raises:
        WitnessError: a variant is defective.
    """
    found: list[Attested] = []
    left_out: list[str] = []
    without: list[Question] = []
    for card in cards:
        stocked = [(one, one.variant(bank)) for one in stock.variants(card.id)]
        known = [attested for one, variant in stocked if (attested := one.attested(variant)) is not None][:each]
        if known and can_be_read(known[0].variant):
            found += known
        elif known:
            left_out.append(card.id)
        else:
            entry = bank.question(card.id)
            without += islice(candidates(entry, seeded("page", entry), {}), each)
    left_out += dict.fromkeys(variant.id for variant in without if not can_be_read(variant))
    drawn = [variant for variant in without if can_be_read(variant)]
    return found + (witness.attest(drawn) if drawn else []), tuple(left_out)


def exercises(attested: Sequence[Attested]) -> Iterator[Exercise]:
    """Each attested variant as an exercise."""
    for one in attested:
        variant = one.variant
        split = picture.statement(variant)
        yield Exercise(
            question=variant.id,
            topic=variant.topic,
            level=variant.level,
            title=stem.title(variant),
            stem=split.before,
            picture=split.picture,
            stem_after=split.after,
            conventions=tuple(text for name, text in CONVENTIONS.items() if name in variant.needed_conventions),
            tasks=tuple(_task(one, name) for name in variant.asks),
            solution=solution(variant, one.derivation),
        )


def _task(attested: Attested, name: str) -> Task:
    variant = attested.variant
    kind, key = variant.asks[name].type, attested.key[name]
    tex, words = answer(kind, key)
    lines = lines_of(attested.derivation, name)
    places = {id(line): place for place, line in enumerate(attested.derivation.lines)}
    return Task(
        name=name,
        text=stem.ask(variant, name),
        hint="" if isinstance(kind, Choice | Choices) else kind.hint,
        blank=kind.blank,
        listed=tuple(PrintedOption(label, text) for label, text in kind.listed),
        reader=reader_of(kind, variant.asks[name].text),
        key=json_ready(key),
        answer=f"${tex}$" if tex else words,
        hints=tuple(Step(step.why, step.formulas) for step in steps(attested.derivation, name)[:-1]),
        lines=tuple(places[id(line)] for line in lines),
        mistakes=tuple(_mistakes(attested, name)),
        following=tuple(following(attested, name)),
        criteria=tuple(text for text, _ in kind.criteria) if isinstance(kind, Explanation) else (),
        telling=isinstance(kind, Choices | Matching) and says_why(kind, lines),
    )


def following(attested: Attested, name: str) -> Iterator[Following]:
    """What the worked solution comes to in a part that goes on from the wrong answer of a misconception to an earlier one."""
    variant, kind = attested.variant, attested.variant.asks[name].type
    if not kind.is_numeric:
        return
    for earlier in variant.asks:
        if earlier not in all_upstream(variant.asks, name) or not variant.asks[earlier].type.is_numeric:
            continue
        for given in dict.fromkeys(values[earlier] for values in attested.wrong_answers.values() if earlier in values):
            try:
                value = kind.fit(variant.derivation({earlier: given}).answers[name])
            except BROKEN_OFF:
                continue  # nobody can go on from that
            if not kind.compare(value, attested.key[name]).right:
                yield Following(earlier, json_ready(given), json_ready(value))


def _mistakes(attested: Attested, name: str) -> Iterator[Mistake]:
    """What is said to the wrong answers of misconceptions; those that lead to one value stand one after the other."""
    by_value: dict[Array, list[str]] = {}
    for misconception in misconceptions.all_of(attested.variant):
        values = attested.wrong_answers.get(misconception.name, {})
        if name in values:
            by_value.setdefault(values[name], []).append(stem.in_words(attested.variant, misconception.feedback))
    for value, texts in by_value.items():
        several = "Several common mistakes lead to this answer:\n\n" + "\n".join(f"- {text}" for text in texts)
        yield Mistake(json_ready(value), texts[0] if len(texts) == 1 else several)
