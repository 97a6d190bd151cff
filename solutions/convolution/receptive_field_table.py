"""Sides by the size formula; effective strides multiply; receptive fields grow by (f − 1) times the effective stride."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import unnamed

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.convolution.receptive_field_table import ReceptiveFieldTable


def solve(q: ReceptiveFieldTable, show: Show) -> None:
    stack = unnamed(q.stack)
    sides: list[Any] = [unnamed(q.n)]
    for i, (f, s, p) in enumerate(stack, start=1):
        padded = sides[-1] + 2 * p if p else sides[-1]
        side = (padded - f if s == 1 else (padded - f) // s) + 1
        sides.append(show(r"Layer {i}: $\lfloor (n + 2p - f) / s \rfloor + 1$.", side, i=i))
    show.answer("sides", "The side lengths in order.", tuple(sides[1:]))
    show.say("For the image itself, the effective stride is $j = 1$ and the receptive field is $r = 1$.")
    jumps: list[Any] = [1]
    for i, (_, s, _) in enumerate(stack, start=1):
        why = "Effective stride after layer {i}: the previous effective stride times the stride of layer {i}."
        jumps.append(show(why, jumps[-1] * s, i=i))
    jumps = [1, *show.answer("jumps", "The effective strides in order.", tuple(jumps[1:]))]
    fields: list[Any] = [1]
    for i, (f, _, _) in enumerate(stack, start=1):
        why = "Receptive field after layer {i}: $r \\leftarrow r + (f - 1) \\, j$ with the effective stride $j$ of its input."
        fields.append(show(why, fields[-1] + (f - 1) * jumps[i - 1], i=i))
    show.answer("fields", "The receptive fields in order.", tuple(fields[1:]))
