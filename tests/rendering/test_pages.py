"""Every page of the example exams, in A4, US Letter and large print: full, nothing past the margin, on no more sheets than need be."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import numpy as np
import page as page_validation
import pikepdf
import pytest
from PIL import Image
from pypdf import PdfReader

from examgen.bank.bank import Bank
from examgen.exam.assembly import assemble
from examgen.exam.blueprint import read_blueprint
from examgen.exam.printing import paper_document
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam
from examgen.rendering import pages
from examgen.rendering.document import Paper, PaperSection, Part, Picture, PrintedOption, Problem
from examgen.rendering.fillable import box_places
from examgen.rendering.pages import planned
from examgen.rendering.pdf import render_pages, render_papers

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("midterm", "cnn", "rnn", "final")
DOTS = 72 / 25.4
"""Dots a millimetre."""
DARK, WHITE = 150, 238


@pytest.fixture(scope="module")
def exams() -> dict[str, SealedExam]:
    bank = Bank()
    students = [Student("s1", "Ada Lovelace"), Student("s2", "Évariste Galois")]
    made = {}
    for name in NAMES:
        blueprint, source = read_blueprint(EXAMPLES / name / "blueprint.yaml")
        made[name] = assemble(blueprint, students, bank, source, b"a secret of the test of pages, long enough")
    return made


def _documents(exam: SealedExam, form: str) -> list[Paper]:
    page = "letter" if form.endswith("letter") else "a4"
    exam = exam.model_copy(update={"blueprint": exam.blueprint.model_copy(update={"page": page, "duplex": False})})
    columns = {"large print": "yes"} if form.startswith("large") else {}
    return [paper_document(exam, paper.model_copy(update={"columns": columns}), Bank()) for paper in exam.papers]


def _pictures(document: Paper) -> list[np.ndarray]:
    return [np.asarray(Image.open(io.BytesIO(page)).convert("L")) for page in render_pages(document, 72)]


def _full(page: np.ndarray, line: float = 8) -> float:
    """How much of a page's height is taken by what is printed on it and by the space of its answers, in lines of so many mm.

    White, and squares with nothing beside them, are none of it: what is left over at the end of a question.
    """
    body = page[int(21 * DOTS) : -int(15 * DOTS), int(18 * DOTS) : -int(18 * DOTS)]
    runs = [(dark, len(list(run))) for dark, run in groupby((body < DARK).any(axis=1))]
    return 1 - sum(length for dark, length in runs if not dark and length > line * DOTS) / len(body)


def _down(page: np.ndarray) -> float:
    """How far down a page the last thing on it stands, working space and all."""
    body = page[int(21 * DOTS) : -int(15 * DOTS), int(18 * DOTS) : -int(18 * DOTS)]
    return float(np.nonzero((body < WHITE).any(axis=1))[0][-1] + 1) / len(body)


@pytest.mark.parametrize("form", ["a4", "letter"])
@pytest.mark.parametrize("name", NAMES)
def test_no_page_but_the_last_is_less_than_two_thirds_full(exams, name: str, form: str) -> None:
    for document in _documents(exams[name], form):
        full = [_full(page) for page in _pictures(document)]
        assert all(part >= 2 / 3 for part in full[:-1]), [round(part, 2) for part in full]


@pytest.mark.parametrize("form", ["large", "large letter"])
@pytest.mark.parametrize("name", NAMES)
def test_no_page_of_large_print_is_less_than_two_thirds_full_unless_a_section_ends_there(
    exams, name: str, form: str
) -> None:
    document = _documents(exams[name], form)[0]
    (content,) = render_papers([document])
    texts = [page.extract_text().splitlines()[:6] for page in PdfReader(io.BytesIO(content)).pages]
    titles = {section.title for section in document.sections}
    ends = [bool(titles & {line.strip() for line in following}) for following in texts[1:]]
    pages = _pictures(document)[:-1]

    assert [_down(page) >= 2 / 3 or end for page, end in zip(pages, ends, strict=True)] == [True] * len(pages)
    assert [_full(page, 14) >= 1 / 2 or end for page, end in zip(pages, ends, strict=True)] == [True] * len(pages)


@pytest.mark.parametrize(("form", "least"), [("a4", 6), ("large", 9)])
def test_there_is_room_to_write_below_the_hint_of_every_answer_box(exams, form: str, least: float) -> None:
    document = _documents(exams["rnn"], form)[0]  # the hint of a shape takes three lines, five in large print
    room = {box.name: (box.corners[3] - box.corners[1]) / DOTS for box in box_places(document) if not box.ticked}
    assert len(room) > 10
    assert {name: high for name, high in room.items() if high < least} == {}


def test_no_convention_goes_on_to_the_next_page_alone(exams) -> None:
    head = replace(_documents(exams["final"], "large")[0], sections=())
    heads = [replace(head, conventions=("This is a convention.",) * count) for count in range(10, 18)]
    counts = [
        [page.extract_text().count("is a convention") for page in PdfReader(io.BytesIO(pdf)).pages]
        for pdf in render_papers(heads)
    ]
    assert {len(pages) for pages in counts} == {1, 2}
    assert all(pages[-1] >= 2 for pages in counts)


@pytest.mark.parametrize("name", NAMES)
def test_no_page_of_large_print_is_nearly_empty_however_long_the_head_of_the_paper(exams, name: str) -> None:
    full = [_full(page) for page in _pictures(_documents(exams[name], "large")[0])]

    assert all(part >= 1 / 3 for part in full[:-1]), [round(part, 2) for part in full]


@pytest.mark.parametrize("form", ["a4", "letter", "large"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_printed_past_the_margin(exams, name: str, form: str) -> None:
    for page in _pictures(_documents(exams[name], form)[0]):
        body = page[int(21 * DOTS) : -int(15 * DOTS)]
        assert (body[:, -int(19 * DOTS) :] > WHITE).all()
        assert (page[-int(13 * DOTS) : -int(11.5 * DOTS), int(18 * DOTS) : -int(18 * DOTS)] > WHITE).all()


def test_an_exam_of_23_questions_takes_ten_pages(exams) -> None:
    documents = _documents(exams["final"], "a4")

    assert sum(len(section.problems) for section in documents[0].sections) == 23
    assert all(len(_pictures(document)) <= 10 for document in documents)


def _question(number: int, parts: int, lines: float, stem: str = "Given.") -> Problem:
    labels = "abcdefghij"[:parts] if parts > 1 else ("",)
    return Problem(
        str(number),
        "2",
        "Title",
        stem,
        tuple(Part(label, f"What is {number}{label}?", "1", "line", "an integer", lines=lines) for label in labels),
    )


def _exam(paper: Paper, *problems: Problem) -> Paper:
    return replace(paper, instructions="", sections=(PaperSection("", "", problems),))


def test_a_question_goes_on_over_the_page_with_its_data_printed_again(paper: Paper) -> None:
    document = planned(_exam(paper, _question(1, 3, 0), _question(2, 8, 3, "These are the DATA.")))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(next(render_papers([document])))).pages]
    flags = [problem.breaks != () for problem in document.sections[0].problems]

    assert flags == [False, True]
    assert len(pages) == 2
    assert [page.count("These are the DATA.") for page in pages] == [1, 1]
    assert "Title, continued" in pages[1]
    assert "continued" not in pages[0]


def test_what_is_printed_again_on_the_next_page_is_read_aloud_once(paper: Paper) -> None:
    data = "These are the DATA.\n\n| layer | size |\n|---|---|\n| Dense | 8 |"
    document = planned(_exam(paper, _question(1, 3, 0), _question(2, 7, 3, data)))
    (content,) = render_papers([document])
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        shown = [page.extract_text().count("These are the DATA.") for page in PdfReader(io.BytesIO(content)).pages]
        found = [
            (str(each.S), pages[each.Pg.objgen])
            for each in pdf.objects
            if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/StructElem" and "/Pg" in each
        ]

    assert shown == [1, 1]
    assert [page for kind, page in found if kind == "/H2"] == [0, 0]
    assert {page for kind, page in found if kind in ("/TH", "/TD")} == {0}, (
        "the data of the second page are an artifact"
    )
    assert any(page == 1 for _, page in found), "its parts are not"


def _drawing(*, again: bool) -> Picture:
    words = '<text x="5" y="20" font-family="DejaVu Sans Mono" font-size="9">DRAWN</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 30" width="300" height="30">{words}</svg>'
    return Picture(svg, "a drawing", 300, 30, again=again)


@pytest.mark.parametrize(("again", "counts"), [(True, [1, 1]), (False, [1, 0])])
def test_a_picture_that_shows_only_what_the_text_says_is_not_printed_again(
    paper: Paper, again: bool, counts: list[int]
) -> None:
    long = replace(_question(2, 8, 3, "These are the DATA."), picture=_drawing(again=again))
    document = planned(_exam(paper, _question(1, 3, 0), long))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(next(render_papers([document])))).pages]

    assert [page.count("DRAWN") for page in pages] == counts
    assert [page.count("These are the DATA.") for page in pages] == [1, 1]


def test_the_picture_of_a_network_is_not_printed_again_and_that_of_numbers_is(exams) -> None:
    drawn = {
        problem.title: problem.picture.again
        for section in _documents(exams["midterm"], "a4")[0].sections
        for problem in section.problems
        if problem.picture
    }
    assert drawn["Convolution, ReLU and pooling"]
    assert not drawn["Unrolling a recurrent layer"]


@pytest.mark.parametrize(
    "part",
    [
        Part("a", "What?", "1", "options", options=tuple(PrintedOption(letter, "1234") for letter in "abcd"), beside=6),
        Part("a", "What?", "1", "grid", "a matrix"),
        Part("a", "What?", "1", "line", "an integer", text_lines=1),
    ],
)
def test_a_working_space_is_planned_no_lower_than_the_options_or_the_box_beside_it(paper: Paper, part: Part) -> None:
    measure = pages._Measure(paper)

    assert measure._part(part, 1) >= measure._part(part, 0)


def test_an_answer_in_words_has_one_box_which_takes_the_room_of_its_page(paper: Paper) -> None:
    explain = Problem("1", "2", "Explain", "Given.", (Part("", "Why?", "2", "text", lines=3),))
    (part,) = planned(_exam(paper, explain)).sections[0].problems[0].parts
    (box,) = box_places(replace(planned(_exam(paper, explain)), form=replace(paper.form, fillable=True)))

    assert part.lines == 8
    assert (box.corners[3] - box.corners[1]) / DOTS > 80


@pytest.mark.parametrize("words", range(8, 16))
def test_points_never_stand_on_a_line_of_their_own(paper: Paper, words: int) -> None:
    text = " ".join(["reasonable"] * words) + "?"
    asked = Problem("1", "3", "Title", "Given.", (Part("a", text, "1.5", "text"), Part("b", text, "1.5", "options")))
    lines = next(iter(_pages_of(_exam(paper, asked)))).splitlines()

    assert not [line for line in lines if line.strip() == "1.5 points"]


@pytest.mark.parametrize("letters", range(70, 100, 5))
def test_no_line_ends_within_a_shape(paper: Paper, letters: int) -> None:
    stem = "x " * (letters // 2) + "has the shape 224 × 224 × 64 and more"
    lines = next(iter(_pages_of(_exam(paper, _question(1, 1, 0, stem))))).splitlines()

    assert any("224 × 224 × 64" in line.replace("\u00a0", " ") for line in lines)


def _pages_of(document: Paper) -> list[str]:
    (content,) = render_papers([document])
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def test_a_question_stays_whole_where_its_page_is_full_enough(paper: Paper) -> None:
    document = planned(_exam(paper, *(_question(number, 2, 5) for number in range(1, 9))))

    assert not any(problem.breaks for problem in document.sections[0].problems)


def test_working_space_grows_where_a_page_has_room_and_only_where_there_is_any(paper: Paper) -> None:
    document = planned(_exam(paper, _question(1, 1, 2), _question(2, 1, 0)))
    first, second = (problem.parts[0] for problem in document.sections[0].problems)

    assert 2 < first.lines <= 7
    assert second.lines == 0


@pytest.mark.parametrize("name", NAMES)
def test_a_second_checker_finds_every_rule_of_accessible_pdf_kept(exams, name: str, tmp_path: Path) -> None:
    exam, bank = exams[name], Bank()
    paper = exam.papers[0]
    large = paper.model_copy(update={"columns": {"large print": "yes"}})
    documents = (
        paper_document(exam, paper, bank),
        paper_document(exam, large, bank),
        paper_document(exam, paper, bank, key=True),
    )
    for place, pdf in enumerate(render_papers(documents)):
        (tmp_path / f"{place}.pdf").write_bytes(pdf)
        assert not list(page_validation.validate_pdf(str(tmp_path / f"{place}.pdf"), profile="ua1").failures)
