"""Where the statements come from that these questions ask about: our files, and those of the instructor's folders."""

from __future__ import annotations

from collections.abc import Mapping

from examgen.question.entry import Library
from examgen.question.statements import Theme, themes


def stated_themes(bank: Library) -> Mapping[str, Theme]:
    """Statements that are true or false, by theme."""
    return _themes(bank, "statements")


def sorted_themes(bank: Library) -> Mapping[str, Theme]:
    """Statements that are true of one of several things, by theme."""
    return _themes(bank, "sorted")


def _themes(bank: Library, folder: str) -> Mapping[str, Theme]:
    return themes(*bank.resources(f"concept/{folder}"))
