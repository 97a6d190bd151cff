"""Checks a question: draws many variants, has both witnesses answer them all, and counts what an instructor should know."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from examgen.bank.bank import Bank
from examgen.bank.card import BankError
from examgen.errors import UserError
from examgen.question.entry import Entry
from examgen.question.question import Question
from examgen.question.selection import candidates, seeded
from examgen.verify import witness
from examgen.verify.witness import Attested, Defect

CHUNK = 500
"""So many variants are answered in one pass; a pass cannot be interrupted halfway without losing it."""


@dataclass
class Checked:
    """What was found out about one question.

    Attributes:
        distinct: how many of the draws differ.
        defects: what is wrong, each with the command that shows it.
        told: in how many draws each misconception leads to another answer than the key.
        applied: in how many draws it makes sense at all.
        degenerate: draws with an array answer all of whose cells are equal.
        effort: the least and the greatest number of operations.
    """

    question: str
    draws: int = 0
    distinct: int = 0
    defects: list[str] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    applied: Counter[str] = field(default_factory=Counter)
    own: frozenset[str] = frozenset()
    degenerate: int = 0
    effort: tuple[int, int] | None = None
    seconds: float = 0.0

    @property
    def shares(self) -> dict[str, float]:
        """Of every misconception the share of the draws, 0 to 1, in which it can be told from the key."""
        return {name: self.told[name] / count for name, count in self.applied.items()}

    @property
    def kill_score(self) -> float | None:
        """Of all misconceptions that apply, draw by draw, the share that can be told from the key, 0 to 1."""
        return self.told.total() / self.applied.total() if self.applied else None

    @property
    def weakest(self) -> tuple[str, float] | None:
        """The misconception that can be told least often."""
        return min(self.shares.items(), key=lambda item: item[1], default=None)

    def as_object(self) -> dict[str, Any]:
        return {
            "question": self.question,
            "draws": self.draws,
            "distinct": self.distinct,
            "defects": self.defects,
            "misconceptions": {
                name: {"own": name in self.own, "applied": self.applied[name], "told": self.told[name]}
                for name in self.applied
            },
            "kill_score": self.kill_score,
            "degenerate": self.degenerate,
            "effort": self.effort,
            "seconds": round(self.seconds, 3),
        }


def checked(bank: Bank, id_: str, draws: int, seed: str, advance: Callable[[int], None]) -> Checked:
    """Check one question over so many draws; ``advance`` is told of every chunk that is done."""
    started = time.perf_counter()
    try:
        question = bank.question(id_)
    except BankError as error:
        return Checked(id_, defects=[str(error)])
    report = Checked(id_, own=frozenset(misconception.name for misconception in question.own_misconceptions()))
    variants = _variants(question, draws, seed, report)
    seen: set[Question] = set()
    while chunk := list(islice(variants, CHUNK)):
        seen.update(chunk)
        _count(chunk, report)
        advance(len(chunk))
    report.distinct = len(seen)
    report.seconds = time.perf_counter() - started
    return report


def _variants(question: Entry, draws: int, seed: str, report: Checked) -> Iterator[Question]:
    """What ``examgen solve --seed`` draws for a row of seeds; a draw that fails is a defect."""
    for index in range(draws):
        text = f"{seed}-{index}"
        try:
            yield next(candidates(question, seeded(text, question), {}))
        except Exception as error:  # the code of a question, ours or an instructor's, may fail in any way
            why = str(error) if isinstance(error, UserError) else f"it cannot be drawn: {type(error).__name__}: {error}"
            report.draws += 1
            report.defects.append(f"{question.id}: {why}\n  reproduce: examgen solve {question.id} --seed {text}")
            if isinstance(error, UserError):
                return  # hundreds of draws were refused: those of the next seed would be, too


def _examined(variants: Sequence[Question]) -> Iterator[Attested | Defect]:
    """The variants with their keys; where the code of a question fails, each by itself, to tell which of them it was."""
    try:
        yield from witness.examine(variants)
    except UserError:
        raise
    except Exception as error:
        if len(variants) == 1:
            yield Defect(variants[0], f"its code fails: {type(error).__name__}: {error}")
            return
        for variant in variants:
            yield from _examined([variant])


def _count(variants: Sequence[Question], report: Checked) -> None:
    for outcome in _examined(variants):
        report.draws += 1
        if isinstance(outcome, Defect):
            report.defects.append(str(outcome))
        else:
            _count_attested(outcome, report)


def _count_attested(attested: Attested, report: Checked) -> None:
    report.told.update(attested.wrong_answers.keys())
    report.applied.update((*attested.wrong_answers.keys(), *attested.survivors))
    report.degenerate += witness.degenerate(attested.variant, attested.key)
    effort = attested.derivation.effort
    low, high = report.effort or (effort, effort)
    report.effort = min(low, effort), max(high, effort)
