"""From the tree of a text to the arrays that it can mean: rows and columns, brackets, labels, bullets, the headers of tables.

A text is read under one convention at a time; whatever cannot be arranged with certainty is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from examgen.answers.answer_type import Unreadable
from examgen.answers.characters import quote
from examgen.answers.numerals import TIGHT, Convention, Quantity, evaluated
from examgen.answers.parsing import Node, is_token
from examgen.arrays import Array, Scalar, cells, shape, transposed

MISSING = "a number is missing; write every number, for example 1, 2, 3"
_PAIRED = (3, 5, 7)
"""Numbers in a list of which some commas may be decimal marks; where they are even in number, every other one."""
_ORDINALS = {
    "first": "1",
    "second": "2",
    "third": "3",
    "fourth": "4",
    "top": "1",
    "upper": "1",
    "bottom": "2",
    "lower": "2",
    "erste": "1",
    "zweite": "2",
    "dritte": "3",
}
_COUNTING = rf"^(?:{'|'.join(_ORDINALS)})(?= (?:row|line|channel|map|zeile|weight|value|neuron|number)|$)"
_SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_SIZE_NOTE = re.compile(r"\s*(?:\((?:shape:? ?\(?)?\d+ ?[x×]|# ?(?:shape:? ?)?\(\d)")
_MARKERS = str.maketrans({chr(0x2460 + n): str(n + 1) for n in range(20)})
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6"}
_BY_CHANNEL = re.compile(r"filter|(?<![a-z])(?:ch|fm)(?![a-z])|channel|kanal|map|:\s*,\s*:")
_CHANNEL = re.compile(r"channel|(?<![a-z])ch(?![a-z])|kanal|(?:feature )?map|:\s*,\s*:")
_TELLING = ("SIZED", "OPTION", "PRINTED")
_OF_COLUMNS = re.compile(
    r"(?:the )?(?:\d(?:\.|st|nd|rd|th) |first |second )?(?:col(?:umn)?s?|spalten?|coluna|columna|colonne|colonna)(?![a-z])"
)
_PAIRS = {"\\langle": "\\rangle", "(": ")", "[": "]", "{": "}", "<": ">", "\\{": "\\}"}


@dataclass(frozen=True)
class Cell:
    """One number as it stands.

    Attributes:
        digits: its first characters, as they were written.
        dash: the sign that stands before it with a space between, which may be the dash of a list.
        is_signed: whether it has a sign without a space.
        is_spaced: whether it is a fraction with a space beside its slash.
    """

    quantity: Quantity
    digits: str
    dash: str = ""
    is_signed: bool = False
    is_spaced: bool = False

    @property
    def is_quotient(self) -> bool:
        """Whether a slash with spaces stands between two decimal numbers: 0.5 / 0.25."""
        return self.is_spaced and self.quantity.is_of_decimals

    @property
    def value(self) -> Array:
        number = self.quantity.share
        return replace(number, number=-number.number).value if self.dash in ("-", "–") else number.value


@dataclass(frozen=True)
class Group:
    """What stands in brackets, or in a call such as ``np.array(…)``."""

    opening: str
    lines: tuple[Line, ...]
    is_transposed: bool = False


@dataclass(frozen=True)
class Item:
    content: Cell | Group
    label: str = ""

    @property
    def group(self) -> Group:
        assert isinstance(self.content, Group), "only asked where brackets stand"
        return self.content


@dataclass(frozen=True)
class Row:
    items: tuple[Item, ...]
    layout: str = "item"
    goes_on: bool = False
    """Whether a comma stands at its end."""


@dataclass(frozen=True)
class Line:
    """The rows of a line, parted by semicolons."""

    rows: tuple[Row, ...]
    marker: str = ""
    part: str = ""
    """What it is where it holds no numbers: the rule under the head of a table, or the head."""
    ended: bool = False
    """Whether a semicolon stands at its end."""
    barred: bool = False
    """Whether bars part its rows, which may part its cells as well."""


@dataclass
class Document:
    """A whole text: its lines, and what stands around them."""

    lines: tuple[Line, ...]
    titles: list[str] = field(default_factory=list)
    has_dtype: bool = False
    noted: tuple[int, ...] = ()
    """The size that a note tells, (2 × 3); no numbers of another size are meant."""
    told: tuple[tuple[int, ...], ...] = ()
    """The sizes that a program prints, or that stand before the numbers, without axes of length 1."""


# from the tree --------------------------------------------------------------------------------------------------------


def document(tree: Node, convention: Convention, typed: str) -> Document:
    """The lines of a tree, its numbers read in a convention.

    Raises:
        OtherConvention: a number is not written in this convention.
        Unreadable: brackets do not match, or a number is too large.
    """
    reader = _TreeReader(convention, typed)
    titles: list[str] = []
    has_dtype = False
    noted: tuple[int, ...] = ()
    told = tuple(_told(tree))
    node = tree
    while True:
        for part in node.children:
            for token in _tokens(part) if part.data in ("lead", "tail") else ():
                if token.type == "TITLE":
                    titles.append(reader.label(token))
                has_dtype |= token.type == "AFTER" and "dtype" in token
                if token.type == "AFTER" and _SIZE_NOTE.match(token):
                    noted = tuple(map(int, re.findall(r"\d+", token)))
        body = next(part for part in node.children if part.data not in ("lead", "tail"))
        if body.data == "start":
            node = body
            continue
        inner = [part for part in body.children if not is_token(part) and part.data == "start"]
        if not inner:
            return Document(reader.lines(body), titles, has_dtype, noted, told)
        node = inner[0]


def _told(tree: Node) -> Iterator[tuple[int, ...]]:
    """The sizes of 2x3: [[…]] and tensor(…, shape=(2, 3)), without axes of length 1."""
    for token in _tokens(tree):
        size = (
            re.search(r"\d{1,4}(?: ?(?:×|x|by) ?\d{1,4})+|shape ?= ?\(([\d, ]+)\)", token)
            if token.type in _TELLING
            else None
        )
        if size:
            yield tuple(int(number) for number in re.findall(r"\d{1,9}", size[0]) if number != "1")


@dataclass(frozen=True)
class _TreeReader:
    convention: Convention
    typed: str

    def label(self, token: Node) -> str:
        start = token.start_pos or 0
        return self.typed[start : start + len(token)].strip()

    def lines(self, node: Node) -> tuple[Line, ...]:
        return tuple(
            self._line(part) for part in _flat(node, "lines") if not (is_token(part) and part.type == "NEWLINE")
        )

    def _line(self, node: Node) -> Line:
        parts = node.children
        held = [part for part in parts if not is_token(part)]
        if not held:
            return Line((), part=parts[0].type)
        *markers, rows = held
        read = tuple(self._row(part) for part in _flat(rows, "rows") if not is_token(part))
        marker = str(markers[0].children[0]).strip() if markers else ""
        last = parts[-1]
        barred = any(is_token(part) and "|" in part for part in _flat(rows, "rows"))
        barred = barred and not any(row.items[0].label for row in read[1:])  # R1: 1 2 | R2: 3 4
        return Line(read, marker, ended=is_token(last) and last.type == "SEMICOLON", barred=barred)

    def _row(self, node: Node) -> Row:
        parts = [part for part in node.children if not (is_token(part) and part.type == "BAR")]
        goes_on = is_token(parts[-1])
        (content, *_) = parts
        layout = str(content.data)
        if layout not in ("commas", "spaces", "tabs", "amps", "bars", "groups", "arrows"):
            return Row((self._item(content),), "item", goes_on)
        return Row(tuple(self._item(p) for p in _flat(content, layout) if not is_token(p)), layout, goes_on)

    def _item(self, node: Node) -> Item:
        label = ""
        while node.data in ("titled", "named", "worked"):
            if node.data == "worked":
                node = node.children[-1]
                continue
            named = node.data == "named"
            token = node.children[-1 if named else 0]
            inner = self.label(token)
            label = inner if re.search(r"\d", inner) else f"{label} {inner}".strip()  # t=1: h=
            node = node.children[0 if named else -1]
        return Item(self._cell(node) if node.data == "cell" else self._group(node), label)

    def _cell(self, node: Node) -> Cell:
        *dash, value = node.children
        spaced = any(token.type == "OVER" and " " in token for token in _tokens(value))
        signed = not is_token(value) and value.data == "signed"
        digits = next((t for t in sorted(_tokens(value), key=lambda t: t.start_pos or 0) if t.type == "NUMBER"), "")
        if re.match(r"0\d", digits):
            raise Unreadable(
                f"{quote(str(digits))} could be the end of a longer number; write it without thousands separators"
            )
        return Cell(
            evaluated(value, self.convention), str(digits), str(dash[0]).strip() if dash else "", signed, spaced
        )

    def _group(self, node: Node) -> Group:
        opening, closing = str(node.children[0]).strip(), ""
        (lines,) = (self.lines(part) for part in node.children if not is_token(part) and part.data == "lines")
        for token in node.children:
            if is_token(token) and token.type == "CLOSE":
                closing = str(token).strip()
        if node.data == "printed":
            right = closing == (">" if opening.startswith("<") else re.sub(r"[^'\"]", "", opening[-1:]) + ")")
        elif re.match(r"\\[bpv]?matrix", opening):
            right = closing == "}"
        elif opening.startswith("\\begin"):
            right = _environment(opening) == _environment(closing)
        else:
            opening, closing = (re.sub(r"\\(?:left|right|big[lr]?) *", "", mark) for mark in (opening, closing))
            right = _PAIRS.get(opening) == closing
        if not right:
            raise Unreadable(
                f"the bracket {quote(closing)} does not close {quote(opening)}; write for example [[1, 2], [3, 4]]"
            )
        kind = (
            "call"
            if node.data == "printed"
            else "tex"
            if re.match(r"\\(?:begin|[bpv]?matrix)", opening)
            else opening[-1]
        )
        return Group(kind, lines, is_transposed=node.data == "transposed")


def _flat(node: Node, name: str) -> list[Node]:
    """The parts of a list that a grammar writes as a list and one more."""
    found: list[Node] = []
    while not is_token(node) and node.data == name:
        first, *rest = node.children
        found.extend(reversed(rest))
        node = first
    return [node, *reversed(found)]


def _tokens(node: Node) -> Iterator[Node]:
    if is_token(node):
        yield node
        return
    for subtree in node.iter_subtrees():
        yield from (child for child in subtree.children if is_token(child))


def _environment(text: str) -> str:
    return re.findall(r"\{(.*?)\}", text)[0] if "{" in text else ""


# from lines to arrays -------------------------------------------------------------------------------------------------


def variants(read: Document) -> Iterator[Document]:
    """A document in every way that its bullets, ordinals and headers can be meant."""
    body = [line for line in read.lines if line.rows]
    if not body:
        raise Unreadable(MISSING)
    for lines in _without_head(read.lines):
        for marked in _without_dashes(_without_markers(lines)):
            yield from (
                Document(rows, read.titles, noted=read.noted, told=read.told)
                for rows in _without_index(marked, has_dtype=read.has_dtype)
            )


def _without_head(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """The rows of a table; a head of numbers that only count its columns may be one of the rows or not."""
    rows = tuple(line for line in lines if line.rows)
    yield rows
    ruled = len(lines) > 2 and lines[0].rows and lines[1].part == "RULE"
    if ruled and len(rows) > 1 and _counts(["-" * cell.is_signed + cell.digits for cell in _cells(lines[0])]):
        yield rows[1:]


def _without_markers(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines without bullets and numbers before them.

    Raises:
        Unreadable: only some lines have one, or they do not count the lines.
    """
    markers = [line.marker for line in lines]
    if not any(markers):
        return lines
    numbers = [int(n) for marker in markers for n in re.findall(r"\d+", marker)]
    numbered = len(lines) > 1 and numbers == list(range(1, len(lines) + 1))
    printed_by_r = not numbered and markers[0] == "[1]" and all(re.fullmatch(r"\[\d+\]", m) for m in markers)
    counted = numbers == list(range(1, len(lines) + 1)) or not numbers
    if printed_by_r:
        lengths = [len(list(_cells(line))) for line in lines]
        counted = numbers == [1 + sum(lengths[:n]) for n in range(len(lines))]
    if not all(markers) or not counted:
        raise Unreadable(
            "the bullets or numbers before the lines are inconsistent; write only the values, for example 1, 2, 3"
        )
    if printed_by_r:
        return (
            Line(
                tuple(Row(tuple(i for line in lines for row in line.rows for i in row.items), "spaces") for _ in (0,))
            ),
        )
    return tuple(replace(line, marker="") for line in lines)


