"""What was made once and is kept while there is memory for it."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Kept(Generic[Key, Made]):
    """A store of limited memory; what has not been asked for longest goes first.

    Attributes:
        limit: the memory that all entries may take together, in bytes.
    """

    def __init__(self, limit: int, size: Callable[[Made], int]) -> None:
        self.limit = limit
        self._size = size
        self._taken = 0
        self._entries: OrderedDict[Key, tuple[Made, int]] = OrderedDict()

    def get(self, key: Key) -> Made | None:
        """What is kept under a key, if it is."""
        if (entry := self._entries.get(key)) is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def put(self, key: Key, made: Made) -> Made:
        """Keep something, and let go of what has become too much; an entry that grew is put again."""
        if key in self._entries:
            self._taken -= self._entries.pop(key)[1]
        size = self._size(made)
        self._entries[key] = made, size
        self._taken += size
        while self._taken > self.limit and len(self._entries) > 1:
            _, (_, freed) = self._entries.popitem(last=False)
            self._taken -= freed
        return made

    def clear(self) -> None:
        """Let go of everything."""
        self._entries.clear()
        self._taken = 0
