"""The templates, and how a value is written in each language they are in.

A template fills in and repeats; it computes nothing and need not remember to escape anything. Whatever it prints is
escaped, save what `examgen.rendering.translation` has converted. A folder of one's own replaces any of them.
"""

from __future__ import annotations

import hashlib
import re
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateNotFound, TemplateSyntaxError
from markupsafe import Markup

from examgen.errors import UserError
from examgen.rendering.document import StudentText
from examgen.rendering.markup import RenderingError, Target

_own: ContextVar[Path | None] = ContextVar("own templates", default=None)


class TemplatesError(UserError):
    """A folder of templates cannot be used."""


@contextmanager
def templates_from(folder: Path | None) -> Iterator[None]:
    """Have the templates in a folder replace ours of the same names meanwhile.

    Raises:
        TemplatesError: there is no such folder, or none of its files has the name of one of ours.
    """
    if folder is not None:
        if not folder.is_dir():
            raise TemplatesError(f"{folder}: expected a folder of templates")
        found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
        if not found & (known := set(_names())):
            some = ", ".join(sorted(name for name in known if name.endswith(".j2"))[:4])
            raise TemplatesError(f"{folder}: none of its files replaces a template; expected names such as {some}")
    before = _own.set(folder)
    try:
        yield
    finally:
        _own.reset(before)


def with_own_templates() -> bool:
    """Whether a folder of one's own replaces templates of ours."""
    return _own.get() is not None


def _names() -> Iterator[str]:
    """The names of our templates."""
    for kind in files("examgen.templates").iterdir():
        if kind.is_dir() and kind.name not in ("languages", "question", "__pycache__"):
            yield from (f"{kind.name}/{entry.name}" for entry in kind.iterdir())


def digest(*, ours: bool = False) -> str:
    """What tells one folder of own templates from another; empty without one.

    Args:
        ours: whether the templates of examgen count as well.
    """
    folder = _own.get()
    if ours:
        return hashlib.sha256(b"\0".join(content(name) for name in sorted(_names()))).hexdigest()
    if folder is None:
        return ""
    replaced = [folder / name for name in sorted(_names())]
    made = hashlib.sha256()
    for path in replaced:
        made.update(path.read_bytes() if path.is_file() else b"\0")
    return made.hexdigest()


def content(name: str) -> bytes:
    """A file of the templates that is taken as it is."""
    folder = _own.get()
    if folder is not None and (folder / name).is_file():
        return (folder / name).read_bytes()
    return files("examgen.templates").joinpath(name).read_bytes()


def fill(name: str, target: Target, /, **values: object) -> str:
    """A template filled in.

    Args:
        name: its path among the templates.
        target: the language it is written in.
        values: what it prints.

    Raises:
        RenderingError: a template of one's own cannot be filled in; the message names its line.
    """
    folder = _own.get()
    try:
        return _environment(target, folder).get_template(name).render(values)
    except TemplateSyntaxError as error:
        raise RenderingError(f"{error.filename or name}:{error.lineno}: {error.message}") from None
    except TemplateNotFound as error:
        raise RenderingError(f"{folder or name}: there is no template {error.name!r}") from None
    except Exception as error:  # whatever a template of somebody else does
        if folder is None:
            raise
        lines = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.startswith(str(folder))]
        if not lines:
            raise
        raise RenderingError(f"{lines[-1].filename}:{lines[-1].lineno}: {error}") from None


@cache
def _environment(target: Target, folder: Path | None) -> Environment:
    def source(name: str) -> tuple[str, str, Callable[[], bool]]:
        path = folder / name if folder is not None else None
        try:
            if path is not None and path.is_file():
                return path.read_text(encoding="utf-8"), str(path), lambda: False
            return files("examgen.templates").joinpath(name).read_text(encoding="utf-8"), name, lambda: True
        except (OSError, UnicodeDecodeError):
            raise TemplateNotFound(name) from None

    # TeX and Markdown are full of braces: in LaTeX the template's own signs are those of a comment.
    signs = {"block_start_string": "<%", "block_end_string": "%>", "variable_start_string": "<<",
             "variable_end_string": ">>", "comment_start_string": "<#", "comment_end_string": "#>"}  # fmt: skip
    return Environment(
        loader=FunctionLoader(source),
        autoescape=True,
        finalize=_WRITERS[target],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        **(signs if target == "latex" else {}),  # type: ignore[arg-type]
    )


def _html(value: object) -> object:
    if isinstance(value, StudentText):
        return printable(value.text)
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


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
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


_TEX = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "'": r"\textquotesingle{}",
    "`": r"\textasciigrave{}",
    "-": "{-}",  # two of them would be a dash
    "[": "{[}",
    "]": "{]}",
    **{sign: f"\\{sign}" for sign in "%#$&_{}"},
}


def _latex(value: object) -> Markup:
    """A value in LaTeX, every character of it standing for itself."""
    match value:
        case Markup():
            return value
        case StudentText():
            return _latex(value.text)
        case None:
            return Markup()
        case float():
            return Markup(f"{value:g}")
        case _:
            return Markup("".join(_TEX.get(c, c) for c in " ".join(printable(str(value)).split())))


def _markdown(value: object) -> Markup:
    """A value in Markdown, every character of it standing for itself."""
    match value:
        case Markup():
            return value
        case StudentText():
            return Markup(value.markdown)
        case None:
            return Markup()
        case float():
            return Markup(f"{value:g}")
        case _:
            return Markup(StudentText(str(value)).markdown)


_WRITERS: Mapping[Target, Callable[[object], object]] = {
    "html": _html,
    "typst": _typst,
    "latex": _latex,
    "markdown": _markdown,
}


def printable(text: str) -> str:
    """Text with control characters and lone surrogates, which no document can hold, shown as U+FFFD."""
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", "\ufffd", text.replace("\r\n", "\n"))
