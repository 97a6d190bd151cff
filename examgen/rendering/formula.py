r"""A TeX formula as a tree, from which every other form of it is made: Typst, MathML, and words for who cannot see it.

Reads the mathematics that exams are written in: fractions, scripts, roots, fences, accents, matrices, cases, aligned lines and the
usual symbols. A macro that is not known is refused by name: a formula is never printed as its source.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from examgen.errors import UserError

Role = Literal["letter", "number", "word", "function", "large", "binary", "relation", "open", "close", "comma", "sign"]
"""The part that a symbol plays; a ``sign`` is a bar, which opens or closes, or a mark such as ``!``."""


class FormulaError(UserError):
    """A formula cannot be read; the message says what in it."""


class Symbol(NamedTuple):
    """A letter, number, word or sign; ``style`` is that of its letters: ``bold`` or ``cal``."""

    text: str
    role: Role
    style: str = ""


class Space(NamedTuple):
    """A space of so many hundredths of an em; from 100 on, it sets two formulas apart."""

    width: int


class Row(NamedTuple):
    items: tuple[Node, ...]


class Scripts(NamedTuple):
    """An index below and a power above; ``limits`` stand under and over the symbol where the formula stands alone."""

    base: Node
    below: Node | None
    above: Node | None
    limits: bool = False


class Fraction(NamedTuple):
    """One over the other; without a ``line`` a binomial coefficient."""

    above: Node
    below: Node
    line: bool = True


class Root(NamedTuple):
    body: Node
    degree: Node | None


class Accent(NamedTuple):
    """A mark over a letter, or with ``brace`` a brace over or under a term; ``kind`` is TeX's name for it."""

    kind: str
    body: Node


class Fenced(NamedTuple):
    """What stands between brackets as tall as it is; a bracket may be missing."""

    opening: str
    body: Node
    closing: str


class MatrixNode(NamedTuple):
    """Cells in rows; ``kind`` is a ``matrix``, ``cases`` or ``aligned`` lines."""

    kind: Literal["matrix", "cases", "aligned"]
    rows: tuple[tuple[Node, ...], ...]
    opening: str = ""
    closing: str = ""


Node: TypeAlias = Symbol | Space | Row | Scripts | Fraction | Root | Accent | Fenced | MatrixNode


@lru_cache(maxsize=8192)
def parse(tex: str) -> Row:
    """A formula as a tree.

    Raises:
        FormulaError: it is not whole, or holds a macro that is not known.
    """
    return _Parser(tex).whole()


# TeX to tree ----------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"\\[A-Za-z]+\*?|\\.|\d+(?:\{,\}\d{3})*(?:\.\d+)?|\s+|.", re.DOTALL)


def pairs(names: str) -> dict[str, str]:
    """A table of names, each with what follows it."""
    words = names.split()
    return dict(zip(words[::2], words[1::2], strict=True))


