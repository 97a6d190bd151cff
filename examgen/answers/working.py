"""What stands before a result as its working: equations of numbers and of lists, which must be true, or their result is in doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction
from functools import partial
from itertools import pairwise, starmap

from examgen.answers.answer_type import Unreadable
from examgen.answers.numerals import TIGHT
from examgen.answers.parsing import Node
from examgen.answers.scalars import calculated, is_rounded

_CALCULATED = r"[-+–]? ?[\d(.](?:[-+–*/·×\d.()^ ]|x(?= ))*"
_RESULT = r"[-+–]? ?\.?\d[\d.]*(?![\d.]* ?[*/·×^])"
_LIST = re.compile(r"[\[(]((?:[^\[\]()=]|\([^\[\](),=]*\)){1,200})[\])]")
_EQUALS = re.compile(r"[=≈]|\\approx")
_APART = re.compile(
    r"[,;\n]\s*|\s*(?:→|-+>|=+>)\s*|(?<![a-z])(?:so|hence|thus|therefore|and|result|answer)(?![a-z])[,:]?"
)
_MOST_CHECKED, _MOST_CELLS = 400, 40
_NEAR = Fraction(1, 100)


def check_working(tokens: Iterable[Node], plain: str, message: str) -> None:
    """Refuse working of which an equation is untrue, or that comes to other numbers than the result behind it.

    Args:
        tokens: the tokens of a text, some of which are working.
        plain: the text.
        message: what to say.

    Raises:
        Unreadable: it is, or does.
    """
    for token in tokens:
        if token.type in ("WORKING", "NUMBER_WORKING", "VECTOR_WORKING", "CONCLUDED") and len(token) <= _MOST_CHECKED:
            behind = plain[token.start_pos + len(token) :].replace(TIGHT, ".")
            if not _CHECKS[token.type](token.replace(TIGHT, "."), behind):
                raise Unreadable(message)


def _goes_on(working: str, behind: str) -> bool:
    """Whether a calculation, 2*3 =, comes to what follows."""
    following = re.match(rf"{_CALCULATED}?(?= *[=≈])|{_RESULT}", behind)
    return not following or _agree([_EQUALS.sub("", working), following[0]])


def _each_goes_on(working: str, behind: str) -> bool:
    """Whether calculations with lists, [1, 2] + [3, 4] =, come to what follows."""
    return all(starmap(_lists_agree, pairwise([*_EQUALS.split(working)[:-1], behind])))


def _comes_to(working: str, behind: str) -> bool:
    """Whether equations, 1*1 = 1, 2*2 = 4, are true and come to the list behind them, [1, 4], or to parts of it."""
    results: list[Fraction] = []
    for statement in _APART.split(working):
        parts = _EQUALS.split(statement)
        if not _agree(parts):
            return False
        if len(parts) > 1 and (result := _number(parts[-1])) is not None:
            results.append(result)
    wanted = [Fraction(number) for number in re.findall(r"-?(?:\d+(?:\.\d+)?|\.\d+)", behind.replace("–", "-"))]
    if not results or "/" in behind or len(wanted) > _MOST_CELLS:
        return True
    if len(results) == len(wanted):
        return all(map(_same, results, wanted))
    return all(any(_same(one, other) for other in wanted) for one in results) or all(
        any(_same(one, other) for one in results) for other in wanted
    )


def check_sizes(tokens: Iterable[Node], plain: str, sizes: tuple[int, ...], message: str) -> None:
    """Refuse working of sizes of which an equation is untrue, or that comes to none of them; a quotient may be rounded down.

    Raises:
        Unreadable: it is, or does.
    """
    results: list[int] = []
    true = True
    for token in sorted(tokens, key=lambda token: token.start_pos or 0):
        end = token.start_pos + len(token)
        if token.type == "WORKED_SHAPE":  # (28-5+1) x (28-5+1) x 6 =
            inside = token.rstrip(" =")
            factors = re.split("[x×,]", inside[1:-1] if "," in inside and inside[0] in "([" else inside)
            true &= len(factors) == len(sizes) and all(map(_comes_down_to, map(_number, factors), sizes))
        elif token.type == "AXIS_LABEL" and token.count("=") + token.count(":") > 1:  # H = 28-5+1 =
            true &= _comes_down([re.split("[=:]", token)[1], *re.findall(r"^\d+", plain[end:])])
        elif token.type in ("WORKING", "WORKED", "CONCLUDED") and "=" in token:
            true &= all(_comes_down(_EQUALS.split(statement)) for statement in _APART.split(token))
            if result := re.search(r"= ?(\d{1,9})\D*$", token):
                results = [int(result[1])]
    if not true or any(result not in sizes for result in results):
        raise Unreadable(message)


def _comes_down(parts: list[str]) -> bool:
    """Whether calculations come to the same, where a quotient may be rounded down: (32-5)/2 + 1 = 14."""
    numbers = [number for part in parts if (number := _number(part)) is not None]
    return all(map(_comes_down_to, numbers, numbers[1:]))


def _comes_down_to(number: Fraction | None, other: Fraction | int) -> bool:
    return number is None or 0 <= number - other < 1


def _agree(parts: list[str]) -> bool:
    """Whether calculations come to the same; what is none says nothing."""
    numbers = [_number(part) for part in parts]
    return all(one is None or other is None or _same(one, other) for one, other in pairwise(numbers))


def _lists_agree(left: str, right: str) -> bool:
    """Whether lists of numbers that are added, or multiplied by numbers, come to another list; anything else says nothing."""
    left, right = (
        re.sub(r"\] *[,;\n]? *\[", ",", re.sub(r"\[ *(?=\[)|(?<=\]) *\]", "", each)) for each in (left, right)
    )
    result = _LIST.fullmatch(right.strip(" .\n"))
    if not result or re.search(r"[\])] ?[*·×@/∘] ?[\[(]|[a-z]", left):
        return True
    wanted = _cells(result[1])
    lists = [cells for each in _LIST.finditer(left) if len(cells := _cells(each[1])) > 1]
    if not lists or len(wanted) > _MOST_CELLS or any(len(cells) != len(wanted) for cells in lists):
        return True
    return all(_agree([_LIST.sub(partial(_entry, place), left), other]) for place, other in enumerate(wanted))


def _entry(place: int, match: re.Match[str]) -> str:
    """One entry of a list in its place."""
    cells = _cells(match[1])
    return f"({cells[place]})" if len(cells) > 1 else match[0]


def _cells(inside: str) -> list[str]:
    cells = [cell.strip() for cell in (re.split("[,;]", inside) if re.search("[,;]", inside) else inside.split())]
    return [inside] if any(cell in "+-–*/·×" for cell in cells) else cells


def _number(text: str) -> Fraction | None:
    """What a calculation comes to; nothing where a text is none."""
    text = text.strip()
    return calculated(text.replace("–", "-")) if re.fullmatch(_CALCULATED, text) else None


def _same(one: Fraction, other: Fraction) -> bool:
    whole = one.denominator == other.denominator == 1
    return one == other or is_rounded(one, other) or (not whole and abs(one - other) <= _NEAR * abs(other))


_CHECKS = {
    "WORKING": _goes_on,
    "NUMBER_WORKING": _goes_on,
    "VECTOR_WORKING": _each_goes_on,
    "CONCLUDED": _comes_to,
}
