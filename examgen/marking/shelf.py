"""A place on the disk for what a run has in hand of many students, so that memory holds a few of them at a time.

The file has no name and is gone with the process, however that ends. What belongs to the sealed exam is not written: a reference
stands in its place, and what is taken from the shelf leads to the exam's own objects again.
"""

from __future__ import annotations

import io
import pickle
import tempfile
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar, overload

from examgen.exam.sealed import SealedAsk, SealedPaper, SealedQuestion

T = TypeVar("T", covariant=True)

_IN_MEMORY = 1 << 20
"""So many bytes wait in memory before there is a file."""


class Shelf:
    """Things by the number of their place, in the order in which they came; none is ever changed.

    Args:
        papers: the papers of the exam, which stay where they are.
    """

    def __init__(self, papers: Iterable[SealedPaper] = ()) -> None:
        self._file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 (closed when nothing refers to it any more)
        weakref.finalize(self, self._file.close)
        self._end = 0
        self._papers = {paper.number: paper for paper in papers}

    def put(self, thing: object) -> int:
        """Put something on the shelf; returns its place."""
        made = io.BytesIO()
        _Pickler(made, self._papers).dump(thing)
        place, content = self._end, made.getvalue()
        self._file.seek(place)
        self._file.write(len(content).to_bytes(8, "little") + content)
        self._end += 8 + len(content)
        return place

    def take(self, place: int) -> Any:
        """What stands at a place."""
        self._file.seek(place)
        size = int.from_bytes(self._file.read(8), "little")
        return _Unpickler(io.BytesIO(self._file.read(size)), self._papers).load()


class Shelved(Sequence[T]):
    """A sequence of which every item is taken from a shelf when it is looked at.

    Args:
        shelf: the shelf.
        places: where the items are.
        seen: what is made of an item and its index when it is taken.
    """

    def __init__(
        self, shelf: Shelf, places: Sequence[int], seen: Callable[[int, Any], T] = lambda _, item: item
    ) -> None:
        self._shelf, self._places, self._seen = shelf, places, seen

    @classmethod
    def of(cls, items: Iterable[T], papers: Iterable[SealedPaper] = ()) -> Shelved[T]:
        """Items, put on a shelf of their own one by one."""
        shelf = Shelf(papers)
        return cls(shelf, [shelf.put(item) for item in items])

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[T]:
        for index in range(len(self._places)):
            yield self[index]

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return tuple(self[i] for i in range(*index.indices(len(self))))
        index = range(len(self))[index]
        return self._seen(index, self._shelf.take(self._places[index]))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]


class ShelvedMapping(Mapping[str, T]):
    """A mapping of which every value is taken from a shelf when it is looked at.

    Args:
        shelf: the shelf.
        places: where the values are.
        seen: what is made of a value when it is taken.
    """

    def __init__(self, shelf: Shelf, places: Mapping[str, int], seen: Callable[[Any], T] = lambda item: item) -> None:
        self._shelf, self._places, self._seen = shelf, places, seen

    @classmethod
    def of(cls, items: Iterable[tuple[str, T]]) -> ShelvedMapping[T]:
        """Values by their keys, put on a shelf of their own one by one; of several with one key the last."""
        shelf = Shelf()
        return cls(shelf, {key: shelf.put(item) for key, item in items})

    def __getitem__(self, key: str) -> T:
        return self._seen(self._shelf.take(self._places[key]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def renamed(self, names: Mapping[str, str]) -> ShelvedMapping[T]:
        """The same under other keys; what has none is left out."""
        places = {names[key]: place for key, place in self._places.items() if names.get(key)}
        return ShelvedMapping(self._shelf, places, self._seen)


class _Pickler(pickle.Pickler):
    """Writes a reference in place of what belongs to a paper of the exam."""

    def __init__(self, file: io.BytesIO, papers: Mapping[str, SealedPaper]) -> None:
        super().__init__(file, pickle.HIGHEST_PROTOCOL)
        self._papers = papers
        self._number = ""

    def persistent_id(self, thing: Any) -> tuple[str, ...] | None:
        kind = type(thing)
        if isinstance(thing, SealedPaper) and self._papers.get(thing.number) is thing:
            self._number = thing.number
            return (self._number,)
        if self._number and kind is SealedQuestion:  # a paper comes before what is said of it
            return (self._number, thing.place, str(thing.number))
        if self._number and kind is SealedAsk:
            return (self._number, thing.label)
        return None


class _Unpickler(pickle.Unpickler):
    def __init__(self, file: io.BytesIO, papers: Mapping[str, SealedPaper]) -> None:
        super().__init__(file)
        self._papers = papers
        self._parts: dict[tuple[str, ...], SealedPaper | SealedQuestion | SealedAsk] = {}

    def persistent_load(self, reference: tuple[str, ...]) -> SealedPaper | SealedQuestion | SealedAsk:
        if reference not in self._parts:
            paper = self._papers[reference[0]]
            self._parts[reference[:1]] = paper
            for question in paper.questions:
                self._parts[reference[0], question.place, str(question.number)] = question
                self._parts |= {(reference[0], ask.label): ask for ask in question.asks}
        return self._parts[reference]
