"""Write the equations of the cell down, and find each sentence in them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.solutions.concept._statements import assigned

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    if q.theme == "lstm_gates":
        show.say(
            r"The cell state is $c_t = f_t \odot c_{t-1} + i_t \odot \tilde c_t$, the hidden state $h_t = o_t \odot \tanh(c_t)$, "
            r"with forget gate $f$, input gate $i$, output gate $o$ and candidate $\tilde c$."
        )
    if q.theme == "gru_gates":
        show.say(
            r"The state is $h_t = z_t \odot h_{t-1} + (1 - z_t) \odot \tilde h_t$ (as in Keras), with update gate $z$ and candidate "
            r"$\tilde h$; the reset gate is applied to the old state in the candidate."
        )
    assigned(q, show, "the ")
