"""The memory that values take, in MB of 10^6 bytes or in another unit."""

from typing import Literal

from examgen.authoring import Field, Question, Real, misconception

UNITS = {
    "KB": ("kilobyte", 10**3, "10^3"), "MB": ("megabyte", 10**6, "10^6"), "GB": ("gigabyte", 10**9, "10^9"),
    "KiB": ("kibibyte", 2**10, "2^{10}"), "MiB": ("mebibyte", 2**20, "2^{20}"), "GiB": ("gibibyte", 2**30, "2^{30}"),
}  # fmt: skip
"""The name of each unit, its bytes, and these as TeX."""


class TakesMemory(Question):
    """Values that are stored with so many bytes each."""

    bytes: int = Field(4, ge=1, le=64, description="Bytes per value.")
    unit: Literal["KB", "MB", "GB", "KiB", "MiB", "GiB"] = Field("MB", description="Unit of the memory.")

    @property
    def one_unit(self) -> str:
        """How many bytes the unit has, as a sentence."""
        name, _, power = UNITS[self.unit]
        return f"One {name} ({self.unit}) is ${power}$ bytes."

    @property
    def unit_bytes(self) -> int:
        """How many bytes the unit has."""
        return UNITS[self.unit][1]


@misconception("You counted 4 bytes per value. Here a value takes {{ bytes }}.")
def four_bytes(q: TakesMemory) -> TakesMemory | None:
    """The variant with 4 bytes per value."""
    return q.but(bytes=4) if q.bytes != 4 else None


@misconception("You divided by $2^{20}$. One megabyte is $10^6$ bytes; $2^{20}$ bytes are a mebibyte (MiB).")
def mebibytes(q: TakesMemory) -> dict[str, float] | None:
    """The answers in MB, in MiB."""
    if q.unit != "MB":
        return None
    in_mb = (name for name, ask in q.asks.items() if isinstance(ask.type, Real) and ask.type.unit == "MB")
    return {name: float(q.worked[name][0]) * 10**6 / 2**20 for name in in_mb}
