"""Pictures where a person would rather look: shaded grids with their numbers, and networks as boxes and arrows.

All of it is made from data (arrays, `Network`) by pure functions: the same data gives the same text. A picture is one SVG for
papers and pages alike. Its lines take the colour of the text around it, so that it is at home on a light page and on a dark
one; it has no ids, so that many stand on one page. For a terminal the same is drawn in characters.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar
from xml.sax.saxutils import escape, quoteattr

from examgen.arrays import Array, Scalar, cells, shape
from examgen.network import Layer, Network, Node, code
from examgen.question import Question

Grid = tuple[tuple[Scalar, ...], ...]
T = TypeVar("T")


def of(variant: Question) -> str:
    """The picture of a variant as SVG, ``""`` where its question has none; it shows nothing that the statement hides."""
    if variant.picture == "grids":
        return grids_picture(variant.pictured)
    if variant.picture == "network":
        network = _drawn(variant)
        return network_picture(network, _input_shapes(network), variant.asks)
    return ""


def text_of(variant: Question, width: int = 100) -> str:
    """The picture of a variant in characters, ``""`` where its question has none."""
    if variant.picture == "grids":
        return grids_text(variant.pictured, width)
    return network_text(_drawn(variant), width) if variant.picture == "network" else ""


def _drawn(variant: Question) -> Network:
    """What of the network the student works out; the rest is there to check it."""
    asked = [name for name in variant.asks if name in variant.network.names]
    return variant.network.needed_for(asked) if asked else variant.network


def _input_shapes(network: Network) -> dict[str, tuple[int, ...]]:
    read = {name for node in network.nodes for name in node.inputs}
    return {name: lengths for name, lengths in network.shapes if name in read and len(lengths) > 1}


# SVG ------------------------------------------------------------------------------------------------------------------

_SERIF = "Libertinus Serif, Georgia, serif"
_MONO = "DejaVu Sans Mono, Menlo, Consolas, monospace"
_ADVANCE = 0.602  # of a character of the monospaced font, in its size
_WIDEST = 640.0


def _n(value: float) -> str:
    return f"{round(value, 1):g}"


def _svg(width: float, height: float, label: str, elements: Iterable[str]) -> str:
    w, h = _n(width), _n(height)
    size = f'viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={quoteattr(_clean(label))}>'
    return "\n".join((head, *elements, "</svg>"))


def _clean(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def _text(
    x: float, y: float, content: str, size: float, *, mono: bool = False, anchor: str = "middle",
    fill: str = "currentColor", style: str = "",
) -> str:  # fmt: skip
    font = _MONO if mono else _SERIF
    place = f'x="{_n(x)}" y="{_n(y)}" font-family="{font}" font-size="{_n(size)}" text-anchor="{anchor}"'
    return f'<text {place} fill="{fill}"{style and " " + style}>{escape(_clean(content))}</text>'


def _path(commands: str, width: float = 1.0, fill: str = "none", extra: str = "") -> str:
    return f'<path d="{commands}" fill="{fill}" stroke="currentColor" stroke-width="{_n(width)}"{extra}/>'


# grids ----------------------------------------------------------------------------------------------------------------

_DARKEST = 84  # of 255: white text on it has a contrast of more than 7
_FONT = 13.0


def number_text(value: Scalar) -> str:
    """A number as it is printed in a cell: ``−2``, ``0.25``, ``1/3``."""
    written = str(value) if isinstance(value, Fraction | int) else f"{round(value, 3) + 0.0:g}"
    return written.replace("-", "−")


def _rows(array: Array) -> Grid:
    """An array as rows of numbers.

    Raises:
        ValueError: it has more than two axes, or none.
    """
    rows = array if len(shape(array)) == 2 else (array,)
    if not isinstance(rows, tuple) or len(shape(rows)) != 2:
        raise ValueError(f"expected a row or a grid of numbers to draw, got an array of shape {shape(array)}")
    return tuple(tuple(cells(row)) for row in rows)


def _brightness(grid: Grid) -> tuple[tuple[float, ...], ...]:
    """How bright each cell is, from 0 to 1; where some are negative, zero lies in the middle."""
    values = [float(value) for row in grid for value in row]
    low, high = min(values), max(values)
    if low < 0:
        high = max(high, -low)
        low = -high
    spread = high - low
    return tuple(tuple((float(v) - low) / spread if spread else 1.0 for v in row) for row in grid)


def grid_picture(array: Array, title: str) -> str:
    """A row or grid of numbers as an SVG: the larger, the brighter; what is negative is hatched."""
    return grids_picture({title: array})


def grids_picture(arrays: Mapping[str, Array]) -> str:
    """Several grids side by side, each shaded by its own numbers."""
    elements: list[str] = []
    x = y = 1.0
    tallest = right = 0.0
    for title, array in arrays.items():
        grid = _rows(array)
        longest = max(len(number_text(value)) for row in grid for value in row)
        side = max(25.0, 7.2 * longest + 8)
        width, height = side * len(grid[0]), 25.0 * len(grid) + (20 if title else 0)
        if x > 1 and x + width > _WIDEST:
            x, y, tallest = 1.0, y + tallest + 12, 0.0
        elements.extend(_grid(grid, title, x, y, side))
        tallest, right = max(tallest, height), max(right, x + width)
        x += width + 28
    return _svg(right + 1, y + tallest + 1, ", ".join(filter(None, arrays)) or "grid", elements)


def _grid(grid: Grid, title: str, left: float, top: float, side: float) -> Iterable[str]:
    tall = 25.0
    if title:
        yield _text(left + side * len(grid[0]) / 2, top + 12, _subscripted(title), 14, style='font-style="italic"')
        top += 20
    for i, (row, shades) in enumerate(zip(grid, _brightness(grid), strict=True)):
        for j, (value, bright) in enumerate(zip(row, shades, strict=True)):
            x, y = left + j * side, top + i * tall
            grey = round(_DARKEST + (255 - _DARKEST) * bright)
            ink = "#000000" if grey > 128 else "#ffffff"
            box = f'x="{_n(x)}" y="{_n(y)}" width="{_n(side)}" height="{_n(tall)}"'
            yield f'<rect {box} fill="#{grey:02x}{grey:02x}{grey:02x}" stroke="#303030" stroke-width="0.8"/>'
            if value < 0:
                yield _hatching(x, y, side, tall, ink)
            yield _text(x + side / 2, y + tall / 2 + 0.34 * _FONT, number_text(value), _FONT, fill=ink)


def _hatching(x: float, y: float, side: float, tall: float, ink: str) -> str:
    """Lines across two corners of a cell, which leave its middle to the number."""
    low, far = y + tall, x + side
    steps = (3, 6, 9)
    corner = "".join(f"M{_n(x)} {_n(low - s)}L{_n(x + s)} {_n(low)}" for s in steps)
    other = "".join(f"M{_n(far - s)} {_n(y)}L{_n(far)} {_n(y + s)}" for s in steps)
    return f'<path d="{corner}{other}" fill="none" stroke="{ink}" stroke-width="0.7" stroke-opacity="0.7"/>'


_SHADES = "█▓▒░ "


def grid_text(array: Array, title: str) -> str:
    """A row or grid of numbers in characters: before each number a block, the brighter the emptier."""
    grid = _rows(array)
    wide = max(len(number_text(value)) for row in grid for value in row)
    lines = [_subscripted(title)] if title else []
    for row, shades in zip(grid, _brightness(grid), strict=True):
        blocks = (_SHADES[min(int(bright * len(_SHADES)), len(_SHADES) - 1)] for bright in shades)
        shown = (f"{block * 2}{number_text(v):>{wide}}" for block, v in zip(blocks, row, strict=True))
        lines.append("│" + "│".join(shown) + "│")
    return "\n".join(lines)


def grids_text(arrays: Mapping[str, Array], width: int = 100) -> str:
    """Several grids in characters, side by side as far as they fit."""
    rows: list[list[list[str]]] = [[]]
    used = 0
    for title, array in arrays.items():
        block = grid_text(array, title).split("\n")
        room = max(map(len, block))
        if rows[-1] and used + room > width:
            rows.append([])
            used = 0
        rows[-1].append([line.ljust(room) for line in block])
        used += room + 3
    return "\n\n".join("\n".join(_beside(blocks)) for blocks in rows if blocks)


def _beside(blocks: Sequence[Sequence[str]]) -> Iterable[str]:
    for i in range(max(map(len, blocks))):
        yield "   ".join(block[i] if i < len(block) else " " * len(block[0]) for block in blocks).rstrip()


# networks: what is drawn ----------------------------------------------------------------------------------------------

_SMALL = {"BatchNormalization", "LayerNormalization", "ReLU", "LeakyReLU", "Softmax", "Activation", "Dropout"}
_SIGNS = {"Add": "+", "Multiply": "×", "Subtract": "−"}
_GAP = 24.0
_TITLE, _OPTION = 10.0, 8.6


@dataclass
class _Box:
    """A layer with the small ones behind it, or (without layers) an array that is read."""

    outputs: tuple[str, ...]
    layers: tuple[Layer, ...] = ()
    reads: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    below: bool = False
    caption: str = ""  # under the name of an array: its shape
    sources: list[_Box] = field(default_factory=list)
    column: int = 0
    lane: int = 0
    x: float = 0.0
    y: float = 0.0  # its middle

    @property
    def sign(self) -> str:
        return _SIGNS.get(self.layers[0].kind.name, "") if len(self.layers) == 1 else ""

    def lines(self) -> list[list[str]]:
        """A title and options, for each of its layers."""
        return [_lines(layer, cell=bool(self.state)) for layer in self.layers]

    @property
    def width(self) -> float:
        if not self.layers:
            return max(14.0, 7.5 * len(_subscripted(self.outputs[0])), 4.4 * len(self.caption))
        if self.sign:
            return 22.0
        titles, options = [lines[0] for lines in self.lines()], [o for lines in self.lines() for o in lines[1:]]
        widest = max(_ADVANCE * _TITLE * max(map(len, titles)), _ADVANCE * _OPTION * max(map(len, options), default=0))
        return max(44.0, widest + 14)

    @property
    def height(self) -> float:
        if not self.layers or self.sign:
            return 22.0
        return sum(14.0 + 11.5 * (len(lines) - 1) + 5 for lines in self.lines()) + 3

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def _lines(layer: Layer, *, cell: bool) -> list[str]:
    if cell:
        activation = code(layer["activation"]).strip('"') if layer.kind.name == "SimpleRNNCell" else ""
        return [layer.kind.name.removesuffix("Cell"), *filter(None, (activation,))]
    given = [(name, value) for name, value in layer.given if name not in layer.kind.at_call]
    required = ", ".join(code(value) for name, value in given if name in layer.kind.required)
    options = [f"{name}={code(value)}" for name, value in given if name not in layer.kind.required]
    return [f"{layer.kind.name}({required})" if required else layer.kind.name, *options]


def _subscripted(name: str) -> str:
    """A name as in mathematics: ``h1`` is h₁."""
    found = re.fullmatch(r"([A-Za-z])_?(\d+)", name)
    return found[1] + found[2].translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")) if found else name


def _shown(name: str, also: Collection[str]) -> bool:
    """Whether a tensor's name means something to a reader: a letter as in a formula, or one that is asked for."""
    return name in also or re.fullmatch(r"[A-Za-z]\d*", name) is not None


