"""The cells of a table of layers that are left blank: what is asked for them, and how the table is printed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import NamedTuple

from examgen.authoring import AnswerType, Ask, Integer, Observable, Shape, observable
from examgen.question_bank._counted import FIXED, Unit, counting
from examgen.question_bank.architecture._cells import TOTALS, cells
from examgen.question_bank.architecture._rows import CONVOLUTIONS, Row

COLUMNS: Mapping[str, tuple[str, AnswerType]] = {
    "output": ("What is the output shape of {}?", Shape()),
    "side": ("What is the side length of the feature maps of {}?", Integer()),
    "parameters": ("How many parameters does {} have?", Integer()),
}
"""What is asked in each column, and the answer type."""


class Blank(NamedTuple):
    """A cell that is asked for: its letter, and its place."""

    letter: str
    row: str
    column: str


def blanks_of(rows: Sequence[Row], asked: Sequence[str]) -> tuple[Blank, ...]:
    """The cells that are asked for, in the order of the table, each with a letter from A on."""
    places = (cell.rsplit(" ", 1) for cell in cells(rows) if cell in asked)
    return tuple(Blank(letter, row, column) for letter, (row, column) in zip(ascii_uppercase, places, strict=False))


def refuse_unknown_cells(rows: Sequence[Row], asked: Sequence[str]) -> None:
    """Refuse cells that the table does not have, or that are asked for twice.

    Raises:
        ValueError: there is one.
    """
    known = cells(rows)
    if unknown := [cell for cell in asked if cell not in known]:
        raise ValueError(f"asked must name cells of the table ({', '.join(known)}); got {unknown[0]!r}")
    if len(set(asked)) < len(asked):
        raise ValueError(f"every cell can be asked for once; got {', '.join(asked)}")


def cell_asks(rows: Sequence[Row], blanks: Sequence[Blank]) -> dict[str, Ask]:
    """An ask ``A``, ``B``, … for each blank: a shape, a side or a number of parameters, from the last shape asked for above it."""
    sums, shapes, found = _sums(rows), dict[str, str](), dict[str, Ask]()
    for letter, name, column in blanks:
        # what a row reads was answered by the last shape above it
        follows = tuple(found) if name in sums else tuple(above for above in shapes if shapes[above] != name)[-1:]
        text, kind = COLUMNS[column]
        of = {
            "parameters": sums.get(name) or observable.parameters(name),
            "side": observable.shape(f"{name}_out", axis=0),
            "output": observable.shape(f"{name}_out"),
        }[column]
        asked = text.format(name)
        if name in sums:
            asked = f"How many parameters do all {name} have together?"
        found[letter] = Ask(f"Cell **{letter}**: {asked}", kind, of=of, follows=follows)
        if column != "parameters":
            shapes[letter] = name
    return found


def count_asks(rows: Sequence[Row], blanks: Sequence[Blank], millions: bool, macs: Unit, flops: Unit) -> dict[str, Ask]:
    """The asks below the table: ``total`` parameters, the ``trainable`` ones where there is batch normalisation, ``macs``, ``flops``."""
    unit: Unit = "millions" if millions else "ones"
    whole, letters = _whole(rows, blanks), tuple(blank.letter for blank in blanks)
    text = "How many {}parameters does the whole network have?"
    found = {"total": counting(text, whole, unit, follows=letters, weight=2)}
    if any(row.kind == "normalise" for row in rows):
        # All of them but the fixed ones, so that a wrong total is carried on.
        trainable = observable.difference(whole, FIXED)
        found["trainable"] = counting("How many {}of them are trainable?", trainable, unit, follows="total")
    products = observable.multiplications()
    shapes = tuple(blank.letter for blank in blanks if blank.column != "parameters")
    for name, asked, of, called in (
        ("macs", macs, products, "multiply–accumulate operations does the network perform for one input"),
        ("flops", flops, observable.scaled(products, 2), "floating-point operations is that"),
    ):
        if asked:
            found[name] = counting(f"How many {{}}{called}?", of, asked, follows=shapes)
    return found


def _whole(rows: Sequence[Row], blanks: Sequence[Blank]) -> Observable:
    """The parameters of all rows, in so far as they were asked for from those answers."""
    sums = _sums(rows)
    asked = {TOTALS[blank.row]: sums[blank.row] for blank in blanks if blank.row in sums}
    rest = _parameters(rows, *{row.kind for row in rows}.difference(asked))
    return observable.total(*asked.values(), *rest)


def _sums(rows: Sequence[Row]) -> dict[str, Observable]:
    return {name: observable.total(*_parameters(rows, kind)) for name, kind in TOTALS.items()}


def _parameters(rows: Sequence[Row], *kinds: str) -> Iterator[Observable]:
    return (observable.parameters(row.name) for row in rows if row.kind in kinds)


def biases_in_words(rows: Sequence[Row]) -> str:
    """Which layers have biases, in a sentence."""
    if all(row.bias for row in rows):
        return "All convolutional and dense layers have biases."
    bare = all(row.bias != (row.kind in CONVOLUTIONS) for row in rows)
    return "Convolutional layers have no biases; dense layers do." if bare else "Layers without biases are marked."


def printed(
    reads: Sequence[int], rows: Sequence[Row], blanks: Sequence[Blank], described: Callable[[Row], str]
) -> tuple[tuple[str, ...], ...]:
    """The lines of the table, with letters in the cells that are asked for."""
    letters = {(row, column): f"**{letter}**" for letter, row, column in blanks}

    def line(name: str, what: str, first: str) -> tuple[str, ...]:
        shape = letters.get((name, "output"), letters.get((name, "side"), ""))
        return (first, what, shape, letters.get((name, "parameters"), ""))

    top = ("input", "", " × ".join(map(str, reads)), "")
    below = (line(name, "", f"all {name}") for name in TOTALS if (name, "parameters") in letters)
    return (top, *(line(row.name, described(row), row.name) for row in rows), *below)
