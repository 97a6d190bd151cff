"""Statements about one theme, some of them true."""

from collections.abc import Callable
from typing import Any, ClassVar

from examgen.authoring import Ask, Choice, Claim, Draw, Field, Question, misconception
from examgen.question.statements import Statement
from examgen.question_bank.concept._statements import about_different_facts, claims_of, sourced, statements_of, theme_of
from examgen.question_bank.concept._statements import themes

JUDGED = (
    "{{{{ shown[{0}].quoted }}}} is {{{{ 'true' if shown[{0}].truth else 'false' }}}}. {{{{ shown[{0}].why }}}}".format
)
"""What is told of the statement at a place."""


class Themed(Question):
    """Several statements about one theme, about different facts."""

    theme: str = Field(
        description="Name of the theme, a file in `question_bank/concept/statements/`: `pooling`, `gates`, …"
    )

    @property
    def shown(self) -> tuple[Statement, ...]:
        """The statements, in their order."""
        return statements_of(self.bank, "statements", self.theme, self.parameters["statements"])

    @property
    def about(self) -> str:
        """What they are about, in words."""
        return theme_of(self.bank, "statements", self.theme).title

    @property
    def claims(self) -> tuple[Claim, ...]:
        return claims_of(self.shown)


class SingleOut(Themed):
    """One statement differs from the others in its truth."""

    sought: ClassVar[bool]
    """Whether it is the true one."""

    def check(self) -> None:
        if (found := sum(statement.truth == self.sought for statement in self.shown)) != 1:
            raise ValueError(f"exactly one statement must be {str(self.sought).lower()}, got {found}")

    def admissible(self) -> bool:
        return about_different_facts(self.shown)


def drawn(d: Draw, sought: bool) -> dict[str, Any]:
    """One statement about a theme that is true or false, whichever is sought, and three others."""
    theme = theme_of(d.bank, "statements", d.choice("theme", themes(d.bank, "statements")))
    called, others = ("true", "false") if sought else ("false", "true")
    one = d.choice(called, [s for s in theme.statements if s.truth == sought])
    rest = [s for s in theme.statements if s.truth != sought and s.about != one.about]
    ids = [statement.id for statement in (one, *d.sample(others, rest, 3))]
    return dict(theme=theme.name, statements=d.sample("statements", ids, len(ids)))


def which(q: SingleOut) -> dict[str, Ask]:
    """The ask for the statement that is sought."""
    place = [statement.truth for statement in q.shown].index(q.sought)
    texts, text = tuple(s.text for s in q.shown), f"Which statement is {str(q.sought).lower()}?"
    return {"answer": Ask(text, Choice(texts), of=sourced(lambda _: place, q.shown))}


def chosen(place: int) -> Callable[[Any], Any]:
    """A statement at a place was taken for the one that is sought."""

    @misconception(JUDGED(place))
    def taken(self: SingleOut) -> dict[str, int] | None:
        return {"answer": place} if place < len(self.shown) and self.shown[place].truth != self.sought else None

    return taken


def misjudged(place: int) -> Callable[[Any], Any]:
    """The statement at a place, and no other, was judged wrongly."""

    @misconception(JUDGED(place))
    def mistaken(self: Themed) -> dict[str, tuple[int, ...]] | None:
        ticked = tuple(int(statement.truth != (i == place)) for i, statement in enumerate(self.shown))
        return {"answer": ticked} if place < len(ticked) else None

    return mistaken
