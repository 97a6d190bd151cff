"""What costs no try: an answer that is right but for its form, or that is in no form to be judged; and what else is said of one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from examgen.answers import AnswerType, Choice, Choices, Integer, Matching, Matrix, Real, Shape, Tensor, Vector
from examgen.answers.spelling import places, rounded_to
from examgen.arrays import Array, Scalar, cells, elementwise, shape, transposed
from examgen.derivation.lines import Line
from examgen.judge import Verdict, words
from examgen.wording import listed

_ALIKE = {100: "%", 1000: "", 1024: "", 10**6: "", 2**20: "", 10**9: "", 8: ""}
"""By how much two units of one quantity differ: percentages and shares, bytes and their multiples, bits."""
EXACT = 3
"""A whole number that was rounded to so many digits, or to more, is recognised as the right one."""
SHORT = 60
"""An answer of more characters is not written out once more behind "Right"."""
_AS_SHAPE = re.compile(r"\s*[(\[]?\s*(\d+)\s*[x×]\s*(\d+)(?:\s*[x×]\s*\d+)?\s*[)\]]?\s*", re.IGNORECASE)
_ASKED_FOR = re.compile(r"\bwhich\s+(?:(?:one|of|these|those|the|following)\s+)*([a-z]+)", re.IGNORECASE)
_NAMED = re.compile(r"\s*(?:the\s+)?([a-z]+)\s+(\S.*)", re.IGNORECASE | re.DOTALL)


def near_miss(kind: AnswerType, verdict: Verdict, key: Array) -> str:
    """What is amiss with an answer that is right but for its precision, its unit, or the order of axes; else nothing."""
    if verdict.state == "coarse":
        return f"your answer is not precise enough; {words.places(kind)}"
    value, found = verdict.value, verdict.diagnosis
    if not verdict.lost or value is None or not kind.is_numeric or (found and found.candidates):
        return ""
    right = key if verdict.carried is None else verdict.carried
    if (
        len(shape(value)) == 2
        and shape(right)[:2] == shape(value)[::-1]
        and kind.compare(transposed(value), right).right
    ):
        return "the values are right, but rows and columns are swapped"
    if isinstance(kind, Shape) and value != right and Counter(cells(value)) == Counter(cells(right)):
        return "the sizes are right, but in the wrong order"
    if (decimals := getattr(kind, "decimals", 0)) and _is_cut_off(kind, value, right, decimals):
        return f"your answer is not precise enough; {words.places(kind)}"
    if isinstance(kind, Integer) and _is_cut_short(value, right):
        return "your answer is rounded; the exact number is required"
    if isinstance(kind, Real) and kind.unit:
        for factor, unit in _ALIKE.items():
            if unit in ("", kind.unit) and any(
                kind.compare(scaled, right).right for scaled in _scaled(value, factor) if scaled != 0
            ):
                return f"the value is right, but in a different unit; give it in {kind.unit}"
    elif getattr(kind, "decimals", 0) and _is_percentage(value, right):
        return "your answer is right as a percentage; write a decimal such as 0.125, or add a % sign"
    return ""


def no_answer_yet(kind: AnswerType, text: str, verdict: Verdict, key: Array) -> str:
    """Why an answer cannot be the one that is asked for, whatever is right: its size or its form is another one; else nothing.

    Where a misconception explains it, that is told instead.
    """
    value, found = verdict.value, verdict.diagnosis
    if not verdict.lost or value is None or (found and found.candidates):
        return ""
    if isinstance(kind, Integer):
        if shaped := _AS_SHAPE.fullmatch(text):
            if shaped[1] == shaped[2] or key in [int(size) for size in re.findall(r"\d+", text)]:
                return f"this was read as the product {kind.write(value)}; write a single number, not a shape"
        elif not isinstance(value, int):
            return "your answer must be an integer"
    right = key if verdict.carried is None else verdict.carried
    if shape(value) == shape(right):
        return ""
    ours, theirs = shape(value), shape(right)
    if isinstance(kind, Matrix | Tensor):
        noun = "matrix" if isinstance(kind, Matrix) else "array"
        return f"your answer is a {_by(ours)} {noun}, but a {_by(theirs)} {noun} is required"
    if isinstance(kind, Vector) or (isinstance(kind, Shape) and kind.rank is not None):
        one, many = (kind.cell, f"{kind.cell}s") if isinstance(kind, Vector) else ("axis", "axes")
        few = f"one {one}" if ours in ((), (1,)) else f"{ours[0]} {many}"
        return f"your answer has {few}, but {theirs[0]} are required"
    return ""


def left_out(kind: AnswerType, value: Array | None) -> str:
    """Which items have no option yet; nothing where all have one."""
    if not isinstance(kind, Matching) or value is None:
        return ""
    places_ = [str(place) for place, option in enumerate(cells(value), start=1) if option < 0]
    if len(places_) == 1:
        return f"the letter for {places_[0]} is missing"
    return f"the letters for {listed(places_)} are missing" if places_ else ""


def without_noun(text: str, asked: str) -> str:
    """An answer without the word for what it names: epoch 6, where it is asked "after which epoch"; else nothing."""
    match = _NAMED.fullmatch(text)
    if match is None:
        return ""
    nouns = {noun.casefold() for noun in _ASKED_FOR.findall(asked)}
    word = match[1].casefold()
    alike = {word, f"{word}s", f"{word}es", word.removesuffix("s"), word.removesuffix("es")}
    return match[2] if nouns & alike else ""


def last_decimal(kind: AnswerType, verdict: Verdict, key: Array) -> str:
    """The right answer as it is rounded, where an answer that counts as right has another last decimal; else nothing."""
    value, decimals = verdict.value, getattr(kind, "decimals", None)
    if verdict.from_rounded or value is None or not decimals:
        return ""
    right = key if verdict.carried is None else verdict.carried
    if shape(value) != shape(right) or not any(
        _differs(mine, wanted, decimals) for mine, wanted in zip(cells(value), cells(right), strict=True)
    ):
        return ""
    written = kind.write(right)
    if len(written) > SHORT:
        return "The last decimal of some values differs from the rounded value by 1."
    return f"Rounded to {decimals} decimal{'s' * (decimals != 1)}: {written}."


def earlier_answer(variant_asks: Mapping[str, AnswerType], key: Mapping[str, Array], ask: str, value: Array) -> str:
    """The ask before this one whose right answer was given instead; else nothing."""
    for name, kind in variant_asks.items():
        if name == ask:
            return ""
        if kind.is_numeric and shape(value) == shape(key[name]) and kind.compare(value, key[name]).right:
            return name
    return ""


def about_option(kind: AnswerType, lines: Iterable[Line], value: Array) -> str:
    """What a worked solution says of the option that was chosen, where it has a line for it; else nothing."""
    if not isinstance(kind, Choice):
        return ""
    letter = kind.write(value)
    return next((line.why for line in lines if re.match(rf"[A-Z]\w* {letter}: ", line.why) and not line.ask), "")


def to_look_at(kind: AnswerType, verdict: Verdict) -> str | None:
    """Which items of several were not right, where that does not tell the answer; ``None`` where an answer has no items."""
    if isinstance(kind, Choices):
        return ""
    if not isinstance(kind, Matching):
        return None
    found = [str(place + 1) for place in verdict.wrong_cells]
    return f"Look again at {listed(found)}." if found else ""


def _differs(mine: Scalar, wanted: Scalar, decimals: int) -> bool:
    """Whether two numbers that count as equal are rounded differently; one that is exact or has all its decimals is no slip."""
    asked = places(wanted, decimals)
    return rounded_to(mine, asked) != rounded_to(wanted, asked)


def _is_cut_short(value: Array, right: Array) -> bool:
    """Whether a large whole number is another one rounded."""
    if not isinstance(value, int) or not isinstance(right, int) or value == right:
        return False
    digits = len(str(abs(right)))
    return any(value == int(rounded_to(right, -zeros)) for zeros in range(1, digits - EXACT + 1))


def _is_cut_off(kind: AnswerType, value: Array, right: Array, decimals: int) -> bool:
    """Whether numbers are right, but some have fewer decimals, of which the last was not rounded: 0.63 for 0.636."""
    if shape(value) != shape(right):
        return False
    pairs = zip(kind.compare(value, right).cells, cells(value), cells(right), strict=True)
    return all(
        is_right or any(mine and mine == int(wanted * 10**fewer) / 10**fewer for fewer in range(1, decimals))
        for is_right, mine, wanted in pairs
    )


def _is_percentage(value: Array, right: Array) -> bool:
    """Whether shares between 0 and 1 were written as percentages, without the sign."""
    if shape(value) != shape(right) or not any(abs(mine) >= 1 for mine in cells(value)):
        return False
    return all(
        0 <= share <= 1 and (abs(mine - 100 * share) <= 0.1 or (share >= 0.1 and mine == round(100 * share)))
        for mine, share in zip(cells(value), cells(right), strict=True)
    )


def _scaled(value: Array, factor: int) -> Iterator[Array]:
    yield elementwise(lambda x: x * factor, value)
    yield elementwise(lambda x: x / factor, value)


def _by(lengths: tuple[int, ...]) -> str:
    return " × ".join(map(str, lengths))
