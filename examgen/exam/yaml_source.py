"""YAML with the line of everything in it, so that an error can say where."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from examgen.errors import UserError
from examgen.question.refusal import describe

M = TypeVar("M", bound=BaseModel)
Location = tuple[str | int, ...]


class YamlError(UserError):
    """A YAML file cannot be read; one line per problem, each with file and line."""


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
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            raise YamlError("\n".join(self._misfit(detail) for detail in error.errors())) from None

    def _misfit(self, detail: Any) -> str:
        location = tuple(detail["loc"])
        line = f"{self.at(location)}: {describe(detail)}"
        if detail["type"] == "extra_forbidden":
            return f"{self.at(location)}: {location[-1]!r} is not known here; see docs/blueprint.md for what may be written"
        return line if detail["type"] in ("missing", "value_error") else f"{line}, got {detail['input']!r}"


def read_yaml(path: Path) -> YamlSource:
    """Read a YAML file.

    Raises:
        YamlError: it cannot be opened, is no YAML, or states a key twice.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        raise YamlError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise YamlError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start})") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise YamlError(f"{where}: not valid YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise YamlError(f"{path}: not valid YAML: {error}") from None
    lines: dict[Location, int] = {}
    if node is not None:
        _note(path, node, (), lines)
    return YamlSource(path, yaml.safe_load(text), lines)


def _note(path: Path, node: yaml.Node, location: Location, lines: dict[Location, int]) -> None:
    lines[location] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inner = (*location, str(key.value))
            if inner in lines:
                raise YamlError(f"{path}:{key.start_mark.line + 1}: {key.value!r} stands here a second time")
            _note(path, value, inner, lines)
            lines[inner] = key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note(path, item, (*location, index), lines)
