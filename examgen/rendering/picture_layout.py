"""Where the boxes of a network stand when it is drawn: columns from left to right, lanes from top to bottom.

A stack is a row of boxes, a branch has a lane of its own. Cells of a recurrent layer stand in a row as in a book: the states
go along it, the inputs come from below, and what reads every state stands above. Where a second row of cells reads the same
inputs from the other end, it stands below them and goes the other way.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from examgen.model.network import Layer, Network, Node, code
from examgen.rendering.svg import subscripted

T = TypeVar("T")

SMALL = {"BatchNormalization", "LayerNormalization", "ReLU", "LeakyReLU", "Softmax", "Activation", "Dropout"}
SIGNS = {"Add": "+", "Multiply": "×", "Subtract": "−"}
TITLE, OPTION, SHAPE = 11.0, 9.5, 10.5  # sizes of letters
_ADVANCE = 0.602  # of a character of the monospaced font, in its size
ABOVE, MAIN, BELOW, BACK = -1, 0, 1, 2
"""Lanes: read-outs, the longest way, inputs of cells (and first branch), cells that go the other way."""


@dataclass(eq=False)
class Box:
    """A layer with the small ones behind it, or (without layers) arrays that are read together."""

    outputs: tuple[str, ...]
    layers: tuple[Layer, ...] = ()
    state: tuple[str, ...] = ()
    below: bool = False  # the input of a cell
    above: bool = False  # reads one state of many
    back: bool = False  # goes from right to left
    caption: str = ""  # under the name of an array: its shape
    sources: list[Box] = field(default_factory=list)
    column: int = 0
    lane: int = MAIN
    x: float = 0.0
    y: float = 0.0  # its middle
    row_top: float = 0.0

    @property
    def sign(self) -> str:
        return SIGNS.get(self.layers[0].type.name, "") if len(self.layers) == 1 else ""

    @property
    def name(self) -> str:
        """What stands for an array: ``h₀``, or ``h₀, c₀``."""
        return ", ".join(map(subscripted, self.outputs))

    def lines(self) -> list[list[str]]:
        """A title and options, for each of its layers."""
        return [layer_lines(layer, cell=bool(self.state)) for layer in self.layers]

    @property
    def width(self) -> float:
        if not self.layers:
            return max(14.0, 7.5 * len(self.name), 5.1 * len(self.caption))
        if self.sign:
            return 22.0
        titles, options = [lines[0] for lines in self.lines()], [o for lines in self.lines() for o in lines[1:]]
        widest = max(_ADVANCE * TITLE * max(map(len, titles)), _ADVANCE * OPTION * max(map(len, options), default=0))
        return max(44.0, widest + 14)

    @property
    def height(self) -> float:
        if not self.layers or self.sign:
            return 22.0
        return sum(15.0 + 12.5 * (len(lines) - 1) + 5 for lines in self.lines()) + 3

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def top(self) -> float:
        return self.y - self.height / 2

    @property
    def bottom(self) -> float:
        return self.y + self.height / 2


def layer_lines(layer: Layer, *, cell: bool) -> list[str]:
    """A layer's name with what it needs, and below it every option that was given."""
    if cell:
        activation = code(layer["activation"]).strip('"') if layer.type.name == "SimpleRNNCell" else ""
        return [layer.type.name.removesuffix("Cell"), *filter(None, (activation,))]
    given = [(name, value) for name, value in layer.given if name not in layer.type.at_call]
    required = ", ".join(code(value) for name, value in given if name in layer.type.required)
    options = [f"{name}={code(value)}" for name, value in given if name not in layer.type.required]
    return [f"{layer.type.name}({required})" if required else layer.type.name, *options]


def is_shown(name: str, shown: Collection[str] | None) -> bool:
    """Whether a tensor's name is written down: one of those given, or where none are given a letter as in a formula."""
    return re.fullmatch(r"[A-Za-z]\d*", name) is not None if shown is None else name in shown


def names(box: Box, shown: Collection[str] | None) -> str:
    """The names of what a box gives, those that are written down."""
    return ", ".join(subscripted(name) for name in box.outputs if is_shown(name, shown))


def readers(box: Box, boxes: Iterable[Box]) -> list[Box]:
    """The boxes that read a box."""
    return [other for other in boxes if box in other.sources]


def laid_out(network: Network, shown: Collection[str] | None, *, stacked: bool) -> list[Box]:
    """What is drawn, each with the boxes that it reads, in their columns and lanes.

    Raises:
        ValueError: there is nothing to draw.
    """
    if not network.nodes:
        raise ValueError("the network has no layers to draw")
    boxes = _wired(network, shown, stacked=stacked)
    _mark_read_outs(boxes)
    _mark_directions(boxes)
    _place(boxes)
    return boxes


# which boxes ----------------------------------------------------------------------------------------------------------


