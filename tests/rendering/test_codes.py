"""The code on a page says which page of which paper it is, and nothing that was misread."""

from __future__ import annotations

from dataclasses import replace

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from examgen.exam import printing
from examgen.rendering import codes, pdf
from examgen.rendering.document import Part, PrintedOption
from examgen.rendering.pages import planned
from examgen.rendering.room import fitted, plain_width, scale_that_fits
from examgen.rendering.words import words


@given(
    st.text(min_size=1, max_size=20),
    st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=8, max_size=8),
    st.integers(1, 99),
)
def test_what_is_written_is_read(exam, paper, page):
    text = codes.written(exam, paper, page)

    assert len(text) == 20
    assert codes.read(text) == (codes.exam_code(exam), paper, page)


def test_one_wrong_character_is_noticed():
    text = codes.written("final", "6JWCFKJZ", 3)
    for place in range(20):
        for other in "A7":
            if text[place] not in (other, ":"):
                assert codes.read(text[:place] + other + text[place + 1 :]) is None


@pytest.mark.parametrize("paper", ["lower123", "", "TOOLONG99"])
def test_a_paper_that_fits_no_code_is_refused(paper):
    with pytest.raises(ValueError, match="at most 8 digits and capital letters"):
        codes.written("final", paper, 1)


def test_every_page_has_the_code_that_a_whole_encoder_makes():
    for page, svg in enumerate(codes.svgs("final", "6JWCFKJZ", 14), start=1):
        made = segno.make(
            codes.written("final", "6JWCFKJZ", page), version=1, error="M", micro=False, boost_error=False, mask=2
        )
        bits = int("".join(str(module & 1) for row in made.matrix for module in row), 2)
        assert svg == codes._svg(bits)


def test_a_long_name_shrinks_and_a_short_one_does_not():
    assert scale_that_fits("Ada Lovelace", 12) == 1.0
    assert scale_that_fits("Maximiliana Konstantinopoulou-Hadjipetrou von Hohenstein", 12) < 0.9
    assert scale_that_fits("x" * 300, 12) == 0.4


def test_a_planned_paper_asks_the_same_on_hardly_more_space(paper):
    before = [part for section in paper.sections for problem in section.problems for part in problem.parts]
    after = [part for section in planned(paper).sections for problem in section.problems for part in problem.parts]

    assert [part.text for part in after] == [part.text for part in before]
    assert all(
        min(part.lines, 1) <= then.lines <= (part.lines and part.lines + 3)
        for part, then in zip(before, after, strict=True)
    )


def test_a_very_long_word_is_parted_rather_than_illegible_and_letters_that_join_are_not():
    village = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
    shown, scale = fitted(village, 16)
    assert shown.replace("\u200b", "") == village != shown
    assert scale >= 0.85
    assert fitted("محمد" * 20, 16)[0] == "محمد" * 20
    long = "Maximilian Alexander Friedrich von Neumann-Großschmidt zu Hohenstein-Wittgenstein"
    assert fitted(long, 12) == (long, 0.6), "three small lines are as high as two, and no word is parted"
    assert fitted("Ada Lovelace", 12) == ("Ada Lovelace", 1.0)


def test_a_word_longer_than_its_field_shrinks_since_no_word_is_parted():
    assert scale_that_fits("2637W09D", 3) < 0.7
    assert scale_that_fits("2637W09D", 6) == 1.0


@pytest.mark.parametrize("size", [10.5, 18.0])
def test_the_number_of_a_paper_stands_on_one_line_in_any_size(paper, size):
    details = (("Room", "B 12"), ("Seat", "17"), ("Group", "A"))
    large = replace(paper, number="W3W7W09D", details=details, form=replace(paper.form, size=size))
    *_, (_, number, share, scale) = pdf._fields(large, words("en"))[-1]
    assert (number, scale) == ("W3W7W09D", 1.0)
    assert plain_width(number) < share


def test_large_print_sets_fewer_options_beside_each_other_and_fewer_words_beside_a_box():
    part = Part("", "Which?", "1", "options")
    options = [PrintedOption(letter, "$32 \\times 32 \\times 8$") for letter in "abcd"]
    assert [printing._ticked(part, options, room).columns for room in (1.0, 10.5 / 18)] == [4, 2]
    text = "How many parameters does the whole network have, its biases and frozen layers included?"
    line = replace(part, blank="line")
    assert [printing._text_lines(text, line, room) for room in (1.0, 10.5 / 18)] == [2, 3]  # its box is twice as high
    assert [printing._text_lines(f"{text} {text}", line, room) for room in (1.0, 10.5 / 18)] == [0, 0]


def test_a_long_name_in_large_print_has_a_row_of_its_own_and_stays_large(paper):
    name = "Évariste Galois-Montmorency von und zu Hohenzollern-Sigmaringen"
    ((_, shown, _, scale),), row = pdf._fields(
        replace(paper, student_name=name, form=replace(paper.form, size=18.0)), words("en")
    )

    assert (shown, scale) == (name, 1.0)
    assert [value for _, value, _, _ in row] == [paper.student_id, paper.number]
