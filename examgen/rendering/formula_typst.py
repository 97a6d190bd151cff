"""A formula in Typst's own mathematics."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from examgen.rendering.formula import (
    FUNCTIONS,
    LIMITS,
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
    has_matrix,
    is_tall,
    may_break,
    pairs,
    parse,
    width,
)
from examgen.rendering.languages import gettext
from examgen.rendering.speech import in_words, spoken

_SPACES = {17: "thin", 22: "med", 28: "thick", 33: "space", 50: "#h(0.5em)", 100: "quad", 200: "wide", 0: ""}
_ACCENTS = pairs(
    """
    hat hat widehat hat tilde tilde widetilde tilde bar macron overline overline underline underline vec arrow
    overrightarrow arrow dot dot ddot dot.double overbrace overbrace underbrace underbrace check caron breve breve
    """
)
_STYLES = {
    "upright": "upright",
    "bold": "bold",
    "cal": "cal",
    "bb": "bb",
    "sans": "sans",
    "mono": "mono",
    "italic": "italic",
    "frak": "frak",
}
_KNOWN = FUNCTIONS - {"hom", "inf", "Pr", "deg", "dim"}
_SIGNS = {"⋅": "tdot", "×": "ttimes", "/": "\\/", ":": ":", "∗": "*", "mod": 'op("mod")'}
"""A product holds together: ``tdot`` and ``ttimes`` are those of the style file, at which no line breaks."""


def typst(node: Node) -> str:
    """A formula in Typst's mathematics, without its dollar signs."""
    match node:
        case Symbol():
            return _symbol(node)
        case Space(hundredths):
            return _SPACES[hundredths]
        case Row(items):
            parts = [typst(item) for item in items]
            return " ".join(parts if _are_paired(items) else map(_alone, items, parts))
        case Scripts(base, below, above, limits):
            return _scripts(base, below, above, limits=limits)
        case Fraction(above, below, line):
            made = f"frac({typst(above)}, {typst(below)})"
            return made if line else f"mat(delim: #none, {typst(above)}; {typst(below)})"
        case Root(body, degree):
            return f"sqrt({typst(body)})" if degree is None else f"root({typst(degree)}, {typst(body)})"
        case Accent("boxed", body):
            return f"#box(stroke: 0.5pt, inset: 2pt, outset: (y: 1pt), ${typst(body)}$)"
        case Accent(kind, body):
            return f"{_ACCENTS[kind]}({typst(body)})"
        case Fenced("⌊", body, "⌋"):
            return f"floor({typst(body)})"
        case Fenced("⌈", body, "⌉"):
            return f"ceil({typst(body)})"
        case Fenced(opening, body, closing):
            return f"lr({_bracket(opening)} {typst(body)} {_bracket(closing)})"
        case MatrixNode("matrix", rows, opening, _):
            written = "; ".join(", ".join(map(typst, row)) for row in rows)
            return f"mat({_DELIMITERS[opening]}{written})"
        case MatrixNode("cases", rows):
            return f"cases({', '.join(' quad '.join(map(typst, row)) for row in rows)})"
        case MatrixNode(_, rows):
            return r" \ ".join(" & ".join(map(typst, row)) for row in rows)


_DELIMITERS = {
    "": "delim: #none, ",
    "[": 'delim: "[", ',
    "(": 'delim: "(", ',
    "{": 'delim: "{", ',
    "|": 'delim: "|", ',
    "‖": 'delim: "‖", ',
}


def _are_paired(items: Sequence[Node]) -> bool:
    """Whether every bracket has its other one; Typst takes those for a group."""
    depth = 0
    for item in items:
        if isinstance(item, Symbol) and item.role in ("open", "close"):
            depth += 1 if item.role == "open" else -1
            if depth < 0:
                return False
    return not depth


def _alone(item: Node, written: str) -> str:
    return f"\\{written}" if isinstance(item, Symbol) and written in tuple("()[]⌊⌋⌈⌉⟨⟩") else written