_GREEK = pairs(
    """
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu
    μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda
    Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
    """
)
LETTERS = _GREEK | pairs(
    """
    ell ℓ partial ∂ nabla ∇ infty ∞ emptyset ∅ varnothing ∅ top ⊤ bot ⊥ forall ∀ exists ∃ hbar ℏ Re ℜ Im ℑ aleph ℵ
    prime ′ dagger † square □ checkmark ✓ angle ∠ degree ° dots … ldots … dotsc … cdots ⋯ dotsb ⋯ vdots ⋮ ddots ⋱
    """
)
BINARY = pairs(
    """
    cdot ⋅ times × div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet • odot ⊙ otimes ⊗ oplus ⊕ ominus ⊖ cup ∪ cap ∩
    setminus ∖ wedge ∧ land ∧ vee ∨ lor ∨ bmod mod oslash ⊘ diamond ⋄
    """
)
RELATIONS = pairs(
    """
    le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ sim ∼ simeq ≃ cong ≅ equiv ≡ propto ∝ to → rightarrow → leftarrow ←
    gets ← longrightarrow ⟶ Rightarrow ⇒ implies ⟹ Leftarrow ⇐ iff ⟺ Leftrightarrow ⇔ leftrightarrow ↔ mapsto ↦
    uparrow ↑ downarrow ↓ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ ll ≪ gg ≫ mid ∣ parallel ∥ perp ⊥
    colon : lt < gt > coloneqq ≔ doteq ≐ asymp ≍
    """
) | {"in": "∈"}
LARGE = pairs(
    """
    sum ∑ prod ∏ int ∫ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀
    """
)
LIMITS = frozenset(("max", "min", "lim", "sup", "inf", "argmax", "argmin", "arg max", "arg min", "det", "gcd", "Pr"))
FUNCTIONS = frozenset((
    *("arccos", "arcsin", "arctan", "arg", "cos", "cosh", "cot", "coth", "csc", "deg", "det", "dim", "exp", "gcd", "hom"),
    *("inf", "ker", "lg", "lim", "ln", "log", "max", "min", "Pr", "sec", "sin", "sinh", "sup", "tan", "tanh"),
))  # fmt: skip
OPENING = {
    "lfloor": "⌊",
    "lceil": "⌈",
    "langle": "⟨",
    "lbrace": "{",
    "{": "{",
    "lbrack": "[",
    "lvert": "|",
    "lVert": "‖",
}
CLOSING = {
    "rfloor": "⌋",
    "rceil": "⌉",
    "rangle": "⟩",
    "rbrace": "}",
    "}": "}",
    "rbrack": "]",
    "rvert": "|",
    "rVert": "‖",
}
_BARS = {"|": "‖", "Vert": "‖", "vert": "|"}
_SPACES = {",": 17, ":": 22, ">": 22, ";": 28, " ": 33, "~": 33, "enspace": 50, "quad": 100, "qquad": 200, "!": 0}
_ACCENTS = frozenset((
    *("hat", "widehat", "tilde", "widetilde", "bar", "overline", "underline", "vec", "overrightarrow", "dot", "ddot"),
    *("overbrace", "underbrace", "boxed", "check", "breve"),
))  # fmt: skip
_STYLES = {
    "mathrm": "upright",
    "mathbf": "bold upright",
    "boldsymbol": "bold",
    "bm": "bold",
    "mathcal": "cal",
    "mathbb": "bb",
    "mathsf": "sans",
    "mathtt": "mono",
    "mathit": "italic",
    "mathfrak": "frak",
    "mathscr": "cal",
}
_TEXTS = {
    "text": "",
    "textrm": "",
    "mbox": "",
    "textbf": "bold",
    "textit": "italic",
    "texttt": "mono",
    "textsf": "sans",
}
_IGNORED = frozenset((
    *("displaystyle", "textstyle", "scriptstyle", "limits", "nolimits", "big", "Big", "bigg", "Bigg", "bigl", "bigr"),
    *("Bigl", "Bigr", "biggl", "biggr", "middle", "nonumber", "notag", "strut", "allowbreak"),
))  # fmt: skip
_ENVIRONMENTS: Mapping[str, tuple[Literal["matrix", "cases", "aligned"], str, str]] = {
    "matrix": ("matrix", "", ""),
    "smallmatrix": ("matrix", "", ""),
    "array": ("matrix", "", ""),
    "bmatrix": ("matrix", "[", "]"),
    "pmatrix": ("matrix", "(", ")"),
    "vmatrix": ("matrix", "|", "|"),
    "Vmatrix": ("matrix", "‖", "‖"),
    "Bmatrix": ("matrix", "{", "}"),
    "cases": ("cases", "{", ""),
    "aligned": ("aligned", "", ""),
    "align": ("aligned", "", ""),
    "split": ("aligned", "", ""),
    "gathered": ("aligned", "", ""),
}
_CHARACTERS: Mapping[str, tuple[str, Role]] = {
    **{c: (c, "binary") for c in "+±·×⋅÷⊙⊗⊕∗"},
    "-": ("−", "binary"),
    "−": ("−", "binary"),
    "*": ("∗", "binary"),
    "/": ("/", "binary"),
    **{c: (c, "relation") for c in "=<>≈≤≥≠→←⇒∈∉≡∼:"},
    **{c: (c, "open") for c in "([⌊⌈⟨"},
    **{c: (c, "close") for c in ")]⌋⌉⟩"},
    **{c: (c, "comma") for c in ",;"},
    **{c: (c, "sign") for c in "|‖!?%"},
}
_NAMED: Mapping[str, Symbol] = {
    **{name: Symbol(char, "letter") for name, char in LETTERS.items()},
    **{name: Symbol(char, "binary") for name, char in BINARY.items()},
    **{name: Symbol(char, "relation") for name, char in RELATIONS.items()},
    **{name: Symbol(char, "large") for name, char in LARGE.items()},
    **{name: Symbol(name, "function") for name in FUNCTIONS},
    **{name: Symbol(char, "open") for name, char in OPENING.items()},
    **{name: Symbol(char, "close") for name, char in CLOSING.items()},
    **{name: Symbol(char, "sign") for name, char in _BARS.items()},
    **{char: Symbol(char, "sign") for char in "%#$&_"},
    "argmax": Symbol("argmax", "function"),
    "argmin": Symbol("argmin", "function"),
}


