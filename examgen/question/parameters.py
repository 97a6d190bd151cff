"""What the parameters of a question are: their meaning, type, range and default, read from its class."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from examgen.question.refusal import alternatives, shortened

if TYPE_CHECKING:
    from examgen.question.question import Question

_CHOICE = re.compile(r", | or ")
_LISTED_CHOICES = re.compile(r"^list of values, each ")
_NUMBER = {int, float, Fraction}
_ARRAYS = {1: "list of numbers", 2: "matrix as a list of rows", 3: "volume as rows of lists of channels"}


@dataclass(frozen=True)
class Parameter:
    """A parameter of a question, in words.

    Attributes:
        meaning: what it is, a sentence or less.
        type: how its value is written: ``integer``, ``list of numbers``, ``valid or same``.
        range: what it may be: ``1 to 100,000``; empty where everything of its type may be.
        default: its value where a person gives other parameters and not this one; empty where it is drawn.
    """

    name: str
    meaning: str
    type: str
    range: str
    default: str

    @property
    def form(self) -> str:
        """How it is written, what it may be, and its default: ``integer, 1 to 100,000; default 1``."""
        return self._form(self.type)

    @property
    def line(self) -> str:
        """All of it in one line, ``Side length of the image (integer, at least 1).``; choices that the meaning names are not repeated."""
        meaning = self.meaning.rstrip(".")
        if not meaning:
            return f"{self.form}."
        form = self._form(self._untold_type)
        return f"{meaning} ({form})." if form else f"{meaning}."

    @property
    def _untold_type(self) -> str:
        """The type without choices that the meaning names already."""
        of_list, choices = _LISTED_CHOICES.subn("", self.type)[::-1]
        named = _CHOICE.split(choices)
        told = len(named) > 1 and all(re.search(rf"(?<!\w){re.escape(one)}(?!\w)", self.meaning) for one in named)
        if not told:
            return self.type
        return "list" if of_list else ""

    def _form(self, type_: str) -> str:
        written = ", ".join(part for part in (type_, self.range) if part)
        return "; ".join(part for part in (written, self.default and f"default {self.default}") if part)


def documented(definition: type[Question]) -> tuple[Parameter, ...]:
    """The parameters of a question, in order."""
    return tuple(_parameter(name, field) for name, field in definition.model_fields.items())


def _parameter(name: str, field: FieldInfo) -> Parameter:
    value = field.get_default(call_default_factory=True)
    default = (
        ""
        if field.is_required()
        else _number(value)
        if isinstance(value, float)
        else shortened(value).strip('"') or '""'
    )
    meaning = " ".join((field.description or "").split())
    base, range_ = _type(field.annotation), _range(field.metadata, field.annotation)
    if base == "text" and " or " in range_:
        base, range_ = range_, ""
    return Parameter(name, meaning, base, range_, default)


def _type(annotation: Any) -> str:
    """A type in words."""
    if rank := _rank(annotation):
        return _ARRAYS.get(rank, f"array of {rank} axes (nested lists)")
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        range_ = _range(arguments[1:], arguments[0])
        return f"{_type(arguments[0])} ({range_})" if range_ else _type(arguments[0])
    if origin is Literal:
        return _either(shortened(value).strip('"') or '""' for value in arguments)
    if origin in (Union, types.UnionType):
        if set(arguments) <= _NUMBER:
            return "number"
        return _either(dict.fromkeys(map(_type, arguments)))
    if origin is tuple:
        return _listed(arguments)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return "object"
    names = {bool: "true or false", int: "integer", float: "number", str: "text", type(None): "null"}
    return names.get(annotation, "list" if isinstance(annotation, type) and issubclass(annotation, tuple) else "value")


def _rank(annotation: Any) -> int:
    """How many axes an array of numbers has; 0 for anything else."""
    arguments = get_args(annotation)
    if get_origin(annotation) is Annotated:
        return _rank(arguments[0])
    if get_origin(annotation) is not tuple or len(arguments) != 2 or arguments[1] is not Ellipsis:
        return 0
    inner = arguments[0]
    if get_origin(inner) in (Union, types.UnionType) and set(get_args(inner)) <= _NUMBER:
        return 1
    return 1 + rank if (rank := _rank(inner)) else 0


def _listed(arguments: tuple[Any, ...]) -> str:
    if len(arguments) == 2 and arguments[1] is Ellipsis:
        return f"list of {_plural(_type(arguments[0]))}"
    if not arguments:
        return "empty list"
    kinds = dict.fromkeys(map(_type, arguments))
    inner = _plural(next(iter(kinds))) if len(kinds) == 1 else "values"
    return f"list of {len(arguments)} {inner}"


def _plural(name: str) -> str:
    first, space, rest = name.partition(" ")
    if name in ("true or false", "null") or " or " in name:
        return f"values, each {name}"
    plurals = {"integer": "integers", "number": "numbers", "text": "texts", "list": "lists", "matrix": "matrices"}
    return plurals.get(first, f"{first}s") + space + rest


def _range(metadata: Iterable[Any], annotation: Any) -> str:
    """The limits of a value, or of the length of a list."""
    limits: dict[str, Any] = {}
    for limit in metadata:
        if isinstance(limit, FieldInfo):
            return _range(limit.metadata, annotation)
        limits |= {name: getattr(limit, name) for name in _LIMITS if hasattr(limit, name)}
    if annotation is int and "gt" in limits:
        limits["ge"] = limits.pop("gt") + 1
    if "min_length" in limits or "max_length" in limits:
        unit = "character" if annotation is str else "entry"
        return _between(limits.get("min_length"), limits.get("max_length"), unit)
    if alternatives(limits.get("pattern")):
        return _either(alternatives(limits["pattern"]))
    words = [f"greater than {_number(limits['gt'])}"] if "gt" in limits else []
    words += [between] if (between := _between(limits.get("ge"), limits.get("le"))) else []
    words += [f"less than {_number(limits['lt'])}"] if "lt" in limits else []
    return ", ".join(
        [*words, *([f"a multiple of {_number(limits['multiple_of'])}"] if "multiple_of" in limits else [])]
    )


_LIMITS = ("gt", "ge", "lt", "le", "multiple_of", "min_length", "max_length", "pattern")


def _between(least: Any, most: Any, unit: str = "") -> str:
    """``1 to 100``, ``at least 1 entry``, ``3 entries``."""
    if least is None and most is None:
        return ""
    if least == most:
        words, count = _number(least), least
    elif most is None:
        words, count = f"at least {_number(least)}", least
    elif least is None:
        words, count = f"at most {_number(most)}", most
    else:
        words, count = f"{_number(least)} to {_number(most)}", most
    if not unit:
        return words
    return f"{words} {unit if count == 1 else {'entry': 'entries', 'character': 'characters'}[unit]}"


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def _either(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last
