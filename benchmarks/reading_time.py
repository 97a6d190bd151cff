"""How long a newcomer who knows Keras reads to understand a question: one second per line that has to be opened.

    python benchmarks/reading_time.py [--all] [--seed SEED] [--each]

Ten questions chosen at random (or all of them). What has to be opened to know what is asked, how it is drawn, what runs, which
misconceptions exist and how the answer is derived:

- the question's file and its derivation, every line but blank ones and imports;
- every base class of theirs in the bank, in full, with its own base classes: what it declares is part of the question;
- of a function or a value that is used, the signature and the docstring, which say what it gives: nobody opens ``total`` to read a
  sum, or a function that adds a layer to a network to see that it does.

Behind it stand the lines of all files that are touched, however little of them has to be read; last, the mean length of the files of all
questions.
"""

from __future__ import annotations

import ast
import inspect
import random
import statistics
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from examgen.bank.bank import Bank

SHARED = ("examgen.question_bank", "examgen.solutions")


@cache
def tree(module: str) -> ast.Module:
    """The source of a module of the bank."""
    return ast.parse(Path(sys.modules[module].__file__ or "").read_text(encoding="utf-8"))


@cache
def definitions(module: str) -> dict[str, ast.stmt]:
    """What a module defines, by name."""
    found: dict[str, ast.stmt] = {}
    for node in tree(module).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            found[node.name] = node
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                found.update({name.id: node for name in ast.walk(target) if isinstance(name, ast.Name)})
    return found


@cache
def imported(module: str) -> dict[str, tuple[str, str]]:
    """What a module imports from the helpers of the bank: its name here, the module and the name there; types do not count."""
    found: dict[str, tuple[str, str]] = {}
    for node in tree(module).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(SHARED):
            found.update({(a.asname or a.name): (node.module, a.name) for a in node.names})
    return found


def opened(module: str, node: ast.AST, seen: set[tuple[str, str]]) -> Iterator[tuple[str, str, int]]:
    """The helpers that a piece of source uses: their module, name and the lines that have to be read."""
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    for name in sorted(names):
        home, there = imported(module).get(name, (module, name))
        if (home, there) in seen or there not in definitions(home):
            continue
        if home.rpartition(".")[2][:1] != "_" and home != module and not _is_shared(home):
            continue  # another question of the bank, for its type only
        seen.add((home, there))
        definition = definitions(home)[there]
        in_full = _is_base(definition, node)
        yield home, there, _length(definition, home) if in_full else _heading(definition, home, node)
        if in_full:
            yield from opened(home, definition, seen)


def _is_base(definition: ast.stmt, node: ast.AST) -> bool:
    """Whether a class is a base class of one that is read, and not the class of a value that is used."""
    bases = (base for each in ast.walk(node) if isinstance(each, ast.ClassDef) for base in each.bases)
    return isinstance(definition, ast.ClassDef) and definition.name in {b.id for b in bases if isinstance(b, ast.Name)}


def _is_shared(home: str) -> bool:
    return home == "examgen.solutions.steps"


def _length(node: ast.stmt, module: str) -> int:
    first = min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", []))])
    return _read(module, first, node.end_lineno or node.lineno)


def _heading(definition: ast.stmt, module: str, user: ast.AST) -> int:
    """The lines of a signature and a docstring; a constant in full, and of a class what is used of it."""
    if isinstance(definition, ast.ClassDef):
        used = {each.attr for each in ast.walk(user) if isinstance(each, ast.Attribute)}
        methods = [part for part in definition.body if isinstance(part, ast.FunctionDef)]
        first = methods[0].lineno - 1 if methods else definition.end_lineno or definition.lineno
        own = _read(module, definition.lineno, first)
        return own + sum(_heading(method, module, user) for method in methods if method.name in used)
    if not isinstance(definition, ast.FunctionDef):
        return _length(definition, module)
    body = definition.body[0]
    last = (body.end_lineno or body.lineno) if ast.get_docstring(definition) is not None else body.lineno - 1
    return _read(module, definition.lineno, last)


def _read(module: str, first: int, last: int) -> int:
    """How many lines there are to read from one line of a module to another."""
    lines = Path(sys.modules[module].__file__ or "").read_text(encoding="utf-8").splitlines()
    skipped: set[int] = set()
    for node in tree(module).body:
        is_import = isinstance(node, ast.Import | ast.ImportFrom)
        if is_import or (isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"):
            skipped.update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return sum(bool(lines[number - 1].strip()) for number in range(first, last + 1) if number not in skipped)


def _lines(module: str) -> int:
    return len(Path(sys.modules[module].__file__ or "").read_text(encoding="utf-8").splitlines())


def reading_time(bank: Bank, id_: str) -> tuple[int, int, list[tuple[str, str, int]]]:
    """The lines to be read for a question, those of all files that they stand in, and the helpers among them."""
    entry = bank.question(id_)
    total, touched, helpers = 0, set(), []
    for made in (entry.definition, inspect.unwrap(entry.solve)):
        module = made.__module__
        total += _read(module, 1, _lines(module))
        own = {(module, name) for name in definitions(module)}
        found = list(opened(module, tree(module), own))
        helpers += found
        touched |= {module, *(home for home, _, _ in found)}
    return total + sum(lines for _, _, lines in helpers), sum(map(_lines, touched)), helpers


def main() -> None:
    bank, arguments = Bank(), sys.argv[1:]
    seed = arguments[arguments.index("--seed") + 1] if "--seed" in arguments else "reading time"
    chosen = list(bank.ids) if "--all" in arguments else sorted(random.Random(seed).sample(list(bank.ids), 10))
    times: list[int] = []
    files: list[int] = []
    for id_ in chosen:
        seconds, lines, helpers = reading_time(bank, id_)
        times.append(seconds)
        files.append(lines)
        print(f"{seconds:5} {lines:5}  {id_}")
        if "--each" in arguments:
            for home, name, lines in sorted(helpers, key=lambda each: -each[2]):
                print(f"       {lines:5}  {home.removeprefix('examgen.')}.{name}")
    print(f"mean {statistics.mean(times):.0f} s, median {statistics.median(times):.0f} s of {len(times)} questions")
    print(f"whole files: mean {statistics.mean(files):.0f} lines")
    lengths = [_lines(bank.question(id_).definition.__module__) for id_ in bank.ids]
    print(
        f"question files: mean {statistics.mean(lengths):.1f} lines, median {statistics.median(lengths):.0f} of {len(lengths)}"
    )


if __name__ == "__main__":
    main()
