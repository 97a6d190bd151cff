"""The words that a paper says of itself, per language; everything else in it is the author's."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from examgen.rendering.languages import gettext, known, noted
from examgen.rendering.markup import RenderingError

_WORDS: Mapping[str, str] = {
    "answer": noted("Answer"),
    "answer_option": noted("Option {letter} of question {label}"),
    "answer_to": noted("Answer to question {label}"),
    "answered": noted("You wrote"),
    "blank": noted("No answer"),
    "coarse": noted("Correct, but too few decimals"),
    "code": noted("The same in Keras"),
    "common": noted("Common wrong answers"),
    "mistake": noted("What may have happened"),
    "continued": noted("continued"),
    "conventions": noted("Conventions"),
    "doubtful": noted("Not certain what was meant"),
    "expected": noted("Correct answer"),
    "feedback": noted("Feedback"),
    "first_difference": noted("Where your solution differs"),
    "follow-through": noted("Correct from your earlier answer"),
    "formulas": noted("Formulas"),
    "group": noted("Group"),
    "id": noted("Student ID"),
    "key": noted("Key"),
    "key_warning": noted("Answers and worked solutions. Not for students."),
    "leads_there": noted("What leads there"),
    "logo": noted("Logo"),
    "marks": noted("Marks"),
    "minutes": noted("{n} minutes"),
    "name": noted("Name"),
    "notes": noted("Notes"),
    "notes_page": noted("Room for notes"),
    "of": noted("of"),
    "page": noted("Page"),
    "paper": noted("Paper"),
    "partial": noted("Partly correct"),
    "point": noted("point"),
    "points": noted("points"),
    "problem": noted("Question"),
    "read": noted("Read as"),
    "right": noted("Correct"),
    "room": noted("Room"),
    "seat": noted("Seat"),
    "signature": noted("Signature"),
    "sheet_for": noted("Papers for this room"),
    "solution": noted("Worked solution"),
    "to-be-marked": noted("To be marked by a person"),
    "total": noted("Total"),
    "unreadable": noted("Could not be read"),
    "worth": noted("Points"),
    "wrong": noted("Wrong"),
}


@cache
def words(language: str) -> Mapping[str, str]:
    """The words of a language, by what they stand for.

    Raises:
        RenderingError: there is no catalogue of this language.
    """
    if language not in known():
        raise RenderingError(f"expected a language of {list(known())}, got {language!r}")
    say = gettext(language)
    return {name: say(text) for name, text in _WORDS.items()}