def _boxes(network: Network, shown: Collection[str], *, stacked: bool) -> list[_Box]:
    """What is drawn, each with the boxes that it reads, in their columns and lanes."""
    boxes: dict[str, _Box] = {}
    uses = [name for node in network.nodes for name in (*node.inputs, *node.state)]
    for name in network.arrays:
        if name in uses:
            boxes[name] = _Box((name,))
    for node in network.nodes:
        before = boxes[node.inputs[0]]
        if stacked and _is_stacked(node, before, uses, shown):
            before.layers, before.outputs = (*before.layers, node.layer), node.outputs
            box = before
        else:
            box = _Box(node.outputs, (node.layer,), node.inputs, node.state)
            box.sources = _different(boxes[name] for name in (*node.state, *node.inputs))
            for name in node.inputs if node.state else ():
                boxes[name].below = boxes[name].below or (not boxes[name].layers and uses.count(name) == 1)
        boxes.update(dict.fromkeys(node.outputs, box))
    ordered = _different(boxes.values())
    _place(ordered)
    return ordered


def _is_stacked(node: Node, before: _Box, uses: list[str], shown: Collection[str]) -> bool:
    hidden = not any(_shown(name, shown) for name in before.outputs)
    alone = len(node.inputs) == 1 and not node.state and uses.count(node.inputs[0]) == 1
    return node.layer.kind.name in _SMALL and bool(before.layers) and not before.sign and hidden and alone


