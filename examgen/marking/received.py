"""What came from a student; what counts of it is kept, so that a run with one late sheet leaves everybody else's mark as it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Received:
    """What came from a student: a sheet, or something that could not be marked.

    Attributes:
        source: the file, as an absolute path.
        named: whether the file or its folder is called after the student.
        content: the sheet to the byte; ``None`` where there is none that can be marked.
        why: why it cannot be marked.
        format: what it was recognised as.
        handed_in: when it was handed in, where something tells.
        typed_at: when the last answer of a handwritten paper was typed in.
    """

    source: str
    named: bool = False
    content: bytes | None = None
    why: str = ""
    format: str = "sheet"
    handed_in: datetime | None = None
    typed_at: datetime | None = None

    @property
    def moment(self) -> datetime | None:
        """When it came, for what comes first and what last."""
        return self.typed_at or self.handed_in