class _Parser:
    """Reads a formula token by token."""

    def __init__(self, tex: str) -> None:
        self.tokens: list[str] = _TOKEN.findall(tex)[::-1]  # the next token is the last

    def whole(self) -> Row:
        row = self.row()
        if self.tokens:
            raise FormulaError(f"{self.tokens[-1]!r} closes what nothing opened")
        return row

    def row(self) -> Row:
        """The items up to a token that closes or parts what they stand in; it is left to be read."""
        items: list[Node] = []
        tokens = self.tokens
        while tokens:
            token = tokens[-1]
            if token in ("}", "&", r"\\", r"\right", r"\end"):
                break
            tokens.pop()
            if token.isspace():
                continue
            if token in ("_", "^", "'"):
                items.append(self._scripted(items.pop() if items else Row(()), token))
            elif (item := self._item(token)) is not None:
                if isinstance(item, Symbol) and item.text == "arg" and self._next_is(r"\max", r"\min"):
                    item = Symbol(f"arg {self._skip()[1:]}", "function")
                items.append(item)
        return Row(tuple(items))

    def _next_is(self, *wanted: str) -> bool:
        while self.tokens and (self.tokens[-1].isspace() or self.tokens[-1] == r"\,"):
            self.tokens.pop()
        return bool(self.tokens) and self.tokens[-1] in wanted

    def _item(self, token: str) -> Node | None:
        if token[0].isdigit():
            return Symbol(token.replace("{,}", ","), "number")
        if token == "{":
            return self._group()
        if token == "~":
            return Space(33)
        if token == "$":
            raise FormulaError("a formula holds no dollar signs")
        if token[0] != "\\" or token == "\\":
            text, role = _CHARACTERS.get(token, (token, "letter"))
            return Symbol(text, role)
        return self._macro(token[1:])

    def _group(self) -> Node:
        row = self.row()
        self._expect("}")
        return row.items[0] if len(row.items) == 1 and not _is_operator(row.items[0]) else row

    def _expect(self, token: str) -> None:
        if not self.tokens or self.tokens.pop() != token:
            raise FormulaError(f"a {token!r} is missing")

    def _macro(self, name: str) -> Node | None:
        if name in _NAMED:
            return _NAMED[name]
        if name in _SPACES:
            return Space(_SPACES[name])
        if name in _TEXTS:
            return Symbol(self._verbatim(), "word", _TEXTS[name])
        if name in _STYLES:
            return _styled(self.argument(), _STYLES[name])
        if name in _ACCENTS:
            return Accent(name, self.argument())
        if name in _IGNORED:
            return None
        match name:
            case "frac" | "dfrac" | "tfrac" | "cfrac":
                return Fraction(self.argument(), self.argument())
            case "binom":
                return Fenced("(", Fraction(self.argument(), self.argument(), line=False), ")")
            case "sqrt":
                return Root(degree=self._optional(), body=self.argument())
            case "operatorname" | "operatorname*":
                name = " ".join(re.sub(r"\\[,;: ]", " ", self._verbatim()).split())
                return Symbol(name, "function")
            case "left":
                opening = self._bracket()
                body = self.row()
                self._expect(r"\right")
                return Fenced(opening, body, self._bracket())
            case "overset" | "stackrel":
                over = self.argument()
                return Scripts(self._alone(), None, over, limits=True)
            case "underset":
                under = self.argument()
                return Scripts(self._alone(), under, None, limits=True)
            case "pmod":
                return Fenced("(", Row((Symbol("mod", "function"), self.argument())), ")")
            case "not":
                base = self.argument()
                negated = {"=": "≠", "∈": "∉", "⊂": "⊄"}.get(base.text if isinstance(base, Symbol) else "")
                if negated is None:
                    raise FormulaError(r"\not stands before = or \in only")
                return Symbol(negated, "relation")
            case "begin":
                return self._environment()
        raise FormulaError(rf"\{name} is not a macro that can be printed")

    def argument(self) -> Node:
        """What a macro takes: a group, or a single token."""
        token = self._skip()
        if token[0].isdigit() and len(token) > 1:  # a digit is a token of TeX's own
            self.tokens.append(token[1:].removeprefix("{,}"))
            token = token[0]
        item = self._group() if token == "{" else self._item(token)
        return Row(()) if item is None else item

    def _alone(self) -> Node:
        """An argument, which stays an operator if it is one."""
        argument = self.argument()
        return _unwrapped(argument) if isinstance(argument, Row) else argument

    def _skip(self) -> str:
        """The next token that is no white space."""
        while self.tokens:
            token = self.tokens.pop()
            if not token.isspace():
                if token in ("}", "&", r"\\"):
                    break
                return token
        raise FormulaError("a macro, an index or a power has nothing to stand on")

    def _optional(self) -> Node | None:
        if not self.tokens or self.tokens[-1] != "[":
            return None
        self.tokens.pop()
        inner: list[str] = []
        while self.tokens and self.tokens[-1] != "]":
            inner.append(self.tokens.pop())
        self._expect("]")
        return parse("".join(inner))

    def _verbatim(self) -> str:
        """A group as plain text."""
        if (token := self._skip()) != "{":
            return token
        written: list[str] = []
        depth = 1
        while self.tokens:
            token = self.tokens.pop()
            depth += (token == "{") - (token == "}")
            if not depth:
                return "".join(written)
            plain = {r"\ ": " ", "~": "\xa0", "{": "", "}": "", r"\,": "\u2009"}.get(token, token)
            written.append(plain[1:] if len(plain) == 2 and plain[0] == "\\" else plain)
        raise FormulaError("a '}' is missing")

    def _bracket(self) -> str:
        token: str = self._skip()
        if token == ".":
            return ""
        name = token.removeprefix("\\")
        named = OPENING.get(name) or CLOSING.get(name) or _BARS.get(name) if token[0] == "\\" else None
        if named is None and len(token) > 1:
            raise FormulaError(f"{token} is no bracket")
        return named or token

    def _scripted(self, base: Node, mark: str) -> Node:
        if mark == "'":
            primes = 1
            while self.tokens and self.tokens[-1] == "'":
                self.tokens.pop()
                primes += 1
            script: Node = Symbol("′" * primes, "letter")
        else:
            script = self.argument()
        below, above = (script, None) if mark == "_" else (None, script)
        if isinstance(base, Scripts):
            if (
                (mark == "'" and base.above is None)
                or (mark == "^" and base.above is None)
                or (mark == "_" and base.below is None)
            ):
                return Scripts(base.base, below or base.below, above or base.above, base.limits)
            if mark == "^" and isinstance(base.above, Symbol) and base.above.text.startswith("′"):
                return Scripts(base.base, base.below, Row((base.above, script)), base.limits)
            if not base.limits:
                raise FormulaError(f"a second {mark!r} in one place")
        limits = isinstance(base, Symbol) and ((base.role == "large" and base.text != "∫") or base.text in LIMITS)
        limits = limits or (isinstance(base, Accent) and base.kind in ("overbrace", "underbrace"))
        return Scripts(base, below, above, limits)

    def _environment(self) -> Node:
        name = self._verbatim()
        if name.rstrip("*") not in _ENVIRONMENTS:
            raise FormulaError(rf"\begin{{{name}}} is not an environment that can be printed")
        kind, opening, closing = _ENVIRONMENTS[name.rstrip("*")]
        if name == "array":
            self._verbatim()  # where its columns are aligned
        rows: list[list[Node]] = [[]]
        while True:
            rows[-1].append(_unwrapped(self.row()))
            end = self.tokens.pop() if self.tokens else ""
            if end == r"\\":
                rows.append([])
            elif end == r"\end":
                break
            elif end != "&":
                raise FormulaError(rf"\end{{{name}}} is missing")
        if (ended := self._verbatim()) != name:
            raise FormulaError(rf"\begin{{{name}}} ends with \end{{{ended}}}")
        if len(rows) > 1 and rows[-1] == [Row(())]:
            rows.pop()
        return MatrixNode(kind, tuple(map(tuple, rows)), opening, closing)


