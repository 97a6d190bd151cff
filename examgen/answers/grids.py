"""Answers that are arrays of numbers: ``Vector``, ``Matrix`` and ``Tensor``."""

from __future__ import annotations

import math
import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Blank, Comparison, Doubtful, Reading, Unreadable
from examgen.answers.characters import LIMIT, THIN, plain, quote
from examgen.answers.fitting import checked_decimals, fitted, number
from examgen.answers.layout import (
    Arranger,
    Document,
    cells_apart,
    depth_of,
    document,
    grouped_in_brackets,
    is_mixed,
    pairings,
    pairs,
    rows_in_a_line,
    variants,
)
from examgen.answers.numerals import TIGHT, Convention, OtherConvention
from examgen.answers.parsing import Misfit, parsed, tokens
from examgen.answers.scalars import Real, compared_to_places
from examgen.answers.spelling import Percentage, brief, exact, places, rounded, spell, tex_number, to_decimals
from examgen.answers.symbols import check_names
from examgen.answers.working import check_working
from examgen.arrays import AGREEMENT, Array, Scalar, cells, elementwise, reshape, shape

Spelling = Callable[[Scalar], str]

MOST_NUMBERS = 1_000
"""Runs of digits that a text may have: no array that is asked for has so many, and the bound keeps hostile text quick."""


class _OtherMarks(Unreadable):
    """Its points and commas do not form a number of one convention; in another one there may be more to say."""


class _OtherRank(Unreadable):
    """An array was read that has too few axes or too many."""

    def __init__(self, message: str, written: Array) -> None:
        super().__init__(message)
        self.written = written


