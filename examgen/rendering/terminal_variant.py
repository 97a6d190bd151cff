"""A variant on a terminal: its statement, its asks and the lines of its derivation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.text import Text

from examgen.answers import AnswerType
from examgen.arrays import Array
from examgen.derivation.lines import Line
from examgen.lettering import letter
from examgen.question.question import Question
from examgen.rendering import picture, stem
from examgen.rendering.terminal import (
    QUIET,
    Formula,
    Prose,
    ask_lines,
    drawing,
    formula_lines,
    is_plain,
    paragraph,
    verbatim,
)
from examgen.rendering.terminal_math import flat
from examgen.rendering.worked import worked


def label(variant: Question, name: str) -> str:
    """How an ask is called on the screen: ``a)``, or nothing where it is the only one."""
    asks = list(variant.asks)
    return f"{letter(asks.index(name))})" if len(asks) > 1 else ""


@dataclass(frozen=True)
class Stated:
    """What is given, in words and where it helps as a picture; in words alone on a plain console."""

    variant: Question

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if is_plain(console):
            told = picture.statement_words(self.variant)
            drawn: RenderableType = verbatim(told.picture)
        else:
            told = picture.statement_text(self.variant, width=min(76, options.max_width))
            drawn = drawing(console, told.picture)
        yield Prose(told.before)
        if told.picture:
            yield Text("")
            yield drawn
        if told.after:
            yield Text("")
            yield Prose(told.after)


def statement(variant: Question) -> RenderableType:
    """What is given, in words and where it helps as a picture."""
    return Stated(variant)


def asked(variant: Question, name: str) -> RenderableType:
    """The sentence of one ask, behind its letter, and below it what an answer chooses from."""
    return ask_lines(label(variant, name), stem.ask(variant, name), variant.asks[name].type.listed)


def value_line(kind: AnswerType, value: Array) -> str:
    """A value on one line: ``[1 2; 3 4]``."""
    return flat(kind.tex(value))


class Formulas:
    """Several formulas, in as many columns as the array has that they work out, where these fit the width."""

    def __init__(self, formulas: Sequence[str], columns: int = 1, indent: int = 5) -> None:
        self._formulas, self._columns, self._indent = formulas, columns, indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        room = options.max_width - self._indent
        laid = [formula_lines(console, tex, room) for tex in self._formulas]
        width = max((cell_len(lines[0]) for lines in laid), default=0) + 3
        if self._columns > 1 and self._columns * width <= room and all(len(lines) == 1 for lines in laid):
            cells = [lines[0] + " " * (width - cell_len(lines[0])) for lines in laid]
            rows = ["".join(cells[i : i + self._columns]).rstrip() for i in range(0, len(cells), self._columns)]
        else:
            rows = [line for lines in laid for line in lines]
        for row in rows:
            yield Text(" " * self._indent + row, no_wrap=True, overflow="ignore")


class ValueBlock:
    """A value as it is laid out by hand, a matrix in tall brackets."""

    def __init__(self, kind: AnswerType, value: Array) -> None:
        self._tex = kind.tex(value)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in formula_lines(console, self._tex, options.max_width):
            yield Text(line, no_wrap=True)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        width = max(map(cell_len, formula_lines(console, self._tex, options.max_width)))
        return Measurement(width, width)


def derivation_line(variant: Question, number: int, line: Line, indent: int = 0) -> Group:
    """One line of a derivation: why, every formula, and an array that answers an ask as a whole."""
    shown = worked(variant, line)
    return Group(
        paragraph(shown.why, lead=f"{' ' * indent}{number:>2}. "),
        Formulas(shown.formulas, columns=shown.columns, indent=5 + indent),
        *([Formula(shown.whole, indent=5 + indent)] if shown.whole else []),
    )


def told(markdown: str) -> RenderableType:
    """A sentence of feedback."""
    return paragraph(markdown, indent=3)


def quiet(text: str) -> Text:
    """Something that need not be read."""
    return Text(text, style=QUIET)
