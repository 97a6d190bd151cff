"""Checks statements, tasks and explanations: runs every witness, and finds duplicates, contradictions and entries without a source."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from examgen import oracle
from examgen.oracle import OracleError, Request
from examgen.question.statements import FOLDERS, Item, Statement, StatementError, read

_DENIALS = frozenset({"no", "not", "never", "none", "neither", "nor", "without"})
_BESIDE_DENIALS = frozenset({"a", "an", "any", "does", "do", "the", "with"})
"""Words that come and go with a denial: "has no weights", "does not have any weights"."""


@dataclass(frozen=True)
class StatementProblem:
    """What is wrong with an entry, or with a file."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


@dataclass(frozen=True)
class Findings:
    """What was found out about the statements of some folders.

    Attributes:
        statements: how many there are.
        witnessed: how many of them Keras was asked about.
    """

    statements: int = 0
    witnessed: int = 0
    problems: tuple[StatementProblem, ...] = ()

    def as_object(self) -> dict[str, object]:
        problems = [str(problem) for problem in self.problems]
        return {"statements": self.statements, "witnessed": self.witnessed, "problems": problems}


def check(*questions: Path, topics: Container[str] | None = None) -> Findings:
    """Check the statements of a bank, read as one.

    Args:
        questions: trees of questions, with a folder for each topic.
        topics: those whose statements are checked; all where not said.
    """
    items: list[Item] = []
    for name, kind in FOLDERS.items():
        found = (folder for tree in questions for folder in sorted(tree.glob(f"*/{name}")))
        folders = [folder for folder in found if topics is None or folder.parent.name in topics]
        try:
            items += [item for file in read(kind, *folders).values() for item in file.items]
        except StatementError as error:
            return Findings(problems=tuple(StatementProblem("", line) for line in str(error).splitlines()))
    statements = [item for item in items if isinstance(item, Statement)]
    problems = (*_without_source(items), *_said_twice(statements), *_refuted(statements))
    return Findings(len(items), sum(s.witness is not None for s in statements), problems)


def _without_source(items: Iterable[Item]) -> Iterator[StatementProblem]:
    for item in items:
        if not item.source.strip():
            yield StatementProblem(_where(item), "it names no source")


def _said_twice(statements: Iterable[Statement]) -> Iterator[StatementProblem]:
    """Statements of the same words, and those that differ by a denial alone and yet are both true or both false."""
    cores: dict[tuple[str, ...], list[Statement]] = {}
    for statement in statements:
        core = (statement.option, *_undenied(statement))
        for other in cores.setdefault(core, []):
            denied = _denials(statement) % 2 != _denials(other) % 2
            if denied != (statement.truth != other.truth):
                yield StatementProblem(_where(statement), f"it contradicts {_where(other)}")
            elif not denied:
                yield StatementProblem(_where(statement), f"it says the same as {_where(other)}")
        cores[core].append(statement)


def _undenied(statement: Statement) -> Iterator[str]:
    """The words of a statement without denials and what changes with them: has and have, owns and own."""
    for word in statement.words:
        if word not in _DENIALS | _BESIDE_DENIALS:
            yield "have" if word == "has" else word.removesuffix("s")


def _denials(statement: Statement) -> int:
    return sum(word in _DENIALS for word in statement.words)


def _refuted(statements: Iterable[Statement]) -> Iterator[StatementProblem]:
    """Statements whose witness speaks against them; all witnesses run in one pass."""
    witnessed = [statement for statement in statements if statement.witness]
    for statement, answers in zip(witnessed, oracle.attempt(list(_requests(witnessed))), strict=True):
        if refusal := answers if isinstance(answers, OracleError) else statement.refuted(answers):
            yield StatementProblem(_where(statement), str(refusal))


def _requests(statements: Sequence[Statement]) -> Iterator[Request]:
    for witness in (statement.witness for statement in statements):
        if witness is not None:
            yield Request(witness.built, witness.observables)


def _where(item: Item) -> str:
    return f"{item.theme}.yaml, {item.id}"
