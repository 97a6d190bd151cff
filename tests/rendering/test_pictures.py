"""A picture is sound SVG, the same in every run, shows its numbers, and nothing of an answer."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path

import pytest

from examgen import layers
from examgen.arrays import cells
from examgen.bank import Bank, Source
from examgen.network import Input, Network
from examgen.question import Question, candidates, seeded
from examgen.rendering import picture
from examgen.rendering.document import Feedback, Paper
from examgen.rendering.html import render_feedback
from examgen.rendering.pdf import render_papers

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


def _texts(svg: str) -> list[str]:
    return ["".join(text.itertext()) for text in ET.fromstring(svg).iter(f"{SVG}text")]


def _numbers(svg: str) -> list[str]:
    return [text for text in _texts(svg) if re.fullmatch(r"−?[\d./]+", text)]


def _pictured() -> list[type[Question]]:
    bank = Bank((Source.ours(),))
    return [question for question in map(bank.question, bank.ids) if question.picture]


PICTURED = _pictured()


def _variants(question: type[Question], count: int = 3) -> list[Question]:
    keys = (key for i in range(count) for key in islice(seeded(str(i), question), 100))
    return list(islice(candidates(question, keys, {}), count))


def test_a_grid_shows_its_numbers_in_order() -> None:
    svg = picture.grid_picture(((1, -2.5), (Fraction(1, 3), 0)), "K")

    assert _texts(svg) == ["K", "1", "−2.5", "1/3", "0"]


def test_the_larger_number_is_the_brighter_cell_and_text_stands_out() -> None:
    root = ET.fromstring(picture.grid_picture(((0, 9),), ""))

    dark, bright = (rect.get("fill") for rect in root.iter(f"{SVG}rect"))
    inks = [text.get("fill") for text in root.iter(f"{SVG}text")]
    assert dark < bright == "#ffffff"
    assert inks == ["#ffffff", "#000000"]


def test_negative_cells_are_hatched_and_no_others() -> None:
    root = ET.fromstring(picture.grid_picture(((-1, 0, 1), (-2, 0, 2)), ""))

    assert len(list(root.iter(f"{SVG}path"))) == 2


def test_titles_are_escaped() -> None:
    svg = picture.grid_picture(((1,),), '</text><script>"&\x00')

    assert "<script" not in svg
    assert _texts(svg)[0] == '</text><script>"&\ufffd'


@pytest.mark.parametrize("array", [3, (((1,),),)])
def test_only_rows_and_grids_can_be_drawn(array) -> None:
    with pytest.raises(ValueError, match="a row or a grid"):
        picture.grid_picture(array, "x")


def test_a_network_without_layers_is_refused() -> None:
    with pytest.raises(ValueError, match="no layers"):
        picture.network_picture(Network(x=(1,)))


def test_a_branch_meets_in_a_sum() -> None:
    texts = _texts(picture.network_picture(SUM, {"x": (8, 8, 3)}))

    assert [text for text in texts if text in ("x", "8 × 8 × 3", "+", "y")] == ["x", "8 × 8 × 3", "+", "y"]
    assert "conv1" not in texts  # a name that is no symbol
    assert "Conv2D(6, 1)" in texts


def test_states_go_along_a_row_and_inputs_come_from_below() -> None:
    root = ET.fromstring(picture.network_picture(_steps()))

    at = {text.text: (float(text.get("x")), float(text.get("y"))) for text in root.iter(f"{SVG}text")}
    assert at["h₀"][0] < at["h₁"][0] < at["h₂"][0]
    assert at["x₁"][0] < at["x₂"][0]
    assert at["x₁"][1] == at["x₂"][1] > at["h₀"][1]


def test_a_long_chain_breaks_into_rows() -> None:
    net = Network(x=Input(64, 64, 3))
    for i in range(12):
        net = net.add(f"c{i}", layers.Conv2D(16, 3, padding="same"))
    root = ET.fromstring(picture.network_picture(net))

    assert float(root.get("width")) <= 700
    assert len({rect.get("y") for rect in root.iter(f"{SVG}rect")}) > 1


def test_networks_in_characters() -> None:
    chain = Network(x=Input(5, 5)).add("z", layers.Conv2D(1, 2)).add("a", layers.ReLU())

    assert picture.network_text(chain) == "x (5×5) ─▶ Conv2D(1, 2) ─z─▶ ReLU() ─▶ a"
    assert picture.network_text(SUM).split("\n")[-1] == "x ─▶ Conv2D(6, 1, strides=2) ─▶ Add()"
    row, below = picture.network_text(_steps()).split("\n")
    assert row == "h₀ (1) ─▶ SimpleRNN ─h₁─▶ SimpleRNN ─▶ h₂"
    assert below.split() == ["▲", "x₁", "▲", "x₂"]


def test_a_grid_in_characters() -> None:
    assert picture.grid_text(((0, 9), (-9, 4)), "X").split("\n") == ["X", "│▒▒ 0│   9│", "│██−9│░░ 4│"]


@pytest.mark.parametrize("question", PICTURED, ids=lambda question: question.id)
def test_the_picture_of_every_question_that_has_one(question) -> None:
    for variant in _variants(question):
        svg = picture.of(variant)

        assert svg == picture.of(type(variant)(**variant.parameters))
        assert ' id="' not in svg
        root = ET.fromstring(svg)
        width, height = float(root.get("width")), float(root.get("height"))
        for text in root.iter(f"{SVG}text"):
            assert 0 <= float(text.get("x")) <= width
            assert 0 <= float(text.get("y")) <= height
        lines = picture.text_of(variant, width=76).split("\n")
        assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("question", PICTURED, ids=lambda question: question.id)
def test_a_picture_shows_no_number_but_those_given(question) -> None:
    for variant in _variants(question):
        numbers = _numbers(picture.of(variant))

        if question.picture == "grids":
            given = [picture.number_text(cell) for array in variant.pictured.values() for cell in cells(array)]
            assert numbers == given
        else:  # the length of the input, at most
            assert set(numbers) <= {str(n) for _, lengths in variant.network.shapes for n in lengths}


def test_a_paper_and_a_page_show_the_picture(paper: Paper, feedback: Feedback) -> None:
    svg = picture.network_picture(SUM, {"x": (8, 8, 3)})
    problem = replace(paper.sections[0].problems[0], picture=svg)
    (plain, drawn) = render_papers(
        replace(paper, sections=(replace(paper.sections[0], problems=(shown,)),))
        for shown in (replace(problem, picture=""), problem)
    )
    (page,) = render_feedback([replace(feedback, problems=(replace(feedback.problems[0], picture=svg),))])

    assert len(drawn) > len(plain)
    assert svg in page


def test_pictures_need_no_numpy_and_no_keras() -> None:
    source = Path(picture.__file__).read_text(encoding="utf-8")

    assert not re.search(r"import (numpy|keras)|from (numpy|keras)", source)
