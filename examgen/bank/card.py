"""What a list shows about a question, read from its file without importing it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from examgen.errors import UserError


class BankError(UserError):
    """There is no such question, or its file is not a question."""


class NoSuchQuestionError(BankError):
    """There is no such question."""


@dataclass(frozen=True)
class Card:
    """What a list shows about a question.

    Attributes:
        example: the first line of its file, a question with numbers.
        attested_by: what attests its answers besides the derivation.
        described: what its class says of itself and of its parameters; searched, not shown.
        parameters: the names of the parameters that the class declares.
    """

    id: str
    topic: str
    level: int
    title: str
    example: str
    path: Path
    attested_by: tuple[str, ...] = ("Keras",)
    described: str = field(default="", compare=False)
    parameters: tuple[str, ...] = ()


_DOCSTRING = re.compile(r'"""(?P<example>(?:[^"\\\n]|"(?!""))+)')
_FACTS = re.compile(
    r'^    topic, level, title = "(?P<topic>[^"\\]+)", (?P<level>\d+), "(?P<title>[^"\\]+)"$', re.MULTILINE
)
_ATTESTED = re.compile(r"^    attested_by = \((?P<names>[^)]*)\)$", re.MULTILINE)
_ASSIGNED = re.compile(r'r""".*?"""|(?<== )""".*?"""', re.DOTALL)
"""A long text that something is set to, such as the stem."""
_KERAS = re.compile(r"\b(?:layers|observable|ops|losses)\.")
_CLASS = re.compile(r"^class \w+.*?(?=^[^\s)]|\Z)", re.MULTILINE | re.DOTALL)
_DOCUMENTED = re.compile(r'^class \w+\(.*\):\n    """(?P<text>.+?)"""', re.MULTILINE | re.DOTALL)
_PARAMETER = re.compile(r"^    (?P<name>[A-Za-z]\w*): (?!ClassVar)", re.MULTILINE)
_TEXT = r"""(?:"[^"\\]*"|'[^'\\]*')"""
_STRING = re.compile(_TEXT)
_DESCRIPTION = re.compile(rf"description=(?P<texts>{_TEXT}(?:\s+{_TEXT})*)")
"""What a parameter is, one string or several in a row; one with a backslash in it is not found at a glance."""


def read_card(id_: str, path: Path) -> Card:
    """The card of a question, at a glance where its file is written as ours are: parsing a hundred files takes too long.

    Raises:
        BankError: the file is no Python, or does not say what the question is in plain words.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except ValueError as error:
        raise BankError(f"{path} is not UTF-8 text: {error}") from None
    example, facts = _DOCSTRING.match(text), _FACTS.findall(text)
    if example is None or len(facts) != 1:
        return parsed_card(id_, path, text)
    ((topic, level, title),) = facts
    classes = "".join(match[0] for match in _CLASS.finditer(_ASSIGNED.sub("...", text)))
    documented = _DOCUMENTED.search(classes)
    descriptions = (
        "".join(part[1:-1] for part in _STRING.findall(match["texts"])) for match in _DESCRIPTION.finditer(classes)
    )
    said = [documented["text"] if documented else "", *descriptions]
    parameters = tuple(dict.fromkeys(match["name"] for match in _PARAMETER.finditer(classes)))
    return Card(
        id_, topic, int(level), title, example["example"].strip(), path, _attested_by(text), " ".join(said), parameters
    )


def parsed_card(id_: str, path: Path, text: str) -> Card:
    """The card of a question whose file is written in another way."""
    try:
        tree = ast.parse(text)
    except (SyntaxError, ValueError) as error:
        raise BankError(f"{path} is not Python: {error}") from None
    facts: dict[str, object] = {}
    said: list[str] = []
    parameters: list[str] = []
    for node in (node for node in tree.body if isinstance(node, ast.ClassDef)):
        said.append(ast.get_docstring(node, clean=False) or "")
        for statement in node.body:
            if isinstance(statement, ast.Assign):
                facts.update(_literals(statement))
            elif isinstance(statement, ast.AnnAssign) and "ClassVar" not in ast.unparse(statement.annotation):
                parameters.append(ast.unparse(statement.target))
                said += _described(statement)
    example = (ast.get_docstring(tree) or "").partition("\n")[0]
    missing = [name for name in ("topic", "level", "title") if name not in facts]
    if missing:
        raise BankError(f"{path}: a question states its {', '.join(missing)} as plain values in the class")
    return Card(
        id_,
        str(facts["topic"]),
        int(str(facts["level"])),
        str(facts["title"]),
        example,
        path,
        _attested_by(text),
        " ".join(said),
        tuple(dict.fromkeys(parameters)),
    )


def _attested_by(text: str) -> tuple[str, ...]:
    """What attests the answers: as the class declares it, else by what its asks are made of."""
    if declared := _ATTESTED.search(text):
        return tuple(re.findall(r'"(\w+)"', declared["names"]))
    others = tuple(name for name in ("Computed", "Sourced") if f"{name}(" in text)
    return ("Keras", *others) if not others or _KERAS.search(text) else others


def _described(field: ast.AnnAssign) -> Iterator[str]:
    """The description of a parameter."""
    for part in field.value.keywords if isinstance(field.value, ast.Call) else ():
        if part.arg == "description" and isinstance(part.value, ast.Constant):
            yield str(part.value.value)


def _literals(statement: ast.Assign) -> Iterator[tuple[str, object]]:
    """Names and constants of ``topic, level = "convolution", 1``."""
    for target in statement.targets:
        names = target.elts if isinstance(target, ast.Tuple) else [target]
        values = statement.value.elts if isinstance(statement.value, ast.Tuple) else [statement.value]
        for name, value in zip(names, values, strict=False):
            if isinstance(name, ast.Name) and isinstance(value, ast.Constant):
                yield name.id, value.value
