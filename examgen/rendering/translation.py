"""Whole documents from Markdown and TeX into the language that they are printed in."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cache, partial
from types import UnionType
from typing import Annotated, Any, Protocol, TypeVar, get_args, get_origin, get_type_hints

from markupsafe import Markup

from examgen.rendering import formula_html, formula_latex, formula_typst
from examgen.rendering.document import Notation
from examgen.rendering.languages import gettext
from examgen.rendering.markup import Target, Write, convert, formula, inline


class _Document(Protocol):
    """A document says in which language its formulas are told to who cannot see them."""

    @property
    def language(self) -> str: ...


D = TypeVar("D", bound=_Document)


def translate(documents: Sequence[D], to: Target) -> list[D]:
    """The same documents with every text but the plain ones converted; all of them go through pandoc together.

    A converted text is `Markup`, which says to a template that it is not to be escaped; an empty text stays as it is.

    Raises:
        RenderingError: some text cannot be converted; the message names it.
    """
    found: dict[str, dict[tuple[str, Notation], None]] = {}
    for document in documents:
        texts = found.setdefault(document.language, {})
        _collect(document, texts)
    converted = {language: _converted(tuple(texts), to, language) for language, texts in found.items()}
    return [_rebuild(document, converted[document.language]) for document in documents]


def _converted(
    texts: Sequence[tuple[str, Notation]], to: Target, language: str
) -> Mapping[tuple[str, Notation], Markup]:
    write: Write = partial(_WRITERS[to], language=language)
    prose = [text for text, notation in texts if notation is not Notation.TEX]
    words = dict(zip(prose, convert(prose, to, write), strict=True))
    return {
        (text, notation): _alone(text, to, language)
        if notation is Notation.TEX
        else _as_markup(words[text], notation, to, language)
        for text, notation in texts
    }


_WRITERS: Mapping[Target, Callable[..., str]] = {
    "typst": formula_typst.within_text,
    "html": formula_html.within_text,
    "latex": formula_latex.within_text,
    "markdown": formula_latex.within_markdown,
}
_ALONE: Mapping[Target, Callable[[str, str], str]] = {
    "typst": formula_typst.alone,
    "html": formula_html.alone,
    "latex": formula_latex.alone,
    "markdown": formula_latex.alone_in_markdown,
}


def _alone(tex: str, to: Target, language: str) -> Markup:
    return Markup(formula(tex, lambda tex, _: _ALONE[to](tex, language)))


_NO_HEADER = re.compile(r"<th\b[^>]*></th>")
"""The corner of a table, which heads nothing."""


def _as_markup(converted: str, notation: Notation, to: Target, language: str) -> Markup:
    if to == "typst":
        return Markup(f"[{converted}]")
    if to != "html":
        return Markup(converted.strip())
    if "<table" in converted:
        say = gettext(language)
        name = say("Table")
        opened = f'<div class="scrolling" role="group" tabindex="0" aria-label="{name}"><table'
        converted = converted.replace("<table", opened).replace("</table>", "</table></div>")
        converted = _NO_HEADER.sub("<td></td>", converted)
    return Markup(converted if notation is Notation.BLOCK else inline(converted))


# walking a document ---------------------------------------------------------------------------------------------------


def _collect(document: Any, texts: dict[tuple[str, Notation], None]) -> None:
    for name, notation in _written(document.__class__):
        value = getattr(document, name)
        if not value:
            continue
        if notation is None:
            for item in value if isinstance(value, tuple) else (value,):
                _collect(item, texts)
        elif isinstance(value, tuple):
            texts.update(dict.fromkeys((text, notation) for text in value if text))
        else:
            texts[value, notation] = None


def _rebuild(document: Any, converted: Mapping[tuple[str, Notation], Markup]) -> Any:
    """Copy a document, with each text that is not plain as it was converted."""
    changes: dict[str, Any] = {}
    for name, notation in _written(document.__class__):
        value = getattr(document, name)
        if not value:
            continue
        if notation is None:
            many = isinstance(value, tuple)
            changes[name] = tuple(_rebuild(item, converted) for item in value) if many else _rebuild(value, converted)
        elif isinstance(value, tuple):
            changes[name] = tuple(converted[text, notation] if text else text for text in value)
        else:
            changes[name] = converted[value, notation]
    return replace(document, **changes) if changes else document


@cache
def _written(document: Any) -> tuple[tuple[str, Notation | None], ...]:
    """The fields of a document that hold texts to convert, with how; ``None`` for those that hold other documents."""
    hints = get_type_hints(document, include_extras=True)
    found: list[tuple[str, Notation | None]] = []
    for field in fields(document):
        hint = _element(hints[field.name])
        if get_origin(hint) is Annotated:
            found.append((field.name, get_args(hint)[1]))
        elif isinstance(hint, type) and is_dataclass(hint) and _written(hint):
            found.append((field.name, None))
    return tuple(found)


def _element(hint: Any) -> Any:
    """The type within ``tuple[…]`` or ``… | None``."""
    if get_origin(hint) is tuple:
        return _element(get_args(hint)[0])
    if get_origin(hint) is UnionType:
        return next(_element(option) for option in get_args(hint) if option is not type(None))
    return hint
