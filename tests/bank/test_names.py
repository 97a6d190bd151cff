"""One thing has one name over the whole bank, so that who knows one question can set the parameters of another."""

from __future__ import annotations

import ast
from pathlib import Path

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
    for path in sorted(Path(question_bank.__file__).parent.rglob("*.py")):
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            module = statement.module or "" if isinstance(statement, ast.ImportFrom) else ""
            if module.startswith("examgen.") and not module.startswith(("examgen.authoring", "examgen.question_bank")):
                assert not {alias.name for alias in statement.names} & set(authoring.__all__), (path.name, module)
