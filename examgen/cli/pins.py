"""Parameters pinned on the command line, ``--set n=28``, and in lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from examgen.errors import UserError

_PYTHON = {"True": True, "False": False}


class LineError(UserError):
    """A line of a file of questions cannot be used."""


def read_pins(settings: Sequence[str]) -> dict[str, object]:
    """What ``--set NAME=VALUE`` pins; a value is JSON, and plain text where it is no JSON.

    Raises:
        UserError: a setting has no name or value, or a name is set twice.
    """
    pins: dict[str, object] = {}
    for setting in settings:
        name, equals, text = setting.partition("=")
        name, text = name.strip(), text.strip()
        if not (name and equals and text):
            raise UserError(f"--set {setting}: expected NAME=VALUE, such as --set n=28 or --set 'image=[[1,2],[3,4]]'")
        if name in pins:
            raise UserError(f"--set {setting}: {name} is set twice")
        if text[0] in "[{" and not _is_json(text):
            raise UserError(
                f'--set {setting}: {text!r} is not JSON; write arrays as [[1, 2], [3, 4]], fractions as "1/3"'
            )
        pins[name] = _value(text)
    return pins


def _value(text: str) -> object:
    if text in _PYTHON:
        return _PYTHON[text]
    return json.loads(text) if _is_json(text) else text


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


@dataclass(frozen=True)
class Wanted:
    """One line of a file of questions: ``{"question": …, "set": {…}}``, and optionally ``id`` and ``seed``."""

    question: str
    pins: dict[str, object]
    seed: str | None
    id: object


def read_line(text: str) -> Wanted:
    """Read one line.

    Raises:
        LineError: it is no such object.
    """
    try:
        line = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LineError(f"not JSON: {error}") from None
    if not isinstance(line, dict):
        raise LineError(
            f'expected an object such as {{"question": "topic.name", "set": {{"n": 28}}}}, got {_short(text.strip())}'
        )
    if unknown := line.keys() - {"question", "set", "seed", "id"}:
        raise LineError(f"{min(unknown)!r} is not a known key; a line has question, set, seed and id")
    question, pins, seed = line.get("question"), line.get("set", {}), line.get("seed")
    if not isinstance(question, str):
        raise LineError(f"question must be an id such as topic.name, got {_short(json.dumps(question))}")
    if not isinstance(pins, dict):
        raise LineError(f'set must be an object such as {{"n": 28}}, got {_short(json.dumps(pins))}')
    if seed is not None and not isinstance(seed, str):
        raise LineError(f"seed must be a text, got {_short(json.dumps(seed))}")
    return Wanted(question, pins, seed, line.get("id"))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
