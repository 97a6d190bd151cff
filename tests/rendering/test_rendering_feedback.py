"""A feedback page stands alone, shows what was written exactly, and can be read by everyone."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from importlib.resources import files
from itertools import pairwise

import pytest

from examgen.rendering.document import Feedback, PartFeedback, Picture, PrintedOption, ProblemFeedback, StudentText
from examgen.rendering.html import render_feedback

VOID = {"meta", "wbr", "br", "hr", "img", "col", "mspace"}


class _Outline(HTMLParser):
    """Text and headings of a page whose tags all match."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page(feedback: Feedback) -> str:
    return next(render_feedback([feedback]))


def test_the_page_is_the_same_in_every_run(feedback: Feedback, page: str):
    other = replace(feedback, student_name="Another", notes=("$x$",))
    assert list(render_feedback([other, feedback]))[1] == page


def test_the_page_stands_alone(page: str):
    assert "<script" not in page
    assert not re.search(r"""(src|href|srcset)=|url\(|@import""", page)
    assert set(re.findall(r"https?://[^\"' ]+", page)) == {"http://www.w3.org/1998/Math/MathML"}


def test_the_page_is_well_formed_and_its_headings_nest(page: str):
    headings = _Outline(page).headings
    assert headings.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(headings))


def test_the_page_tells_every_state_in_words(page: str):
    text = _Outline(page).text
    for said in (
        "Right",
        "Wrong",
        "Partly correct",
        "Could not be read",
        "Correct, given your earlier answer",
        "No answer",
        "9.5",
        "Ada Lovelace",
        "The biases are forgotten.",
        "8 of 9 cells are right.",
        "by 1 March",
    ):
        assert said in text


def test_formulas_are_mathml(page: str):
    assert page.count("<math") > 20
    assert r"$" not in _Outline(page).text.replace("\n", "")
    assert '<mtable class="matrix" intent=":matrix">' in page


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "*a* $x$ &lt; {{ 7 * 7 }}",
    "מחמד \u202e 李 🎓",
    "</bdi></code>",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_a_student_typed_is_shown_exactly(feedback: Feedback, typed: str):
    part = PartFeedback("a", StudentText(typed), StudentText(typed), "wrong", "1", "0", "1", StudentText("Reason."))
    problem = ProblemFeedback("1", "Title", "Stem.", (part,))
    page = next(render_feedback([replace(feedback, student_name=typed, student_id=typed, problems=(problem,))]))
    assert "<script" not in page
    assert "<img" not in page
    assert _Outline(page).text.count(typed) == 5  # the title, name, id, and the answer as typed and as read


def test_control_characters_do_not_break_the_page(feedback: Feedback):
    page = next(render_feedback([replace(feedback, student_name="a\x00b\ud800c")]))
    assert "a\ufffdb\ufffdc" in page
    page.encode()


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_text_has_contrast_in_every_scheme():
    css = files("examgen.templates").joinpath("html/feedback.css").read_text(encoding="utf-8")
    schemes = [dict(re.findall(r"--(\w+): (#\w+);", block)) for block in re.findall(r":root \{(.*?)\}", css, re.DOTALL)]
    assert len(schemes) == 3  # light, dark, print
    for scheme in schemes:
        for ground in ("page", "card", "code"):
            for ink in ("text", "muted", "right", "partial", "wrong", "open"):
                dark, light = sorted((_luminance(scheme[ink]), _luminance(scheme[ground])))
                assert (light + 0.05) / (dark + 0.05) >= 4.5, (ink, ground, scheme)


def test_an_answer_stands_below_its_question_and_what_it_chose_from(feedback: Feedback):
    part = PartFeedback(
        "", StudentText("b"), StudentText("b"), "wrong", "", "0", "1", StudentText("Not right."),
        asked="Which side is $n$?", listed=(PrintedOption("a", "28"), PrintedOption("b", "`14`")), expected_words="**a** 28",
    )  # fmt: skip
    problem = ProblemFeedback(
        "1", "Sizes", "An image", (part,), picture=Picture("<svg></svg>", "", 1, 1), stem_after="as it was."
    )
    page = next(render_feedback([replace(feedback, problems=(problem,))]))
    outline = _Outline(page)

    told = [outline.text.index(text) for text in ("An image", "as it was.", "Which side is", "14", "Correct answer")]
    assert told == sorted(told)
    assert "<strong>a</strong> 28" in page
    assert page.index("An image") < page.index("<svg>") < page.index("as it was.")
