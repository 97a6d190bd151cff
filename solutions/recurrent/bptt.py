"""Forward pass, then backwards step by step; the contributions of all steps add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, relu, total

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.bptt import Bptt


def solve(q: Bptt, show: Show) -> None:
    states: list[Scalar] = [q.h0]
    for t, x in enumerate(q.x, start=1):
        z = q.wx * x + q.wh * states[-1] + q.b
        if q.activation == "relu":
            z = relu(show("Time step {t}: $z_{{t}} = w_x x_{{t}} + w_h h_{{before}} + b$.", z, t=t, before=t - 1))
            states.append(show.answer(f"h{t}", r"$h_{{t}} = \max(0, z_{{t}})$.", z, symbol=f"h_{t}", t=t))
        else:
            why = "Time step {t}: $h_{{t}} = w_x x_{{t}} + w_h h_{{before}} + b$."
            states.append(show.answer(f"h{t}", why, z, symbol=f"h_{t}", t=t, before=t - 1))

    why = r"$\partial L / \partial h_{{t}} = h_{{t}} - y$."
    slope = show(why, states[-1] - q.y, t=len(q.x))
    if q.activation == "relu":
        show.say(
            r"Where $z_t > 0$, the derivative of ReLU is 1, so $\partial L / \partial z_t = \partial L / \partial h_t$."
        )
    else:
        show.say(
            r"There is no activation function, so the pre-activation is $z_t = h_t$ and $\partial L / \partial "
            r"z_t = \partial L / \partial h_t$."
        )
    slopes: list[Scalar] = []
    for t in range(len(q.x), 0, -1):
        if q.activation == "relu" and states[t] <= 0:
            slope = show(
                r"$z_{{t}}$ is not positive, so the derivative of ReLU is 0 and $\partial L / \partial z_{{t}} = 0$.",
                0 * slope,
                t=t,
            )
        slopes.insert(0, slope)
        if t > 1:
            why = r"$\partial L / \partial h_{{t}} = \partial L / \partial z_{{after}} \cdot w_h$."
            slope = show(why, slope * q.wh, t=t - 1, after=t)

    by_wx = total(s * x for s, x in zip(slopes, q.x, strict=True))
    show.answer("dwx", r"$\partial L / \partial w_x = \sum_t \partial L / \partial z_t \cdot x_t$.", by_wx)
    by_wh = total(s * h for s, h in zip(slopes, states[:-1], strict=True))
    show.answer("dwh", r"$\partial L / \partial w_h = \sum_t \partial L / \partial z_t \cdot h_{t-1}$.", by_wh)
