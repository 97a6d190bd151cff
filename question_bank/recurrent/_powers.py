"""How a number that is multiplied at every step passes a bound: what becomes of a gradient, what is left of a memory."""

from __future__ import annotations

from examgen.authoring import Network, Scalar, ops


def powers(net: Network, base: str, value: Scalar, *, steps: int, bound: Scalar, passed: str) -> Network:
    """The network with the powers of a named number, one after the other.

    ``power`` is the one after so many steps; under the name ``passed`` stands the first step at which their size is beyond the
    bound, ``next`` after as many as are ``inside`` it.
    """
    shrinks, longest = abs(value) < 1, 256  # of equal length for most variants, so that they run as one group
    while abs(value) ** longest >= bound if shrinks else abs(value) ** longest <= bound:
        longest *= 2
    return (
        net.with_arrays(ones=(1,) * longest, bound=bound, next=1)
        .add("each", ops.multiply(), base, "ones")
        .add("powers", ops.cumprod())
        .add("power", ops.take(steps - 1))
        .add("sizes", ops.absolute(), "powers")
        .add("inside", ops.greater_equal() if shrinks else ops.less_equal(), "sizes", "bound")
        .add("count", ops.sum())
        .add(passed, ops.add(), "count", "next")
    )