def _unwrapped(row: Row) -> Node:
    return row.items[0] if len(row.items) == 1 else row


def _is_operator(node: Node) -> bool:
    return isinstance(node, Symbol) and node.role in ("binary", "relation", "comma")


def _styled(node: Node, style: str) -> Node:
    """Letters in another style; several upright letters are one word."""
    match node:
        case Row(items) if style in ("upright", "mono", "italic", "sans") and _is_word(items):
            return Symbol("".join(item.text for item in items if isinstance(item, Symbol)), "word", style)
        case Row(items):
            return Row(tuple(_styled(item, style) for item in items))
        case Symbol(text, role, _):
            return Symbol(text, role, style)
        case Scripts(base, below, above, limits):
            index, power = (None if part is None else _styled(part, style) for part in (below, above))
            return Scripts(_styled(base, style), index, power, limits)
        case _:
            return node


def _is_word(items: Sequence[Node]) -> bool:
    return len(items) > 1 and all(isinstance(item, Symbol) and item.text.isalnum() for item in items)


# how wide -------------------------------------------------------------------------------------------------------------

_SCRIPT = 0.7  # the size of an index


def _is_sign(node: Node) -> bool:
    """Whether a minus or plus that begins a formula is a sign and no operation."""
    return isinstance(node, Symbol) and node.role == "binary" and node.text in "+−-±"


