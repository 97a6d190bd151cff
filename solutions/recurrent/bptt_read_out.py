"""Forward pass, the output and the loss, then backwards step by step; the contributions of all steps add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, tanh, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.bptt_read_out import BpttReadOut


def solve(q: BpttReadOut, show: Show) -> None:
    h: list[Scalar] = [q.h0]
    for t, x in enumerate(q.x, start=1):
        why = "Time step {t}: $z_{{t}} = w_x x_{{t}} + w_h h_{{before}} + b$."
        z = show(why, q.wx * x + q.wh * h[-1] + q.b, t=t, before=t - 1)
        h.append(show.answer(f"h{t}", r"$h_{{t}} = \tanh(z_{{t}})$.", tanh(z), symbol=f"h_{t}", t=t))
    read = range(len(q.x) - len(q.y) + 1, len(q.x) + 1)
    at = {t: r"\hat y" if len(q.y) == 1 else rf"\hat y_{{{t}}}" for t in read}
    why = "${output} = v h_{{t}} + c$."
    outputs = [show.answer(f"out{t}", why, q.v * h[t] + q.c, output=at[t], t=t) for t in read]
    why = "Compute the error ${output} - {target}$."
    if q.halved:
        why = r"$\partial L / \partial {output} = {output} - {target}$."
    errors = [
        show(why, output - y, output=at[t], target=at[t].replace(r"\hat ", ""))
        for t, output, y in zip(read, outputs, q.y, strict=True)
    ]
    squares = total(error**2 for error in errors)
    show.answer("loss", r"Substitute $\hat y$ and $y$ into the loss.", squares / 2 if q.halved else squares)
    slopes = errors
    if not q.halved:
        why = r"$\partial L / \partial {output} = 2 ({output} - {target})$."
        slopes = [
            show(why, 2 * error, output=at[t], target=at[t].replace(r"\hat ", ""))
            for t, error in zip(read, errors, strict=True)
        ]
    by_output = dict(zip(read, slopes, strict=True))
    by_v = total(by_output[t] * h[t] for t in read)
    if len(q.y) == 1:
        why = r"$\partial L / \partial v = \partial L / \partial \hat y \cdot h_{{last}}$."
        show.answer("dv", why, by_v, last=len(q.x))
    else:
        why = r"$\partial L / \partial v = \sum_t \partial L / \partial \hat y_t \cdot h_t$."
        show.answer("dv", why, by_v)

    by_z: list[Scalar] = []
    for t in range(len(q.x), 0, -1):
        if not by_z:
            why = r"$\partial L / \partial h_{{t}} = \partial L / \partial {output} \cdot v$."
            by_h = show(why, by_output[t] * q.v, t=t, output=at[t])
        elif t in by_output:
            why = (
                r"$\partial L / \partial h_{{t}} = \partial L / \partial \hat y_{{t}} \cdot v "
                r"+ \partial L / \partial z_{{next}} \cdot w_h$."
            )
            by_h = show(why, by_output[t] * q.v + by_z[0] * q.wh, t=t, next=t + 1)
        else:
            why = r"$\partial L / \partial h_{t} = \partial L / \partial z_{next} \cdot w_h$."
            by_h = show(why, by_z[0] * q.wh, t=t, next=t + 1)
        why = r"$\partial L / \partial z_{t} = \partial L / \partial h_{t} \cdot (1 - h_{t}^2)$."
        by_z.insert(0, show(why, by_h * (1 - h[t] ** 2), t=t))

    by_wh = total(slope * state for slope, state in zip(by_z, h[:-1], strict=True))
    show.answer("dwh", r"$\partial L / \partial w_h = \sum_t \partial L / \partial z_t \cdot h_{t-1}$.", by_wh)
    by_wx = total(slope * x for slope, x in zip(by_z, q.x, strict=True))
    show.answer("dwx", r"$\partial L / \partial w_x = \sum_t \partial L / \partial z_t \cdot x_t$.", by_wx)
