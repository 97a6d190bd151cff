"""A worked solution: lines, each with why, the expression and its value; the second witness of every answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from examgen.arrays import Array, reshape, shape, spelled
from examgen.derivation.terms import Prose, Term, handed_on, number, plain
from examgen.wording import listed

T = TypeVar("T")


@dataclass(frozen=True)
class Line:
    """One line of a derivation.

    Attributes:
        template: what is done here, in words, with ``{name}`` for each of ``words``; what is translated.
        terms: the terms that it works out; several where it works out an array.
        value: what comes out.
        ask: the ask that it answers, if it answers one.
        symbol: TeX of the name of what comes out.
        words: what is put into the template, by name.
    """

    template: str
    terms: tuple[Term, ...]
    value: Array | None
    ask: str = ""
    symbol: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def why(self) -> str:
        """What is done here, in words."""
        return self.in_words()

    def in_words(self, translated: Callable[[str], str] = str) -> str:
        """What is done here, its template translated first."""
        return filled(translated(self.template), self.words)

    @property
    def result(self) -> Any:
        """The terms in the shape of what comes out."""
        return reshape(self.terms, shape(self.value))  # type: ignore[arg-type]

    @property
    def shown(self) -> Any:
        """The numbers that are printed, in the shape of what comes out."""
        return reshape(tuple(term.shown for term in self.terms), shape(self.value))  # type: ignore[arg-type]

    @cached_property
    def formulas(self) -> tuple[str, ...]:
        """One TeX formula a term: what it is called, in symbols unless the words say so, with its numbers, and worked out."""
        symbol, why = self.symbol if len(self.terms) == 1 else "", _bare(self.why)
        return tuple(
            _formula(symbol, term.formula if term.formula and _bare(term.formula) not in why else "", term)
            for term in self.terms
        )


def filled(template: str, words: Mapping[str, str]) -> str:
    """A template with words put in; braces around anything else, such as TeX's, stay.

    >>> filled("{name}: $x_{1}$", {"name": "Conv2D"})
    'Conv2D: $x_{1}$'
    """
    return _WORD.sub(lambda match: words.get(match[1], match[0]), template)


_WORD = re.compile(r"\{(\w+)\}")


_FRACTION = re.compile(r"\\frac\{([^{}]*)\}\{([^{}]*)\}")
_SPACING = re.compile(r"\\(?:left|right|cdot|text|,)|[\s×(){}$]")


def _bare(words: str) -> str:
    r"""Words or TeX without what only sets them: ``\frac{n - f}{s}`` and ``(n - f) / s`` are the same."""
    return _SPACING.sub("", _FRACTION.sub(r"\1/\2", words)).casefold()


def _formula(symbol: str, formula: str, term: Term) -> str:
    stages = [stage for stage in (symbol, formula, term.numbers) if stage]
    if not term.operation:
        return " = ".join(stages)
    shown = str(term)
    if stages[-1] == shown:
        return " = ".join(stages)  # 5/7 is not worked out any further
    return " = ".join(stages) + (" = " if term.is_exact else r" \approx ") + shown


@dataclass(frozen=True)
class Derivation:
    """A whole worked solution: its lines, the value of every ask, and the operations that it took."""

    lines: tuple[Line, ...]
    answers: Mapping[str, Array]

    @cached_property
    def exact_effort(self) -> float:
        """The work of all lines; most derivations are there to judge a draw by, and nobody asks for it."""
        return sum((sum(term.effort for term in line.terms) for line in self.lines), 0.0)

    @property
    def effort(self) -> int:
        """The operations that it took, as a person is told."""
        return round(self.exact_effort)


class References(Protocol):
    """What a derivation may look up: its fields name a statement, or another question; this gives what they say."""

    def theme(self, folder: str, name: str) -> Any:
        """A theme of statements: each has a text, a truth or an option, and a reason."""

    def item(self, folder: str, name: str) -> Any:
        """An entry of another file: a task with its options, or an explanation with its model answer."""

    def work(self, question: str, parameters: Mapping[str, Any]) -> tuple[Line, ...]:
        """The lines of the worked solution of another question."""


class NoReferences:
    """There is nothing to look up."""

    def theme(self, folder: str, name: str) -> Any:
        """There is none."""
        raise LookupError(f"there is no theme {name!r} to look up")

    def item(self, folder: str, name: str) -> Any:
        """There is none."""
        raise LookupError(f"there is no entry {name!r} to look up")

    def work(self, question: str, parameters: Mapping[str, Any]) -> tuple[Line, ...]:
        """There is none."""
        raise LookupError(f"there is no work on {question} to look up")


@dataclass
class Show:
    """What a derivation writes on.

    ``why`` is a literal text, or a template with ``{name}`` for words that are given by keyword: what is printed can then be
    translated. Several words in a tuple are listed: ``A, B and C``. ``given`` holds answers of a student: where one is given, the
    work goes on from it instead of from what was worked out. ``references`` looks up the statements or the other question that the
    fields name.
    """

    given: Mapping[str, Array] = field(default_factory=dict)
    references: References = field(default_factory=NoReferences)
    lines: list[Line] = field(default_factory=list)
    answers: dict[str, Array] = field(default_factory=dict)

    def __call__(self, why: str, value: T, /, *, symbol: str = "", **words: object) -> T:
        """Write a line, and go on with its value as a number: exactly, and for a reader with the digits printed."""
        return self._write(why, value, "", symbol, words)

    def answer(self, ask: str, why: str, value: T, /, *, symbol: str = "", **words: object) -> T:
        """Write the line that answers an ask."""
        result = self._write(why, value, ask, symbol, words)
        self.answers[ask] = spelled(result) if isinstance(result, str) else plain(result)
        return lifted(self.given[ask]) if ask in self.given else result

    def say(self, why: str, /, **words: object) -> None:
        """Write a line of words."""
        self.lines.append(Line(why, (), None, words=_spoken(why, words)))

    def _write(self, why: str, value: T, ask: str, symbol: str, words: Mapping[str, object]) -> T:
        spoken = _spoken(why, words)
        if isinstance(value, str):
            shown = "{result}" if isinstance(value, Prose) else "`{result}`"
            self.lines.append(Line(f"{why} {shown}", (), None, ask, words={**spoken, "result": value}))
            return value
        terms = tuple(_terms(value))
        self.lines.append(Line(why, terms, plain(value), ask, symbol, spoken))
        return handed_on(value)  # type: ignore[no-any-return]


def _spoken(template: str, words: Mapping[str, object]) -> dict[str, str]:
    """Words as they are put into a template."""
    if unused := words.keys() - set(_WORD.findall(template)):
        raise TypeError(f"{template!r} has no place for {min(unused)!r}; write {{{min(unused)}}} where it belongs")
    return {name: _word(value) for name, value in words.items()}


def _word(value: object) -> str:
    if isinstance(value, tuple | list):
        return listed(map(_word, value))
    if isinstance(value, Term):
        value = value.shown
    if isinstance(value, bool) or not isinstance(value, int | float | Fraction):
        return str(value)
    return number(value)  # type: ignore[arg-type]


def _terms(value: Any) -> Iterator[Term]:
    if isinstance(value, tuple | list):
        for item in value:
            yield from _terms(item)
    else:
        yield value if isinstance(value, Term) else Term(value)


def lifted(value: Any, symbol: str = "") -> Any:
    """Numbers as terms, in nested tuples as well, and nested models by their fields; what is no number stays as it is."""
    if type(value) is int or type(value) is float:
        return Term(value, symbol=symbol)
    if isinstance(value, tuple | list):
        return tuple([lifted(item) for item in value])
    if value is None or isinstance(value, str | bool | Term):
        return value
    if isinstance(value, BaseModel):
        return Fields(value)
    return Term(value, symbol=symbol)


class NotAField(AttributeError):
    """A derivation asked for something of its question that is no field."""


class Fields:
    """A variant as a derivation sees it: its fields as terms, and nothing else of it."""

    def __init__(self, variant: BaseModel, symbols: Mapping[str, str] | None = None) -> None:
        self.__variant = variant
        self.__symbols = symbols or {}

    def __getattr__(self, name: str) -> Any:
        fields = type(self.__variant).model_fields
        if name not in fields:
            raise NotAField(
                f"a derivation sees the fields of its question and nothing else: {name!r} is no field of "
                f"{type(self.__variant).__name__} ({', '.join(fields)}); work it out from these"
            )
        seen = lifted(getattr(self.__variant, name), self.__symbols.get(name) or symbol_of(name))
        self.__dict__[name] = seen  # a solution looks at the same field again and again
        return seen

    def __repr__(self) -> str:
        return f"the fields of {self.__variant!r}"


@cache
def symbol_of(name: str) -> str:
    r"""TeX for a parameter's name: ``n`` is $n$, ``h0`` is $h_0$, ``kernel_size`` is $\text{kernel size}$."""
    if match := re.fullmatch(r"([A-Za-z])([a-z0-9]?)", name):
        letter, index = match.groups()
        return f"{letter}_{index}" if index else letter
    return rf"\text{{{name.replace('_', ' ')}}}"


def derive(
    solve: Callable[[Any, Show], object],
    variant: BaseModel,
    symbols: Mapping[str, str],
    given: Mapping[str, Array] | None = None,
    show: Show | None = None,
    references: References | None = None,
) -> Derivation:
    """Work a variant out, from a student's answers where some are given; ``show`` may write otherwise than `Show` does."""
    show = show or Show(given or {}, references or NoReferences())
    solve(Fields(variant, symbols), show)
    return Derivation(tuple(show.lines), show.answers)
