"""The gradebook is the same in PostgreSQL: it keeps, refuses to change, and says what stands."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import text

from examgen.gradebook.decisions import Decided, decide, read_as
from examgen.gradebook.enter import Entering, entered
from examgen.gradebook.standing import standing
from examgen.gradebook.store import Gradebook, GradebookError


def test_in_postgresql_all_is_kept_nothing_is_changed_and_the_same_stands(term, postgres, tmp_path) -> None:
    stands = []
    for url in (postgres[0], ""):
        with Gradebook.open(tmp_path, term.exam, url) as book:
            first = term.run(book, s1001=term.sheet("s1001", _1="see page 3\x00"), s1002=term.sheet("s1002", _2="-7"))
            paper = first.of_student("s1001")
            decide(book, [Decided(paper, paper.answer("1"), Decimal("1.5"), "nearly")], by="ada")
            decide(book, [Decided(paper, paper.answer("2"), None, "", "read", "17")], by="ada")
            assert read_as(book)[paper.paper.number] == {"2": (paper.answer("2").written.text, "17")}
            entering = Entering(book, term.bank, "ada")
            entering.take(term.number("s1003"))
            while entering.place is not None:
                entering.do("")
            assert list(entered(book).whole) == [term.number("s1003")]
            with pytest.raises(GradebookError, match="only added"), book.writing() as connection:
                connection.execute(text("UPDATE marks SET points = 0"))
            found = standing(book)
            stands.append(
                [(p.paper.number, p.status, p.points, p.highest, [a.rule for a in p.answers]) for p in found.papers]
            )
    assert stands[0] == stands[1]


def test_a_server_that_is_not_there_is_said_in_a_sentence(term, tmp_path) -> None:
    pytest.importorskip("psycopg")
    url = "postgresql://exam@127.0.0.1:1/grades?connect_timeout=2"
    with (
        pytest.raises(GradebookError, match="make sure that it can be reached"),
        Gradebook.open(tmp_path, term.exam, url),
    ):
        pass
