"""The instructor's own texts, which are converted before anything is drawn, so that a mistake is told with its file and line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from examgen.errors import UserError
from examgen.exam.blueprint import Blueprint, TextSlot
from examgen.exam.yaml_source import Location, YamlSource, spelt
from examgen.rendering import formula_typst
from examgen.rendering.markup import RenderingError, convert


class TextError(UserError):
    """A text of the blueprint cannot be printed."""


def check_texts(blueprint: Blueprint, source: YamlSource) -> None:
    """Make sure that every text of a blueprint can be printed.

    Raises:
        TextError: some cannot; each is named with its line.
    """
    texts = {location: text for location, text in _texts(blueprint) if text}
    try:
        convert(list(texts.values()), "typst", _WRITE)
    except RenderingError:
        errors = [
            f"{source.at(place)}: {spelt(place)}: {why}" for place, text in texts.items() if (why := _wrong(text))
        ]
        raise TextError("\n".join(errors)) from None


def _texts(blueprint: Blueprint) -> Iterator[tuple[Location, str]]:
    yield ("instructions",), blueprint.instructions
    yield ("honour",), blueprint.honour
    for i, section in enumerate(blueprint.sections):
        yield ("sections", i, "instructions"), section.instructions
    for location, slot in blueprint.slots:
        if isinstance(slot, TextSlot):
            yield (*location, "text"), slot.text
            yield (*location, "title"), slot.title
            for i, criterion in enumerate(slot.criteria):
                yield (*location, "criteria", i), criterion.text
            yield (*location, "model_answer"), slot.model_answer


_WRITE = partial(formula_typst.within_text, language="en")


def _wrong(text: str) -> str:
    try:
        convert([text], "typst", _WRITE)
    except RenderingError as error:
        return str(error)
    return ""
