"""Statements that are sorted into kinds."""

from collections.abc import Callable, Iterable
from typing import Any

from examgen.authoring import Ask, Claim, Field, Matching, Question, misconception
from examgen.question.statements import Statement, Theme
from examgen.question_bank.concept._statements import MOST, claims_of, sourced, statements_of, theme_of


class Sorted(Question):
    """Statements about one theme, each of which is to be assigned to one of its options."""

    theme: str = Field(
        description="Name of the theme, a file in `question_bank/concept/sorted/`: `cnn_rnn`, `lstm_gates` or `gru_gates`."
    )
    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST, description="Names of the statements.")

    def check(self) -> None:
        _ = self.shown  # which refuses

    @property
    def sorts(self) -> Theme:
        """The theme, with all its statements and options."""
        return theme_of(self.bank, "sorted", self.theme)

    @property
    def shown(self) -> tuple[Statement, ...]:
        """The statements, in their order."""
        return statements_of(self.bank, "sorted", self.theme, self.statements)

    @property
    def described(self) -> list[str]:
        """The right option of each statement."""
        return [statement.option for statement in self.shown]

    @property
    def claims(self) -> tuple[Claim, ...]:
        return claims_of(self.shown)

    def places(self, options: Iterable[str]) -> tuple[int, ...]:
        """Where options are in the list of all, from 0."""
        return tuple(map(list(self.sorts.options).index, options))

    def asked(self, text: str) -> dict[str, Ask]:
        """The ask for the option of every statement."""
        right = self.places(self.described)
        matching = Matching(tuple(s.text for s in self.shown), tuple(self.sorts.options.values()))
        return {"answer": Ask(text, matching, of=sourced(lambda _: right, self.shown))}


def misjudged(place: int, answered: Callable[[Sorted, int], list[str]], article: str = "the ") -> Callable[[Any], Any]:
    """The statement at a place was assigned to a wrong option; ``answered`` gives the options of all statements then."""
    shown = f"shown[{place}]"
    told = f"{{{{ {shown}.quoted }}}} describes {article}{{{{ sorts.options[{shown}.option] }}}}. {{{{ {shown}.why }}}}"

    @misconception(told)
    def taken(q: Sorted) -> dict[str, tuple[int, ...]] | None:
        return {"answer": q.places(answered(q, place))} if place < len(q.shown) else None

    return taken
