"""The words that a paper says of itself, per language; everything else in it is the author's."""

from __future__ import annotations

from collections.abc import Mapping

from examgen.rendering.markup import RenderingError

_WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "answer": "Answer",
        "answered": "You wrote",
        "blank": "No answer",
        "coarse": "Right, but too few decimals",
        "code": "The same in Keras",
        "common": "Common wrong answers",
        "confusion": "What may have happened",
        "doubtful": "Not certain what was meant",
        "expected": "Right answer",
        "feedback": "Feedback",
        "first_difference": "Where the ways part",
        "follow-through": "Right with your earlier answer",
        "id": "Student ID",
        "key": "Key",
        "key_warning": "Answers and worked solutions. Not for students.",
        "leads_there": "What leads there",
        "marks": "Marks",
        "name": "Name",
        "notes": "Notes",
        "of": "of",
        "page": "Page",
        "paper": "Paper",
        "partial": "Partly right",
        "point": "point",
        "points": "points",
        "problem": "Question",
        "read": "Read as",
        "right": "Right",
        "signature": "Signature",
        "solution": "Worked solution",
        "to-be-marked": "To be marked by a person",
        "total": "Total",
        "unreadable": "Could not be read",
        "worth": "Points",
        "wrong": "Wrong",
    }
}


def words(language: str) -> Mapping[str, str]:
    """The words of a language, by what they stand for.

    Raises:
        RenderingError: there are no words in this language yet.
    """
    if language not in _WORDS:
        raise RenderingError(f"expected a language of {sorted(_WORDS)}, got {language!r}")
    return _WORDS[language]
