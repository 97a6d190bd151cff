"""Whether a student left an answer open, and said so or not."""

from __future__ import annotations

import re
import unicodedata

_MARKS = re.compile(r"[\s?!.,;:_–—\-/\\*~…()\[\]{}'\"`]*")
# fmt: off
WORDS = (
    "idk", "dunno", "dont know", "i dont know", "do not know", "i do not know", "dont know this", "i dont know this",
    "dont know it", "no idea", "i have no idea", "ive no idea", "no clue", "i have no clue", "not sure",
    "im not sure", "i am not sure", "unsure", "unknown", "no answer", "not answered", "unanswered", "left blank",
    "blank", "empty", "skip", "skipped", "pass", "na", "n a", "tbd", "todo", "to do", "not attempted", "no attempt",
    "cant", "i cant", "cannot", "i cannot", "cant do", "cant solve", "could not solve", "sorry", "no time",
    "ran out of time", "out of time", "null", "nil", "keine ahnung", "weiss nicht", "ich weiss nicht",
    "keine antwort", "k a", "ka", "je ne sais pas", "no se", "no sé",
)
# fmt: on
"""How students say that they do not answer, without apostrophes."""


def is_blank(text: str) -> bool:
    """Whether nothing was answered: nothing but white space and marks (``-``, ``?``, ``...``), or words such as "don't know"."""
    if len(text) > 200:
        return not text.strip()
    seen = "".join(c for c in text if unicodedata.category(c) not in ("Cf", "Zs", "Mn") or c == " ")
    seen = " ".join(seen.replace("\u2019", "'").casefold().split())
    if _MARKS.fullmatch(seen):
        return True
    return " ".join(re.sub(r"[^\w\s]", lambda m: "" if m[0] == "'" else " ", seen).split()) in WORDS
