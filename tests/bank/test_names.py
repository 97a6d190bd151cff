"""One thing has one name over the whole bank, so that who knows one question can set the parameters of another."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from examgen import authoring, question_bank
from examgen.bank.bank import Bank

INSTEAD = {
    "dilation": "dilation_rate",
    "kernels": "kernel_sizes",
    "lr": "learning_rate",
    "pictures": "images",
    "pool": "pool_size",
    "read_out_bias": "a",
    "recurrent_bias": "d",
    "recurrent_kernel": "Wh",
    "stride": "strides",
    "timesteps": "steps",
}
"""Names that were used for the same thing, and the one that is (docs/authoring.md)."""
FILES = sorted(Path(question_bank.__file__).parent.rglob("*.py"))
NUMBERS = {"batch_size", "kernel_size", "learning_rate", "steps", "features", "classes", "dimension"}
"""Names that never stand for an array of weights or pixels."""


def test_a_parameter_has_the_name_that_the_bank_uses() -> None:
    bank = Bank()
    for id_ in bank.ids:
        fields = bank.question(id_).definition.model_fields
        assert not INSTEAD.keys() & fields.keys(), (id_, INSTEAD)
        assert "kernel" not in fields or "tuple" in str(fields["kernel"].annotation), id_
        for name in NUMBERS & fields.keys():
            assert "tuple[tuple" not in str(fields[name].annotation), (id_, name)


def test_a_question_takes_what_authoring_offers_from_there_alone() -> None:
    """So whoever reads one question knows the head of all others."""
    for path in FILES:
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            module = statement.module or "" if isinstance(statement, ast.ImportFrom) else ""
            if module.startswith("examgen.") and not module.startswith(("examgen.authoring", "examgen.question_bank")):
                assert not {alias.name for alias in statement.names} & set(authoring.__all__), (path.name, module)


Import = ast.Import | ast.ImportFrom
WIDTH = 120


def _order(statement: Import) -> tuple[bool, bool, str]:
    """Python's own modules first, and whole modules before names."""
    module = statement.module or "" if isinstance(statement, ast.ImportFrom) else statement.names[0].name
    return module.startswith("examgen."), isinstance(statement, ast.ImportFrom), module


def _filled(module: str, names: list[str]) -> list[list[str]]:
    """The names of an import in as few lines as hold them."""
    lines: list[list[str]] = []
    for name in names:
        if lines and len(f"from {module} import {', '.join([*lines[-1], name])}") <= WIDTH:
            lines[-1].append(name)
        else:
            lines.append([name])
    return lines


def _lines(module: str, names: list[str]) -> list[list[str]]:
    """Those of classes and constants first, and on lines of their own where one line does not hold all names."""
    names = sorted(names, key=lambda name: (not name.isupper() or len(name) == 1, not name[0].isupper(), name))
    if len(lines := _filled(module, names)) == 1:
        return lines
    return [
        line
        for capital in (True, False)
        for line in _filled(module, [name for name in names if name[0].isupper() == capital])
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_a_question_imports_stands_in_order_in_two_lines_and_not_one_name_a_line(path: Path) -> None:
    found = [each for each in ast.parse(path.read_text(encoding="utf-8")).body if isinstance(each, Import)]
    assert found == sorted(found, key=_order)
    lines: dict[str, list[list[str]]] = {}
    for each in found:
        if isinstance(each, ast.ImportFrom) and (each.module or "").startswith("examgen."):
            names = [f"{alias.name} as {alias.asname}" if alias.asname else alias.name for alias in each.names]
            lines.setdefault(each.module or "", []).append(names)
    for module, imported in lines.items():
        assert imported == _lines(module, [name for line in imported for name in line])