@dataclass(frozen=True)
class _Grid(AnswerType):
    """An array of numbers, right to one unit in the last asked decimal.

    With no decimals the numbers are worked out by hand and compared as they are: whole numbers, or fractions such as
    2.5 and 1/3.
    """

    decimals: int = 0
    rank: ClassVar[int]
    called: ClassVar[str]
    like: ClassVar[Array]

    def __post_init__(self) -> None:
        checked_decimals(self.decimals)

    @property
    def hint(self) -> str:
        decimals = f" {to_decimals(self.decimals)}" if self.decimals else ""
        return f"{self.called}{decimals}, for example {self.example}"

    @property
    def tolerance(self) -> float:
        return 10.0**-self.decimals if self.decimals else AGREEMENT

    # reading --------------------------------------------------------------------------------------------------------

    def read(
        self,
        text: str,
        *,
        expected: Array | None = None,
        expressions: bool = False,
        asked: Sequence[str] | None = None,
    ) -> Reading:
        try:
            return super().read(text, expected=expected, expressions=expressions, asked=asked)
        except _OtherRank as refusal:
            if expected is None or math.prod(shape(refusal.written)) != math.prod(shape(expected)):
                raise
            reading = self._reading(reshape(refusal.written, shape(expected)))
            raise Doubtful(str(refusal), [reading]) from None

    def readings(self, text: str, *, expressions: bool = False) -> list[Reading]:
        try:
            return self._readings(text)
        except Unreadable as refusal:
            if found := self._around_slashes(text):
                return found
            worked_out = _worked_out(text) if expressions else text
            if worked_out == text:
                raise refusal
            return self._readings(worked_out)

    def _around_slashes(self, text: str) -> list[Reading]:
        """What a text means whose slashes part its numbers or its rows; where they have spaces around, they may be fractions too."""
        spaced = re.search(r"\S +/ +\S", text)
        slash = r"(?<=[^\s/]) +/ +(?=[^\s/])" if spaced else r"(?<=[^\s/])/(?=[^\s/])"
        count = len(re.findall(slash, text))
        if (
            self.rank > 2
            or not count
            or (self.rank == 1 and count < 2)
            or len(text) > LIMIT
            or re.search(r"[\\;\n]", text)
        ):
            return []
        variants_ = [re.sub(slash, lambda match: match[0].replace("/", ";"), text)]
        if spaced and self.rank == 2:
            variants_.append(re.sub(rf"{slash}(\S+)", lambda match: f"/{match[1]}".ljust(len(match[0])), text))
        found: dict[Array, Reading] = {}
        for variant in variants_:
            try:
                for reading in self._readings(variant):
                    found.setdefault(reading.value, reading)
            except Unreadable:
                if not found:
                    return []
        return list(found.values())

    def _readings(self, text: str) -> list[Reading]:
        small = plain(text).rstrip()
        if (count := len(re.findall(r"\d+", small))) > MOST_NUMBERS:
            raise Unreadable(f"{count:,} numbers are too many for an answer; write {self.hint}")
        if re.search(rf"\d{THIN}\d{{3}}(?!\d)", small):
            raise Unreadable(
                f"the narrow space in {quote(text)} could group digits or separate numbers; write {self.hint}"
            )
        small = small.replace(THIN, " ")
        if small.endswith(("]'", ")'")) and small.count("'") == 1:  # as MATLAB transposes
            small = f"{small[:-1]}ᵀ"
        if re.fullmatch(r'\s*"[-+.,\d]+"(?:\s*[,;\t\n]\s*"[-+.,\d]+")+\s*', small):  # as spreadsheets quote
            small = small.replace('"', " ").rstrip()
        if self.rank == 2 and _are_two(small):
            raise Unreadable(f"the empty line in {quote(text)} may separate two matrices; write only one")
        start = len(small) - len(small.lstrip())
        if "\t" in small[:start] and re.search(r"\d\t+[-+.\d]", small):
            raise Unreadable(
                f"the first cell of {quote(text)} is empty; write every number, for example {self.example}"
            )
        found: dict[Array, Reading] = {}
        refusals: list[Unreadable | Misfit] = []
        for value, written in self._meant(small[start:], text[start:], refusals):
            said = self._said(value) + (f" (written as {_sizes(written)})" if len(shape(written)) > self.rank else "")
            percentages = [isinstance(n, Percentage) for n in cells(value)]
            if any(percentages) and any(
                not each and (abs(n) > 1 or sum(percentages) == percentages[-1])
                for n, each in zip(cells(value), percentages, strict=True)
            ):
                refusals.append(
                    Unreadable(f"only some numbers in {quote(text)} have a % sign; write it after all of them or none")
                )
                continue
            if math.prod(shape(value)) == 1 and _OF_SEVERAL.search(small):  # all three are 0.5
                refusals.append(
                    Unreadable(
                        f"{quote(text)} contains one number where several are required; write all of them, for example {self.example}"
                    )
                )
                continue
            found.setdefault(value, Reading(value, said))
        if found:
            return list(found.values())
        raise self._refusal(text, refusals)

    def _meant(self, small: str, typed: str, refusals: list[Unreadable | Misfit]) -> Iterator[tuple[Array, Array]]:
        """Every array that a text can mean, beside it as it was written; why it cannot mean others is noted."""
        tight = re.sub(r"(?<=\d),(?=\d)", TIGHT, small)
        apart = self._documents(
            small,
            typed,
            ("point", "comma") if tight == small and re.search(r"\.|\{,\}", small) else ("point",),
            refusals,
        )
        joined = self._documents(tight, typed, ("point", "comma"), refusals) if tight != small else []
        if apart and not joined and tight != small and _is_sloppy(small) and _fits(tight, typed):
            refusals.append(
                Unreadable(f"the commas in {quote(typed)} may be decimal marks or separators; write {self.hint}")
            )
            return
        if joined and re.search(
            r",[-+–.\d]", tight
        ):  # 1,-2,3: whoever parts numbers so uses no decimal commas, but 0,5,-0,3
            joined = joined if all(TIGHT in number for number in re.findall(rf"\d[\d.{TIGHT}]*", tight)) else []
            if joined and re.search(r"[-–]0,\d", small):  # a zero with a sign is no number of its own: 0,5,-0,3
                apart = []
        elif any(cells_apart(read) for read in joined):
            apart = []
        ways = [way for read in apart for way in self._arranged(read, refusals)]
        alone = [read for read in joined if not grouped_in_brackets(read)]
        joined = joined if alone and not ways and self.decimals < 3 else alone  # [1,000] may be 1 or 1000
        if apart and joined and self._commas_separate(small, apart[0]) and (ways or ";" not in small):
            joined = []
        yield from ways
        for read in joined:
            yield from self._arranged(read, refusals)
        if (
            joined and not ways and not self.decimals and is_mixed(joined[0])
        ):  # 1,5 2: the comma and the space may both separate
            loose = re.sub(r"(?<=\d),(?=\d)|(?<=\d) *\| *(?=\d)", lambda match: " " * len(match[0]), small)
            for read in self._documents(loose, typed, ("point",), []):
                yield from self._arranged(read, [])
        if small.count("=") > 1:  # max(0, -1) = 0, max(0, 2) = 2
            return
        if apart and tight != small and self.rank == 1 and self.decimals and not depth_of(apart[0]):
            yield from ((value, value) for value in pairings(apart[0]))
        if apart and tight != small and self.rank == 2 and self.decimals and not depth_of(apart[0]):
            yield from (((value,), (value,)) for value in pairings(apart[0]))
        if apart and tight != small and self.rank == 1:
            halved = pairs(apart[0], every=bool(self.decimals) and not depth_of(apart[0]))
            if halved is not None:
                yield halved, halved
        if joined and self.rank == 2 and not self.decimals and (rows := rows_in_a_line(joined[0])) is not None:
            yield rows, rows

    def _documents(
        self, small: str, typed: str, conventions: tuple[Convention, ...], refusals: list[Unreadable | Misfit]
    ) -> list[Document]:
        try:
            tree = parsed("array", small, typed)
            check_working(
                tokens(tree), small, f"the working in {quote(typed)} does not come to its result; write {self.hint}"
            )
        except (Misfit, Unreadable) as refusal:
            refusals.append(refusal)
            return []
        found: list[Document] = []
        for convention in conventions:
            try:
                found.append(document(tree, convention, typed))
            except OtherConvention as refusal:
                refusals.append(_OtherMarks(f"{refusal}; write {self.hint}"))
            except Unreadable as refusal:
                refusals.append(refusal)
        return found

    def _arranged(self, read: Document, refusals: list[Unreadable | Misfit]) -> Iterator[tuple[Array, Array]]:
        try:
            for variant in variants(read):
                try:
                    written = Arranger(self.rank).array(variant)
                    axes = tuple(length for length in shape(written) if length > 1)
                    if (variant.noted and variant.noted != shape(written)) or any(
                        each != axes for each in variant.told
                    ):
                        raise Unreadable(
                            f"it states a size, but its numbers have the size {_sizes(written)}; write {self.hint}"
                        )
                    yield from ((value, written) for value in self._formed(written))
                    if self.rank == 2 and any(line.barred for line in variant.lines):  # 1 2 | 3 4: rows, or one row
                        yield (tuple(cells(written)),), written
                except Unreadable as refusal:
                    refusals.append(refusal)
        except Unreadable as refusal:
            refusals.append(refusal)

    def _commas_separate(self, small: str, read: Document) -> bool:
        """Whether brackets tell that a comma between two digits parts two numbers: [[1,2],[3,4]], and [1,2] of whole numbers."""
        depth = depth_of(read)
        return not _is_sloppy(small) and (depth > 1 or (depth == 1 and not self.decimals))

    def _formed(self, written: Array) -> Iterator[Array]:
        """What was written as an array of this rank: Keras prints axes of length 1 that nobody asked for.

        The first axis is the batch, the last one the channel; where one of two must go and both have length 1, either may be meant.
        """
        lengths = shape(written)
        extra = len(lengths) - self.rank
        ones = [axis for axis, length in enumerate(lengths) if length == 1]
        if extra < 0 or len(ones) < extra:
            raise _OtherRank(
                f"an array of size {_sizes(written)} is not {self.called}; write for example {self.example}", written
            )
        if extra == 2 and lengths[0] == lengths[-1] == 1:
            yield reshape(written, lengths[1:-1])
            return
        if extra == 1 and lengths[0] == 1 != lengths[-1]:
            yield reshape(written, lengths[1:])
            return
        kept = {tuple(n for axis, n in enumerate(lengths) if axis not in gone) for gone in combinations(ones, extra)}
        for each in sorted(kept, reverse=True):
            yield reshape(written, each)

    def _refusal(self, text: str, refusals: list[Unreadable | Misfit]) -> Unreadable:
        """The most telling reason: an array of another rank, then one that got furthest."""
        for refusal in refusals:
            if isinstance(refusal, _OtherRank):
                return refusal
        said = [refusal for refusal in refusals if isinstance(refusal, Unreadable)]
        if said:
            return next((refusal for refusal in said if not isinstance(refusal, _OtherMarks)), said[0])
        misfit = max((refusal for refusal in refusals if isinstance(refusal, Misfit)), key=lambda each: each.place)
        return Unreadable(f"{misfit.within(text)}; write {self.hint}")

    def _check_names(self, text: str, reading: Reading, asked: Sequence[str]) -> None:
        check_names(text, reading, asked, of_lists=True)

    def _check_size(self, text: str, reading: Reading, expected: Array) -> None:
        wanted, got = shape(expected), shape(reading.value)
        if wanted == got:
            return
        count = math.prod(wanted)
        if math.prod(got) == count:
            readings = [reading, self._reading(reshape(reading.value, wanted))]
        elif count in (
            len(re.findall(r"\d+(?:\.\d+)?", text)),
            len(re.findall(r"\d+(?:[.,]\d+)?", text)),
        ) and re.search("[,/]", text):
            readings = [reading]
        else:
            return
        raise Doubtful(f"its size, {_sizes(reading.value)}, is not the required size; write {self.hint}", readings)

    # the key --------------------------------------------------------------------------------------------------------

    def fit(self, value: Array) -> Array:
        return fitted(value, self.rank)

    def compare(self, value: Array, key: Array) -> Comparison:
        return compared_to_places(value, key, self.decimals) if self.decimals else super().compare(value, key)

    def write(self, value: Array) -> str:
        return self._laid_out(value, self._cell)

    @property
    def example(self) -> str:
        return self.write(elementwise(lambda count: count / 8, self.like) if self.decimals else self.like)

    def _cell(self, value: Scalar) -> str:
        return rounded(value, places(value, self.decimals)) if self.decimals else exact(value)

    def _tex_cell(self, value: Scalar) -> str:
        return tex_number(self._cell(value) if self.decimals else brief(value))

    def _reading(self, value: Array) -> Reading:
        return Reading(value, self._said(value))

    @abstractmethod
    def _laid_out(self, value: Array, spelling: Spelling) -> str:
        """The numbers as a student would type them."""

    @abstractmethod
    def _said(self, value: Array) -> str:
        """What was read, with its size."""


