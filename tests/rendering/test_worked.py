"""A key shows each line of a derivation as a student would give it: an option by its text, an array as a whole."""

from __future__ import annotations

from itertools import islice
from typing import ClassVar

import pytest

from examgen.answers import Choice, Choices, Matrix, Real, Shape, Vector
from examgen.bank.bank import Bank, Source
from examgen.derivation.lines import Derivation, Line, Show
from examgen.derivation.terms import Term
from examgen.question.entry import Entry
from examgen.question.question import Ask, Question
from examgen.question.selection import candidates, seeded
from examgen.rendering.worked import Worked, worked

BANK = Bank((Source.ours(),))


class _Asks:
    """As much of a variant as is read here."""

    symbols: ClassVar = {}
    stem = r"The output is $z$, and $\partial L / \partial X$ is wanted."

    def __init__(self, **kinds) -> None:
        self.asks = {name: Ask("What?", kind) for name, kind in kinds.items()}


def _line(value, why: str = "So it is.", **kinds) -> Worked:
    show = Show()
    show.answer(next(iter(kinds)), why, value)
    return worked(_Asks(**kinds), show.lines[0])  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("why", "option", "told"),
    [
        ("The largest score.", "$P_2$", "The largest score: $P_2$."),
        ("The factor is above 1.", "It explodes.", "The factor is above 1. It explodes."),
        ("Only one is left: box blur.", "box blur", "Only one is left: box blur."),
    ],
)
def test_an_option_is_told_by_its_text_and_not_by_its_place(why, option, told) -> None:
    line = _line(Term(1), why, best=Choice(("something else", option)))

    assert line == Worked(told)


def test_an_array_that_was_only_put_together_is_shown_as_a_whole() -> None:
    assert _line((Term(28), Term(14), Term(6)), z=Shape()).shown == (r"z = 28 \times 14 \times 6",)


def test_no_letters_are_told_in_a_line_as_each_paper_has_its_own() -> None:
    assert _line((Term(1), Term(0), Term(1)), true=Choices(("A.", "B.", "C."))).shown == ()


def test_what_a_line_announces_is_listed_by_its_texts() -> None:
    told = _line((Term(1), Term(0), Term(1)), "Those that hold:", true=Choices(("A", "B", "C")))
    assert told == Worked("Those that hold: A, C.")


def test_a_fraction_goes_on_to_the_decimals_asked_for() -> None:
    assert _line(Term(150) / Term(17), part=Real(decimals=2)).shown == (r"\frac{150}{17} \approx 8.82",)
    assert _line(Term(3) / Term(2), part=Real(decimals=2)).shown == (r"\frac{3}{2} = 1.5",)


@pytest.mark.parametrize(
    ("ask", "name"), [("z", "z = "), ("dx", r"\partial L / \partial X = "), ("dk", ""), ("w_new", ""), ("shape", "")]
)
def test_an_answer_is_called_by_a_symbol_of_the_question_and_by_no_other(ask, name) -> None:
    assert _line((Term(1), Term(2)), **{ask: Vector()}).whole == rf"{name}{Vector().tex((1, 2))}"


def test_the_cells_of_a_matrix_fall_into_its_columns() -> None:
    one, two = Term(1), Term(2)
    line = _line(((one + two, one * two, one), (two, one - two, two)), z=Matrix())

    assert (len(line.formulas), line.columns) == (6, 3)
    assert line.whole == r"z = \begin{bmatrix} 3 & 2 & 1 \\ 2 & -1 & 2 \end{bmatrix}"


def _lines_of_choices(question: Entry) -> list[tuple[Question, Line]]:
    variant = next(candidates(question, islice(seeded("worked", question), 500), {}))
    derivation: Derivation = variant.derivation()
    return [
        (variant, line) for line in derivation.lines if line.ask and isinstance(variant.asks[line.ask].type, Choice)
    ]


@pytest.mark.parametrize("id_", BANK.ids)
def test_no_line_of_the_bank_answers_a_choice_with_a_bare_number(id_) -> None:
    for variant, line in _lines_of_choices(BANK.question(id_)):
        kind = variant.asks[line.ask].type
        option = kind.listed[kind.fit(line.value)][1] if line.value is not None else ""

        assert worked(variant, line).shown == ()
        assert option.rstrip(".").casefold() in worked(variant, line).why.casefold()


def test_of_a_shape_each_length_that_was_worked_out_is_shown_once_and_then_the_shape() -> None:
    side = Term(32) - 3 + 1
    line = _line((side, Term(32) - 3 + 1, Term(6)), size=Shape())
    assert line.shown == ("32 - 3 + 1 = 30", r"30 \times 30 \times 6")


def test_a_grid_that_was_put_together_on_the_way_is_a_matrix() -> None:
    show = Show()
    show("Rotate it.", ((Term(4), Term(3)), (Term(2), Term(1))))
    assert worked(_Asks(), show.lines[0]).shown == (r"\begin{bmatrix} 4 & 3 \\ 2 & 1 \end{bmatrix}",)  # type: ignore[arg-type]
