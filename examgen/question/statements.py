"""Statements, tasks and explanations kept as data: YAML files that a question draws from, ours and the instructor's.

A file of statements is a theme::

    title: pooling layers
    statements:
      max-pooling-has-parameters:
        text: In Keras, `MaxPooling2D(2)` has four trainable parameters.
        truth: false
        fact: parameters of pooling
        why: A maximum needs no weights; Keras counts 0 parameters.
        source: Keras API documentation, MaxPooling2D layer
        witness:
          input: [8, 8, 3]
          network:
            p: MaxPooling2D(2)
          holds: parameters(p) > 0

``docs/statements.md`` describes the files; `examgen.question.claims` describes witnesses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, ClassVar, Generic, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from examgen.arrays import Array
from examgen.errors import UserError
from examgen.model.observable import Observable
from examgen.question.claims import Witness
from examgen.question.refusal import describe


class StatementError(UserError):
    """A file of statements cannot be read; the message names the file, the statement and what is wrong."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(_Model):
    """One entry of a file.

    Attributes:
        id: its name, by which a variant refers to it.
        theme: the name of the file, without its suffix.
        source: author, title and section of a book, a paper or a documentation.
    """

    kind: ClassVar[str]
    """What it is called in messages."""

    id: str
    theme: str
    source: str = ""


class Statement(Item):
    """One sentence that is true or false, or true of one of several options.

    Attributes:
        text: the sentence, Markdown with TeX math.
        option: what it is true of, where its theme has options.
        why: why it is true or false: what a student is told who misjudged it.
        fact: a name that statements about the same fact share, so that no question shows two of them.
    """

    kind = "statement"

    text: str
    truth: bool = True
    option: str = ""
    why: str
    fact: str = ""
    witness: Witness | None = None

    @property
    def about(self) -> str:
        """The fact that it is about."""
        return self.fact or self.id

    @property
    def quoted(self) -> str:
        """The sentence in quotation marks, without its full stop."""
        return f"“{self.text.removesuffix('.')}”"

    @property
    def words(self) -> tuple[str, ...]:
        """Its words without case, punctuation and markup: equal statements have equal words."""
        return tuple(re.findall(r"[\w%]+", self.text.casefold().replace("n't", " not").replace("cannot", "can not")))

    def refuted(self, answers: Mapping[Observable, Array]) -> str:
        """What a run of its witness says against it; nothing where the comparison comes out as the statement says."""
        if self.witness is None:
            return ""
        try:
            outcome = self.witness.comparison.holds(answers)
        except (ArithmeticError, ValueError) as error:
            return f"the witness of {self.id}, {self.witness.holds}, cannot be decided: {error}"
        if outcome == self.truth:
            return ""
        return f"{self.id} is said to be {self.truth}, but Keras finds {self.witness.holds} to be {outcome}"


class Remark(_Model):
    """A wrong option of a task, and what is wrong with it."""

    text: str
    why: str


class Task(Item):
    """A use case with the network that fits it, and others that do not.

    Attributes:
        text: what is to be done.
        network: the network that fits.
        reason: why it fits.
        networks: networks that do not fit, by name.
        reasons: reasons that do not hold, by name.
    """

    kind = "task"

    text: str
    network: str
    reason: str
    networks: dict[str, Remark] = Field(min_length=3)
    reasons: dict[str, Remark] = Field(min_length=3)


ItemType = TypeVar("ItemType", bound=Item)


class Criterion(_Model):
    """One thing that a good explanation says, and the points that it earns."""

    text: str
    points: int = Field(ge=1)


class Explained(Item):
    """Something to explain in one or two sentences.

    Attributes:
        text: the question.
        answer: a model answer that earns all points.
        criteria: what earns points.
    """

    kind = "explanation"

    text: str
    answer: str
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class File(_Model, Generic[ItemType]):
    """One file: a title such as "pooling layers", and its entries."""

    entries: ClassVar[str]
    """The key that they have in a file."""

    name: str
    title: str
    items: tuple[ItemType, ...]

    def with_more(self, other: Self) -> Self:
        """The file with the entries of another one of its name after its own."""
        return self.model_copy(update={"items": (*self.items, *other.items)})

    def named(self, id_: str) -> ItemType:
        """The entry of this name.

        Raises:
            ValueError: there is none.
        """
        for item in self.items:
            if item.id == id_:
                return item
        kind = self.items[0].kind if self.items else "entry"
        raise ValueError(f"there is no {kind} {id_!r} about {self.title}")


