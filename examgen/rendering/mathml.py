"""Pandoc's MathML made to look right in browsers as they are: on phones, and without a mathematical font."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"
_OPERATOR, _SPACE = f"{{{_NAMESPACE}}}mo", f"{{{_NAMESPACE}}}mspace"
_RELATIONS_AND_SUMS = frozenset("=≈≤≥<>+−")
_QUADS = frozenset({"1.0em", "2.0em"})

_REST = r"(?:(?!</math>).)*</math>"
_FORMULA = re.compile(rf"<math\b{_REST}", re.DOTALL)
_DISPLAYED = re.compile(rf'<math display="block"{_REST}', re.DOTALL)
_PUNCTUATED = re.compile(rf"<math\b{_REST}[,.;:?!)]+", re.DOTALL)
_OPEN, _CLOSE = r'<mo stretchy="true" form="prefix">\[</mo>', r'<mo stretchy="true" form="postfix">\]</mo>'
_MATRIX = re.compile(rf"{_OPEN}<mtable>((?:(?!</?mtable>).)*)</mtable>{_CLOSE}", re.DOTALL)

ElementTree.register_namespace("", _NAMESPACE)


def polished(html: str) -> str:
    """HTML with matrices whose brackets the style sheet draws, and formulas that break where they should.

    Without a mathematical font, as on many phones, a browser leaves the brackets of a matrix as small as letters.
    ``intent`` tells a screen reader what the brackets would have told it.
    """
    html = _MATRIX.sub(r'<mtable class="matrix" intent=":matrix">\1</mtable>', html)
    html = _PUNCTUATED.sub(r'<span class="together">\g<0></span>', html)
    return _DISPLAYED.sub(lambda math: f'<span class="display">{breakable(math[0])}</span>', html)


def breakable(html: str) -> str:
    """A formula in pieces, so that a long one breaks into lines: at its wide spaces, else after its relations and sums.

    A browser never breaks a line inside one ``<math>``, whatever its length, but does between two.
    """
    if not _FORMULA.fullmatch(html):
        return html
    row = ElementTree.fromstring(html).find(f"{{{_NAMESPACE}}}semantics/{{{_NAMESPACE}}}mrow")
    if row is None:
        return html
    clauses = ["<wbr>".join(map(_serialize, _split(clause, _is_relation_or_sum))) for clause in _split(row, _is_quad)]
    if len(clauses) == 1:
        return clauses[0]
    return "<wbr>".join(f'<span class="clause">{clause}</span>' for clause in clauses)


def _split(row: Iterable[Element], ends: Callable[[Element], bool]) -> Iterator[list[Element]]:
    piece: list[Element] = []
    for child in row:
        piece.append(child)
        if ends(child) and len(piece) > 1:
            yield piece
            piece = []
    if piece:
        yield piece


def _is_quad(element: Element) -> bool:
    return element.tag == _SPACE and element.get("width") in _QUADS


def _is_relation_or_sum(element: Element) -> bool:
    if element.tag != _OPERATOR or element.text not in _RELATIONS_AND_SUMS:
        return False
    element.set("form", "infix")  # or it would lose the space before it, when it comes to stand at the end of a piece
    return True


def _serialize(piece: list[Element]) -> str:
    math = Element(f"{{{_NAMESPACE}}}math")
    math.extend(piece)
    return ElementTree.tostring(math, encoding="unicode")
