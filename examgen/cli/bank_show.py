"""`examgen bank show`: one variant as a student sees it, and what it is made of. Keras is not needed for that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from examgen.cli.options import bank_option, json_option, open_bank, seed_option
from examgen.cli.screen import output, talk
from examgen.cli.solve import random_seed

if TYPE_CHECKING:
    from examgen.question.question import Question


@click.command()
@click.argument("question")
@seed_option
@json_option
@bank_option
def show(question: str, seed: str | None, as_json: bool, banks: Sequence[Path]) -> None:
    """One variant as a student sees it, and what it is made of."""
    from examgen.question.selection import any_variant, seeded

    found = open_bank(banks).question(question)
    seed = seed or random_seed()
    variant = any_variant(found, seeded(seed, found), {})
    if as_json:
        click.echo(json.dumps(_as_object(variant, seed), ensure_ascii=False))
        return
    _print(variant)
    talk().print(
        f"\nThe same numbers again: --seed {seed}\nTheir solution: examgen solve {variant.id} --seed {seed}",
        style="dim",
        markup=False,
    )


def _as_object(variant: Question, seed: str) -> dict[str, Any]:
    from examgen.arrays import json_ready
    from examgen.question import misconceptions
    from examgen.rendering import stem

    return {
        "question": variant.id,
        "title": variant.title,
        "topic": variant.topic,
        "level": variant.level,
        "seed": seed,
        "effort": variant.derivation().effort,
        "statement": stem.stem(variant),
        "asks": {
            name: {
                "text": stem.ask(variant, name),
                "kind": ask.type.name,
                "hint": ask.type.hint,
                "follows": list(ask.upstream),
                "weight": ask.weight,
            }
            for name, ask in variant.asks.items()
        },
        "parameters": {name: json_ready(value) for name, value in variant.parameters.items()},
        "misconceptions": {
            slip.name: stem.in_words(variant, slip.feedback)
            for slip in misconceptions.all_of(variant)
            if slip.edit(variant) not in (None, variant, variant.network)
        },
    }


def _print(variant: Question) -> None:
    from rich.table import Table
    from rich.text import Text

    from examgen.arrays import json_ready
    from examgen.cli.solution import heading, section
    from examgen.rendering.terminal import Paragraph, paragraph
    from examgen.rendering.terminal_variant import asked, label, statement

    console = output()
    heading(console, variant.id, variant.title, f"level {variant.level}, {variant.derivation().effort} operations")
    console.print(statement(variant))
    console.print()
    for name in variant.asks:
        console.print(asked(variant, name))

    section(console, "Asks")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name, ask in variant.asks.items():
        follows = f"goes on from {' and '.join(ask.upstream)}" if ask.upstream else ""
        table.add_row(f" {label(variant, name)}".rstrip(), Text(name, "bold"), ask.type.hint, Text(follows, "dim"))
    console.print(table)

    section(console, "Parameters")
    width = max(map(len, variant.parameters))
    for name, value in variant.parameters.items():
        text = Text.assemble(" ", (f"{name:{width}}", "bold"), "  ", json.dumps(json_ready(value), ensure_ascii=False))
        console.print(Paragraph(text, hanging=width + 3))

    section(console, "Misconceptions")
    for slip_name, feedback in _as_object(variant, "")["misconceptions"].items():
        console.print(paragraph(f"{feedback} (`{slip_name}`)", lead=" • "))
    console.print()
    first = next(iter(variant.parameters))
    console.print(paragraph(f"Set a parameter with `examgen solve {variant.id} --set {first}=…`"))
