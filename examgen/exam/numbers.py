"""Paper numbers: seven characters that tell nothing of the student or the roster, and one that catches a slip of the pen.

The alphabet is Crockford's: no I, L, O or U. The last character is a check over the field of 32 elements, so that every single
wrong character and every exchange of two characters is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from examgen.errors import UserError
from examgen.question.draw import derive_key

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 7
"""So many characters, without the one that checks them."""

_VALUES = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_POLYNOMIAL = 0b100101  # x⁵ + x² + 1, primitive over two elements


class PaperNumberError(UserError):
    """A text is no paper number; the message says what is wrong with it."""


def _times_x(value: int) -> int:
    value <<= 1
    return value ^ _POLYNOMIAL if value > 31 else value


def check_character(characters: str) -> str:
    """The character that completes the first seven.

    >>> check_character("K7Q2M9X")
    '6'
    """
    total = 0
    for character in characters:
        total = _times_x(total ^ _VALUES[character])
    return ALPHABET[total]


def read_number(text: str) -> str:
    """A paper number as it was typed: in small letters, with spaces or hyphens, with O for 0 and I or L for 1.

    Raises:
        PaperNumberError: it has another length or a character that no number has, or a character is wrong.
    """
    typed = re.sub(r"[\s-]", "", text).upper()
    if len(typed) != LENGTH + 1 or any(character not in _VALUES for character in typed):
        raise PaperNumberError(
            f"expected a paper number of {LENGTH + 1} letters and digits such as K7Q2M9X6, got {text!r}"
        )
    number = "".join(ALPHABET[_VALUES[character]] for character in typed)
    if check_character(number[:LENGTH]) != number[LENGTH]:
        raise PaperNumberError(
            f"{text!r} is not a paper number: a character is wrong or two are swapped; read it again"
        )
    return number


def _candidates(secret: bytes, *whose: str | int) -> Iterator[str]:
    attempt = 0
    while True:
        bits = int.from_bytes(derive_key(secret, "paper number", *whose, attempt)[:5], "big")
        characters = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(LENGTH))
        yield characters + check_character(characters)
        attempt += 1


def paper_numbers(secret: bytes, students: Iterable[str], spares: int = 0) -> dict[str | int, str]:
    """The number of every student's paper, and of the spare ones (by 0, 1, …): of the secret and the student alone.

    In the rare case that two would have the same number, the one that comes later in the alphabet gets another.
    """
    taken: set[str] = set()
    found: dict[str | int, str] = {}
    for whose in (*sorted(students), *range(spares)):
        kind = "spare" if isinstance(whose, int) else "student"
        found[whose] = next(number for number in _candidates(secret, kind, whose) if number not in taken)
        taken.add(found[whose])
    return found
