r"""TeX math laid out in characters, for a terminal: ``\begin{bmatrix}`` as a block with tall brackets, the rest on a line.

A formula is set as boxes of text: every piece has lines and a baseline, and pieces stand beside each other on their baselines. What
does not fit the width is broken where a person would break it: between formulas, before a relation, before a plus or minus.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from pylatexenc.latex2text import get_default_latex_context_db as symbol_table
from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexEnvironmentNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexSpecialsNode,
    LatexWalker,
)

from examgen.rendering.terminal_boxes import Box, beside, bracketed, flattened, grid, with_script

Role = Literal["word", "function", "binary", "tight", "sign", "relation", "open", "close", "comma", "space"]

_ACCENTS = {
    "hat": "\u0302",
    "widehat": "\u0302",
    "bar": "\u0304",
    "overline": "\u0304",
    "tilde": "\u0303",
    "vec": "\u20d7",
}
_BRACKETS = {"bmatrix": "[]", "pmatrix": "()", "vmatrix": "||", "Vmatrix": "‖‖", "Bmatrix": "{}", "cases": "{ "}
_FUNCTIONS = frozenset((
    *("arccos", "arcsin", "arctan", "arg", "argmax", "argmin", "cos", "cosh", "det", "exp", "lim", "ln", "log", "max", "min"),
    *("sin", "sinh", "sup", "tan", "tanh"),
))  # fmt: skip
_SPACES = {"quad": 4, "qquad": 6, ",": 1, ";": 1, ":": 1, " ": 1, "!": 0, "~": 1}
_NAMES = frozenset((
    *("boldsymbol", "mathbb", "mathbf", "mathcal", "mathit", "mathrm", "mathsf", "mathtt", "operatorname"),
    *("text", "textbf", "textit", "texttt"),
))  # fmt: skip
_ROLES: Mapping[str, Role] = {
    **dict.fromkeys("+−±∓·×⋅÷⊙∘∗*/⊗⊕", "binary"),
    **dict.fromkeys("=<>≈≤≥≠→←⇒⇐↦∈∉≡∼≪≫:⇔↔", "relation"),
    **dict.fromkeys("([{⌊⌈⟨", "open"),
    **dict.fromkeys(")]}⌋⌉⟩", "close"),
    **dict.fromkeys(",;", "comma"),
}  # fmt: skip
_TIGHT = frozenset("·⋅/")
"""Binary signs without space between numbers: 9·3 + 1 shows what is multiplied first."""


@dataclass(frozen=True)
class _Atom:
    """A box in a formula: the part that it plays, and the space before it.

    Attributes:
        inside: what stands in brackets on one line, brackets included, to be broken where nothing else can be.
    """

    box: Box
    role: Role = "word"
    gap: bool = False
    space: int = 0
    inside: tuple[_Atom, ...] = ()


def display(tex: str, width: int) -> list[str]:
    """A formula that stands alone, as lines of at most ``width`` cells where it can be broken so."""
    return [line for block in display_blocks(tex, width) for line in block]


def display_blocks(tex: str, width: int) -> list[list[str]]:
    """The same, lines that stand on one baseline together."""
    return [[line.rstrip() for line in block] for block in _filled(_atoms(tex), width, _LEVELS)]


def flat(tex: str) -> str:
    """A formula on one line, within a text; a matrix of several rows as a student types it, ``[1 2; 3 4]``."""
    atoms = [replace(a, box=flattened(a.box)) if a.box.tall else a for a in _atoms(tex, flat=True)]
    return re.sub(" {2,}", "  ", _joined(atoms).lines[0].strip())


_ARRAY = re.compile(r"\\begin\{([bpvBV]?matrix)\}(.*?)\\end\{\1\}", re.DOTALL)
_APART = re.compile(r",?\s*\\q?quad\s*")


def row_by_row(tex: str) -> list[str]:
    """A formula that stands alone, for who reads by lines: a matrix of several rows has its name first, then a line a row."""
    lines: list[str] = []
    for piece in _APART.split(tex):
        arrays = list(_ARRAY.finditer(piece))
        if len(arrays) != 1 or "\\\\" not in arrays[0][2]:
            lines.append(flat(piece))
            continue
        (found,) = arrays
        rows = [[flat(cell) for cell in row.split("&")] for row in found[2].split("\\\\") if row.strip()]
        name, after = flat(piece[: found.start()]), flat(f"X{piece[found.end() :]}").removeprefix("X")
        lines.append(f"{name} {len(rows)} rows and {len(rows[0])} columns{f' {after}' if after else ''}:".strip())
        lines.extend(f"  row {place}: {', '.join(row)}" for place, row in enumerate(rows, start=1))
    return lines


# from TeX to atoms ---------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _atoms(tex: str, *, flat: bool = False) -> tuple[_Atom, ...]:
    nodes, _, _ = LatexWalker(tex).get_latex_nodes()
    atoms = _spaced(_Reader(nodes, flat=flat).atoms())
    return tuple(atoms) or (_Atom(Box((tex,))),)


class _Reader:
    """Reads the nodes of a formula, from left to right."""

    def __init__(self, nodes: Sequence[Any], *, flat: bool) -> None:
        self._nodes = list(_pieces(nodes))
        self._flat = flat

    def atoms(self, until_right: bool = False) -> list[_Atom]:
        r"""The atoms up to the end, or up to the ``\right`` that closes a ``\left``."""
        atoms: list[_Atom] = []
        gap = False
        while self._nodes:
            piece = self._nodes.pop(0)
            if isinstance(piece, str) and piece.isspace():
                gap = True
            elif until_right and _is_macro(piece, "right"):
                break
            elif isinstance(piece, str) and piece in ("_", "^"):
                base = atoms.pop() if atoms else _Atom(Box(("",)))
                atoms.append(self._scripted(base, piece))
            else:
                for atom in self._read(piece):
                    atoms.append(replace(atom, gap=gap))
                    gap = False
        return atoms

    def _read(self, piece: Any) -> Iterator[_Atom]:
        if isinstance(piece, str):
            yield _sign(piece)
        elif isinstance(piece, LatexGroupNode):
            # braces make a word of a sign: the comma of 10{,}000 has no space after it
            yield _Atom(self._inner(piece.nodelist))
        elif isinstance(piece, LatexEnvironmentNode):
            yield _Atom(self._matrix(piece))
        elif isinstance(piece, LatexMacroNode):
            yield from self._macro(piece)
        elif isinstance(piece, LatexSpecialsNode) and piece.specials_chars != "&":
            yield _sign(piece.specials_chars)

    def _macro(self, node: Any) -> Iterator[_Atom]:
        name: str = node.macroname
        arguments = [a for a in (node.nodeargd.argnlist if node.nodeargd else ()) if a is not None]
        if name in _SPACES:
            yield _Atom(Box(("",)), "space", space=_SPACES[name])
        elif name in ("frac", "dfrac", "tfrac") and len(arguments) == 2:
            above, below = (self._row(a) for a in arguments)
            box = _fraction(above, below)
            inside = () if box.tall else (*_enclosed(above, products=True), _Atom(Box(("/",))), *_enclosed(below))
            yield _Atom(box, inside=inside)
        elif name == "sqrt" and arguments:
            yield _Atom(beside(Box(("√",)), _parenthesized(self._row(arguments[-1]))))
        elif name == "left":
            yield self._fenced()
        elif name in _ACCENTS and arguments:
            inner = self._inner([arguments[0]])
            yield _Atom(Box((unicodedata.normalize("NFC", inner.lines[0] + _ACCENTS[name]),)))
        elif name in _NAMES:
            text = _verbatim(arguments[0] if arguments else self._nodes.pop(0) if self._nodes else "")
            yield _Atom(Box((text,)), "function" if name == "operatorname" else "word")
        elif name in _FUNCTIONS:
            yield _Atom(Box((name,)), "function")
        elif name not in ("displaystyle", "textstyle", "limits", "nolimits", "big", "Big", "bigl", "bigr"):
            yield _sign(_symbol(name))

    def _scripted(self, base: _Atom, mark: str) -> _Atom:
        while self._nodes and isinstance(self._nodes[0], str) and self._nodes[0].isspace():
            self._nodes.pop(0)
        script = self._inner([self._nodes.pop(0)] if self._nodes else [])
        text = script.lines[0].strip()
        *inside, closing = base.inside or (base,)
        if inside:
            inside.append(replace(closing, box=with_script(closing.box, text, mark)))
        return replace(base, box=with_script(base.box, text, mark), inside=tuple(inside))

    def _fenced(self) -> _Atom:
        r"""What stands between ``\left`` and ``\right``, with brackets as tall as it is."""
        opening = self._delimiter()
        inner = _spaced(self.atoms(until_right=True))
        closing = self._delimiter()
        box = bracketed(_joined(inner), opening, closing)
        if box.tall or not inner:
            return _Atom(box)
        first = replace(inner[0], space=0)
        return _Atom(box, inside=(_Atom(Box((opening,)), "open"), first, *inner[1:], _Atom(Box((closing,)), "close")))

    def _delimiter(self) -> str:
        while self._nodes and isinstance(self._nodes[0], str) and self._nodes[0].isspace():
            self._nodes.pop(0)
        if not self._nodes:
            return ""
        piece = self._nodes.pop(0)
        sign = piece if isinstance(piece, str) else _symbol(getattr(piece, "macroname", ""))
        return "" if sign == "." else sign

    def _matrix(self, node: Any) -> Box:
        rows = [[_joined(self._row_of(cell)) for cell in row] for row in _rows(node.nodelist)]
        name = node.environmentname.rstrip("*")
        opening, closing = tuple(_BRACKETS.get(name, "  "))
        if self._flat:
            written = "; ".join(" ".join(flattened(cell).lines[0] for cell in row) for row in rows)
            return Box((f"{opening}{written}{closing}".strip(),))
        equations = name in ("aligned", "align", "split")
        laid = grid(rows, left=equations or name == "cases", gap=1 if equations else 2)
        return bracketed(laid, opening.strip(), closing.strip())

    def _row(self, node: Any) -> list[_Atom]:
        return self._row_of(node.nodelist if isinstance(node, LatexGroupNode) else [node])

    def _row_of(self, nodes: Sequence[Any]) -> list[_Atom]:
        return _spaced(_Reader(nodes, flat=self._flat).atoms())

    def _inner(self, nodes: Sequence[Any]) -> Box:
        if len(nodes) == 1 and isinstance(nodes[0], LatexGroupNode):
            nodes = nodes[0].nodelist
        return _joined(self._row_of(nodes))


def _pieces(nodes: Sequence[Any]) -> Iterator[Any]:
    """The nodes, with plain characters one by one and numbers whole."""
    for node in nodes:
        if isinstance(node, LatexCharsNode):
            yield from re.findall(r"\d+(?:\.\d+)?|\s+|.", node.chars)
        elif node is not None:
            yield node


def _rows(nodes: Sequence[Any]) -> list[list[list[Any]]]:
    """The cells of a matrix."""
    rows: list[list[list[Any]]] = [[[]]]
    for node in nodes:
        if _is_macro(node, "\\"):
            rows.append([[]])
        elif isinstance(node, LatexSpecialsNode) and node.specials_chars == "&":
            rows[-1].append([])
        else:
            rows[-1][-1].append(node)
    empty = all(isinstance(n, LatexCharsNode) and n.chars.isspace() for cell in rows[-1] for n in cell)
    return rows[:-1] if empty and len(rows) > 1 else rows


def _is_macro(piece: Any, name: str) -> bool:
    return isinstance(piece, LatexMacroNode) and piece.macroname == name


def _verbatim(node: Any) -> str:
    if isinstance(node, str):
        return node
    if isinstance(node, LatexGroupNode):
        return "".join(_verbatim(inner) for inner in node.nodelist)
    if isinstance(node, LatexCharsNode):
        return str(node.chars)
    return _symbol(node.macroname) if isinstance(node, LatexMacroNode) else ""


@lru_cache(maxsize=1)
def _symbols() -> Any:
    return symbol_table()


def _symbol(name: str) -> str:
    """A macro without arguments as a character; one that is not known keeps its name."""
    if name in ("|", "Vert", "lVert", "rVert"):
        return "‖"
    if name in ("lvert", "rvert", "vert", "mid"):
        return "|"
    spec = _symbols().get_macro_spec(name) if name.isalpha() else None
    text = spec.simplify_repl if spec is not None else name
    # a template such as %s/%s belongs to a macro whose arguments are missing
    return text.strip() if isinstance(text, str) and text and "%s" not in text else name


def _sign(text: str) -> _Atom:
    text = {"-": "−", "'": "′"}.get(text, text)
    return _Atom(Box((text,)), _ROLES.get(text, "word"))


def _spaced(atoms: Sequence[_Atom]) -> list[_Atom]:
    """The atoms with the space before each: TeX ignores the blanks of its source, and we nearly so."""
    spaced: list[_Atom] = []
    extra = 0
    for index, atom in enumerate(atoms):
        if atom.role == "space":
            extra += atom.space
            continue
        before = spaced[-1] if spaced else None
        if atom.role == "binary" and (before is None or before.role in _EXPECTING):
            atom = replace(atom, role="sign")
        elif atom.box.lines[0] in _TIGHT and not any(map(_wordy, (*spaced[-1:], *atoms[index + 1 : index + 2]))):
            atom = replace(atom, role="tight")
        spaced.append(replace(atom, space=max(extra, _space(before, atom) if before else 0)))
        extra = 0
    return spaced


_EXPECTING = frozenset(("binary", "tight", "relation", "open", "comma", "function", "sign"))
"""After these a plus or minus is the sign of what follows."""


def _wordy(atom: _Atom) -> bool:
    """Whether it is a text of several letters, which needs air around it."""
    return not atom.box.tall and len(atom.box.lines[0]) > 2 and atom.box.lines[0][:2].isalpha()


def _space(before: _Atom, atom: _Atom) -> int:
    if "relation" in (before.role, atom.role) or before.role == "comma":
        return 1
    if atom.role in ("close", "comma", "tight") or before.role in ("open", "tight", "sign"):
        return 0
    if "binary" in (before.role, atom.role):
        return 1
    if before.role == "function":
        return int(atom.role == "word" and atom.box.lines[0][:1] not in tuple("(|⌊"))
    return int(atom.role == "function" or atom.gap)


def _joined(atoms: Sequence[_Atom]) -> Box:
    if not atoms:
        return Box(("",))
    return beside(*(atom.box for atom in atoms), spaces=[0, *(atom.space for atom in atoms[1:])])


def _fraction(above: Sequence[_Atom], below: Sequence[_Atom]) -> Box:
    top, bottom = _joined(above), _joined(below)
    if not (top.tall or bottom.tall):
        return beside(_parenthesized(above, products=True), Box(("/",)), _parenthesized(below))
    width = max(top.width, bottom.width)
    lines = [line.center(width) for line in top.lines] + ["─" * width] + [line.center(width) for line in bottom.lines]
    return Box(tuple(lines), len(top.lines))


def _enclosed(atoms: Sequence[_Atom], *, products: bool = False) -> Iterator[_Atom]:
    """The atoms, with parentheses where they need them, each by itself."""
    if not atoms:
        return
    parentheses = _parenthesized(atoms, products=products) != _joined(atoms)
    if parentheses:
        yield _Atom(Box(("(",)), "open")
    yield replace(atoms[0], space=0)
    yield from atoms[1:]
    if parentheses:
        yield _Atom(Box((")",)), "close")


def _parenthesized(atoms: Sequence[_Atom], *, products: bool = False) -> Box:
    """The atoms in parentheses, unless they would be read as one piece without; ``products`` need none."""
    box = _joined(atoms)
    spaced = any(atom.space for atom in atoms[1:])
    slashed = any("/" in atom.box.lines[0] for atom in atoms)
    multiplied = any(atom.role == "tight" for atom in atoms) and not products
    whole = not (spaced or slashed or multiplied)
    return box if whole else bracketed(box, "(", ")")


# breaking ------------------------------------------------------------------------------------------------------------

_WIDE = 4
_LEVELS = ("space", "relation", "sum", "comma")


def _breaks_before(atom: _Atom, level: str) -> bool:
    if level == "space":
        return atom.space >= _WIDE
    if level == "relation":
        return atom.role == "relation"
    if level == "sum":
        return atom.role == "binary" and atom.box.lines[0] in "+−"
    return atom.space > 0


def _filled(atoms: Sequence[_Atom], width: int, levels: Sequence[str]) -> list[list[str]]:
    """Blocks of lines of a formula: whole if it fits, else broken at the first level at which there is a break."""
    whole = _joined(atoms)
    if whole.width > width and not levels and any(atom.inside for atom in atoms):
        return _filled(_opened(atoms), width, _LEVELS[2:])
    if whole.width <= width or not levels:
        return [list(whole.lines)]
    level, *finer = levels
    ends = [i for i, atom in enumerate(atoms) if i and _breaks_before(atom, level)]
    parts = [atoms[start:end] for start, end in zip([0, *ends], [*ends, len(atoms)], strict=True)]
    blocks: list[list[str]] = []
    for index, run in enumerate(_runs(parts, width)):
        indent = "  " if index and level != "space" else ""
        blocks.extend([indent + line for line in block] for block in _filled(run, width - len(indent), finer))
    return blocks


def _opened(atoms: Sequence[_Atom]) -> list[_Atom]:
    """The same, brackets and what stands in them no longer in one piece."""
    found: list[_Atom] = []
    for atom in atoms:
        if atom.inside:
            first, *others = atom.inside
            found += [replace(first, space=atom.space), *others]
        else:
            found.append(atom)
    return found


def _runs(parts: Sequence[Sequence[_Atom]], width: int) -> Iterator[list[_Atom]]:
    """As many parts a line as fit."""
    run: list[_Atom] = []
    for part in parts:
        # a line after the first is indented by two
        if run and _joined([*run, *part]).width > width - 2:
            yield run
            run = []
        run = [*run, *part]
    yield run
