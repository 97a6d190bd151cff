"""The code on a page says which page of which paper it is, and nothing that was misread."""

from __future__ import annotations

import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st

from examgen.rendering import codes
from examgen.rendering.pages import planned
from examgen.rendering.room import scale_that_fits


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


def test_a_planned_paper_asks_the_same_on_as_much_space_at_most(paper):
    before = [part for section in paper.sections for problem in section.problems for part in problem.parts]
    after = [part for section in planned(paper).sections for problem in section.problems for part in problem.parts]

    assert [part.text for part in after] == [part.text for part in before]
    assert all(min(part.lines, 1) <= then.lines <= part.lines for part, then in zip(before, after, strict=True))
