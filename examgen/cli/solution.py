"""A solved variant: as an object for programs, and as a page for people."""

from __future__ import annotations

from typing import Any

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from examgen.answers import Choice
from examgen.arrays import Array, json_ready
from examgen.derivation.lines import Line
from examgen.rendering import stem
from examgen.rendering.terminal import Paragraph, inline
from examgen.rendering.terminal_variant import (
    ValueBlock,
    asked,
    derivation_line,
    label,
    statement,
    told,
    value_line,
)
from examgen.verify.witness import Attested
from examgen.wording import ATTESTED


def note_on(solved: Attested) -> str:
    """What is to be said of a variant besides its solution."""
    return "" if solved.variant.admissible() else "these values are valid, but an exam would not draw them"


def derived(solved: Attested, name: str) -> Array:
    """What the derivation answers to an ask, in the form of its kind."""
    return solved.variant.asks[name].type.fit(solved.derivation.answers[name])


def as_object(solved: Attested, seed: str | None) -> dict[str, Any]:
    """Everything that is known of a variant, ready for JSON; fractions are texts such as ``"1/3"``.

    ``seed`` is left out where it is ``None``: all parameters were given.
    """
    variant, derivation = solved.variant, solved.derivation
    types = {name: ask.type for name, ask in variant.asks.items()}
    asks = {
        name: {
            "text": stem.ask(variant, name),
            "kind": ask.type.name,
            **({"options": list(ask.type.options)} if isinstance(ask.type, Choice) else {}),
            "key": ask.type.plain(solved.key[name]),
            "written": ask.type.write(solved.key[name]),
            "attested_by": ask.attestation,
            "derivation": ask.type.plain(derived(solved, name)),
        }
        for name, ask in variant.asks.items()
    }

    def plain(line: Line) -> Any:
        if not line.ask or line.value is None:
            return json_ready(line.value)
        return types[line.ask].plain(line.value)

    keys = {name: types[name].plain(value) for name, value in solved.key.items()}
    return {
        "question": variant.id,
        **({} if seed is None else {"seed": seed}),
        **({"note": note} if (note := note_on(solved)) else {}),
        "parameters": variant.settings,
        "statement": stem.stem(variant),
        "asks": asks,
        "answer": next(iter(keys.values())) if len(keys) == 1 else keys,
        "misconceptions": {
            each.name: {
                "feedback": stem.in_words(variant, each.feedback),
                "answers": {name: types[name].plain(value) for name, value in solved.wrong_answers[each.name].items()},
            }
            for each in solved.misconceptions
        },
        "derivation": [
            {"why": line.why, "formulas": list(line.formulas), "value": plain(line), "ask": line.ask or None}
            for line in derivation.lines
        ],
        "effort": derivation.effort,
    }


def heading(console: Console, id_: str, title: str, facts: str) -> None:
    """The first line of a page about a question."""
    console.print(Text.assemble((id_, "bold cyan"), f"  {title}", (f"  {facts}", "dim")))
    console.print()


def section(console: Console, title: str) -> None:
    """The heading of a part of a page."""
    console.print()
    console.print(Text(title, style="bold cyan"))


def show_solution(console: Console, solved: Attested) -> None:
    """Print a variant with all that is known of it."""
    variant = solved.variant
    heading(console, variant.id, variant.title, f"level {variant.level}, {solved.derivation.effort} operations")
    console.print(statement(variant))
    console.print()
    for name in variant.asks:
        console.print(asked(variant, name))
    section(console, "Answer")
    console.print(_witnesses(solved))
    section(console, "Derivation")
    for number, line in enumerate(solved.derivation.lines, start=1):
        console.print(derivation_line(variant, number, line))
    if solved.misconceptions:
        section(console, "Wrong answers and their causes")
        for each in solved.misconceptions:
            answers = [
                f"{label(variant, name)} {value_line(variant.asks[name].type, value)}".strip()
                for name, value in solved.wrong_answers[each.name].items()
            ]
            together = "   ".join(answers)
            for index, answer in enumerate([together] if cell_len(together) + 3 <= console.width else answers):
                console.print(Paragraph(Text(f"   {answer}" if index else f" • {answer}"), hanging=3))
            console.print(told(f"{stem.in_words(variant, each.feedback)} (`{each.name}`)"))


def _witnesses(solved: Attested) -> Table:
    """Both witnesses side by side; a variant on which they disagree never comes here."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True, header_style="dim")
    asks = solved.variant.asks
    several = len(asks) > 1
    attested = list(dict.fromkeys(ATTESTED[ask.attestation] for ask in asks.values()))
    if several:
        table.add_column("", vertical="middle")
    table.add_column(attested[0] if len(attested) == 1 else "attested", vertical="middle")
    table.add_column("derivation", vertical="middle")
    table.add_column("", vertical="middle", style="green")
    for name, ask in asks.items():
        blocks = (ValueBlock(ask.type, solved.key[name]), ValueBlock(ask.type, derived(solved, name)))
        lead = (inline(label(solved.variant, name)),) if several else ()
        by = f" (by {ATTESTED[ask.attestation]})" if len(attested) > 1 else ""
        table.add_row(*lead, *blocks, f"they agree{by}", end_section=ask.type.blank == "grid")
    return table
