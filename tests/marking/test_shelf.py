"""What is put on a shelf is what is taken from it, and leads to the exam's own papers, questions and asks."""

from __future__ import annotations

import pytest

from examgen.marking.marker import mark_all
from examgen.marking.shelf import Shelf, Shelved, ShelvedMapping


def test_what_is_taken_is_what_was_put_in_any_order() -> None:
    things = ["", b"\0" * 3_000_000, {"1": ["a", None]}, "ä" * 10]
    shelf = Shelf()
    places = [shelf.put(thing) for thing in things]

    assert [shelf.take(place) for place in reversed(places)] == things[::-1]
    assert shelf.take(shelf.put("last")) == "last"
    assert shelf.take(places[2]) == things[2]


def test_a_shelved_sequence_is_the_sequence() -> None:
    found = Shelved.of(str(n) for n in range(5))

    assert found == ["0", "1", "2", "3", "4"]
    assert found != ["0", "1", "2", "3"]
    assert found != ["0", "1", "2", "3", "5"]
    assert (found[0], found[-1], found[1:3], len(found)) == ("0", "4", ("1", "2"), 5)
    with pytest.raises(IndexError):
        found[5]


def test_a_shelved_mapping_keeps_the_last_of_a_key_and_goes_by_other_names() -> None:
    found = ShelvedMapping.of([("a", 1), ("b", 2), ("a", 3)])

    assert found == {"a": 3, "b": 2}
    assert found.renamed({"a": "x", "b": ""}) == {"x": 3}


def test_marks_lead_to_the_exams_own_papers(sat, handed_in) -> None:
    from examgen.gradebook.judged import judged
    from examgen.marking.submissions import collect

    stands = [
        judged(mark) for mark in mark_all(sat.exam, collect(sat.exam, [handed_in]).sheets, sat.bank, keras=False).papers
    ]

    taken = list(Shelved.of(stands, sat.exam.papers))

    assert [stand.paper for stand in taken] == [stand.paper for stand in stands]
    for one, other in zip(taken, stands, strict=True):
        assert one.paper is other.paper
        assert (one.points, one.highest, one.of, len(one.answers)) == (
            other.points,
            other.highest,
            other.of,
            len(other.answers),
        )
        for a, b in zip(one.answers, other.answers, strict=True):
            assert a.question is b.question
            assert a.ask is b.ask
            assert (a.label, a.written, a.rule, a.feedback, a.diagnosis) == (
                b.label,
                b.written,
                b.rule,
                b.feedback,
                b.diagnosis,
            )
