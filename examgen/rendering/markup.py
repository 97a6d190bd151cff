"""Markdown with TeX math into Typst, HTML or LaTeX: the words by pandoc, the formulas by `examgen.rendering.formula`.

Markdown as a target keeps its words as they are.

Starting pandoc costs as much as converting a hundred fragments, so a whole batch goes through it at once. The papers of an exam say
the same with other numbers: formulas and numbers are taken out first, so that pandoc sees each sentence once, whatever its numbers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Literal

from examgen.errors import UserError
from examgen.rendering.formula import FormulaError

Target = Literal["typst", "html", "latex", "markdown"]
Write = Callable[[str, bool], str]
"""Writes a formula (its TeX, and whether it is displayed) in the target's language."""


class RenderingError(UserError):
    """A document cannot be printed as it is written; the message says what and why."""


# Strict Markdown plus what a question needs, instead of pandoc's own minus what is dangerous: raw HTML, TeX or Typst,
# citations, footnotes, macros and metadata would pass through or leak from one fragment into the next.
_EXTENSIONS = (
    "all_symbols_escapable",
    "backtick_code_blocks",
    "blank_before_header",
    "escaped_line_breaks",
    "fenced_code_attributes",
    "fenced_code_blocks",
    "intraword_underscores",
    "pipe_tables",
    "smart",
    "space_in_atx_header",
    "startnum",
)
READER = "+".join(("markdown_strict-raw_html", *_EXTENSIONS))
_OPTIONS = (
    "--fail-if-warnings",
    "--wrap=none",
    "--columns=10000",
    "--syntax-highlighting=none",
    "--eol=lf",
    "--sandbox",
)
_CHUNK = 2000
_CACHED = 20_000
"""How many sentences are remembered; an exam has a few hundred."""

_converted: dict[tuple[Target, str], str] = {}


def convert(fragments: Sequence[str], to: Target, write: Write) -> list[str]:
    """Convert each fragment of Markdown; the results are in the order of the fragments.

    Raises:
        RenderingError: a fragment holds TeX that cannot be read, or is not whole Markdown; the message names it.
    """
    taken = [_taken_out(fragment, write) for fragment in fragments]
    if to == "markdown":
        return [_put_back(text, pieces) for text, pieces in taken]
    if to in ("typst", "latex"):
        taken = [(_PRODUCT.sub("\u00a0×\u00a0", text) if "|" not in text else text, pieces) for text, pieces in taken]
    missing = iter(dict.fromkeys(sentence for sentence, _ in taken if (to, sentence) not in _converted))
    if len(_converted) > _CACHED:
        _converted.clear()
        missing = iter(dict.fromkeys(sentence for sentence, _ in taken))
    while chunk := list(islice(missing, _CHUNK)):
        try:
            done = _convert_chunk(chunk, to)
        except _NotConverted as error:
            whole = next(said for said, (text, _) in zip(fragments, taken, strict=True) if text == error.text)
            raise RenderingError(f"cannot print {whole!r}: {error.why}") from None
        _converted.update(zip(((to, sentence) for sentence in chunk), done, strict=True))
    return [_put_back(_converted[to, sentence], pieces) for sentence, pieces in taken]


def formula(tex: str, write: Write, *, displayed: bool = True) -> str:
    """One formula in the target's language.

    Raises:
        RenderingError: it cannot be read; the message names it.
    """
    try:
        return write(tex, displayed)
    except FormulaError as error:
        raise RenderingError(f"cannot print the formula {tex!r}: {error}") from None


def inline(html: str) -> str:
    """HTML of one paragraph without its ``<p>``, to stand within a line; other HTML as it is."""
    paragraph = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", html, re.DOTALL)
    return paragraph[1] if paragraph else html


# what is taken out ----------------------------------------------------------------------------------------------------

_FIRST, _LAST = 0xE000, 0xF8FF  # one character of Unicode's private use area stands for each piece
_PIECES = re.compile(
    r"(?P<code>(?P<ticks>`+|~~~+).+?(?P=ticks))"
    r"|(?P<escaped>\\.)"
    r"|\$\$(?P<displayed>.+?)\$\$"
    r"|\$(?!\s)(?P<inline>(?:\\.|[^$\\])+?)(?<!\s)\$(?!\d)"
    r"|(?P<private>[\ue000-\uf8ff])"
    r"|(?P<number>(?<![\w.])\d+(?![\w.)]))",
    re.DOTALL,
)
_NUMBER = re.compile(r"\d+")
_PRODUCT = re.compile(r"(?<=\S) × (?=\S)")
"""A shape or a size in a sentence, which holds together in print: 224 × 224 × 3."""