def width(node: Node) -> float:
    """About how wide a formula is set, in em of the text around it."""
    match node:
        case Symbol(text, role, _):
            if role in ("binary", "relation"):
                return {"⋅": 0.55, "/": 0.5, ":": 0.85}.get(text, 1.25)
            if role in ("word", "function"):
                return 0.5 * len(text) + 0.17
            if role == "comma":
                return 0.45
            if text[:1].isdigit():
                return 0.5 * len(text) - 0.22 * text.count(".")
            return 1.1 if role == "large" else len(text) * (0.4 if role in ("open", "close") else 0.53)
        case Space(hundredths):
            return hundredths / 100
        case Row(items):
            return sum(map(width, items)) - (0.47 if items and _is_sign(items[0]) else 0.0)
        case Scripts(base, below, above, limits):
            scripts = max(width(part) for part in (below, above) if part is not None) * _SCRIPT
            return max(width(base), scripts) if limits else width(base) + scripts
        case Fraction(above, below):
            return max(width(above), width(below)) + 0.25
        case Root(body):
            return width(body) + 0.9
        case Accent(_, body):
            return width(body)
        case Fenced(_, body, _):
            return width(body) + 1.0
        case MatrixNode(_, rows):
            columns = max(map(len, rows))
            gap = 0.7 * (columns - 1)
            return gap + 1.0 + sum(max(width(row[c]) for row in rows if c < len(row)) for c in range(columns))


def is_tall(node: Node) -> bool:
    """Whether a matrix or the like stands in it, which must not touch the lines above and below."""
    match node:
        case MatrixNode(rows=rows):
            return len(rows) > 1
        case Row(items):
            return any(map(is_tall, items))
        case Fenced(body=body) | Accent(body=body) | Root(body=body):
            return is_tall(body)
        case Scripts(base, below, above, _):
            return any(is_tall(part) for part in (base, below, above) if part is not None)
        case _:
            return False


def has_matrix(node: Node) -> bool:
    """Whether a matrix stands in it, of however few rows."""
    match node:
        case MatrixNode():
            return True
        case Row(items):
            return any(map(has_matrix, items))
        case Fenced(body=body) | Accent(body=body):
            return has_matrix(body)
        case Scripts(base, _, _, _):
            return has_matrix(base)
        case _:
            return False


def may_break(formula: Row) -> bool:
    """Whether a line may end inside it: after a relation or an operator."""
    return any(isinstance(item, Symbol) and item.role in ("binary", "relation") for item in formula.items[1:])


def clauses(formula: Row) -> list[Row]:
    r"""The formulas that ``\quad`` and wider spaces set apart."""
    found: list[list[Node]] = [[]]
    for item in formula.items:
        if isinstance(item, Space) and item.width >= 100:
            found.append([])
        else:
            found[-1].append(item)
    return [Row(tuple(items)) for items in found if items]
