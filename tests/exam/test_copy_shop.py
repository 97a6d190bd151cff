"""What is put together for the copy shop: which files, in which order, what stands on covers and keys. Nothing is set."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from examgen.answers import Explanation
from examgen.arrays import cells
from examgen.exam import print_shop
from examgen.exam.files import EVERYONE, OWNER, Access
from examgen.exam.print_shop import WhatError, chosen, key_sheet, print_exam, printed_already
from examgen.exam.printing import points_text
from examgen.exam.roster import Student
from examgen.exam.sealed import FILE_NAME, SealedExam
from examgen.judge import part_of
from examgen.rendering import binding
from examgen.rendering.document import CoverSheet, KeySheet, Paper

SIZE = "{question: toy.size, points: 2, set: {n: 28, f: 5, p: 1, s: 2}}"
LAYER = "{question: toy.layer, points: [1, 2.5], set: {x: [1, 2], w: [[1, -1, 2], [0, -2, 1]], b: [1, 2, 3]}}"
LISTS = "{question: asked.lists, points: 8}"
CLASS = [
    Student("s1", "Ada", {"Room": "A 10", "Seat": "12"}),
    Student("s2", "Grace", {"Room": "A 10", "Seat": "9"}),
    Student("s3", "Zoe", {"Room": "A 9", "Seat": ""}),
    Student("s4", "Ben", {"Room": "A 9", "Seat": ""}),
]


class Shop:
    """Plays the typesetter: what it is given is kept, and what it makes says what it was made of."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.papers: list[Paper] = []
        self.covers: list[CoverSheet] = []
        self.keys: list[KeySheet] = []
        self.bound: list[tuple[list[tuple[str, bytes]], str, bool]] = []
        self.languages: list[str] = []
        self.written: dict[str, Access] = {}
        self.fonts: list[object] = []
        for name in ("render_papers", "render_cover", "render_key_sheets", "write_whole", "form_of"):
            monkeypatch.setattr(print_shop, name, getattr(self, name))
        monkeypatch.setattr(binding, "bound", self.bind)

    def render_papers(self, papers: Iterable[Paper], fonts: object = ()) -> Iterable[bytes]:
        self.fonts.append(fonts)
        for paper in papers:
            self.papers.append(paper)
            yield f"set {paper.number}".encode()

    def render_cover(self, cover: CoverSheet) -> bytes:
        self.covers.append(cover)
        return f"cover {cover.room}".encode()

    def render_key_sheets(self, sheets: Iterable[KeySheet]) -> list[bytes]:
        self.keys += sheets
        return [f"key {sheet.number}".encode() for sheet in self.keys]

    def bind(self, parts: Iterable[tuple[str, bytes]], title: str, even: bool = True, language: str = "") -> bytes:
        self.bound.append((list(parts), title, even))
        self.languages.append(language)
        return b"bound"

    def write_whole(self, path: Path, content: bytes, access: Access = EVERYONE) -> None:
        self.written[path.as_posix()] = access
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    def form_of(self, paper: Paper, form: str) -> dict[str, bytes]:
        return {"/paper.tex": b"1", "/images/a.svg": b"2"} if form == "latex" else {".html": b"3"}


@pytest.fixture
def shop(monkeypatch: pytest.MonkeyPatch) -> Shop:
    return Shop(monkeypatch)


def printed(exam: SealedExam, folder: Path, *what: Any, **how: Any) -> list[Path]:
    """Print an exam whose sealed file is in its folder."""
    exam.write(folder / FILE_NAME)
    return print_exam(exam, folder, *what, **how)


def numbers(exam: SealedExam) -> dict[str, str]:
    return {paper.student: paper.number for paper in exam.papers}


def test_what_is_to_be_printed_is_known_or_refused() -> None:
    assert chosen("solutions, papers,,html ") == ["papers", "solutions", "html"]
    with pytest.raises(WhatError, match=r"--only: expected some of papers, keys, solutions, forms, .*, got 'posters'"):
        chosen("papers, posters")


def test_what_was_printed_already_is_known_by_its_files(tmp_path) -> None:
    assert printed_already(tmp_path) == []
    (tmp_path / "print").mkdir()
    (tmp_path / "print" / "keys.pdf").touch()
    (tmp_path / "html").touch()
    assert printed_already(tmp_path) == ["keys"]
    (tmp_path / "latex").mkdir()
    (tmp_path / "print" / "all.pdf").touch()
    assert printed_already(tmp_path) == ["papers", "keys", "latex"]