@dataclass(frozen=True)
class Vector(_Grid):
    """Numbers in order, of shape ``(n,)``; a row or a column is read as one, and it is said."""

    name: ClassVar[str] = "vector"
    rank: ClassVar[int] = 1
    called: ClassVar[str] = "a list of numbers"
    like: ClassVar[Array] = (1, 2, 3)

    def tex(self, value: Array) -> str:
        return _bmatrix([_parts(value)], self._tex_cell)

    def _laid_out(self, value: Array, spelling: Spelling) -> str:
        return ", ".join(_each(value, spelling))

    def _said(self, value: Array) -> str:
        count = len(_parts(value))
        return f"{count} number{'' if count == 1 else 's'}: {self._laid_out(value, spell)}"


@dataclass(frozen=True)
class Matrix(_Grid):
    """Rows of numbers, of shape ``(rows, columns)``; numbers without any sign of a second row are one row."""

    name: ClassVar[str] = "matrix"
    blank: ClassVar[Blank] = "grid"
    rank: ClassVar[int] = 2
    called: ClassVar[str] = "a matrix"
    like: ClassVar[Array] = ((1, 2), (3, 4))

    def tex(self, value: Array) -> str:
        return _bmatrix([_parts(row) for row in _parts(value)], self._tex_cell)

    def _formed(self, written: Array) -> Iterator[Array]:
        yield from super()._formed((written,) if len(shape(written)) == 1 else written)

    def _laid_out(self, value: Array, spelling: Spelling) -> str:
        return "; ".join(" ".join(_each(row, spelling)) for row in _parts(value))

    def _said(self, value: Array) -> str:
        return f"{_sizes(value)} matrix: {self._laid_out(value, spell)}"


