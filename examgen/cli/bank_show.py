"""`examgen bank show`: one variant as a student sees it, and what it is made of. Keras is not needed for that."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from examgen.cli.options import bank_flag, bank_option, json_option, open_bank, seed_option
from examgen.cli.screen import output, talk
from examgen.cli.solve import random_seed
from examgen.wording import ATTESTED

if TYPE_CHECKING:
    from examgen.question.question import Question


@click.command()
@click.argument("question")
@seed_option
@json_option
@bank_option
def show(question: str, seed: str | None, as_json: bool, banks: Sequence[Path]) -> None:
    """Show one variant as a student sees it, and its parts: asks, parameters and misconceptions."""
    from examgen.question.selection import any_variant, seeded

    found = open_bank(banks).question(question)
    seed = seed or random_seed()
    variant = any_variant(found, seeded(seed, found), {})
    if as_json:
        click.echo(json.dumps(_as_object(variant, seed), ensure_ascii=False))
        return
    flags = "".join(f" {bank_flag(bank)}" for bank in banks)
    _print(variant, flags)
    again = f"examgen solve {variant.id} --seed {seed}{flags}"
    lines = f"\nThe same numbers again: --seed {seed}\nTheir solution: {again}"
    talk().print(lines, style="dim", markup=False, soft_wrap=True)


def _as_object(variant: Question, seed: str) -> dict[str, Any]:
    from examgen.question import misconceptions
    from examgen.question.conventions import CONVENTIONS
    from examgen.rendering import stem

    return {
        "question": variant.id,
        "title": variant.title,
        "topic": variant.topic,
        "level": variant.level,
        "version": variant.version,
        "seed": seed,
        "effort": variant.derivation().effort,
        "statement": stem.stem(variant),
        "asks": {
            name: {
                "id": variant.entry.ask_id(name),
                "text": stem.ask(variant, name),
                "attested_by": ask.attestation,
                "kind": ask.type.name,
                "hint": ask.type.hint,
                "follows": list(ask.upstream),
                "weight": ask.weight,
            }
            for name, ask in variant.asks.items()
        },
        "parameters": variant.settings,
        "documentation": {
            each.name: {"meaning": each.meaning, "type": each.type, "range": each.range, "default": each.default}
            for each in variant.entry.parameters
        },
        "conventions": {name: CONVENTIONS[name] for name in variant.needed_conventions},
        "misconceptions": {
            each.name: stem.in_words(variant, each.feedback)
            for each in misconceptions.all_of(variant)
            if each.edit(variant) not in (None, variant, variant.network)
        },
    }


def _print(variant: Question, flags: str) -> None:
    """Print a variant; ``flags`` name the instructor's banks in the commands that are suggested."""
    from rich.table import Table
    from rich.text import Text

    from examgen.cli.solution import heading, section
    from examgen.rendering.terminal import Paragraph, paragraph
    from examgen.rendering.terminal_variant import asked, label, statement
    from examgen.wording import listed

    console = output()
    heading(console, variant.id, variant.title, f"level {variant.level}, {variant.derivation().effort} operations")
    console.print(statement(variant))
    console.print()
    for name in variant.asks:
        console.print(asked(variant, name))

    section(console, "Asks")
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name, ask in variant.asks.items():
        facts = f"attested by {ATTESTED[ask.attestation]}"
        facts += f"; follows from {listed(ask.upstream)}" if ask.upstream else ""
        table.add_row(f" {label(variant, name)}".rstrip(), Text(name, "bold"), ask.type.hint, Text(facts, "dim"))
    console.print(table)

    section(console, "Parameters")
    shown = variant.settings
    width = max(map(len, shown), default=0)
    for each in variant.entry.parameters:
        value = json.dumps(shown[each.name], ensure_ascii=False)
        console.print(Paragraph(Text.assemble(" ", (f"{each.name:{width}}", "bold"), f"  {value}"), hanging=width + 3))
        console.print(Paragraph(Text.assemble(" " * (width + 3), (each.line, "dim")), hanging=width + 3))

    section(console, "Misconceptions")
    console.print(
        paragraph(
            "Feedback is given only for those that lead to a wrong answer with these numbers; "
            f"`examgen solve {variant.id}{flags}` shows these wrong answers.",
            lead=" ",
        )
    )
    for name, feedback in _as_object(variant, "")["misconceptions"].items():
        console.print(paragraph(f"{feedback} (`{name}`)", lead=" • "))
    console.print()
    if shown:
        console.print(
            paragraph(f"Set a parameter with `examgen solve {variant.id} --set {next(iter(shown))}=…{flags}`")
        )