def _wired(network: Network, shown: Collection[str] | None, *, stacked: bool) -> list[Box]:
    boxes: dict[str, Box] = {}
    ordered: list[Box] = []
    uses = [name for node in network.nodes for name in (*node.inputs, *node.state)]
    inputs = {name for node in network.nodes for name in node.inputs}
    for name in network.arrays:
        if name in inputs:
            boxes[name] = Box((name,))
            ordered.append(boxes[name])
    for node in network.nodes:
        before = boxes.get(node.inputs[0])
        if stacked and before is not None and _is_stacked(node, before, uses, shown):
            before.layers, before.outputs = (*before.layers, node.layer), node.outputs
            box = before
        else:
            box = Box(node.outputs, (node.layer,), node.state)
            box.sources = [*_started(node, boxes, ordered), *(boxes[name] for name in node.inputs)]
            box.sources = list(dict.fromkeys(box.sources))
            for name in node.inputs if node.state else ():
                boxes[name].below = not boxes[name].layers
            ordered.append(box)
        boxes.update(dict.fromkeys(node.outputs, box))
    return ordered


def _started(node: Node, boxes: dict[str, Box], ordered: list[Box]) -> list[Box]:
    """Where the state of a cell comes from: the box before it, or a box of its own for what the first one starts from."""
    if any(name in boxes for name in node.state):
        return [boxes[name] for name in node.state if name in boxes]
    if not node.state:
        return []
    start = Box(node.state)
    ordered.append(start)
    return [start]


def _is_stacked(node: Node, before: Box, uses: list[str], shown: Collection[str] | None) -> bool:
    hidden = not any(is_shown(name, shown) for name in before.outputs)
    alone = len(node.inputs) == 1 and not node.state and uses.count(node.inputs[0]) == 1
    return node.layer.type.name in SMALL and bool(before.layers) and not before.sign and hidden and alone


def _mark_read_outs(boxes: list[Box]) -> None:
    """Layers that each read one state of a row of cells stand above it; a single one behind the last state does not."""
    found = [b for b in boxes if b.layers and not b.state and len(b.sources) == 1 and b.sources[0].state]
    if len(found) > 1:
        for box in found:
            box.above = not readers(box, boxes)


def _runs(boxes: list[Box]) -> list[list[Box]]:
    """Cells of one direction, in their order; a sum between two of them does not part them."""
    runs: list[list[Box]] = []
    for cell in (box for box in boxes if box.state and box.layers):
        way = list(cell.sources)
        while way and not any(run[-1] in way for run in runs) and any(box.sign for box in way):
            way = [source for box in way if box.sign for source in box.sources]
        run = next((run for run in runs if any(box in way for box in run)), None)
        if run is None:
            runs.append([cell])
        else:
            run.append(cell)
    return runs


def _mark_directions(boxes: list[Box]) -> None:
    runs = _runs(boxes)
    for run in runs[1:]:
        first = [_input(cell) for cell in runs[0]]
        if [_input(cell) for cell in run] == first[::-1] and None not in first:
            for cell in run:
                cell.back = True
                for source in cell.sources:
                    source.back = source.back or (not source.layers and not source.below)


def _input(cell: Box) -> Box | None:
    return next((source for source in cell.sources if source.below), None)


# where they stand -----------------------------------------------------------------------------------------------------


def _place(boxes: list[Box]) -> None:
    """Columns by the longest way from an input; the longest way to the end is the main lane, each branch gets one."""
    for box in boxes:
        ahead = [source.column for source in box.sources if not (source.below or source.back)]
        if box.sources and not box.back:
            box.column = max(ahead, default=-1) + (0 if box.above else 1)
    for box in boxes:
        if not box.sources and (reading := [r.column for r in readers(box, boxes) if not r.back]):
            box.column = min(reading) - (0 if box.below else 1)
    for box in boxes:
        if box.back and box.layers and (met := _input(box)):
            box.column, box.lane = met.column, BACK
            for source in box.sources:
                if source.back and not source.layers:
                    source.column, source.lane = met.column + 1, BACK
    for box in boxes:
        if any(source.back for source in box.sources) and not box.back:
            box.column = max(box.column, max(b.column for b in boxes if b.back) + 1)
    main = main_way(boxes)
    taken = {(box.column, MAIN) for box in main}
    for box in boxes:
        if box in main or box.back:
            continue
        if box.above:
            box.lane = ABOVE
            continue
        start = max((source.lane for source in box.sources), default=BELOW) or BELOW
        box.lane = next(lane for lane in range(start, len(boxes) + 2) if (box.column, lane) not in taken)
        taken.add((box.column, box.lane))


def main_way(boxes: list[Box]) -> list[Box]:
    """The longest way through the network."""
    way = [max((box for box in boxes if not (box.below or box.above or box.back)), key=lambda box: box.column)]
    while ahead := [source for source in way[-1].sources if not (source.below or source.back)]:
        way.append(max(ahead, key=lambda source: source.column))
    return way[::-1]