def _different(items: Iterable[T]) -> list[T]:
    return list({id(item): item for item in items}.values())


def _place(boxes: list[_Box]) -> None:
    """Columns by the longest way from an input; the longest way to the end is lane 0, each branch gets one of its own."""
    for box in boxes:
        ahead = [source.column for source in box.sources if not source.below]
        box.column = max(ahead, default=-1) + 1 if box.sources else 0
    for box in boxes:
        readers = [reader.column for reader in boxes if any(source is box for source in reader.sources)]
        if not box.sources and readers:
            box.column = min(readers) - (0 if box.below else 1)
    main = _main_way(boxes)
    taken = {(box.column, 0) for box in main}
    for box in boxes:
        if any(box is other for other in main):
            continue
        start = max((source.lane for source in box.sources), default=1) or 1
        box.lane = next(lane for lane in range(start, len(boxes) + 2) if (box.column, lane) not in taken)
        taken.add((box.column, box.lane))


def _main_way(boxes: list[_Box]) -> list[_Box]:
    way = [max((box for box in boxes if not box.below), key=lambda box: box.column)]
    while ahead := [source for source in way[-1].sources if not source.below]:
        way.append(max(ahead, key=lambda source: source.column))
    return way[::-1]


# networks: SVG --------------------------------------------------------------------------------------------------------


