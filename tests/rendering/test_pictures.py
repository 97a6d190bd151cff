"""A picture is sound SVG, the same in every run, shows its numbers, and nothing of an answer."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pytest

from examgen.arrays import cells
from examgen.bank.bank import Bank, Source
from examgen.model import layers
from examgen.model.network import Input, Network
from examgen.question.entry import Entry
from examgen.question.question import Question
from examgen.question.selection import candidates, seeded
from examgen.rendering import picture, stem
from examgen.rendering.document import Feedback, Paper
from examgen.rendering.html import render_feedback
from examgen.rendering.languages import gettext
from examgen.rendering.pdf import render_papers
from examgen.rendering.picture_grids import Group, grids_picture, grids_text, number_text
from examgen.rendering.picture_network import network_picture
from examgen.rendering.picture_text import network_text
from examgen.rendering.picture_words import told_grids, told_network

SVG = "{http://www.w3.org/2000/svg}"

SUM = (
    Network(x=Input(8, 8, 3))
    .add("conv1", layers.Conv2D(6, 3, strides=2, padding="same"))
    .add("relu1", layers.ReLU())
    .add("conv2", layers.Conv2D(6, 3, padding="same"))
    .add("shortcut", layers.Conv2D(6, 1, strides=2), "x")
    .add("sum", layers.Add(), "conv2", "shortcut")
    .add("y", layers.ReLU())
)


def _steps(cell: str = "SimpleRNNCell") -> Network:
    net = Network(x1=(1,), x2=(2,), h0=(0,))
    for t in (1, 2):
        net = net.add(f"h{t}", layers.KINDS[cell](1), f"x{t}", state=f"h{t - 1}")
    return net


def _grid(array, title: str) -> str:
    return grids_picture([Group(title, (array,))]).svg


def _texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def _numbers(svg: str) -> list[str]:
    return [text for text in _texts(svg) if re.fullmatch(r"−?[\d./]+", text)]


BANK = Bank((Source.ours(),))
PICTURED = [question for question in map(BANK.question, BANK.ids) if question.definition.picture]


def _variants(question: Entry, count: int = 3) -> list[Question]:
    keys = (key for i in range(count) for key in islice(seeded(str(i), question), 100))
    return list(islice(candidates(question, keys, {}), count))


def test_a_grid_shows_its_numbers_in_order() -> None:
    svg = _grid(((1, -2.5), (Fraction(1, 3), 0)), "K")

    assert _texts(svg) == ["K", "1", "−2.5", "1/3", "0"]


def test_the_larger_number_is_the_brighter_cell_and_text_stands_out() -> None:
    root = ET.fromstring(_grid(((0, 9),), ""))

    dark, bright = (rect.get("fill") for rect in root.iter(f"{SVG}rect"))
    inks = [text.get("fill") for text in root.iter(f"{SVG}text")]
    assert dark < bright == "#ffffff"
    assert inks == ["#000000", "#000000"]
    luminance = ((int(dark[1:3], 16) / 255 + 0.055) / 1.055) ** 2.4
    assert (luminance + 0.05) / 0.05 > 7, "WCAG's enhanced contrast"


def test_negative_cells_are_hatched_and_no_others() -> None:
    root = ET.fromstring(_grid(((-1, 0, 1), (-2, 0, 2)), ""))

    assert len(list(root.iter(f"{SVG}path"))) == 2


def test_titles_are_escaped() -> None:
    svg = _grid(((1,),), '</text><script>"&\x00')

    assert "<script" not in svg
    assert _texts(svg)[0] == '</text><script>"&\ufffd'


@pytest.mark.parametrize("array", [3, (((1,),),)])
def test_only_rows_and_grids_can_be_drawn(array) -> None:
    with pytest.raises(ValueError, match="a row or a grid"):
        _grid(array, "x")


def test_a_network_without_layers_is_refused() -> None:
    with pytest.raises(ValueError, match="no layers"):
        network_picture(Network(x=(1,)))


def test_a_branch_meets_in_a_sum() -> None:
    texts = _texts(network_picture(SUM, {"x": (8, 8, 3)}).svg)

    assert [text for text in texts if text in ("x", "8 × 8 × 3", "+", "y")] == ["x", "8 × 8 × 3", "+", "y"]
    assert "conv1" not in texts  # a name that is no symbol
    assert "Conv2D(6, 1)" in texts


def test_states_go_along_a_row_and_inputs_come_from_below() -> None:
    root = ET.fromstring(network_picture(_steps()).svg)

    at = {text.text: (float(text.get("x")), float(text.get("y"))) for text in root.iter(f"{SVG}text")}
    assert at["h₀"][0] < at["h₁"][0] < at["h₂"][0]
    assert at["x₁"][0] < at["x₂"][0]
    assert at["x₁"][1] == at["x₂"][1] > at["h₀"][1]


def test_a_long_chain_breaks_into_rows() -> None:
    net = Network(x=Input(64, 64, 3))
    for i in range(12):
        net = net.add(f"c{i}", layers.Conv2D(16, 3, padding="same"))
    root = ET.fromstring(network_picture(net).svg)

    assert float(root.get("width")) <= 700
    assert len({rect.get("y") for rect in root.iter(f"{SVG}rect")}) > 1


def test_networks_in_characters() -> None:
    chain = Network(x=Input(5, 5)).add("z", layers.Conv2D(1, 2)).add("a", layers.ReLU())

    assert network_text(chain) == "x (5×5) ─▶ Conv2D(1, 2) ─z─▶ ReLU() ─▶ a"
    assert network_text(SUM).split("\n")[-1] == "x ─▶ Conv2D(6, 1, strides=2) ─▶ Add()"
    row, below = network_text(_steps()).split("\n")
    assert row == "h₀ (1) ─▶ SimpleRNN ─h₁─▶ SimpleRNN ─▶ h₂"
    assert below.split() == ["▲", "x₁", "▲", "x₂"]


def test_a_grid_in_characters() -> None:
    assert grids_text([Group("X", (((0, 9), (-9, 4)),))]).split("\n") == ["X", "│  0 │  9 │", "│ −9 │  4 │"]


@pytest.mark.parametrize("question", PICTURED, ids=lambda question: question.id)
def test_the_picture_of_every_question_that_has_one(question) -> None:
    for variant in _variants(question):
        svg = picture.statement(variant).picture.svg

        assert svg == picture.statement(variant.entry.variant(variant.settings)).picture.svg
        assert ' id="' not in svg
        root = ET.fromstring(svg)
        width, height = float(root.get("width")), float(root.get("height"))
        for text in root.iter(f"{SVG}text"):
            assert 0 <= float(text.get("x")) <= width
            assert 0 <= float(text.get("y")) <= height
        lines = picture.statement_text(variant, width=76).picture.split("\n")
        assert max(map(len, lines), default=0) <= 80


@pytest.mark.parametrize("question", PICTURED, ids=lambda question: question.id)
def test_a_picture_shows_no_number_but_those_given(question) -> None:
    for variant in _variants(question):
        numbers = _numbers(picture.statement(variant).picture.svg)

        if question.definition.picture == "grids":
            displayed = stem.statement(variant).displayed
            assert displayed
            assert numbers == [
                number_text(cell) for each in displayed for array in each.arrays for cell in cells(array)
            ]
        else:  # the state that a cell starts from, at most
            assert set(numbers) <= {"0"}


@pytest.mark.parametrize("question", PICTURED, ids=lambda question: question.id)
def test_what_is_drawn_of_a_network_the_statement_tells(question) -> None:
    for variant in _variants(question):
        told = {*re.findall(r"\d+", stem.stem(variant)), "1"}  # a state of one unit may be told by its row of numbers
        shapes = re.findall(r"\d+(?: × \d+)+", " ".join(_texts(picture.statement(variant).picture.svg)))

        assert {length for shape in shapes for length in re.findall(r"\d+", shape)} <= told


@pytest.mark.parametrize(
    "question", [q for q in PICTURED if q.definition.picture == "grids"], ids=lambda question: question.id
)
def test_an_array_that_is_drawn_is_not_written_as_well(question) -> None:
    for variant in _variants(question):
        told = picture.statement(variant)
        drawn = stem.statement(variant).displayed

        assert "\ue000" not in told.before + told.after
        for array in (array for each in drawn for array in each.arrays):
            assert f"= {stem.matrix(array)}" not in told.before + told.after


def test_a_formula_beside_a_drawn_array_stays() -> None:
    variant = _variants(BANK.question("recurrent.lstm_step"))[0]
    split = stem.statement(variant)

    assert [each.name for each in split.displayed] == ["W_x", "W_h", "b"]
    assert r"= x_t W_x + h_{t-1} W_h + b$$" in split.after
    assert r"h_0 = \begin{bmatrix}" in split.before  # not displayed, so not drawn


def test_channels_stand_side_by_side_under_one_name() -> None:
    svg = grids_picture([Group("X", (((1, 2),), ((3, 4),)))]).svg

    assert _texts(svg) == ["X", "1", "2", "channel 1", "3", "4", "channel 2"]


def test_two_directions_read_the_same_inputs_from_both_ends() -> None:
    cell = layers.SimpleRNNCell(1)
    net = Network({"0": 0}, x1=1, x2=2).add("a1", cell, "x1", state="0").add("a2", cell, "x2", state="a1")
    net = net.add("b2", cell, "x2", state="0").add("b1", cell, "x1", state="b2").add("y", layers.Add(), "a2", "b1")
    root = ET.fromstring(network_picture(net, shown=("y",)).svg)

    zeros = [(float(t.get("x")), float(t.get("y"))) for t in root.iter(f"{SVG}text") if t.text == "0"]
    x2 = next(float(t.get("x")) for t in root.iter(f"{SVG}text") if t.text == "x₂")
    assert zeros[0][0] < x2 < zeros[1][0]
    assert zeros[0][1] < zeros[1][1]
    assert network_text(net, shown=()).split("\n")[:3] == [
        "0 ─▶ SimpleRNN ─▶ SimpleRNN ─┬▶ Add()",
        "         ▲ x₁         ▲ x₂   │",
        "0 ─▶ SimpleRNN ─▶ SimpleRNN ─┘",
    ]


def test_what_reads_every_state_stands_above_it() -> None:
    net = _steps()
    for t in (1, 2):
        net = net.add(f"y{t}", layers.Dense(3), f"h{t}")
    at = {t.text: float(t.get("y")) for t in ET.fromstring(network_picture(net).svg).iter(f"{SVG}text")}

    assert at["y₁"] == at["y₂"] < at["Dense(3)"] < at["SimpleRNN"] < at["x₁"]


def test_connections_around_different_cells_share_a_track() -> None:
    net = Network(h0=0, x1=0, x2=0)
    before = "h0"
    for t in (1, 2):
        net = net.add(f"h{t}", layers.SimpleRNNCell(1), f"x{t}", state=before).add(
            f"s{t}", layers.Add(), f"h{t}", before
        )
        before = f"s{t}"
    one = Network(net.arrays, net.nodes[:2])

    heights = [float(ET.fromstring(network_picture(each).svg).get("height")) for each in (one, net)]
    assert heights[0] == heights[1]


@pytest.mark.parametrize(("id_", "gates"), [("recurrent.lstm_step", "fio"), ("recurrent.gru_step", "rz")])
def test_a_gated_cell_is_opened(id_, gates) -> None:
    for variant in _variants(BANK.question(id_)):
        texts = _texts(picture.statement(variant).picture.svg)

        assert {*gates} <= {*texts}
        assert texts.count("σ") == len(gates)
        assert picture.statement_text(variant).picture == ""
        if id_ == "recurrent.gru_step":  # the state is weighted before the reset gate, or with the input
            assert ("W" in texts) == variant.reset_after


def test_a_name_that_no_reader_knows_is_not_written() -> None:
    variant = _variants(BANK.question("architecture.residual_block"))[0]

    assert picture.told_names(variant, picture.drawn(variant)) == {"y"}


def test_a_paper_and_a_page_show_the_picture(paper: Paper, feedback: Feedback) -> None:
    made = network_picture(SUM, {"x": (8, 8, 3)}, alt="Two layers meet.")
    problem = replace(paper.sections[0].problems[0], picture=made)
    (plain, drawn) = render_papers(
        replace(paper, sections=(replace(paper.sections[0], problems=(shown,)),))
        for shown in (replace(problem, picture=None), problem)
    )
    (page,) = render_feedback([replace(feedback, problems=(replace(feedback.problems[0], picture=made),))])

    assert len(drawn) > len(plain)
    assert made.svg in page
    assert 'aria-label="Two layers meet."' in page


@pytest.mark.parametrize("question", PICTURED, ids=lambda question: question.id)
def test_who_does_not_see_a_picture_is_told_all_that_it_shows(question) -> None:
    for variant in _variants(question):
        shown = picture.statement(variant).picture

        if question.definition.picture == "grids":
            cells_told = [
                number.rstrip(".")
                for row in re.findall(r": ([^:]*?)\.(?= |$)", shown.alt)
                for number in row.split(", ")
            ]
            assert [number.replace("minus ", "−") for number in cells_told] == _numbers(shown.svg)
        else:
            names = [text for text in _texts(shown.svg) if re.match(r"[A-Z][A-Za-z0-9]{3,}", text)]
            assert all(re.split(r"[( ]", name)[0] in shown.alt for name in names)
            assert set(re.findall(r"\d+(?: × \d+)+", " ".join(_texts(shown.svg)))) <= set(
                re.findall(r"\d+(?: × \d+)+", shown.alt)
            )


def test_a_network_is_told_layer_by_layer() -> None:
    names = {"z", "y"}
    told = told_network(SUM, {"x": (8, 8, 3)}, names, gettext("en"))

    assert told.startswith("Diagram of a network. Layer 1: Conv2D(")
    assert "x (8 × 8 × 3)" in told
    assert "Add, input " in told


def test_a_grid_is_told_row_by_row() -> None:
    group = Group("X", (((1, -2), (0.5, 4)),))

    assert told_grids([group], gettext("en")) == "X, 2 rows and 2 columns. Row 1: 1, minus 2. Row 2: 0.5, 4."


def test_pictures_need_no_numpy_and_no_keras() -> None:
    folder = Path(picture.__file__).parent
    source = "".join(path.read_text(encoding="utf-8") for path in (*folder.glob("picture*.py"), folder / "svg.py"))

    assert not re.search(r"import (numpy|keras)|from (numpy|keras)", source)
