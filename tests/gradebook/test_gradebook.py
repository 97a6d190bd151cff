"""The gradebook keeps all that happened, refuses to change it, and says what stands."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import func, select, text

from examgen.gradebook import filesystem, schema, store
from examgen.gradebook.standing import standing
from examgen.gradebook.store import FILE_NAME, Gradebook, GradebookError


def test_what_stands_is_what_the_last_run_gave_and_earlier_runs_are_its_history(term, book) -> None:
    term.run(book, s1001=term.sheet("s1001", _1="1"), s1002=term.sheet("s1002", _1="about that"))
    found = term.run(book, s1001=term.sheet("s1001"))
    ada, grace, galois, *_ = found.papers
    assert (ada.status, ada.points, ada.of, ada.answers[0].state) == ("marked", Decimal(6), Decimal(6), "right")
    assert [mark.state for mark in ada.answers[0].history] == ["wrong", "right"]
    assert [mark.written.text for mark in ada.answers[0].history] == ["1", term.right("s1001")["1"]]
    assert [s.counts for s in ada.submissions] == [False, True]
    assert grace.status == "absent", "the second run was of everything that had been handed in"
    assert galois.status == "absent"
    assert len(found.runs) == 2


def test_an_unreadable_answer_is_pending_and_the_total_is_a_range(term, book) -> None:
    paper = term.run(book, s1002=term.sheet("s1002", _1="about that")).papers[1]
    assert [answer.label for answer in paper.pending] == ["1"]
    assert (paper.lowest, paper.highest, paper.of) == (4, 6, 6)


def test_rows_can_neither_be_changed_nor_deleted(term, book) -> None:
    term.run(book, s1001=term.sheet("s1001"))
    for statement in ("UPDATE marks SET points = 0", "DELETE FROM submissions", "UPDATE runs SET why = 'x'"):
        with pytest.raises(GradebookError, match="only added"), book.writing() as connection:
            connection.execute(text(statement))


def test_the_same_sheet_again_is_one_submission_and_a_run_that_finds_nothing_new_is_none(term, book) -> None:
    term.run(book, s1001=term.sheet("s1001"))
    term.run(book, s1001=term.sheet("s1001"), s1002=term.sheet("s1002"))
    term.run(book, s1001=term.sheet("s1001"), s1002=term.sheet("s1002"))
    with book.reading() as connection:
        counts = {
            table.__tablename__: connection.execute(select(func.count()).select_from(table)).scalar()
            for table in (schema.SubmissionRow, schema.ReadingRow, schema.RunRow, schema.MarkRow)
        }
    answers = len(term.exam.papers[0].asks)
    assert counts == {"submissions": 2, "readings": 2 * answers, "runs": 2, "marks": 3 * answers}


def test_who_somebody_is_stands_in_one_table_alone(term, book) -> None:
    term.run(book, s1001=term.sheet("s1001"))
    with book.reading() as connection:
        for table in schema.Table.metadata.tables.values():
            rows = str([dict(row._mapping) for row in connection.execute(select(table))])
            assert ("Lovelace" in rows) == (table.name == "persons"), table.name
            assert ("ada@x.org" in rows) == (table.name == "persons"), table.name


def test_the_migrations_make_the_tables_of_the_models(book) -> None:
    with book.writing() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.Table.metadata) == []
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == store.VERSION


def test_a_gradebook_is_written_ahead_and_nobody_elses_to_read(term, book, tmp_path) -> None:
    with sqlite3.connect(tmp_path / FILE_NAME) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o600


def test_on_a_network_share_it_is_not_written_ahead_and_that_is_said(term, tmp_path, monkeypatch) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        f"21 1 8:1 / / rw - ext4 /dev/sda rw\n22 21 0:40 / {tmp_path}/a\\040share rw - nfs4 server:/x rw\n"
    )
    monkeypatch.setattr(filesystem, "MOUNTS", mounts)
    share = tmp_path / "a share"
    share.mkdir()
    assert (filesystem.is_network(tmp_path), filesystem.is_network(share)) == ("", "nfs4")
    with Gradebook.open(share, term.exam) as book:
        assert "network share (nfs4)" in book.notes[0]
        term.run(book, s1001=term.sheet("s1001"))
    with sqlite3.connect(share / FILE_NAME) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize("content", [b"no database at all, but long enough" * 50, b"SQLite format 3\0" + b"x" * 2000])
def test_a_file_that_is_no_gradebook_is_refused_in_a_sentence(term, tmp_path, content) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(GradebookError, match="from your backup"), Gradebook.open(tmp_path, term.exam):
        pass


def test_a_gradebook_of_a_newer_examgen_is_refused(term, tmp_path) -> None:
    with Gradebook.open(tmp_path, term.exam) as book, book.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(GradebookError, match="newer examgen"), Gradebook.open(tmp_path, term.exam):
        pass


def test_a_url_of_another_database_is_refused(term, tmp_path) -> None:
    for url in ("mysql://host/grades", "nonsense", "oracle://x"):
        with pytest.raises(GradebookError, match="postgresql://host/grades"), Gradebook.open(tmp_path, term.exam, url):
            pass


def test_text_that_no_database_takes_is_kept(term, book) -> None:
    found = term.run(book, s1001=term.sheet("s1001", _1="4\x00\ud800".encode("utf-8", "replace").decode()))
    assert found.papers[0].answers[0].written.text.startswith("4")
    assert standing(book, students=["s1001"]).papers == found.papers[:1]


def test_marking_and_what_stands_import_no_database() -> None:
    modules = "examgen.marking.submissions, examgen.marking.marker, examgen.gradebook.standing"
    program = f"import sys, {modules}; print(sorted({{'sqlalchemy', 'alembic', 'openpyxl'}} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
