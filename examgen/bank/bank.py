"""Finds questions: ours, those of installed plug-ins, and folders of the instructor's.

A question is ``question_bank/<topic>/<name>.py`` and its derivation ``solutions/<topic>/<name>.py``; its id is ``topic.name``.
Listing reads the files without importing them, so that it costs nothing; a question is imported when it is first used.
"""

from __future__ import annotations

import functools
import hashlib
import importlib
import itertools
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from examgen import __version__
from examgen.bank.card import BankError, Card, NoSuchQuestionError, read_card
from examgen.bank.search import either, similar

if TYPE_CHECKING:
    from examgen.question.entry import Entry


PLUG_INS = "examgen.banks"


@dataclass(frozen=True)
class Source:
    """A tree of questions beside a tree of their derivations.

    Attributes:
        package: the package both are imported as, with ``question_bank`` and ``solutions`` in it; questions that share
            helpers import them from there: ``from .helpers import side``.
        installed: whether that package is installed, and not a folder somewhere.
    """

    questions: Path
    solutions: Path
    package: str
    installed: bool = True

    @classmethod
    def ours(cls) -> Source:
        """The bank that comes with examgen."""
        return cls.package_of("examgen")

    @classmethod
    def package_of(cls, name: str) -> Source:
        """An installed package with ``question_bank`` and ``solutions`` in it.

        Raises:
            BankError: it has no such packages.
        """
        try:
            trees = [importlib.import_module(f"{name}.{tree}") for tree in ("question_bank", "solutions")]
        except ImportError as error:
            raise BankError(f"the plug-in {name} is not a question bank: {error}") from error
        return cls(Path(trees[0].__path__[0]), Path(trees[1].__path__[0]), name)

    @classmethod
    def plugged_in(cls) -> tuple[Source, ...]:
        """The banks of installed plug-ins: every entry point of the group ``examgen.banks`` names such a package."""
        # importlib.metadata takes longer to import than all else that a listing does, so look whether it has anything to find.
        declared = (file for folder in sys.path for file in Path(folder or ".").glob("*-info/entry_points.txt"))
        if not any(PLUG_INS in file.read_text(encoding="utf-8", errors="replace") for file in declared):
            return ()
        from importlib.metadata import entry_points

        found = entry_points(group=PLUG_INS)
        return tuple(cls.package_of(point.value) for point in sorted(found, key=lambda point: point.value))

    @classmethod
    def folder(cls, path: Path) -> Source:
        """An instructor's folder with ``question_bank/`` and ``solutions/`` in it.

        Raises:
            BankError: it has no such folders.
        """
        root = path.resolve()
        source = cls(root / "question_bank", root / "solutions", f"examgen_bank_{next(_NUMBERS)}", False)
        for needed in (source.questions, source.solutions):
            if not needed.is_dir():
                raise BankError(f"{path} is not a question bank: it has no folder {needed.name}/")
        package = ModuleType(source.package, f"The questions in {root}.")
        package.__path__ = [str(root)]
        sys.modules[source.package] = package
        importlib.invalidate_caches()
        return source

    def files(self) -> Iterator[tuple[str, Path]]:
        """Every question's id and file."""
        for path in sorted(self.questions.glob("*/*.py")):
            if not path.name.startswith("_"):
                yield f"{path.parent.name}.{path.stem}", path

    def imported_by(self, file: Path) -> set[Path]:
        """The files of these trees that a file of them imports."""
        return _imported(file, self.package, (self.questions, self.solutions))

    def load(self, tree: Path, id_: str) -> ModuleType:
        """Import the question or the derivation of an id."""
        return importlib.import_module(f"{self.package}.{tree.name}.{id_}")


_IMPORT = re.compile(r"^\s*from (?P<dots>\.*)(?P<module>[\w.]*) import (?P<names>\([^)]*\)|[^\n]*)", re.MULTILINE)


@functools.lru_cache(maxsize=1024)
def _imported(file: Path, package: str, trees: tuple[Path, ...]) -> set[Path]:
    """The files of some trees of a package that one of their files imports."""
    found: set[Path] = set()
    for match in _IMPORT.finditer(file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""):
        if match["dots"]:
            folder = file.parents[len(match["dots"]) - 1]
        elif match["module"].startswith(f"{package}."):
            tree_name = match["module"].split(".")[1]
            folder = next((tree for tree in trees if tree.name == tree_name), trees[0].parent)
        else:
            continue
        parts = match["module"].split(".") if match["module"] else []
        parts = parts if match["dots"] else parts[2:]
        names = re.findall(r"\w+", match["names"])
        for below in (parts, *([*parts, name] for name in names)):
            path = folder.joinpath(*below).with_suffix(".py") if below else folder / "__init__.py"
            if path.is_file() and any(path.is_relative_to(tree) for tree in trees):
                found.add(path)
    return found


