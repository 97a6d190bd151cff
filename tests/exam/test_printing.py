"""What stands on a paper and in its key: every rule by what it does to the document."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from examgen.answers import Choice, Explanation, Integer, LayerDesign, Matrix, Ordering, Real, Vector
from examgen.exam import printing
from examgen.exam.columns import column
from examgen.exam.printing import ExtraTimeError, minutes_given, paper_document, points_text, solution
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam
from examgen.rendering.document import Form, Paper, Part, PrintedOption, Problem

LISTS = "{question: asked.lists, points: 8}"
LAYER = "{question: toy.layer, points: [1, 2.5], set: {x: [1, 2], w: [[1, -1, 2], [0, -2, 1]], b: [1, 2, 3]}}"
SIZE = "{question: toy.size, points: 2, set: {n: 28, f: 5, p: 1, s: 2}}"
TWO = (
    "  - title: One\n    instructions: Do it.\n    questions:\n      - %s\n  - title: Two\n    questions:\n      - %s\n"
)


def paper_of(exam: SealedExam, bank: Any, place: int = 0, **how: bool) -> Paper:
    return paper_document(exam, exam.papers[place], bank, **how)


def problems(paper: Paper) -> list[Problem]:
    return [problem for section in paper.sections for problem in section.problems]


def parts(paper: Paper) -> list[Part]:
    return [part for problem in problems(paper) for part in problem.parts]


# the head -------------------------------------------------------------------------------------------------------------


def test_the_head_of_a_paper_says_what_the_blueprint_and_the_roster_say(made, toys) -> None:
    head = (
        "id: e1\ntitle: T\ncourse: Networks\ndate: 2026-11-27\nduration: 90\ninstructions: Write.\nhonour: Alone.\n"
        "language: de\npage: letter\nduplex: true"
    )
    students = [Student("s1", "Ada", {"Room ": " A1 ", "SEAT": "7", "group": "B"}), Student("s2", "Grace", {})]
    exam = made(SIZE, head=head, roster=students)
    paper, key = paper_of(exam, toys), paper_of(exam, toys, key=True)
    assert (paper.title, paper.course, paper.date, paper.instructions, paper.honour, paper.language) == (
        "T", "Networks", "2026-11-27", "Write.", "Alone.", "de",
    )  # fmt: skip
    assert (paper.student_name, paper.student_id, paper.number) == ("Ada", "s1", exam.papers[0].number)
    assert (paper.duration, paper.points, paper.anonymous, paper.is_key, key.is_key) == (
        "90 Minuten",
        "2",
        False,
        False,
        True,
    )
    assert [value for _, value in paper.details] == ["A1", "7", "B"]
    assert len(dict(paper.details)) == 3
    assert paper_of(exam, toys, 1).details == ()
    assert paper.form == Form(paper="us-letter", size=Form.size, duplex=True, fillable=False, exam="e1")
    assert paper_of(exam, toys, fillable=True).form.fillable
    plain = paper_of(made(SIZE), toys)
    assert (plain.duration, plain.form.paper, plain.form.duplex, plain.logo) == ("", "a4", False, None)
    assert paper_of(made(SIZE, head="title: T\nanonymous: true"), toys).anonymous


def test_the_sections_stand_in_order_with_their_questions(made, toys) -> None:
    paper = paper_of(made(sections=TWO % (SIZE, LAYER)), toys)
    assert [(section.title, section.text) for section in paper.sections] == [("One", "Do it."), ("Two", "")]
    assert [[problem.number for problem in section.problems] for section in paper.sections] == [["1"], ["2"]]
    assert [problem.title for problem in problems(paper)] == ["A size", "A layer"]
    assert [problem.points for problem in problems(paper)] == ["2", "3.5"]
    assert [(part.label, part.points) for part in parts(paper)] == [("", "2"), ("a", "1"), ("b", "2.5")]
    assert "n = 28" in problems(paper)[0].stem


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("", 90), ("0", 90), ("No", 90), ("false", 90), ("-", 90), ("none", 90), ("20", 110), ("+ 20", 110), ("20 min", 110),
     ("20 Minuten", 110), ("20 minutes", 110), ("25 %", 113), ("25%", 113), ("33,5%", 121), ("0.5 min", 91), ("25 Prozent", 113),
     ("20'", 110), (" 20 MIN. ", 110)],
)  # fmt: skip
def test_extra_time_is_minutes_or_a_part_of_the_time_rounded_up(made, said, minutes) -> None:
    exam = made(SIZE, head="title: T\nduration: 90", roster=[Student("s1", "Ada", {"Extra Time": said})])
    assert minutes_given(exam, exam.papers[0]) == minutes


@pytest.mark.parametrize("said", ["much", "20 hours", "%", "1 2", "-20", "0.25", "0,25"])
def test_extra_time_that_is_no_time_is_refused(made, said) -> None:
    exam = made(SIZE, head="title: T\nduration: 90", roster=[Student("s1", "Ada", {"extra_time": said})])
    with pytest.raises(
        ExtraTimeError, match="the roster's extra time of s1 must be minutes or a part such as 25 %, got"
    ):
        minutes_given(exam, exam.papers[0])


def test_extra_time_of_no_duration_is_itself(made, toys) -> None:
    exam = made(SIZE, roster=[Student("s1", "Ada", {"extra time": "20"})])
    assert minutes_given(exam, exam.papers[0]) == 20
    assert paper_of(exam, toys).duration == ""


def test_a_column_is_found_whatever_the_case_of_its_title() -> None:
    columns = {" Large_Print": " yes ", "seat": "7"}
    assert (column(columns, "large print"), column(columns, "seat"), column(columns, "room")) == ("yes", "7", "")


@pytest.mark.parametrize(
    ("title", "purpose"),
    [("Raum", "room"), ("HÖRSAAL", "room"), ("Sitzplatz", "seat"), ("asiento", "seat"), ("Gruppe", "group"), ("extratime", "extra time"),
     ("Extra-Time", "extra time"), ("Zeitverlängerung", "extra time"), ("tempo adicional", "extra time"),
     ("large-print", "large print"), ("Großdruck", "large print"), ("letra grande", "large print")],
)  # fmt: skip
def test_a_column_that_changes_the_paper_is_found_in_the_languages_of_papers(title, purpose) -> None:
    assert column({"mail": "a", title: " x "}, purpose) == "x"


def test_an_empty_cell_does_not_hide_another_column_of_the_same_purpose() -> None:
    assert column({"room": "", "Raum": "HS 1"}, "room") == "HS 1"


@pytest.mark.parametrize(
    ("said", "large"), [("yes", True), ("x", True), ("", False), ("No", False), ("nein", False), ("Não", False)]
)
def test_large_print_is_for_whoever_asks_for_it_and_not_for_the_key(made, toys, said, large) -> None:
    exam = made(SIZE, roster=[Student("s1", "Ada", {"large print": said})])
    assert paper_of(exam, toys).form.size == (18.0 if large else Form.size)
    assert paper_of(exam, toys, key=True).form.size == Form.size


@pytest.mark.parametrize(
    ("points", "text"), [("2", "2"), ("2.50", "2.5"), ("10", "10"), ("0.67", "0.67"), ("3.00", "3"), ("1E+1", "10")]
)
def test_points_stand_without_needless_zeros(points, text) -> None:
    assert points_text(Decimal(points)) == text


def test_the_logo_of_the_exam_stands_in_the_head(made, toys, tmp_path) -> None:
    (tmp_path / "crest.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>')
    exam = made(SIZE, head="title: T\nlogo: crest.svg")
    logo = paper_of(exam, toys).logo
    assert logo is not None
    assert (logo.format, b"<svg" in logo.content) == ("svg", True)


def test_a_paper_is_planned_page_by_page_and_its_key_is_not(made, toys, monkeypatch) -> None:
    exam = made(SIZE)
    monkeypatch.setattr(printing, "planned", lambda paper: "planned")
    assert paper_of(exam, toys) == "planned"
    assert paper_of(exam, toys, key=True).is_key


# parts ----------------------------------------------------------------------------------------------------------------


def test_a_list_is_ticked_or_referred_to_by_its_letters(made, toys) -> None:
    exam = made(LISTS)
    one, some, order, pairs = parts(paper_of(exam, toys))
    asks = exam.papers[0].questions[0].asks
    for part, ask in ((one, asks[0]), (some, asks[1])):
        assert part.blank == "options"
        assert [(option.letter, option.text) for option in part.options] == list(
            zip("abc", [option.text for option in ask.options], strict=True)
        )
        assert not any(option.right for option in part.options)
        assert (part.answer, part.answer_words, part.listed) == ("", "", ())
    assert one.hint == "", "a box to tick says it by itself"
    assert some.hint
    for part, names in ((order, ["a", "b", "c"]), (pairs, ["1", "2", "a", "b", "c"])):
        assert [option.letter for option in part.listed] == names
        assert (part.options, part.lines) == ((), 0)
        assert part.hint
    assert [option.text for option in pairs.listed][:2] == ["p", "q"]


def test_the_key_ticks_what_is_right_and_says_it_in_words(made, toys) -> None:
    one, some, order, pairs = parts(paper_of(made(LISTS), toys, key=True))
    assert [option.text for option in one.options if option.right] == ["pooling"]
    (right,) = (option for option in one.options if option.right)
    assert one.answer_words == f"**{right.letter}** pooling"
    ticked = [option for option in some.options if option.right]
    assert {option.text for option in ticked} == {"tanh", "softmax"}
    assert some.answer_words == ", ".join(f"**{option.letter}** {option.text}" for option in ticked)
    for part in (order, pairs):
        assert bool(part.answer) != bool(part.answer_words)
    assert one.hint == ""


def test_numbers_that_are_set_as_a_choice_are_ticked(made, toys) -> None:
    exam = made(SIZE.replace("points: 2", "points: 2, answer: choice"))
    ask = exam.papers[0].questions[0].asks[0]
    (part,) = parts(paper_of(exam, toys))
    assert (part.blank, part.hint, part.listed, part.text_lines) == ("options", "", (), 0)
    assert [option.text for option in part.options] == [option.text for option in ask.options]
    assert not any(option.right for option in part.options)
    (part,) = parts(paper_of(exam, toys, key=True))
    assert [option.text for option in part.options if option.right] == ["$13$"]
    assert (part.beside > 0, part.lines > 0) == (True, True), "there is something to work out"


def test_the_key_has_the_answer_the_solution_the_code_and_common_wrong_answers(made, toys) -> None:
    exam = made(LAYER, SIZE)
    assert all(
        (problem.solution, problem.code, problem.wrong_answers) == ((), "", ())
        for problem in problems(paper_of(exam, toys))
    )
    layer, size = problems(paper_of(exam, toys, key=True))
    assert ["2 & -3 & 7" in layer.parts[0].answer, "2 & 0 & 7" in layer.parts[1].answer] == [True, True]
    assert len(layer.solution) == len(
        toys.question("toy.layer").variant(exam.papers[0].questions[0].parameters).derivation().lines
    )
    assert "Dense" in layer.code
    assert [(wrong.label, wrong.points) for wrong in layer.wrong_answers] == [("1b", "0")]
    (wrong,) = size.wrong_answers
    assert (wrong.answer, wrong.label, wrong.misconception) == ("14", "", "The quotient was rounded up. Round down.")
    assert size.parts[0].answer == "13"


def test_a_question_without_a_network_has_no_code(made, toys) -> None:
    (lists,) = problems(paper_of(made(LISTS), toys, key=True))
    assert lists.code == ""
    assert len(lists.solution) == 4


def test_the_statement_is_parted_by_its_picture(made, toys, monkeypatch) -> None:
    exam = made(SIZE)
    told = SimpleNamespace(before="Before.", picture="a picture", after="After.")
    monkeypatch.setattr(printing.picture, "statement", lambda variant, language: told)
    (problem,) = problems(paper_of(exam, toys, key=True))
    assert (problem.stem, problem.picture, problem.stem_after) == ("Before.", "a picture", "After.")


def test_large_print_leaves_less_room_on_a_line(made, toys, monkeypatch) -> None:
    monkeypatch.setattr(printing, "reading_width", lambda text: 20.0)
    students = [Student("s1", "Ada"), Student("s2", "Grace", {"large print": "yes"})]
    exam = made(SIZE, LISTS, roster=students)
    assert [parts(paper_of(exam, toys, place))[0].text_lines for place in (0, 1)] == [1, 2]
    assert [parts(paper_of(exam, toys, place))[1].columns for place in (0, 1)] == [1, 1]
    size, one, *_ = parts(paper_of(exam, toys))
    assert (size.lines > 0, one.text_lines) == (True, 0)


def sealed(**misconceptions: dict[str, object]) -> Any:
    asks = (SimpleNamespace(name="z", label="3a"), SimpleNamespace(name="a", label="3b"))
    return SimpleNamespace(misconceptions=misconceptions, asks=asks)


def test_common_wrong_answers_are_short_and_of_this_question(toys) -> None:
    variant = toys.question("toy.layer").variant({"x": (1, 2), "w": ((1, -1, 2), (0, -2, 1)), "b": (1, 2, 3)})
    found = list(printing.wrong_answers_of(sealed(sign_dropped={"a": (2, 3, 7)}), variant))
    assert [(wrong.label, ask, value) for wrong, ask, value in found] == [("3b", "a", (2, 3, 7))]
    assert found[0][0].misconception == "The sign was dropped. ReLU makes negative numbers 0."
    assert list(printing.wrong_answers_of(sealed(sign_dropped={"gone": 5}), variant)) == []
    assert list(printing.wrong_answers_of(sealed(sign_dropped={"a": (1,) * 17}), variant)) == []
    assert len(list(printing.wrong_answers_of(sealed(sign_dropped={"a": (1,) * 16}), variant))) == 1
    first = list(printing.wrong_answers_of(sealed(sign_dropped={"z": (5, 5, 5), "a": (2, 3, 7)}), variant))
    assert [ask for _, ask, _ in first] == ["z"], "the first answer that it changes"


# room -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("effort", "lines"),
    [(0, 0), (1.9, 0), (2, 1), (8, 1), (9, 2), (16, 2), (24, 3), (40, 3), (41, 4), (96, 7), (1000, 7)],
)
def test_working_space_grows_with_the_work_up_to_seven_lines(effort, lines) -> None:
    assert printing._lines(effort) == lines
    assert printing._lines_of(Vector(), effort) == lines


def test_what_is_written_in_words_gets_room_for_a_model_answer() -> None:
    def explained(words: int) -> int:
        return printing._lines_of(Explanation((("x", 1),), "word " * words), 50)

    assert [explained(words) for words in (1, 27, 28, 36, 37, 90, 91, 900)] == [0, 0, 1, 1, 2, 7, 7, 7]
    assert printing._lines_of(LayerDesign((3,), (4,)), 50) == 0
    assert printing._lines_of(Ordering(("a", "b")), 50) == 0


@pytest.mark.parametrize(
    ("kind", "blank"),
    [(Integer(), "line"), (Real(3), "line"), (Vector(), "list"), (Matrix(), "grid"), (LayerDesign((3,), (4,)), "text"),
     (Explanation((("x", 1),), "y"), "text"), (Choice(("a", "b")), "options")],
)  # fmt: skip
def test_an_answer_goes_where_it_fits(kind, blank) -> None:
    assert printing._blank(kind) == blank


@pytest.mark.parametrize(
    ("blank", "width", "room", "lines"),
    [("line", 23, 1, 1), ("line", 23.1, 1, 2), ("line", 50, 1, 2), ("line", 50.1, 1, 0), ("list", 20, 1, 1), ("list", 20.1, 1, 2),
     ("grid", 19, 1, 1), ("grid", 42.1, 1, 0), ("text", 5, 1, 0), ("options", 5, 1, 0), ("line", 23, 0.5, 2), ("line", 23.1, 0.5, 3),
     ("line", 36.6, 0.5, 0)],
)  # fmt: skip
def test_a_text_of_two_lines_or_of_three_in_large_print_stands_beside_its_answer(
    monkeypatch, blank, width, room, lines
) -> None:
    monkeypatch.setattr(printing, "reading_width", lambda text: width)
    assert printing._text_lines("text", Part("", "", "1", blank), room) == lines


@pytest.mark.parametrize(
    ("widths", "room", "lines", "columns", "beside", "left"),
    [
        ([14.3, 2], 1, 3, 1, 18.0, 3),  # beside the working space
        ([14.4, 2], 1, 3, 2, 0, 0),  # too wide for that
        ([2] * 8, 1, 3, 1, 5.7, 6),  # as many lines as the options take
        ([2] * 4, 1, 0, 4, 0, 0),
        ([7.3] * 4, 1, 0, 2, 0, 0),
        ([7] * 3, 1, 0, 3, 0, 0),
        ([17.8] * 4, 1, 0, 2, 0, 0),
        ([17.9] * 4, 1, 0, 1, 0, 0),
        ([2] * 4, 0.5, 0, 2, 0, 0),
        ([5.3] * 2, 0.5, 3, 1, 9.0, 3),
        ([5.4] * 2, 0.5, 3, 2, 0, 0),
    ],
)  # fmt: skip
def test_options_stand_beside_each_other_or_beside_the_working_space(
    monkeypatch, widths, room, lines, columns, beside, left
) -> None:
    monkeypatch.setattr(printing, "reading_width", float)
    options = [PrintedOption(letter, str(width)) for letter, width in zip("abcdefgh", widths, strict=False)]
    part = printing._ticked(Part("a", "?", "1", "options", lines=lines), options, room)
    assert (part.columns, part.beside, part.lines) == (columns, pytest.approx(beside), left)
    assert part.options == tuple(options)
    assert part.answer_words == ""


def test_the_work_of_an_answer_is_what_stands_before_it_since_the_last_one() -> None:
    def line(ask: str, *efforts: float) -> Any:
        return SimpleNamespace(ask=ask, terms=[SimpleNamespace(effort=effort) for effort in efforts])

    lines = [line("", 1, 2), line("a", 4), line("b"), line("", 8), line("c", 16), line("", 32)]
    assert printing._effort_by_ask(SimpleNamespace(lines=lines)) == {"a": 7, "b": 0, "c": 24}  # type: ignore[arg-type]


def test_a_derivation_is_told_line_by_line(toys) -> None:
    variant = toys.question("toy.layer").variant({"x": (1, 2), "w": ((1, -1, 2), (0, -2, 1)), "b": (1, 2, 3)})
    derivation = variant.derivation()
    steps = solution(variant, derivation)
    assert [step.why for step in steps] == [line.why for line in derivation.lines]
    assert all(step.math for step in steps)


# what the questions need ----------------------------------------------------------------------------------------------


def test_conventions_that_the_questions_need_stand_on_the_paper_formulas_on_a_sheet_if_wanted(
    made, toys, monkeypatch
) -> None:
    known = {"other": "Not needed.", "second": "The mean of $n$ values.", "first": "No padding."}
    monkeypatch.setattr(printing, "CONVENTIONS", known)
    for id_, needs in (("toy.size", ("first", "second")), ("toy.layer", ("first",))):
        monkeypatch.setattr(toys.question(id_).definition, "conventions", needs)
    paper = paper_of(made(SIZE, LAYER), toys)
    assert (paper.conventions, paper.formulas) == (("The mean of $n$ values.", "No padding."), ())
    sheet = paper_of(made(SIZE, LAYER, head="title: T\nformula_sheet: true"), toys)
    assert (sheet.conventions, sheet.formulas) == (("No padding.",), ("The mean of $n$ values.",))
    assert paper_of(made(LISTS), toys).conventions == ()


def test_questions_whose_texts_are_not_all_translated_are_named(made, toys, monkeypatch) -> None:
    text = "{text: Why so, title: Why, criteria: [x], model_answer: y, points: 1}"
    exam = made(SIZE, LAYER, SIZE, text, head="title: T\nlanguage: de")
    monkeypatch.setattr(
        printing.stem, "is_translated", lambda variant, language: variant.id == "toy.layer" or language == "en"
    )
    assert printing.untranslated(exam, toys) == ("toy.size",)
    assert list(printing.in_english(exam, toys)) == ["Printed in English because there is no translation: toy.size."]
