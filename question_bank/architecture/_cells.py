"""The cells of a table of layers: which there are, which are worth asking for, and how a row describes its layer."""

from collections.abc import Iterable, Sequence

from examgen.question_bank.architecture._rows import CONVOLUTIONS, Row

TOTALS = {"convolutions": "conv", "dense layers": "dense"}
"""Lines below the table that add up the parameters of all rows of a kind."""

MAPS = (*CONVOLUTIONS, "max", "average")


def cells(rows: Sequence[Row]) -> tuple[str, ...]:
    """The cells of a table that can be asked for, in order."""
    listed = (f"{row.name} {column}" for row in rows for column in _columns(row))
    kinds = {row.kind for row in rows}
    return (*listed, *(f"{name} parameters" for name, kind in TOTALS.items() if kind in kinds))


def _columns(row: Row) -> tuple[str, ...]:
    return ("output", "side", "parameters") if row.kind in MAPS else ("output", "parameters")


def telling(rows: Iterable[Row]) -> tuple[str, ...]:
    """The cells to draw from: not the shape of a dense layer, and no layer that obviously owns nothing."""
    kinds = {"output": (*MAPS, "flatten", "global"), "parameters": (*MAPS, "dense", "normalise", "embedding")}
    return tuple(f"{row.name} {column}" for row in rows for column in kinds if row.kind in kinds[column])


def in_words(row: Row) -> str:
    """``5 × 5 convolution, 6 filters, padding 2``."""
    window = f"{row.window} × {row.window}"
    if row.kind in CONVOLUTIONS:
        words = f"{window} convolution, {row.units} filters" if row.units else f"{window} depthwise convolution"
        words += f", stride {row.strides}" if row.strides > 1 else ""
        words += f", padding {row.padding}" if row.padding else ""
        return words + (f", {row.groups} groups" if row.groups > 1 else "")
    return {
        "max": f"{window} max pooling, stride {row.strides}",
        "average": f"{window} average pooling, stride {row.strides}",
        "dense": f"dense, {row.units} units",
        "global": "global average pooling",
        "flatten": "flatten",
        "normalise": "batch normalisation",
    }[row.kind]
