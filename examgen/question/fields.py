"""The types of a question's parameters: numbers and arrays of a rank, read from what is pinned and written as JSON."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from pydantic import BeforeValidator, Field, PlainSerializer

from examgen.arrays import Array, Scalar, array, json_ready, scalar, shape


def _of_rank(rank: int) -> Callable[[object], Array]:
    def read(value: object) -> Array:
        read_value = array(value)
        if len(shape(read_value)) != rank:
            kind = ("a number", "a list of numbers", "a list of rows", "a list of lists of rows")[min(rank, 3)]
            raise ValueError(f"expected {kind} (rank {rank}), got an array of shape {shape(read_value)}")
        return read_value

    return read


_json = PlainSerializer(json_ready, when_used="json")
Count = Annotated[int, Field(ge=1, le=100_000)]
"""How many there are of something, at least one: steps, units, channels."""
Number = Annotated[Scalar, BeforeValidator(scalar), _json]
Row = Annotated[tuple[Scalar, ...], BeforeValidator(_of_rank(1)), _json]
Grid = Annotated[tuple[tuple[Scalar, ...], ...], BeforeValidator(_of_rank(2)), _json]
Volume = Annotated[tuple[tuple[tuple[Scalar, ...], ...], ...], BeforeValidator(_of_rank(3)), _json]
"""Parameter types of a question, by rank: ``(n,)``, ``(rows, columns)``, ``(height, width, channels)``."""
