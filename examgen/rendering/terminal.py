"""Markdown with TeX math on a terminal, as renderables of rich.

What questions are written in and no more: paragraphs, lists, pipe tables, code, emphasis, ``$inline$`` and ``$$displayed$$`` math.
Without a terminal rich leaves the colours out, so that what is piped into a file is plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, Group, RenderResult
from rich.table import Table
from rich.text import Text

from examgen.rendering.code_lines import fitted
from examgen.rendering.lookalikes import spelled, spelled_block
from examgen.rendering.terminal_math import display_blocks, flat, row_by_row

CODE, STRONG, EMPHASIS, QUIET = "cyan", "bold", "italic", "dim"

_KEPT_TOGETHER = 32
"""Formulas and code of at most so many cells are not broken at a line's end."""
_NARROWEST = 20
"""A formula that does not fit so many cells once it is spelled out is not broken any further."""
_NO_BREAK = "\ue000"
"""Stands for a space at which rich must not break a line; it never leaves this module."""

_FENCE_OR_DISPLAY = re.compile(
    r"^(?P<fence>```+|~~~+)[^\n]*\n(?P<code>.*?)^(?P=fence)[ \t]*$|\$\$(?P<math>.+?)\$\$", re.MULTILINE | re.DOTALL
)
_INLINE = re.compile(
    r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)"
    r"|\$(?P<math>(?:\\.|[^$\\])+)\$"
    r"|\*\*(?P<strong>.+?)\*\*"
    r"|(?<!\w)(?P<mark>[*_])(?=\S)(?P<emphasis>.+?)(?<=\S)(?P=mark)(?!\w)"
    r"|\[(?P<link>[^\]]+)\]\([^)]*\)"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])",
    re.DOTALL,
)
_ITEM = re.compile(r"(?P<mark>[-*+]|\d+[.)])\s+(?P<text>.*)", re.DOTALL)
_ITEM_START = re.compile(r"^ {0,3}(?=(?:[-*+]|\d+[.)])\s)", re.MULTILINE)
_RULE_ROW = re.compile(r"\|?[\s:|-]+\|?")


def is_plain(console: Console) -> bool:
    """Whether a console wants text that is read aloud line by line: no boxes, no rules, matrices row by row."""
    return bool(getattr(console, "plain", False))


def formula_lines(console: Console, tex: str, width: int) -> list[str]:
    """A formula that stands alone, as the console wants it."""
    if is_plain(console):
        return [spelled(line, console.encoding) for line in row_by_row(tex)]
    room = width
    while True:
        laid = display_blocks(tex, room)
        blocks = [spelled_block(block, console.encoding) for block in laid]
        excess = max(cell_len(line) for block in blocks for line in block) - width
        if excess <= 0 or blocks == laid or room <= _NARROWEST:
            return [line for block in blocks for line in block]
        room = max(room - excess, _NARROWEST)


def drawing(console: Console, picture: str) -> Text:
    """A picture in characters, as the console can write it."""
    blocks = [spelled_block(block.split("\n"), console.encoding) for block in picture.split("\n\n")]
    return Text("\n\n".join("\n".join(block) for block in blocks), no_wrap=True, overflow="ignore")


@dataclass(frozen=True)
class Prose:
    """Markdown with TeX math."""

    markdown: str

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for index, (block, close) in enumerate(_blocks(self.markdown)):
            if index and not close:
                yield Text("")
            if isinstance(block, Table):
                if is_plain(console):
                    block.box = None
                _share(block, options.max_width)
            yield block


@dataclass(frozen=True)
class Listing:
    """Code; a line that is wider than the terminal goes on in the next one, where Python lets it."""

    code: str
    indent: int = 4

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in fitted(self.code, options.max_width - self.indent):
            yield Text((" " * self.indent + line).rstrip(), style=CODE, no_wrap=True, overflow="ignore")


