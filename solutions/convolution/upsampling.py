"""Repeat every value; or interpolate along the columns, then along the rows."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import total, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.upsampling import Upsampling


def solve(q: Upsampling, show: Show) -> None:
    size, x = int(q.size), unnamed(q.x)
    repeated = tuple(tuple(value for value in row for _ in range(size)) for row in x for _ in range(size))
    show.answer("nearest", "Nearest neighbour: repeat every value to the right and downwards.", repeated)
    for i, places in enumerate(_places(q, len(x))):
        show.say(
            "Bilinear, output {i} along an axis: position ${place}$, so {shares}.",
            i=i,
            place=_position(q, i, len(x)),
            shares=_in_words(places),
        )
    down = show(
        "Interpolate vertically, in every column.",
        tuple(tuple(_mixed(places, column) for column in zip(*x, strict=True)) for places in _places(q, len(x))),
    )
    both = tuple(tuple(_mixed(places, row) for places in _places(q, len(x[0]))) for row in down)
    show.answer("bilinear", "Then interpolate horizontally, in every row.", both)


def _places(q: Any, n: int) -> list[list[tuple[int, Fraction]]]:
    """For every output along an axis, the inputs that it mixes and their shares."""
    found = []
    for i in range(n * int(q.size)):
        place = min(max(_position(q, i, n), Fraction(0)), Fraction(n - 1))
        low = min(int(place), n - 2) if n > 1 else 0
        share = place - low
        found.append([(low, 1 - share)] * (share < 1) + [(low + 1, share)] * (share > 0))
    return found


def _position(q: Any, i: int, n: int) -> Fraction:
    """Where an output lies along an axis of the input, as the statement says."""
    size = int(q.size)
    return Fraction(i * (n - 1), n * size - 1) if q.align_corners else Fraction(2 * i + 1 - size, 2 * size)


def _mixed(places: list[tuple[int, Fraction]], values: Any) -> Any:
    if len(places) == 1:
        return values[places[0][0]]
    return total(share * values[k] for k, share in places)


def _in_words(places: list[tuple[int, Fraction]]) -> str:
    return " + ".join(f"{share} of input {k}" if share < 1 else f"input {k}" for k, share in places)