def test_papers_lie_by_room_seat_and_name_below_a_cover_for_each_room_spare_ones_last(
    made, toys, shop, tmp_path
) -> None:
    exam = made(
        SIZE, head="title: T\ncourse: Networks\ndate: 2026-11-27\nlanguage: de\npage: letter", roster=CLASS, spares=1
    )
    of = numbers(exam)
    told: list[tuple[str, int, int]] = []
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "s1.pdf").write_bytes(b"printed before")
    files = printed(exam, tmp_path, toys, ["papers"], fonts=["f"], progress=lambda *each: told.append(each))
    assert files == [tmp_path / "print" / "all.pdf"]
    assert shop.written == {files[0].as_posix(): EVERYONE}
    ((parts, title, even),) = shop.bound
    assert (title, even) == ("T", True)
    assert parts == [
        ("A 9", b"cover A 9"), (of["s4"], f"set {of['s4']}".encode()), (of["s3"], f"set {of['s3']}".encode()),
        ("A 10", b"cover A 10"), (f"9 · {of['s2']}", f"set {of['s2']}".encode()), (f"12 · {of['s1']}", b"printed before"),
        ("T", b"cover "), (of[""], f"set {of['']}".encode()),
    ]  # fmt: skip
    assert told == [("binding", n, 5) for n in range(1, 6)]
    assert (shop.fonts, shop.languages) == ([["f"]], ["de"])
    first, second, spare = shop.covers
    assert first.rows == (("", "s4", "Ben", of["s4"]), ("", "s3", "Zoe", of["s3"]))
    assert second == CoverSheet(
        "T", "Networks", "2026-11-27", "A 10", (("9", "s2", "Grace", of["s2"]), ("12", "s1", "Ada", of["s1"])), "de", "us-letter"
    )  # fmt: skip
    assert spare.rows == (("", "", "", of[""]),)


def test_of_an_anonymous_exam_covers_and_keys_name_nobody(made, toys, shop, tmp_path) -> None:
    exam = made(SIZE, head="title: T\nanonymous: true", roster=CLASS[:1])
    printed(exam, tmp_path, toys, ["papers"])
    assert shop.covers[0].rows == (("12", "", "", exam.papers[0].number),)
    assert shop.covers[0].paper == "a4"
    assert key_sheet(exam, exam.papers[0], toys).student_name == ""


@pytest.mark.parametrize(
    ("less", "more"),
    [("9", "10"), ("A 9", "a 10"), ("A9", "B1"), ("a", "B"), ("", "1"), ("5", "5a"), ("a", "1"), ("1 2", "1 10")],
)
def test_seats_are_counted_as_people_count(less, more) -> None:
    assert print_shop._natural(less) < print_shop._natural(more)


def test_keys_are_bound_in_the_order_of_the_pile_and_read_by_whom_they_are_for(made, toys, shop, tmp_path) -> None:
    exam = made(SIZE, head="title: T\nlanguage: en", roster=CLASS[:2], spares=1)
    of = numbers(exam)
    readers = Access(0o640, 0o750) if False else OWNER
    files = printed(exam, tmp_path, toys, ["keys"], readers=readers)
    assert files == [tmp_path / "print" / "keys.pdf"]
    assert shop.written == {files[0].as_posix(): readers}
    ((parts, title, even),) = shop.bound
    assert (title, even, shop.languages) == ("T · Key", False, ["en"])
    assert [name for name, _ in parts] == [f"{of['s2']} · Grace", f"{of['s1']} · Ada", of[""]]
    assert [content for _, content in parts] == [f"key {of[whose]}".encode() for whose in ("s2", "s1", "")]


def test_solutions_name_nobody_and_are_told_one_by_one(made, toys, shop, tmp_path) -> None:
    exam = made(SIZE, roster=CLASS[:2])
    told: list[tuple[str, int, int]] = []
    files = printed(exam, tmp_path, toys, ["solutions"], fonts=["f"], progress=lambda *each: told.append(each))
    assert files == [tmp_path / "print" / "solutions.pdf"]
    assert list(shop.written.values()) == [OWNER]
    assert all(
        (paper.student_name, paper.student_id, paper.details, paper.is_key) == ("", "", (), True)
        for paper in shop.papers
    )
    ((parts, title, even),) = shop.bound
    assert parts == [(paper.number, f"set {paper.number}".encode()) for paper in exam.papers]
    assert (title, even, shop.fonts, shop.languages) == ("T · Worked solution", False, [["f"]], ["en"])
    assert told == [("solutions", 1, 2), ("solutions", 2, 2)]


