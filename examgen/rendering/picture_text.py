"""A network in characters: a line for its longest way, with what enters from below under it, and a line a branch."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from examgen.model.network import Network
from examgen.rendering.picture_layout import Box, laid_out, layer_lines, main_way, names, readers
from examgen.rendering.svg import SUBSCRIPTS

Shapes = Mapping[str, tuple[int, ...]]


def network_text(
    network: Network, width: int = 100, shapes: Shapes | None = None, shown: Collection[str] | None = None
) -> str:
    """A network in characters; ``shapes`` are written behind the names of inputs, all that are known if not given."""
    boxes = laid_out(network, shown, stacked=False)
    writer = _Writer(boxes, dict(network.shapes) if shapes is None else shapes, width, shown)
    return "\n".join(writer.lines())


class _Writer:
    def __init__(self, boxes: list[Box], shapes: Shapes, width: int, shown: Collection[str] | None) -> None:
        self.boxes, self.shapes, self.width, self.shown = boxes, shapes, width, shown

    def lines(self) -> Iterable[str]:
        main, back = main_way(self.boxes), self._backwards()
        yield from self._both_ways(main, back) if back else self._chain(main, self.shapes)
        done = {*pairwise(main), *pairwise(back)}
        for box in self.boxes:
            for source in box.sources:
                if (source, box) in done or source.below or box.above or box.back:
                    continue
                way = [box, source]
                while way[-1] not in main and way[-1].sources and (way[-1].sources[0], way[-1]) not in done:
                    way.append(way[-1].sources[0])
                if not readers(box, self.boxes) or box in main:
                    done |= set(pairwise(way[::-1]))
                    yield from self._chain(way[::-1], {})
        if above := [box for box in self.boxes if box.above]:
            yield from self._side_by_side(self._chain([box.sources[0], box], {}, alone=True)[0] for box in above)

    def _both_ways(self, main: Sequence[Box], back: Sequence[Box]) -> list[str]:
        """Two directions, and once what reads both of them, where each fits into a line: ``─┬▶`` above ``─┘``."""
        ahead, other = self._chain(main, self.shapes), self._chain(back[:-1], self.shapes)
        place = len(other[0])
        arrow = f" ─▶ {self._label(back[-1], self.shapes, alone=False)}"
        if len(ahead) == len(other) == 2 and back[-1] in main and ahead[0].startswith(arrow, place):
            line, enters = ahead
            ahead = [f"{line[:place]} ─┬▶{line[place + 3 :]}", f"{enters:{place + 2}}│"]
            return [*ahead, f"{other[0]} ─┘", other[1]]
        return [*ahead, *self._chain(back, self.shapes)]

    def _backwards(self) -> list[Box]:
        """The cells that go the other way, from what they start from to what reads the last of them."""
        back = [box for box in self.boxes if box.back]
        end = [r for r in readers(back[-1], self.boxes) if not r.back][:1] if back else []
        return [*back, *end]

    def _side_by_side(self, pieces: Iterable[str]) -> Iterable[str]:
        line = ""
        for piece in pieces:
            if line and len(line) + 4 + len(piece) > self.width:
                yield line
                line = ""
            line = f"{line}    {piece}" if line else piece
        yield line

    def _label(self, box: Box, shapes: Shapes, *, alone: bool) -> str:
        if box.layers and alone and (name := names(box, self.shown)):
            return name
        if box.sign and (alike := [other for other in self.boxes if other.sign == box.sign])[1:]:
            return box.layers[0].type.name + str(alike.index(box) + 1).translate(SUBSCRIPTS)
        if box.layers:
            return layer_lines(box.layers[0], cell=True)[0] if box.state else str(box.layers[0])
        lengths = shapes.get(box.outputs[0], ())
        return box.name + (f" ({'×'.join(map(str, lengths))})" if lengths else "")

    def _chain(self, chain: Sequence[Box], shapes: Shapes, *, alone: bool = False) -> list[str]:
        """A way from left to right; ``alone`` names the first box by what it gives."""
        lines: list[str] = []
        line = enters = ""
        for i, box in enumerate(chain):
            label = self._label(box, shapes, alone=alone and i == 0)
            name = names(box, self.shown) if len(box.layers) == 1 and label != names(box, self.shown) else ""
            last = i == len(chain) - 1
            ends = last and not readers(box, self.boxes)
            joined = f"{label} ─{name}─▶" if name and not last else f"{label} ─▶ {name}" if name and ends else label
            joined = joined if last or name else f"{label} ─▶"
            if line and len(line) + len(joined) > self.width:
                lines += [line.rstrip(), *([enters] if enters else [])]
                line, enters = "    ", ""
            if below := [source for source in box.sources if source.below]:
                place = len(line) + len(label) // 2
                enters = enters.ljust(place) + "▲ " + ", ".join(b.name for b in below)
            line += joined + " "
        return [*lines, line.rstrip(), *([enters] if enters else [])]
