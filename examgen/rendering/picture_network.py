"""A network as an SVG of boxes and arrows, with names and given shapes on the arrows."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from examgen.model.network import Network
from examgen.rendering import svg
from examgen.rendering.document import Picture
from examgen.rendering.picture_layout import (
    ABOVE,
    MAIN,
    OPTION,
    SHAPE,
    TITLE,
    Box,
    laid_out,
    names,
    readers,
)

Shapes = Mapping[str, tuple[int, ...]]

_GAP = 26.0


def network_picture(
    network: Network, shapes: Shapes | None = None, shown: Collection[str] | None = None, alt: str = ""
) -> Picture:
    """A network as an SVG: boxes from left to right, names (and the shapes that are given) on the arrows between them.

    Args:
        network: what is drawn; weights are left out.
        shapes: the shapes to write down, by the names of arrays and outputs.
        shown: names of outputs to write down; if not given, single letters such as ``h`` or ``h1``.
        alt: what the picture shows, in words.
    """
    drawing = _Drawing(laid_out(network, shown, stacked=True), shapes or {}, shown)
    elements = list(drawing.elements())
    return svg.document(drawing.width, drawing.height, alt, elements)


def shape_text(lengths: Sequence[int]) -> str:
    """``28 × 28 × 6``."""
    return " × ".join(map(str, lengths))


class _Drawing:
    """Boxes with their places on the page."""

    def __init__(self, boxes: list[Box], shapes: Shapes, shown: Collection[str] | None) -> None:
        self.boxes, self.shapes, self.shown = boxes, shapes, shown
        for box in boxes:
            if not box.layers and not box.below and box.outputs[0] in shapes:
                box.caption = shape_text(shapes[box.outputs[0]])
        self._columns = [[b for b in boxes if b.column == c] for c in range(max(b.column for b in boxes) + 1)]
        self._arcs = self._tracks()
        rows = self._set_x()
        self._ends = [box for box in boxes if not readers(box, boxes)]
        self.height = self._set_y(rows)
        self.width = max([self._reach(box) for box in boxes] + [row[-1].right + 13 for row in rows[:-1]]) + 4

    # places -----------------------------------------------------------------------------------------------------------

    def _set_x(self) -> list[list[Box]]:
        """Give every box its x; a chain that is too wide breaks into rows, which are returned."""
        rows: list[list[Box]] = [[]]
        x = 2.0
        for index, column in enumerate(self._columns):
            wide = max(box.width for box in column)
            after = self._columns[index + 1] if index + 1 < len(self._columns) else []
            gaps = [self._outward(box) for box in column if not box.back]
            gap = max([*gaps, *(self._outward(box) for box in after if box.back)], default=_GAP)
            if self._is_chain and rows[-1] and x + wide + gap > svg.WIDEST:
                rows.append([])
                x = _GAP
            for box in column:
                centred = box.lane == MAIN or box.below or box.above or box.back
                box.x = x + (wide - box.width) / 2 if centred else x
                rows[-1].append(box)
            x += wide + gap
        return rows

    @property
    def _is_chain(self) -> bool:
        """Whether there is one way only, so that it may break into rows."""
        ways = [[box for box in column if not (box.below or box.above)] for column in self._columns]
        return not self._arcs and all([box.lane for box in way] == [MAIN] for way in ways)

    def _set_y(self, rows: list[list[Box]]) -> float:
        """Give every box its y; returns the height of the picture."""
        y = 2.0 + 14 * len({*self._arcs.values()}) + (4 if self._arcs else 0)
        for row in rows:
            top = y
            for lane in sorted({box.lane for box in row}):
                there = [box for box in row if box.lane == lane]
                tall = max(30.0, *(box.height for box in there))
                y += 24 if lane == ABOVE else 0  # for what comes out at the top
                for box in there:
                    box.y, box.row_top = y + tall / 2, top
                y += max(tall, *(tall / 2 + 24 for box in there if box.caption), 0) + (22 if lane == ABOVE else 18)
        turns = [box for box in self.boxes if box.back and any(not r.back for r in readers(box, self.boxes))]
        return y - 16 + (14 if turns else 0)

    def _outward(self, box: Box) -> float:
        """The length of the arrow that leaves a box: it holds its name and shape."""
        if not box.layers or box.above:
            return _GAP
        given = self.shapes.get(box.outputs[0])
        written = max(6.8 * len(names(box, self.shown)), 5.4 * len(shape_text(given)) if given else 0.0)
        return max(_GAP, written + 18)

    def _reach(self, box: Box) -> float:
        """How far to the right a box and its arrow go."""
        leaves = box in self._ends and not (box.above or box.back)
        beside = 7.0 * len(names(box, self.shown)) if box.above else 0.0
        return max(box.right + (self._outward(box) if leaves else 0), box.middle + 6 + beside)

    def _tracks(self) -> dict[tuple[Box, Box], int]:
        """The arrows that lead around boxes, each with its track above them; those that do not overlap share one."""
        tracks: dict[tuple[Box, Box], int] = {}
        for box in self.boxes:
            for source in (source for source in box.sources if self._is_arc(source, box)):
                met = {track for (a, b), track in tracks.items() if a.column < box.column and source.column < b.column}
                tracks[source, box] = next(track for track in range(len(met) + 1) if track not in met)
        return tracks

    def _is_arc(self, source: Box, box: Box) -> bool:
        """Whether an arrow has to go around boxes of its own lane."""
        if source.lane != box.lane or source.back:
            return False
        between = range(source.column + 1, box.column)
        return any(b.lane == box.lane and b.column in between for b in self.boxes)

    # what is drawn ----------------------------------------------------------------------------------------------------

    def elements(self) -> Iterator[str]:
        """All that is drawn."""
        ceiling = min(box.top for box in self.boxes)
        tracks = {arc: ceiling - 12 - 14 * track for arc, track in self._arcs.items()}
        for box in self.boxes:
            yield from _body(box)
            for source in box.sources:
                yield from self._arrow(source, box, tracks.get((source, box)))
        for box in self.boxes:
            if box.layers:
                yield from self._names(box)
            if box in self._ends:
                yield from self._leaving(box)
        for box in self.boxes:
            if not box.back and len([r for r in readers(box, self.boxes) if not r.above]) > 1 and not box.below:
                yield f'<circle cx="{svg.number(box.right + 8)}" cy="{svg.number(box.y)}" r="2" fill="currentColor"/>'

    def _leaving(self, box: Box) -> Iterator[str]:
        if box.above:
            yield from svg.arrow([(box.middle, box.top), (box.middle, box.top - 20)])
        elif box.back:
            yield from svg.arrow([(box.x, box.y), (box.x - self._outward(box), box.y)])
        else:
            yield from svg.arrow([(box.right, box.y), (box.right + self._outward(box), box.y)])

    def _names(self, box: Box) -> Iterator[str]:
        """Name and shape on the arrow that leaves a box."""
        written, given = names(box, self.shown), self.shapes.get(box.outputs[0])
        reading = readers(box, self.boxes)
        if box.above:
            if written:
                yield svg.text(box.middle + 6, box.top - 8, written, 13, anchor="start", style=svg.ITALIC)
            return
        if reading and all(reader.above for reader in reading):  # nothing but the arrow upwards
            yield svg.text(box.middle + 6, box.top - 6, written, 13, anchor="start", style=svg.ITALIC)
            return
        long = (self._outward(box) - 5) / 2
        x = box.x - long if box.back else box.right + long
        if written:
            yield svg.text(x, box.y - 5, written, 13, style=svg.ITALIC)
        if given:
            yield svg.text(x, box.y + 13, shape_text(given), SHAPE)

    def _arrow(self, source: Box, box: Box, track: float | None) -> Iterator[str]:
        """The way from one box to another, along rows and columns."""
        if source.below:
            low = source.y > box.y
            yield from svg.arrow(
                [(source.middle, source.y + (-9 if low else 8)), (source.middle, box.bottom if low else box.top)]
            )
        elif box.above:
            yield from svg.arrow([(source.middle, source.top), (source.middle, box.bottom)])
        elif source.back:
            yield from self._arrow_back(source, box)
        elif track is not None:
            fork = source.right + 8
            yield from svg.arrow([(fork, source.y), (fork, track), (box.middle, track), (box.middle, box.top)])
        else:
            yield from svg.arrow(self._way(source, box))

    def _arrow_back(self, source: Box, box: Box) -> Iterator[str]:
        start = source.x if source.layers else source.middle - 3.75 * len(source.name) - 3
        if box.back:
            yield from svg.arrow([(start, source.y), (box.right, box.y)])
            return
        turn, under = start - self._outward(source), max(b.bottom for b in self.boxes if b.back) + 12
        yield from svg.arrow(
            [(start, source.y), (turn, source.y), (turn, under), (box.middle, under), (box.middle, box.bottom)]
        )

    def _way(self, source: Box, box: Box) -> list[tuple[float, float]]:
        start = source.right + (0 if source.layers else 2)
        if not source.layers:  # a caption wider than its name lies under the arrow
            start = source.middle + 3.75 * len(source.name) + 3
        if source.lane == box.lane and abs(source.y - box.y) < 0.1:
            return [(start, source.y), (box.x, box.y)]
        if source.lane == box.lane:  # on the next row
            bend, between = source.right + 12, box.row_top - 9
            return [(start, source.y), (bend, source.y), (bend, between), (8, between), (8, box.y), (box.x, box.y)]
        if box.sign:
            end = box.y + (11 if source.y > box.y else -11)
            return [(start, source.y), (box.middle, source.y), (box.middle, end)]
        turn = box.x - 14 if source.lane else source.right + 8
        along = [(start, source.y)] if source.lane else []
        return [*along, (turn, source.y), (turn, box.y), (box.x, box.y)]


def _body(box: Box) -> Iterator[str]:
    if not box.layers:
        yield svg.text(box.middle, box.y + 5, box.name, 14, style="" if box.name.isdigit() else svg.ITALIC)
        if box.caption:
            yield svg.text(box.middle, box.y + 19, box.caption, SHAPE)
        return
    n = svg.number
    if box.sign:
        yield f'<circle cx="{n(box.middle)}" cy="{n(box.y)}" r="11" fill="none" stroke="currentColor"/>'
        yield svg.text(box.middle, box.y + 5, box.sign, 15)
        return
    place = f'x="{n(box.x)}" y="{n(box.top)}" width="{n(box.width)}" height="{n(box.height)}" rx="4"'
    yield f'<rect {place} fill="currentColor" fill-opacity="0.06" stroke="currentColor"/>'
    y = box.top + 1.5
    for i, lines in enumerate(box.lines()):
        if i:
            yield svg.path(f"M{n(box.x)} {n(y)}H{n(box.right)}", 0.5)
        y += 14
        yield svg.text(box.middle, y, lines[0], TITLE, mono=True)
        for option in lines[1:]:
            y += 12.5
            yield svg.text(box.middle, y, option, OPTION, mono=True)
        y += 6
