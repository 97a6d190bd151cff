"""Whole documents from Markdown and TeX into the language that they are printed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from typing import Annotated, Any, TypeVar, get_args, get_origin, get_type_hints

from markupsafe import Markup

from examgen.rendering.document import Notation
from examgen.rendering.markup import RenderingError, Target, convert, inline
from examgen.rendering.mathml import breakable, polished

D = TypeVar("D")
_Visit = Callable[[str, Notation], str]


def translate(documents: Sequence[D], to: Target) -> list[D]:
    """The same documents with every text but the plain ones converted; all of them go through pandoc together.

    A converted text is `Markup`, which says to a template that it is not to be escaped; an empty text stays as it is.

    Raises:
        RenderingError: some text cannot be converted; the message names it.
    """
    written: dict[str, None] = {}

    def collect(text: str, notation: Notation) -> str:
        written.setdefault(_as_markdown(text, notation))
        return text

    for document in documents:
        _rebuild(document, type(document), collect)
    converted = dict(zip(written, convert(list(written), to), strict=True))

    def substitute(text: str, notation: Notation) -> str:
        return _as_markup(converted[_as_markdown(text, notation)], notation, to) if text else text

    return [_rebuild(document, type(document), substitute) for document in documents]


def _as_markdown(text: str, notation: Notation) -> str:
    if notation is not Notation.TEX or not text:
        return text
    # A dollar sign would end the formula early, and a blank line the paragraph: both would print TeX source.
    if "$" in text or "\n\n" in text:
        raise RenderingError(f"cannot print {text!r}: a formula holds neither dollar signs nor blank lines")
    return f"${text.strip()}$"


def _as_markup(converted: str, notation: Notation, to: Target) -> Markup:
    if to == "typst":
        return Markup(f"[{converted}]")
    html = polished(converted)
    if notation is Notation.BLOCK:
        return Markup(html)
    return Markup(breakable(inline(html)) if notation is Notation.TEX else inline(html))


def _rebuild(value: Any, hint: Any, visit: _Visit) -> Any:
    """Copy a document of nested dataclasses and tuples, with ``visit`` applied to each text that is not plain."""
    if isinstance(value, str):
        return visit(value, get_args(hint)[1]) if get_origin(hint) is Annotated else value
    if isinstance(value, tuple):
        items = get_args(hint)
        each = items[:1] * len(value) if items[-1] is Ellipsis else items
        return tuple(_rebuild(item, of, visit) for item, of in zip(value, each, strict=True))
    if is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        names = [field.name for field in fields(value)]
        return replace(value, **{name: _rebuild(getattr(value, name), hints[name], visit) for name in names})
    return value


@lru_cache
def _hints(document: type) -> dict[str, Any]:
    return get_type_hints(document, include_extras=True)
