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
            "passed",
            "The encoder passes on its final hidden state and its final cell state, each with one entry per unit.",
            2 * q.units,
        )
    else:
        show.answer("passed", "The encoder passes on its final state, which has one entry per unit.", q.units)
    why = "The decoder has one output per time step, with one entry per word of the target vocabulary."
    show.answer("output", why, (q.target_steps, q.target_words))
    recurrent = show(q.kind + ": " + WHY[q.kind] + ".", whole_layer(q.kind, q.dimension, q.units))
    table = show(
        "The embedding of the encoder has one vector per word of the source vocabulary.", q.source_words * q.dimension
    )
    show.answer("encoder", "Add the embedding and the recurrent layer.", table + recurrent)
    table = show(
        "The embedding of the decoder has one vector per word of the target vocabulary.", q.target_words * q.dimension
    )
    dense = show(
        "For each word of the target vocabulary, the output layer has one weight per entry of the state and one bias.",
        (q.units + 1) * q.target_words,
    )
    show.answer(
        "decoder",
        "Add the embedding, the recurrent layer, which is as large as that of the encoder, and the output layer.",
        table + recurrent + dense,
    )
