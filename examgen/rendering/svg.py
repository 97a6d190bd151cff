"""SVG in text: made by pure functions, so that the same data gives the same bytes.

Lines take the colour of the text around a picture, so that it is at home on a light page and on a dark one; there are no
ids, so that many pictures stand on one page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from examgen.rendering.document import Picture

_SERIF = "Libertinus Serif, Georgia, serif"
_MONO = "DejaVu Sans Mono, Menlo, Consolas, monospace"
_WIDTHS = {"c\u0303": 7.5, "h\u0303": 8.5, "f": 5.5, "i": 4.5, "r": 6.0, "z": 6.5, "x": 6.5, "c": 6.5, "W": 12.5}
ITALIC = 'font-style="italic"'
SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
WIDEST = 600.0
"""How wide a picture may be and still stand on a page in its own size."""


def number(value: float) -> str:
    """A coordinate, to a tenth."""
    return f"{round(value, 1):g}"


def document(width: float, height: float, alt: str, elements: Iterable[str]) -> Picture:
    """A whole picture; ``alt`` is what a screen reader says of it."""
    w, h = number(width), number(height)
    size = f'viewBox="0 0 {w} {h}" width="{w}" height="{h}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label={quoteattr(_clean(alt))}>'
    return Picture("\n".join((head, *elements, "</svg>")), alt, width, height)


def _clean(text: str) -> str:
    """Text without the control characters that XML cannot hold."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]", "\ufffd", text)


def text(
    x: float, y: float, content: str, size: float, *, mono: bool = False, anchor: str = "middle",
    fill: str = "currentColor", style: str = "",
) -> str:  # fmt: skip
    """A line of text on its base line."""
    font = _MONO if mono else _SERIF
    place = f'x="{number(x)}" y="{number(y)}" font-family="{font}" font-size="{number(size)}" text-anchor="{anchor}"'
    return f'<text {place} fill="{fill}"{style and " " + style}>{escape(_clean(content))}</text>'


def symbol(x: float, y: float, letter: str, index: str) -> str:
    """A letter with an index, such as $h_{t-1}$, from ``x`` on."""
    # two texts: of one, a font may make a ligature of the letter and its index
    behind = x + _WIDTHS.get(letter, 7.0)
    return "\n".join(
        (
            text(x, y, letter, 14, anchor="start", style=ITALIC),
            text(behind, y + 3, index, 9.5, anchor="start", style=ITALIC),
        )
    )


def path(commands: str, width: float = 1.0) -> str:
    """A line."""
    return f'<path d="{commands}" fill="none" stroke="currentColor" stroke-width="{number(width)}"/>'


def arrow(points: Sequence[tuple[float, float]]) -> Iterable[str]:
    """A line with rounded corners and a head at its end."""
    (x0, y0), (x1, y1) = points[-2:]
    dx = 0 if abs(x1 - x0) < 0.1 else (x1 > x0) - (x1 < x0)
    dy = 0 if abs(y1 - y0) < 0.1 else (y1 > y0) - (y1 < y0)
    commands = [f"M{number(points[0][0])} {number(points[0][1])}"]
    for (ax, ay), (bx, by), (cx, cy) in zip(points, points[1:], points[2:], strict=False):
        before, after = _towards(bx, by, ax, ay), _towards(bx, by, cx, cy)
        commands.append(f"L{before}Q{number(bx)} {number(by)} {after}")
    commands.append(f"L{number(x1 - 5 * dx)} {number(y1 - 5 * dy)}")
    yield path("".join(commands))
    one = f"L{number(x1 - 6 * dx - 3 * dy)} {number(y1 - 6 * dy - 3 * dx)}"
    other = f"L{number(x1 - 6 * dx + 3 * dy)} {number(y1 - 6 * dy + 3 * dx)}"
    yield f'<path d="M{number(x1)} {number(y1)}{one}{other}Z" fill="currentColor"/>'


def _towards(x: float, y: float, to_x: float, to_y: float) -> str:
    """The point 5 before a corner."""
    length = max(abs(to_x - x), abs(to_y - y), 0.1)
    share = min(5.0, length / 2) / length
    return f"{number(x + (to_x - x) * share)} {number(y + (to_y - y) * share)}"


def subscripted(name: str) -> str:
    """A name as in mathematics: ``h1`` and ``h_1`` are h₁."""
    found = re.fullmatch(r"([A-Za-z])_?(\d+)", name)
    return found[1] + found[2].translate(SUBSCRIPTS) if found else name
