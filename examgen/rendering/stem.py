"""The words of a question with a variant's numbers put in: Markdown with TeX math."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from examgen.arrays import Array, Scalar, shape
from examgen.derivation.terms import number as tex_number
from examgen.question.question import Question
from examgen.rendering.languages import ENGLISH, catalogue, gettext
from examgen.wording import listed

# imported when the first text is set: most verdicts at the terminal have none
if TYPE_CHECKING:
    import jinja2


def vector(values: tuple[Scalar, ...]) -> str:
    r"""A row as TeX: ``[1 \; 2 \; 3]``."""
    return rf"\begin{{bmatrix}} {' & '.join(map(tex_number, values))} \end{{bmatrix}}"


def matrix(rows: tuple[tuple[Scalar, ...], ...]) -> str:
    """A grid as a TeX matrix."""
    written = r" \\ ".join(" & ".join(map(tex_number, row)) for row in rows)
    return rf"\begin{{bmatrix}} {written} \end{{bmatrix}}"


def channels(volume: tuple[tuple[tuple[Scalar, ...], ...], ...]) -> str:
    """A volume ``(height, width, channels)`` as one TeX matrix a channel."""
    return r",\quad ".join(map(matrix, _slices(volume)))


def column(values: tuple[Scalar, ...]) -> str:
    """A row written as a column, in TeX."""
    return matrix(tuple((value,) for value in values))


def array(value: Any) -> str:
    """A number, a row, a grid or a volume as TeX."""
    return (tex_number, vector, matrix, channels)[len(shape(value))](value)


def sequence(values: tuple[Array, ...]) -> str:
    """What is read step by step, as TeX in a sentence: ``$x_1 = 2$, $x_2 = 5$``; rows as well as numbers."""
    indexed = ((t if t < 10 else f"{{{t}}}", value) for t, value in enumerate(values, start=1))
    return ", ".join(f"$x_{index} = {array(value)}$" for index, value in indexed)


def aligned(values: tuple[Scalar, ...]) -> tuple[str, ...]:
    """Numbers of one table with equally many decimals: ``0.58``, ``0.10``."""
    places = max(len(f"{float(value):.6f}".rstrip("0").partition(".")[2]) for value in values)
    return tuple(f"{float(value):.{places}f}" for value in values)


def _slices(volume: tuple[tuple[tuple[Scalar, ...], ...], ...]) -> Iterator[tuple[tuple[Scalar, ...], ...]]:
    for channel in range(len(volume[0][0])):
        yield tuple(tuple(cell[channel] for cell in row) for row in volume)


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    import jinja2

    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    environment.filters.update(vector=vector, matrix=matrix, channels=channels, column=column, number=tex_number)
    environment.filters.update(array=array, sequence=sequence, listed=listed, aligned=aligned)
    environment.filters.update(stem=stem, ask=ask, in_words=in_words)  # for a question about another variant
    return environment


@lru_cache(maxsize=1024)
def _template(text: str, marked: bool = False) -> tuple[jinja2.Template, frozenset[str]]:
    """A text as a template, and the names that it may put in; ``marked`` leaves marks where the arrays belong."""
    import jinja2

    environment = _marking_environment() if marked else _environment()
    parsed = environment.parse(text)
    names = frozenset(name.name for name in parsed.find_all(jinja2.nodes.Name))
    return environment.from_string(parsed), names


_OPENING = ("{{", "{%", "{#")
"""How a place in a template begins; most feedback has none, and to make a template of it takes milliseconds."""


def _render(variant: Question, text: str) -> str:
    if not any(opening in text for opening in _OPENING):
        return text.strip()
    template, names = _template(text)
    return template.render({name: getattr(variant, name) for name in names if hasattr(variant, name)}).strip()


def texts(variant: Question) -> tuple[str, ...]:
    """What is translated of a question, as its source writes it: the keys of a catalogue."""
    return (variant.title, variant.stem.strip(), *(each.text for each in variant.asks.values()))


def is_translated(variant: Question, language: str) -> bool:
    """Whether a catalogue has all of a question; if not, it is printed whole in English."""
    return language == ENGLISH or set(texts(variant)) <= catalogue(language).keys()


def _translated(variant: Question, text: str, language: str) -> str:
    return gettext(language)(text) if is_translated(variant, language) else text


def title(variant: Question, language: str = ENGLISH) -> str:
    """The title of a question."""
    return _translated(variant, variant.title, language)


def stem(variant: Question, language: str = ENGLISH) -> str:
    """The statement of a variant."""
    return _render(variant, _translated(variant, variant.stem.strip(), language))


def ask(variant: Question, name: str, language: str = ENGLISH) -> str:
    """The sentence of one ask."""
    return _render(variant, _translated(variant, variant.asks[name].text, language))


def in_words(variant: Question, text: str) -> str:
    """Any sentence of a question, such as feedback, with the variant's numbers put in."""
    return _render(variant, text)


