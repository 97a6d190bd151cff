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
    "answer_below": noted("Answer to question {label}, in the cell below"),
    "blank": noted("No answer"),
    "bonus": noted("bonus"),
    "coarse": noted("Correct, but too few decimals"),
    "code": noted("The same in Keras"),
    "common": noted("Common wrong answers"),
    "mistake": noted("What may have happened"),
    "continued": noted("continued"),
    "conventions": noted("Conventions"),
    "doubtful": noted("Not certain what was meant"),
    "draft": noted("Draft. This grade has not been released."),
    "expected": noted("Correct answer"),
    "feedback": noted("Feedback"),
    "first_difference": noted("Where your work differs from the solution"),
    "follow-through": noted("Correct, given your earlier answer"),
    "form_done": noted("When you are done"),
    "form_explained": noted(
        "The button saves your answers in a file on this computer; hand in that file. Nothing is sent automatically. "
        "To continue later, open the file here again."
    ),
    "form_open": noted("Open saved answers"),
    "form_opened": noted("The saved answers are filled in."),
    "form_other": noted("This file contains no answers to this paper."),
    "form_save": noted("Save the answers"),
    "form_saved": noted("Saved as {file}. Hand in this file."),
    "formulas": noted("Formulas"),
    "group": noted("Group"),
    "id": noted("Student ID"),
    "key": noted("Key"),
    "key_warning": noted("Answers and worked solutions. Not for students."),
    "leads_there": noted("Likely cause"),
    "letters": noted("the letters of the options that you choose"),
    "logo": noted("Logo"),
    "marks": noted("Marks"),
    "late": noted("Late penalty"),
    "minutes": noted("{n} minutes"),
    "name": noted("Name"),
    "notebook_answers": noted(
        "Write each answer into the cell below its question, as plain text. Keep these cells: do not split, copy or delete them. "
        "You may add cells of your own for working."
    ),
    "notes": noted("Notes"),
    "notes_page": noted("Room for notes"),
    "of": noted("of"),
    "page": noted("Page"),
    "paper": noted("Paper"),
    "partial": noted("Partly correct"),
    "point": noted("point"),
    "points": noted("points"),
    "practise": noted("Practise the questions that cost you points"),
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
