"""The memory that values take, in MB of 10^6 bytes."""

from examgen.authoring import Field, Question, Real, misconception


class TakesMemory(Question):
    """Values that are stored with so many bytes each."""

    bytes: int = Field(4, ge=1, le=64, description="Bytes per value.")


@misconception("You counted 4 bytes per value. Here a value takes {{ bytes }}.")
def four_bytes(q: TakesMemory) -> TakesMemory | None:
    """The variant with 4 bytes per value."""
    return q.but(bytes=4) if q.bytes != 4 else None


@misconception("You divided by $2^{20}$. One megabyte is $10^6$ bytes; $2^{20}$ bytes are a mebibyte (MiB).")
def mebibytes(q: TakesMemory) -> dict[str, float]:
    """The answers in MB, in MiB."""
    in_mb = (name for name, ask in q.asks.items() if isinstance(ask.type, Real) and ask.type.unit == "MB")
    return {name: float(q.worked[name][0]) * 10**6 / 2**20 for name in in_mb}
