"""The words of a question with a variant's numbers put in: Markdown with TeX math."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import jinja2
import jinja2.meta

from examgen.arrays import Array, Scalar, shape
from examgen.question import Question
from examgen.working import number as tex_number


def vector(values: tuple[Scalar, ...]) -> str:
    r"""A row as TeX: ``[1 \; 2 \; 3]``."""
    return rf"\begin{{bmatrix}} {' & '.join(map(tex_number, values))} \end{{bmatrix}}"


def matrix(rows: tuple[tuple[Scalar, ...], ...]) -> str:
    """A grid as a TeX matrix."""
    written = r" \\ ".join(" & ".join(map(tex_number, row)) for row in rows)
    return rf"\begin{{bmatrix}} {written} \end{{bmatrix}}"


def channels(volume: tuple[tuple[tuple[Scalar, ...], ...], ...]) -> str:
    """A volume ``(height, width, channels)`` as one TeX matrix a channel."""
    depth = len(volume[0][0])
    grids = (tuple(tuple(cell[c] for cell in row) for row in volume) for c in range(depth))
    return r",\quad ".join(map(matrix, grids))


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


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=False)
    environment.filters.update(vector=vector, matrix=matrix, channels=channels, column=column, number=tex_number)
    environment.filters.update(array=array, sequence=sequence)
    environment.filters.update(stem=stem, ask=ask, in_words=in_words)  # for a question about another variant
    return environment


@lru_cache(maxsize=1024)
def _template(text: str) -> tuple[jinja2.Template, frozenset[str]]:
    """A text as a template, and the names that it puts in."""
    environment = _environment()
    names = jinja2.meta.find_undeclared_variables(environment.parse(text))
    return environment.from_string(text), frozenset(names)


def _render(variant: Question, text: str) -> str:
    template, names = _template(text)
    return template.render({name: getattr(variant, name) for name in names if hasattr(variant, name)}).strip()


def stem(variant: Question) -> str:
    """The statement of a variant."""
    return _render(variant, variant.stem)


def ask(variant: Question, name: str) -> str:
    """The sentence of one ask."""
    return _render(variant, variant.asks[name].text)


def in_words(variant: Question, text: str) -> str:
    """Any sentence of a question, such as feedback, with the variant's numbers put in."""
    return _render(variant, text)
