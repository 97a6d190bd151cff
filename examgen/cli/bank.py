"""`examgen bank`: list the questions, show one, check them all."""

from __future__ import annotations

import click

from examgen.cli.lazy import Entry, LazyGroup

_COMMANDS = {
    "list": Entry("examgen.cli.bank_list:list_", "All questions, or those of a topic and level."),
    "show": Entry("examgen.cli.bank_show:show", "One variant as a student sees it, and what it is made of."),
    "new": Entry("examgen.cli.bank_new:new", "Begin a question of your own: a small one that works, to be changed."),
    "document": Entry(
        "examgen.cli.bank_document:document",
        "The bank as a page: each question with one variant, its key, worked solution and feedback.",
    ),
    "stock": Entry("examgen.cli.bank_stock:stock", "Make the variants that practice asks without waiting for Keras."),
    "check": Entry("examgen.cli.bank_check:check", "Hold both witnesses against each other over many draws."),
}


@click.group(cls=LazyGroup, entries=_COMMANDS, epilog="Start with: examgen bank list")
def bank() -> None:
    """List the questions, show one, check them all."""
