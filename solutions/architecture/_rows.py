"""Output shape and parameters of each row of a table, from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import ceil_div, product, total, unnamed
from examgen.solutions._counted import answer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show

Row = Sequence[Any]
"""Name, kind, units, window, strides, padding, groups, bias."""
TOTALS = (("convolutions", "conv"), ("dense layers", "dense"))
"""Lines below a table that add up the parameters of all rows of a kind."""


def conv(
    name: str, filters: Any, kernel: Any, strides: Any = 1, padding: Any = 0, groups: Any = 1, *, bias: bool = True
) -> Row:
    return (name, "conv", filters, kernel, strides, padding, groups, bias)


def depthwise(name: str, kernel: Any, strides: Any, padding: Any, *, bias: bool = True) -> Row:
    return (name, "depthwise", 0, kernel, strides, padding, 1, bias)


def pool(name: str, kind: str, window: Any, strides: Any) -> Row:
    return (name, kind, 0, window, strides, 0, 1, True)


def dense(name: str, units: Any) -> Row:
    return (name, "dense", units, 0, 1, 0, 1, True)


def plain(name: str, kind: str) -> Row:
    """A layer without numbers: ``flatten``, ``global``, ``normalise``."""
    return (name, kind, 0, 0, 1, 0, 1, True)


def normalised(rows: Sequence[Row]) -> list[Row]:
    """The rows with batch normalization after every convolution."""
    found: list[Row] = []
    for row in rows:
        found += [row, plain(f"{row[0]}_norm", "normalise")] if row[1] in ("conv", "depthwise") else [row]
    return found


def lettered(rows: Sequence[Row], asked: Sequence[str]) -> dict[tuple[str, str], str]:
    """The letters of the cells that are asked for, from the top of the table to its bottom."""
    table = [(row[0], column) for row in rows for column in ("output", "side", "parameters")]
    table += [(name, "parameters") for name, _ in TOTALS]
    wanted = [cell for cell in table if " ".join(cell) in asked]
    return dict(zip(wanted, "ABCDEFGHIJKLMNOPQRSTUVWXYZ", strict=False))


def fill_in(q: Any, show: Show, reads: Sequence[Any], rows: Sequence[Row]) -> None:
    """Fill in the table, then add up."""
    letters = lettered(rows, q.asked)
    rows, shape = [unnamed(row) for row in rows], unnamed(reads)
    counts: dict[str, list[Any]] = {"conv": [], "depthwise": [], "dense": [], "normalise": [], "embedding": []}
    products: list[Any] = []
    for why in keeping(rows, letters, shape[:-1]):
        show.say(why)
    known: dict[object, tuple[str, int]] = {}  # layers that are alike are counted once
    multiplied: dict[object, tuple[str, int]] = {}
    repeated: dict[str, list[str]] = {}
    for row in rows:
        name, kind = row[0], row[1]
        owned, given, side = (letters.get((name, column)) for column in ("parameters", "output", "side"))
        why, count = parameters(row, shape)
        alike: tuple[object, ...] = (shape[-1], *row[1:4], *row[6:])
        if alike in known:
            why, count = (
                f"{name}: the same number of parameters as {known[alike][0]}." if known[alike][1] else why,
                known[alike][1],
            )
        known.setdefault(alike, (name, int(count)))
        if owned:
            count = show.answer(owned, why, count)
        elif kind in counts and int(count) is not count:
            count = show(why, count)
        elif count and kind in counts:
            repeated.setdefault(f"the same number of parameters as {known[alike][0]}", []).append(name)
        counts.setdefault(kind, []).append(count)
        read = shape
        why, worked = output(row, shape, show)
        shape = worked
        if side:
            new = show.answer(side, f"{name}: side of the feature maps.", shape[0])
            shape = (*(new if old == shape[0] else old for old in shape[:-1]), shape[-1])
        if given:
            shape = show.answer(given, why, shape)
        elif kind == "flatten":
            shape = show(why, shape)
        if (q.macs or q.flops) and kind in ("conv", "depthwise", "dense"):
            alike = (read, *row[1:])
            if alike not in multiplied:
                each = "weight" if kind == "dense" else "weight and position"
                products.append(show(f"{name}: MACs, one per {each}.", macs(row, read, worked)))
                multiplied[alike] = name, int(products[-1])
            else:
                products.append(multiplied[alike][1])
                repeated.setdefault(f"the same number of MACs as {multiplied[alike][0]}", []).append(name)
    for why, names in repeated.items():
        show.say(f"{', '.join(names)}: {why}.")
    summed: list[Any] = []
    for group, kind in TOTALS:
        if (group, "parameters") in letters:
            summed.append(show.answer(letters[group, "parameters"], f"Sum over all {group}.", total(counts.pop(kind))))
    normalising = counts["normalise"]
    everything = total([*summed, *(count for listed in counts.values() for count in listed if count)])
    if q.millions:
        everything = show("Sum over all layers.", everything) / 1_000_000
    why = "Divide by $10^6$." if q.millions else "Sum over all layers."
    everything = show.answer("total", why, everything)
    if normalising:
        fixed = show(
            "Half of the parameters of batch normalisation are moving means and moving variances.",
            total(normalising) / 2,
        )
        why = "The moving means and variances are not trainable."
        show.answer("trainable", why, everything - (fixed / 1_000_000 if q.millions else fixed))
    if q.macs or q.flops:
        computed = total(products)
        if q.macs:
            answer(show, "macs", "Add the MACs of all layers.", computed, q.macs)
        if q.flops:
            answer(show, "flops", "Two operations per MAC.", 2 * computed, q.flops)


def in_words(shape: Sequence[Any]) -> str:
    """A shape as it is written: ``14 × 14 × 160``."""
    return " × ".join(str(int(size)) for size in shape)


def macs(row: Row, read: Sequence[Any], given: Sequence[Any]) -> Any:
    """The MACs of a row."""
    kind, window, groups = row[1], row[3], row[6]
    if kind == "dense":
        return read[-1] * given[-1]
    area = product([window] * (len(given) - 1))
    depth = read[-1] / groups if groups > 1 else read[-1]
    return product(given) * (area if kind == "depthwise" else area * depth)


def parameters(row: Row, shape: Sequence[Any]) -> tuple[str, Any]:
    """The parameters of a row for this input shape, with the reason."""
    name, kind, units, window, _, _, groups, biased = row
    *sides, depth = shape
    plus_bias, bias = (", plus one bias", 1) if biased else ("", 0)
    area = product([window] * len(sides))
    if kind == "depthwise":
        return f"{name}: each channel has one kernel{plus_bias}.", (area + bias if bias else area) * depth
    if kind == "conv":
        depth_words = "input channel" if groups == 1 else "channel of its group"
        weights = area * (depth if groups == 1 else depth / groups)
        return f"{name}: each filter has $f \\cdot f$ weights per {depth_words}{plus_bias}.", (
            weights + bias if bias else weights
        ) * units
    if kind == "dense":
        why = f"{name}: each unit has one weight per input{plus_bias}."
        return why, (depth + bias if bias else depth) * units
    if kind == "normalise":
        return f"{name}: each channel has a scale, a shift, a moving mean and a moving variance.", 4 * depth
    if kind == "embedding":
        return f"{name}: one vector per word.", window * units
    return f"{name} has no parameters.", 0


def output(row: Row, shape: Sequence[Any], show: Callable[[str, Any], Any]) -> tuple[str, tuple[Any, ...]]:
    """The output shape of a row for this input shape, with the reason; equal sides are computed once."""
    name, kind, units, window, strides, padding = row[:6]
    *sides, depth = shape
    if kind == "dense":
        return f"{name}: one value per unit.", (units,)
    if kind == "embedding":
        return f"{name}: one vector per word.", (*shape, units)
    if kind == "flatten":
        return f"{name}: {'height × width × channels' if len(shape) == 3 else 'product of all sizes'}.", (
            product(shape),
        )
    if kind == "global":
        return f"{name}: one value per channel.", (depth,)
    if kind == "up":
        doubled = int(window) == 2
        why = (
            "`UpSampling2D()` doubles the height and width."
            if doubled
            else f"every side is multiplied by {int(window)}."
        )
        new = {side: show(f"{name}: {why}", window * side) for side in dict.fromkeys(sides)}
        return f"{name}: the number of channels stays the same.", (*(new[side] for side in sides), depth)
    if kind not in ("conv", "depthwise", "max", "average"):
        return f"{name} keeps the shape.", tuple(shape)
    last = units if kind == "conv" else depth
    channels = "there is one channel per filter" if kind == "conv" else "the number of channels stays the same"
    if strides == 1 and (padding == "same" or 2 * padding + 1 == window):
        return f"{name}: {_kept(row)} keep{lengths(sides)}; {channels}.", (*sides, last)
    new = {side: places(side, window, strides, padding) for side in dict.fromkeys(sides)}
    formula = r"\lceil n / s \rceil" if padding == "same" else r"\lfloor (n + 2p - f) / s \rfloor + 1"
    new = {side: show(f"{name}: output side ${formula}$ for $n = {side}$.", count) for side, count in new.items()}
    return f"{name}: {channels}.", (*(new[side] for side in sides), last)


def keeping(rows: Sequence[Row], letters: Mapping[tuple[str, str], str], sides: Sequence[Any]) -> list[str]:
    """Why convolutions whose output is not asked for keep the sides of their input; each reason once."""
    found: list[str] = []
    for row in rows:
        name, kind, _, window, strides, padding = row[:6]
        keeps = window > 1 == strides and (padding == "same" or 2 * padding + 1 == window)
        if kind in ("conv", "depthwise") and keeps and (name, "output") not in letters:
            found.append(f"A layer with {_kept(row)} keeps{lengths(sides)}.")
    return list(dict.fromkeys(found))


def _kept(row: Row) -> str:
    """What keeps the sides of a row: its stride and its padding."""
    window, padding = int(row[3]), row[5]
    if padding == "same":
        return "stride 1 and *same* padding"
    kernel = f"a {window} × {window} kernel"
    return f"{kernel}, stride 1 and padding {int(padding)}" if padding else f"{kernel} and stride 1"


def lengths(sides: Sequence[Any]) -> str:
    return " the height and width" if len(sides) == 2 else " the length"


def places(side: Any, window: Any, strides: Any, padding: Any) -> Any:
    """The output side."""
    if padding == "same":
        return ceil_div(side, strides)
    padded = side + 2 * padding if padding else side
    return (padded - window if strides == 1 else (padded - window) // strides) + 1
