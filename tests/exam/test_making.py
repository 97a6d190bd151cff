"""What making an exam leaves in its folder, the first time and again; papers are made up instead of being set, and Keras is played."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from examgen.exam import assembly, reprint
from examgen.exam import generate as generating
from examgen.exam.assign import assign
from examgen.exam.files import Access
from examgen.exam.generate import DRAWN, Generated, changed_files, generate
from examgen.exam.printing import ExtraTimeError
from examgen.exam.reprint import ReprintError
from examgen.exam.sealed import FILE_NAME, SealedExam, as_printed, as_typed, chosen, kind_of
from examgen.exam.staging import StagingError, staged_path
from examgen.exam.yaml_source import YamlError
from examgen.rendering import fillable
from examgen.rendering.document import Paper

BLUEPRINT = """\
id: toys
title: Frist
logo: crest.svg
sections:
  - title: One
    questions:
      - {question: toy.size, points: 2}
      - {question: toy.layer, points: [1, 2]}
      - {text: "Why?", points: 1, criteria: [Because.], model_answer: So., image: why.svg, alt: A picture.}
"""
ROSTER = "id,name,room\ns1,Ada,A1\ns2,Grace,A1\n"
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'
SECRET = b"a secret of the test"
Make = Callable[..., Generated]


class Press:
    """Plays the typesetter: every paper is printed as its words, and those that were printed are listed."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        self.fonts: list[object] = []
        self.breaks_at: int | None = None

    def __call__(self, papers: Iterable[Paper], fonts: object = ()) -> Iterator[bytes]:
        self.fonts.append(fonts)
        for paper in papers:
            if len(self.printed) == self.breaks_at:
                raise KeyboardInterrupt
            is_key = any(part.answer for problem in _problems(paper) for part in problem.parts)
            self.printed.append(f"{paper.number}{' key' * is_key}")
            yield f"%PDF {paper!r}".encode()


def _problems(paper: Paper) -> list[Any]:
    return [problem for section in paper.sections for problem in section.problems]


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    press = Press()
    monkeypatch.setattr(generating, "render_papers", press)
    return press