def test_other_forms_go_into_folders_of_their_own(made, toys, shop, tmp_path) -> None:
    exam = made(SIZE, roster=CLASS[:2])
    told: list[tuple[str, int, int]] = []
    files = printed(exam, tmp_path, toys, ["latex", "html"], progress=lambda *each: told.append(each))
    assert files == [
        tmp_path / name for name in ("html/s1.html", "html/s2.html", "latex/s1/paper.tex", "latex/s2/paper.tex")
    ]
    assert (tmp_path / "latex" / "s1" / "images" / "a.svg").read_bytes() == b"2"
    assert set(shop.written.values()) == {EVERYONE}
    assert told == [("html", 1, 2), ("html", 2, 2), ("latex", 1, 2), ("latex", 2, 2)]
    printed(exam, tmp_path / "all", toys)
    assert sorted(path.name for path in (tmp_path / "all" / "print").iterdir()) == [
        "all.pdf",
        "keys.pdf",
        "solutions.pdf",
    ]


def test_the_sealed_exam_knows_what_was_printed_where_it_is_the_users_own(
    made, toys, shop, tmp_path, monkeypatch
) -> None:
    exam = made(SIZE, roster=CLASS[:1]).model_copy(update={"digests": {"papers/s1.pdf": "0"}})
    exam.write(tmp_path / FILE_NAME)
    (tmp_path / FILE_NAME).chmod(0o640)
    print_exam(exam, tmp_path, toys, ["keys", "html"])
    digests = {"print/keys.pdf": hashlib.sha256(b"bound").hexdigest(), "html/s1.html": hashlib.sha256(b"3").hexdigest()}
    assert SealedExam.read(tmp_path / FILE_NAME).digests == {**exam.digests, **digests}
    assert (tmp_path / FILE_NAME).stat().st_mode & 0o777 == 0o640
    monkeypatch.setattr(print_shop, "is_own", lambda path: False)
    print_exam(exam, tmp_path, toys, ["solutions"])
    assert SealedExam.read(tmp_path / FILE_NAME).digests == {**exam.digests, **digests}, (
        "somebody else's stays as it is"
    )


# the key of one page --------------------------------------------------------------------------------------------------


def test_a_key_says_whose_it_is_and_what_each_answer_is_worth(made, toys) -> None:
    head = "title: T\ncourse: Networks\ndate: 2026-11-27\nlanguage: de\npage: letter"
    exam = made(SIZE, LAYER, head=head, roster=CLASS[:1])
    sheet = key_sheet(exam, exam.papers[0], toys)
    assert (sheet.title, sheet.course, sheet.date, sheet.language, sheet.paper) == (
        "T",
        "Networks",
        "2026-11-27",
        "de",
        "us-letter",
    )
    assert (sheet.number, sheet.student_name, sheet.points) == (exam.papers[0].number, "Ada", "5.5")
    assert [(row.label, row.points) for row in sheet.rows] == [("1", "2"), ("2a", "1"), ("2b", "2.5")]
    assert (sheet.rows[0].answer, sheet.rows[0].answer_words) == ("13", "")
    assert key_sheet(made(SIZE, roster=CLASS[:1]), exam.papers[0], toys).paper == "a4"


def rows(made: Any, toys: Any, line: str, head: str = "title: T") -> Any:
    exam = made(line, head=head, roster=CLASS[:1])
    return key_sheet(exam, exam.papers[0], toys).rows


def test_common_wrong_answers_stand_in_the_key_with_what_they_earn(made, toys) -> None:
    (size,) = rows(made, toys, SIZE)
    assert [(wrong.answer, wrong.points, wrong.label) for wrong in size.wrong] == [("14", "0", "")]
    z, a = rows(made, toys, LAYER)
    assert z.wrong == ()
    assert [wrong.points for wrong in a.wrong] == ["1.67"], "two values of three are right"
    assert [wrong.points for wrong in rows(made, toys, LAYER, "title: T\nmarking: {partial: none}")[1].wrong] == ["0"]


@pytest.mark.parametrize(
    ("credit", "points"),
    [
        ("{rounded_up: 0.75}", "1.5"),
        ("{rounded_up: 0.3125}", "0.63"),
        ("{toy.size: {rounded_up: 0.5}, rounded_up: 0.25}", "1"),
        ("{flipped: 0.5}", "0"),
    ],
)
def test_a_common_mistake_that_the_blueprint_gives_credit_for_has_its_points_in_the_key(
    made, toys, credit, points
) -> None:
    (size,) = rows(made, toys, SIZE, f"title: T\nmarking: {{credit: {credit}}}")
    assert [(wrong.answer, wrong.points) for wrong in size.wrong] == [("14", points)]


