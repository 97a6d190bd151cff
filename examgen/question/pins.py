"""Parameters given by hand: read against the question's fields, and laid over what was drawn."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError, create_model, field_validator

from examgen.errors import UserError
from examgen.question.refusal import described, shortened

if TYPE_CHECKING:
    from examgen.question.entry import Entry
    from examgen.question.question import Question


class PinError(UserError):
    """A pinned parameter is unknown, is no value of its field, or cannot be combined with the rest."""


def read(entry: Entry, pins: Mapping[str, object]) -> dict[str, Any]:
    """Pins as values of their fields.

    Raises:
        PinError: a parameter is unknown, or a value does not fit its field.
    """
    fields = entry.definition.model_fields
    if unknown := next((name for name in pins if name not in fields), None):
        close = difflib.get_close_matches(unknown, fields, n=1)
        hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(fields)}"
        raise PinError(f"{entry.id} has no parameter {unknown!r}; {hint}")
    if not pins:
        return {}
    try:
        valid = _fields_alone(entry.definition).model_validate(dict(pins), context=entry)
    except ValidationError as error:
        raise PinError(f"{entry.id}: {refusal(error)}") from None
    return {name: getattr(valid, name) for name in pins}


def defaults(definition: type[Question]) -> dict[str, Any]:
    """The parameters that have a default, with it: Keras's where they are options of a layer."""
    return {
        name: field.get_default(call_default_factory=True)
        for name, field in definition.model_fields.items()
        if not field.is_required()
    }


def refusal(error: ValidationError) -> str:
    """What is wrong with some parameters, each thing once."""
    return "; ".join(described(error.errors()))


def shown(pins: Mapping[str, object]) -> str:
    """Pins as they are typed."""
    return ", ".join(f"{name}={shortened(value)}" for name, value in pins.items())


@lru_cache(maxsize=512)
def _fields_alone(definition: type[Question]) -> type[BaseModel]:
    """The fields of a question, each by itself: what is required of several of them together does not matter here."""
    fields: dict[str, Any] = {name: (field.rebuild_annotation(), None) for name, field in _fields(definition)}
    validators: dict[str, Any] = {
        name: field_validator(*decorator.info.fields, mode=decorator.info.mode, check_fields=False)(
            staticmethod(decorator.func)
        )
        for name, decorator in definition.__pydantic_decorators__.field_validators.items()
    }
    config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    return create_model(definition.__name__, __config__=config, __validators__=validators, **fields)


def _fields(definition: type[Question]) -> Iterable[tuple[str, Any]]:
    return definition.model_fields.items()