@dataclass(frozen=True)
class Tensor(_Grid):
    """An array of rank 3 in nested brackets, axes ``(height, width, channels)`` as Keras prints them."""

    name: ClassVar[str] = "tensor"
    blank: ClassVar[Blank] = "grid"
    rank: ClassVar[int] = 3
    called: ClassVar[str] = "an array of rank 3"
    like: ClassVar[Array] = (((1, 2), (3, 4)), ((5, 6), (7, 8)))

    def tex(self, value: Array) -> str:
        """One matrix ``(height, width)`` per channel, the subscript saying which."""
        rows = [[_parts(cell) for cell in _parts(row)] for row in _parts(value)]
        slices = ([tuple(cell[channel] for cell in row) for row in rows] for channel in range(shape(value)[2]))
        return r",\quad ".join(
            f"{_bmatrix(part, self._tex_cell)}_{{:,:,{channel}}}" for channel, part in enumerate(slices)
        )

    def _laid_out(self, value: Array, spelling: Spelling) -> str:
        if not isinstance(value, tuple):
            return spelling(value)
        return "[" + " ".join(self._laid_out(part, spelling) for part in value) + "]"

    def _said(self, value: Array) -> str:
        return f"{_sizes(value)} array: {self._laid_out(value, spell)}"


_EXPRESSION = re.compile(r"(?<![\w.)*+/×·−-])(?<!\d,)[-+−]?[\d(][\d.()+*/×·−-]*[\d)](?![\w*+/×·−-]|[.,]\d)", re.ASCII)
"""Something that may be small arithmetic, written without spaces: (5*5*3+1)*10. A comma beside it could be a decimal one."""


