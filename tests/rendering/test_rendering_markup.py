"""Markdown and TeX reach both formats whole, in order, and with nothing of their neighbours."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examgen.rendering import formula_html, formula_typst, languages
from examgen.rendering.document import Feedback, Paper, Step, StudentText
from examgen.rendering.formula import FormulaError, parse
from examgen.rendering.formula_typst import typst
from examgen.rendering.markup import RenderingError, inline
from examgen.rendering.markup import convert as convert_with
from examgen.rendering.mathml import mathml
from examgen.rendering.speech import spoken
from examgen.rendering.translation import translate


def convert(fragments, to):
    within_text = formula_typst.within_text if to == "typst" else formula_html.within_text
    return convert_with(fragments, to, lambda tex, displayed: within_text(tex, displayed, "en"))


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
    with pytest.raises(RenderingError, match=r"the formula '\\\\notacommand\{x\}': \\notacommand is not a macro"):
        convert(fragments, to)


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("a $ b", "no dollar signs"),
        (r"\frac{1}", "nothing to stand on"),
        (r"\begin{bmatrix} 1", "is missing"),
        (r"\left( x", "is missing"),
        ("x}", "closes what nothing opened"),
        ("x_1_2", "a second '_'"),
    ],
)
def test_a_formula_that_is_not_whole_is_refused(paper: Paper, formula, why):
    problem = replace(paper.sections[0].problems[0], solution=(Step("why", (formula,)),))
    section = replace(paper.sections[0], problems=(problem,))
    with pytest.raises(RenderingError, match=re.escape(f"cannot print the formula {formula!r}") + ".*" + why):
        translate([replace(paper, sections=(section,))], "typst")


def test_what_cannot_be_printed_is_told_as_it_was_written():
    text = "7 images of $3$ channels: ![x](y.png)"
    with pytest.raises(RenderingError, match=re.escape(f"cannot print {text!r}: an image cannot stand in a text")):
        convert(["fine", text], "typst")


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


def test_an_image_in_a_text_is_refused_and_one_that_is_quoted_is_not():
    with pytest.raises(RenderingError, match=r"an image cannot stand in a text"):
        convert(["fine", "see ![a picture](http://example.org/a.png)"], "typst")
    quoted = [StudentText(text).markdown for text in ("![x](http://a/b.png)", '#box(image("/etc/passwd"))')]
    assert len(convert([*quoted, '`#box(image("a"))`'], "typst")) == 3


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


SPOKEN = {
    r"z_t = W_x^z x_t + b^z + e^z": (
        "z sub t equals W sub x superscript z x sub t plus b superscript z plus e to the power z"
    ),
    r"x_1 = \begin{bmatrix} -1.5 & -2 \end{bmatrix}": "x sub 1 equals row of 2: minus 1.5, minus 2",
    r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}": "column of 2: 1, 2",
    r"W = \begin{bmatrix} 1 & 2 \\ 3 & -4 \end{bmatrix}, \quad b = 0": "W equals matrix of 2 rows and 2 columns; row 1: 1, 2; "
    "row 2: 3, minus 4, b equals 0",
    r"\left\lfloor \frac{n + 2p - f}{s} \right\rfloor + 1": "the floor of the fraction n plus 2 p minus f over s, end fraction, "
    "end floor plus 1",
    r"h_{t-1} W_h": "h sub t minus 1, end sub, W sub h",
    r"\sigma(z)^2 \cdot \tilde{c}_t": "sigma open parenthesis z close parenthesis squared times c tilde sub t",
    r"\sum_{i=1}^n w_i": "sum from i equals 1 to n of w sub i",
    r"\tfrac12 \approx 0.5": "1 over 2 is approximately 0.5",
    r"480{,}000": "480,000",
    r"\sqrt{x + 1}": "the root of x plus 1, end root",
}


@pytest.mark.parametrize("tex", SPOKEN)
def test_a_formula_is_told_whole(tex):
    assert spoken(tex) == SPOKEN[tex]


@pytest.mark.parametrize("tex", [*SPOKEN, r"y = 1 \cdot (-2) + \frac{1 + 2}{3} = 7"])
def test_a_formula_is_one_element_of_mathml(tex):
    root = ElementTree.fromstring(mathml(parse(tex)))
    operators = {element.text for element in root.iter("{http://www.w3.org/1998/Math/MathML}mo")}
    letters = {element.text for element in root.iter("{http://www.w3.org/1998/Math/MathML}mi")}
    assert root.tag == "{http://www.w3.org/1998/Math/MathML}math"
    assert not letters & set("−+=()")
    assert ("−" in operators) == ("-" in tex)


def test_a_wide_formula_scrolls_in_a_region_with_a_name():
    wide = "y = " + " + ".join(f"{i} \\cdot {i}" for i in range(20))
    page = convert([f"${wide}$ and $x$"], "html")[0]
    assert page.count('role="group" tabindex="0" aria-label="Formula: y equals 0 times 0 plus') == 1
    assert page.count("<math") == 2


@given(st.text(alphabet="ab12{}[]()_^&\\$#\"'`/|.,;:-+=<>@!~ \n", max_size=30))
def test_no_formula_escapes_into_the_language_of_the_page(tex):
    try:
        tree = parse(tex)
    except FormulaError:
        return
    outside_strings = re.sub(r'"(?:\\.|[^"\\])*"', "", typst(tree))
    assert not re.search(r"(?<!\\)[#$@`]", outside_strings.replace("#none", "").replace("#true", ""))
    ElementTree.fromstring(mathml(tree))


def test_naming_the_room_does_not_load_pandoc_or_typst():
    code = "import sys, examgen.rendering.document; assert not {'pypandoc', 'typst'} & set(sys.modules)"
    subprocess.run([sys.executable, "-P", "-c", code], check=True)


@pytest.mark.parametrize("language", ["de", "es", "pt"])
def test_every_word_of_a_paper_is_in_every_language(language):
    from examgen.rendering import speech, words

    catalogue = languages.catalogue(language)
    assert set(words._WORDS.values()) <= set(catalogue)
    assert {text for text in speech._SIGNS.values() if text != "l"} <= set(catalogue)
    for english, told in catalogue.items():
        assert set(re.findall(r"\{\w+\}", told)) == set(re.findall(r"\{\w+\}", english))


def test_a_formula_is_told_in_the_language_of_its_paper():
    assert spoken(r"x_1 = -2^2", "pt") == "x índice 1 igual a menos 2 ao quadrado"
    assert spoken(r"x_1 = -2^2", "de") == "x Index 1 gleich minus 2 hoch zwei"


def test_a_displayed_formula_comes_with_its_clauses_between_which_it_breaks_in_large_print() -> None:
    made = formula_typst.within_text(r"h_t = w_x x_t + b, \quad w_x = 2, \quad b = 0.5", True, "en")
    assert made.startswith("#mblock(")
    assert made.count("$display(") == 3  # and no clause is parted from its value
    assert "$display(" not in formula_typst.within_text("h = 2", True, "en")
