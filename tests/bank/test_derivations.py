"""Every derivation of the bank works from the fields of its question, and from nothing else."""

from __future__ import annotations

import ast
import inspect
from itertools import islice
from pathlib import Path

import pytest
from pydantic import BaseModel, create_model

from examgen.bank.bank import Bank
from examgen.derivation.lines import derive
from examgen.question.entry import Looked
from examgen.question.selection import candidates, seeded

BANK = Bank()
DRAWS = 3


def bare(variant: BaseModel) -> BaseModel:
    """The fields of a variant in a class that has nothing else."""
    fields = {name: getattr(variant, name) for name in type(variant).model_fields}
    made = create_model("Bare", **dict.fromkeys(fields, (object, ...)))  # type: ignore[call-overload]
    return made.model_construct(**fields)  # type: ignore[no-any-return]


@pytest.mark.parametrize("id_", BANK.ids)
def test_a_derivation_works_from_a_bare_view(id_: str) -> None:
    entry = BANK.question(id_)
    for variant in islice(candidates(entry, seeded("bare", entry), {}), DRAWS):
        worked = derive(entry.solve, bare(variant), variant.symbols, references=Looked(entry))
        assert worked.answers == variant.derivation().answers


@pytest.mark.parametrize("id_", BANK.ids)
def test_a_derivation_names_no_attribute_but_fields(id_: str) -> None:
    """Also in branches that the draws above do not reach: every ``q.name`` of the file is a field."""
    entry = BANK.question(id_)
    tree = ast.parse(Path(inspect.getfile(inspect.unwrap(entry.solve))).read_text(encoding="utf-8"))
    fields = set(entry.definition.model_fields)
    solve = next(node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == "solve")
    view = solve.args.args[0].arg
    named = {
        node.attr
        for node in ast.walk(solve)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == view
    }
    assert named <= fields or BANK.question(id_).solve.__module__ != f"examgen.solutions.{id_}", named - fields


@pytest.mark.parametrize("mean", ["f1", "f_beta", "balanced_accuracy"])
def test_a_mean_of_two_measures_is_worked_out_from_those_above_it(mean: str) -> None:
    """No measure of a confusion matrix is worked out twice because a mean of it is asked for as well."""
    measures = ("precision", "recall", "specificity", mean)
    variant = BANK.question("evaluation.confusion_matrix").variant(
        {"tp": 84, "fn": 16, "fp": 28, "tn": 272, "measures": measures}
    )
    assert [line.ask for line in variant.derivation().lines if line.terms] == [*measures]


@pytest.mark.parametrize("id_", BANK.ids)
def test_the_listing_says_what_attests_the_answers(id_: str) -> None:
    entry, listed = BANK.question(id_), set(BANK.card(id_).attested_by)
    variants = islice(candidates(entry, seeded("attested", entry), {}), DRAWS)
    met = {ask.attestation for variant in variants for ask in variant.asks.values()}
    assert met <= listed, f"{id_} is listed as attested by {listed}"


@pytest.mark.parametrize("id_", BANK.ids)
def test_every_parameter_says_what_it_is(id_: str) -> None:
    undocumented = [each.name for each in BANK.question(id_).parameters if not each.meaning]
    assert not undocumented, f"a field has a description, Field(description=…); missing for {undocumented}"
