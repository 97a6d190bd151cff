"""YAML with the line of everything in it, so that an error can say where."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from examgen.errors import UserError
from examgen.exam.text_file import TextFileError, read_text

M = TypeVar("M", bound=BaseModel)
Location = tuple[str | int, ...]
LARGEST, MOST_PARTS = 1_000_000, 100_000
"""A file of more bytes, or of more parts once its aliases are written out, is refused."""


_ADVICE = {
    "mapping values are not allowed": "a text with a colon in it stands between quotes, and the lines of one block are indented alike",
    r"'\t' that cannot start": "indent with spaces, not with tabs",
    "cannot start any token": "put the text between quotes",
    "expected <block end>": "the lines of one block are indented alike, and a text that begins with a quote ends with one",
    "found unexpected end of stream": "a quote that was opened is not closed",
    "but got '<stream end>'": "a bracket that was opened is not closed",
    "unknown escape character": r"put the text between single quotes, where a backslash is a backslash",
    "found undefined alias": "a text that begins with * stands between quotes",
}
"""What to do about YAML's complaints, by a piece of each; the first that fits is given."""


class YamlError(UserError):
    """A YAML file cannot be read; one line per problem, each with file and line."""


class _Loader(yaml.SafeLoader):
    """YAML's safe loader, which also says where a value is impossible, such as the date 2026-13-40."""

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except ValueError as error:
            said = "a number has too many digits" if "set_int_max_str_digits" in str(error) else str(error)
            raise yaml.constructor.ConstructorError(None, None, said, node.start_mark) from None


@dataclass(frozen=True)
class YamlSource:
    """A YAML file as data, and the line on which each part of it stands."""

    path: Path
    data: Any
    lines: dict[Location, int]

    def line(self, location: Location) -> int:
        """The line of a part, or of the nearest part around it."""
        while location and location not in self.lines:
            location = location[:-1]
        return self.lines.get(location, 1)

    def at(self, location: Location) -> str:
        """``file:line`` of a part."""
        return f"{self.path}:{self.line(location)}"

    def parse(self, model: type[M]) -> M:
        """The data as a model.

        Raises:
            YamlError: it does not fit; every misfit is named with its line.
        """
        if not isinstance(self.data, dict):
            raise YamlError(f"{self.path}:1: expected lines such as title: My exam, got {_brief(self.data)}")
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise YamlError("\n".join(self._misfits(model, error.errors()))) from None

    def _misfits(self, model: type[BaseModel], details: list[Any]) -> Iterator[str]:
        """Each misfit in a line; one that only follows from another further in is left out."""
        found = [(tuple(detail["loc"]), detail) for detail in details]
        for location, detail in sorted(found, key=lambda misfit: self.line(self._written(misfit[0]))):
            if any(other[: len(location)] == location and len(other) > len(location) for other, _ in found):
                continue
            path = self._written(location)
            where = spelt(path)
            said = explain(detail, _known(model, detail))
            yield f"{self.at(path)}: {f'{where}: ' if where else ''}{said}"

    def _written(self, location: Location) -> Location:
        """A location without what the models put between, such as the form of a place."""
        kept: Location = ()
        for part in location:
            inner = self._inside(kept)
            if isinstance(part, int) or not isinstance(inner, dict) or part in inner:
                kept = (*kept, part) if isinstance(inner, dict | list) else kept
            elif part == location[-1] and not part.startswith("a "):
                kept = (*kept, part)
        return kept

    def _inside(self, location: Location) -> Any:
        data = self.data
        for part in location:
            try:
                data = data[part]
            except (KeyError, IndexError, TypeError):
                return None
        return data


def spelt(location: Location) -> str:
    """Where something stands, as a person says it: ``sections 1, questions 3, points``, counted from 1."""
    words: list[str] = []
    for part in location:
        if isinstance(part, int) and words:
            words[-1] = f"{words[-1]} {part + 1}"
        else:
            words.append(str(part))
    return ", ".join(words)


def _known(model: type[BaseModel], detail: Any) -> list[str]:
    """The fields of the part of a model in which something unknown stands."""
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})

    def resolved(part: Any) -> Iterator[dict[str, Any]]:
        if "$ref" in part:
            part = definitions[part["$ref"].rpartition("/")[2]]
        for way in (*part.get("anyOf", ()), *part.get("oneOf", ())):
            yield from resolved(way)
        yield part

    parts = list(resolved(schema))
    for step in detail["loc"][:-1]:
        inner: list[dict[str, Any]] = []
        for part in parts:
            if isinstance(step, int) and "items" in part:
                inner.extend(resolved(part["items"]))
            elif step in part.get("properties", {}):
                inner.extend(resolved(part["properties"][step]))
            elif isinstance(step, str) and step.startswith("a "):  # the form of a place, which the discriminator found
                inner.extend([part] if step.removeprefix("a ") in part.get("properties", {}) else [])
        parts = inner or parts
    return list(dict.fromkeys(name for part in parts for name in part.get("properties", {})))