@pytest.mark.parametrize(
    ("given", "points"), [((2, 0, 7), "2.5"), ((2, 0, 6), "1.67"), ((2, 1, 6), "0"), ((1, 1, 6), "0")]
)
def test_half_of_the_values_earn_their_part(made, toys, given, points) -> None:
    exam = made(LAYER, roster=CLASS[:1])
    question = exam.papers[0].questions[0]
    share = print_shop._share(exam, question, question.variant(toys), question.asks[1], given)
    assert points_text(part_of(question.asks[1].points, share)) == points


def test_exactly_half_of_the_values_earn_half(made, toys) -> None:
    exam = made("{question: judged.grid, points: 3, set: {a: [[1, 2], [3, 4]]}}", roster=CLASS[:1])
    question = exam.papers[0].questions[0]
    assert print_shop._share(exam, question, question.variant(toys), question.asks[0], ((2, 4), (0, 0))) == Fraction(
        1, 2
    )


def test_at_most_two_wrong_answers_of_at_most_four_values_stand_in_a_key(made, toys, monkeypatch) -> None:
    exam = made(LAYER, roster=CLASS[:1])
    wrong = print_shop.wrong_answers_of(exam.papers[0].questions[0], exam.papers[0].questions[0].variant(toys))
    ((one, _, _),) = wrong
    several = [
        (one, "z", (1, 2, 3)),
        (one, "z", (1, 2, 3, 4, 5)),
        (one, "z", (1, 2, 3, 4)),
        (one, "z", 1),
        (one, "a", 1),
    ]
    monkeypatch.setattr(print_shop, "wrong_answers_of", lambda question, variant: iter(several))
    monkeypatch.setattr(
        print_shop, "_share", lambda exam, question, variant, ask, given: len(list(cells(given))) / Fraction(ask.points)
    )
    z, a = key_sheet(exam, exam.papers[0], toys).rows
    assert [each.points for each in z.wrong] == ["3", "4"]
    assert [each.points for each in a.wrong] == ["1"]


def test_of_options_the_key_says_the_letters_and_what_stands_behind_them(made, toys) -> None:
    exam = made(LISTS, SIZE.replace("points: 2", "points: 2, answer: choice"), roster=CLASS[:1])
    paper = exam.papers[0]
    one, some, order, pairs, size = key_sheet(exam, paper, toys).rows
    texts = [[option.text for option in ask.options] for question in paper.questions for ask in question.asks]
    letter = "abcdef"

    def told(place: int, *right: str) -> str:
        return ", ".join(
            f"**{letter[texts[place].index(text)]}** {text}" for text in sorted(right, key=texts[place].index)
        )

    assert (one.answer, one.answer_words) == ("", told(0, "pooling"))
    assert some.answer_words == told(1, "tanh", "softmax")
    assert order.answer_words == ", ".join(told(2, text) for text in ("third", "first", "second"))
    assert pairs.answer_words == f"**1{letter[texts[3].index('u')]}** u, **2{letter[texts[3].index('w')]}** w"
    assert size.answer_words == told(4, "$13$")
    assert print_shop._lettered(paper.questions[0].asks[1], "none") == "**none**"
    assert (size.answer, size.wrong) == ("", ()), "who ticks a wrong letter earns nothing anyway"


def test_of_an_answer_in_words_the_key_says_what_it_must_say_and_for_which_points(made, toys) -> None:
    text = "{text: Why so, title: Why, criteria: [{text: Because., points: 2}, Else.], model_answer: So., points: 2}"
    (row,) = rows(made, toys, text)
    assert row.answer_words == "**1.33:** Because. **0.67:** Else. *So.*"
    kind = Explanation((("A.", 1),), "B.")
    assert list(print_shop.criteria(kind, Decimal(3))) == ["**3:** A."]


def test_a_design_has_no_common_wrong_answers_in_its_key(made, toys, monkeypatch) -> None:
    exam = made("{question: judged.design, points: 3}", roster=CLASS[:1])
    monkeypatch.setattr(
        print_shop, "wrong_answers_of", lambda question, variant: iter([("wrong", "layer", "Dense(1)")])
    )
    (row,) = key_sheet(exam, exam.papers[0], toys).rows
    assert row.wrong == ()
    assert "Dense(" in row.answer_words