def _without_dashes(lines: tuple[Line, ...]) -> Iterator[tuple[Line, ...]]:
    """A dash and a space before every line, and nowhere else, may be a minus sign or begin the item of a list."""
    cells = [list(_cells(line)) for line in lines]
    firsts = [row[0] for row in cells if row]
    others = [cell for row in cells for cell in row[1:]]
    dashed = all(cell.dash in ("-", "–") for cell in firsts) and not any(cell.dash for cell in others)
    doubled = any(cell.dash and cell.is_signed for cell in firsts)  # - -0.1
    if not dashed or len(firsts) + len(others) < 2:
        if any(cell.dash and cell.is_signed for row in cells for cell in row):
            raise Unreadable("a number has two signs; write only one")
        yield lines
        return
    if not doubled:
        yield lines
    yield tuple(_undashed(line) for line in lines)


def _without_index(lines: tuple[Line, ...], *, has_dtype: bool) -> Iterator[tuple[Line, ...]]:
    """Rows without the numbers that count them: 1. and 2. of a numbered list, the index that pandas prints."""
    spaced = all(len(line.rows) == 1 and line.rows[0].layout == "spaces" for line in lines)
    cells = [list(_cells(line)) for line in lines]
    if not all(cells):
        yield lines
        return
    firsts = [row[0].digits for row in cells]
    if spaced and has_dtype and firsts == [str(n) for n in range(len(lines))]:
        yield tuple(_headless(line) for line in lines)
        return
    heads, body = cells[0], lines[1:]
    by_pandas = (
        len(lines) > 1
        and all(len(line.rows) == 1 and line.rows[0].layout == "spaces" for line in body)
        and [cell.digits for cell in heads] == [str(n) for n in range(len(heads))]
        and all(len(row) == len(heads) + 1 for row in cells[1:])
        and firsts[1:] == [str(n) for n in range(len(body))]
    )
    if by_pandas:
        yield tuple(_headless(line) for line in body)
        return
    yield lines
    numbered = firsts == [f"{n}." for n in range(1, len(lines) + 1)]
    if spaced and len(lines) > 1 and numbered and not any(c.digits.endswith(".") for row in cells for c in row[1:]):
        yield tuple(_headless(line) for line in lines)


