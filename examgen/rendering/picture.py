"""Pictures where a person would rather look, made from the data of a variant: the same for papers, pages and a terminal.

A picture shows nothing that the statement hides. Grids are the arrays that the statement displays, drawn in their place. Of a
network, shapes are written down that are given, and names that are symbols or asked for; it shows nothing that the text does not say,
so where a question goes on over the page it is not printed again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from examgen.model import observable
from examgen.model.network import Network
from examgen.question.question import Question
from examgen.rendering import stem
from examgen.rendering.document import Picture
from examgen.rendering.languages import gettext
from examgen.rendering.picture_cell import opened
from examgen.rendering.picture_grids import CHANNEL, Group, grids_picture, grids_text
from examgen.rendering.picture_network import network_picture
from examgen.rendering.picture_text import network_text
from examgen.rendering.picture_words import told_grids, told_network
from examgen.rendering.svg import subscripted
from examgen.rendering.terminal_math import flat


@dataclass(frozen=True)
class StatementWithPicture:
    """A statement with its picture, which stands between ``before`` and ``after``; each may be empty but the first."""

    before: str
    picture: Picture | None = None
    after: str = ""


@dataclass(frozen=True)
class StatementText:
    """The same with a picture in characters."""

    before: str
    picture: str = ""
    after: str = ""


def statement(variant: Question, language: str = "en") -> StatementWithPicture:
    """The statement of a variant, its picture as SVG with its words in a language."""
    say = gettext(language)
    if variant.picture == "grids":
        split = stem.statement(variant, language)
        groups = _groups(split, say)
        return StatementWithPicture(
            split.before, grids_picture(groups, told_grids(groups, say)) if groups else None, split.after
        )
    if variant.picture == "network":
        network = drawn(variant)
        if cell := opened(network, say):
            return StatementWithPicture(stem.stem(variant, language), replace(cell, again=False))
        shapes, names = {**_input_shapes(network), **variant.told_shapes}, told_names(variant, network)
        picture = network_picture(network, shapes, names, told_network(network, shapes, names, say))
        return StatementWithPicture(stem.stem(variant, language), replace(picture, again=False))
    return StatementWithPicture(stem.stem(variant, language))


def statement_text(variant: Question, width: int = 100) -> StatementText:
    """The statement of a variant, its picture in characters."""
    if variant.picture == "grids":
        split = stem.statement(variant)
        return StatementText(split.before, grids_text(_groups(split, gettext("en")), width), split.after)
    if variant.picture == "network":
        network = drawn(variant)
        if opened(network, gettext("en")):  # characters show no more of a cell than the formulas do
            return StatementText(stem.stem(variant))
        text = network_text(network, width, _input_shapes(network), told_names(variant, network))
        return StatementText(stem.stem(variant), text)
    return StatementText(stem.stem(variant))


def statement_words(variant: Question) -> StatementText:
    """The statement of a variant, its picture told in words."""
    told = statement(variant)
    return StatementText(told.before, told.picture.alt if told.picture else "", told.after)


def drawn(variant: Question) -> Network:
    """The network of the picture: the question's own, else what the student works out; the rest is there to check it."""
    if (sketch := variant.sketch) is not None:
        return sketch
    asked = [name for name in variant.asks if name in variant.network.names]
    return variant.network.needed_for(asked) if asked else variant.network


def told_names(variant: Question, network: Network) -> set[str]:
    """The names of outputs that a reader knows: a symbol of the statement such as $h_2$, or what an ask calls by its name."""
    text = "\n".join((stem.stem(variant), *(stem.ask(variant, name) for name in variant.asks)))
    formulas = " ".join(re.findall(r"\$+([^$]+)\$+", text))
    valued = {name for name, ask in variant.asks.items() if ask.observes(name) == observable.value(name)}
    outputs = [name for node in network.nodes for name in node.outputs]
    return {name for name in outputs if _is_symbol(name, formulas) or (name in valued and _is_word(name, text))}


def _is_symbol(name: str, formulas: str) -> bool:
    """Whether a letter, with its number or the $t$ that stands for one, is in the formulas."""
    found = re.fullmatch(r"([A-Za-z])(\d*)", name)
    if not found:
        return False
    index = rf"_(?:\{{?{found[2]}\b|t\b)" if found[2] else r"(?!_)"
    return re.search(rf"(?<![A-Za-z\\]){found[1]}{index}(?![A-Za-z])", formulas) is not None


def _is_word(name: str, text: str) -> bool:
    return len(name) > 1 and re.search(rf"\b{re.escape(name)}\b", text) is not None


def _groups(split: stem.StatementWithArrays, say: Callable[[str], str]) -> tuple[Group, ...]:
    return tuple(Group(subscripted(flat(each.name)), each.arrays, say(CHANNEL)) for each in split.displayed)


def _input_shapes(network: Network) -> Mapping[str, tuple[int, ...]]:
    read = {name for node in network.nodes for name in node.inputs}
    return {name: lengths for name, lengths in network.shapes if name in read and len(lengths) > 1}
