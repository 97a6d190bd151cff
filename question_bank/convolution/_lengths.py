"""Strides, kernels and paddings as Keras understands them: one number for every axis, or one for each."""

from typing import Annotated, Any

from examgen.authoring import BeforeValidator

MODES = ("valid", "same", "full", "causal")


def collapsed(value: Any) -> Any:
    """Equal numbers as one: (2, 2) is 2, and ((1, 1), (0, 2)) is (1, (0, 2))."""
    if not isinstance(value, list | tuple):
        return value
    entries = tuple(collapsed(entry) for entry in value)
    alike = len(set(entries)) == 1 and not isinstance(entries[0], tuple)
    return entries[0] if alike else entries


def _lengths(value: Any) -> Any:
    """Lengths in their simplest form."""
    simplest = collapsed(value)
    axes = simplest if isinstance(simplest, tuple) else (simplest,)
    if axes and all(type(length) is int and length > 0 for length in axes):
        return simplest
    raise ValueError(f"expected a whole number above 0, or one for each axis such as (2, 1); got {value!r}")


def _padding(value: Any) -> Any:
    """A padding in its simplest form; no zeros at all is *valid*."""
    simplest = collapsed(value)
    if simplest == 0 or simplest in MODES:
        return simplest or "valid"
    axes = simplest if isinstance(simplest, tuple) else (simplest,)
    pairs = (axis if isinstance(axis, tuple) and len(axis) == 2 else (axis, axis) for axis in axes)
    if all(type(count) is int and count >= 0 for pair in pairs for count in pair):
        return simplest
    raise ValueError(
        f"expected {', '.join(MODES)}, a number of zeros such as 1, one for each axis such as (1, 2), "
        f"or before and after each axis such as ((1, 0), (2, 2)); got {value!r}"
    )


Lengths = Annotated[int | tuple[int, ...], BeforeValidator(_lengths)]
"""One length for every axis, or one for each: 2, or (2, 1) for 2 downwards and 1 to the right."""

Padding = Annotated[str | int | tuple[int | tuple[int, int], ...], BeforeValidator(_padding)]
"""``valid``, ``same`` (as Keras pads), ``full`` (every window that meets the input), ``causal`` (a signal's past), or counted zeros."""