def _cells(line: Line) -> Iterator[Cell]:
    """The numbers of a line that stand in no brackets."""
    for row in line.rows:
        for item in row.items:
            if isinstance(item.content, Cell):
                yield item.content


def _counts(digits: Sequence[str]) -> bool:
    return list(digits) in ([str(n) for n in range(len(digits))], [str(n) for n in range(1, len(digits) + 1)])


def _undashed(line: Line) -> Line:
    first, *others = line.rows
    item, *rest = first.items
    assert isinstance(item.content, Cell), "a dash stands before a number"
    bare = replace(item, content=replace(item.content, dash=""))
    return replace(line, rows=(replace(first, items=(bare, *rest)), *others))


def _headless(line: Line) -> Line:
    (row,) = line.rows
    return replace(line, rows=(replace(row, items=row.items[1:], layout="spaces" if len(row.items) > 2 else "item"),))


@dataclass(frozen=True)
class Arranger:
    """Arranges lines as an array; its rank may differ from the one expected.

    Inside fewer brackets than ``rank`` a line break ends a row, inside as many it only wraps a long one, as NumPy prints it.
    """

    rank: int

    def array(self, read: Document) -> Array:
        """The array of a document.

        Raises:
            Unreadable: rows differ in length, a label stands before some numbers only, or its layout has no certain meaning.
        """
        lines = read.lines
        groups = [item for line in lines for row in line.rows for item in row.items if isinstance(item.content, Group)]
        title = (read.titles or [""])[-1]
        if self.rank == 2 and (named := next((each for each in read.titles if _OF_COLUMNS.match(each.casefold())), "")):
            raise Unreadable(
                f"the label {quote(named)} names a column; write the answer row by row, for example 1 2; 3 4"
            )
        return self._lines(lines, depth=int(len(groups) > 1), outermost=True, title=title)[0]

    def _lines(
        self, lines: tuple[Line, ...], depth: int, *, outermost: bool = False, title: str = ""
    ) -> tuple[Array, str]:
        items = [item for line in lines for row in line.rows for item in row.items]
        if not items:
            raise Unreadable(MISSING)
        contents = {type(item.content) for item in items}
        if len(contents) > 1:
            raise Unreadable("some numbers are outside the brackets; write all numbers in brackets, or none")
        if title and len(items) > 1 and any(item.label for item in items[1:]):
            lines = _titled(lines, title)
        if contents == {Group}:
            if len(items) == 1 and outermost:
                return self._group(items[0].group, depth + 1), ""
            return self._groups(lines, depth)
        if self.rank == 2 and (
            entries := _by_entries([item for line in lines for row in line.rows for item in row.items])
        ):
            return entries, ""
        return self._numbers(lines, depth, outermost=outermost)

    def _group(self, group: Group, depth: int) -> Array:
        inner = [item for line in group.lines for row in line.rows for item in row.items]
        alone = len(inner) == 1 and isinstance(inner[0].content, Group) and not inner[0].label
        through = group.opening == "call" or (alone and isinstance(inner[0].content, Group) and (
            inner[0].content.opening in ("tex", "call")
            or any(len(line.rows) > 1 for line in inner[0].content.lines) or (group.opening == "(" and not group.lines[0].rows[0].goes_on)
        ))  # fmt: skip
        if through and alone:
            value = self._group(inner[0].group, depth)
        elif group.opening == "tex":
            value = self._tex(group)
        else:
            value, label = self._lines(group.lines, depth)
            if label:
                raise Unreadable(f"only some numbers have the label {quote(label)}; write only the numbers")
        return _turned(value) if group.is_transposed else value

    def _tex(self, group: Group) -> Array:
        rows = [row for line in group.lines for row in line.rows]
        if not all(line.ended for line in group.lines[:-1]):
            raise Unreadable(r"a row of the matrix does not end with \\; write rows such as 1 2; 3 4")
        if any(not isinstance(item.content, Cell) or item.label for row in rows for item in row.items):
            raise Unreadable("the meaning of a matrix within a matrix is unclear; write rows such as 1 2; 3 4")
        return stacked([self._row(row)[0] for row in rows])

    def _groups(self, lines: tuple[Line, ...], depth: int) -> tuple[Array, str]:
        """Brackets beside brackets: one after the other along a new axis, or line by line where the lines hold several."""
        rows = [row for line in lines for row in line.rows]
        labels = [item.label for row in rows for item in row.items]
        if self.rank > 2 and _are_channels(labels):
            return _channels_last([self._group(item.group, depth + 1) for row in rows for item in row.items]), ""
        if self.rank > 2 and any(_BY_CHANNEL.search(label.casefold()) for label in labels):
            raise Unreadable(
                "it may be written one filter after the other; write it row by row, for example [[[1 2] [3 4]] [[5 6] [7 8]]]"
            )
        if len(rows) > 1 and all(not item.label for row in rows for item in row.items[1:]):  # row 1: [1, 2], [3, 4]
            labels = [row.items[0].label for row in rows]
        wraps = all(row.goes_on for row in rows[:-1])
        if len(rows) > 1 and any(len(row.items) > 1 for row in rows) and not wraps:
            parts = [stacked([self._group(item.group, depth + 2) for item in row.items]) for row in rows]
        else:
            parts = [self._group(item.group, depth + 1) for row in rows for item in row.items]
        return stacked(parts), _checked(labels, of_rows=True)

    def _numbers(self, lines: tuple[Line, ...], depth: int, *, outermost: bool) -> tuple[Array, str]:
        rows = [row for line in lines for row in line.rows]
        if self.rank > 2 and (blocks := _blocks(rows)):
            return _channels_last([stacked([self._row(row)[0] for row in block]) for block in blocks]), ""
        single = all(len(row.items) == 1 for row in rows)
        parted = any(len(line.rows) > 1 for line in lines)
        if len(rows) == 1:
            (first, *_) = rows[0].items
            if (
                self.rank == 1
                and isinstance(first.content, Cell)
                and first.content.is_quotient
                and len(rows[0].items) == 1
            ):
                raise Unreadable("the slash may separate two numbers; write commas between them, for example 1, 2, 3")
            return self._row(rows[0])
        if single and self.rank == 1:
            return self._row(Row(tuple(row.items[0] for row in rows), "rows"))
        if (depth >= self.rank and not parted) or (
            self.rank == 1 and all(row.goes_on for row in rows[:-1])
        ):  # wrapped lines
            return self._row(Row(tuple(item for row in rows for item in row.items), "rows"))
        if len(lines) > 1 and parted:
            if not single:
                raise Unreadable(
                    "its rows are separated by both line breaks and semicolons; use only one of them, for example 1 2; 3 4"
                )
            if depth < self.rank:  # the semicolons of a spreadsheet part the cells
                rows = [Row(tuple(row.items[0] for row in line.rows), "semicolons") for line in lines]
        if len({row.layout for row in rows if len(row.items) > 1}) > 1:
            raise Unreadable(
                "the numbers are separated differently in different rows; separate them in the same way, for example 1 2; 3 4"
            )
        read = [self._row(row) for row in rows]
        return stacked([value for value, _ in read]), _checked([label for _, label in read], of_rows=True)

    def _row(self, row: Row) -> tuple[Array, str]:
        labels = [item.label for item in row.items]
        if row.layout == "arrows" and len(row.items) < 3:
            raise Unreadable(
                "the arrow may mark a correction or separate two numbers; write commas between them, for example 1, 2, 3"
            )
        inside = [item.content for item in row.items if isinstance(item.content, Cell)]
        if row.layout == "spaces" and (any(cell.dash for cell in inside[1:]) or any(cell.is_spaced for cell in inside)):
            raise Unreadable(
                "spaces separate its numbers and also occur within them; write commas between them, for example 1, -2, 3"
            )
        if 0 < sum(cell.is_spaced for cell in inside) < len(inside):  # 1, -2 / 3, 4
            raise Unreadable("a slash may separate its rows or belong to a fraction; write rows such as 1 2; 3 4")
        values = tuple(item.content.value for item in row.items if isinstance(item.content, Cell))
        return values, _checked(labels)


