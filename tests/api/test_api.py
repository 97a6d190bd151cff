"""`import examgen`: what a notebook is offered."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import examgen
from examgen.errors import UserError

TOY = Path(__file__).parents[1] / "toy_bank"
SIZE = {"n": 28, "f": 5, "p": 1, "s": 2}


def test_nothing_is_imported_before_it_is_used() -> None:
    code = """
import sys, examgen
assert {"Bank", "Question", "mark", "sample", "solve"} <= set(dir(examgen))
print([name for name in ("pydantic", "tensorflow", "keras") if name in sys.modules])
examgen.sample("convolution.output_size", seed="a")[0]._repr_html_()
print([name for name in ("tensorflow", "keras") if name in sys.modules])
"""
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert result.stdout.splitlines() == ["[]", "[]"]


def test_what_is_not_offered_is_told() -> None:
    with pytest.raises(AttributeError, match=r"no attribute 'grade'; it offers Bank, Question, mark, sample, solve"):
        _ = examgen.grade  # type: ignore[attr-defined]


def test_a_seed_draws_the_same_variants() -> None:
    one, other = (examgen.sample("softmax.values", 3, seed="a") for _ in range(2))
    assert one == other
    assert len({str(variant.parameters) for variant in one}) == 3
    assert one[0].asks.keys() == {"p"}


def test_a_question_is_solved_by_both_witnesses() -> None:
    solution = examgen.solve("convolution.output_size", **SIZE)
    assert solution.answers == {"side": "13"}
    assert solution.attested_by == {"side": "Keras"}
    assert solution.wrong_answers["rounded_up"] == {"side": 14}
    assert solution.derivation.lines
    assert examgen.solve(solution.variant, n=29).answers == {"side": "14"}, "a variant with another parameter"


def test_answers_are_marked_with_the_reason() -> None:
    variant = examgen.solve("convolution.output_size", **SIZE).variant
    assert examgen.mark(variant, "13").right
    wrong = examgen.mark(variant, {"side": "14"})
    assert not wrong.right
    assert wrong.share == 0
    assert "rounded the quotient up" in wrong.why("side")
    pending = examgen.mark(variant, "about a dozen, I think")
    assert (pending.share, pending.highest) == (0, 1), "a person has to look at it"


def test_an_answer_to_what_is_not_asked_is_refused() -> None:
    variant = examgen.sample("dense.forward", seed="a")[0]
    with pytest.raises(UserError, match=r"does not ask for 'y'; it asks for z, a"):
        examgen.mark(variant, {"y": "1"})
    with pytest.raises(UserError, match="give the answers by these names"):
        examgen.mark(variant, "1 2")
    with pytest.raises(UserError, match=r"did you mean dense\.forward"):
        examgen.solve("dense.forwad")


def test_a_bank_of_ones_own_is_handed_in() -> None:
    bank = examgen.Bank.with_folders(TOY)
    assert examgen.solve("toy.size", bank=bank, n=9, f=3, p=0, s=1).answers == {"side": "7"}


def test_a_variant_and_its_solution_show_themselves_in_a_notebook() -> None:
    solution = examgen.solve("convolution.output_size", **SIZE)
    shown = solution.variant._repr_html_()
    assert "<math" in shown
    assert "Answer" not in shown, "a variant does not show its answer"
    assert "<script" not in shown
    solved = solution._repr_html_()
    assert "Answer" in solved
    assert "attested by Keras and by the derivation" in solved
    assert "<li>" in solved
    grid = examgen.sample("convolution.feature_map", seed="a")[0]._repr_html_()
    assert "<svg" in grid


def test_what_a_student_wrote_is_shown_and_never_interpreted() -> None:
    variant = examgen.solve("convolution.output_size", **SIZE).variant
    shown = examgen.mark(variant, "<b>14</b> $x$ {{ n }}")._repr_html_()
    assert "&lt;b&gt;14&lt;/b&gt; $x$ {{ n }}" in shown
    assert "<b>14</b>" not in shown
    assert "rounded the quotient up" in examgen.mark(variant, "14")._repr_html_()
