"""Fonts by script: those that come with Typst, those of a folder, those of installed packages, and at last the system's.

Which font has a letter is asked of Typst itself. A letter that none has is printed as U+FFFD, and whoever prints is told before.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from os import PathLike
from pathlib import Path

import typst

FAMILIES = ("Libertinus Serif", "DejaVu Sans Mono")
"""What papers are set in; both come with Typst. Other fonts stand in for the letters that these lack."""
PACKAGES = (
    *("fontpkg_noto_sans_arabic", "fontpkg_noto_sans_devanagari", "fontpkg_noto_sans_khmer", "fontpkg_noto_sans_tamil"),
    *("fontpkg_noto_sans_telugu", "fontpkg_noto_sans_thai", "cvttf_NotoSansCJK_Regular"),
)
"""Packages of fonts that are used where they are installed: ``pip install examgen[fonts]``."""
MISSING = "\ufffd"

_NOT_PLAIN = re.compile("[^\t\n\u0020-\u024f]")
_LACKING = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)
_FORMAT_CONTROLS = frozenset(
    map(chr, (0x200C, 0x200D, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFE0F))
)


class Typefaces:
    """The fonts of a run; the system's are looked for when a letter needs them."""

    def __init__(self, folders: Sequence[str | PathLike[str]] = ()) -> None:
        self._folders = [*map(str, folders), *_packaged()]
        self._with_system = False
        self._has: set[str] = set()
        self._lacks: set[str] = set()
        self._printable: dict[str, bytes] = {}
        self.fonts = self._found()

    def _found(self) -> typst.Fonts:
        return typst.Fonts(include_system_fonts=self._with_system, font_paths=list(self._folders))

    def lacking(self, text: str) -> frozenset[str]:
        """The characters of a text that no font has."""
        letters = set(_NOT_PLAIN.findall(text))
        unknown = letters - _FORMAT_CONTROLS - self._has - self._lacks
        if unknown:
            found = self._asked(unknown)
            if found and not self._with_system:
                self._with_system = True
                self.fonts = self._found()
                found = self._asked(found)
            self._lacks |= found
            self._has |= unknown - found
        return frozenset(letters & self._lacks)

    def printable(self, text: str) -> str:
        """A text with a sign in place of each letter that no font has."""
        missing = self.lacking(text)
        return text.translate({ord(letter): MISSING for letter in missing}) if missing else text

    def printable_again(self, text: str) -> bytes:
        """The same, of a text that is printed many times: it is remembered."""
        if text not in self._printable:
            self._printable[text] = self.printable(text).encode()
        return self._printable[text]

    def _asked(self, letters: Iterable[str]) -> set[str]:
        lacking: set[str] = set()
        asked = sorted(letters)
        while asked:
            families = ", ".join(f'"{family}"' for family in FAMILIES)
            shown = "\n".join(f'#"{letter}"' for letter in asked if letter not in '"\\')
            source = f'#set document(title: "letters")\n#set text(font: ({families}))\n{shown}'
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    typst.compile(
                        source.encode(), font_paths=self.fonts, ignore_system_fonts=True, pdf_standards=["ua-1"]
                    )
                return lacking
            except typst.TypstError as error:
                told = _LACKING.search(error.message)
                if told is None:
                    raise
                found = {letter for letter in asked if letter in told[1]} or set(asked)
                lacking |= found
                asked = [letter for letter in asked if letter not in found]
        return lacking


def letters_without_font(
    names: Iterable[str], folders: Sequence[str | PathLike[str]] = ()
) -> Mapping[str, tuple[str, ...]]:
    """The names that cannot be printed whole, each with the letters that no font has; to be told before anything is printed."""
    faces = Typefaces(folders)
    every = list(names)
    faces.lacking("".join(every))
    return {name: missing for name in every if (missing := tuple(sorted(faces.lacking(name))))}


def _packaged() -> list[str]:
    found = (find_spec(name) for name in PACKAGES)
    return [
        str(Path(next(iter(spec.submodule_search_locations))))
        for spec in found
        if spec and spec.submodule_search_locations
    ]
