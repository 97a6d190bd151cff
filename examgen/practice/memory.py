"""What a student's own machine remembers of their practice: every answer, and when each question is due again.

One SQLite file in the user's data folder, written answer by answer, so that a session may end at any moment and two may run at
once. It is never sent anywhere; `examgen progress` exports and deletes it.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from examgen.errors import UserError

if TYPE_CHECKING:
    from fsrs import Card

Outcome = Literal["at once", "with help", "not"]
"""How an ask came out: right at the first try without help; right in the end; or left without the right answer."""
SCORES: Mapping[Outcome, float] = {"at once": 1.0, "with help": 0.5, "not": 0.0}
Kind = Literal["question", "misconception"]

FORMAT = 1
FILE_NAME = "progress.sqlite"
RECENT = (0.6, 0.25, 0.15)
"""How much the last outcome of a question counts for its mastery, the one before it, and the one before that."""
OVERCOME = 2
"""So many times in a row a misconception must not show where it could, to count as overcome."""
PATIENCE = 10.0
"""Seconds that one session waits for another one that is writing."""
INTERRUPTED_FOR = timedelta(hours=18)
"""A session that was interrupted longer ago is not taken up again."""

_TABLES = """
CREATE TABLE IF NOT EXISTS answers (
    id INTEGER PRIMARY KEY, at TEXT NOT NULL, session TEXT NOT NULL, source TEXT NOT NULL,
    question TEXT NOT NULL, topic TEXT NOT NULL, level INTEGER NOT NULL, ask TEXT NOT NULL,
    parameters TEXT NOT NULL, typed TEXT NOT NULL, state TEXT NOT NULL, misconceptions TEXT NOT NULL, outcome TEXT
);
CREATE TABLE IF NOT EXISTS cards (
    kind TEXT NOT NULL, name TEXT NOT NULL, question TEXT NOT NULL, feedback TEXT NOT NULL, scores TEXT NOT NULL,
    met INTEGER NOT NULL, passed INTEGER NOT NULL, due TEXT NOT NULL, card TEXT NOT NULL, PRIMARY KEY (kind, name)
);
CREATE TABLE IF NOT EXISTS posed (question TEXT NOT NULL, variant TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (question, variant));
CREATE TABLE IF NOT EXISTS sessions (
    id TEXT PRIMARY KEY, process INTEGER NOT NULL, begun TEXT NOT NULL, touched TEXT NOT NULL, ended TEXT,
    wanted TEXT NOT NULL, state TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS mocks (
    id TEXT PRIMARY KEY, at TEXT NOT NULL, title TEXT NOT NULL, points TEXT NOT NULL, reachable TEXT NOT NULL, minutes REAL
);
CREATE INDEX IF NOT EXISTS answers_of_session ON answers (session);
"""
_EXPORTED = ("answers", "cards", "posed", "sessions", "mocks")


class ProgressError(UserError):
    """The progress file cannot be used."""


@dataclass(frozen=True)
class Known:
    """What is known of a question, or of a misconception.

    Attributes:
        question: the question; of a misconception the one where it was met last.
        feedback: what a student with the misconception is told.
        scores: how the last times came out, the latest first, 0 to 1.
        met: how often a misconception was met.
        passed: how often in a row it has not shown since, where it could have.
        due: when it should come again.
        retrievability: how likely it is known now, 0 to 1.
        last: when it was answered last.
    """

    name: str
    question: str
    feedback: str
    scores: tuple[float, ...]
    met: int
    passed: int
    due: datetime
    retrievability: float
    last: datetime

    @property
    def score(self) -> float:
        """How well it went lately, the last time counting most."""
        return sum(weight * score for weight, score in zip(RECENT, self.scores, strict=False))

    @property
    def mastery(self) -> float:
        """How well it went, and is still remembered."""
        return self.score * self.retrievability

    @property
    def overcome(self) -> bool:
        """Whether a misconception has not shown for some time."""
        return self.passed >= OVERCOME


@dataclass(frozen=True)
class Answered:
    """One answer, as it is remembered.

    Attributes:
        source: ``practice`` or ``mock``.
        typed: exactly what was typed.
        misconceptions: lasting ids of those that were diagnosed, each with what was told.
        avoided: lasting ids of those that would have shown in the answer, and did not.
        outcome: how the ask came out, where this was the end of it.
    """

    session: str
    question: str
    topic: str
    level: int
    ask: str
    parameters: Mapping[str, Any]
    typed: str
    state: str
    misconceptions: Mapping[str, str] = field(default_factory=dict)
    avoided: tuple[str, ...] = ()
    outcome: Outcome | None = None
    source: str = "practice"


@dataclass(frozen=True)
class Interrupted:
    """A session that did not come to its end.

    Attributes:
        wanted: what it was begun with.
        state: where it stood.
    """

    id: str
    wanted: Mapping[str, Any]
    state: Mapping[str, Any]


class Memory:
    """The progress of one student.

    Args:
        path: the file; one that lives as long as the process without it.
        now: the clock.
    """

    def __init__(self, path: Path | None = None, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.path = path
        self.note = ""
        """What a student should know of the file, in a sentence; empty where all is well."""
        self._now = now
        self._connection = self._opened()
        self._scheduler: Any = None

    @classmethod
    def own(cls) -> Memory:
        """The progress of whoever is at this machine; where it cannot be kept, one that is forgotten at the end, with a note."""
        from examgen.practice.stock import data_folder

        path = data_folder() / FILE_NAME
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            return cls(path)
        except (OSError, sqlite3.OperationalError) as error:
            memory = cls()
            memory.note = f"Nothing of this session is kept: {path} cannot be written ({_reason(error)})."
            return memory

    def _opened(self) -> sqlite3.Connection:
        try:
            return self._prepared()
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            if self.path is None:
                raise
            aside = self.path.with_name(f"{self.path.name}.damaged-{self._now():%Y%m%d-%H%M%S}")
            for suffix in ("-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
            self.path.replace(aside)
            self.note = f"The progress file was damaged and is now {aside.name}; practice begins a new one."
            return self._prepared()

    def _prepared(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path or ":memory:", timeout=PATIENCE, isolation_level=None)
        try:
            connection.row_factory = sqlite3.Row
            _write_ahead(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            if version > FORMAT:
                raise ProgressError(
                    f"{self.path} was written by a newer examgen (format {version}, this one reads {FORMAT}); upgrade examgen"
                )
            if version < FORMAT:
                connection.executescript(f"BEGIN IMMEDIATE; {_TABLES} PRAGMA user_version = {FORMAT}; COMMIT;")
        except BaseException:
            connection.close()
            raise
        return connection

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """All of what is written in here, or nothing of it."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # answers --------------------------------------------------------------------------------------------------------

    def record(self, answered: Answered) -> None:
        """Remember an answer, and what it says of its misconceptions."""
        now = self._now()
        with self._writing() as db:
            db.execute(
                "INSERT INTO answers (at, session, source, question, topic, level, ask, parameters, typed, state, misconceptions,"
                " outcome) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    *(now.isoformat(), answered.session, answered.source, answered.question, answered.topic),
                    *(answered.level, answered.ask, _json(answered.parameters), answered.typed, answered.state),
                    *(_json(list(answered.misconceptions)), answered.outcome),
                ),
            )
            for name, feedback in answered.misconceptions.items():
                self._review(db, "misconception", name, answered.question, 0.0, feedback)
            for name in answered.avoided:
                if db.execute("SELECT 1 FROM cards WHERE kind = 'misconception' AND name = ?", (name,)).fetchone():
                    self._review(db, "misconception", name, answered.question, 1.0)

    def finished(self, question: str, outcomes: Iterable[Outcome]) -> None:
        """A question is done; how its asks came out decides when it comes again."""
        scores = [SCORES[outcome] for outcome in outcomes]
        if scores:
            with self._writing() as db:
                self._review(db, "question", question, question, sum(scores) / len(scores))

    def _review(
        self, db: sqlite3.Connection, kind: Kind, name: str, question: str, score: float, feedback: str = ""
    ) -> None:
        from fsrs import Card, Rating

        row = db.execute("SELECT * FROM cards WHERE kind = ? AND name = ?", (kind, name)).fetchone()
        card = Card.from_json(row["card"]) if row else Card(card_id=0, due=self._now())
        rating = Rating.Good if score > 0.9 else Rating.Hard if score >= 0.5 else Rating.Again
        card, _ = self.scheduler.review_card(card, rating, self._now())
        scores = [score, *(json.loads(row["scores"]) if row else ())][: len(RECENT)]
        missed = score < SCORES["with help"]
        met = (row["met"] if row else 0) + missed
        passed = 0 if missed else (row["passed"] if row else 0) + 1
        where = question if missed or row is None else row["question"]
        db.execute(
            "INSERT OR REPLACE INTO cards (kind, name, question, feedback, scores, met, passed, due, card)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(kind, name, where, feedback or (row["feedback"] if row else ""), _json(scores)),
                *(met, passed, card.due.isoformat(), card.to_json()),
            ),
        )

    @property
    def scheduler(self) -> Any:
        """FSRS, without steps of minutes: what was missed comes again within the session anyway."""
        if self._scheduler is None:
            from fsrs import Scheduler

            self._scheduler = Scheduler(learning_steps=(), relearning_steps=(), enable_fuzzing=False)
        return self._scheduler

    # what is known --------------------------------------------------------------------------------------------------

    def known(self, kind: Kind = "question") -> dict[str, Known]:
        """What is known of each question that was tried, or of each misconception that was met."""
        rows = self._connection.execute("SELECT * FROM cards WHERE kind = ? ORDER BY name", (kind,)).fetchall()
        return {row["name"]: self._known(row) for row in rows}

    def _known(self, row: sqlite3.Row) -> Known:
        from fsrs import Card

        card: Card = Card.from_json(row["card"])
        return Known(
            row["name"],
            row["question"],
            row["feedback"],
            tuple(json.loads(row["scores"])),
            row["met"],
            row["passed"],
            card.due,
            self.scheduler.get_card_retrievability(card, self._now()),
            card.last_review or card.due,
        )

    @property
    def now(self) -> datetime:
        """The time of the clock that everything is remembered by."""
        return self._now()

    def pose(self, question: str, variant: str) -> None:
        """Remember that a variant was shown."""
        with self._writing() as db:
            db.execute("INSERT OR REPLACE INTO posed VALUES (?, ?, ?)", (question, variant, self._now().isoformat()))

    def posed(self, question: str) -> dict[str, str]:
        """The variants of a question that were shown, each with when it was last."""
        rows = self._connection.execute("SELECT variant, at FROM posed WHERE question = ?", (question,)).fetchall()
        return {row["variant"]: row["at"] for row in rows}

    def typed(self, count: int = 200) -> list[str]:
        """What was typed last, the latest last."""
        rows = self._connection.execute(
            "SELECT typed FROM answers WHERE typed != '' ORDER BY id DESC LIMIT ?", (count,)
        ).fetchall()
        return [row["typed"] for row in reversed(rows)]

    @property
    def answers(self) -> int:
        """How many answers are remembered."""
        (count,) = self._connection.execute("SELECT count(*) FROM answers").fetchone()
        return int(count)

    # sessions -------------------------------------------------------------------------------------------------------

    def begin(self, session: str, wanted: Mapping[str, Any]) -> None:
        """A session begins; those with the same wishes that were interrupted before are given up."""
        now = self._now().isoformat()
        given_up = [row["id"] for row in self._open(wanted)]
        with self._writing() as db:
            db.executemany("UPDATE sessions SET ended = touched WHERE id = ?", [(id_,) for id_ in given_up])
            db.execute(
                "INSERT INTO sessions VALUES (?, ?, ?, ?, NULL, ?, '{}')",
                (session, os.getpid(), now, now, _json(wanted)),
            )

    def _open(self, wanted: Mapping[str, Any]) -> list[sqlite3.Row]:
        """The sessions with these wishes that came to no end and that no process is holding, the latest first."""
        rows = self._connection.execute(
            "SELECT * FROM sessions WHERE ended IS NULL AND wanted = ? ORDER BY touched DESC", (_json(wanted),)
        ).fetchall()
        return [row for row in rows if row["process"] == os.getpid() or not _runs(row["process"])]

    def keep(self, session: str, state: Mapping[str, Any]) -> None:
        """Keep where a session stands."""
        with self._writing() as db:
            db.execute(
                "UPDATE sessions SET touched = ?, state = ?, process = ? WHERE id = ?",
                (self._now().isoformat(), _json(state), os.getpid(), session),
            )

    def end(self, session: str) -> None:
        """A session came to its end."""
        now = self._now().isoformat()
        with self._writing() as db:
            db.execute("UPDATE sessions SET touched = ?, ended = ? WHERE id = ?", (now, now, session))

    def interrupted(self, wanted: Mapping[str, Any]) -> Interrupted | None:
        """The session with these wishes that was interrupted, where it is not too long ago."""
        since = (self._now() - INTERRUPTED_FOR).isoformat()
        for row in self._open(wanted):
            if row["touched"] > since and row["state"] != "{}":
                return Interrupted(row["id"], json.loads(row["wanted"]), json.loads(row["state"]))
        return None

    def outcomes(self, session: str) -> list[tuple[str, Outcome]]:
        """How the asks of a session came out: the question of each, and the outcome."""
        rows = self._connection.execute(
            "SELECT question, outcome FROM answers WHERE session = ? AND outcome IS NOT NULL ORDER BY id", (session,)
        ).fetchall()
        return [(row["question"], row["outcome"]) for row in rows]

    def mock(self, id_: str, title: str, points: str, reachable: str, minutes: float | None) -> None:
        """Remember what a mock exam came to."""
        with self._writing() as db:
            db.execute(
                "INSERT OR REPLACE INTO mocks VALUES (?, ?, ?, ?, ?, ?)",
                (id_, self._now().isoformat(), title, points, reachable, minutes),
            )

    def mocks(self) -> list[dict[str, Any]]:
        """The mock exams, in order."""
        return [dict(row) for row in self._connection.execute("SELECT * FROM mocks ORDER BY at").fetchall()]

    # all of it ------------------------------------------------------------------------------------------------------

    def export(self) -> dict[str, Any]:
        """Everything that is remembered, ready for JSON."""
        tables = {name: [dict(row) for row in self._connection.execute(f"SELECT * FROM {name}")] for name in _EXPORTED}
        return {"format": FORMAT, **tables}

    def forget(self) -> None:
        """Delete everything that is remembered, from the file as well."""
        with self._writing() as db:
            for name in _EXPORTED:
                db.execute(f"DELETE FROM {name}")
        self._connection.execute("VACUUM")
        self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let sessions write side by side. SQLite does not wait for this by itself where another session does it at the same moment."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return
