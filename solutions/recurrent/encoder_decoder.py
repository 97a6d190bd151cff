"""The final states are passed on; parameters are counted layer by layer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.solutions.recurrent._parameters import WHY, whole_layer

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.encoder_decoder import EncoderDecoder


def solve(q: EncoderDecoder, show: Show) -> None:
    if q.kind == "LSTM":
        show.answer(
            "passed", "The final hidden state and the final cell state, each with one entry per unit.", 2 * q.units
        )
    else:
        show.answer("passed", "The final state has one entry per unit.", q.units)
    why = "One output per target word, with one entry per word of the target vocabulary."
    show.answer("output", why, (q.target_steps, q.target_words))
    recurrent = show(q.kind + ": " + WHY[q.kind] + ".", whole_layer(q.kind, q.dimension, q.units))
    table = show("Embedding of the source words.", q.source_words * q.dimension)
    show.answer("encoder", "Embedding and recurrent layer.", table + recurrent)
    table = show("Embedding of the target words.", q.target_words * q.dimension)
    dense = show("Output layer: one weight per state and word, and one bias per word.", (q.units + 1) * q.target_words)
    show.answer(
        "decoder", "Embedding, a recurrent layer of the same size, and output layer.", table + recurrent + dense
    )
