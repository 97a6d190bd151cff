"""`examgen bank document`: the bank as a page to choose questions from, each with one variant as it is printed and marked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.cli.options import bank_option, open_bank, seed_option
from examgen.wording import ATTESTED

if TYPE_CHECKING:
    from examgen.answers.answer_type import AnswerType
    from examgen.arrays import Array
    from examgen.bank.bank import Bank
    from examgen.derivation.lines import Line
    from examgen.question.entry import Entry
    from examgen.question.question import Question
    from examgen.verify.witness import Attested

SEED = "the bank's page"
DRAWS = 40
TRIED = 3
"""So many draws are attested until one is good enough to be printed; the first one nearly always is."""
TOGETHER = 12
"""So many questions are attested in one pass."""

_HEAD = """\
Answers are verified by a derivation and, in addition, by {attested}.

Levels run from 1 (one formula) to 5 (a chain with a trap). Effort counts the operations of the worked solution.

Each question is shown with one variant. The block quote is what a student reads; the conventions are printed once, at the head of a
paper. The steps of the worked solution are also the hints in practice. Below them are the wrong answers that are recognised in this
variant, each with its feedback. Other variants have other numbers, other wrong answers and therefore other feedback.
"""


BESIDE = 2
"""So many formulas stand beside the text of a step; more get a line each."""


@click.command()
@click.argument("questions", nargs=-1, metavar="[QUESTION]...")
@seed_option
@bank_option
def document(questions: Sequence[str], seed: str | None, banks: Sequence[Path]) -> None:
    """Print the whole bank, or some of its questions, as a Markdown page.

    Each question is shown with one variant: statement, key, worked solution and feedback.
    """
    bank = open_bank(banks)
    entries = [bank.question(id_) for id_ in questions]
    lines = _entries(entries, seed or SEED) if entries else _page(bank, seed or SEED)
    click.echo("\n".join(lines))


@dataclass(frozen=True)
class _Sample:
    """One attested variant of a question, and the effort of many others."""

    solved: Attested
    efforts: tuple[int, ...]


def _page(bank: Bank, seed: str) -> Iterator[str]:
    cards = list(bank.cards())
    topics = list(dict.fromkeys(card.topic for card in cards))
    yield "# The bank\n"
    yield f"{len(cards)} questions. Made by `examgen bank document`; do not edit.\n"
    counts = Counter(name for card in cards for name in card.attested_by)
    yield _HEAD.format(attested=_attested(counts))
    yield from (f"- [{topic}](#{topic}): {sum(c.topic == topic for c in cards)}" for topic in topics)
    for topic in topics:
        yield f"\n## {topic}"
        yield from _entries([bank.question(card.id) for card in cards if card.topic == topic], seed)


def _entries(questions: Sequence[Entry], seed: str) -> Iterator[str]:
    for start in range(0, len(questions), TOGETHER):
        group = questions[start : start + TOGETHER]
        for question, sample in zip(group, _samples(group, seed), strict=True):
            yield from _entry(question, sample)


def _samples(questions: Sequence[Entry], seed: str) -> list[_Sample]:
    """A variant of each question that both witnesses have attested."""
    from examgen.question.selection import candidates, seeded
    from examgen.verify import witness

    drawn = [list(islice(candidates(each, seeded(seed, each), {}), DRAWS)) for each in questions]
    found: dict[int, Attested] = {}
    for attempt in range(TRIED):
        waiting = [place for place in range(len(questions)) if place not in found and attempt < len(drawn[place])]
        attested = witness.attest([drawn[place][attempt] for place in waiting])
        found |= {
            place: solved
            for place, solved in zip(waiting, attested, strict=True)
            if attempt == TRIED - 1 or not witness.degenerate(solved.variant, solved.key)
        }
    return [
        _Sample(found[place], tuple(variant.derivation().effort for variant in variants))
        for place, variants in enumerate(drawn)
    ]


def _entry(question: Entry, sample: _Sample) -> Iterator[str]:
    efforts = sample.efforts
    yield f"\n### {question.id}\n"
    yield f"**{question.title}** · level {question.level} · {sum(efforts) / len(efforts):.0f} operations"
    yield f"({min(efforts)} to {max(efforts)})\n"
    yield from (f"> {line}".rstrip() for line in _printed(sample.solved.variant))
    yield from _key(sample.solved)
    yield "\nWorked solution:\n"
    for number, line in enumerate(sample.solved.derivation.lines, start=1):
        yield from _step(sample.solved.variant, number, line)
    yield from _feedback(sample.solved)
    if question.parameters:
        yield "\nParameters:\n"
        yield from (f"- `{each.name}`: {each.line}" for each in question.parameters)


def _printed(variant: Question) -> Iterator[str]:
    """What a student reads: the statement with its picture, every ask with its options and its answer format, the conventions."""
    from examgen.question.conventions import CONVENTIONS
    from examgen.rendering import picture, stem

    told = picture.statement_text(variant)
    yield from told.before.splitlines()
    if told.picture:
        yield from ("", "```text", *told.picture.splitlines(), "```")
    if told.after:
        yield from ("", *told.after.splitlines())
    for name, ask in variant.asks.items():
        yield from ("", f"{_label(variant, name)}{stem.ask(variant, name)}")
        if ask.type.listed:
            yield from ("", *(f"- **{label}** {text}" for label, text in ask.type.listed))
        yield from ("", f"*Answer: {ask.type.hint}*")
    if variant.needed_conventions:
        sentences = [text for name, text in CONVENTIONS.items() if name in variant.needed_conventions]
        yield from ("", f"Conventions: {' '.join(sentences)}")


def _key(solved: Attested) -> Iterator[str]:
    """The right answers, what attests each, and what each goes on from."""
    from examgen.answers import Explanation
    from examgen.rendering.worked import answer

    variant = solved.variant
    yield "\nKey:\n"
    for name, ask in variant.asks.items():
        tex, words = answer(ask.type, solved.key[name])
        upstream = ", ".join(f"`{each}`" for each in ask.upstream)
        follows = f"; follows from {upstream}" if upstream else ""
        facts = f"`{name}`; {ask.type.name}; verified by {ATTESTED[ask.attestation]}{follows}"
        yield f"- {_label(variant, name)}{f'${tex}$' if tex else words} ({facts})"
        if isinstance(ask.type, Explanation):
            yield from (f"    - {points}: {text}" for text, points in ask.type.criteria)


def _step(variant: Question, number: int, line: Line) -> Iterator[str]:
    from examgen.rendering.worked import worked

    shown = worked(variant, line)
    formulas = [f"${formula}$" for formula in shown.shown]
    if len(formulas) <= BESIDE:
        yield f"{number}. {shown.why}{' ' if formulas else ''}{', '.join(formulas)}"
        return
    yield f"{number}. {shown.why}\n"
    yield from (f"    - {formula}" for formula in formulas)
    yield ""


def _feedback(solved: Attested) -> Iterator[str]:
    """The wrong answers that this variant recognises, each with what a student is told."""
    from examgen.rendering import stem

    variant = solved.variant
    if not solved.misconceptions:
        return
    yield "\nFeedback on wrong answers:\n"
    for each in solved.misconceptions:
        answers = ", ".join(
            f"{_label(variant, name)}`{_rounded(variant.asks[name].type, value)}`"
            for name, value in solved.wrong_answers[each.name].items()
        )
        yield f"- {answers}: {stem.in_words(variant, each.feedback)} (`{each.name}`)"


_LONG = re.compile(r"\d+\.\d{5,}")


def _rounded(kind: AnswerType, value: Array) -> str:
    """A wrong answer as it is written, with four decimals, or more where more are asked for."""
    places = max(4, getattr(kind, "decimals", 0))
    return _LONG.sub(lambda number: f"{float(number[0]):.{places}f}", kind.write(value))


def _label(variant: Question, name: str) -> str:
    """The letter of an ask as a paper has it, with a space behind it; nothing where it is the only one."""
    from examgen.lettering import letter

    asks = list(variant.asks)
    return f"**{letter(asks.index(name))})** " if len(asks) > 1 else ""


def _attested(counts: Mapping[str, int]) -> str:
    listed = [f"{ATTESTED[name]} ({counts[name]} questions)" for name in ATTESTED if counts.get(name)]
    return " or ".join(listed)
