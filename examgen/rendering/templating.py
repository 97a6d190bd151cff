"""The templates, and how a value is written in each language they are in.

A template fills in and repeats; it computes nothing and need not remember to escape anything. Whatever it prints is
escaped, save what `examgen.rendering.translation` has converted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template
from markupsafe import Markup

from examgen.rendering.document import StudentText
from examgen.rendering.markup import Target


@cache
def template(name: str, target: Target) -> Template:
    """A template of ``templates/`` by its path there."""
    environment = Environment(
        loader=FunctionLoader(_source),
        autoescape=True,
        finalize=_typst if target == "typst" else _html,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


def _source(name: str) -> str:
    return files("examgen.templates").joinpath(name).read_text(encoding="utf-8")


def _html(value: object) -> object:
    if isinstance(value, StudentText):
        return _printable(value.text)
    return _printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _typst(value: object) -> Markup:
    """A value as an expression of Typst code; `Markup` tells the HTML escaping that follows to leave it alone."""
    match value:
        case Markup():
            return value
        case None:
            code = "none"
        case bool():
            code = str(value).lower()
        case int():
            code = str(value)
        case float():
            code = f"{value:g}"
        case bytes():
            code = f"bytes(({', '.join(map(str, value))},))"
        case str():
            code = _typst_string(value)
        case StudentText():
            code = _typst_string(value.text)
        case tuple():
            code = "(" + "".join(f"{_typst(item)}, " for item in value) + ")"
        case Mapping():
            code = "(" + ", ".join(f"{_typst(str(key))}: {_typst(item)}" for key, item in value.items()) + ")"
        case _:
            raise TypeError(f"expected text, bytes, a number, a tuple or a mapping, got {type(value).__name__}")
    return Markup(code)


def _typst_string(text: str) -> str:
    """A string literal: between its quotes only a backslash and a quote mean anything to Typst."""
    escaped = _printable(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def _printable(text: str) -> str:
    """Text with control characters and lone surrogates, which no document can hold, shown as U+FFFD."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text.replace("\r\n", "\n"))
