"""Why a value is refused, in our words: pydantic's error details as clauses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from examgen.arrays import json_ready

_LONGEST = 60


def describe(detail: Mapping[str, Any]) -> str:
    """One of pydantic's error details as a clause: where, what was expected, what came.

    >>> describe({"loc": ("n",), "type": "greater_than_equal", "ctx": {"ge": 1}, "input": 0, "msg": ""})
    'n must be at least 1, got 0'
    """
    where, kind, context = _where(detail["loc"]), detail["type"], detail.get("ctx", {})
    if kind in ("value_error", "assertion_error"):
        message = str(detail["msg"]).removeprefix("Value error, ").removeprefix("Assertion failed, ")
        return f"{where}: {message}" if where else message
    if kind == "missing":
        return f"{where} is missing"
    if kind == "extra_forbidden":
        return f"{where} is not known here"
    expected = _expected(kind, context)
    wanted = f"must be {expected}" if expected else str(detail["msg"])[:1].lower() + str(detail["msg"])[1:]
    return f"{where} {wanted}, got {shortened(detail['input'])}".strip()


def described(details: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    """The clauses of several details, one for each value; a list is not too short because one of its entries is refused."""
    expected: dict[tuple[str, str], list[str]] = {}
    clauses: dict[tuple[str, str], str] = {}
    for detail in details:
        if _refused_within(detail):
            continue
        place = (_where(detail["loc"]), shortened(detail["input"]))
        wanted = _expected(detail["type"], detail.get("ctx", {}))
        if not wanted:
            place = (describe(detail), "")
        clauses[place] = describe(detail)
        expected.setdefault(place, [])
        if wanted and wanted not in expected[place]:
            expected[place].append(wanted)
    return tuple(
        f"{place[0]} must be {', '.join(ways[:-1])} or {ways[-1]}, got {place[1]}" if len(ways) > 1 else clauses[place]
        for place, ways in expected.items()
    )


def _refused_within(detail: Mapping[str, Any]) -> bool:
    """Whether a list counts as too short only because entries are refused, of which other details tell."""
    least = detail.get("ctx", {}).get("min_length")
    return detail["type"] == "too_short" and isinstance(detail["input"], list | tuple) and len(detail["input"]) >= least


def _where(location: tuple[int | str, ...]) -> str:
    """``rows.0.filters`` as ``rows[0].filters``; the branches of a union are no place that a person knows."""
    text = ""
    for part in location:
        if isinstance(part, int):
            text += f"[{part}]"
        elif re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", part) and not (text and _is_branch(part)):
            text += f".{part}" if text else part
    return text


def _is_branch(part: str) -> bool:
    return part in {"int", "float", "str", "bool", "list", "tuple", "none", "dict"}


def _expected(kind: str, context: Mapping[str, Any]) -> str:
    """What was expected, for the kinds of errors that parameters and files have."""
    limit = next(iter(context.values()), "")
    fixed = {
        "int_type": "a whole number",
        "int_parsing": "a whole number",
        "int_from_float": "a whole number",
        "float_type": "a number",
        "float_parsing": "a number",
        "finite_number": "a finite number",
        "bool_type": "true or false",
        "bool_parsing": "true or false",
        "string_type": "a text",
        "list_type": "a list",
        "tuple_type": "a list",
        "dict_type": "an object",
        "model_type": "an object",
        "model_attributes_type": "an object",
        "none_required": "null",
        "greater_than": f"greater than {limit}",
        "greater_than_equal": f"at least {limit}",
        "less_than": f"less than {limit}",
        "less_than_equal": f"at most {limit}",
        "multiple_of": f"a multiple of {limit}",
    }
    if kind in fixed:
        return fixed[kind]
    if kind in ("literal_error", "enum"):
        return str(context.get("expected", "")).replace("'", "")
    if kind == "string_pattern_mismatch":
        pattern = context.get("pattern")
        return " or ".join(alternatives(pattern)) or f"a text of the form {pattern}"
    if kind in ("too_short", "too_long", "string_too_short", "string_too_long"):
        count = context.get("min_length", context.get("max_length"))
        least = "min_length" in context
        unit = "character" if kind.startswith("string") else "entry"
        many = unit if count == 1 else {"entry": "entries", "character": "characters"}[unit]
        return f"{'a text' if unit == 'character' else 'a list'} of at {'least' if least else 'most'} {count} {many}"
    return ""


def alternatives(pattern: object) -> tuple[str, ...]:
    """The words that a pattern such as ``^(relu|linear)$`` allows; none where it is no list of words."""
    match = re.fullmatch(r"\^?\(?(\w+(?:\|\w+)*)\)?\$?", str(pattern or ""))
    return tuple(match[1].split("|")) if match else ()


def shortened(value: object) -> str:
    """A value as one would type it, cut where it is long."""
    try:
        text = json.dumps(json_ready(value), ensure_ascii=False)
    except (TypeError, ValueError):
        text = str(value)
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
