"""Going through what is pending: what is shown of each case, and what the keys do."""

from __future__ import annotations

import csv
import io
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from examgen.answers import AnswerType, Explanation
from examgen.bank.bank import Bank
from examgen.derivation.lines import Line
from examgen.exam.printing import criteria_worth, points_text
from examgen.exam.sealed import as_printed, as_typed, chosen, kind_of
from examgen.gradebook.decisions import REVIEW, SECOND, Case, as_points, decide, withdraw
from examgen.gradebook.record import last_rules
from examgen.gradebook.rulebook import Rulebook
from examgen.gradebook.store import Gradebook
from examgen.gradebook.table import inert
from examgen.judge import Rules, part_of, read_answer
from examgen.question.question import Question
from examgen.rendering import stem
from examgen.rendering.terminal import inline


@dataclass(frozen=True)
class Meant:
    """What an answer may mean: in words, as it would be typed, and what it would earn against the key."""

    said: str
    typed: str
    points: Decimal


@dataclass(frozen=True)
class Shown:
    """All that a case is decided by.

    Attributes:
        kind: how the answer is read on this paper.
        asked: what is asked, in Markdown; for an answer in words all that was printed.
        key: the right answer as a student would type it.
        read: what the text alone is read as; empty where that is not certain, or a person has to say.
        line: the last line of the derivation on the way to it.
        criteria: for an answer in words, what earns how many points.
    """

    variant: Question
    kind: AnswerType
    asked: str
    key: str
    meant: tuple[Meant, ...]
    read: str
    line: Line | None
    criteria: tuple[tuple[str, Decimal], ...]


def rules_of(book: Gradebook) -> Rules:
    """The rules of the last marking."""
    return Rulebook.of(book.exam, last_rules(book)).marking.rules


def shown(case: Case, bank: Bank, rules: Rules, *, expressions: bool = False) -> Shown:
    """What is shown of a case; its readings with what they earn by the rules, each held against the key alone."""
    answer = case.first
    variant = answer.question.variant(bank)
    ask, kind = answer.ask, kind_of(variant, answer.ask)
    own = variant.asks[ask.name].type
    read = read_answer(
        own,
        answer.written.text,
        printed=kind,
        chosen=lambda v: chosen(variant, ask, v),
        expected=as_printed(variant, ask, ask.key),
        expressions=expressions,
        ask=variant.asks[ask.name].text,
    )
    meant = []
    for reading in read.readings if own.is_judged else ():
        _, share = rules.worth(own.compare(reading.value, ask.key))
        meant.append(Meant(reading.said, as_typed(variant, ask, reading.value), part_of(answer.of, share)))
    lines = [line for line in variant.derivation().lines if line.ask == ask.name and own.is_judged]
    asked = stem.ask(variant, ask.name)
    return Shown(
        variant=variant,
        kind=kind,
        asked=asked if own.is_judged else f"{answer.question.statement}\n\n{asked}",
        key=as_typed(variant, ask, ask.key),
        meant=tuple(meant),
        read=read.said if own.is_judged and read.value is not None else "",
        line=lines[-1] if lines else None,
        criteria=tuple(criteria_worth(own, answer.of)) if isinstance(own, Explanation) else (),
    )


