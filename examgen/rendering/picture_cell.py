"""The inside of a gated cell, as in a book: where its gates read, what they multiply, and how the states go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from examgen.model.network import Layer, Network
from examgen.rendering import svg
from examgen.rendering.document import Picture
from examgen.rendering.picture_words import GRU_CELL, LSTM_CELL, RESET_AFTER, RESET_BEFORE

Point = tuple[float, float]

_STATE, _CELL_BOTTOM = 40.0, 205.0
_GATES, _BUS, _ENTRY = 140.0, 180.0, 240.0


def opened(network: Network, say: Callable[[str], str]) -> Picture | None:
    """The picture of a network that is one gated cell, none for any other."""
    if len(network.nodes) != 1:
        return None
    layer = network.nodes[0].layer
    if layer.type.name == "LSTMCell":
        return svg.document(520, 262, say(LSTM_CELL), _lstm())
    if layer.type.name == "GRUCell":
        reset = say(RESET_AFTER if layer["reset_after"] else RESET_BEFORE)
        return svg.document(520, 262, say(GRU_CELL).format(reset=reset), _gru(layer))
    return None


def _lstm() -> Iterator[str]:
    f, i, candidate, o, out = 130.0, 190.0, 260.0, 330.0, 400.0
    write = 92.0  # the height at which input gate and candidate meet
    yield _frame()
    yield from _ends("c", "h", _STATE, _BUS)
    yield from _arrow((34, _STATE), (f - 9, _STATE))
    yield from _arrow((f + 9, _STATE), (candidate - 9, _STATE))
    yield from _arrow((candidate + 9, _STATE), (486, _STATE))
    yield _line((36, _BUS), (o, _BUS))
    yield from _input(90, _BUS)
    for x, name, squash in ((f, "f", "σ"), (i, "i", "σ"), (candidate, "c\u0303", "tanh"), (o, "o", "σ")):
        yield from _arrow((x, _BUS), (x, _GATES + 11))
        yield from _box(x, _GATES, squash)
        yield svg.symbol(x + 7, _GATES - 17, name, "t")
    yield from _arrow((f, _GATES - 11), (f, _STATE + 9))
    yield from _arrow((i, _GATES - 11), (i, write), (candidate - 9, write))
    yield from _arrow((candidate, _GATES - 11), (candidate, write + 9))
    yield from _arrow((candidate, write - 9), (candidate, _STATE + 9))
    yield from _arrow((out, _STATE), (out, write - 11))
    yield from _box(out, write, "tanh")
    yield from _arrow((out, write + 11), (out, _GATES - 9))
    yield from _arrow((o + 18, _GATES), (out - 9, _GATES))
    yield from _arrow((out, _GATES + 9), (out, _BUS), (486, _BUS))
    for x, y, sign in ((f, _STATE, "×"), (candidate, _STATE, "+"), (candidate, write, "×"), (out, _GATES, "×")):
        yield from _sign(x, y, sign)
    yield _dot(out, _STATE)
    for x in (f, i, candidate):
        yield _dot(x, _BUS)


def _gru(layer: Layer) -> Iterator[str]:
    r, z, rest, candidate = 130.0, 215.0, 290.0, 385.0
    reset, new = 108.0, 78.0  # the heights at which the reset gate, and the candidate, are multiplied
    after = bool(layer["reset_after"])
    second = _CELL_BOTTOM - 8
    yield _frame()
    yield from _ends("", "h", _STATE, _STATE)
    yield from _arrow((38, _STATE), (z - 9, _STATE))
    yield from _arrow((z + 9, _STATE), (candidate - 9, _STATE))
    yield from _arrow((candidate + 9, _STATE), (486, _STATE))
    yield _line((64, _STATE), (64, _BUS), (z, _BUS))
    yield from _input(90, _BUS)
    for x, name in ((r, "r"), (z, "z")):
        yield from _arrow((x, _BUS), (x, _GATES + 11))
        yield from _box(x, _GATES, "σ")
        yield svg.symbol(x + (7 if x == z else -18), _GATES - 17, name, "t")
    yield from _arrow((r, _GATES - 11), (r, reset + 9))
    if after:  # the state is weighted first, then the gate lets through a part of it
        yield from _arrow((r, _STATE), (r, 58))
        yield from _box(r, 68, "", tall=20)
        yield svg.symbol(r - 10, 72, "W", "h")
        yield from _arrow((r, 78), (r, reset - 9))
    else:
        yield from _arrow((r, _STATE), (r, reset - 9))
    yield from _arrow((z, _GATES - 11), (z, _STATE + 9))
    yield from _arrow((z, new), (rest - 18, new))
    yield from _box(rest, new, "1−")
    yield from _arrow((rest + 18, new), (candidate - 9, new))
    yield from _arrow((90, second), (candidate, second), (candidate, _GATES + 11))
    yield _line((r + 9, reset), (335, reset), (335, second))
    yield from _box(candidate, _GATES, "tanh")
    yield svg.symbol(candidate + 7, _GATES - 17, "h\u0303", "t")
    yield from _arrow((candidate, _GATES - 11), (candidate, new + 9))
    yield from _arrow((candidate, new - 9), (candidate, _STATE + 9))
    for x, y, sign in ((r, reset, "×"), (z, _STATE, "×"), (candidate, new, "×"), (candidate, _STATE, "+")):
        yield from _sign(x, y, sign)
    for x, y in ((64, _STATE), (r, _STATE), (r, _BUS), (z, new), (90, second), (335, second)):
        yield _dot(x, y)


def _frame() -> str:
    height = svg.number(_CELL_BOTTOM - 12)
    return (
        f'<rect x="50" y="14" width="400" height="{height}" rx="10" fill="currentColor" fill-opacity="0.04" '
        'stroke="currentColor"/>'
    )


def _ends(memory: str, state: str, upper: float, lower: float) -> Iterator[str]:
    """The names of the states, before the cell and behind it."""
    if memory:
        yield svg.symbol(4, upper + 5, memory, "t−1")
        yield svg.symbol(490, upper + 5, memory, "t")
    yield svg.symbol(4, lower + 5, state, "t−1")
    yield svg.symbol(490, lower + 5, state, "t")


def _input(x: float, bus: float) -> Iterator[str]:
    yield svg.symbol(x - 5, _ENTRY + 14, "x", "t")
    yield _line((x, _ENTRY), (x, bus))
    yield _dot(x, bus)


def _arrow(*points: Point) -> Iterator[str]:
    return iter(svg.arrow(points))


def _line(*points: Point) -> str:
    (x, y), *others = points
    return svg.path(
        f"M{svg.number(x)} {svg.number(y)}" + "".join(f"L{svg.number(a)} {svg.number(b)}" for a, b in others)
    )


def _box(x: float, y: float, written: str, *, tall: float = 22) -> Iterator[str]:
    place = f'x="{svg.number(x - 18)}" y="{svg.number(y - tall / 2)}" width="36" height="{svg.number(tall)}" rx="4"'
    yield f'<rect {place} fill="currentColor" fill-opacity="0.08" stroke="currentColor"/>'
    yield svg.text(x, y + 4, written, 12)


def _sign(x: float, y: float, sign: str) -> Iterator[str]:
    yield f'<circle cx="{svg.number(x)}" cy="{svg.number(y)}" r="9" fill="none" stroke="currentColor"/>'
    yield svg.text(x, y + 4.5, sign, 13)


def _dot(x: float, y: float) -> str:
    return f'<circle cx="{svg.number(x)}" cy="{svg.number(y)}" r="2" fill="currentColor"/>'
