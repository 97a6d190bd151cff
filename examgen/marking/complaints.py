"""What is wrong with what was handed in: every culprit by name, and a flood of them in a few lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

SHOWN = 20
"""So many of one folder and one kind are told one by one."""
LINES = 500
"""So many lines are told in all."""


class Complaints:
    """Messages that are alike, from one folder, are counted after the first few."""

    def __init__(self) -> None:
        self._told: list[str] = []
        self._alike: Counter[tuple[str, str]] = Counter()

    def add(self, message: str, group: str, kind: str) -> None:
        """Note a message about something in a folder."""
        self._alike[group, kind] += 1
        if self._alike[group, kind] <= SHOWN:
            self._told.append(message)

    def __len__(self) -> int:
        return self._alike.total()

    def lines(self) -> Iterator[str]:
        """What is told."""
        more = [
            f"{f'{group}: ' if group else ''}{count - SHOWN:,} more like these ({kind})"
            for (group, kind), count in self._alike.items()
            if count > SHOWN
        ]
        told = self._told + more
        yield from told[:LINES]
        if len(told) > LINES:
            yield f"and {len(told) - LINES:,} more lines"
