"""A student's characters as plain ones: one character for each meaning, before anything is read.

Normalising everything with NFKC would be wrong here: it turns ``10⁻³`` into ``10−3`` and ``1½`` into ``11/2``. So each
class of characters is treated for what it means.
"""

from __future__ import annotations

import re
import unicodedata

from examgen.answers.answer_type import Unreadable

LIMIT = 10_000
"""Longer texts are not answers; the limit also bounds the work that hostile input can cause."""

_SUPERSCRIPTS = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_ONE_FRACTION = re.compile("[¼-¾⅐-⅞↉]")
_LINE_BREAKS = frozenset("\n\r\v\f\x85\u2028\u2029")

_SAME_MEANING = {
    "-": "\u2010\u2011\u2012\u2013\u2014\u2212",  # hyphens, dashes and the minus sign
    "×": "\u2715\u2716\u2a2f\u2217",
    "·": "\u22c5\u2219\u2022",
    "/": "\u2044\u2215\u00f7",
    "'": "\u2019\u2018\u02bc\u2032",  # as in 24'883'200
    "≈": "\u2243\u2245",
    ",": "\u3001",
}
_PLAIN = {ord(typed): plain for plain, many in _SAME_MEANING.items() for typed in many}
_SAME_SIGN = ("<wide>", "<narrow>", "<small>", "<font>")  # decompositions to the same sign in another look


def tidy(text: str) -> str:
    """The text in plain characters; every run of white space is one space, tab or line break.

    Raises:
        Unreadable: it is empty, or far too long for an answer.
    """
    if len(text) > LIMIT:
        raise Unreadable(f"{len(text)} characters are too many for an answer; write only the answer")
    text = _ONE_FRACTION.sub(_fraction_in_full, text)
    text = _SUPERSCRIPTS.sub(lambda run: "^" + run[0].translate(_LOWERED), text).translate(_PLAIN)
    if not text.isascii():
        text = "".join(character if character.isascii() else _plain(character) for character in text)
    text = re.sub(r"\s+", _one_space, text).strip()
    if not text:
        raise Unreadable("nothing is written; write your answer")
    return text


def quote(text: str) -> str:
    """A piece of a student's text for a message: short, on one line, printable."""
    line = " ".join(text[:200].split())
    line = "".join(character if character.isprintable() else "?" for character in line)
    return f"'{line[:37]}...'" if len(line) > 40 else f"'{line}'"


def _plain(character: str) -> str:
    if character in _LINE_BREAKS:
        return "\n"
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    if unicodedata.category(character) in ("Zs", "Cf"):  # a zero-width space must not join two numbers either
        return " "
    look = unicodedata.decomposition(character).split(" ")[0]
    return unicodedata.normalize("NFKC", character) if look in _SAME_SIGN else character


def _fraction_in_full(match: re.Match[str]) -> str:
    """``½`` as ``1/2``; beside a digit it stays apart by a plus, as 1½ is neither 11/2 nor two numbers."""
    before = match.string[max(match.start() - 1, 0) : match.start()]
    after = match.string[match.end() : match.end() + 1]
    written = unicodedata.normalize("NFKC", match[0])
    return ("+" if before.isalnum() else "") + written + ("+" if after.isdigit() else "")


def _one_space(run: re.Match[str]) -> str:
    if not _LINE_BREAKS.isdisjoint(run[0]):
        return "\n"
    return "\t" if "\t" in run[0] else " "