def _bracket(bracket: str) -> str:
    return f"\\{bracket}" if bracket in ("[", "]", "(", ")", "{", "}") else bracket


def _symbol(symbol: Symbol) -> str:
    text, role, style = symbol.text, symbol.role, symbol.style
    if role == "number":
        made = f'class("normal", "{text}")' if "," in text else text
    elif role == "word":
        made = _text(text)
        style = "" if style == "upright" else style
    elif role == "function":
        if text in _KNOWN:
            made = text
        else:
            made = f"op({_text(text)}{', limits: #true' if text in LIMITS else ''})"
    elif role in ("binary", "relation"):
        made = _SIGNS.get(text, text)
    elif role in ("comma", "sign", "open", "close"):
        made = f"\\{text}" if text in ",;#$&_%!" or text in "{}" else text
    else:
        made = text if len(text) == 1 and text not in "\"'\\#$&@`~" else _text(text)
    for name in style.split():
        made = f"{_STYLES[name]}({made})"
    return made


def _text(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _scripts(base: Node, below: Node | None, above: Node | None, *, limits: bool) -> str:
    if isinstance(base, Accent) and base.kind in ("overbrace", "underbrace"):
        label = above if base.kind == "overbrace" else below
        return f"{base.kind}({typst(base.body)}, {typst(label)})" if label is not None else typst(base)
    written = typst(base)
    if isinstance(base, Row | Scripts):
        places = [f"{place}: {typst(part)}" for place, part in (("b", below), ("t", above)) if part is not None]
        return f"attach({', '.join([written or '#none', *places])})"
    if limits and isinstance(base, Symbol) and base.role not in ("large", "function"):
        written = f"limits({written})"
    if below is not None:
        written += f"_({typst(below)})"
    if isinstance(above, Symbol) and above.text.startswith("′"):
        return written + "'" * len(above.text)
    return written if above is None else f"{written}^({typst(above)})"


# how it is set --------------------------------------------------------------------------------------------------------
#
# What a show rule of Typst would find out by measuring every formula of every paper is decided here, once for each formula:
# whether it stays whole, needs room above and below, or has to break.

_WHOLE = 10.5
"""A formula of at most so many em stays whole: nobody wants "a =" at a line's end and its value on the next."""
_LINE = 40.0
"""About so many em fill the width of a page; Typst never breaks a displayed formula."""


@lru_cache(maxsize=8192)
def within_text(tex: str, displayed: bool, language: str) -> str:
    """A formula as it stands in Typst's markup: a call of the style file, with its words."""
    tree = parse(tex)
    alt = _text(spoken(tex, language))
    if not displayed:
        if has_matrix(tree):
            name = "mtall" if is_tall(tree) else "mbox"
            return f"#{name}({alt}, $display({typst(tree)})$);"
        name = "mbox" if may_break(tree) and width(tree) <= _WHOLE else "m"
        return f"#{name}({alt}, ${typst(tree)}$);"
    parts = clauses(tree)
    say = gettext(language)
    written = "".join(f"({_text(in_words(part, say))}, $display({typst(part)})$), " for part in parts)
    if width(tree) <= _LINE:
        return f"#mblock({alt}, ${typst(tree)}${f', {written}' if len(parts) > 1 else ''});"
    if len(parts) > 1 and all(width(part) <= _LINE for part in parts):
        return f"#mclauses({written});"
    return f"#mlong({alt}, $display({typst(tree)})$);"


@lru_cache(maxsize=8192)
def alone(tex: str, language: str) -> str:
    """A formula that is a field of its own, as an expression of Typst's code: large as a displayed one, free to break."""
    tree = parse(tex)
    name = "mtall" if is_tall(tree) and width(tree) <= _LINE else "m"
    return f"{name}({_text(spoken(tex, language))}, $display({typst(tree)})$)"
