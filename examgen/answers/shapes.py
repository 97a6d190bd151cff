"""Answers that are the shape of an array: ``28 × 28 × 6``."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Doubtful, Reading, Unreadable
from examgen.answers.characters import THIN, plain, quote
from examgen.answers.fitting import integral, number
from examgen.answers.numerals import TIGHT
from examgen.answers.parsing import Misfit, Node, check_reasons, parsed, tokens
from examgen.answers.working import check_sizes
from examgen.arrays import Array, Scalar, cells

_GROUPED = re.compile(rf"(?<![\d.,])([1-9]\d{{0,2}})((?:,\d{{3}})+|(?:[ {THIN}]\d{{3}})+)(?![\d])")
# fmt: off
AXIS_ORDER = (
    (
        "l", "length", "seq", "sequence", "seqlen", "seqlength", "t", "timestep", "timesteps", "time step", "time steps", "step", "steps",
        "zeitschritte",
        "d", "depth", "word", "words", "token", "tokens", "vector", "vectors",
    ),
    (
        "h", "height", "r", "row", "rows", "hhe", "hauteur", "alto", "altura", "hoch", "zeilen", "linhas", "filas",
        "lignes",
    ),
    (
        "w", "width", "column", "columns", "col", "cols", "breite", "largeur", "ancho", "largura", "breit", "spalten",
        "colunas", "columnas", "colonnes",
    ),
    (
        "c", "d", "depth", "channel", "channels", "filter", "filters", "feature", "features", "unit", "units", "map",
        "maps", "einheiten", "hidden", "hiddensize", "hiddendim", "hiddenunits", "embedding", "embeddingdim",
        "dimension", "dimensions", "dim", "dims", "kanle", "canaux", "canales", "canais",
    ),
)
# fmt: on
"""What the axes are called, in the order in which Keras has them."""
_AXES = re.compile(r"(?<![a-z])(?:channels?|first|last|[hwcn]{1,4}|height|width|depth|batch)(?![a-z])")
_AXES_IN_ORDER = re.compile(r"\((?:h ?[x×,]? ?w ?[x×,]? ?c|height ?[x×,] ?width ?[x×,] ?channels|channels last)\)")
_CROSSED = re.compile(r"\d ?(?:[x×*]|by) ?\d")
_AXES_OF = {2: "rows x columns", 3: "height x width x channels"}
_MOST_SIZES = 100
_MOST_DIGITS = 18
_HOW = "write whole sizes, for example 28 x 28 x 6"


@dataclass(frozen=True)
class Shape(AnswerType):
    """The sizes along each axis, without the batch axis; compared exactly, axis by axis.

    ``rank`` is how many sizes the right answer has, where the ask tells it; another rank is wrong, not unreadable.
    ``axes`` is what these sizes are, such as ``examples x time steps``; a rank of 2 or 3 means a matrix or feature maps where it is empty.
    Where the rank is not told, ``sequence`` says that the example is a sequence of vectors, not feature maps.
    """

    rank: int | None = None
    axes: str = ""
    sequence: bool = False
    name: ClassVar[str] = "shape"

    def __post_init__(self) -> None:
        if self.rank is not None and self.rank < 1:
            raise ValueError(f"expected a rank of 1 or more, got {self.rank}")

    @property
    def hint(self) -> str:
        if self.rank is None:
            example, alone = ("20 x 16", "16") if self.sequence else ("28 x 28 x 6", "6")
            return f"a shape without the batch axis, for example {example}, or {alone} if there is only one axis"
        example = " x ".join(["28"] * (self.rank - 1) + ["6"])
        if axes := self.axes or _AXES_OF.get(self.rank):
            return f"a shape ({axes}), for example {example}"
        return f"a shape of {self.rank} size{'' if self.rank == 1 else 's'}, for example {example}"

    def readings(self, text: str, *, expressions: bool = False) -> list[Reading]:
        small = plain(text)
        if (count := len(re.findall(r"\d+", small))) > _MOST_SIZES:
            raise Unreadable(f"{count:,} numbers are too many for a shape; {_HOW}")
        grouped = _GROUPED.sub(lambda match: re.sub(rf"[, {THIN}]", TIGHT, match[0]), small)
        found: dict[Array, Reading] = {}
        misfits: list[Misfit] = []
        if re.search(rf"\d[, {THIN}]\d", grouped):
            grouped = small  # a mark that parts sizes elsewhere groups no digits here
        for written in dict.fromkeys((small, grouped)):
            try:
                tree = parsed("shape", written, text)
            except Misfit as misfit:
                misfits.append(misfit)
                continue
            check_reasons(tree, small, text)
            if written == small or not _is_bracketed(small):
                reading = self._reading(tree, text)
                found.setdefault(reading.value, reading)
                # 5 x 5 x 16 = 400, the shape or its flattening
                if any(t.type == "COUNT" and re.fullmatch(r"=[\s\d,.']+", t) for t in tokens(tree)):
                    flat: Array = (math.prod(int(size) for size in cells(reading.value)),)
                    found.setdefault(flat, Reading(flat, self.write(flat)))
        readings = list(found.values())
        if not readings:
            furthest = max(misfits, key=lambda each: each.place)
            raise Unreadable(f"{furthest.within(text)}; {_HOW}")
        if self.rank is not None and len(readings) > 1:
            readings = [r for r in readings if self._size(r.value) == (self.rank,)] or readings
        return readings

    def _reading(self, tree: Node, text: str) -> Reading:
        sizes: list[tuple[int, str]] = []
        labels: list[tuple[int, str]] = []
        batched = False
        for token in tokens(tree):
            if token.type == "NOTE" and _AXES.search(token) and not _AXES_IN_ORDER.search(token):
                raise Unreadable(f"{quote(str(token))} may give the axes in a different order than Keras; {_HOW}")
            place, written = token.start_pos or 0, str(token)
            if token.type == "SIZE":
                sizes.append((place, written))
            elif token.type in ("AXIS_LABEL", "AXIS_NOTE"):
                labels.append((place, written))
            batched |= token.type in ("BATCH", "BATCH_SIGN")
        ordered = [written for _, written in sorted(sizes)]
        if any(node.data == "channels" for node in tree.iter_subtrees()):
            (parts,) = (node for node in tree.iter_subtrees() if node.data == "channels")
            if isinstance(parts.children[0], str):  # 6 channels of 28 × 28
                ordered = [*ordered[1:], ordered[0]]
            elif len(ordered) > 3:  # 28 × 28 × 6 (6 filters)
                if _size(ordered[-1]) != _size(ordered[-2]):
                    raise Unreadable(f"{quote(text)} contains two different numbers of channels; {_HOW}")
                ordered = ordered[:-1]
        if any(node.data == "square" for node in tree.iter_subtrees()):  # H = W = 28, C = 6
            ordered = [ordered[0], *ordered]
        else:
            _check_labels([_axis(written) for _, written in sorted(labels)], text)
        value = tuple(_size(size) for size in ordered)
        if not value:
            raise Unreadable(f"there are no sizes in {quote(text)}; {_HOW}")
        check_sizes(
            tokens(tree),
            plain(text),
            value,
            f"the working in {quote(text)} does not come to {self.write(value)}; {_HOW}",
        )
        if len({bool(re.fullmatch(r"[a-z]{3,}", token)) for token in tokens(tree) if token.type == "TIMES"}) > 1:
            raise Unreadable(f"{quote(text)} contains more than a shape; {_HOW}")  # 2 times 28 x 28
        for token in tokens(tree):  # it stays at 19 x 19 and the depth becomes 21
            if token.type in ("LABEL", "PROSE") and len(value) == 1 and _CROSSED.search(token):
                raise Unreadable(f"{quote(text)} contains more than a shape; {_HOW}")
        for token in tokens(tree):
            counted = (
                math.prod(int(n[:_MOST_DIGITS]) for n in re.findall(r"\d+", token)) if token.type == "WORKED" else 0
            )
            if counted and "=" not in token and counted != math.prod(value):  # 6 (28 x 28)
                raise Unreadable(f"{quote(str(token))} is not the number of values in {self.write(value)}; {_HOW}")
            if token.type == "COUNT" and int(re.sub(r"\D", "", token)[:_MOST_DIGITS]) != math.prod(value):
                raise Unreadable(f"{quote(str(token))} is not the number of values in {self.write(value)}; {_HOW}")
        return Reading(value, self.write(value) + (" (without the batch axis)" if batched else ""))

    def _check_size(self, text: str, reading: Reading, expected: Array) -> None:
        sizes = _axes(reading.value)
        if sizes[0] == 1 and len(sizes) == len(_axes(expected)) + 1:  # (1, 62, 62, 24), as a batch of one is printed
            raise Doubtful(
                f"the 1 in {quote(text)} may be the batch axis; {_HOW}",
                [Reading(tuple(sizes[1:]), self.write(tuple(sizes[1:]))), reading],
            )

    def fit(self, value: Array) -> Array:
        sizes = tuple(integral(size) for size in _axes(value))
        if not sizes or not all(isinstance(size, int) and size > 0 for size in sizes):
            raise ValueError(f"expected a tuple of positive integers, got {value}")
        if self.rank not in (None, len(sizes)):
            raise ValueError(f"expected a shape of {self.rank} sizes, got {value}")
        return sizes

    def write(self, value: Array) -> str:
        return " × ".join(str(size) for size in _axes(value))

    def tex(self, value: Array) -> str:
        return r" \times ".join(str(size) for size in _axes(value))


def _is_bracketed(small: str) -> bool:
    """Whether brackets tell that a comma parts two sizes: (12,288)."""
    return bool(re.search(r"[(\[{][^()\[\]{}]*\d,\d", small)) and not re.search(r"[×x*·]", small)


def _axis(label: str) -> str:
    """The name of an axis, without the signs around it."""
    name = re.sub(r"^n_?|[^a-z ]", "", label.strip("'\"")).strip()
    return {"high": "h", "wide": "w", "deep": "c", "pixel": "", "pixels": "", "px": ""}.get(name, name)


def _check_labels(names: list[str], text: str) -> None:
    """Refuse labels that name the axes in another order than Keras's.

    Raises:
        Unreadable: they do.
    """
    at = 0
    for name in names:
        if not name:
            continue
        places = [place for place, known in enumerate(AXIS_ORDER) if name in known and place >= at]
        if not places:
            raise Unreadable(f"the labels in {quote(text)} give the axes in a different order than Keras; {_HOW}")
        at = places[0] + (name not in AXIS_ORDER[0])


def _size(text: str) -> int:
    digits = re.sub(r"\D", "", text)
    if len(digits) > _MOST_DIGITS:
        raise Unreadable(f"{quote(digits)} is not a size; {_HOW}")
    return int(digits)


def _axes(value: Array) -> list[Scalar]:
    if not isinstance(value, tuple):
        raise ValueError(f"expected a tuple of sizes, got {value}")
    return [number(size) for size in value]
