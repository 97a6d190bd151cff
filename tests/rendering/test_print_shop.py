"""What goes to the copy shop: every paper on sheets of its own, by room and seat, and a key of one page to mark it by."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import page as page_validation
import pikepdf
import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from examgen.bank.bank import Bank
from examgen.cli import main
from examgen.exam.generate import changed_files, generate
from examgen.exam.print_shop import print_exam
from examgen.exam.sealed import FILE_NAME, SealedExam
from examgen.exam.signing import PublicKey
from examgen.rendering.document import CoverSheet, Inline, KeyRow, KeySheet
from examgen.rendering.pdf import render_cover, render_key_sheets

BLUEPRINT = """\
title: Test exam
course: Networks
date: 2026-11-27
duration: 45
honour: I worked alone.
sections:
  - title: One
    questions:
      - {question: convolution.output_size, points: 2}
      - {question: convolution.parameter_count, points: 3, answer: choice}
  - questions:
      - {question: convolution.feature_map, points: 4}
"""
ROSTER = (
    "id,name,room,seat\ns1,Ada 🎓 Lovelace,A 10,12\ns2,Évariste Galois,A 10,9\ns3,دوايت حسن,A 9,1\ns4,李小龍,A 10,2\n"
)


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exam")
    (folder / "exam.yaml").write_text(BLUEPRINT, encoding="utf-8")
    (folder / "class.csv").write_text(ROSTER, encoding="utf-8")
    made = generate(folder / "exam.yaml", folder / "class.csv", folder / "out", Bank(), b"a secret of the test")
    print_exam(made.exam, made.folder, Bank())
    return made.folder


def _key(answers: int) -> KeySheet:
    rows = tuple(KeyRow(str(n), "1", answer_words=Inline("seven words of an answer " * 3)) for n in range(answers))
    return KeySheet("Final", "", "", "K7Q2M9X6", "Ada", str(answers), rows)


@pytest.mark.parametrize(("answers", "pages"), [(40, 1), (60, 1), (200, 4)])
def test_a_key_of_many_answers_is_set_smaller_if_it_fits_on_one_page_then(answers: int, pages: int) -> None:
    (pdf,) = render_key_sheets([_key(answers)])
    assert len(PdfReader(io.BytesIO(pdf)).pages) == pages


@pytest.mark.parametrize(("room", "facts"), [("A 10", "2026 · Room A 10 · Papers"), ("", "2026 · Papers")])
def test_the_facts_of_a_cover_sheet_leave_no_gap_where_there_is_no_room(room: str, facts: str) -> None:
    cover = render_cover(CoverSheet("Final", "", "2026", room, (("", "s1", "Ada", "K7Q2M9X6"),)))
    assert facts in " ".join(PdfReader(io.BytesIO(cover)).pages[0].extract_text().split())


def _reader(path: Path) -> PdfReader:
    return PdfReader(io.BytesIO(path.read_bytes()))


def test_all_papers_lie_by_room_and_seat_each_on_sheets_of_its_own(printed: Path) -> None:
    reader = _reader(printed / "print" / "all.pdf")
    places = [(entry.title, reader.get_destination_page_number(entry)) for entry in reader.outline]
    texts = [page.extract_text() for page in reader.pages]

    assert all(place % 2 == 0 for _, place in places)
    assert [title.split(" · ")[0] for title, _ in places] == ["A 9", "1", "A 10", "2", "9", "12"]
    cover = texts[dict(places)["A 10"]]
    assert cover.index("Galois") < cover.index("Lovelace")
    assert "Signature" in cover


def test_a_key_is_one_page_that_names_the_right_option_in_words(printed: Path) -> None:
    reader = _reader(printed / "print" / "keys.pdf")

    assert len(reader.pages) == 4
    assert all("Wrong:" in page.extract_text() for page in reader.pages)
    assert "Test exam · Key" in reader.metadata.title


def test_solutions_carry_no_name(printed: Path) -> None:
    text = "".join(page.extract_text() for page in _reader(printed / "print" / "solutions.pdf").pages)

    assert "Worked solution" in text
    assert "Lovelace" not in text
    assert "s1" not in text.split()


@pytest.mark.parametrize(
    "name",
    ["papers/s1.pdf", "keys/s1-key.pdf", "papers/s3.pdf", "print/all.pdf", "print/keys.pdf", "print/solutions.pdf"],
)
def test_a_second_checker_finds_every_rule_of_accessible_pdf_kept(printed: Path, name: str) -> None:
    report = page_validation.validate_pdf(str(printed / name), profile="ua1")

    assert not list(report.failures)


def test_the_tags_of_bound_papers_are_those_of_each_on_its_own_pages(printed: Path) -> None:
    with pikepdf.open(printed / "print" / "all.pdf") as whole:
        pages = {page.obj.objgen: number for number, page in enumerate(whole.pages)}
        parts = list(whole.Root.StructTreeRoot.K[0].K)
        titles = [str(part.T) for part in parts]
        bookmarks = [(item.title, pages[item.destination[0].objgen]) for item in whole.open_outline().root]
        found = [_pages_of(part, pages) for part in parts]
        identifiers = list(whole.Root.StructTreeRoot.IDTree.Names)[::2]

    assert titles == [title for title, _ in bookmarks]
    assert [min(numbers) for numbers in found] == [page for _, page in bookmarks]
    assert all(max(before) < min(after) for before, after in pairwise(found))
    assert len(identifiers) == len(set(map(str, identifiers)))


def _pages_of(element: pikepdf.Object, pages: dict[tuple[int, int], int]) -> set[int]:
    found = {pages[element.Pg.objgen]} if "/Pg" in element else set()
    children = element.get("/K", [])
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        if isinstance(child, pikepdf.Dictionary):
            found |= _pages_of(child, pages)
    return found


def test_every_formula_and_figure_has_its_words(printed: Path) -> None:
    tree = _reader(printed / "papers" / "s1.pdf").trailer["/Root"]["/StructTreeRoot"]
    told: list[tuple[str, str]] = []

    def walk(element: object) -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for child in element:
                walk(child)
        elif isinstance(element, dict):
            if element.get("/S") in ("/Formula", "/Figure"):
                told.append((element["/S"], element.get("/Alt", "")))
            if "/K" in element:
                walk(element["/K"])

    walk(tree)
    assert {kind for kind, _ in told} == {"/Formula", "/Figure"}
    assert all(alt for _, alt in told)
    assert any("Row 1: " in alt for kind, alt in told if kind == "/Figure")


def test_letters_that_no_font_has_are_told_before_printing(printed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "examgen.rendering.fonts.letters_without_font", lambda names, fonts: {"李小龍": ("小", "李", "龍")}
    )
    result = CliRunner().invoke(main, ["print", str(printed), "--only", "keys"])

    assert result.exit_code == 0
    assert "no font has 小 李 龍 in the name 李小龍" in result.stderr


def test_what_is_not_known_is_not_printed(printed: Path) -> None:
    result = CliRunner().invoke(main, ["print", str(printed), "--only", "posters"])

    assert result.exit_code == 2
    assert (
        "expected some of papers, keys, solutions, forms, notebooks, html, latex, word, markdown, got 'posters'"
        in result.stderr
    )


def test_a_preview_is_a_paper_and_its_key_and_says_how_long_they_are(printed: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["preview", str(printed.parent / "exam.yaml"), "--out", str(tmp_path)])

    assert result.exit_code == 0
    assert "9 points" in result.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["exam-preview-key.pdf", "exam-preview.pdf"]


LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><rect width="40" height="20" fill="black"/></svg>'
)


def test_a_logo_stands_in_the_title_block_and_a_missing_one_is_a_message(printed: Path, tmp_path: Path) -> None:
    (tmp_path / "exam.yaml").write_text(BLUEPRINT + "logo: crest.svg\n", encoding="utf-8")
    refused = CliRunner().invoke(main, ["preview", str(tmp_path / "exam.yaml"), "--out", str(tmp_path)])
    (tmp_path / "crest.svg").write_text(LOGO)
    made = CliRunner().invoke(main, ["preview", str(tmp_path / "exam.yaml"), "--out", str(tmp_path)])
    report = page_validation.validate_pdf(str(tmp_path / "exam-preview.pdf"), profile="ua1")

    assert refused.exit_code == 2
    assert "crest.svg; the path is relative to the blueprint" in refused.stderr
    assert made.exit_code == 0
    assert not list(report.failures)


def test_an_exam_is_made_without_keys_and_with_other_forms_on_request(printed: Path, tmp_path: Path) -> None:
    given = [str(printed.parent / "exam.yaml"), "--roster", str(printed.parent / "class.csv")]
    secret = tmp_path / "secret"
    secret.write_bytes(bytes(range(64)))
    command = [
        "generate",
        *given,
        "--out",
        str(tmp_path / "out"),
        "--secret-file",
        str(secret),
        "--only",
        "papers,notebooks",
    ]
    result = CliRunner().invoke(main, command)

    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "answers",
        "exam.sealed.json",
        "notebooks",
        "papers",
    ]
    assert "notebooks" in result.stdout


def test_every_file_that_is_printed_later_is_sealed_and_a_change_of_it_is_noticed(printed: Path) -> None:
    result = CliRunner().invoke(main, ["print", str(printed), "--only", "papers,latex,notebooks,word,html"])
    assert result.exit_code == 0, result.output
    exam = SealedExam.read(printed / FILE_NAME)
    assert [" ".join(line.split()) for line in result.stdout.splitlines()] == [
        *(f"{form} {len(exam.papers)} files {printed / form}" for form in ("notebooks", "html", "latex", "word")),
        str(printed / "print" / "all.pdf"),
    ]

    assert {"print/all.pdf", "latex/s1/paper.tex", "notebooks/s2.ipynb", "word/s3.docx", "html/s4.html"} <= set(
        exam.digests
    )
    assert list(changed_files(printed, exam)) == []
    for name in ("latex/s1/paper.tex", "notebooks/s2.ipynb"):
        with (printed / name).open("a", encoding="utf-8") as file:
            file.write(" ")
    assert [complaint.partition(":")[0] for complaint in changed_files(printed, exam)] == [
        str(printed / "latex/s1/paper.tex"),
        str(printed / "notebooks/s2.ipynb"),
    ]


def test_an_exam_that_somebody_else_sealed_is_not_sealed_again(printed: Path, monkeypatch, tmp_path) -> None:
    before = (printed / FILE_NAME).read_bytes()
    monkeypatch.setattr("examgen.exam.sealed.own_key", lambda: PublicKey(b"\1" * 32))
    print_exam(SealedExam.read(printed / FILE_NAME), printed, Bank(), ["markdown"])

    assert (printed / "markdown" / "s1" / "paper.md").exists()
    assert (printed / FILE_NAME).read_bytes() == before