class Theme(File[Statement]):
    """Statements about one subject; ``options`` where each is true of one of several things."""

    entries = "statements"

    options: dict[str, str] = {}

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements, in the order of the file."""
        return self.items

    @model_validator(mode="after")
    def _options_exist(self) -> Self:
        for statement in self.statements:
            if bool(statement.option) != bool(self.options) or ("truth" in statement.model_fields_set) == bool(
                self.options
            ):
                raise ValueError(
                    f"{statement.id} needs {'an option' if self.options else 'truth: true or false'}, and only that"
                )
            if self.options and statement.option not in self.options:
                raise ValueError(
                    f"{statement.id}: there is no option {statement.option}; the options are {', '.join(self.options)}"
                )
        return self

    def of_option(self, option: str) -> tuple[Statement, ...]:
        """The statements that are true of an option."""
        return tuple(statement for statement in self.statements if statement.option == option)


class Tasks(File[Task]):
    """Use cases of one kind of data."""

    entries = "tasks"


class Explanations(File[Explained]):
    """Explanations of one subject."""

    entries = "explanations"


FOLDERS: Mapping[str, type[File[Any]]] = {
    "statements": Theme,
    "sorted": Theme,
    "use_cases": Tasks,
    "explanations": Explanations,
}
"""The folders of a topic: statements that are true or false, statements that are true of one of several things, tasks, explanations."""

FileType = TypeVar("FileType", bound=File[Any])


def themes(*folders: Path) -> Mapping[str, Theme]:
    """Every theme in some folders by its name.

    Raises:
        StatementError: a file cannot be read, or an id is in two of them.
    """
    return read(Theme, *folders)


def read(kind: type[FileType], *folders: Path) -> Mapping[str, FileType]:
    """Every file of a kind in some folders, by its name; files of the same name are one. What was read stays read.

    Raises:
        StatementError: a file cannot be read, or an id is in two of them.
    """
    return _files(kind, tuple(folder.resolve() for folder in folders))


@lru_cache(maxsize=64)
def _files(kind: type[FileType], folders: tuple[Path, ...]) -> Mapping[str, FileType]:
    found: dict[str, FileType] = {}
    owners: dict[str, Path] = {}
    for path in (path for folder in folders for path in sorted(folder.glob("*.yaml"))):
        file = _read(kind, path)
        for item in file.items:
            if (owner := owners.setdefault(item.id, path)) is not path:
                raise StatementError(f"{path}: {item.id} is the name of a {item.kind} in {owner} as well")
        before = found.get(file.name)
        found[file.name] = before.with_more(file) if before else file
    return MappingProxyType(found)


def _read(kind: type[FileType], path: Path) -> FileType:
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except OSError as error:
        raise StatementError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise StatementError(f"{path}: expected UTF-8 text; save the file as UTF-8") from None
    except yaml.YAMLError as error:
        raise StatementError(f"{path}: not valid YAML: {error}") from None
    entries = data.get(kind.entries) if isinstance(data, dict) else None
    if not entries or not isinstance(entries, dict) or not all(isinstance(entry, dict) for entry in entries.values()):
        raise StatementError(f"{path}: expected a title, and {kind.entries} by their ids")
    named = [{"id": id_, "theme": path.stem, **entry} for id_, entry in entries.items()]
    rest = {key: value for key, value in data.items() if key != kind.entries}
    try:
        return kind.model_validate({**rest, "name": path.stem, "items": named})
    except ValidationError as error:
        raise StatementError("\n".join(_misfits(path, error, named))) from None


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML's safe loader, the fast one where it was built, which refuses a key that is given twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        if twice := next((key for key in keys if keys.count(key) > 1), None):
            raise yaml.constructor.ConstructorError(None, None, f"{twice!r} is given a second time", node.start_mark)
        found: dict[Any, Any] = super().construct_mapping(node, deep=deep)
        return found


def _misfits(path: Path, error: ValidationError, named: list[dict[str, Any]]) -> Iterator[str]:
    for detail in error.errors():
        where = list(detail["loc"])
        if where[:1] == ["items"] and len(where) > 1:
            where = [named[int(where[1])]["id"], *where[2:]]
        message = describe({**detail, "loc": ()}).strip()
        yield f"{path}: {'.'.join(map(str, where))}: {message}"
