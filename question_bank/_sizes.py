"""Sizes along two axes, as Keras takes them: 2 means (2, 2)."""

from typing import Annotated, Any

from examgen.authoring import AfterValidator, BeforeValidator, Layer, LayerType, Option

Sizes = tuple[int, int]


def both(value: Any) -> Any:
    """One number for both axes; a pair as it is."""
    return (value, value) if isinstance(value, int) else value


def _positive(sizes: Sizes) -> Sizes:
    if min(sizes) < 1:
        raise ValueError(f"must be 1 or more, got {sizes[0]} × {sizes[1]}")
    return sizes


def _not_negative(sizes: Sizes) -> Sizes:
    if min(sizes) < 0:
        raise ValueError(f"must be 0 or more, got {sizes[0]} and {sizes[1]}")
    return sizes


Pair = Annotated[Sizes, BeforeValidator(both), AfterValidator(_positive)]
"""Height and width of a window, or the stride down and to the right."""
Margin = Annotated[Sizes, BeforeValidator(both), AfterValidator(_not_negative)]
"""Rows above and below, columns to the left and to the right."""


def option(sizes: tuple[int, ...]) -> Option:
    """Sizes as one writes them in Keras: one number where all are equal."""
    return sizes[0] if len(set(sizes)) == 1 else sizes


def moved_by_its_size(given: Any) -> Any:
    """Parameters of a pooling layer; where they name no stride, it is the pool size, as in Keras."""
    if isinstance(given, dict) and given.get("strides") is None and "pool_size" in given:
        return {**given, "strides": given["pool_size"]}
    return given


def pooling(kind: LayerType, pool_size: tuple[int, ...], strides: tuple[int, ...], padding: str = "valid") -> Layer:
    """A pooling layer as one writes it: with strides only where they differ from the pool size."""
    moves: dict[str, Option] = {} if strides == pool_size else {"strides": option(strides)}
    return kind(option(pool_size), **moves, padding=padding)


def refuse_undivided(channels: int, filters: int, groups: int) -> None:
    """Groups must divide channels and filters.

    Raises:
        ValueError: they do not.
    """
    if channels % groups or filters % groups:
        raise ValueError(f"groups must divide the {channels} channels and the {filters} filters; got {groups}")


def refuse_larger(window: tuple[int, ...], reads: tuple[int, ...]) -> None:
    """Without padding a window must fit into the input.

    Raises:
        ValueError: it is larger.
    """
    if any(f > n for f, n in zip(window, reads, strict=True)):
        large, small = (" × ".join(map(str, sizes)) for sizes in (window, reads))
        raise ValueError(f"the window ({large}) must fit into the input ({small})")