_NUMBERS = itertools.count(1)
"""Every folder that is opened is a package of its own, so that two banks can hold the same ids."""


@dataclass
class Bank:
    """All questions at hand, by id."""

    sources: tuple[Source, ...] = field(default_factory=lambda: (Source.ours(), *Source.plugged_in()))

    @classmethod
    def with_folders(cls, *folders: str | Path) -> Bank:
        """The questions of examgen and of plug-ins, and those in folders of your own.

        Raises:
            BankError: a folder is not a question bank, or two questions have the same id.
        """
        return cls((Source.ours(), *Source.plugged_in(), *(Source.folder(Path(folder)) for folder in folders)))

    def __post_init__(self) -> None:
        self._files: dict[str, tuple[Source, Path]] = {}
        for source in self.sources:
            for id_, path in source.files():
                if id_ in self._files:
                    raise BankError(f"two questions have the id {id_}: {self._files[id_][1]} and {path}")
                self._files[id_] = (source, path)
        self._entries: dict[str, Entry] = {}

    @property
    def folders(self) -> tuple[str, ...]:
        """The instructor's folders among the sources."""
        return tuple(str(source.questions.parent) for source in self.sources if not source.installed)

    @property
    def version(self) -> str:
        """The version of examgen and a fingerprint of the questions, which any change to them alters."""
        content = hashlib.sha256()
        for tree in (tree for source in self.sources for tree in (source.questions, source.solutions)):
            for file in sorted(path for path in tree.rglob("*") if path.suffix in (".py", ".yaml")):
                content.update(file.relative_to(tree).as_posix().encode() + b"\0")
                content.update(hashlib.sha256(file.read_bytes()).digest())
        return f"{__version__}+{content.hexdigest()[:12]}"

    def digest(self, id_: str) -> str:
        """A fingerprint of a question: of its file, its derivation, the helpers that they import, and its texts.

        Raises:
            BankError: there is no such question.
        """
        if id_ not in self._files:
            raise NoSuchQuestionError(f"there is no question {id_!r}; {self.hint(id_)}")
        source, path = self._files[id_]
        files = {path, source.solutions / path.relative_to(source.questions)}
        waiting = list(files)
        while waiting:
            for file in source.imported_by(waiting.pop()) - files:
                files.add(file)
                waiting.append(file)
        content = hashlib.sha256()
        for file in sorted(files | set(path.parent.rglob("*.yaml"))):
            if file.is_file():
                content.update(hashlib.sha256(file.read_bytes()).digest())
        return content.hexdigest()[:16]

    @property
    def ids(self) -> tuple[str, ...]:
        """Every id, sorted."""
        return tuple(sorted(self._files))

    def cards(self) -> Iterator[Card]:
        """What a list shows about each question, read from its file without importing it."""
        return map(self.card, self.ids)

    def card(self, id_: str) -> Card:
        """What a list shows about one question.

        Raises:
            BankError: its file does not say so in plain words.
        """
        return read_card(id_, self._files[id_][1])

    def hint(self, name: str) -> str:
        """What to try for a name that is unknown: similar names, or the list of all."""
        close = similar(name, self.ids)
        return f"did you mean {either(close)}?" if close else "examgen bank list shows them all"

    def resources(self, path: str) -> tuple[Path, ...]:
        """The folders with this path in all sources of questions, such as ``concept/statements``."""
        return tuple(found for source in self.sources if (found := source.questions / path).is_dir())

    def question(self, id_: str) -> Entry:
        """The question with this id, and its derivation.

        Raises:
            BankError: there is none, or its file is not a question.
        """
        if id_ not in self._entries:
            self._entries[id_] = self._import(id_)
        return self._entries[id_]

    def _import(self, id_: str) -> Entry:
        from examgen.question.entry import Entry
        from examgen.question.question import Question

        if id_ not in self._files:
            raise NoSuchQuestionError(f"there is no question {id_!r}; {self.hint(id_)}")
        source, path = self._files[id_]
        module = _loaded(source, source.questions, id_)
        found = [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, Question) and value.__module__ == module.__name__
        ]
        if len(found) != 1:
            raise BankError(f"{path} must define exactly one question, but it defines {len(found)}")
        solution = _loaded(source, source.solutions, id_)
        if not hasattr(solution, "solve"):
            raise BankError(f"{solution.__file__} must define solve(q, show)")
        return Entry(id_, found[0], solution.solve, self)


def _loaded(source: Source, tree: Path, id_: str) -> ModuleType:
    """Import a file of a bank, which may be an instructor's and fail in any way."""
    try:
        return source.load(tree, id_)
    except Exception as error:
        path = tree / Path(*id_.split(".")).with_suffix(".py")
        if not path.exists():
            raise BankError(f"{id_} has no file {path}") from None
        raise BankError(f"{path} cannot be imported: {type(error).__name__}: {error}") from error
