"""Steps of many derivations: windows, softmax, sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from examgen.derivation.terms import Scalar, ceil_div, each, exp, largest, mean, smallest, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show

T = TypeVar("T")
Window = Sequence[Sequence[Scalar]]
Picture = Sequence[Sequence[Scalar]]
LARGEST_EXPONENT = 700
"""Beyond it $e^z$ is too large for floating-point numbers."""

BYTES = {
    "KB": (10**3, "10^3"), "MB": (10**6, "10^6"), "GB": (10**9, "10^9"),
    "KiB": (2**10, "2^{10}"), "MiB": (2**20, "2^{20}"), "GiB": (2**30, "2^{30}"),
}  # fmt: skip
"""The bytes of a unit of memory, and these as TeX."""


def in_unit(unit: str) -> str:
    """How bytes are converted."""
    return f"In {unit}: divide by ${BYTES[unit][1]}$."


def answer(show: Show, ask: str, why: str, entries: tuple[T, ...], **words: Any) -> tuple[T, ...]:
    """Answer with a vector or a matrix, or with its only entry or row; the work goes on from a vector or a matrix."""
    if len(entries) == 1:
        return (show.answer(ask, why, entries[0], **words),)
    return show.answer(ask, why, entries, **words)


def windows(
    picture: Picture,
    size: tuple[int, int],
    strides: tuple[int, int],
    work: Callable[[Window], Scalar],
    dilation: tuple[int, int] = (1, 1),
) -> tuple[tuple[Scalar, ...], ...]:
    """What ``work`` makes of every window ``(height, width)`` that fits entirely, row by row.

    With a dilation of ``(2, 2)`` a window is every other cell of every other row.
    """
    down, right = strides
    tall, wide = (d * (length - 1) + 1 for d, length in zip(dilation, size, strict=True))
    return tuple(
        tuple(
            work([row[left : left + wide : dilation[1]] for row in picture[top : top + tall : dilation[0]]])
            for left in range(0, len(picture[0]) - wide + 1, right)
        )
        for top in range(0, len(picture) - tall + 1, down)
    )


def surrounded(picture: Picture, rows: tuple[int, int], columns: tuple[int, int]) -> Picture:
    """A picture with rows of zeros above and below, and columns of zeros left and right."""
    (above, below), (left, right) = rows, columns
    middle = [[*[0] * left, *row, *[0] * right] for row in picture]
    width = left + len(picture[0]) + right
    return [*([0] * width for _ in range(above)), *middle, *([0] * width for _ in range(below))]


def weighed(kernel: Window, bias: Scalar = 0) -> Callable[[Window], Scalar]:
    """A window under a kernel: cell times weight, added up, and the bias where there is one."""

    def work(window: Window) -> Scalar:
        products = (
            x * w for cells, weights in zip(window, kernel, strict=True) for x, w in zip(cells, weights, strict=True)
        )
        result = total(products)
        return result + bias if bias else result

    return work


def greatest(window: Window) -> Scalar:
    """The largest cell of a window."""
    return largest(cell for row in window for cell in row)


def least(window: Window) -> Scalar:
    """The smallest cell of a window."""
    return smallest(cell for row in window for cell in row)


def average(window: Window) -> Scalar:
    """The mean of the cells of a window."""
    return mean([cell for row in window for cell in row])


def probabilities(show: Show, scores: Sequence[Scalar], name: str = "logit") -> tuple[Scalar, ...]:
    """The softmax of logits, or of what has another name; the exponentials and their sum are shown."""
    powers = show("Compute the exponential of each {name}.", each(exp, shifted(show, scores, name)), name=name)
    everything = show("Add the exponentials.", total(powers))
    return tuple(power / everything for power in powers)


def shifted(show: Show, scores: Sequence[Scalar], name: str = "logit") -> tuple[Scalar, ...]:
    """Logits whose exponentials can be computed: from very large ones the largest is subtracted."""
    if max(map(float, scores)) <= LARGEST_EXPONENT:
        return tuple(scores)
    why = "Subtract the largest {name}, since the exponentials would be too large; a common factor cancels."
    top = largest(tuple(scores))
    return show(why, tuple(score - top for score in scores), name=name)


def as_typed(array: Any) -> str:
    """An array as it is typed: ``[[1 2] [3 4]]``."""
    if isinstance(array, tuple | list):
        return f"[{' '.join(map(as_typed, array))}]"
    return f"{float(array):g}"


def size_of(grid: Sequence[Sequence[Any]]) -> tuple[int, int]:
    """Rows and columns."""
    return len(grid), len(grid[0])


def affine(
    x: Sequence[Scalar],
    Wx: Sequence[Sequence[Scalar]],
    h: Sequence[Scalar],
    Wh: Sequence[Sequence[Scalar]],
    b: Sequence[Scalar],
) -> tuple[Scalar, ...]:
    """Input times its weights, state times its weights, and the bias, added up for every unit."""
    read = (*x, *h)
    columns = zip(*Wx, *Wh, strict=True)
    return tuple(
        total((*(r * w for r, w in zip(read, column, strict=True)), bias))
        for column, bias in zip(columns, b, strict=True)
    )


def cut_windows(
    picture: Picture, size: tuple[int, int], strides: tuple[int, int], work: Callable[[Window], Scalar]
) -> tuple[tuple[Scalar, ...], ...]:
    """What ``work`` makes of every window of a *same* layer; over the edge, only the part on the picture counts."""
    tops = same_places(len(picture), size[0], strides[0])
    lefts = same_places(len(picture[0]), size[1], strides[1])
    return windows_at(picture, size, tops, lefts, work)


def windows_at(
    picture: Picture, size: tuple[int, int], tops: Iterable[int], lefts: Sequence[int], work: Callable[[Window], Scalar]
) -> tuple[tuple[Scalar, ...], ...]:
    """What ``work`` makes of the windows that begin in these rows and columns, of as much of them as lies on the picture."""
    return tuple(
        tuple(
            work([row[max(left, 0) : left + size[1]] for row in picture[max(top, 0) : top + size[0]]]) for left in lefts
        )
        for top in tops
    )


def same_places(n: int, f: int, s: int) -> range:
    """Where the windows of a *same* layer begin: one for every stride begun; what sticks out is shared, odd one last."""
    count = -(-n // s)
    outside = max((count - 1) * s + f - n, 0)
    first = -(outside // 2)
    return range(first, first + count * s, s)


def side_after(n: Scalar, f: Scalar, s: Scalar, padding: str) -> Scalar:
    """How many places a window of side f has on n cells, moved by s."""
    if padding == "same":
        return n if s == 1 else ceil_div(n, s)
    return n - f + 1 if s == 1 else (n - f) // s + 1


def why_sides(s: Scalar, padding: str) -> str:
    """How the height and width of an output come about, in words."""
    if padding != "same":
        return r"Height and width: $\lfloor (n + 2p - f) / s \rfloor + 1$."
    if s == 1:
        return "With *same* padding and stride 1, the height and width stay the same."
    return "With *same* padding, divide the height and width by the stride and round up."


def channel_maps(volume: Sequence[Sequence[Sequence[Scalar]]]) -> tuple[Picture, ...]:
    """A volume ``(height, width, channels)`` as one picture a channel."""
    return tuple(tuple(tuple(cell[c] for cell in row) for row in volume) for c in range(len(volume[0][0])))