def network_picture(
    network: Network, shapes: Mapping[str, tuple[int, ...]] | None = None, shown: Collection[str] = ()
) -> str:
    """A network as an SVG: boxes from left to right, names (and the shapes that are given) on the arrows between them.

    Cells of a recurrent layer stand in a row, as in a book: the states go along it, the inputs come from below.

    Args:
        network: what is drawn; weights are left out.
        shapes: the shapes to write down, by the names of arrays and outputs.
        shown: names of outputs to write down, besides single letters such as ``h`` or ``h1``.
    """
    if not network.nodes:
        raise ValueError("the network has no layers to draw")
    boxes = _boxes(network, shown, stacked=True)
    shapes = shapes or {}
    for box in boxes:
        if not box.layers and not box.below and box.outputs[0] in shapes:
            box.caption = _shape_text(shapes[box.outputs[0]])
    rows = _measure(boxes, shapes, shown)
    elements: list[str] = []
    # arcs above the boxes need room, one track each
    arcs = [(s, b) for b in boxes for s in b.sources if _is_arc(s, b, boxes)] if len(rows) == 1 else []
    top = 14.0 * len(arcs) + (4 if arcs else 0)
    height = _set_y(rows, top)
    ceiling = min(b.y - b.height / 2 for b in boxes)
    tracks = {(id(s), id(b)): ceiling - 12 - 14 * i for i, (s, b) in enumerate(arcs)}
    for box in boxes:
        elements.extend(_drawn_box(box))
        for source in box.sources:
            elements.extend(_arrow(source, box, tracks.get((id(source), id(box)))))
    width = max(box.right + (0 if box.below else 4) for box in boxes)
    for box in boxes:
        if box.layers:
            elements.extend(_names_on_arrow(box, shapes, shown))
        if not any(source is box for reader in boxes for source in reader.sources):
            end = box.right + _outward(box, shapes, shown)
            elements.extend(_arrow_path([(box.right, box.y), (end, box.y)]))
            width = max(width, end + 4)
    branching = [b for b in boxes if len([r for r in boxes if any(s is b for s in r.sources)]) > 1]
    elements.extend(f'<circle cx="{_n(b.right + 8)}" cy="{_n(b.y)}" r="2" fill="currentColor"/>' for b in branching)
    return _svg(width, height, "network: " + network_text(network, 10_000).replace("\n", "; "), elements)


def _names(box: _Box, shown: Collection[str]) -> str:
    return ", ".join(_subscripted(name) for name in box.outputs if _shown(name, shown))


def _shape_text(lengths: Sequence[int]) -> str:
    return " × ".join(map(str, lengths))


def _outward(box: _Box, shapes: Mapping[str, tuple[int, ...]], shown: Collection[str]) -> float:
    """The length of the arrow that leaves a box: it holds its name and shape."""
    if not box.layers:
        return _GAP
    given = shapes.get(box.outputs[0])
    written = max(6.8 * len(_names(box, shown)), 4.6 * len(_shape_text(given)) if given else 0.0)
    return max(_GAP, written + 18)


