"""The words for places in a row, for questions whose asks are numbered."""

_WORDS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


def ordinal(place: int) -> str:
    """A place from 1 on in words: ``first``, and from the eleventh on ``11th``."""
    return _WORDS[place - 1] if place <= len(_WORDS) else f"{place}th"
