"""Checks statements: runs every witness, and finds duplicates, contradictions and statements without a source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from examgen import oracle
from examgen.oracle import OracleError, Request
from examgen.statements import Statement, StatementError, Theme, themes

FOLDER = "statements"
"""A topic of a bank keeps its statements in a folder of this name."""
_DENIALS = frozenset({"no", "non", "not", "never", "none", "neither", "nor", "without"})
_UNDERNEATH = frozenset({"a", "an", "any", "do", "does", "did", "the", "with"})
"""Words that come and go with a denial: "has no weights", "does not have any weights"."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a statement, or with a file of them."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}" if self.where else self.what


def check(questions: Path) -> list[Problem]:
    """Everything that is wrong with the statements of a bank; ``questions`` is its tree of questions, a folder for each topic."""
    return [problem for folder in sorted(questions.glob(f"*/{FOLDER}")) for problem in check_folder(folder)]


def check_folder(folder: Path) -> list[Problem]:
    """Everything that is wrong with the statements of one folder."""
    try:
        found = themes(folder)
    except StatementError as error:
        return [Problem("", str(error))]
    return list(_problems(found.values()))


def witnessed(themes_: Iterable[Theme]) -> Iterator[tuple[Statement, bool | OracleError]]:
    """Of every statement with a witness what comes of it: whether its comparison holds, or why it cannot be run."""
    asked = [(s, s.witness) for theme in themes_ for s in theme.statements if s.witness]
    seen = oracle.attempt([Request(witness.built, witness.observables) for _, witness in asked])
    for (statement, witness), answers in zip(asked, seen, strict=True):
        if isinstance(answers, OracleError):
            yield statement, answers
            continue
        try:
            yield statement, witness.comparison.holds(answers)
        except ValueError as error:
            yield statement, OracleError(str(error))


def _problems(found: Iterable[Theme]) -> Iterator[Problem]:
    listed = list(found)
    statements = [statement for theme in listed for statement in theme.statements]
    for statement in statements:
        if not statement.source.strip():
            yield Problem(_where(statement), "it names no source")
    yield from _said_twice(statements)
    for statement, outcome in witnessed(listed):
        if isinstance(outcome, OracleError):
            yield Problem(_where(statement), f"its witness cannot be run: {outcome}")
        elif outcome != statement.truth:
            claim = statement.witness.holds if statement.witness else ""
            yield Problem(
                _where(statement), f"it is said to be {statement.truth}, but Keras finds {claim} to be {outcome}"
            )


def _said_twice(statements: Iterable[Statement]) -> Iterator[Problem]:
    """Statements of the same words, and those that differ by a denial alone."""
    same: dict[tuple[str, ...], Statement] = {}
    alike: dict[tuple[str, ...], list[Statement]] = {}
    for statement in statements:
        twin = same.setdefault(statement.words, statement)
        if twin is not statement:
            how = "says the same as" if twin.truth == statement.truth else "contradicts"
            yield Problem(_where(statement), f"it {how} {_where(twin)}")
            continue
        core = tuple(_stem(word) for word in statement.words if word not in _DENIALS | _UNDERNEATH)
        for other in alike.setdefault(core, []):
            denied = _denials(statement) % 2 != _denials(other) % 2
            if denied == (statement.truth == other.truth):
                how = "contradicts" if denied or statement.truth != other.truth else "says the same as"
                yield Problem(_where(statement), f"it {how} {_where(other)}")
        alike[core].append(statement)


def _stem(word: str) -> str:
    """A word without the ending that a denial changes: has and have, owns and own."""
    return "have" if word == "has" else word.removesuffix("s")


def _denials(statement: Statement) -> int:
    return sum(word in _DENIALS for word in statement.words)


def _where(statement: Statement) -> str:
    return f"{statement.theme}.yaml, {statement.id}"
