"""Whose a submission is by the names of its file and folders, to hold against the student that the sheet itself names."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache

from examgen.exam.sealed import SealedPaper

_SHEET_SUFFIX = re.compile(r"(\.ya?ml|\.txt)+$")
_LONGEST = 8
"""No id and no name that is looked for has more words."""

Words = tuple[str, ...]


class Owners:
    """The students of an exam, known by their ids and names."""

    def __init__(self, papers: Iterable[SealedPaper]) -> None:
        self._papers = tuple(papers)
        self._exact: dict[str, str] = {}
        self._short: dict[str, str] = {}
        for paper in self._papers:
            student = paper.student
            self._exact[student.casefold()] = student
            short = student.casefold().lstrip("0")
            if short:
                self._short[short] = "" if short in self._short else student
        self.of = lru_cache(100_000)(self._of)

    @cached_property
    def _ids(self) -> Mapping[Words, set[str]]:
        """The students by all that a file name may call them; a table of answers needs none of it."""
        found: defaultdict[Words, set[str]] = defaultdict(set)
        for paper in self._papers:
            student = paper.student
            found[_words(paper.number)].add(student)
            words = _words(student)
            if _is_telling(student):
                found[words].add(student)
                found[tuple(word.lstrip("0") or word for word in words)].add(student)
            name = _words(paper.name)
            if 1 < len(name) <= _LONGEST:
                for turned in (name, (name[-1], *name[:-1])):  # as Canvas calls a file: lovelaceada_…
                    found[turned].add(student)
                    found["".join(turned),].add(student)
        return found

    def called(self, student: str) -> str | None:
        """The student with this id, typed in small or large letters, and perhaps without the zeros that a spreadsheet drops."""
        typed = student.strip().casefold()
        return self._exact.get(typed) or self._short.get(typed) or None

    def _of(self, name: str) -> frozenset[str]:
        """The students that a file or folder name may mean; none where it says nothing, or names several."""
        stem = _SHEET_SUFFIX.sub("", name.casefold())
        if stem in self._exact:
            return frozenset({self._exact[stem]})
        words = _words(stem)[:50]
        mentions: list[set[str]] = []
        start = 0
        while start < len(words):
            for length in range(min(_LONGEST, len(words) - start), 0, -1):
                if students := self._ids.get(words[start : start + length]):
                    mentions.append(students)
                    start += length - 1
                    break
            start += 1
        return frozenset(set.intersection(*mentions)) if mentions else frozenset()


def _words(text: str) -> Words:
    """A name as words of plain small letters and digits."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return tuple(re.findall(r"[^\W_]+", plain))


def _is_telling(student: str) -> bool:
    """Whether an id inside a longer name can only mean the student: not ``1`` in ``group 1``, nor ``2026``."""
    digits = sum(character.isdecimal() for character in student)
    return digits >= 5 or 0 < digits < len(student) or "@" in student or "." in student