_OF_SEVERAL = re.compile(
    r"(?<![a-z])(?:all|each|every|both|everything|everywhere|alle|alles|jeweils|beide|todos|todas|tous|toutes|tutti|tutte)(?![a-z])"
    r"|(?<![a-z])([a-z])_?\{?[\d₀-₉]\}? ?(?:=|and|und|et|y|e|,|&) ?\1_?\{?[\d₀-₉]|(?<![a-z_])[a-z]_\{?[ijkn]\}? ?="
)
"""All three are 0.5, h1 = h2 = 0.5, h_i = 0.5."""


def _are_two(small: str) -> bool:
    """Whether an empty line parts rows without brackets into two matrices."""
    blocks = [
        [line for line in block.split("\n") if re.search(r"\d", line)] for block in re.split(r"\n[ \t]*\n", small)
    ]
    return not re.search(r"[\[({]", small) and sum(len(block) > 1 for block in blocks) > 1


def _worked_out(text: str) -> str:
    """The text with the result of each small calculation in its place; one that cannot be worked out stays as it is."""
    return _EXPRESSION.sub(lambda match: _result(match[0]), text) if len(text) <= LIMIT else text


def _result(written: str) -> str:
    opened = max(0, written.count("(") - written.count(")")) if written.startswith("(") else 0
    closed = max(0, written.count(")") - written.count("(")) if written.endswith(")") else 0
    inside = written[opened : len(written) - closed]
    if not re.search(r"[\d)][+*/×·][\d(−-]|\)[−-][\d(]|[\d)][−-]\(", inside, re.ASCII):  # 1-2-3 may be a list
        return written
    try:
        value = Real(decimals=6).read(inside, expressions=True).value
    except Unreadable:
        return written
    number_ = value if isinstance(value, int) else float(number(value))
    return f"{written[:opened]}{number_}{written[len(written) - closed :]}"


def _is_sloppy(small: str) -> bool:
    """Whether a space stands beside a comma between two numbers."""
    return bool(re.search(r"\d *, +[-+–.\d]|\d +, *[-+–.\d]", small))


def _fits(small: str, typed: str) -> bool:
    """Whether the grammar takes a text."""
    try:
        parsed("array", small, typed)
    except Misfit:
        return False
    return True


def _bmatrix(rows: list[tuple[Array, ...]], spelling: Spelling) -> str:
    lines = (" & ".join(spelling(number(cell)) for cell in row) for row in rows)
    return r"\begin{bmatrix} " + r" \\ ".join(lines) + r" \end{bmatrix}"


def _each(row: Array, spelling: Spelling) -> list[str]:
    return [spelling(number(cell)) for cell in _parts(row)]


def _parts(value: Array) -> tuple[Array, ...]:
    if not isinstance(value, tuple):
        raise ValueError(f"expected an array, got the number {value}")
    return value


def _sizes(value: Array) -> str:
    return " × ".join(map(str, shape(value)))
