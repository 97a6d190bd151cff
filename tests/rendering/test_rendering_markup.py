"""Markdown and TeX reach both formats whole, in order, and with nothing of their neighbours."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from examgen.rendering.document import Feedback, Paper, Step, StudentText
from examgen.rendering.markup import RenderingError, convert, inline
from examgen.rendering.mathml import breakable
from examgen.rendering.translation import translate

TARGETS = pytest.mark.parametrize("to", ["typst", "html"])


@TARGETS
def test_every_fragment_comes_back_in_its_place(to):
    fragments = [f"number *{i % 2500}*" for i in range(5000)]
    converted = convert(fragments, to)
    emphasised = "<p>number <em>{}</em></p>" if to == "html" else "number #emph[{}]"
    assert converted == [emphasised.format(i % 2500) for i in range(5000)]


@TARGETS
def test_nothing_is_nothing(to):
    assert convert([], to) == []
    assert convert(["", "a", ""], to) == ["", convert(["a"], to)[0], ""]


@TARGETS
@pytest.mark.parametrize(
    "fragment",
    [
        "- one\n- two",
        "1. one\n2. two",
        "> quoted",
        "a paragraph\n\nand another",
        "```python\nx = 1\n```",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "[here]: https://example.org",
        "see [here]",
        "# A heading",
        "$$\n\\begin{aligned} a &= b \\\\ c &= d \\end{aligned}\n$$",
        "~~~\nwithout an end",
        "an open `quotation",
        "$5 and *three",
        "<!-- a comment",
        "<div>",
        "\\begin{align}",
        "\\newcommand{\\x}{1}",
        "    indented code",
        "Fragment",
    ],
)
def test_a_fragment_is_converted_as_if_it_stood_alone(fragment, to):
    assert convert([fragment], to)[0] == convert(["before", fragment, "after", "[here]", "$"], to)[1]


def test_fragments_that_only_clash_together_are_kept_apart():
    fence = "```\nopened, and closed by the next fragment"
    assert convert([fence, fence + "!"], "html") == convert([fence], "html") + convert([fence + "!"], "html")


@TARGETS
@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '`#eval("1")`{=typst}',
        "```{=html}\n<b>\n```",
        '#eval("1")',
        '#include "/etc/passwd"',
        "\\input{/etc/passwd}",
        "@someone [^1] {{ 7 * 7 }} {% raw %}",
    ],
)
def test_no_other_language_passes_through_markdown(hostile, to):
    converted = convert([hostile], to)[0]
    if to == "html":
        assert "<script" not in converted
        assert "<img" not in converted
        assert "<b>" not in converted
    else:
        outside_code = "".join(converted.split("`")[::2])
        assert not outside_code.replace("\\#", "").count("#")


@TARGETS
def test_a_formula_that_cannot_be_converted_is_named(to):
    fragments = [f"$x_{{{i}}}$" for i in range(50)]
    fragments[37] = r"What is $\notacommand{x}$ here?"
    with pytest.raises(RenderingError, match=r"What is .*notacommand.* here\?.*Could not convert TeX math"):
        convert(fragments, to)


@pytest.mark.parametrize("formula", ["a $ b", "a\n\nb"])
def test_a_formula_that_would_end_early_is_refused(paper: Paper, formula):
    problem = replace(paper.sections[0].problems[0], solution=(Step("why", (formula,)),))
    section = replace(paper.sections[0], problems=(problem,))
    with pytest.raises(RenderingError, match="neither dollar signs nor blank lines"):
        translate([replace(paper, sections=(section,))], "typst")


@TARGETS
def test_quoted_text_is_shown_as_it_stands(to):
    text = r"""1. *a* _b_ `c` $\x$ [d](e) <f> #g @h \i "j" -- k... | l ~m~ ^n^ &amp; https://o.p"""
    converted = convert([StudentText(text).markdown], to)[0]
    if to == "html":
        expected = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
        assert converted.replace('"', "&quot;") == f"<p>{expected}</p>"
    else:
        assert "$" not in converted.replace("\\$", "")
        assert "#" not in converted.replace("\\#", "")


def test_one_paragraph_stands_within_a_line_and_two_do_not():
    assert inline("<p>a <em>b</em></p>") == "a <em>b</em>"
    assert inline("<p>a</p>\n<p>b</p>") == "<p>a</p>\n<p>b</p>"


def test_plain_text_is_left_alone(feedback: Feedback):
    typed = "$x$ *b* <i>"
    part = replace(feedback.problems[0].parts[0], answered=StudentText(typed))
    problem = replace(feedback.problems[0], parts=(part,))
    translated = translate([replace(feedback, student_name=typed, problems=(problem,))], "html")[0]
    assert translated.student_name == typed
    assert translated.problems[0].parts[0].answered == StudentText(typed)


def test_what_a_student_wrote_joins_no_other_text_by_accident():
    with pytest.raises(TypeError, match="never put into other text"):
        f"You wrote {StudentText('x')}."


def test_a_long_formula_breaks_after_its_relations_and_sums():
    formula = inline(convert([r"$y = 1 \cdot (-2) + \frac{1 + 2}{3} = 7$"], "html")[0])
    pieces = breakable(formula).split("<wbr>")
    assert len(pieces) == 4
    assert all(piece.startswith("<math") for piece in pieces)
    assert all('form="infix"' in piece for piece in pieces[:-1])


def test_a_short_formula_stays_whole():
    formula = inline(convert(["$x_1$"], "html")[0])
    assert breakable(formula) == formula


def test_naming_the_room_does_not_load_pandoc_or_typst():
    code = "import sys, examgen.rendering.document; assert not {'pypandoc', 'typst'} & set(sys.modules)"
    subprocess.run([sys.executable, "-P", "-c", code], check=True)