def _taken_out(text: str, write: Write) -> tuple[str, list[str]]:
    """A fragment without its formulas and numbers, and what stood there, as the target writes it."""
    pieces: list[str] = []
    tabular = "|" in text  # the width of a table's columns may hang on its numbers

    def piece(written: str) -> str:
        pieces.append(written)
        if len(pieces) > _LAST - _FIRST:
            raise RenderingError(
                f"cannot print {text[:60]!r}…: it holds more than {_LAST - _FIRST} formulas and numbers"
            )
        return chr(_FIRST + len(pieces) - 1)

    def take(found: re.Match[str]) -> str:
        whole = found[0]
        match found.lastgroup:
            case "displayed" | "inline" if "\n\n" not in whole:
                return piece(formula(found[found.lastgroup].strip(), write, displayed=found.lastgroup == "displayed"))
            case "number" if not tabular:
                start = found.string.rfind("\n", 0, found.start()) + 1
                return whole if not found.string[start : found.start()].strip() else piece(whole)
            case "code" if not tabular and "\n" not in whole:
                return _NUMBER.sub(lambda number: piece(number[0]), whole)
            case "private":
                return piece("\ufffd")
        return whole

    return _PIECES.sub(take, text), pieces


def _put_back(converted: str, pieces: Sequence[str]) -> str:
    if not pieces:
        return converted
    return _PRIVATE.sub(lambda found: pieces[ord(found[0]) - _FIRST], converted)


_PRIVATE = re.compile("[\ue000-\uf8ff]")


# pandoc ---------------------------------------------------------------------------------------------------------------


class _Refused(Exception):
    """Pandoc did not convert a chunk."""


class _NotConverted(Exception):
    """Pandoc does not convert a fragment, whose formulas and numbers have been taken out."""

    def __init__(self, text: str, why: str) -> None:
        super().__init__(why)
        self.text, self.why = text, why


def _convert_chunk(chunk: Sequence[str], to: Target) -> list[str]:
    """Convert a chunk in one call; if pandoc refuses it, halve it until the fragment at fault stands alone."""
    try:
        return list(_run(chunk, to))
    except _Refused as refused:
        if len(chunk) == 1:
            raise _NotConverted(chunk[0], str(refused)) from None
    middle = len(chunk) // 2
    return _convert_chunk(chunk[:middle], to) + _convert_chunk(chunk[middle:], to)


def _run(chunk: Sequence[str], to: Target) -> Iterator[str]:
    import pypandoc

    separator = _separator(chunk)
    joined = f"\n\n{separator}\n\n".join(("", *chunk, ""))
    try:
        output = pypandoc.convert_text(joined, to, READER, extra_args=_OPTIONS, verify_format=False)
    except RuntimeError as error:
        raise _Refused(_complaint(str(error))) from None
    mark = f"<p>{separator}</p>" if to == "html" else separator
    before, *converted, after = re.split(rf"^{mark}$", output, flags=re.MULTILINE)
    if len(converted) != len(chunk) or before.strip() or after.strip():
        raise _Refused("it has a code block or quotation without an end")
    if to == "typst" and any(map(_IMAGE.search, converted)):
        raise _Refused("an image cannot stand in a text; a question of your own has a key for it, image:")
    return (text.strip("\n") for text in converted)


_IMAGE = re.compile(r'(?<![`\\])#box\(image\("')


def _separator(chunk: Sequence[str]) -> str:
    """A word that no fragment holds, that every format leaves alone, and that is the same in every run."""
    return "Fragment" + hashlib.sha256("\0".join(chunk).encode()).hexdigest()


def _complaint(stderr: str) -> str:
    """What pandoc said, in one line."""
    said = stderr.partition("during conversion: ")[2].replace("Failing because there were warnings.", "")
    return " ".join(said.replace("[WARNING]", "").split()) or stderr