def _measure(boxes: list[_Box], shapes: Mapping[str, tuple[int, ...]], shown: Collection[str]) -> list[list[_Box]]:
    """Give every box its x; a chain that is too wide breaks into rows, which are returned."""
    columns = [[b for b in boxes if b.column == c] for c in range(max(b.column for b in boxes) + 1)]
    chain = all(len(column) == 1 for column in columns)
    rows: list[list[_Box]] = [[]]
    x = 2.0
    for column in columns:
        width = max(box.width for box in column)
        gap = max(_outward(box, shapes, shown) for box in column)
        if chain and rows[-1] and x + width + gap > _WIDEST:
            rows.append([])
            x = _GAP
        for box in column:
            box.x = x + (width - box.width) / 2 if box.lane == 0 or box.below else x
            rows[-1].append(box)
        x += width + gap
    return rows


def _set_y(rows: list[list[_Box]], top: float) -> float:
    """Give every box its y; returns the height of the picture."""
    y = top + 2
    for row in rows:
        for lane in sorted({box.lane for box in row}):
            there = [box for box in row if box.lane == lane]
            tall = max(30.0, *(box.height for box in there))
            for box in there:
                box.y = y + tall / 2
            y += max(tall, *(tall / 2 + 22 for box in there if box.caption), 0) + 18
    return y - 16


def _is_arc(source: _Box, box: _Box, boxes: list[_Box]) -> bool:
    between = range(source.column + 1, box.column)
    same = source.lane == box.lane
    return same and any(b.lane == box.lane and b.column in between for b in boxes)


def _drawn_box(box: _Box) -> Iterable[str]:
    if not box.layers:
        yield _text(box.middle, box.y + 5, _subscripted(box.outputs[0]), 14, style='font-style="italic"')
        if box.caption:
            yield _text(box.middle, box.y + 18, box.caption, 9)
        return
    if box.sign:
        yield f'<circle cx="{_n(box.middle)}" cy="{_n(box.y)}" r="11" fill="none" stroke="currentColor"/>'
        yield _text(box.middle, box.y + 5, box.sign, 15)
        return
    top = box.y - box.height / 2
    place = f'x="{_n(box.x)}" y="{_n(top)}" width="{_n(box.width)}" height="{_n(box.height)}" rx="4"'
    yield f'<rect {place} fill="currentColor" fill-opacity="0.06" stroke="currentColor"/>'
    y = top + 1.5
    for i, lines in enumerate(box.lines()):
        if i:
            yield _path(f"M{_n(box.x)} {_n(y)}H{_n(box.right)}", 0.5)
        y += 13
        yield _text(box.middle, y, lines[0], _TITLE, mono=True)
        for option in lines[1:]:
            y += 11.5
            yield _text(box.middle, y, option, _OPTION, mono=True)
        y += 6


def _names_on_arrow(box: _Box, shapes: Mapping[str, tuple[int, ...]], shown: Collection[str]) -> Iterable[str]:
    x = box.right + (_outward(box, shapes, shown) - 5) / 2
    if names := _names(box, shown):
        yield _text(x, box.y - 5, names, 13, style='font-style="italic"')
    if given := shapes.get(box.outputs[0]):
        yield _text(x, box.y + 12, _shape_text(given), 9)


def _arrow(source: _Box, box: _Box, track: float | None) -> Iterable[str]:
    """The way from one box to another, along rows and columns."""
    low, start = box.y + box.height / 2, source.right + (0 if source.layers else 2)
    if not source.layers:  # a caption wider than its name lies under the arrow
        start = source.middle + 3.75 * len(_subscripted(source.outputs[0])) + 3
    if source.below:
        return _arrow_path([(source.middle, source.y - 9), (source.middle, low)])
    if track is not None:
        fork = source.right + 8
        high = box.y - box.height / 2
        return _arrow_path([(fork, source.y), (fork, track), (box.middle, track), (box.middle, high)])
    if source.lane == box.lane and abs(source.y - box.y) < 0.1:
        return _arrow_path([(start, source.y), (box.x, box.y)])
    if source.lane == box.lane:  # on the next row
        bend, between = source.right + 12, box.y - box.height / 2 - 9
        return _arrow_path(
            [(start, source.y), (bend, source.y), (bend, between), (8, between), (8, box.y), (box.x, box.y)]
        )
    if box.sign:
        end = box.y + (11 if source.y > box.y else -11)
        return _arrow_path([(start, source.y), (box.middle, source.y), (box.middle, end)])
    turn = box.x - 14 if source.lane else source.right + 8
    along = [(start, source.y)] if source.lane else []
    return _arrow_path([*along, (turn, source.y), (turn, box.y), (box.x, box.y)])


