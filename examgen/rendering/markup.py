"""Markdown with TeX math into Typst or HTML with MathML, many fragments per call of pandoc.

Starting pandoc costs as much as converting a hundred fragments, so a whole batch of papers goes through it at once.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal

import pypandoc

from examgen.errors import UserError

Target = Literal["typst", "html"]


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
    "tex_math_dollars",
)
_READER = "+".join(("markdown_strict-raw_html", *_EXTENSIONS))
# pandoc prints a formula that it cannot read as its TeX source and only warns: here a warning is an error.
_OPTIONS = ("--fail-if-warnings", "--wrap=none", "--syntax-highlighting=none", "--eol=lf", "--sandbox", "--mathml")
_CHUNK = 2000


def convert(fragments: Sequence[str], to: Target) -> list[str]:
    """Convert each fragment of Markdown; the results are in the order of the fragments.

    Raises:
        RenderingError: a fragment holds TeX that pandoc cannot convert, or is not whole Markdown; the message names it.
    """
    distinct = iter(dict.fromkeys(fragments))
    converted: dict[str, str] = {}
    while chunk := list(islice(distinct, _CHUNK)):
        converted.update(zip(chunk, _convert_chunk(chunk, to), strict=True))
    return [converted[fragment] for fragment in fragments]


def inline(html: str) -> str:
    """HTML of one paragraph without its ``<p>``, to stand within a line; other HTML as it is."""
    paragraph = re.fullmatch(r"<p>((?:(?!</?p>).)*)</p>", html, re.DOTALL)
    return paragraph[1] if paragraph else html


class _Refused(Exception):
    """Pandoc did not convert a chunk."""


def _convert_chunk(chunk: Sequence[str], to: Target) -> list[str]:
    """Convert a chunk in one call; if pandoc refuses it, halve it until the fragment at fault stands alone."""
    try:
        return list(_run(chunk, to))
    except _Refused as refused:
        if len(chunk) == 1:
            raise RenderingError(f"cannot print {chunk[0]!r}: {refused}") from None
    middle = len(chunk) // 2
    return _convert_chunk(chunk[:middle], to) + _convert_chunk(chunk[middle:], to)


def _run(chunk: Sequence[str], to: Target) -> Iterator[str]:
    separator = _separator(chunk)
    joined = _THOUSANDS.sub(r"\\text{,}", f"\n\n{separator}\n\n".join(("", *chunk, "")))
    try:
        output = pypandoc.convert_text(joined, to, _READER, extra_args=_OPTIONS, verify_format=False)
    except RuntimeError as error:
        raise _Refused(_complaint(str(error))) from None
    mark = f"<p>{separator}</p>" if to == "html" else separator
    before, *converted, after = re.split(rf"^{mark}$", output, flags=re.MULTILINE)
    if len(converted) != len(chunk) or before.strip() or after.strip():
        raise _Refused("it has a code block or quotation without an end")
    return (_numbers(_operators(text.strip("\n")) if to == "typst" else text.strip("\n"), to) for text in converted)


# Pandoc makes of the comma in 480{,}000 one that separates, with a space after it. As text it is told from 480, 000.
_THOUSANDS = re.compile(r"(?<=\d)\{,\}(?=\d{3})")
_GROUPED = {
    "typst": re.compile(r'\b\d{1,3}(?: upright\(","\) \d{3}(?:\.\d+)?)+'),
    "html": re.compile(r"<mn>\d{1,3}</mn>(?:<mtext[^>]*>,</mtext><mn>\d{3}(?:\.\d+)?</mn>)+"),
}


def _numbers(converted: str, to: Target) -> str:
    """Put numbers of many digits together again: ``480,000`` is one number, and no line breaks in it."""
    if to == "typst":
        return _GROUPED[to].sub(
            lambda found: 'class("normal", "{}")'.format(found[0].replace(' upright(",") ', ",")), converted
        )
    return _GROUPED[to].sub(lambda found: f"<mn>{re.sub('<[^>]*>', '', found[0])}</mn>", converted)


def _operators(typst: str) -> str:
    r"""Set ``\operatorname{softmax}`` as the name of a function: pandoc makes it a mere word, with a space after it."""
    return re.sub(r'(?<!\()"(\w+)"(?=_| \\\()', r'op("\1")', typst)


def _separator(chunk: Sequence[str]) -> str:
    """A word that no fragment holds, that every format leaves alone, and that is the same in every run."""
    return "Fragment" + hashlib.sha256("\0".join(chunk).encode()).hexdigest()


def _complaint(stderr: str) -> str:
    """What pandoc said, in one line."""
    said = stderr.partition("during conversion: ")[2].replace("Failing because there were warnings.", "")
    return " ".join(said.replace("[WARNING]", "").split()) or stderr
