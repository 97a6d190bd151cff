"""A student's characters as plain ones, each by exactly one: what the grammars read.

A place in the plain text is the same place in what was typed, so that a message can quote the student's own characters. What has no
certain meaning (control characters, writing from right to left, an invisible character between two digits) is refused here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from examgen.answers.answer_type import Unreadable

LIMIT = 10_000
"""Longer texts are not answers; the limit also bounds the work that hostile input can cause."""

THIN = "\u2009"
"""Stands for every narrow space: typesetters group digits by it."""

LETTER, ACCENT = "ß", "¨"
"""Stand for every letter that is not ASCII, and for every accent over a letter: they may be part of a label, never of a value."""

_SAME_MEANING = {
    "-": "\u2010\u2011\u2012\u2212\u00ad\ufe63\uff0d",  # hyphens, minus signs; a soft hyphen is typed for one too
    "–": "\u2014\u2015\ufe58",  # longer dashes stay apart: 1–4 may be a range
    "×": "\u2715\u2716\u2a2f\u2a09",
    "*": "\u2217\u204e\u2731",
    "x": "\u0445\u0425",  # the letter of a Cyrillic keyboard
    "·": "\u22c5\u2219\u2027\u30fb\u00b7",
    "•": "\u2023\u2043\u25aa\u25cf\u25e6\u25a0\u25ab\u25cb",
    "/": "\u2044\u2215\u00f7",
    "'": "\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4\u2039\u203a\u066c",
    '"': "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033\u301d\u301e\uff02",
    "≈": "\u2243\u2245\u224b\u223c\u2252\u2250",
    ",": "\u3001\u060c\u066b",
    ";": "\u061b\u037e",
    "→": "\u27f6\u21d2\u27f9\u2794\u279c\u279d\u279e\u27a1\u21a6\u21e8\u2b95\u21a0\u279f\u27f6\u2192",
    "←": "\u27f5\u21d0\u27f8\u2b05\u21a4\u21e6\u2190",
    "(": "\u27e8\u2329\u3008\u3014",
    ")": "\u27e9\u232a\u3009\u3015",
    "[": "\u300c\u300e\u3010\u301a\u27e6",
    "]": "\u300d\u300f\u3011\u301b\u27e7",
    "⎢": "\u23a1\u23a3\u239b\u239c\u239d\u23a7\u23aa\u23a8\u23a9",  # pieces of tall brackets
    "⎥": "\u23a4\u23a6\u239e\u239f\u23a0\u23ab\u23ac\u23ad",
    "|": "\u2502\u2503\u2551\u2223\u00a6\uff5c",
    "─": "\u2501\u2550\u2504\u2508",
    "┼": "\u250c\u2510\u2514\u2518\u251c\u2524\u252c\u2534\u2554\u2557"
    "\u255a\u255d\u2560\u2563\u2566\u2569\u256c\u253c\u256d\u256e\u256f\u2570\u2553\u2552",
    "\n": "\r\v\f\x85\u2028\u2029",
    THIN: "\u202f\u2007\u2008\u200a\u2006",
    "ᵀ": "\u1d57\u22a4\u22ba",
    "%": "\uff05\u066a\ufe6a",
}
PLAIN = {typed: plain for plain, many in _SAME_MEANING.items() for typed in many}
PLAIN |= {chr(0x249C + place): chr(ord("a") + place) for place in range(26)}  # ⒜
SAME_SIGN = ("<wide>", "<narrow>", "<small>", "<font>", "<circle>")  # decompositions to the same sign in another look
CHEER = frozenset("☺♥❤✨⭐🌟🎉🎊🎯🏆👀👉👋👌👍👏💪🔥🙂🙃🙄🙈🙉🙊🙌🙏🚀🤓🤔🤗🤞🤣🤩🤪🥰🥲🥳🥴🧠🫠🫡") | frozenset(
    map(chr, (*range(0x1F3FB, 0x1F400), *range(0x1F600, 0x1F642)))
)
"""Faces and cheers of a phone's keyboard: they decorate an answer and change none. Ticks, crosses and boxes are not among them."""
_OTHER_WAY = frozenset("\u202b\u202e\u2067\u202d")
_MEANT_BY_NOBODY = frozenset(
    "\u2061\u2062\u2063\u2064\u0335\u0336\u0337\u0338"
)  # invisible operators, crossed-out text


def plain(text: str) -> str:
    """The text in plain small characters, place by place.

    Raises:
        Unreadable: it is empty, far too long, or holds a character that nobody can see or read with certainty.
    """
    return _read(text, _small)


def code(text: str) -> str:
    """The text of a student's code: as `plain`, but capital letters stay."""
    return _read(text, lambda character: character)


def quote(text: str) -> str:
    """A piece of a student's text for a message: short, on one line, printable."""
    line = " ".join(text[:200].split())
    line = "".join(character if character.isprintable() else "?" for character in line)
    line = f"{line[:37]}..." if len(line) > 40 else line
    if "'" not in line:
        return f"'{line}'"
    return f'"{line}"' if '"' not in line else f"“{line}”"


def _read(text: str, lettered: Callable[[str], str]) -> str:
    if len(text) > LIMIT:
        raise Unreadable(f"{len(text)} characters are too many for an answer; write only the answer")
    read = "".join(lettered(_one(text, place)) for place in range(len(text)))
    if not read.strip():
        raise Unreadable("nothing was written; write your answer")
    return read.replace("$", " ") if read.count("$") % 2 == 0 else read  # TeX's dollar signs stand around a formula


def _one(text: str, place: int) -> str:
    """One plain character for one that was typed."""
    character = text[place]
    if character in "\t\n" or " " <= character <= "~":
        return character
    if character in PLAIN:
        return PLAIN[character]
    category = unicodedata.category(character)
    if category in ("Cc", "Cs", "Co") or character in _OTHER_WAY or character in _MEANT_BY_NOBODY:
        raise Unreadable(
            f"it contains the character U+{ord(character):04X}, which cannot be read with certainty; write it again"
        )
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Zs":
        return " "
    if category == "Cf" or "\ufe00" <= character <= "\ufe0f" or character in CHEER:
        before, after = text[max(place - 1, 0) : place], text[place + 1 : place + 2]
        if before.isdecimal() and after.isdecimal():
            raise Unreadable(f"the character U+{ord(character):04X} is between two digits; write them again")
        return " "
    if unicodedata.decomposition(character).split(" ")[0] in SAME_SIGN:
        same = unicodedata.normalize("NFKC", character)
        return same if len(same) == 1 and not same.isdigit() else character
    return character


def _small(character: str) -> str:
    if character.isascii():
        return character.lower()
    category = unicodedata.category(character)
    if category in ("Mn", "Mc"):
        return ACCENT
    return LETTER if (category[0] == "L" and character != "ᵀ") or character in "∂∇∆∑∏√∞" else character
