"""Three gates and a candidate; what is kept and what is written make the cell state, and the output gate shows some of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, sigmoid, tanh
from examgen.solutions.recurrent._gated import read_out, weighed
from examgen.solutions.recurrent._unrolled import answer, in_order

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.lstm_step import LstmStep


def solve(q: LstmStep, show: Show) -> None:
    h, c = q.h0, q.c0
    for t, x in enumerate(in_order(q), start=1):
        zi, zf, zc, zo = (weighed(q, place, x, h) for place in range(4))
        i = answer(show, f"i{t}", "The input gate says how much is written.", each(sigmoid, zi))
        f = answer(show, f"f{t}", "The forget gate says how much of the old cell state is kept.", each(sigmoid, zf))
        new = answer(show, f"candidate{t}", "The candidate is what may be written.", each(tanh, zc))
        c = answer(
            show,
            f"c{t}",
            "What is kept and what is written add up.",
            each(lambda f, c, i, n: f * c + i * n, f, c, i, new),
        )
        o = answer(show, f"o{t}", "The output gate says how much of the cell state is shown.", each(sigmoid, zo))
        h = answer(
            show, f"h{t}", "The cell state is squashed and passes the gate.", each(lambda o, c: o * tanh(c), o, c)
        )
        read_out(q, show, t, h)