def _titled(lines: tuple[Line, ...], title: str) -> tuple[Line, ...]:
    """The lines with a label before the first number: it was taken for one of the whole."""
    first, *others = lines
    row, *rows = first.rows
    item, *items = row.items
    row = replace(row, items=(replace(item, label=title), *items))
    return (replace(first, rows=(row, *rows)), *others)


def _checked(labels: Sequence[str], *, of_rows: bool = False) -> str:
    """The label of what stands in a row, if it is the first one's; labels of all must count them.

    Raises:
        Unreadable: some have a label and some have none, or the labels do not count.
    """
    if of_rows and any(_OF_COLUMNS.match(label.casefold()) for label in labels):
        raise Unreadable(
            f"the label {quote(labels[-1])} names a column; write the answer row by row, for example 1 2; 3 4"
        )
    if not any(labels[1:]):
        if of_rows and len(labels) > 1 and re.match(r"(?:row|line|r) ?_?\d", labels[0].casefold()):
            raise Unreadable(f"only one row has the label {quote(labels[0])}; write only the rows")
        return labels[0]
    if all(labels) and _count_up(labels):
        return ""
    named = next(label for label in labels[1:] if label)
    raise Unreadable(f"the label {quote(named)} does not show which number is which; write only the numbers, in order")


def _are_channels(labels: Sequence[str]) -> bool:
    """Whether labels say that one channel follows the other: channel 1:, z[:,:,0] =."""
    bare = [label.casefold() for label in labels]
    first = re.findall(r"\d+", _indexed(labels[0]))
    of_channels = all(_CHANNEL.search(label) for label in bare)
    return len(labels) > 1 and of_channels and first[-1:] in (["0"], ["1"]) and _count_up(labels)