_EXPECTED: Mapping[str, Callable[[Mapping[str, Any]], str]] = {
    "string_type": lambda _: "a text",
    "string_too_short": lambda _: "a text that is not empty",
    "int_type": lambda _: "a whole number",
    "int_parsing": lambda _: "a whole number",
    "int_from_float": lambda _: "a whole number",
    "float_type": lambda _: "a number",
    "float_parsing": lambda _: "a number",
    "finite_number": lambda _: "a finite number",
    "bool_type": lambda _: "true or false",
    "bool_parsing": lambda _: "true or false",
    "tuple_type": lambda _: "a list",
    "list_type": lambda _: "a list",
    "dict_type": lambda _: "lines of the form name: value",
    "model_type": lambda _: "lines of the form name: value",
    "model_attributes_type": lambda _: "lines of the form name: value",
    "too_short": lambda context: f"at least {context['min_length']} in the list",
    "too_long": lambda context: f"at most {context['max_length']} in the list",
    "greater_than": lambda context: f"more than {context['gt']}",
    "greater_than_equal": lambda context: f"at least {context['ge']}",
    "less_than": lambda context: f"less than {context['lt']}",
    "less_than_equal": lambda context: f"at most {context['le']}",
    "literal_error": lambda context: str(context["expected"]).replace("'", ""),
}


def explain(detail: Any, known: list[str]) -> str:
    """One of pydantic's error details in our words: what was expected, and what came."""
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    match detail["type"]:
        case "missing":
            return "required, but missing"
        case "extra_forbidden":
            close = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {close[0]}?" if close else f"the keys are {', '.join(known)}"
            return f"{name!r} is not a known key; {hint}"
        case "value_error" | "no_form":
            return str(detail["msg"]).removeprefix("Value error, ")
        case kind if kind in _EXPECTED:
            return f"expected {_EXPECTED[kind](detail.get('ctx', {}))}, got {_brief(detail['input'])}"
        case _:
            return f"cannot be {_brief(detail['input'])}"


def _brief(value: object) -> str:
    if value is None:
        return "nothing"
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else f"{text[:57]}..."


def read_yaml(path: Path) -> YamlSource:
    """Read a YAML file.

    Raises:
        YamlError: it cannot be opened, is no YAML, states a key twice, or its aliases have no end.
    """
    text = ""
    try:
        text = read_text(path, LARGEST).text
        if "\ufffd" in text:
            line = text[: text.index("\ufffd")].count("\n") + 1
            raise YamlError(f"{path}:{line}: some characters are damaged; save the file as UTF-8")
        node = yaml.compose(text, Loader=_Loader)
        lines: dict[Location, int] = {}
        if node is not None:
            _note(path, node, (), lines, ())
        return YamlSource(path, yaml.load(text, _Loader), lines)
    except TextFileError as error:
        raise YamlError(str(error)) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        advice = next((f" ({advice})" for piece, advice in _ADVICE.items() if piece in str(error.problem)), "")
        raise YamlError(f"{where}: not valid YAML: {error.problem}{advice}") from None
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise YamlError(
            f"{path}:{line}: not valid YAML: it contains the character U+{ord(text[error.position]):04X}; remove it"
        ) from None
    except yaml.YAMLError as error:
        raise YamlError(f"{path}: not valid YAML: {error}") from None
    except RecursionError:
        raise YamlError(f"{path}: nested too deeply") from None


def _note(
    path: Path, node: yaml.Node, location: Location, lines: dict[Location, int], around: tuple[yaml.Node, ...]
) -> None:
    line = node.start_mark.line + 1
    if node in around:
        raise YamlError(f"{path}:{around[-1].start_mark.line + 1}: an alias (*) is inside what it refers to")
    if len(lines) > MOST_PARTS:
        raise YamlError(f"{path}:{line}: the aliases (*) expand to more than {MOST_PARTS:,} parts")
    lines.setdefault(location, line)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise YamlError(f"{path}:{at}: expected a name before the colon, got a list or a mapping")
            if key.value in seen:
                raise YamlError(f"{path}:{at}: {key.value!r} occurs here a second time")
            seen.add(key.value)
            inner = location if key.tag == "tag:yaml.org,2002:merge" else (*location, str(key.value))
            lines.setdefault(inner, at)
            _note(path, value, inner, lines, (*around, node))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note(path, item, (*location, index), lines, (*around, node))
