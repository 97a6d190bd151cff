"""What counts of all that a class hands in: each rule by what is marked, what is reported, and in which words. No network runs."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest

from examgen.errors import cited
from examgen.exam.blueprint import Blueprint
from examgen.exam.numbers import paper_numbers
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.marking import complaints, submissions
from examgen.marking.received import Received
from examgen.marking.saved import saved
from examgen.marking.submissions import Students, Submissions, collect
from examgen.marking.tables import Row

NAMES = {"s1001": "Ada Lovelace", "s1002": "Grace Hopper", "s1003": "Emmy Noether", "s1004": "Alan Turing"}
NUMBERS = paper_numbers(b"k" * 32, [*NAMES, "spare"])
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
Hand = Callable[..., Path]


def exam(counts: str = "ask", **emails: str) -> SealedExam:
    asks = tuple(SealedAsk(name=f"a{n}", label=f"{n}", text="?", points=Decimal(1), key=5) for n in (1, 2))
    question = SealedQuestion(
        place="q#1", number=1, section=0, question="q", version=1, title="Q", statement="Q.", points=Decimal(2),
        parameters={}, attempt=0, effort=1, asks=asks, misconceptions={},
    )  # fmt: skip
    blueprint = Blueprint.model_validate(
        {
            "id": "e1",
            "title": "E",
            "marking": {"counts": counts},
            "sections": [{"questions": [{"question": "q.q", "points": 2}]}],
        }
    )
    papers = [
        SealedPaper(
            number=NUMBERS[id_], student=id_, name=name, columns={"E-Mail": emails.get(id_, "")}, questions=(question,)
        )
        for id_, name in NAMES.items()
    ]
    papers.append(SealedPaper(number=NUMBERS["spare"], questions=(question,)))
    return SealedExam(id="e1", engine="1", bank="1", blueprint=blueprint, papers=tuple(papers))


def sheet(student: str, /, one: str = "5", two: str = "6", **changed: str) -> str:
    heads = {"exam": "e1", "student": student, "paper": NUMBERS.get(student, "?")} | changed
    return "".join(f'{head}: "{said}"\n' for head, said in heads.items()) + f'answers:\n  1: "{one}"\n  2: "{two}"\n'


@pytest.fixture
def hand(tmp_path: Path) -> Hand:
    """Hand a file in at a moment."""

    def write(name: str, text: str, minutes: float = 0, folder: str = "in") -> Path:
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        at = (NOON + timedelta(minutes=minutes)).timestamp()
        os.utime(path, (at, at))
        return path

    return write


def of(found: Submissions) -> dict[str, str]:
    """The first answer that counts, by student."""
    return {paper.student: sheet_.answers["1"] for paper, sheet_ in found.sheets}


def run(path: Path, counts: str = "ask", earlier: Mapping[str, Received] | None = None, **how: object) -> Submissions:
    return collect(exam(counts), [path], earlier, **how)  # type: ignore[arg-type]


# which of several -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "answer", "note"),
    [
        ("last", "3", "b.yaml counts, the last of 3 (2026-11-27 12:10 UTC), and not {folder}/a.yaml, {folder}/c.yaml"),
        (
            "first",
            "2",
            "a.yaml counts, the first of 3 (2026-11-27 11:55 UTC), and not {folder}/b.yaml, {folder}/c.yaml",
        ),
    ],
)
def test_of_different_sheets_the_first_or_the_last_counts_where_the_blueprint_says_so(
    hand, tmp_path, counts, answer, note
) -> None:
    folder = hand("s1001/a.yaml", sheet("s1001", "2"), -5).parent
    hand("s1001/b.yaml", sheet("s1001", "3"), 10)
    hand("s1001/c.yaml", sheet("s1001", "4"), 5)
    found = run(tmp_path / "in", counts)
    assert of(found) == {"s1001": answer}
    assert found.notes == [f"s1001: {folder}/{note.format(folder=folder)}"]
    assert (found.problems, found.rivals) == ([], [])
    assert sorted(received.source for _, received in found.others) == [f"{folder}/{name}.yaml" for name in "abc"]
    assert [paper.student for paper, _ in found.others] == ["s1001"] * 3


@pytest.mark.parametrize(
    ("counts", "apart", "chosen"), [("last", 2, False), ("first", 2, False), ("last", 3, True), ("ask", 600, False)]
)
def test_sheets_of_the_same_moment_are_not_chosen_between_nor_any_where_a_person_is_to_say(
    hand, tmp_path, counts, apart, chosen
) -> None:
    first = hand("s1001/a.yaml", sheet("s1001", "2"))
    hand("s1001/b.yaml", sheet("s1001", "3"), apart / 60)
    hand("s1001/c.yaml", sheet("s1001", "2"), 20 + apart)
    found = run(tmp_path / "in", counts)
    assert bool(found.sheets) is chosen
    if not chosen:
        shown = ", ".join(f"{first.parent}/{name}.yaml" for name in "abc")
        why = (
            f"{shown}: s1001 handed in different sheets, so none of them is marked; run examgen grade with the one that counts, "
            "and without the others"
        )
        assert found.problems == [why]
        assert [(paper.student, said) for paper, said in found.unmarked] == [("s1001", why)]
        assert found.received == {"s1001": Received(str(first), named=True, why=why)}


def test_of_many_different_sheets_three_are_named(hand, tmp_path) -> None:
    for n in range(5):
        hand(f"s1001/{n}.yaml", sheet("s1001", f"{n}"))
    (said,) = run(tmp_path / "in").problems
    folder = tmp_path / "in" / "s1001"
    assert said.startswith(
        f"{folder}/0.yaml, {folder}/1.yaml, {folder}/2.yaml and 2 more: s1001 handed in different sheets"
    )


def test_where_the_best_counts_all_others_are_rivals(hand, tmp_path) -> None:
    for place, name in enumerate("abc"):
        hand(f"s1001/{name}.yaml", sheet("s1001", f"{place}"), place)
    found = run(tmp_path / "in", "best")
    assert of(found) == {"s1001": "0"}
    assert [(paper.student, each.answers["1"], received.named) for paper, each, received in found.rivals] == [
        ("s1001", "1", True), ("s1001", "2", True),
    ]  # fmt: skip
    assert found.notes == found.problems == []


def test_the_same_sheet_twice_is_one_and_an_empty_one_beside_it_says_nothing(hand, tmp_path) -> None:
    hand("s1001/a.yaml", sheet("s1001", "", ""))
    hand("s1001/b.yaml", sheet("s1001", "2"))
    hand("s1001/c.yaml", sheet("s1001", "2"))
    hand("s1002/a.yaml", sheet("s1002", "", ""))
    found = run(tmp_path / "in")
    assert of(found) == {"s1001": "2", "s1002": ""}
    assert (found.problems, found.notes) == ([], [])
    assert found.received["s1001"].source == str(tmp_path / "in" / "s1001" / "b.yaml")


def test_two_sheets_of_which_one_is_in_doubt_are_different(hand, tmp_path) -> None:
    hand("s1001/a.yaml", sheet("s1001", "2"))
    hand("s1001/b.yaml", sheet("s1001", "2").replace('"2"\n', '"2"\n    3 4\n'))
    assert "s1001 handed in different sheets" in run(tmp_path / "in").problems[0]


def test_a_sheet_that_is_called_after_its_student_comes_before_one_that_is_not(hand, tmp_path) -> None:
    hand("s1001.yaml", sheet("s1001", "2"))
    hand("x.yaml", sheet("s1001", "3"))
    hand("y.yaml", sheet("s1001", "2"))
    hand("z.yaml", sheet("s1002", "4"))
    found = run(tmp_path / "in")
    folder = tmp_path / "in"
    assert of(found) == {"s1001": "2", "s1002": "4"}
    assert found.problems == [
        f"{folder}/x.yaml: another sheet of s1001, for whom {folder}/s1001.yaml counts, which is called after them"
    ]
    assert found.received["s1001"].named
    assert not found.received["s1002"].named
    assert found.received["s1001"] == Received(
        str(folder / "s1001.yaml"), True, sheet("s1001", "2").encode(), handed_in=NOON
    )


# several runs ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("counts", "answer", "note"),
    [
        ("ask", "3", "{new} replaces {old}, which was marked before"),
        ("last", "3", "{new} replaces {old}, which was marked before"),
        ("first", "2", "{old} counts, which came first, and not {new}"),
        ("best", "3", ""),
    ],
)
def test_a_later_run_replaces_what_was_marked_before_as_the_blueprint_says(
    hand, tmp_path, counts, answer, note
) -> None:
    old = hand("s1001.yaml", sheet("s1001", "2"), folder="old")
    earlier = run(old.parent, counts).received
    new = hand("s1001.yaml", sheet("s1001", "3"), 60)
    found = run(new.parent, counts, earlier)
    assert of(found) == {"s1001": answer}
    assert found.notes == ([f"s1001: {note.format(new=new, old=old)}"] if note else [])
    assert [each.answers["1"] for _, each, _ in found.rivals] == (["2"] if counts == "best" else [])
    again = hand("s1001.yaml", sheet("s1001", "2"), 90)
    assert run(again.parent, counts, earlier).notes == []


def test_where_the_best_counts_what_counted_before_is_the_first_rival(hand, tmp_path) -> None:
    old = hand("s1001.yaml", sheet("s1001", "2"), folder="old")
    earlier = run(old.parent, "best").received
    hand("s1001/a.yaml", sheet("s1001", "3"))
    hand("s1001/b.yaml", sheet("s1001", "4"))
    found = run(tmp_path / "in", "best", earlier)
    assert (of(found), [each.answers["1"] for _, each, _ in found.rivals]) == ({"s1001": "3"}, ["2", "4"])


def test_which_of_two_sheets_counts_is_said_once_and_asked_again_only_where_a_third_comes(hand, tmp_path) -> None:
    sheets = [sheet("s1001", answer) for answer in "345"]
    hand("s1001/a.yaml", sheets[0])
    chosen = run(hand("s1001/b.yaml", sheets[1])).received
    known = {"s1001": {sha256(text.encode()).hexdigest() for text in sheets[:2]}}
    found = run(tmp_path / "in", earlier=chosen, known=known)
    assert (of(found), found.problems) == ({"s1001": "4"}, [])
    hand("s1001/c.yaml", sheets[2])
    found = run(tmp_path / "in", earlier=chosen, known=known)
    assert of(found) == {}
    assert "s1001 handed in different sheets" in found.problems[0]


def test_what_counted_before_stays_where_new_sheets_cannot_be_chosen_between(hand, tmp_path) -> None:
    old = hand("s1001.yaml", sheet("s1001", "2"), folder="old")
    earlier = run(old.parent).received
    hand("s1001/a.yaml", sheet("s1001", "3"))
    hand("s1001/b.yaml", sheet("s1001", "4"))
    found = run(tmp_path / "in", earlier=earlier)
    assert of(found) == {"s1001": "2"}
    assert found.received["s1001"] == earlier["s1001"]
    assert "s1001 handed in different sheets" in found.problems[0]
    assert found.unmarked == []


def test_a_sheet_that_is_called_after_nobody_does_not_replace_one_that_is(hand, tmp_path) -> None:
    old = hand("s1001.yaml", sheet("s1001", "2"), folder="old")
    earlier = run(old.parent).received
    new = hand("x.yaml", sheet("s1001", "3"))
    hand("y.yaml", sheet("s1001", "2"))
    found = run(new.parent, earlier=earlier)
    assert of(found) == {"s1001": "2"}
    assert found.problems == [f"{new}: another sheet of s1001, for whom {old} counts, which is called after them"]
    nameless = {"s1001": Received(str(old), False, earlier["s1001"].content)}
    assert of(run(hand("x.yaml", sheet("s1001", "7"), folder="more").parent, earlier=nameless)) == {"s1001": "7"}


def test_what_was_withdrawn_is_told_once_and_what_could_not_be_marked_is_not(hand, tmp_path) -> None:
    path = hand("s1001.yaml", sheet("s1001", "2"))
    hand("s1002.yaml", "nothing")
    earlier = run(path.parent).received
    assert earlier["s1002"].content is None
    path.unlink()
    (path.parent / "s1002.yaml").unlink()
    hand("s1003.yaml", sheet("s1003"))
    found = run(path.parent, earlier=earlier)
    assert found.notes == [f"s1001: {path} no longer exists, so its mark was removed"]
    assert [paper.student for paper in found.missing] == ["s1001", "s1002", "s1004"]
    broken = hand("s1001.yaml", "nothing")
    found = run(broken.parent, earlier=earlier)
    assert found.notes == []
    assert [paper.student for paper, _ in found.unmarked] == ["s1001"]


def test_a_file_that_is_gone_from_the_folder_of_files_that_are_given_is_withdrawn(hand, tmp_path) -> None:
    one, two = hand("s1001.yaml", sheet("s1001")), hand("s1002.yaml", sheet("s1002"))
    other = hand("deeper/s1003.yaml", sheet("s1003"))
    earlier = run(one.parent).received
    assert set(earlier) == {"s1001", "s1002", "s1003"}
    found = collect(exam(), [two], earlier)
    assert set(of(found)) == {"s1001", "s1002", "s1003"}, "what is still there counts, though it was not given"
    one.unlink()
    other.unlink()
    assert set(of(collect(exam(), [two], earlier))) == {"s1002", "s1003"}, "of another folder nothing is known"


def test_tables_without_answers_are_counted_by_what_they_lack(hand, monkeypatch) -> None:
    monkeypatch.setattr(complaints, "SHOWN", 1)
    tables = [hand(f"t{n}.csv", f"id,name{n}\ns1001,Ada\n") for n in range(3)]
    lacking = "expected a column for each answer, such as 1 and 2a, or the columns label and text"
    said = list(collect(exam(), tables).problems)
    assert said[0].endswith(f"{lacking}; got the columns id, name0")
    assert said[1:] == [f"in: 2 more like these ({lacking})"]


def test_a_row_of_a_table_that_is_given_again_counts_anew(hand, tmp_path) -> None:
    table = hand("t.csv", "id,1,2\ns1001,2,3\ns1002,4,5\n")
    earlier = collect(exam(), [table]).received
    assert {received.source for received in earlier.values()} == {f"{table}, row 2", f"{table}, row 3"}
    hand("t.csv", "id,1,2\ns1002,6,5\n")
    found = collect(exam(), [table], earlier)
    assert of(found) == {"s1002": "6"}
    assert found.notes == [
        f"{table}: the answers of 1 student",
        f"s1001: {table}, row 2 no longer exists, so its mark was removed",
    ]
    late = hand("late.yaml", sheet("s1003"), folder="late")
    assert of(collect(exam(), [late], earlier)) == {"s1001": "2", "s1002": "4", "s1003": "5"}


def test_what_came_through_standard_input_stays_whatever_is_given_next(hand, tmp_path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    for text in ("id,1,2\ns1001,2,3\n", sheet("s1001")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        first = collect(exam(), [Path("-")])
        (hand("s1002.yaml", sheet("s1002"), folder="more")).resolve()
        found = collect(exam(), [Path("more")], first.received)
        assert set(of(found)) == {"s1001", "s1002"}
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"id,1,2\ns1003,6,5\n"), encoding="utf-8"))
        assert set(of(collect(exam(), [Path("-")], first.received))) == {"s1001", "s1003"}


def test_what_is_kept_of_an_earlier_run_must_still_be_a_sheet_of_this_exam(hand, tmp_path) -> None:
    path = hand("s1003.yaml", sheet("s1003"))
    kept = {
        "s1001": Received("/gone/s1001.yaml", True, sheet("s1001", exam="other").encode()),
        "s1002": Received("/gone/s1002.yaml", True, b"nothing"),
        "s1004": Received("/gone/t.csv, row 7", True, saved("e1", "s1004", NUMBERS["s1004"], {"1": "9"}), format="row"),
    }
    found = collect(exam(), [path], kept)
    assert of(found) == {"s1003": "5", "s1004": "9"}
    assert [(paper.student, why) for paper, why in found.unmarked] == [
        ("s1001", "/gone/s1001.yaml is no longer a sheet of this exam"),
        ("s1002", "/gone/s1002.yaml is no longer a sheet of this exam"),
    ]
    assert found.received["s1001"] == kept["s1001"]


def test_papers_that_were_typed_in_count_like_sheets_and_replace_what_was_typed_before(hand, tmp_path) -> None:
    path = hand("s1003.yaml", sheet("s1003"))

    def typed(text: str) -> Received:
        return Received(
            "typed in", True, saved("e1", "s1001", NUMBERS["s1001"], {"1": text}), format="entered", typed_at=NOON
        )

    found = collect(exam(), [path], {"s1001": typed("2")}, entered={"s1001": typed("7"), "s1002": Received("typed in")})
    assert of(found) == {"s1001": "7", "s1003": "5"}
    assert found.notes == ["typed in: no line for 2"]
    assert [paper.student for paper in found.missing] == ["s1002", "s1004"]
    gone = collect(exam(), [path], {"s1001": typed("2")})
    assert gone.notes == ["s1001: typed in no longer exists, so its mark was removed"]
    assert typed("1").moment == NOON
    assert Received("x", handed_in=NOON).moment == NOON
    assert Received("x", handed_in=NOON, typed_at=NOON + SECOND).moment == NOON + SECOND


SECOND = timedelta(seconds=1)


# whose it is ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"exam": "x" * 80}, f"a sheet of the exam {cited('x' * 80, 60)!r}, not of 'e1'"),
        ({"student": "nobody"}, "a sheet of 'nobody', who is not on the roster of this exam"),
        ({"paper": NUMBERS["s1002"]}, f"s1001 has paper {NUMBERS['s1001']}, but the sheet says '{NUMBERS['s1002']}'"),
        ({"paper": "K7"}, f"s1001 has paper {NUMBERS['s1001']}, but the sheet says 'K7'"),
        ({"paper": NUMBERS["spare"]}, f"paper {NUMBERS['spare']} is a spare paper that has not been assigned yet"),
    ],
)
def test_a_sheet_that_does_not_fit_is_a_problem_of_the_student_in_whose_folder_it_lies(
    hand, tmp_path, changed, says
) -> None:
    path = hand("s1001/a.yaml", sheet("s1001", **changed))
    found = run(tmp_path / "in")
    assert found.problems == [f"{path}: {says}"]
    assert [(paper.student, why) for paper, why in found.unmarked] == [("s1001", f"{path}: {says}")]
    assert found.received == {"s1001": Received(str(path), named=True, why=f"{path}: {says}")}
    assert [paper.student for paper in found.missing] == ["s1002", "s1003", "s1004"]


def test_a_sheet_that_does_not_fit_and_lies_anywhere_is_a_problem_of_whom_it_names(hand, tmp_path) -> None:
    hand("x.yaml", sheet("s1001", paper="K7"))
    hand("y.yaml", 'exam: "e1"\nstudent: "s1002"\npaper: "K7"\nanswers:\n')
    found = run(tmp_path / "in")
    assert [paper.student for paper, _ in found.unmarked] == ["s1001", "s1002"]
    assert "y.yaml: line 4: no answers follow the first lines" in found.problems[1]


def test_the_first_lines_may_be_typed_in_other_letters(hand, tmp_path) -> None:
    number = NUMBERS["s1001"]
    hand("x.yaml", sheet("S1001", exam=" E1 ", paper=f"{number[:4].lower()}-{number[4:]}"))
    hand("y.yaml", sheet("", paper=NUMBERS["s1002"]))
    assert set(of(run(tmp_path / "in"))) == {"s1001", "s1002"}


def test_a_sheet_in_somebody_elses_folder_says_whose_that_is(hand, tmp_path) -> None:
    path = hand("s1002/a.yaml", sheet("s1001"))
    two = hand("z/Grace Hopper/s1001/a.yaml", sheet("s1001"))
    found = run(tmp_path / "in")
    assert found.problems == [
        f"{path}: the sheet names s1001, but s1002 is s1002's; rename it if the sheet is right",
        f"{two}: the sheet names s1001, but Grace Hopper is s1002's; rename it if the sheet is right",
    ]
    assert of(found) == {}
    assert [paper.student for paper, _ in found.unmarked] == ["s1002"]


def test_a_name_of_several_students_is_that_of_each_of_them(hand, tmp_path) -> None:
    twice = exam()
    papers = tuple(
        paper.model_copy(update={"name": "Ada Lovelace"}) if paper.student else paper for paper in twice.papers
    )
    hand("Ada Lovelace/a.yaml", sheet("s1003"))
    found = collect(twice.model_copy(update={"papers": papers}), [tmp_path / "in"])
    assert of(found) == {"s1003": "5"}
    assert found.received["s1003"].named
    one = papers[0].model_copy(update={"name": "Emmy Noether"})
    found = collect(
        twice.model_copy(update={"papers": (one, *papers[1:])}),
        [hand("Ada Lovelace/a.yaml", sheet("s1001")).parent.parent],
    )
    assert "the sheet names s1001, but Ada Lovelace is s1002 or s1003 or s1004's; rename" in found.problems[0]
    assert found.unmarked == []


@pytest.mark.parametrize(("others", "counts"), [(2, False), (3, True)])
def test_the_name_of_a_folder_that_holds_the_whole_class_says_nothing(hand, tmp_path, others, counts) -> None:
    for student in list(NAMES)[: others + 1]:
        hand(f"{student}.yaml", sheet(student), folder="from s1001")
    found = run(tmp_path / "from s1001")
    assert set(of(found)) == (set(list(NAMES)[: others + 1]) if counts else {"s1001"})
    elsewhere = hand("s1004.yaml", sheet("s1004"), folder="more")
    assert set(of(collect(exam(), [tmp_path / "from s1001", elsewhere]))) == {"s1001", "s1004"}, (
        "of several folders each may be one's"
    )


# what else lies there -------------------------------------------------------------------------------------------------


def test_what_is_no_sheet_is_told_and_counts_as_handed_in_where_it_is_called_after_a_student(hand, tmp_path) -> None:
    working = hand("s1001/working.docx", "x")
    notes = hand("s1002/notes.txt", "my notes")
    hidden = hand("s1003/.hidden", "x")
    hand("s1004.yaml", sheet("s1004"))
    found = run(tmp_path / "in")
    assert sorted(found.ignored) == sorted(
        [f"{working}: not an answer sheet (*.yaml)", f"{notes}: not an answer sheet", f"{hidden}: a hidden file"]
    )
    assert {paper.student: why for paper, why in found.unmarked} == {
        "s1001": f"{working}: not an answer sheet (*.yaml)", "s1002": f"{notes}: not an answer sheet",
    }  # fmt: skip
    assert [paper.student for paper in found.missing] == ["s1003"]
    assert found.received["s1001"] == Received(str(working), named=True, why=f"{working}: not an answer sheet (*.yaml)")


def test_a_pdf_that_is_no_form_says_why(hand, tmp_path) -> None:
    page = hand("s1001/page.html", "<html></html>")
    large = hand("s1002/large.json", "{" + " " * 9_000_000)
    other = hand("s1003/other.json", '{"a": 1}')
    text = hand("s1004/large.txt", "x" * 1_100_000)
    found = run(tmp_path / "in")
    assert (
        f"{page}: a page; a form that is one saves its answers in a file of their own: ask for that file"
        in found.ignored
    )
    assert f"{other}: JSON without answers to an exam" in found.ignored
    assert f"{text}: not an answer sheet" in found.ignored
    assert found.problems == [f"{large}: larger than 8,000,000 bytes"]


def test_a_text_that_names_a_student_is_a_sheet_that_went_wrong(hand, tmp_path) -> None:
    hand("x.txt", 'student: "s1001"\nanswers:\n  1: 5\n')
    hand("s1002.yaml", sheet("s1002"))
    found = run(tmp_path / "in")
    assert "x.txt: the lines exam: and paper: are missing above the answers" in found.problems[0]
    assert [paper.student for paper, _ in found.unmarked] == ["s1001"]


def test_twenty_files_of_one_student_are_read_and_so_many_of_nobodys(hand, tmp_path, monkeypatch) -> None:
    for n in range(22):
        hand(f"s1001/{n:02}.yaml", sheet("s1001"))
        hand(f"a/{n:02}.docs", "x")
        hand(f"b/{n:02}.yaml", sheet("s1002"))
        hand(f"c/{n:02}.yaml", sheet("s1003"))
    monkeypatch.setattr(submissions, "EACH", 20)
    found = run(tmp_path / "in")
    assert next(line for line in found.problems if "more than" in line).endswith(
        "more than 20 files of s1001; this one was not read"
    )
    assert len(found.others) == 20 + 22 + 22
    monkeypatch.setattr(submissions, "max", lambda *_: 1, raising=False)
    found = run(tmp_path / "in")
    assert [paper.student for paper, _ in found.others] == ["s1001"] * 20 + ["s1002"] * 10 + ["s1003"] * 10, (
        "from all folders in turn"
    )
    said = "too many files are not named after a student; this one was not read"
    assert next(line for line in found.problems if said in line) == f"{tmp_path}/in/b/10.yaml: {said}"


def test_fifty_papers_count_where_there_are_fewer(hand, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(submissions, "EACH", 1)
    for n in range(52):
        hand(f"a/{n:02}.yaml", sheet("s1002"))
    assert len(run(tmp_path / "in").others) == 50


# tables ---------------------------------------------------------------------------------------------------------------


def test_a_table_in_a_students_folder_speaks_for_that_student_alone(hand, tmp_path) -> None:
    table = hand("s1001/t.csv", "id,1\ns1001,2\ns1002,3\n")
    found = run(tmp_path / "in")
    assert of(found) == {"s1001": "2"}
    assert found.problems == [f"{table}, row 3: it names s1002, but is among the files of s1001"]
    assert found.received["s1001"] == Received(
        f"{table}, row 2", True, saved("e1", "s1001", NUMBERS["s1001"], {"1": "2"}), format="row", handed_in=NOON
    )
    assert f"{table}: the answers of 1 student" in found.notes


def test_a_table_that_lies_about_counts_where_nothing_else_came_and_one_that_is_given_counts_like_a_sheet(
    hand, tmp_path
) -> None:
    table = hand("t.csv", "id,1,2,handed in\ns1001,2,3,2026-11-27T13:00+00:00\ns1002,3,3,\n")
    hand("s1001.yaml", sheet("s1001", "9"))
    found = run(tmp_path / "in")
    assert of(found) == {"s1001": "9", "s1002": "3"}
    assert found.problems == [
        f"{table}, row 2: another sheet of s1001, for whom {tmp_path}/in/s1001.yaml counts, which is called after them"
    ]
    assert not found.received["s1002"].named
    given = collect(exam(), [table])
    assert given.received["s1001"].named
    assert [given.received[student].handed_in for student in ("s1001", "s1002")] == [NOON + 60 * 60 * SECOND, None]


def test_a_row_of_somebody_who_is_not_on_the_roster_is_told_with_its_line(hand, tmp_path) -> None:
    table = hand("t.csv", f"id,e-mail,paper,1\nx{'y' * 80},,,2\n,z@x.org,,3\n,,K7,4\n,,,5\n")
    found = collect(exam(), [table])
    said = "is not on the roster of this exam, or the paper is another student's"
    whose = (cited(f"x{'y' * 80}", 60), "z@x.org", "K7", "nobody")
    assert found.problems == [f"{table}, row {line}: {name!r} {said}" for line, name in enumerate(whose, start=2)]


def test_a_table_of_something_else_is_ignored_unless_it_was_given(hand, tmp_path) -> None:
    table = hand("s1001/t.csv", "colour,size\nred,2\n")
    hand("s1002.yaml", sheet("s1002"))
    found = run(tmp_path / "in")
    assert found.ignored[0].startswith(f"{table}: expected a column of ids, e-mail addresses or paper numbers")
    assert (found.problems, [paper.student for paper, _ in found.unmarked]) == ([], ["s1001"])
    found = collect(exam(), [table])
    assert found.problems[0].startswith(f"{table}: expected a column of ids")
    assert found.notes == []


@pytest.mark.parametrize(
    ("row", "student"),
    [
        (("s1001", "", ""), "s1001"), (("S1001", "", ""), "s1001"), ((" Ada@X.org ", "", ""), "s1001"), (("", "ADA@x.org", ""), "s1001"),
        (("", "s1002", ""), "s1002"), (("", "", NUMBERS["s1003"]), "s1003"), (("s1003", "", NUMBERS["s1003"]), "s1003"),
        (("s1001", "", NUMBERS["s1003"]), None), (("s1001", "", "K7"), None), (("", "", "K7"), None), (("", "", ""), None),
        (("s1001", "grace@x.org", ""), "s1001"), (("nobody", "ada@x.org", ""), None), (("", "nobody", ""), None),
        (("", "", NUMBERS["spare"]), None),
    ],
)  # fmt: skip
def test_a_row_is_about_the_student_on_whom_its_columns_agree(row, student) -> None:
    students = Students(exam(s1001="Ada@x.org", s1002="grace@x.org"))
    assert students.of(Row(*row, answers={}, handed_in=None, line=2)) == student
    assert set(students.papers) == set(NAMES)


# many of a kind -------------------------------------------------------------------------------------------------------


def test_messages_that_are_alike_are_counted_by_folder_and_called_by_their_kind(hand, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(complaints, "SHOWN", 0)
    monkeypatch.setattr(submissions, "EACH", 2)
    monkeypatch.setattr(submissions, "max", lambda *_: 3, raising=False)
    for n in range(4):
        hand(f"s1001/{n}.yaml", sheet("s1001", "5", "6", exam="other"))
    hand("s1002/a.yaml", sheet("s1003"))
    hand("s1002/b.yaml", 'exam: "e1"\nstudent: "s1002"\npaper: "K7"\nanswers:\n')
    os.mkfifo(tmp_path / "in" / "s1002" / "c.yaml")
    for n in range(8):
        hand(f"x/{n}.yaml", sheet("s1003"))
    hand("s1003/c.docx", "x")
    hand("s1003/s1003.yaml", sheet("s1003", "7").replace("  2:", "  9:"))
    hand("s1004/t.csv", "id,1,2\ns1001,1,1\nnobody,1,1\ns1004,1,1\n")
    hand("s1004/u.csv", "id;1\n" + "x" * 1_000_001 + ";2\n")
    found = run(tmp_path / "in")
    assert sorted(found.problems) == [
        "s1001: 2 more like these (not of this exam)",
        "s1001: 2 more like these (not read)",
        "s1002: 1 more like these (a named pipe, not a file; it was not followed)",
        "s1002: 1 more like these (contradiction)",
        "s1002: 1 more like these (no answers follow the first lines)",
        "s1004: 1 more like these (contradiction)",
        "s1004: 1 more like these (it cannot be read as a table: field larger than field limit (1000000))",
        "s1004: 1 more like these (unknown students)",
        "x: 2 more like these (not read)",
        "x: 6 more like these (another sheet)",
    ]
    folder = tmp_path / "in"
    assert sorted(found.notes) == [
        f"{folder}/s1003/s1003.yaml: 2 more like these (remarks)", f"{folder}/s1004/t.csv: 1 more like these (a table)",
    ]  # fmt: skip
    assert found.ignored == ["s1003: 1 more like these (not an answer sheet (*.yaml))"]
    assert [paper.student for paper, _ in found.unmarked] == ["s1001", "s1002"]


def test_what_several_runs_say_is_called_by_its_kind(hand, tmp_path, monkeypatch) -> None:
    path = hand("s1001.yaml", sheet("s1001", "2"), folder="old")
    gone = hand("s1002.yaml", sheet("s1002"), folder="old")
    hand("s1003.yaml", "student: s1003\npaper: x\nanswers:\n  1: 5\n", folder="old")
    monkeypatch.setattr(complaints, "SHOWN", 0)
    first = run(path.parent)
    assert first.problems == ["1 more like these (the line exam: is missing above the answers)"]
    gone.unlink()
    hand("s1001.yaml", sheet("s1001", "3"))
    hand("s1004/a.yaml", sheet("s1004", "3"))
    hand("s1004/b.yaml", sheet("s1004", "4"), 10)
    for counts, kind in (("last", "replaced"), ("first", "not the first")):
        found = run(tmp_path / "in", counts, first.received)
        assert sorted(found.notes) == sorted([f"1 more like these ({kind})", "1 more like these (which counts)"])
    assert run(tmp_path / "in").problems == ["s1004: 1 more like these (different sheets)"]
    assert run(path.parent, earlier=first.received).notes == ["1 more like these (withdrawn)"]


def test_a_file_that_is_given_twice_is_read_once(hand, tmp_path) -> None:
    path = hand("s1001.yaml", sheet("s1001", "2"))
    found = collect(exam(), [path, path.parent, path])
    assert len(found.others) == 1


def test_only_a_column_of_e_mail_addresses_names_a_student() -> None:
    sat = exam(s1001="ada@x.org")
    papers = tuple(paper.model_copy(update={"columns": {**paper.columns, "room": "A1"}}) for paper in sat.papers)
    students = Students(sat.model_copy(update={"papers": papers}))
    for called in ("A1", ""):
        assert students.of(Row("", called, "", answers={}, handed_in=None, line=2)) is None
    assert students.of(Row("", "ada@x.org", "", answers={}, handed_in=None, line=2)) == "s1001"


def test_a_sheet_from_a_row_is_that_of_the_exam_and_the_student(hand, tmp_path) -> None:
    table = hand("t.csv", "id,1,2\ns1001,2,3\n")
    ((_, sheet_),) = collect(exam(), [table]).sheets
    assert (sheet_.exam, sheet_.student, sheet_.paper, str(sheet_.path)) == (
        "e1",
        "s1001",
        NUMBERS["s1001"],
        f"{table}, row 2",
    )
