"""Reading letters that stand for options: ``a, c``, ``(a) and (c)``, ``ac``."""

from __future__ import annotations

import re

from examgen.answers.answer_type import Unreadable
from examgen.answers.tidy import quote

MOST = 12
"""More options are no question; with so few letters hardly a word is made of them alone."""

_LABEL = re.compile(r"^(?:(?:the )?(?:answers?|options?|choices?|order|letters?)\b(?: (?:is|are)\b)? ?[:=]? ?)*")
_AROUND = re.compile(r"[()\[\]{}.$'\"]")
_BETWEEN = re.compile(r"[,;/&+|\n\t]|\band\b")


def checked_texts(texts: tuple[str, ...], called: str) -> None:
    """Refuse texts that cannot be told apart.

    Raises:
        ValueError: there are too few or too many, one is empty, or two are equal.
    """
    if not 2 <= len(texts) <= MOST:
        raise ValueError(f"expected 2 to {MOST} {called}s, got {len(texts)}")
    if not all(text.strip() for text in texts):
        raise ValueError(f"expected a text for each {called}, got {texts}")
    if twice := next((text for text in texts if texts.count(text) > 1), None):
        raise ValueError(f"expected different {called}s, got {twice!r} twice")


def plain(typed: str) -> str:
    """A tidy text in small letters, without a label before the answer."""
    return _LABEL.sub("", " ".join(typed.casefold().split(" ")), count=1).strip()


def read_letters(text: str, known: str, hint: str) -> list[int]:
    """The places of the options that a plain text names by their letters, in the order in which it names them.

    Raises:
        Unreadable: something in it is no letter of an option, or one is named twice.
    """
    tokens = _BETWEEN.sub(" ", _AROUND.sub(" ", text)).split()
    named = list(tokens[0]) if len(tokens) == 1 else tokens
    if strange := next((token for token in named if token not in known or len(token) != 1), None):
        raise Unreadable(f"{quote(strange)} is not one of the letters {known[0]} to {known[-1]}; write {hint}")
    if not named:
        raise Unreadable(f"{quote(text)} names no option; write {hint}")
    if twice := next((letter for letter in named if named.count(letter) > 1), None):
        raise Unreadable(f"{quote(text)} names {twice} twice; write {hint}")
    return [known.index(letter) for letter in named]
