"""Reading arrays: brackets within brackets around rows of numbers, as typed or as NumPy prints them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from examgen.answers.answer_type import Unreadable
from examgen.answers.rows import read_column, read_row, split_rows
from examgen.answers.tidy import quote
from examgen.arrays import Array, shape

_PAIRS = {"(": ")", "[": "]", "{": "}"}
_BRACKET = re.compile(r"([()\[\]{}])")
_SEPARATOR = re.compile(r"\s?[,;]?\s?")
_DEEPEST = 8  # no answer nests deeper; hostile input must not exhaust the stack


@dataclass
class _Group:
    """What stands between two brackets; the whole text is a group without any."""

    opening: str = ""
    items: list[_Group | str] = field(default_factory=list)

    @property
    def groups(self) -> list[_Group]:
        return [item for item in self.items if isinstance(item, _Group)]

    @property
    def text(self) -> str:
        return "".join(item for item in self.items if isinstance(item, str))


@dataclass(frozen=True)
class ArrayReader:
    """Reads an array as it is written; its rank may differ from the one expected.

    ``rank`` is the rank expected: inside fewer brackets than that a line break ends a row, inside as many it only wraps
    a long one, as NumPy prints it. ``whole`` tells that whole numbers were asked for, so that in ``[1,2]`` the comma
    separates; else it may be 1.2.
    """

    rank: int
    whole: bool

    def read(self, text: str) -> Array:
        """Read tidy text without a label.

        Raises:
            Unreadable: brackets or rows do not match, a number cannot be read, or the text can be read in two ways.
        """
        outline = _outline(text)
        # (1, 2), (3, 4): groups side by side are the rows of an array whose own brackets were left out
        return self._array(outline, depth=int(len(outline.groups) > 1))

    def _array(self, group: _Group, depth: int) -> Array:
        if not group.groups:
            return self._numbers(group.text, depth)
        _check_separators(group)
        if len(group.groups) == 1 and group.opening in ("", "(") and not group.text.strip():
            return self._array(group.groups[0], depth + (not group.opening))  # ([1, 2]) is [1, 2], as in Python
        return _stacked([self._array(inner, depth + 1) for inner in group.groups])

    def _numbers(self, text: str, depth: int) -> Array:
        rows = split_rows(text if depth < self.rank else text.replace("\n", " "))
        if len(rows) > 1 and self.rank == 1:
            return read_column(rows)
        commas_separate = depth > 1 or (depth == 1 and self.whole)
        read = [read_row(row, commas_separate=commas_separate) for row in rows]
        return read[0] if len(read) == 1 else _stacked(read)


def _outline(text: str) -> _Group:
    """The groups of a text, nested as its brackets are."""
    outline = _Group()
    open_groups = [outline]
    for token in filter(None, _BRACKET.split(text)):
        innermost = open_groups[-1]
        if token in _PAIRS:
            inner = _Group(token)
            innermost.items.append(inner)
            open_groups.append(inner)
            if len(open_groups) > _DEEPEST:
                raise Unreadable("the brackets are nested too deep; write for example [[1, 2], [3, 4]]")
        elif token not in _PAIRS.values():
            innermost.items.append(token)
        elif _PAIRS.get(innermost.opening) == token:
            open_groups.pop()
        else:
            raise Unreadable(f"the bracket {token} has no partner; write for example [[1, 2], [3, 4]]")
    if len(open_groups) > 1:
        raise Unreadable(f"the bracket {open_groups[-1].opening} is never closed; write for example [[1, 2], [3, 4]]")
    return outline


def _check_separators(group: _Group) -> None:
    """Between groups there may be one separator, and one after the last."""
    for place, item in enumerate(group.items):
        if isinstance(item, str) and (item.strip() if place == 0 else not _SEPARATOR.fullmatch(item)):
            raise Unreadable(f"{quote(item.strip())} stands beside the brackets; write all numbers in brackets")


def _stacked(parts: Sequence[Array]) -> Array:
    """Parts of equal size, one after the other along a new first axis."""
    first = shape(parts[0])
    for place, part in enumerate(parts[1:], start=2):
        if shape(part) != first:
            sizes = f"row {place} has {_size(shape(part))}, row 1 has {_size(first)}"
            raise Unreadable(f"{sizes}; write rows of equal length")
    return tuple(parts)


def _size(lengths: tuple[int, ...]) -> str:
    return " × ".join(map(str, lengths)) + (" number" if lengths == (1,) else " numbers")
