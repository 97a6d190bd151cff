"""A formula in words, whole, for who hears a paper: "x sub 1 equals row of 2: minus 1.5, minus 2"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from examgen.rendering.formula import (
    Accent,
    Fenced,
    Fraction,
    MatrixNode,
    Node,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
    parse,
)
from examgen.rendering.languages import gettext, noted

Say = Callable[[str], str]

_SIGNS: Mapping[str, str] = {
    "=": noted("equals"),
    "≈": noted("is approximately"),
    "≤": noted("is at most"),
    "≥": noted("is at least"),
    "<": noted("is less than"),
    ">": noted("is greater than"),
    "≠": noted("is not equal to"),
    "≡": noted("is identical to"),
    "∼": noted("is distributed as"),
    "∝": noted("is proportional to"),
    "∈": noted("is in"),
    "∉": noted("is not in"),
    "→": noted("goes to"),
    "↦": noted("maps to"),
    "⇒": noted("implies"),
    "⟹": noted("implies"),
    "+": noted("plus"),
    "−": noted("minus"),
    "±": noted("plus or minus"),
    "⋅": noted("times"),
    "·": noted("times"),
    "×": noted("by"),
    "÷": noted("divided by"),
    "/": noted("divided by"),
    "∗": noted("star"),
    "⊙": noted("times element by element"),
    "⊗": noted("circled times"),
    "⊕": noted("circled plus"),
    "∘": noted("after"),
    "∂": noted("partial derivative"),
    "∇": noted("gradient"),
    "∞": noted("infinity"),
    "…": noted("and so on"),
    "⋯": noted("and so on"),
    "⋮": noted("and so on downwards"),
    "⋱": noted("and so on diagonally"),
    "⊤": noted("transposed"),
    "′": noted("prime"),
    "″": noted("double prime"),
    "%": noted("per cent"),
    "|": noted("bar"),
    "∣": noted("given"),
    "‖": noted("double bar"),
    "(": noted("open parenthesis"),
    ")": noted("close parenthesis"),
    "[": noted("open bracket"),
    "]": noted("close bracket"),
    "{": noted("open brace"),
    "}": noted("close brace"),
    "⌊": noted("open floor"),
    "⌋": noted("close floor"),
    "⌈": noted("open ceiling"),
    "⌉": noted("close ceiling"),
    "⟨": noted("open angle bracket"),
    "⟩": noted("close angle bracket"),
    "∑": noted("sum"),
    "∏": noted("product"),
    "∫": noted("integral"),
    "ℓ": "l",
    "°": noted("degrees"),
}
_GREEK = dict(zip("αβγδϵεζηθικλμνξπρστυϕφχψω", (
    *("alpha", "beta", "gamma", "delta", "epsilon", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu"),
    *("xi", "pi", "rho", "sigma", "tau", "upsilon", "phi", "phi", "chi", "psi", "omega"),
), strict=True)) | dict(zip("ΓΔΘΛΞΠΣΥΦΨΩ", (
    *("Gamma", "Delta", "Theta", "Lambda", "Xi", "Pi", "Sigma", "Upsilon", "Phi", "Psi", "Omega"),
), strict=True))  # fmt: skip
_ACCENTS: Mapping[str, str] = {
    "hat": noted("{term} hat"),
    "widehat": noted("{term} hat"),
    "tilde": noted("{term} tilde"),
    "widetilde": noted("{term} tilde"),
    "bar": noted("{term} bar"),
    "overline": noted("{term} bar"),
    "vec": noted("vector {term}"),
    "overrightarrow": noted("vector {term}"),
    "dot": noted("{term} dot"),
    "ddot": noted("{term} double dot"),
}


@lru_cache(maxsize=16384)
def spoken(tex: str, language: str = "en") -> str:
    """A formula in words.

    Raises:
        FormulaError: the formula cannot be read.
    """
    return in_words(parse(tex), gettext(language))


def in_words(node: Node, say: Say) -> str:
    """A formula in words, in the language of ``say``."""
    return _PAUSES.sub(r"\1", " ".join(_pieces(node, say))).strip(" ,;")


_PAUSES = re.compile(r"(?:\s*[,;])*\s*([,;:])(?=\s|$)")
"""Pauses that meet are one."""


def _pieces(node: Node, say: Say) -> Iterator[str]:
    match node:
        case Symbol(text, role, _):
            if role == "letter" and text in _GREEK:
                yield _GREEK[text]
            elif text in _SIGNS:
                yield say(_SIGNS[text])
            elif role == "letter" and set(text) == {"′"}:
                yield from (say("prime") for _ in text)
            elif text := " ".join(text.split()):
                yield text
        case Space(width):
            if width >= 100:
                yield ","
        case Row(items):
            for item in items:
                yield from _pieces(item, say)
        case Scripts(base, below, above, limits):
            yield from _scripted(base, below, above, limits, say)
        case Fraction(above, below, line):
            yield _fraction(above, below, say) if line else _put(say("{n} choose {k}"), say, n=above, k=below)
        case Root(body, None):
            yield _put(
                say("the square root of {term}") if _is_plain(body) else say("the root of {term}, end root"),
                say,
                term=body,
            )
        case Root(body, degree) if degree is not None:
            yield _put(say("the root of degree {n} of {term}, end root"), say, n=degree, term=body)
        case Accent(kind, body):
            yield _put(say(_ACCENTS.get(kind, "{term}")), say, term=body)
        case Fenced("⌊", body, "⌋"):
            yield _put(say("the floor of {term}, end floor"), say, term=body)
        case Fenced("⌈", body, "⌉"):
            yield _put(say("the ceiling of {term}, end ceiling"), say, term=body)
        case Fenced(opening, body, closing):
            yield from (say(_SIGNS[opening]),) if opening else ()
            yield in_words(body, say)
            yield from (say(_SIGNS[closing]),) if closing else ()
        case MatrixNode("matrix", rows):
            yield _matrix([[in_words(cell, say) for cell in row] for row in rows], say)
        case MatrixNode(kind, rows):
            lines = "; ".join(" ".join(in_words(cell, say) for cell in row) for row in rows)
            yield say("cases: {lines}; end of cases").format(lines=lines) if kind == "cases" else lines


def _put(sentence: str, say: Say, **terms: Node) -> str:
    return sentence.format(**{name: in_words(term, say) for name, term in terms.items()})


def _is_plain(node: Node) -> bool:
    """Whether a term is one symbol, which no words are needed to set apart."""
    return isinstance(node, Symbol) or (isinstance(node, Row) and len(node.items) == 1 and _is_plain(node.items[0]))


def _scripted(base: Node, below: Node | None, above: Node | None, limits: bool, say: Say) -> Iterator[str]:
    if isinstance(base, Accent) and base.kind in ("overbrace", "underbrace"):
        label = below or above
        yield in_words(base.body, say)
        if label is not None:
            yield _put(say("(under the brace: {label})"), say, label=label)
        return
    if isinstance(base, Fraction):
        yield _put(say("the fraction {above} over {below}, end fraction,"), say, above=base.above, below=base.below)
    else:
        yield from _pieces(base, say)
    if limits and isinstance(base, Symbol):
        if below is not None and above is not None:
            yield _put(say("from {low} to {high} of"), say, low=below, high=above)
        elif below is not None:
            yield _put(say("over {low} of"), say, low=below)
        elif above is not None:
            yield _put(say("with {mark} over it"), say, mark=above)
        return
    if below is not None:
        yield _put(say("sub {index}") if _is_plain(below) else say("sub {index}, end sub,"), say, index=below)
    if above is not None:
        yield _put(say("superscript {index}"), say, index=above) if _is_name(base, above) else _power(above, say)


def _is_name(base: Node, above: Node) -> bool:
    """Whether a letter above another may be a name, such as that of a gate; after a number or $e$ it is a power."""
    letter = isinstance(above, Symbol) and above.role == "letter" and above.text.isalpha()
    return letter and isinstance(base, Symbol) and base.role == "letter" and base.text != "e"


def _power(above: Node, say: Say) -> str:
    text = above.text if isinstance(above, Symbol) else ""
    if text in ("2", "3"):
        return say("squared") if text == "2" else say("cubed")
    if text == "⊤" or set(text) == {"′"}:
        return in_words(above, say)
    return _put(
        say("to the power {power}") if _is_plain(above) else say("to the power {power}, end power,"), say, power=above
    )


def _fraction(above: Node, below: Node, say: Say) -> str:
    if _is_plain(above) and _is_plain(below):
        return _put(say("{above} over {below}"), say, above=above, below=below)
    return _put(say("the fraction {above} over {below}, end fraction,"), say, above=above, below=below)


def _matrix(rows: list[list[str]], say: Say) -> str:
    height, width = len(rows), max(map(len, rows))
    if height == 1:
        return say("row of {n}: {cells};").format(n=width, cells=", ".join(rows[0]))
    if width == 1:
        return say("column of {n}: {cells};").format(n=height, cells=", ".join(row[0] for row in rows))
    told = "; ".join(say("row {n}: {cells}").format(n=n, cells=", ".join(row)) for n, row in enumerate(rows, start=1))
    return say("matrix of {rows} rows and {columns} columns; {cells};").format(rows=height, columns=width, cells=told)
