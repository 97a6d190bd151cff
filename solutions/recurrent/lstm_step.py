"""Three gates and the candidate, then the cell state and the hidden state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import each, sigmoid, tanh
from examgen.solutions.recurrent._gated import read_out, weighed
from examgen.solutions.recurrent._unrolled import in_order
from examgen.solutions.steps import answer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.lstm_step import LstmStep


def solve(q: LstmStep, show: Show) -> None:
    h, c = q.h0, q.c0
    for t, x in enumerate(in_order(q), start=1):
        zi, zf, zc, zo = (weighed(q, place, x, h) for place in range(4))
        i = answer(show, f"i{t}", r"$i_{{t}} = \sigma(z^i_{{t}})$.", each(sigmoid, zi), t=t)
        f = answer(show, f"f{t}", r"$f_{{t}} = \sigma(z^f_{{t}})$.", each(sigmoid, zf), t=t)
        new = answer(show, f"candidate{t}", r"$\tilde c_{{t}} = \tanh(z^c_{{t}})$.", each(tanh, zc), t=t)
        c = answer(
            show,
            f"c{t}",
            r"$c_{{t}} = f_{{t}} \odot c_{{before}} + i_{{t}} \odot \tilde c_{{t}}$.",
            each(lambda f, c, i, n: f * c + i * n, f, c, i, new),
            t=t,
            before=t - 1,
        )
        o = answer(show, f"o{t}", r"$o_{{t}} = \sigma(z^o_{{t}})$.", each(sigmoid, zo), t=t)
        h = answer(
            show, f"h{t}", r"$h_{{t}} = o_{{t}} \odot \tanh(c_{{t}})$.", each(lambda o, c: o * tanh(c), o, c), t=t
        )
        read_out(q, show, t, h)
