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
        z = show("Step {t}: pre-activation $w_x x_t + w_h h_{{t-1}} + b$.", biased(q.wx * x + q.wh * h[-1], q.b), t=t)
        h.append(show.answer(f"h{t}", r"$h_t = \tanh(z_t)$.", tanh(z), symbol=f"h_{t}"))
    read = range(len(q.x) - len(q.y) + 1, len(q.x) + 1)
    outputs = [show.answer(f"out{t}", "Output $v h_t + c$.", biased(q.v * h[t], q.c)) for t in read]

    errors = [show(r"Error $\hat y - y$.", output - y) for output, y in zip(outputs, q.y, strict=True)]
    squares = total(error**2 for error in errors)
    show.answer("loss", "The loss.", squares / 2 if q.halved else squares)
    slopes = errors if q.halved else [show(r"$\partial L / \partial \hat y = 2 (\hat y - y)$.", 2 * e) for e in errors]
    by_output = dict(zip(read, slopes, strict=True))
    by_v = total(by_output[t] * h[t] for t in read)
    show.answer("dv", r"$\partial L / \partial v = \partial L / \partial \hat y \cdot h_t$.", by_v)

    by_z: list[Scalar] = []
    for t in range(len(q.x), 0, -1):
        if not by_z:
            by_h = show(
                r"$\partial L / \partial h_{t} = \partial L / \partial \hat y \cdot v$.", by_output[t] * q.v, t=t
            )
        elif t in by_output:
            why = r"$\partial L / \partial h_{t}$: through $\hat y_{t}$ and through the next step."
            by_h = show(why, by_output[t] * q.v + by_z[0] * q.wh, t=t)
        else:
            why = r"$\partial L / \partial h_{t} = \partial L / \partial z_{next} \cdot w_h$."
            by_h = show(why, by_z[0] * q.wh, t=t, next=t + 1)
        why = r"$\partial L / \partial z_{t} = \partial L / \partial h_{t} \cdot (1 - h_{t}^2)$."
        by_z.insert(0, show(why, by_h * (1 - h[t] ** 2), t=t))

    by_wh = total(slope * state for slope, state in zip(by_z, h[:-1], strict=True))
    show.answer("dwh", r"$\partial L / \partial w_h = \sum_t \partial L / \partial z_t \cdot h_{t-1}$.", by_wh)
    by_wx = total(slope * x for slope, x in zip(by_z, q.x, strict=True))
    show.answer("dwx", r"$\partial L / \partial w_x = \sum_t \partial L / \partial z_t \cdot x_t$.", by_wx)


def biased(value: Scalar, bias: Scalar) -> Scalar:
    """The sum with the bias where there is one."""
    return value + bias if bias else value