def _arrow_path(points: Sequence[tuple[float, float]]) -> Iterable[str]:
    """A line with rounded corners and a head at its end."""
    (x0, y0), (x1, y1) = points[-2:]
    dx, dy = (x1 > x0) - (x1 < x0), (y1 > y0) - (y1 < y0)
    if abs(x1 - x0) < 0.1:
        dx = 0
    if abs(y1 - y0) < 0.1:
        dy = 0
    commands = [f"M{_n(points[0][0])} {_n(points[0][1])}"]
    for (ax, ay), (bx, by), (cx, cy) in zip(points, points[1:], points[2:], strict=False):
        before, after = _towards(bx, by, ax, ay), _towards(bx, by, cx, cy)
        commands.append(f"L{before}Q{_n(bx)} {_n(by)} {after}")
    commands.append(f"L{_n(x1 - 5 * dx)} {_n(y1 - 5 * dy)}")
    yield _path("".join(commands))
    wing = (
        f"L{_n(x1 - 6 * dx - 3 * dy)} {_n(y1 - 6 * dy - 3 * dx)}L{_n(x1 - 6 * dx + 3 * dy)} {_n(y1 - 6 * dy + 3 * dx)}Z"
    )
    yield f'<path d="M{_n(x1)} {_n(y1)}{wing}" fill="currentColor"/>'


def _towards(x: float, y: float, to_x: float, to_y: float) -> str:
    """The point 5 before a corner."""
    length = max(abs(to_x - x), abs(to_y - y), 0.1)
    share = min(5.0, length / 2) / length
    return f"{_n(x + (to_x - x) * share)} {_n(y + (to_y - y) * share)}"


# networks: characters -------------------------------------------------------------------------------------------------


def network_text(network: Network, width: int = 100) -> str:
    """A network in characters: a line for its longest way, below it what enters from below, and a line a branch."""
    if not network.nodes:
        raise ValueError("the network has no layers to draw")
    boxes = _boxes(network, (), stacked=False)
    main = _main_way(boxes)
    shapes = dict(network.shapes)
    lines = _chain_text(main, boxes, shapes, width)
    done = {(id(a), id(b)) for a, b in pairwise(main)}
    for box in boxes:
        for source in box.sources:
            if (id(source), id(box)) in done or source.below or not any(box is m for m in main):
                continue
            branch = [box, source]
            done.add((id(source), id(box)))
            while not any(branch[-1] is m for m in main) and branch[-1].sources:
                done.add((id(branch[-1].sources[0]), id(branch[-1])))
                branch.append(branch[-1].sources[0])
            lines += _chain_text(branch[::-1], boxes, {}, width)
    return "\n".join(lines)


def _label(box: _Box, shapes: Mapping[str, tuple[int, ...]]) -> str:
    if box.layers:
        return _lines(box.layers[0], cell=True)[0] if box.state else str(box.layers[0])
    lengths = shapes.get(box.outputs[0], ())
    return _subscripted(box.outputs[0]) + (f" ({'×'.join(map(str, lengths))})" if lengths else "")


def _chain_text(
    chain: Sequence[_Box], boxes: Sequence[_Box], shapes: Mapping[str, tuple[int, ...]], width: int
) -> list[str]:
    lines: list[str] = []
    line = enters = ""
    for i, box in enumerate(chain):
        label = _label(box, shapes)
        name = _names(box, ()) if box.layers and len(box.layers) == 1 else ""
        last = i == len(chain) - 1
        ends = last and not any(s is box for b in boxes for s in b.sources)
        joined = f"{label} ─{name}─▶" if name and not last else f"{label} ─▶ {name}" if name and ends else label
        joined = joined if last or name else f"{label} ─▶"
        if line and len(line) + len(joined) > width:
            lines += [line.rstrip(), *([enters] if enters else [])]
            line, enters = "    ", ""
        if below := [source for source in box.sources if source.below]:
            enters = (
                enters.ljust(len(line) + len(label) // 2) + "▲ " + ", ".join(_subscripted(b.outputs[0]) for b in below)
            )
        line += joined + " "
    return [*lines, line.rstrip(), *([enters] if enters else [])]
