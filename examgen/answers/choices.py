"""Answers that are several of several options."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import Reading, Unreadable
from examgen.answers.characters import quote
from examgen.answers.fitting import fitted
from examgen.answers.letters import (
    COUNTS,
    E_OR_AND,
    NAMES,
    Names,
    checked_length,
    flat,
    known,
    leaves,
    parse,
    verdicts,
)
from examgen.answers.of_options import OfOptions
from examgen.answers.parsing import Node, is_token
from examgen.arrays import Array, cells


@dataclass(frozen=True)
class Choices(OfOptions):
    """Every option that holds, named by their letters in any order; the value is 1 or 0 for each option.

    Each option that is rightly ticked or rightly left is a right cell. Whoever ticks all or none has decided nothing: that is right
    as a whole or worth nothing.
    """

    name: ClassVar[str] = "choices"
    uniform_decides_nothing: ClassVar[bool] = True

    @property
    def hint(self) -> str:
        return "the letters of all that apply, for example a, b; or none"

    def readings(self, text: str, *, expressions: bool = False) -> list[Reading]:
        value = verdicts(text, len(self.options)) or self._named(text)
        left = [letter for letter, tick in zip(self.letters, value, strict=True) if not tick]
        return [Reading(value, f"ticked: {self.write(value)}; left: {', '.join(left) or 'none'}")]

    def by_verdicts(self, text: str) -> int | None:
        """The only option that a text with a verdict on each says to hold: a no, b yes, c no; nothing where it is no such text."""
        texts = known(self.options)
        try:
            tree = parse("start_choices", text, texts, None, self.hint)
            given = [part for part in tree.children if not is_token(part) and part.data == "verdicts"]
            if len(given) != 1 or len(flat(given[0], "verdicts")) != len(self.options):
                return None
            value = self._verdicts(given[0], Names(text, texts, self.letters, self.hint), text)
        except Unreadable:
            return None
        return value.index(1) if sum(value) == 1 else None

    def _named(self, text: str) -> tuple[int, ...]:
        texts = known(self.options)
        if len(self.options) > 4 and re.search(E_OR_AND, checked_length(text, self.hint)):
            raise Unreadable(f"the e in {quote(text)} may be an option or mean and; write {self.hint}")
        tree = parse("start_choices", text, texts, None, self.hint)
        names = Names(text, texts, self.letters, self.hint)
        value = self._value(tree, names, text)
        names.check_sentences(tree, frozenset(place for place, tick in enumerate(value) if tick))
        return value

    def _value(self, tree: Node, names: Names, text: str) -> tuple[int, ...]:
        parts = [part for part in tree.children if is_token(part) or part.data not in ("lead", "tail")]
        lists = [
            names.several(flat(part, str(part.data)))
            for part in parts
            if not is_token(part) and part.data in ("picks", "dashed")
        ]
        kinds = {part.type for part in parts if is_token(part)}
        every = range(len(self.options))
        for part in parts:
            if is_token(part) and part.type in ("ALL", "NONE"):
                self._check_count(part, text)
            if not is_token(part) and part.data in ("verdicts", "boxes"):
                return self._verdicts(part, names, text)
            if not is_token(part) and part.data == "counted":
                lists = [names.counted(part)]
            if not is_token(part) and part.data == "through":
                lists = [names.through(part)]
            if is_token(part) and part.type == "TOGETHER":
                lists = [names.together(str(part))]
        if "LEFT" in kinds:
            if "NONE" in kinds:
                lists.insert(1 if lists and is_token(parts[0]) is False else 0, [])
            ticked, left = lists
            if sorted([*ticked, *left]) != list(every):
                raise Unreadable(f"{quote(text)} does not divide the options into two groups; write {self.hint}")
        elif kinds & {"HOLDS", "WRONG_FIRST", "OTHERS"}:
            ticked, left = lists[::-1] if "WRONG_FIRST" in kinds else lists
            if sorted([*ticked, *left]) != list(every):
                raise Unreadable(f"{quote(text)} does not divide the options into two groups; write {self.hint}")
        elif kinds & {"EXCEPT", "REST_TRUE"}:
            ticked = [place for place in every if place not in lists[0]]
        elif "ALL" in kinds:
            ticked = list(every)
        else:
            ticked = lists[0] if lists else []
        return tuple(int(place in ticked) for place in every)

    def _check_count(self, token: str, text: str) -> None:
        """Refuse all three where there are four."""
        said = next(
            (n for n, word in enumerate(COUNTS, start=2) if re.search(rf"(?<![a-z])(?:{word})(?![a-z])", token)), None
        )
        if said not in (None, len(self.options)):
            raise Unreadable(
                f"{quote(text)} names {said} options, but there are {len(self.options)}; write {self.hint}"
            )

    def _verdicts(self, node: Node, names: Names, text: str) -> tuple[int, ...]:
        """Every option with yes or no beside it, or a box that is ticked or not."""
        value: dict[int, int] = {}
        for part in flat(node, str(node.data)):
            name = next(p for p in part.children if not is_token(p) or p.type in NAMES)
            place = names.one(name)
            if place in value:
                raise Unreadable(f"{quote(text)} names {self.letters[place]} twice; write {self.hint}")
            value[place] = int(any(is_token(p) and p.type in ("YES", "ON") for p in part.children))
        marks = {leaf for leaf in leaves(node) if leaf.type in ("YES", "NO", "ON", "OFF")}
        only_on = len(value) > 1 and all(mark.type == "ON" for mark in marks)
        if "x" in marks and marks & set("✓✔✅"):
            raise Unreadable(f"the x in {quote(text)} may be a tick or a cross; write {self.hint}")
        if len(value) < len(self.options) and (marks <= set("✓✔✅x") or only_on):
            value = {place: value.get(place, 0) for place in range(len(self.options))}
        if len(value) < len(self.options):
            missing = next(letter for place, letter in enumerate(self.letters) if place not in value)
            raise Unreadable(f"{quote(text)} does not say whether {missing} holds; write {self.hint}")
        return tuple(value[place] for place in range(len(self.options)))

    def fit(self, value: Array) -> Array:
        ticks = fitted(value, rank=1)
        if not isinstance(ticks, tuple) or len(ticks) != len(self.options) or not {*ticks} <= {0, 1}:
            raise ValueError(f"expected 0 or 1 for each of {len(self.options)} options, got {value}")
        return ticks

    def write(self, value: Array) -> str:
        return ", ".join(letter for letter, tick in zip(self.letters, cells(value), strict=True) if tick) or "none"