@dataclass(frozen=True)
class Formula:
    """A TeX formula that stands alone; it is broken where it is wider than the terminal."""

    tex: str
    indent: int = 2

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for line in formula_lines(console, self.tex, options.max_width - self.indent):
            yield Text(" " * self.indent + line, no_wrap=True, overflow="ignore")


@dataclass(frozen=True)
class Paragraph:
    """Text that wraps to the width; its lines after the first are indented by ``hanging`` more."""

    text: Text
    hanging: int = 0
    indent: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        # Text.wrap breaks at every blank, so the blanks to be kept are put back afterwards.
        room = max(options.max_width - self.hanging - self.indent, 10)
        for index, line in enumerate(_spelled(self.text, console.encoding).wrap(console, room)):
            line.plain = line.plain.replace(_NO_BREAK, " ")
            line.rstrip()
            yield Text.assemble(" " * (self.indent + (self.hanging if index else 0)), line)

    def styled(self, style: str) -> Paragraph:
        """The same text in a style."""
        text = self.text.copy()
        text.stylize_before(style)
        return replace(self, text=text)

    def signed(self, style: str, width: int) -> Paragraph:
        """The same text with its first ``width`` characters, a sign in the margin, in a style."""
        text = self.text.copy()
        text.stylize(style, 0, width)
        return replace(self, text=text)


def _spelled(text: Text, encoding: str) -> Text:
    """The same text with its styles in the characters of an encoding."""
    if spelled(text.plain.replace(_NO_BREAK, " "), encoding) == text.plain.replace(_NO_BREAK, " "):
        return text
    pieces = text.divide(sorted({edge for span in text.spans for edge in (span.start, span.end)}))
    written = Text(style=text.style)
    for piece in pieces:
        new = Text(_NO_BREAK.join(spelled(part, encoding) for part in piece.plain.split(_NO_BREAK)))
        for span in piece.spans:
            new.stylize(span.style)
        written.append_text(new)
    return written


def inline(markdown: str, style: str = "") -> Text:
    """Markdown within a line, for a table's cell or a heading."""
    text = Text(style=style)
    for piece in _spans(" ".join(markdown.split()), ""):
        text.append(*piece)
    text.plain = text.plain.replace(_NO_BREAK, " ")
    return text


def paragraph(markdown: str, *, lead: str = "", indent: int = 0) -> Paragraph:
    """Markdown within a line that wraps, flush behind ``lead``, such as an item's number."""
    text = Text(lead)
    for piece in _spans(" ".join(markdown.split()), ""):
        text.append(*piece)
    return Paragraph(text, cell_len(lead), indent)


def ask_lines(lead: str, sentence: str, listed: Iterable[tuple[str, str]]) -> Group:
    """The sentence of an ask behind its letter, and below it what an answer chooses from."""
    first = paragraph(sentence, lead=f"{lead} " if lead else "").styled(STRONG)
    return Group(first, *(paragraph(text, lead=f"{name}  ", indent=3) for name, text in listed))


# blocks --------------------------------------------------------------------------------------------------------------


def _blocks(markdown: str) -> Iterator[tuple[Formula | Listing | Paragraph | Table, bool]]:
    """The blocks of a text, and whether one stands close to the block before it."""
    place = 0
    for match in _FENCE_OR_DISPLAY.finditer(markdown):
        yield from _texts(markdown[place : match.start()])
        if match["math"] is not None:
            yield Formula(match["math"].strip(), indent=4), False
        else:
            yield Listing(match["code"].rstrip("\n")), False
        place = match.end()
    yield from _texts(markdown[place:])


def _texts(markdown: str) -> Iterator[tuple[Paragraph | Table, bool]]:
    for chunk in filter(None, (chunk.strip("\n") for chunk in re.split(r"\n[ \t]*\n", markdown))):
        lines = chunk.strip().splitlines()
        if len(lines) > 1 and "|" in lines[0] and _RULE_ROW.fullmatch(lines[1].strip()):
            yield _table(lines), False
        elif _ITEM_START.match(chunk):
            for index, item in enumerate(filter(None, _ITEM_START.split(chunk))):
                yield _item(item), index > 0
        elif heading := re.match(r"#{1,6}\s+(.*)", chunk.strip()):
            yield Paragraph(Text.assemble((inline(heading[1]).plain, STRONG))), False
        elif chunk.strip():
            yield paragraph(chunk), False