def _blocks(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows under the names of channels; nothing where they have no such names."""
    starts = [place for place, row in enumerate(rows) if row.items[0].label]
    named = [row for row in rows if any(item.label for item in row.items)]
    if starts[:1] != [0] or len(named) != len(starts) or not _are_channels([rows[at].items[0].label for at in starts]):
        return []
    bare = [replace(row, items=(replace(row.items[0], label=""), *row.items[1:])) for row in rows]
    return [bare[start:end] for start, end in zip(starts, [*starts[1:], len(rows)], strict=True)]


def _channels_last(parts: Sequence[Array]) -> Array:
    """Channels one after the other as the array whose last axis they are."""
    if any(len(shape(part)) != 2 for part in parts):
        raise Unreadable(
            "each channel must be a matrix; write the answer row by row, for example [[[1 2] [3 4]] [[5 6] [7 8]]]"
        )
    stacked(parts)
    grids = [[list(cells(row)) for row in part] for part in parts if isinstance(part, tuple)]
    return tuple(
        tuple(tuple(grid[row][column] for grid in grids) for column in range(len(grids[0][0])))
        for row in range(len(grids[0]))
    )


def _by_entries(items: Sequence[Item]) -> Array | None:
    """The matrix of which each entry is named by its row and column, y11 = 1, y12 = 2, …, in any order; none of other labels."""
    labels = [_indexed(item.label) for item in items]
    found: dict[tuple[str, str], Array] = {}
    for label, item in zip(labels, items, strict=True):
        indices = re.findall(r"\d+", label)
        if len(indices) == 1 and len(indices[0]) == 2:
            indices = list(indices[0])
        if len(indices) != 2 or max(map(len, indices)) > 1 or not isinstance(item.content, Cell):
            return None
        found[indices[0], indices[1]] = item.content.value
    if len(found) < len(items) or len(items) < 4 or len({re.sub(r"\d+", "#", label) for label in labels}) > 1:
        return None
    rows, columns = (sorted({place[axis] for place in found}) for axis in (0, 1))
    numbered = all(_counts(names) for names in (rows, columns)) and rows[0] == columns[0]
    if not numbered or len(found) != len(rows) * len(columns):
        return None
    return tuple(tuple(found[row, column] for column in columns) for row in rows)


def _indexed(label: str) -> str:
    """A label without the sign behind it, its numbers in digits: y₁ = as y1, first row: as 1 row."""
    bare = re.sub(r"[\s:=≈|→>\-]+$", "", label.casefold().strip("|\"' ")).translate(_SUBSCRIPTS).translate(_MARKERS)
    bare = re.sub(r"[\"')]+$", "", bare)
    bare = re.sub(r"^(\d+)(?:\.|st|nd|rd|th)(?= ?(?:row|line|zeile|reihe|ligne|fila|linha)|$)", r"\1", bare)
    bare = _ROMAN.get(bare, bare)
    if corner := re.fullmatch(r"(top|upper|bottom|lower)[ -](left|right)(?: is)?", bare):  # top left: entry 1, 1
        return f"corner {_ORDINALS[corner[1]]}{1 if corner[2] == 'left' else 2}"
    return re.sub(_COUNTING, lambda match: _ORDINALS[match[0]], bare)


def _count_up(labels: Sequence[str]) -> bool:
    bare = [_indexed(label) for label in labels]
    if all(len(label) == 1 and label.isalpha() for label in bare):
        return [ord(label) for label in bare] == [ord(bare[0]) + n for n in range(len(bare))]
    lettered = [re.fullmatch(r"(.*[(_ ])([a-z])(\)?)", label) for label in bare]  # p(a), p(b), p(c)
    if all(lettered) and len({(each[1], each[3]) for each in lettered if each}) == 1:
        return [ord(each[2]) for each in lettered if each] == [ord(lettered[0][2]) + n for n in range(len(bare))]  # type: ignore[index]
    last = [label.rsplit(" ", 1)[-1] for label in bare]  # the new weights are w1 = 0.5 and w2 = 0.7
    if len({re.sub(r"\d+", "#", label) for label in bare}) > 1 and all(
        re.fullmatch(r"[a-zß]+_?\d+'?", each) for each in last
    ):
        bare = last
    numbers = [tuple(map(int, re.findall(r"\d{1,6}", label))) for label in bare]
    words = {re.sub(r"\d+", "#", label) for label in bare}
    if len(words) > 1 or len({len(each) for each in numbers}) > 1 or not numbers[0]:
        return False
    columns = list(zip(*numbers, strict=True))
    moving = [column for column in columns if len(set(column)) > 1]
    return len(moving) == 1 and list(moving[0]) == [moving[0][0] + n for n in range(len(bare))]


def _turned(value: Array) -> Array:
    """Rows and columns exchanged; numbers in a row become a column."""
    if len(shape(value)) == 1:
        return tuple((number,) for number in cells(value))
    if len(shape(value)) == 2:
        return transposed(value)
    raise Unreadable("only a matrix can be transposed; write the numbers without a transpose sign")


def stacked(parts: Sequence[Array]) -> Array:
    """Parts of equal size, one after the other along a new first axis.

    Raises:
        Unreadable: their sizes differ.
    """
    first = shape(parts[0])
    for place, part in enumerate(parts[1:], start=2):
        if shape(part) != first:
            sizes = f"row {place} has {_size(shape(part))}, row 1 has {_size(first)}"
            raise Unreadable(f"{sizes}; write rows of equal length")
    return tuple(parts)


def _size(lengths: tuple[int, ...]) -> str:
    return " × ".join(map(str, lengths)) + (" number" if lengths == (1,) else " numbers")


# what a comma may mean ------------------------------------------------------------------------------------------------


def cells_apart(read: Document) -> bool:
    """Whether commas and spaces part numbers each of which holds a decimal comma of its own, as in 0,5, 0,25."""
    for row in _rows(read.lines):
        cells = [item.content for item in row.items if isinstance(item.content, Cell)]
        if row.layout == "commas" and len(cells) > 1 and all(cell.digits.count(TIGHT) == 1 for cell in cells):
            return True
    return False


def rows_in_a_line(read: Document) -> Array | None:
    """For 1,2|3,4: the numbers before and after each comma as a row of two; nothing where a text is something else."""
    rows = [row for line in read.lines for row in line.rows]
    if len(rows) != 1 or rows[0].layout not in ("bars", "spaces", "tabs"):
        return None
    digits = [item.content.digits for item in rows[0].items if isinstance(item.content, Cell)]
    if len(digits) != len(rows[0].items) or not all(re.fullmatch(rf"\d+{TIGHT}\d+", each) for each in digits):
        return None
    return tuple(tuple(map(int, each.split(TIGHT))) for each in digits)


def pairings(read: Document) -> Iterator[Array]:
    """For 0,125,1,5,2: every way in which some of its commas may be decimal marks, where its numbers look like parts of decimals."""
    rows = [row for line in read.lines for row in line.rows]
    if len(rows) != 1 or rows[0].layout != "commas" or len(rows[0].items) not in _PAIRED:
        return
    cells = [item.content for item in rows[0].items]
    digits = [cell.digits for cell in cells if isinstance(cell, Cell) and not cell.dash and cell.quantity.number >= 0]
    if len(digits) != len(cells) or not all(each.isdigit() for each in digits):
        return
    if not any(len(b) > 1 or (a == "0" and b not in "01") for a, b in pairwise(digits)):
        return
    yield from (tuple(each) for each in _paired(digits) if len(each) < len(digits))


def _paired(digits: Sequence[str]) -> Iterator[list[Scalar]]:
    if not digits:
        yield []
        return
    yield from ([int(digits[0]), *rest] for rest in _paired(digits[1:]))
    if len(digits) > 1:
        number = Quantity(Fraction(int(digits[0] + digits[1]), 10 ** len(digits[1]))).value
        yield from ([number, *rest] for rest in _paired(digits[2:]))


def is_mixed(read: Document) -> bool:
    """Whether some of its numbers have a decimal comma and some have none: 1,5 2."""
    found = [
        TIGHT in item.content.digits
        for row in _rows(read.lines)
        for item in row.items
        if isinstance(item.content, Cell)
    ]
    return any(found) and not all(found)


def pairs(read: Document, *, every: bool) -> Array | None:
    """For 0,1,0,2: the numbers with a decimal comma between every two; nothing where that cannot be meant.

    Args:
        read: the document, every comma taken for a separator.
        every: whether any digits may be meant so, or only where a 0 stands before each of the commas.
    """
    rows = [row for line in read.lines for row in line.rows]
    if len(rows) != 1 or rows[0].layout != "commas" or len(rows[0].items) < 4 or len(rows[0].items) % 2:
        return None
    cells = [item.content for item in rows[0].items]
    digits = [cell.digits for cell in cells if isinstance(cell, Cell) and not cell.dash and cell.quantity.number >= 0]
    if len(digits) != len(cells) or not all(each.isdigit() for each in digits):
        return None
    if not every and any(each != "0" for each in digits[::2]):
        return None
    return tuple(
        Quantity(Fraction(int(whole + part), 10 ** len(part))).value
        for whole, part in zip(digits[::2], digits[1::2], strict=True)
    )


def _rows(lines: tuple[Line, ...]) -> Iterator[Row]:
    """Every row of numbers, in brackets or not."""
    for line in lines:
        for row in line.rows:
            yield row
            for item in row.items:
                if isinstance(item.content, Group):
                    yield from _rows(item.content.lines)


def grouped_in_brackets(read: Document) -> bool:
    """Whether a comma would group the digits of a number that stands alone in its brackets, as in [1,000,000]: it cannot be meant."""
    return depth_of(read) > 0 and any(
        isinstance(item.content, Cell) and item.content.quantity.is_grouped
        for row in _rows(read.lines)
        if len(row.items) == 1
        for item in row.items
    )


def depth_of(read: Document) -> int:
    """How many brackets stand within each other."""

    def depth(lines: tuple[Line, ...]) -> int:
        inner = [
            item.content.lines
            for line in lines
            for row in line.rows
            for item in row.items
            if isinstance(item.content, Group)
        ]
        return 1 + max(map(depth, inner)) if inner else 0

    return depth(read.lines)
