"""Steps of every map by hand: put the zeros around the picture, lay the kernel on every window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import Scalar, ceil_div
from examgen.solutions.steps import Picture, Window, side_after, size_of, surrounded, weighed, windows

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution._sliding import Sliding

Zeros = tuple[int, int]


def along(lengths: Any, axis: int) -> int:
    """A length along one axis, where one may stand for all of them."""
    return int(lengths[axis]) if isinstance(lengths, tuple) else int(lengths)


def zeros(q: Sliding, show: Show, sides: Sequence[int], spans: Sequence[int]) -> list[Zeros]:
    """How many zeros stand before and after each axis of an input that a kernel of these spans slides over."""
    if q.padding == "valid":
        return [(0, 0)] * len(sides)
    if q.padding == "full":
        show.say("Full padding: the kernel's side less 1 on every side, so that its first window meets one cell.")
        return [(span - 1, span - 1) for span in spans]
    if q.padding == "causal":
        show.say("Causal padding: so many zeros before the signal that no window reaches into the future.")
        return [(spans[0] - 1, 0)]
    if q.padding == "same":
        return _same(q, show, sides, spans)
    added: list[Zeros] = []
    for axis in range(len(sides)):
        entry: Any = q.padding[axis] if isinstance(q.padding, tuple) else q.padding
        added.append((int(entry[0]), int(entry[1])) if isinstance(entry, tuple) else (int(entry), int(entry)))
    return added


def _same(q: Sliding, show: Show, sides: Sequence[int], spans: Sequence[int]) -> list[Zeros]:
    found: dict[tuple[int, int, int], Zeros] = {}
    axes = [(n, span, along(q.strides, axis)) for axis, (n, span) in enumerate(zip(sides, spans, strict=True))]
    for n, span, s in dict.fromkeys(axes):
        missing = span - 1
        if s == 1:
            show.say(f"*Same* with stride 1 keeps the size: a kernel that covers {span} needs {missing} zeros for it.")
        else:
            count = show("With *same* padding a window begins at every stride of the input.", ceil_div(n, s))
            reach = (count - 1) * s + span - n
            missing = int(show("The last window reaches this far beyond the input.", reach)) if reach > 0 else 0
        found[n, span, s] = missing // 2, missing - missing // 2
    return [found[axis] for axis in axes]


def places(q: Sliding, show: Show, axis: int, n: Scalar, f: Scalar, name: str) -> tuple[str, Scalar]:
    """How many places a kernel of length f finds along an axis of length n, called so: why, and the number."""
    d, s = along(q.dilation_rate, axis), along(q.strides, axis)
    entry: Any = q.padding[axis] if isinstance(q.padding, tuple) else q.padding
    if entry in ("same", "causal"):
        return f"{name}: so padded, a window begins at every stride of the input.", ceil_div(n, s)
    if d > 1:
        f = show(f"{name}: dilated, the kernel covers this much.", d * (f - 1) + 1)
    if entry == "full":
        entry = f - 1
    if isinstance(entry, tuple):
        n = n + entry[0] + entry[1]
    elif entry not in ("valid", 0):
        n = n + 2 * entry
    return f"{name}: the first place, and one more for every whole stride that is left.", side_after(n, f, s, "valid")


def framed(q: Sliding, show: Show, image: Picture, kernel: Window) -> Picture:
    """A picture with its zeros around it."""
    return framed_all(q, show, [image], kernel)[0]


def framed_all(q: Sliding, show: Show, channels: Sequence[Picture], kernel: Window) -> list[Picture]:
    """Every channel with its zeros around it; the same zeros for all of them."""
    spans = [along(q.dilation_rate, axis) * (length - 1) + 1 for axis, length in enumerate(size_of(kernel))]
    rows, columns = zeros(q, show, size_of(channels[0]), spans)
    if not any((*rows, *columns)):
        return list(channels)
    show.say(
        f"Zeros: rows above and below {rows[0]} and {rows[1]}, columns on the left and right {columns[0]} and {columns[1]}."
    )
    return [surrounded(channel, rows, columns) for channel in channels]


def mapped(q: Sliding, framed_image: Picture, kernel: Window, bias: Scalar = 0) -> tuple[tuple[Scalar, ...], ...]:
    """The map of one kernel over one picture that has its zeros already."""
    strides, dilation = ((along(value, 0), along(value, 1)) for value in (q.strides, q.dilation_rate))
    return windows(framed_image, size_of(kernel), strides, weighed(kernel, bias), dilation)


def slices(volume: Sequence[Sequence[Sequence[Scalar]]]) -> list[Picture]:
    """The channels of a volume, each as a picture."""
    return [[[cell[channel] for cell in row] for row in volume] for channel in range(len(volume[0][0]))]
