"""Convolve and pool the signal; shift it, convolve and pool again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import dot, largest, unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.shifted_signal import ShiftedSignal


def solve(q: ShiftedSignal, show: Show) -> None:
    x = unnamed(q.x)
    own = _map(q, x)
    z = show.answer("z", "Multiply each window by the kernel elementwise and add up the products.", own)
    show.answer("p", "Maximum of each window.", _pooled(q, z))
    moved = show("The shifted signal $x'$.", (*(0,) * int(q.shift), *x[: -int(q.shift)]))
    why = "Feature map of $x'$: it is the feature map of $x$ shifted to the right, except for its first values."
    shifted = _map(q, moved)
    if z != own:
        shifted = (*shifted[: int(q.shift)], *z[: -int(q.shift)])
    z = show.answer("z_shifted", why, shifted, symbol="z'")
    show.answer("p_shifted", "Maximum of each window.", _pooled(q, z), symbol="p'")


def _map(q: Any, x: Any) -> Any:
    kernel = unnamed(q.kernel)
    return tuple(dot(x[i : i + len(kernel)], kernel) for i in range(len(x) - len(kernel) + 1))


def _pooled(q: Any, z: Any) -> Any:
    size = int(q.pool_size)
    return tuple(largest(z[i : i + size]) for i in range(0, len(z) - size + 1, size))
