"""Builds the page: one file with everything in it, the exercises as data, the readers and the page's own script."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from importlib.resources import files
from typing import Any

from markupsafe import Markup

from examgen.practice.page.exercises import Exercise
from examgen.practice.page.readers import readers
from examgen.rendering.templating import fill
from examgen.rendering.translation import translate


def page(exercises: Sequence[Exercise], *, title: str, left_out: Sequence[str] = ()) -> str:
    """One self-contained HTML page on which the exercises are solved; it needs no server and no network.

    Args:
        exercises: what can be asked.
        title: the page's title.
        left_out: the questions that a browser cannot judge.

    Raises:
        RenderingError: a text cannot be converted; the message names it.
    """
    converted = [_ready(exercise) for exercise in translate(exercises, "html")]
    own = files(__package__).joinpath("page.js").read_text(encoding="utf-8")
    return fill(
        "html/practice.html.j2",
        "html",
        title=title,
        left_out=tuple(left_out),
        readers=_script(f"{readers()}\n{own}"),
        exercises=_script(json.dumps(converted, ensure_ascii=False, separators=(",", ":"))),
    )


def _ready(value: Any) -> Any:
    """A converted document ready for JSON."""
    if is_dataclass(value):
        return {field.name: _ready(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [_ready(item) for item in value]
    return str(value) if isinstance(value, Markup) else value


def _script(text: str) -> Markup:
    """A text that may stand within a script element: nothing in it ends the element."""
    return Markup(text.replace("</", "<\\/").replace("<!--", "<\\!--"))
