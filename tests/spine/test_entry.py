"""Banks are values: nothing of a bank is kept on a class, and a derivation sees the fields of its variant only."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from examgen.answers import Integer
from examgen.bank.bank import Bank, Source
from examgen.bank.card import BankError
from examgen.derivation.lines import Fields, NotAField, Show, derive
from examgen.question.entry import Entry
from examgen.question.parameters import Parameter
from examgen.question.question import Ask, Computed, Question
from examgen.question.selection import any_variant, candidates, seeded
from examgen.verify.witness import attest, reproduction

TOY = Path(__file__).parents[1] / "toy_bank"


@pytest.fixture
def other_toy(tmp_path: Path) -> Path:
    """The toy bank with another derivation of one question, and a helper that two files share."""
    folder = tmp_path / "other bank"
    shutil.copytree(TOY, folder, ignore=shutil.ignore_patterns("__pycache__"))
    question = folder / "question_bank/toy/size.py"
    shared = folder / "question_bank/toy/_titles.py"
    shared.write_text('"""Shared."""\n\nTITLE = "Another size"\n', encoding="utf-8")
    text = question.read_text(encoding="utf-8")
    text = text.replace("\n\nclass ", "\nfrom ._titles import TITLE\n\n\nclass ", 1)
    text = text.replace("topic, level, title =", "title = TITLE\n    topic, level, _ =", 1)
    question.write_text(text, encoding="utf-8")
    return folder


def test_two_banks_with_the_same_id_live_in_one_process(other_toy: Path) -> None:
    one, other = (Bank((Source.folder(folder),)).question("toy.size") for folder in (TOY, other_toy))
    assert (one.id, other.id) == ("toy.size", "toy.size")
    assert other.title == "Another size", "a helper is imported with a relative import"
    assert one.title != other.title
    parameters = next(candidates(one, seeded("a", one), {})).settings
    mine, theirs = one.variant(parameters), other.variant(parameters)
    assert mine != theirs
    assert (mine.entry, theirs.entry) == (one, other)
    assert mine.bank.folders == (str(TOY),)
    assert theirs.but() is not None
    assert theirs.but().entry is other  # type: ignore[union-attr]
    assert reproduction(theirs).endswith(f"--bank '{other_toy}'")


def test_a_folder_that_is_opened_again_has_its_documentation(other_toy: Path) -> None:
    shared = other_toy / "question_bank/toy/size.py"
    text = shared.read_text(encoding="utf-8")
    shared.write_text(text.replace("le=1000)", 'le=1000, description="The side.")', 1), encoding="utf-8")
    for _ in range(2):
        entry = Bank((Source.folder(other_toy),)).question("toy.size")
        assert entry.parameters[0].line == "The side (integer, 1 to 1,000)."


@pytest.mark.parametrize(
    ("meaning", "type_", "line"),
    [
        ("First layer: LSTM or GRU.", "LSTM or GRU", "First layer: LSTM or GRU."),
        ("Layers in order: LSTM or GRU.", "list of values, each LSTM or GRU", "Layers in order: LSTM or GRU (list)."),
        ("Kind of the layer.", "LSTM or GRU", "Kind of the layer (LSTM or GRU)."),
        ("Layer: LSTMCell or GRU.", "LSTM or GRU", "Layer: LSTMCell or GRU (LSTM or GRU)."),
    ],
)
def test_choices_that_the_meaning_names_are_not_repeated(meaning: str, type_: str, line: str) -> None:
    assert Parameter("kind", meaning, type_, "", "").line == line


def test_two_folders_with_the_same_id_do_not_make_one_bank(other_toy: Path) -> None:
    with pytest.raises(BankError, match="two questions have the id broken"):
        Bank((Source.folder(TOY), Source.folder(other_toy)))


def test_a_changed_file_changes_the_version_of_the_bank(other_toy: Path) -> None:
    before = Bank((Source.folder(other_toy),)).version
    assert before == Bank((Source.folder(other_toy),)).version
    solution = other_toy / "solutions/toy/size.py"
    solution.write_text(solution.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert Bank((Source.folder(other_toy),)).version != before


class Sides(Question):
    topic, level, title, stem = "toy", 1, "Sides", ""
    double = Ask("Twice?", Integer(), of=Computed(lambda q: q.n + q.n))

    n: int = 3
    """Side."""
    big: bool = False

    @classmethod
    def draw(cls, d: Any) -> dict[str, Any]:
        return dict(n=d.integer("n", 1, 9))

    @property
    def twice(self) -> int:
        return 2 * self.n


def test_a_derivation_that_touches_a_property_fails() -> None:
    def solve(q: Any, show: Show) -> None:
        show.answer("double", "", q.twice)

    variant = Entry("toy.sides", Sides, solve).variant(n=4)
    with pytest.raises(NotAField, match=r"'twice' is no field of Sides \(n, big\)"):
        variant.derivation()
    for name in ("network", "asks", "parameters", "worked", "admissible", "model_fields", "nothing"):
        with pytest.raises(NotAField):
            getattr(Fields(variant), name)


def test_a_derivation_works_from_the_fields_alone() -> None:
    def solve(q: Any, show: Show) -> None:
        show.answer("double", "Twice {side}.", 2 * q.n, side=q.n)

    class Bare(BaseModel):
        n: int

    derivation = derive(solve, Bare(n=4), {})
    assert derivation.answers == {"double": 8}
    assert derivation.lines[0].formulas == (r"2n = 2 \cdot 4 = 8",)


def test_words_of_a_line_are_put_into_a_template_that_can_be_translated() -> None:
    show = Show()
    show("{name}: $x_{t}$ is {n} by {{n}}.", 3, name="Conv2D", n=0.5)
    (line,) = show.lines
    assert line.why == "Conv2D: $x_{t}$ is 0.5 by {0.5}."
    assert line.in_words(lambda text: text.replace(" is ", " ist ")) == "Conv2D: $x_{t}$ ist 0.5 by {0.5}."
    with pytest.raises(TypeError, match="no place for 'other'"):
        show("{name}", 1, name="a", other="b")


def test_a_variant_without_a_bank_says_so() -> None:
    with pytest.raises(LookupError, match=r"belongs to no bank; make variants through Entry\.variant"):
        _ = Sides(n=3).id


def test_ids_last() -> None:
    entry = Bank().question("convolution.output_size")
    assert entry.ask_id("side") == "convolution.output_size/side"
    assert entry.misconception_id("rounded_up") == "convolution.output_size/rounded_up"
    assert entry.misconception_id("bias_left_out") == "bias_left_out"
    assert entry.version >= 1


def test_a_convention_that_is_not_known_is_refused() -> None:
    with pytest.raises(TypeError, match="no convention 'none'"):
        type("Odd", (Sides,), {"conventions": ("none",), "__module__": __name__})


# what a draw must have ------------------------------------------------------------------------------------------------


class Chain(Question):
    topic, level, title, stem = "toy", 1, "Chain", ""
    depends = {"h2": ("h1", "x[0]")}  # noqa: RUF012
    h1 = Ask("First?", Integer(), of=Computed(lambda q: q.x[0]))
    h2 = Ask("Second?", Integer(), follows="h1", of=Computed(lambda q, answers: q.w * answers["h1"] + q.x[1]))

    x: tuple[int, int]
    w: int

    @classmethod
    def draw(cls, d: Any) -> dict[str, Any]:
        return dict(x=d.row("x", 2, range(9)), w=d.integer("w", 0, 1))


def chain(q: Any, show: Show) -> None:
    h1 = show.answer("h1", "", q.x[0])
    show.answer("h2", "", q.w * h1 + q.x[1])


def test_a_draw_whose_answers_do_not_depend_as_declared_is_not_used() -> None:
    entry = Entry("toy.chain", Chain, chain)
    drawn = list(candidates(entry, seeded("a", entry), {}))
    assert {variant.w for variant in drawn} == {1}, "with weight 0 the first answer does not matter"
    asked_for = any_variant(entry, seeded("a", entry), {"w": 0})
    assert attest([asked_for])[0].key["h2"] == asked_for.x[1], "a person may ask for it all the same"


def test_a_dependence_on_nothing_that_there_is_is_told() -> None:
    class Odd(Chain):
        depends = {"h2": ("h9",)}  # noqa: RUF012

    entry = Entry("toy.odd", Odd, chain)
    with pytest.raises(LookupError, match="depends names 'h9'"):
        next(candidates(entry, seeded("a", entry), {}))
