"""Looking up statements and tasks by the names that a variant holds; what is run and cited for them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from examgen.authoring import Claim, Sourced
from examgen.question.entry import Library
from examgen.question.statements import File, Statement, Task, Tasks, Theme, read

MOST = 8
"""The most statements that a question shows."""


FileType = TypeVar("FileType", bound=File[Any])


def files(kind: type[FileType], bank: Library, folder: str) -> Mapping[str, FileType]:
    """The files in a folder of the topic, the instructor's among them, by name."""
    return read(kind, *bank.resources(f"concept/{folder}"))


def file_of(kind: type[FileType], bank: Library, folder: str, name: str) -> FileType:
    """A file in a folder of the topic.

    Raises:
        ValueError: there is none of this name.
    """
    known = files(kind, bank, folder)
    if name not in known:
        raise ValueError(f"there is no theme {name!r}; there is {', '.join(known)}")
    return known[name]


def themes(bank: Library, folder: str) -> Mapping[str, Theme]:
    """Statements by theme: ``statements`` are true or false, ``sorted`` ones are true of one of several things."""
    return files(Theme, bank, folder)


def theme_of(bank: Library, folder: str, name: str) -> Theme:
    """The statements of one theme.

    Raises:
        ValueError: there is none of this name.
    """
    return file_of(Theme, bank, folder, name)


def statements_of(bank: Library, folder: str, theme: str, ids: Iterable[str]) -> tuple[Statement, ...]:
    """The statements of these names, in this order.

    Raises:
        ValueError: a theme or a statement does not exist, or a statement is named twice.
    """
    listed = tuple(ids)
    if len(set(listed)) < len(listed):
        raise ValueError(f"expected different statements, got {', '.join(listed)}")
    return tuple(map(theme_of(bank, folder, theme).named, listed))


def about_different_facts(statements: Sequence[Statement]) -> bool:
    """Whether no two statements are about the same fact, so that none gives another one away."""
    return len({statement.about for statement in statements}) == len(statements)


def claims_of(statements: Iterable[Statement]) -> tuple[Claim, ...]:
    """What Keras has to confirm: the witness of every statement that has one."""
    witnessed = ((statement, statement.witness) for statement in statements)
    return tuple(Claim(w.built, w.observables, s.refuted) for s, w in witnessed if w is not None)


def sourced(answer: Callable[[Any], object], statements: Sequence[Statement]) -> Sourced:
    """The answer that statements lead to, by their sources; confirmed by Keras where each of them has a witness."""
    sources = [statement.source for statement in statements]
    return Sourced(answer, lambda _: sources, confirmed=all(statement.witness for statement in statements))


def tasks(bank: Library) -> dict[str, Task]:
    """Every use case by its name, the instructor's among them."""
    return {task.id: task for file in files(Tasks, bank, "use_cases").values() for task in file.items}
