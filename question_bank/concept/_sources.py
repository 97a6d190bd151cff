"""Where the statements come from that these questions ask about: our files, and those of the instructor's folders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from examgen.question.statements import Theme, themes

if TYPE_CHECKING:
    from examgen.bank.bank import Bank


def stated_themes(bank: Bank) -> Mapping[str, Theme]:
    """Statements that are true or false, by theme."""
    return _themes(bank, "statements")


def sorted_themes(bank: Bank) -> Mapping[str, Theme]:
    """Statements that are true of one of several things, by theme."""
    return _themes(bank, "sorted")


def _themes(bank: Bank, folder: str) -> Mapping[str, Theme]:
    return themes(*(source.questions / "concept" / folder for source in bank.sources))
