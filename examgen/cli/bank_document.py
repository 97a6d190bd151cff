"""`examgen bank document`: the bank as a page to choose questions from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.cli.options import ATTESTED, bank_option, open_bank

if TYPE_CHECKING:
    from examgen.bank.bank import Bank
    from examgen.question.entry import Entry

DRAWS = 40


@click.command()
@bank_option
def document(banks: Sequence[Path]) -> None:
    """The whole bank as a Markdown page: a sample of each question, its asks, parameters, misconceptions and effort."""
    click.echo("\n".join(_page(open_bank(banks))))


def _page(bank: Bank) -> Iterator[str]:
    cards = list(bank.cards())
    topics = list(dict.fromkeys(card.topic for card in cards))
    yield "# The bank\n"
    yield f"{len(cards)} questions. Made by `examgen bank document`; do not edit.\n"
    counts = Counter(name for card in cards for name in card.attested_by)
    yield f"Answers are attested by a derivation, and besides by {_attested(counts)}.\n"
    yield "Levels run from 1 (one formula) to 5 (a chain with a trap). Effort counts the operations of the worked solution.\n"
    yield from (f"- [{topic}](#{topic}): {sum(c.topic == topic for c in cards)}" for topic in topics)
    for topic in topics:
        yield f"\n## {topic}"
        for card in cards:
            if card.topic == topic:
                yield from _entry(bank.question(card.id))


def _entry(question: Entry) -> Iterator[str]:
    from itertools import islice

    from examgen.question.selection import candidates, seeded
    from examgen.rendering import stem

    drawn = list(islice(candidates(question, seeded("the bank's page", question), {}), DRAWS))
    sample = drawn[0]
    efforts = [variant.derivation().effort for variant in drawn]
    yield f"\n### {question.id}\n"
    yield f"**{question.title}** · level {question.level} · {sum(efforts) / len(efforts):.0f} operations"
    yield f"({min(efforts)} to {max(efforts)})\n"
    yield "\n".join(f"> {line}".rstrip() for line in stem.stem(sample).splitlines())
    for name, ask in sample.asks.items():
        follows = f", goes on from `{'`, `'.join(ask.upstream)}`" if ask.upstream else ""
        facts = f"`{name}`: {ask.type.name}{follows}; attested by {ATTESTED[ask.attestation]}"
        yield f">\n> - {stem.ask(sample, name)} ({facts})"
    yield "\nParameters:\n"
    yield from (f"- `{each.name}`: {each.line}" for each in question.parameters)
    if own := question.own_misconceptions():
        yield "\nIts own misconceptions:\n"
        for each in own:
            shown_by = next((variant for variant in drawn if each.edit(variant) is not None), None)
            if shown_by is not None:
                yield f"- `{each.name}`: {stem.in_words(shown_by, each.feedback)}"


def _attested(counts: Mapping[str, int]) -> str:
    listed = [f"{ATTESTED[name]} ({counts[name]} questions)" for name in ATTESTED if counts.get(name)]
    return " or ".join(listed)
