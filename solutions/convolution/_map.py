"""Steps of a feature map by hand: padding, then every window."""

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
    """The zeros before and after each axis for a kernel of these extents."""
    if q.padding == "valid":
        return [(0, 0)] * len(sides)
    if q.padding == "full":
        show.say("Full padding: $f - 1$ zeros on every side, so the first window overlaps the image in one pixel.")
        return [(span - 1, span - 1) for span in spans]
    if q.padding == "causal":
        show.say("Causal padding: $f - 1$ zeros before the signal, so no window uses later values.")
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
            show.say(
                "*Same* padding with stride 1 keeps the size: $f - 1 = {missing}$ zeros in total.", missing=missing
            )
        else:
            count = show(
                r"With *same* padding, input side $n$ and stride $s$ give the output side $\lceil n / s \rceil$.",
                ceil_div(n, s),
            )
            reach = (count - 1) * s + span - n
            missing = (
                int(show("Zeros in total, so that the last window fits: $(m - 1) s + f - n$ for $m$ windows.", reach))
                if reach > 0
                else 0
            )
        found[n, span, s] = missing // 2, missing - missing // 2
    return [found[axis] for axis in axes]


def places(q: Sliding, show: Show, axis: int, n: Scalar, f: Scalar, name: str) -> tuple[str, Scalar]:
    """The output length along an axis, with the reason."""
    d, s = along(q.dilation_rate, axis), along(q.strides, axis)
    entry: Any = q.padding[axis] if isinstance(q.padding, tuple) else q.padding
    if entry in ("same", "causal"):
        return name + rf": $\lceil n / s \rceil$ with *{entry}* padding.", ceil_div(n, s)
    if d > 1:
        f = show("{name}: extent of the kernel with dilation rate $d$, $d (f - 1) + 1$.", d * (f - 1) + 1, name=name)
    if entry == "full":
        entry = f - 1
    if isinstance(entry, tuple):
        n = n + entry[0] + entry[1]
    elif entry not in ("valid", 0):
        n = n + 2 * entry
    return name + r": $\lfloor (n + 2p - f) / s \rfloor + 1$.", side_after(n, f, s, "valid")


def framed(q: Sliding, show: Show, image: Picture, kernel: Window) -> Picture:
    """The padded image."""
    return framed_all(q, show, [image], kernel)[0]


def framed_all(q: Sliding, show: Show, channels: Sequence[Picture], kernel: Window) -> list[Picture]:
    """Every channel padded in the same way."""
    spans = [along(q.dilation_rate, axis) * (length - 1) + 1 for axis, length in enumerate(size_of(kernel))]
    rows, columns = zeros(q, show, size_of(channels[0]), spans)
    if not any((*rows, *columns)):
        return list(channels)
    show.say(
        "Zeros: {top} at the top, {bottom} at the bottom, {left} on the left, {right} on the right.",
        top=rows[0],
        bottom=rows[1],
        left=columns[0],
        right=columns[1],
    )
    return [surrounded(channel, rows, columns) for channel in channels]


def mapped(q: Sliding, framed_image: Picture, kernel: Window, bias: Scalar = 0) -> tuple[tuple[Scalar, ...], ...]:
    """The feature map of a kernel on a padded image."""
    strides, dilation = ((along(value, 0), along(value, 1)) for value in (q.strides, q.dilation_rate))
    return windows(framed_image, size_of(kernel), strides, weighed(kernel, bias), dilation)


def slices(volume: Sequence[Sequence[Sequence[Scalar]]]) -> list[Picture]:
    """The channels of a volume, each as a grid."""
    return [[[cell[channel] for cell in row] for row in volume] for channel in range(len(volume[0][0]))]
