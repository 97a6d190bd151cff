"""What a question shows a student: its symbols and its numbers, as far as the templates of its texts tell."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from examgen.arrays import Array, cells
from examgen.model.network import Input
from examgen.question.question import Question

_MATH = re.compile(r"\$\$(.+?)\$\$|\$([^$]+)\$", re.DOTALL)
_PUT_IN = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
_NAME = re.compile(r"(?<![\w.])[A-Za-z_]\w*")


def introduces(variant: Question, symbol: str) -> bool:
    """Whether a formula of the statement or of an ask has this symbol."""
    written = re.compile(rf"(?<![A-Za-z\\_{{]){re.escape(symbol)}(?![A-Za-z])")
    return any(written.search(formula) for text in _texts(variant) for formula in _formulas(text))


def multiplied_by(variant: Question, symbol: str) -> str:
    """The product with this symbol on the right in a formula of the statement, such as ``h_{t-1} W_h``; empty without one."""
    written = re.compile(rf"(?<![A-Za-z\\_{{^])[A-Za-z](?:_(?:\w|\{{[^{{}}]*\}}))? {re.escape(symbol)}(?![A-Za-z])")
    found = (written.search(formula) for formula in _formulas(variant.stem))
    return next((match[0] for match in found if match), "")


def shows(variant: Question, value: Array | Input | None) -> bool:
    """Whether the statement or an ask shows these numbers: a parameter, or what the question makes of its parameters."""
    if value is None or isinstance(value, Input):
        return False
    names = {
        name for text in _texts(variant) for put_in in _PUT_IN.findall(text) for name in _NAME.findall(" ".join(put_in))
    }
    return any(_holds(getattr(variant, name), value) for name in names if hasattr(variant, name))


def _texts(variant: Question) -> Iterator[str]:
    yield variant.stem
    yield from (ask.text for ask in variant.asks.values())


def _formulas(text: str) -> Iterator[str]:
    for displayed, inline in _MATH.findall(text):
        yield _PUT_IN.sub(" ", displayed or inline)


def _holds(shown: object, value: Array) -> bool:
    """Whether something that is shown is these numbers, or has them in it."""
    if isinstance(shown, bool | str):
        return False
    if shown == value:
        return True
    if not isinstance(shown, tuple):
        return False
    return _numbers(shown) == _numbers(value) or any(_holds(item, value) for item in shown)


def _numbers(value: object) -> list[float] | None:
    """The numbers of an array in ascending order, however they are laid out; ``None`` where it holds anything else."""
    numbers = list(cells(value))  # type: ignore[arg-type]
    return sorted(numbers) if all(isinstance(x, int | float | Fraction) for x in numbers) else None
