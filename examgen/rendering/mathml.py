"""A formula as MathML, right in browsers as they are: on phones, and without a mathematical font."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from examgen.rendering.formula import (
    Accent,
    Fenced,
    Fraction,
    MatrixNode,
    Node,
    Role,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
)


def mathml(formula: Row, *, displayed: bool = False) -> str:
    """A formula as one ``<math>``, whole."""
    display = ' display="block"' if displayed else ""
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML"{display}>{_written(formula)}</math>'


def _written(node: Node) -> str:
    match node:
        case Symbol():
            return _symbol(node)
        case Space(hundredths):
            return f'<mspace width="{hundredths / 100:g}em"></mspace>'
        case Row(items):
            return f"<mrow>{''.join(_items(items))}</mrow>"
        case Scripts(base, below, above, limits):
            names = ("munder", "mover", "munderover") if limits else ("msub", "msup", "msubsup")
            parts = [_written(part) for part in (base, below, above) if part is not None]
            name = names[2] if len(parts) == 3 else names[0] if below is not None else names[1]
            return f"<{name}>{''.join(parts)}</{name}>"
        case Fraction(above, below, line):
            thin = "" if line else ' linethickness="0"'
            return f"<mfrac{thin}>{_written(above)}{_written(below)}</mfrac>"
        case Root(body, None):
            return f"<msqrt>{_written(body)}</msqrt>"
        case Root(body, degree) if degree is not None:
            return f"<mroot>{_written(body)}{_written(degree)}</mroot>"
        case Accent("boxed", body):
            return f'<mrow class="boxed">{_written(body)}</mrow>'
        case Accent(kind, body):
            tag, mark = _ACCENTS[kind]
            flag = "accentunder" if tag == "munder" else "accent"
            return (
                f'<{tag} {flag}="true">{_written(body)}<mo stretchy="{str(len(kind) > 5).lower()}">{mark}</mo></{tag}>'
            )
        case Fenced(opening, body, closing):
            return f"<mrow>{_fence(opening, 'prefix')}{_written(body)}{_fence(closing, 'postfix')}</mrow>"
        case MatrixNode(kind, rows, opening, closing):
            return _matrix(kind, rows, opening, closing)
        case _:
            raise AssertionError(node)


_ACCENTS = {
    "hat": ("mover", "^"),
    "widehat": ("mover", "^"),
    "tilde": ("mover", "~"),
    "widetilde": ("mover", "~"),
    "bar": ("mover", "¯"),
    "overline": ("mover", "¯"),
    "underline": ("munder", "_"),
    "vec": ("mover", "→"),
    "overrightarrow": ("mover", "→"),
    "dot": ("mover", "˙"),
    "ddot": ("mover", "¨"),
    "overbrace": ("mover", "⏞"),
    "underbrace": ("munder", "⏟"),
    "check": ("mover", "ˇ"),
    "breve": ("mover", "˘"),
}
_EXPECTS_SIGN = frozenset(("binary", "relation", "open", "comma"))


def _items(items: Sequence[Node]) -> Iterator[str]:
    before: Role | None = None
    for index, item in enumerate(items):
        if isinstance(item, Symbol):
            prefix = item.role == "binary" and (before is None or before in _EXPECTS_SIGN)
            yield _symbol(item, form=' form="prefix"' if prefix else "")
            if item.role == "function" and index + 1 < len(items):
                yield "<mo>&#8289;</mo>"  # is applied to
            before = item.role
        else:
            yield _written(item)
            is_function = isinstance(item, Scripts) and isinstance(item.base, Symbol) and item.base.role == "function"
            if is_function and index + 1 < len(items):
                yield "<mo>&#8289;</mo>"
            if not isinstance(item, Space):
                before = "letter"


def _symbol(symbol: Symbol, form: str = "") -> str:
    text, style = _xml(symbol.text), symbol.style
    match symbol.role:
        case "number":
            return f"<mn>{text}</mn>"
        case "word":
            return f"<mtext{_css(style)}>{text.replace(' ', '&#160;')}</mtext>"
        case "function":
            return f"<mi>{text}</mi>" if len(text) > 1 else f'<mi mathvariant="normal">{text}</mi>'
        case "binary" | "relation" | "large" | "comma":
            return f"<mo{form}>{text}</mo>"
        case "open" | "close" | "sign":
            return f'<mo stretchy="false">{text}</mo>'
        case _:
            if style == "upright":
                return f'<mi mathvariant="normal">{text}</mi>'
            return f"<mi{_css(style)}>{_lettered(text, style)}</mi>"


def _css(style: str) -> str:
    wanted = {"bold": "font-weight: bold", "mono": "font-family: monospace", "italic": "font-style: italic"}
    rules = [wanted[name] for name in style.split() if name in wanted]
    return f' style="{"; ".join(rules)}"' if rules else ""


def _lettered(text: str, style: str) -> str:
    """A letter of another alphabet, as Unicode has it: ℝ, ℒ."""
    special = {
        "bb": dict(zip("CHNPQRZ", "ℂℍℕℙℚℝℤ", strict=True)),
        "cal": dict(zip("BEFHILMR", "ℬℰℱℋℐℒℳℛ", strict=True)),
    }
    if style not in special or len(text) != 1 or not text.isascii() or not text.isalpha():
        return text
    start = {"bb": 0x1D538, "cal": 0x1D49C}[style] + (0 if text.isupper() else 26)
    return special[style].get(text) or chr(start + ord(text) - ord("A" if text.isupper() else "a"))


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _fence(bracket: str, form: str) -> str:
    return f'<mo stretchy="true" form="{form}">{_xml(bracket)}</mo>' if bracket else ""


def _matrix(kind: str, rows: Sequence[Sequence[Node]], opening: str, closing: str) -> str:
    written = "".join(f"<mtr>{''.join(f'<mtd>{_written(cell)}</mtd>' for cell in row)}</mtr>" for row in rows)
    if (
        opening == "["
    ):  # a browser without a mathematical font leaves brackets as small as letters: the style sheet draws them
        return f'<mtable class="matrix" intent=":matrix">{written}</mtable>'
    name = ' class="lines"' if kind == "aligned" else ' class="cases"' if kind == "cases" else ""
    table = f"<mtable{name}>{written}</mtable>"
    return f"<mrow>{_fence(opening, 'prefix')}{table}{_fence(closing, 'postfix')}</mrow>" if opening else table