# arrays to be drawn ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Displayed:
    """An array that a statement displays by its name, in TeX; ``arrays`` are its channels where it has several."""

    name: str
    arrays: tuple[Array, ...]


@dataclass(frozen=True)
class StatementWithArrays:
    """A statement from which the arrays were taken that it displays; they stood between ``before`` and ``after``."""

    before: str
    displayed: tuple[Displayed, ...]
    after: str


_ARRAYS = "arrays that the statement holds"
_MARK = re.compile("\ue000(\\d+)\ue001")
_DISPLAY = re.compile(r"\$\$(.+?)\$\$\s*", re.DOTALL)
_CLAUSE_END = re.compile(r",?\s*\\q?quad\b\s*")
_NAMED = re.compile(r"(?:(?P<name>[^\ue000]+?)\s*=\s*)?\ue000(?P<mark>\d+)\ue001", re.DOTALL)


@dataclass(frozen=True)
class _Held:
    """An array of a statement, and how it is written where it is not drawn."""

    array: Array
    tex: str


@cache
def _marking_environment() -> jinja2.Environment:
    """Like the other one, but for arrays it puts a mark."""
    import jinja2

    def marking(write: Callable[[Any], str], to_grid: Callable[[Any], Array]) -> Callable[..., str]:
        @jinja2.pass_context
        def mark(context: jinja2.runtime.Context, value: Any) -> str:
            held: list[_Held] = context[_ARRAYS]
            held.append(_Held(to_grid(value), write(value)))
            return f"\ue000{len(held) - 1}\ue001"

        return mark

    environment = _environment().overlay()
    environment.filters = dict(environment.filters)
    mark_matrix = marking(matrix, lambda rows: rows)
    environment.filters.update(
        vector=marking(vector, lambda values: (values,)),
        matrix=mark_matrix,
        column=marking(column, lambda values: tuple((value,) for value in values)),
    )

    @jinja2.pass_context
    def mark_channels(context: jinja2.runtime.Context, volume: Any) -> str:
        return r",\quad ".join(mark_matrix(context, part) for part in _slices(volume))

    environment.filters["channels"] = mark_channels
    return environment


def statement(variant: Question, language: str = ENGLISH) -> StatementWithArrays:
    """The statement without the arrays that it displays by their names, to be drawn in their place."""
    template, names = _template(_translated(variant, variant.stem.strip(), language), marked=True)
    held: list[_Held] = []
    given = {name: getattr(variant, name) for name in names if hasattr(variant, name)}
    text = template.render({**given, _ARRAYS: held}).strip()
    displayed: list[Displayed] = []
    pieces: list[str] = []
    place, split = 0, None
    for block in _DISPLAY.finditer(text):
        pieces.append(text[place : block.start()])
        kept = list(_kept(block[1], held, displayed))
        if displayed and split is None:
            split = len(pieces)
        if kept:
            pieces.append("$$" + r" \qquad ".join(kept) + "$$\n\n")
        place = block.end()
    pieces.append(text[place:])
    restored = [_MARK.sub(lambda mark: held[int(mark[1])].tex, piece) for piece in pieces]
    if split is None:
        return StatementWithArrays("".join(restored), (), "")
    return StatementWithArrays("".join(restored[:split]).strip(), tuple(displayed), "".join(restored[split:]).strip())


def _kept(formula: str, held: list[_Held], displayed: list[Displayed]) -> Iterator[str]:
    """The clauses of a displayed formula that are no named array; the others go to ``displayed``."""
    follows = False
    for clause in _CLAUSE_END.split(formula.strip()):
        found = _NAMED.fullmatch(clause.strip().rstrip(","))
        if not found:
            follows = False
            if clause.strip():
                yield clause.strip()
            continue
        array = held[int(found["mark"])].array
        if found["name"] is None and follows:  # a further channel
            displayed[-1] = Displayed(displayed[-1].name, (*displayed[-1].arrays, array))
        else:
            displayed.append(Displayed(found["name"] or "", (array,)))
        follows = True
