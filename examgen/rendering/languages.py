"""The languages of a paper: gettext catalogues in ``templates/languages/``, one folder a language, read as they are.

What stands in the code and in the questions is English, and the English text is its own key. A translator writes a ``.po`` file
and no code; what a catalogue leaves out is printed in English.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files

ENGLISH = "en"


def noted(text: str) -> str:
    """Mark a text for translation where it is written down before its language is known."""
    return text


@cache
def known() -> tuple[str, ...]:
    """The languages of papers: English, and those that there are catalogues for."""
    folder = files("examgen.templates").joinpath("languages")
    translated = (entry.name for entry in folder.iterdir() if entry.is_dir() and not entry.name.startswith("_"))
    return tuple(sorted((ENGLISH, *translated)))


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """The translations of a language, by the English text."""
    if language not in known() or language == ENGLISH:
        return {}
    from babel.messages.pofile import read_po

    found: dict[str, str] = {}
    for entry in sorted(files("examgen.templates").joinpath("languages", language).iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".po"):
            with entry.open("rb") as file:
                messages = read_po(file, locale=language)
            for message in messages:
                if (
                    isinstance(message.id, str)
                    and isinstance(message.string, str)
                    and message.string
                    and not message.fuzzy
                ):
                    found[message.id] = message.string
    return found


def gettext(language: str) -> Callable[[str], str]:
    """What translates a text into a language; a text without a translation stays as it is."""
    texts = catalogue(language)
    return lambda text: texts.get(text, text)