@pytest.fixture
def make(played, press: Press, toys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.setattr(assembly, "sample", lambda *_: [])  # what a question takes is tested by itself, and takes long
    (tmp_path / "crest.svg").write_text(PICTURE)
    (tmp_path / "why.svg").write_text(PICTURE)

    def made(blueprint: str = BLUEPRINT, roster: str = ROSTER, out: str = "out", **options: Any) -> Generated:
        (tmp_path / "exam.yaml").write_text(blueprint, encoding="utf-8")
        (tmp_path / "class.csv").write_text(roster, encoding="utf-8")
        press.printed.clear()
        options = {"secret": SECRET, **options}
        return generate(tmp_path / "exam.yaml", tmp_path / "class.csv", tmp_path / out, toys, **options)

    return made


def files(folder: Path) -> dict[str, bytes]:
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return dict(sorted(found.items()))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# the first time ---------------------------------------------------------------------------------------------------------


def test_an_exam_is_papers_keys_sheets_and_the_sealed_exam_and_says_what_it_was_made_of(make, tmp_path) -> None:
    told: list[tuple[str, int, int]] = []
    made = make(progress=lambda *what: told.append(what), spares=1)
    out = tmp_path / "out"
    names = ["s1", "s2", made.exam.papers[2].number]
    pdfs = {f"papers/{name}.pdf" for name in names} | {f"keys/{name}-key.pdf" for name in names}
    assert set(files(out)) == pdfs | {f"answers/{name}.yaml" for name in names} | {FILE_NAME}
    assert SealedExam.read(out / FILE_NAME) == made.exam
    assert (made.folder, made.again, made.exam.id) == (out, False, "toys")
    assert made.remarks == ()
    assert dict(made.exam.digests) == {name: hashlib.sha256(files(out)[name]).hexdigest() for name in pdfs}
    assert set(made.exam.sources) == pdfs
    assert len(made.exam.made_from) == 64
    assert {mode(out / "keys"), mode(out / FILE_NAME) | 0o100, mode(out / "keys" / "s1-key.pdf") | 0o100} == {0o700}
    assert mode(out) & 0o700 == 0o700
    assert mode(out) == mode(out / "papers") == mode(out / "answers")
    assert mode(out / "papers" / "s1.pdf") == mode(out / "answers" / "s1.yaml") != 0o600
    assert sorted(done for what, done, of in told if what == "printing") == [1, 2, 3, 4, 5, 6]
    assert {of for what, _, of in told if what == "printing"} == {6}
    assert {of for what, _, of in told if what == "drawing"} == {7}
    assert max(done for what, done, _ in told if what == "drawing") == 7


def test_keys_are_printed_where_they_are_wanted_and_read_by_whom_they_are_for(make, press, tmp_path) -> None:
    make(keys=False)
    assert not (tmp_path / "out" / "keys").exists()
    assert len(press.printed) == 2
    make(out="other", readers=Access(group=os.getgid()), fonts=["a folder"])
    assert mode(tmp_path / "other" / "keys") == 0o750
    assert mode(tmp_path / "other" / FILE_NAME) == mode(tmp_path / "other" / "keys" / "s1-key.pdf") == 0o640
    assert press.fonts[-1] == ["a folder"]


def test_what_the_roster_left_open_is_told(make) -> None:
    made = make(roster="number,id\n1,s1\n2,s2\n")
    assert "there is no column of names" in made.remarks[0]
    named = make(out="named", roster="number,id\ns1,1\n", id_column="number", name_column="id")
    assert (named.exam.papers[0].student, named.exam.papers[0].name) == ("s1", "1")


def test_without_a_secret_the_users_own_decides_the_numbers(make, monkeypatch) -> None:
    monkeypatch.setattr(generating, "own_secret", lambda: SimpleNamespace(content=SECRET))
    own, given = make(out="own", secret=None), make(out="given")
    assert own.exam.papers == given.exam.papers
    assert own.exam.made_from == given.exam.made_from
    assert make(out="another", secret=b"another secret of the test").exam.papers != given.exam.papers


def test_extra_time_that_is_no_time_is_refused_before_a_paper_is_printed(make, press, tmp_path) -> None:
    with pytest.raises(ExtraTimeError):
        make(BLUEPRINT + "duration: 60\n", "id,name,extra time\ns1,Ada,a lot\ns2,Grace,\n")
    assert press.printed == []
    assert not (tmp_path / "out").exists()
    assert not staged_path(tmp_path / "out").exists()


def test_a_folder_with_other_files_is_left_alone(make, press, tmp_path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine").write_text("1")
    with pytest.raises(StagingError, match="is not empty"):
        make()
    assert press.printed == []
    assert list(files(tmp_path / "out")) == ["mine"]


def test_a_place_for_every_answer_box_is_sealed_where_it_is_wanted(make, monkeypatch) -> None:
    def box_places(document: Paper, fonts: object) -> list[Any]:
        assert fonts == ["a folder"]
        return [
            SimpleNamespace(name="1", page=0, corners=(1.234, 2.0, 11.236, 12.5)),
            SimpleNamespace(name="2b-1", page=1, corners=(0, 0, 1, 1)),
            SimpleNamespace(name="2b-2", page=1, corners=(5, 0, 6, 1)),
        ]

    monkeypatch.setattr(fillable, "box_places", box_places)
    told: list[tuple[str, int, int]] = []
    exam = make(positions=True, fonts=["a folder"], progress=lambda *what: told.append(what)).exam
    for paper in exam.papers:
        found = {label: [box.model_dump() for box in ask.boxes] for label, (_, ask) in paper.asks.items()}
        assert found["1"] == [{"page": 1, "x": 1.23, "y": 2.0, "width": 10.0 + 0.01, "height": 10.5}]
        assert [(box["page"], box["x"]) for box in found["2b"]] == [(2, 0), (2, 5)]
        assert found["2a"] == found["3"] == []
    assert [each for each in told if each[0] == "finding boxes"] == [("finding boxes", 1, 2), ("finding boxes", 2, 2)]
    assert all(not ask.boxes for paper in make(out="other").exam.papers for _, ask in paper.asks.values())


# the same call again ------------------------------------------------------------------------------------------------------


def test_the_same_call_does_nothing_once_it_has_finished(make, press, tmp_path) -> None:
    first = make()
    before = files(tmp_path / "out")
    again = make()
    assert (again.exam, again.again, press.printed) == (first.exam, False, [])
    assert files(tmp_path / "out") == before


@pytest.mark.parametrize(
    "change",
    [
        {"spares": 1},
        {"keys": False},
        {"fonts": ["a folder"]},
        {"blueprint": BLUEPRINT + "# a remark\n"},
        {"roster": ROSTER.replace("A1", "A2")},
        {"secret": b"another secret of the test"},
    ],
)
def test_any_other_call_is_known_from_it(make, change) -> None:
    assert make().exam.made_from != make(out="other", **change).exam.made_from


@pytest.mark.parametrize("name", ["crest.svg", "why.svg"])
def test_another_image_makes_another_exam(make, tmp_path, name) -> None:
    before = make().exam.made_from
    (tmp_path / name).write_text(PICTURE.replace("40", "41"))
    assert make(out="other").exam.made_from != before


def test_what_was_printed_before_an_interruption_is_not_printed_again(make, press, tmp_path) -> None:
    press.breaks_at = 3
    with pytest.raises(KeyboardInterrupt):
        make()
    staged = staged_path(tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert (staged / DRAWN).exists()
    started = {name for name in files(staged) if name.endswith(".pdf")}
    press.breaks_at = None
    told: list[tuple[str, int, int]] = []
    made = make(progress=lambda *what: told.append(what))
    assert started
    assert len(press.printed) == 4 - len(started)
    assert [each for each in told if each[0] == "drawing"] == []
    assert {of for what, _, of in told if what == "printing"} <= {4}
    assert max((done for what, done, _ in told if what == "printing"), default=4) == 4
    assert set(made.exam.sources) == set(made.exam.digests)
    fresh = make(out="fresh")
    assert made.exam == fresh.exam
    assert files(tmp_path / "out").keys() == files(tmp_path / "fresh").keys()
    assert DRAWN not in files(tmp_path / "out")
    assert not staged.exists()


def test_what_another_call_left_half_done_is_thrown_away(make, press, tmp_path) -> None:
    press.breaks_at = 1
    with pytest.raises(KeyboardInterrupt):
        make()
    press.breaks_at = None
    made = make(BLUEPRINT.replace("Frist", "First"))
    assert len(press.printed) == 4
    assert made.exam.title == "First"


def test_an_error_while_papers_are_drawn_stops_their_printing_and_leaves_nothing(
    make, press, tmp_path, monkeypatch
) -> None:
    def broken(*_: object, sealed: Any = None, **__: object) -> SealedExam:
        raise YamlError("no such question")

    monkeypatch.setattr(generating, "assemble", broken)
    with pytest.raises(YamlError):
        make()
    assert not (tmp_path / "out").exists()
    assert not staged_path(tmp_path / "out").exists()


# another call into the same folder ----------------------------------------------------------------------------------------


def test_a_late_student_gets_a_paper_and_nothing_else_is_printed(make, press, tmp_path) -> None:
    first = make()
    told: list[tuple[str, int, int]] = []
    made = make(roster=ROSTER + "s3,Emmy,\n", progress=lambda *what: told.append(what))
    late = made.exam.papers[2].number
    assert press.printed == [late, f"{late} key"]
    assert made.again
    assert made.remarks == (
        f"{tmp_path / 'out'} was brought up to date: 2 of 6 PDF files were written, the others have not changed",
    )
    assert {name: made.exam.digests[name] for name in first.exam.digests} == dict(first.exam.digests)
    assert set(made.exam.sources) == set(made.exam.digests)
    assert made.exam.origin == first.exam.made_from
    assert list(changed_files(tmp_path / "out", made.exam)) == []
    assert [each for each in told if each[0] == "printing"] == [("printing", 1, 2), ("printing", 2, 2)]
    later = make(roster=ROSTER + "s3,Emmy,\ns4,Lise,\n")
    assert later.exam.origin == first.exam.made_from, "its grades go on since the first time"


def test_a_new_title_is_printed_on_every_paper(make, press, tmp_path) -> None:
    make()
    made = make(BLUEPRINT.replace("Frist", "First"))
    assert len(press.printed) == 4
    assert made.remarks == (f"{tmp_path / 'out'} was brought up to date: 4 of 4 PDF files were written",)
    assert mode(tmp_path / "out" / FILE_NAME) == 0o600


def test_a_file_that_was_exchanged_or_lost_is_printed_anew(make, press, tmp_path) -> None:
    first = make()
    (tmp_path / "out" / "papers" / "s1.pdf").write_bytes(b"coffee")
    (tmp_path / "out" / "keys" / "s2-key.pdf").unlink()
    told = [
        f"{tmp_path / 'out' / 'papers' / 's1.pdf'}: it was changed after it was printed and sealed; "
        "the sealed exam is valid, the file is not"
    ]
    assert list(changed_files(tmp_path / "out", first.exam)) == told, "a file that was moved away is none"
    made = make(roster=ROSTER + "s3,Emmy,\n")
    assert len(press.printed) == 2 + 2
    assert list(changed_files(tmp_path / "out", made.exam)) == []


def test_a_file_that_cannot_be_read_is_told(make, tmp_path) -> None:
    exam = make().exam
    (tmp_path / "out" / "papers" / "s1.pdf").unlink()
    (tmp_path / "out" / "papers" / "s1.pdf").mkdir()
    assert list(changed_files(tmp_path / "out", exam)) == [f"{tmp_path / 'out/papers/s1.pdf'}: Is a directory"]


def test_keys_that_were_printed_stay_up_to_date(make, press, tmp_path) -> None:
    make()
    make(BLUEPRINT.replace("Frist", "First"), keys=False)
    assert len(press.printed) == 4
    make(out="without", keys=False)
    make(BLUEPRINT.replace("Frist", "First"), out="without", keys=False)
    assert len(press.printed) == 2


def test_a_student_who_is_gone_leaves_no_files_but_a_sheet_with_answers(make, tmp_path) -> None:
    make(roster=ROSTER + "s3,Emmy,\n")
    sheet = tmp_path / "out" / "answers" / "s2.yaml"
    sheet.write_text(sheet.read_text().replace('1: ""', '1: "5"'))
    make(roster="id,name,room\ns1,Ada,A1\n")
    assert list(files(tmp_path / "out")) == [
        "answers/s1.yaml", "answers/s2.yaml", FILE_NAME, "keys/s1-key.pdf", "papers/s1.pdf",
    ]  # fmt: skip


def test_a_sheet_with_answers_is_left_as_it_is_and_empty_ones_get_the_new_title(make, tmp_path) -> None:
    make()
    sheet = tmp_path / "out" / "answers" / "s1.yaml"
    sheet.write_text(filled := sheet.read_text().replace('1: ""', '1: "5"'))
    make(BLUEPRINT.replace("Frist", "First"))
    assert sheet.read_text() == filled
    assert "First" in (tmp_path / "out" / "answers" / "s2.yaml").read_text()


OTHER = BLUEPRINT.replace("toy.size, points: 2", "toy.size, points: 2, set: {n: 9}")


def test_papers_that_would_ask_something_else_are_named_and_printed_only_if_it_is_said(make, press, tmp_path) -> None:
    first = make()
    numbers = ", ".join(paper.number for paper in first.exam.papers)
    with pytest.raises(ReprintError) as error:
        make(OTHER)
    assert str(error.value) == (
        f"{tmp_path / 'out'}: 2 papers ({numbers}) would have different questions from those printed (the blueprint "
        "has changed). Choose another folder with --out, or add --replace if none of them has been handed out"
    )
    assert press.printed == []
    assert SealedExam.read(tmp_path / "out" / FILE_NAME) == first.exam
    made = make(OTHER, replace=True)
    assert len(press.printed) == 4
    assert {paper.questions[0].parameters["n"] for paper in made.exam.papers} == {9}
    assert made.exam.origin == "", "grades of other questions do not go on"


def test_another_version_or_bank_is_told_where_papers_would_ask_something_else(make, monkeypatch) -> None:
    make()
    with monkeypatch.context() as patch:
        patch.setattr(reprint, "__version__", "9.9")
        with pytest.raises(ReprintError, match=r"\(examgen .* made it, and this is examgen 9.9\)"):
            make(OTHER)
    before = SealedExam.model_construct(engine=reprint.__version__, bank="1")
    assert list(reprint.changes_of(SealedExam.model_construct(bank="1"), before)) == []
    assert list(reprint.changes_of(SealedExam.model_construct(bank="2"), before)) == [
        "the questions have changed since: the bank was 1 and is 2"
    ]


@pytest.mark.parametrize("trace", ["gradebook.sqlite", ".grades"])
def test_where_answers_came_in_papers_stay_as_they_are(make, tmp_path, trace) -> None:
    first = make(spares=2)
    numbers = [paper.number for paper in first.exam.papers]
    (tmp_path / "out" / trace).write_bytes(b"")
    with pytest.raises(ReprintError) as error:
        make(OTHER, spares=2, replace=True)
    some = ", ".join(numbers[:3])
    assert f"4 papers ({some}, …) would have different questions, but {tmp_path / 'out'} has a gradebook" in str(
        error.value
    )
    with pytest.raises(ReprintError) as error:
        make(OTHER, roster="id,name,room\ns1,Ada,A1\n", spares=2, replace=True)
    assert (
        f"3 papers ({numbers[0]}, {numbers[2]}, {numbers[3]}) would have different questions and 1 paper ({numbers[1]}) "
        "would be removed, but" in str(error.value)
    )
    for changed in (
        BLUEPRINT.replace("points: 2}", "points: 3}"),
        BLUEPRINT.replace("points: [1, 2]", "points: [2, 1]"),
        BLUEPRINT.replace("points: 2}", "points: 2, bonus: true}"),
        BLUEPRINT + "marking: {partial: none}\n",
    ):
        with pytest.raises(ReprintError, match=r"the points or marking rules of the blueprint differ .* regrade"):
            make(changed, spares=2)
    assert make(BLUEPRINT.replace("Frist", "First"), spares=2).again


def test_without_a_gradebook_points_may_change_and_papers_may_go(make) -> None:
    make(spares=1)
    made = make(BLUEPRINT.replace("points: 2}", "points: 3}"), spares=1)
    assert made.exam.papers[0].questions[0].points == 3
    assert len(make(roster="id,name,room\ns1,Ada,A1\n").exam.papers) == 1


def test_a_spare_paper_stays_with_the_student_who_got_it_until_that_student_is_on_the_roster(
    make, toys, tmp_path
) -> None:
    spare = make(spares=1).exam.papers[2].number
    assign(tmp_path / "out", spare, "s9", toys, name="Sofja")
    made = make(BLUEPRINT.replace("Frist", "First"), spares=1)
    assert [(paper.student, paper.name) for paper in made.exam.papers][2:] == [("s9", "Sofja")]
    assert "papers/s9.pdf" in made.exam.digests
    dearer = make(BLUEPRINT.replace("points: 2}", "points: 3}"), spares=1)
    assert (dearer.exam.papers[2].student, dearer.exam.papers[2].questions[0].points) == ("s9", 3)
    listed = make(roster=ROSTER + "s9,Sofja,\n", spares=1)
    assert [paper.student for paper in listed.exam.papers] == ["s1", "s2", "s9", ""]


def test_an_exam_with_another_id_or_of_another_secret_is_no_earlier_one(make, tmp_path) -> None:
    make()
    for change in (
        {"blueprint": BLUEPRINT.replace("id: toys", "id: others")},
        {"secret": b"another secret of the test"},
    ):
        with pytest.raises(StagingError, match="another secret, or a damaged one"):
            make(**change)
    (tmp_path / "out" / FILE_NAME).write_text("damaged")
    with pytest.raises(StagingError, match="another secret, or a damaged one"):
        make(roster=ROSTER + "s3,Emmy,\n")


def test_a_make_up_exam_takes_its_questions_from_the_sealed_exam_and_its_head_from_a_blueprint(
    make, toys, tmp_path
) -> None:
    first = make()
    second = make(BLUEPRINT.replace("Frist", "Second"), out="second", makeup_of=tmp_path / "out")
    assert (second.exam.title, second.exam.id) == ("Second", "toys-makeup")
    assert set(second.exam.images) == {"crest.svg", "why.svg"}
    third = generate(None, tmp_path / "class.csv", tmp_path / "third", toys, SECRET, makeup_of=tmp_path / "out")
    assert (third.exam.title, third.exam.id) == ("Frist", "toys-makeup")
    assert third.exam.papers[0].questions[0].parameters != first.exam.papers[0].questions[0].parameters
    assert third.exam.images == first.exam.images
    assert third.exam.made_from != second.exam.made_from


# what a paper has letters for ---------------------------------------------------------------------------------------------


def test_a_value_is_typed_as_the_letter_that_stands_for_it_on_this_paper(made, toys) -> None:
    exam = made("{question: toy.size, points: 2, answer: choice}", "{question: asked.lists, points: 8}")
    for paper in exam.papers:
        for question, ask in paper.asks.values():
            variant = question.variant(toys)
            typed = as_typed(variant, ask, ask.key)
            read = kind_of(variant, ask).read(typed).value
            assert chosen(variant, ask, read) == ask.key
            assert as_printed(variant, ask, ask.key) == read
            if ask.set_as_choice:
                assert typed in "abcd"
    written = made("{question: toy.size, points: 2}").papers[0].asks["1"]
    assert as_typed(written[0].variant(toys), written[1], written[1].key) == str(written[1].key)
