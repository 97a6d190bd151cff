"""Answers that are one of several options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import Reading, Unreadable
from examgen.answers.characters import quote
from examgen.answers.choices import Choices
from examgen.answers.fitting import fitted, number
from examgen.answers.letters import Names, checked_length, known, parse
from examgen.answers.of_options import OfOptions
from examgen.answers.parsing import is_token
from examgen.arrays import Array
from examgen.lettering import MOST


@dataclass(frozen=True)
class Choice(OfOptions):
    """One option, named by its letter or by its own text; the value is its place, from 0."""

    name: ClassVar[str] = "choice"
    most: ClassVar[int] = MOST

    @property
    def hint(self) -> str:
        return (
            f"one letter from a to {self.letters[-1]}, for example b" if len(self.options) > 2 else "one letter, a or b"
        )

    def readings(self, text: str, *, expressions: bool = False) -> list[Reading]:
        checked_length(text, self.hint)
        texts = known(self.options)
        if (said := texts.verdict(text)) is not None:
            return [Reading(said, f"{self.letters[said]}: {self.options[said]}")]
        places = set(texts.exactly(text))
        for mark in () if places else (": ", ") ", ". ", " "):
            places |= known(tuple(f"{letter}{mark}{option}" for letter, option in self.listed)).exactly(text)
        try:
            tree = parse("start_choice", text, texts, None, self.hint)
            names = Names(text, texts, self.letters, self.hint)
            pick = next(part for part in tree.children if is_token(part) or part.data not in ("lead", "tail"))
            named = frozenset({names.ticked(pick)}) if pick.data == "boxes" else names.of(pick)
            names.check_sentences(tree, named)
            places |= named
        except Unreadable:
            if not places and (chosen := Choices(self.options).by_verdicts(text)) is not None:
                places = {chosen}
            if not places:
                raise
        if not places:
            raise Unreadable(f"{quote(text)} does not name an option; write {self.hint}")
        return [Reading(place, f"{self.letters[place]}: {self.options[place]}") for place in sorted(places)]

    def fit(self, value: Array) -> Array:
        place = fitted(value, rank=0)
        if not isinstance(place, int) or not 0 <= place < len(self.options):
            raise ValueError(f"expected the place of an option, 0 to {len(self.options) - 1}, got {place}")
        return place

    def write(self, value: Array) -> str:
        return self.letters[int(number(self.fit(value)))]
