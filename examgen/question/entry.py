"""A question as a bank holds it: its class, its id and its derivation; variants are made through it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from examgen.derivation.lines import Line, Show
from examgen.derivation.terms import plain
from examgen.question.parameters import Parameter, documented

if TYPE_CHECKING:
    from examgen.question.question import Misconception, Question


class Library(Protocol):
    """What a question may ask of the bank that holds it."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The id of every question, sorted."""

    @property
    def folders(self) -> tuple[str, ...]:
        """The instructor's folders among its sources, as a command names them: ``--bank DIR``."""

    def question(self, id_: str) -> Entry:
        """The question with this id."""

    def resources(self, path: str) -> tuple[Path, ...]:
        """The folders with this path in all sources of questions: ``resources("concept/statements")``."""


class NoBank:
    """The library of a question that stands alone."""

    ids: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    def question(self, id_: str) -> Entry:
        """There is none."""
        raise LookupError(f"there is no question {id_!r}: this one belongs to no bank")

    def resources(self, path: str) -> tuple[Path, ...]:
        """There are none."""
        return ()


@dataclass(frozen=True, eq=False)
class Entry:
    """A question of a bank; two banks have two entries, even of the same class.

    Attributes:
        id: ``topic.file``, such as ``convolution.output_size``.
        definition: the class that defines the question.
        solve: the derivation.
        bank: the bank that holds it.
    """

    id: str
    definition: type[Question]
    solve: Callable[[Any, Show], object]
    bank: Library = field(default_factory=NoBank)

    def variant(self, parameters: Mapping[str, Any] | None = None, /, **more: Any) -> Question:
        """The variant with these parameters.

        Raises:
            ValidationError: they are not the parameters of a variant.
        """
        return self.definition.model_validate({**(parameters or {}), **more}, context=self)

    @property
    def title(self) -> str:
        return self.definition.title

    @property
    def topic(self) -> str:
        return self.definition.topic

    @property
    def level(self) -> int:
        return self.definition.level

    @property
    def version(self) -> int:
        return self.definition.version

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters in words, in order."""
        return documented(self.definition)

    def own_misconceptions(self) -> tuple[Misconception, ...]:
        """The question's own misconceptions, in order."""
        return self.definition.own_misconceptions()

    def ask_id(self, name: str) -> str:
        """The lasting id of an ask: ``convolution.output_size/side``."""
        return f"{self.id}/{name}"

    def misconception_id(self, name: str) -> str:
        """The lasting id of a misconception: ``convolution.output_size/rounded_up``, or ``bias_left_out`` where it is automatic."""
        own = {misconception.name for misconception in self.own_misconceptions()}
        return f"{self.id}/{name}" if name in own else name


@dataclass(frozen=True)
class Looked:
    """What the derivation of a question may look up in its bank."""

    entry: Entry

    def theme(self, folder: str, name: str) -> Any:
        """A theme of the statements in a folder of the question's topic.

        Raises:
            LookupError: there is none.
        """
        from examgen.question.statements import themes

        return themes(*self.entry.bank.resources(f"{self.entry.topic}/{folder}"))[name]

    def item(self, folder: str, name: str) -> Any:
        """An entry of the files in another folder of the question's topic: a task, or an explanation.

        Raises:
            LookupError: there is none.
        """
        from examgen.question.statements import FOLDERS, read

        files = read(FOLDERS[folder], *self.entry.bank.resources(f"{self.entry.topic}/{folder}"))
        return {item.id: item for file in files.values() for item in file.items}[name]

    def work(self, question: str, parameters: Mapping[str, Any]) -> tuple[Line, ...]:
        """The lines that work something out for another question; one may answer what that variant does not ask."""
        variant = self.entry.bank.question(question).variant({name: plain(value) for name, value in parameters.items()})
        asked = variant.asks
        lines = (line for line in variant.derivation().lines if line.terms)
        return tuple(line if line.ask in asked else replace(line, ask="") for line in lines)
