"""`examgen bank`: list the questions, show one, check them all."""

from __future__ import annotations

import click

from examgen.cli.lazy import CommandEntry, LazyGroup

_COMMANDS = {
    "list": CommandEntry("examgen.cli.bank_list:list_", "List the questions, or search them."),
    "show": CommandEntry("examgen.cli.bank_show:show", "Show one variant as a student sees it, and its parts."),
    "new": CommandEntry("examgen.cli.bank_new:new", "Start a question of your own from a small working example."),
    "document": CommandEntry(
        "examgen.cli.bank_document:document",
        "Write the bank as a page: one variant of each question with key, worked solution and feedback.",
    ),
    "stock": CommandEntry("examgen.cli.bank_stock:stock", "Prepare the variants that practice uses without Keras."),
    "check": CommandEntry("examgen.cli.bank_check:check", "Compare both witnesses over many draws."),
}


@click.group(cls=LazyGroup, entries=_COMMANDS, epilog="Start with: examgen bank list")
def bank() -> None:
    """List, show and check the questions."""
