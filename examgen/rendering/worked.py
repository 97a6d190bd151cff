"""A line of a derivation as it is shown: an option by its text, an array as a whole, a fraction with the decimals asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from examgen.answers import AnswerType, Choice, Choices, Explanation, LayerDesign, Real, Shape
from examgen.arrays import Array, shape, text_of
from examgen.derivation.lines import Line, symbol_of
from examgen.derivation.terms import Term, number
from examgen.question.question import Question
from examgen.question.shown import introduces
from examgen.rendering.stem import matrix

LONG = 100
"""A fraction with a larger denominator, or a numerator above its square, tells a reader nothing: its decimals follow at once."""


@dataclass(frozen=True)
class Worked:
    """A line of a derivation in words and formulas.

    Attributes:
        columns: into how many columns its formulas fall, those of the array that they work out.
        whole: that array as a formula, where the line answers an ask.
    """

    why: str
    formulas: tuple[str, ...] = ()
    columns: int = 1
    whole: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """Its formulas; of an array that was only put together, the whole of it."""
        return self.formulas or ((self.whole,) if self.whole else ())


def worked(variant: Question, line: Line) -> Worked:
    """A line of a variant's derivation, the answers in it as the student would give them."""
    kind = variant.asks[line.ask].type if line.ask else None
    if isinstance(kind, Choice) and line.value is not None:
        return _chosen(line, kind.listed[int(kind.fit(line.value))][1])  # type: ignore[arg-type]
    if isinstance(kind, Choices) and isinstance(line.value, tuple) and line.why.endswith(":"):
        holding = [text for text, holds in zip(kind.options, line.value, strict=True) if holds]
        return Worked(f"{line.why} {', '.join(holding) or 'none'}.")
    shown = Worked(line.why, line.formulas, _columns(line.value), _whole(variant, line, kind))
    if isinstance(line.value, tuple) and not any(term.operation for term in line.terms):  # put together, not worked out
        answers = shown.whole or (kind is not None and not kind.is_numeric)
        return replace(shown, formulas=() if answers else (_together(line),), columns=1)
    if shown.formulas == (shown.whole,):
        return replace(shown, formulas=())  # an array of one cell
    if isinstance(kind, Shape) and len(line.terms) > 1:  # what was worked out, each once, then the shape
        lengths = (formula for formula, term in zip(line.formulas, line.terms, strict=True) if term.operation)
        return replace(shown, formulas=(*dict.fromkeys(lengths), shown.whole), columns=1, whole="")
    if kind is not None and (decimals := getattr(kind, "decimals", None)) is not None:
        cell = Real(decimals=decimals) if decimals or isinstance(kind, Real) else None
        return replace(
            shown,
            formulas=tuple(
                _rounded(formula, term, cell) for formula, term in zip(shown.formulas, line.terms, strict=True)
            ),
        )
    return shown


def answer(kind: AnswerType, value: Array) -> tuple[str, str]:
    """An answer as TeX, or what is better told in words: an option with its text, a layer as code; the other is empty."""
    if isinstance(kind, LayerDesign):
        return "", f"`{text_of(value)}`"
    if isinstance(kind, Explanation):
        return "", text_of(value)
    if isinstance(kind, Choice):
        letter, option = kind.listed[int(kind.fit(value))]  # type: ignore[arg-type]
        return "", f"**{letter}:** {option}"
    return kind.tex(value), ""


def called(variant: Question, ask: str, symbol: str = "") -> str:
    """How an answer is called in a formula, ready to be put before it: by a symbol that the question introduces, or not at all."""
    name = symbol or variant.symbols.get(ask, "") or symbol_of(ask)
    if not symbol and (slope := re.fullmatch("d([a-z])", ask)):
        of = (rf"\partial L / \partial {letter}" for letter in (slope[1], slope[1].upper()))
        name = next((each for each in of if introduces(variant, each)), name)
    return f"{name} = " if symbol or introduces(variant, name) else ""


def _chosen(line: Line, option: str) -> Worked:
    """The option that a line finds: in words, behind those of the line, where they do not name it themselves."""
    why = line.why.rstrip()
    if option.rstrip(".").casefold() in why.casefold():
        return Worked(why)
    if option.endswith("."):
        return Worked(f"{why.rstrip('.:')}. {option}")
    return Worked(f"{why.rstrip('.:')}: {option}.")


def _whole(variant: Question, line: Line, kind: AnswerType | None) -> str:
    """An array that answers an ask, by its name where it has one; letters are those of one paper, and stand in its answer alone."""
    if kind is None or not kind.is_numeric or not isinstance(line.value, tuple):
        return ""
    return called(variant, line.ask, line.symbol) + kind.tex(kind.fit(line.value))


def _rounded(formula: str, term: Term, cell: Real | None) -> str:
    r"""A formula; one that ends with a fraction, as $\frac{150}{17}$, goes on to the decimals that are asked for."""
    if cell is None or not term.operation or r"\frac" not in number(term.value):
        return formula
    exact = f" = {number(term.value)}"
    fraction = Fraction(term.value)
    if formula.endswith(exact) and (fraction.denominator > LONG or fraction.numerator > LONG**2):
        formula = formula.removesuffix(exact)
    return rf"{formula} \approx {cell.tex(term.value)}"


def _together(line: Line) -> str:
    """Numbers that were put together: a grid as a matrix, others in a row."""
    if line.value is not None and len(shape(line.value)) == 2:
        return matrix(line.shown)
    return r",\quad ".join(line.formulas)


def _columns(value: Array | None) -> int:
    lengths = () if value is None else shape(value)
    return lengths[-1] if len(lengths) in (1, 2) else 1