def verbatim(text: str, *, lead: str = "", indent: int = 0) -> Paragraph:
    """Plain text that wraps, shown exactly as it stands."""
    return Paragraph(Text(lead + text), cell_len(lead), indent)


def _item(text: str) -> Paragraph:
    match = _ITEM.match(text.strip())
    if match is None:
        return paragraph(text)
    mark = match["mark"] if match["mark"][0].isdigit() else "•"
    return paragraph(match["text"], lead=f"  {mark} ")


def _table(lines: Iterable[str]) -> Table:
    head, _, *rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=True)
    for cell in head:
        table.add_column(inline(cell, STRONG), overflow="fold")
    for row in rows:
        table.add_row(*map(inline, row))
    return table


_WORD = re.compile(r"\S+(?: × \S+)*")


def _share(table: Table, width: int) -> None:
    """Give each column of a table that is too wide its longest word, and the rest to those whose texts are longer.

    Where the words alone are too wide, the columns move together; where that does not help, the table is turned on its side.
    """
    texts = [[str(column.header), *map(str, column.cells)] for column in table.columns]  # rich's own shares cut words
    needed = [max(cell_len(text) for text in column) for column in texts]
    words = [max((cell_len(word) for text in column for word in _WORD.findall(text)), default=1) for column in texts]
    dividers = len(texts) - 1
    room = width - 2 * len(texts) - (dividers if table.box else 0)
    if sum(needed) <= room:
        return
    if sum(words) > room:
        table.padding, table.pad_edge = (0, 0) if table.box else (0, 1, 0, 0), False
        room = width - dividers
    if sum(words) > room:
        if len(table.columns) > table.row_count + 1:
            _turn(table)
            _share(table, width)
        return
    spare, wish = room - sum(words), sum(needed) - sum(words)
    for column, word, whole in zip(table.columns, words, needed, strict=True):
        column.width = word + min(whole - word, spare * (whole - word) // max(wish, 1))


def _turn(table: Table) -> None:
    """Make the rows of a table its columns."""
    rows = [[column.header, *column.cells] for column in table.columns]
    table.columns, table.rows = [], []
    head, *body = rows
    for cell in head:
        table.add_column(cell, overflow="fold")
    for row in body:
        table.add_row(*row)
    table.padding, table.pad_edge = (0, 1), True


# within a line -------------------------------------------------------------------------------------------------------


def _spans(markdown: str, style: str) -> Iterator[tuple[str, str]]:
    """Pieces of text, each with its style."""
    place = 0
    for match in _INLINE.finditer(markdown):
        yield _smart(markdown[place : match.start()]), style
        if match["code"] is not None:
            yield _together(match["code"].strip()), f"{style} {CODE}".strip()
        elif match["math"] is not None:
            yield _together(flat(match["math"])), style
        elif match["strong"] is not None:
            yield from _spans(match["strong"], f"{style} {STRONG}".strip())
        elif match["emphasis"] is not None:
            yield from _spans(match["emphasis"], f"{style} {EMPHASIS}".strip())
        elif match["link"] is not None:
            yield from _spans(match["link"], style)
        else:
            yield match["escaped"], style
        place = match.end()
    yield _smart(markdown[place:]), style


def _together(text: str) -> str:
    return text.replace(" ", _NO_BREAK) if cell_len(text) <= _KEPT_TOGETHER else text


def _smart(text: str) -> str:
    text = re.sub(r"(?<=\w) × (?=\w)", f"{_NO_BREAK}×{_NO_BREAK}", text)
    return text.replace("---", "—").replace("--", "–").replace("...", "…")
