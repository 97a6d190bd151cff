"""Three gates and the candidate, then the cell state and the hidden state."""

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
        i = answer(show, f"i{t}", r"$i_t = \sigma(z^i_t)$.", each(sigmoid, zi))
        f = answer(show, f"f{t}", r"$f_t = \sigma(z^f_t)$.", each(sigmoid, zf))
        new = answer(show, f"candidate{t}", r"$\tilde c_t = \tanh(z^c_t)$.", each(tanh, zc))
        c = answer(
            show,
            f"c{t}",
            r"$c_t = f_t \odot c_{t-1} + i_t \odot \tilde c_t$.",
            each(lambda f, c, i, n: f * c + i * n, f, c, i, new),
        )
        o = answer(show, f"o{t}", r"$o_t = \sigma(z^o_t)$.", each(sigmoid, zo))
        h = answer(show, f"h{t}", r"$h_t = o_t \odot \tanh(c_t)$.", each(lambda o, c: o * tanh(c), o, c))
        read_out(q, show, t, h)
