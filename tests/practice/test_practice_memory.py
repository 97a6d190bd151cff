"""What is remembered of practice: whatever happens to the process, and to the file."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from examgen.bank.bank import Bank
from examgen.practice.memory import FORMAT, Answered, Memory, ProgressError
from examgen.practice.programme import Programme
from examgen.practice.stock import Stock


class Clock:
    now = datetime(2026, 11, 26, 23, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def answered(**changes: object) -> Answered:
    given: dict[str, object] = {
        "session": "s",
        "question": "pooling.max_map",
        "topic": "pooling",
        "level": 1,
        "ask": "y",
        "parameters": {"n": 4},
        "typed": "1 2; 3 4",
        "state": "wrong",
    }
    return Answered(**(given | changes))  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "progress.sqlite"


def test_an_answer_is_in_the_file_before_the_next_one_is_typed(path: Path) -> None:
    Memory(path).record(answered())  # and the process may die now: nothing is closed
    assert Memory(path).typed() == ["1 2; 3 4"]


def test_two_sessions_write_at_once_and_lose_nothing(path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from examgen.practice.memory import Answered, Memory\n"
        "memory = Memory(Path(sys.argv[1]))\n"
        "for n in range(40):\n"
        "    memory.record(Answered('s', 'a.b', 'a', 1, 'y', {}, f'{sys.argv[2]} {n}', 'right'))\n"
        "    memory.finished('a.b', ['at once'])"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, str(path), str(n)]) for n in range(2)]
    assert [writer.wait() for writer in writers] == [0, 0]
    memory = Memory(path)
    assert sorted(memory.typed()) == sorted(f"{w} {n}" for w in range(2) for n in range(40))
    assert memory.known()["a.b"].passed == 80


def test_a_damaged_file_is_put_aside_and_said(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"rubbish" * 500)
    memory = Memory(path)
    memory.record(answered())
    assert "damaged" in memory.note
    assert len(list(path.parent.glob("progress.sqlite.damaged-*"))) == 1


def test_the_file_of_a_newer_examgen_is_refused_and_left_alone(path: Path) -> None:
    memory = Memory(path)
    memory._connection.execute(f"PRAGMA user_version = {FORMAT + 1}")
    memory.close()
    with pytest.raises(ProgressError, match="upgrade examgen"):
        Memory(path)


def test_where_nothing_can_be_written_the_session_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setattr("examgen.practice.stock.data_folder", lambda: tmp_path / "file" / "below")
    memory = Memory.own()
    memory.record(answered())
    assert "Nothing of this session is kept" in memory.note


def test_a_misconception_is_met_and_overcome_when_it_no_longer_shows(path: Path) -> None:
    clock = Clock()
    memory = Memory(path, clock)
    memory.record(answered(misconceptions={"pooling.max_map/mean_for_max": "You took the mean."}))
    (met,) = memory.known("misconception").values()
    assert (met.met, met.overcome, met.feedback) == (1, False, "You took the mean.")
    for _ in range(2):
        clock.now += timedelta(days=3)
        memory.record(answered(state="right", avoided=("pooling.max_map/mean_for_max", "never_met"), outcome="at once"))
    (met,) = memory.known("misconception").values()
    assert met.overcome


def test_what_goes_well_comes_again_ever_later(path: Path) -> None:
    clock = Clock()
    memory = Memory(path, clock)
    waits = []
    for _ in range(4):
        memory.finished("a.b", ["at once", "at once"])
        due = memory.known()["a.b"].due
        waits.append(due - clock.now)
        clock.now = due
    assert waits == sorted(waits)
    assert waits[-1] > 4 * waits[0]


def test_a_session_that_is_still_running_elsewhere_is_not_taken_over(path: Path) -> None:
    other = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        memory = Memory(path)
        memory.begin("theirs", {"words": []})
        memory.keep("theirs", {"number": 1})
        memory._connection.execute("UPDATE sessions SET process = ?", (other.pid,))
        assert memory.interrupted({"words": []}) is None
        memory.begin("ours", {"words": []})
    finally:
        other.communicate(b"\n")
    found = memory.interrupted({"words": []})
    assert found is not None
    assert found.id == "theirs", "now that it ended without an end"


def test_everything_can_be_exported_and_deleted(path: Path) -> None:
    memory = Memory(path)
    memory.record(answered(typed="a secret"))
    memory.pose("a.b", "{}")
    assert memory.export()["answers"][0]["typed"] == "a secret"
    memory.forget()
    assert not any(rows for name, rows in memory.export().items() if name != "format")
    memory.close()
    assert b"a secret" not in path.read_bytes()


def test_what_keeps_going_wrong_does_not_crowd_out_what_came_long_ago() -> None:
    """Both are due: one is forgotten every day, the other went right twice and has not come for two months."""
    clock, bank = Clock(), Bank()
    stock = Stock.of(bank)
    ids = ("pooling.average_map", "softmax.values")
    cards = [card for card in stock.cards() if card.id in ids]
    memory = Memory(now=clock)
    for day in range(70):
        if day in (0, 3):
            memory.finished("softmax.values", ["at once"])
        memory.finished("pooling.average_map", ["not"])
        clock.now += timedelta(days=1)
    known = memory.known()
    assert all(known[id_].due <= clock.now for id_ in ids)
    assert known["pooling.average_map"].retrievability < known["softmax.values"].retrievability
    first = Counter(Programme(bank, cards, memory, stock, str(seed)).next().shown.question for seed in range(40))
    assert 10 <= first["softmax.values"] <= 30, first