class Reviewer:
    """One person going through the cases; every decision is in the gradebook as soon as it is made.

    Attributes:
        place: which case is looked at.
        read: whether something was decided that the machine must mark again.
    """

    def __init__(self, book: Gradebook, bank: Bank, cases: Sequence[Case], by: str, *, second: bool = False) -> None:
        self.book, self.bank, self.cases, self.by, self.second = book, bank, cases, by, second
        self.rules = rules_of(book)
        self.place = 0
        self.read = False
        self.made: list[tuple[int, str, list[uuid.UUID]]] = []

    @property
    def case(self) -> Case | None:
        """The case that is looked at; ``None`` when all have been."""
        return self.cases[self.place] if self.place < len(self.cases) else None

    @property
    def settled(self) -> list[tuple[int, list[uuid.UUID]]]:
        """The cases that were decided, each with its decisions; a comment decides nothing."""
        return [(place, ids) for place, kind, ids in self.made if kind != "comment"]

    def do(self, line: str) -> str:
        """Do what was typed for the case that is looked at.

        Returns:
            What is to be said about it.

        Raises:
            ValueError: it cannot be understood; nothing was decided.
        """
        case = self.case
        if case is None:
            return ""
        command, _, comment = line.strip().partition(" ")
        comment = comment.strip()
        match command.lower():
            case "" | "s" | "skip":
                self.place += 1
                return "skipped"
            case "u" | "undo":
                return self._undo()
            case "c" | "comment":
                if not comment:
                    raise ValueError("expected a comment after c")
                self._decide(case, None, comment, "comment")
                return "commented; the answer stays pending"
            case "a" | "accept":
                view, of = shown(case, self.bank, self.rules), case.first.of
                if self.second or not view.kind.is_judged:
                    return self._settle(case, of, comment, "second" if self.second else "points")
                return self._settle(case, of, comment, "read", view.key)
            case reading if re.fullmatch(r"r\d+", reading):
                meant = shown(case, self.bank, self.rules, expressions=True).meant
                if not meant:
                    raise ValueError("this answer has no possible readings; type its points, or a to accept it")
                if not 1 <= int(reading[1:]) <= len(meant):
                    there = ", ".join(f"r{n}" for n in range(1, len(meant) + 1))
                    raise ValueError(f"there is no reading {reading[1:]}; the readings are {there}")
                typed = meant[int(reading[1:]) - 1].typed
                return self._settle(case, None, comment, "read", typed)
        points = as_points(command)
        if points is None:
            raise ValueError(
                f"{command!r} is neither points (at most two decimals) nor a command; ? lists the commands"
            )
        if points > case.first.of:
            raise ValueError(f"this answer earns {points_text(case.first.of)} points at most, got {command}")
        return self._settle(case, points, comment, "second" if self.second else "points")

    def _settle(self, case: Case, points: Decimal | None, comment: str, kind: str, reads: str = "") -> str:
        self._decide(case, points, comment, kind, reads)
        self.read = self.read or bool(reads)
        self.place += 1
        count = len(case.answers)
        what = f"{points_text(points)} of {points_text(case.first.of)}" if points is not None else f"read as {reads}"
        return f"{what}, {count} answer{'s' * (count != 1)}"

    def _decide(self, case: Case, points: Decimal | None, comment: str, kind: str, reads: str = "") -> None:
        ids = decide(self.book, case.decided(points, comment, kind, reads), by=self.by)
        self.made.append((self.place, kind, ids))

    def _undo(self) -> str:
        if not self.made:
            raise ValueError("there is nothing to undo")
        self.place, _, ids = self.made.pop()
        withdraw(self.book, ids, by=self.by)
        return "undone"


def cases_csv(book: Gradebook, cases: Sequence[Case], bank: Bank, *, second: bool = False) -> str:
    """The open cases as a table whose columns ``points`` and ``comment`` are to be filled in.

    The table of a ``second`` marker says nothing of what the first one gave or why.
    """
    text, rules = io.StringIO(), rules_of(book)
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(REVIEW)
    for case in cases:
        answer = case.first
        view = shown(case, bank, rules)
        # what was decided to be read is no business of the second marker
        read = " or ".join(one.said for one in view.meant) or (view.read if second else answer.read.text)
        name, why = (f"{SECOND}{case.name}", "") if second else (case.name, answer.rule.text)
        earns = "; ".join(f"{text} ({points_text(points)})" for text, points in view.criteria)
        told = f"{answer.question.title}: {view.asked}" + (f" Criteria: {earns}" if earns else "")
        asked = inline(" ".join(told.split())).plain
        cells = (name, str(len(case.answers)), points_text(answer.of), asked, answer.written.text, read, view.key)
        writer.writerow([*map(inert, cells), inert(why), "", ""])
    return text.getvalue()
