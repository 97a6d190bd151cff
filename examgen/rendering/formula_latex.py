r"""A formula in LaTeX with amsmath and amssymb, as LaTeX, MathJax and pandoc read it.

Written anew from the tree, so that what a formula may hold is what `examgen.rendering.formula` knows, and no macro more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from examgen.rendering.formula import (
    BINARY,
    CLOSING,
    FUNCTIONS,
    LARGE,
    LETTERS,
    LIMITS,
    OPENING,
    RELATIONS,
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
    clauses,
    parse,
    width,
)

_LINE = 36.0
"""So many em of a displayed formula fit a line of the class exam."""


def _inverse(table: Mapping[str, str]) -> dict[str, str]:
    """By its sign, the first name that a table has for it."""
    found: dict[str, str] = {}
    for name, sign in table.items():
        found.setdefault(sign, f"\\{name}")
    return found


_SIGNS: Mapping[str, str] = {
    **_inverse(CLOSING),
    **_inverse(OPENING),
    **_inverse(LETTERS),
    **_inverse(RELATIONS),
    **_inverse(BINARY),
    **_inverse(LARGE),
    **{sign: sign for sign in "=<>:+/()[],;!?|*"},
    **{sign: f"\\{sign}" for sign in "%#$&_{}"},
    "−": "-",
    "∗": "*",
    "·": r"\cdot",
    "‖": r"\|",
    "⊄": r"\not\subset",
    "…": r"\dots",
}
_SPACES = {17: r"\,", 22: r"\:", 28: r"\;", 33: r"\ ", 50: r"\enspace", 100: r"\quad", 200: r"\qquad", 0: r"\!"}
_LETTER_STYLES = {
    "upright": "mathrm",
    "bold upright": "mathbf",
    "bold": "boldsymbol",
    "cal": "mathcal",
    "bb": "mathbb",
    "sans": "mathsf",
    "mono": "mathtt",
    "italic": "mathit",
    "frak": "mathfrak",
}
_WORD_STYLES = {"": "text", "bold": "textbf", "italic": "textit", "mono": "texttt", "sans": "textsf"}
_MATRICES = {"": "matrix", "[": "bmatrix", "(": "pmatrix", "|": "vmatrix", "‖": "Vmatrix", "{": "Bmatrix"}
_IN_TEXT = {"\\": r"\backslash", "\xa0": "~", "\u2009": r"\,", **{sign: f"\\{sign}" for sign in "%#$&_{}"}}


def latex(node: Node) -> str:
    """A formula in LaTeX, without its dollar signs."""
    match node:
        case Symbol():
            return _symbol(node)
        case Space(hundredths):
            return _SPACES[hundredths]
        case Row(items):
            return _joined(items)
        case Scripts(base, below, above, limits):
            return _scripts(base, below, above, limits=limits)
        case Fraction(above, below):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}"
        case Root(body, None):
            return rf"\sqrt{{{latex(body)}}}"
        case Root(body, degree) if degree is not None:
            return rf"\sqrt[{latex(degree)}]{{{latex(body)}}}"
        case Accent(kind, body):
            return rf"\{kind}{{{latex(body)}}}"
        case Fenced("(", Fraction(above, below, False), ")"):
            return rf"\binom{{{latex(above)}}}{{{latex(below)}}}"
        case Fenced(opening, body, closing):
            return rf"\left{_bracket(opening)} {latex(body)} \right{_bracket(closing)}"
        case MatrixNode(kind, rows, opening, _):
            name = _MATRICES[opening] if kind == "matrix" else kind
            written = r" \\ ".join(" & ".join(map(latex, row)) for row in rows)
            return rf"\begin{{{name}}} {written} \end{{{name}}}"
        case _:
            raise AssertionError(node)


def _joined(items: tuple[Node, ...]) -> str:
    return " ".join(f"{{{latex(item)}}}" if isinstance(item, Row) else latex(item) for item in items)


def _symbol(symbol: Symbol) -> str:
    text, role, style = symbol
    if role == "number":
        written = text.replace(",", "{,}")
        return rf"\{_LETTER_STYLES[style]}{{{written}}}" if style else written
    if role == "word":
        name = _WORD_STYLES.get(style) or _LETTER_STYLES[style]
        return rf"\{name}{{{''.join(_IN_TEXT.get(c, c) for c in text)}}}"
    if role == "function":
        if text in FUNCTIONS:
            return f"\\{text}"
        star = "*" if text in LIMITS else ""
        return rf"\operatorname{star}{{{text.replace(' ', chr(92) + ',')}}}"
    if set(text) == {"′"}:
        return " ".join(r"\prime" for _ in text)
    if text in ("|", "‖") and role in ("open", "close"):
        return rf"\{'l' if role == 'open' else 'r'}{'vert' if text == '|' else 'Vert'}"
    if text == "mod":
        return r"\bmod"
    written = _SIGNS.get(text) or (text if text.isascii() else rf"\text{{{text}}}")
    return rf"\{_LETTER_STYLES[style]}{{{written}}}" if style else written


def _scripts(base: Node, below: Node | None, above: Node | None, *, limits: bool) -> str:
    stacks = isinstance(base, Accent) or (isinstance(base, Symbol) and (base.role == "large" or base.text in LIMITS))
    if limits and not stacks:
        made = latex(base)
        made = made if below is None else rf"\underset{{{latex(below)}}}{{{made}}}"
        return made if above is None else rf"\overset{{{latex(above)}}}{{{made}}}"
    plain = isinstance(base, (Symbol, Accent, Fenced, MatrixNode, Root))
    made = latex(base) if plain else f"{{{latex(base)}}}"
    if below is not None:
        made += f"_{{{latex(below)}}}"
    primes, above = _primes(above)
    return made + primes + ("" if above is None else f"^{{{latex(above)}}}")


def _primes(above: Node | None) -> tuple[str, Node | None]:
    """The primes that a power begins with, and the rest of it."""
    match above:
        case Symbol(text, _, _) if set(text) == {"′"}:
            return "'" * len(text), None
        case Row((Symbol(text, _, _), rest)) if set(text) == {"′"}:
            return "'" * len(text), rest
        case _:
            return "", above


def _bracket(bracket: str) -> str:
    return _SIGNS.get(bracket, bracket) if bracket else "."


@lru_cache(maxsize=8192)
def within_text(tex: str, displayed: bool, language: str) -> str:
    r"""A formula as it stands in a sentence of LaTeX, or with ``displayed`` on a line of its own."""
    tree = parse(tex)
    if not displayed:
        return rf"\({latex(tree)}\)"
    parts = clauses(tree) if width(tree) > _LINE else []
    if len(parts) > 1:
        lines = r" \\ ".join(map(latex, parts))
        return rf"\begin{{gather*}}{lines}\end{{gather*}}"
    return rf"\[{latex(tree)}\]"


def alone(tex: str, language: str) -> str:
    """A formula that is a field of its own, such as an answer: in the style of a displayed one, free to break."""
    return rf"\(\displaystyle {latex(parse(tex))}\)"


@lru_cache(maxsize=8192)
def within_markdown(tex: str, displayed: bool, language: str) -> str:
    """A formula as Markdown has it, between dollar signs."""
    written = re.sub(r"\s+", " ", latex(parse(tex)))
    return f"$${written}$$" if displayed else f"${written}$"


def alone_in_markdown(tex: str, language: str) -> str:
    """A formula that is a field of its own, as Markdown has it."""
    return within_markdown(tex, False, language)
