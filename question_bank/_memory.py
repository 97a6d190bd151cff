"""Questions about the memory that values take, in MB of 10^6 bytes."""

from __future__ import annotations

from typing import Self

from examgen.authoring import Field, Question, Real, misconception


class TakesMemory(Question):
    """Values that are stored with so many bytes each."""

    bytes: int = Field(default=4, ge=1, le=64)
    """Bytes per value."""

    @misconception("You counted 4 bytes per value. Here a value takes {{ bytes }}.")
    def four_bytes(self) -> Self | None:
        return self.but(bytes=4) if self.bytes != 4 else None

    @misconception("You divided by $2^{20}$. One megabyte is $10^6$ bytes; $2^{20}$ bytes are a mebibyte (MiB).")
    def mebibytes(self) -> dict[str, float]:
        in_mb = (name for name, ask in self.asks.items() if isinstance(ask.type, Real) and ask.type.unit == "MB")
        return {name: float(self.worked[name][0]) * 10**6 / 2**20 for name in in_mb}
