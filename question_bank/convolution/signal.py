"""Slide the kernel [1/3, -2/3, 1] over a signal of six numbers: what comes out?"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Self

from examgen.authoring import Ask, Draw, Network, Number, Row, Vector, cells, misconception, whole
from examgen.question_bank.convolution._sliding import Sliding


class Signal(Sliding):
    """A convolution in one dimension; the weights are thirds or halves."""

    topic, level, title = "convolution", 2, "A signal and a kernel of fractions"
    picture = "grids"
    stem = r"""
A layer `Conv1D` slides the kernel $k$ over the signal $x$, as it stands (it is not flipped), with stride {{ strides }}.
{%- if dilation_rate > 1 %} Its dilation rate is {{ dilation_rate }}: neighbouring weights lie {{ dilation_rate }} cells apart.{% endif %}
{%- if padding == "same" %} The padding is *same*, as in Keras; an odd zero stands at the end.
{%- elif padding == "valid" %} There is no padding: a window that does not fit entirely is left out.
{%- else %} Zeros are put before and behind the signal: {{ zeros[0] | join(" and ") }}.{% endif %}
{%- if bias %} The bias is ${{ bias | number }}$.{% endif %}

$$x = {{ signal | vector }} \qquad k = {{ kernel | vector }}$$
"""
    y = Ask("What does the layer give? Fractions such as 7/3 are welcome.", Vector(decimals=2))

    signal: Row
    kernel: Row
    bias: Number = 0

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        parts = d.integer("denominator", 2, 3)
        weights = [whole(Fraction(w, parts)) for w in range(-2, parts + 1) if w]
        return dict(
            signal=d.row("signal", d.integer("length", 5, 6), range(10)),
            kernel=d.row("kernel", d.integer("size", 2, 3), weights),
            bias=d.number("bias", (0,)),
            **cls.drawn_layer(d, strides=(1, 1, 2), padding=("valid", "valid", "same", 1)),
        )

    @property
    def sides(self) -> tuple[int, ...]:
        return (len(self.signal),)

    @property
    def window(self) -> tuple[int, ...]:
        return (len(self.kernel),)

    def admissible(self) -> bool:
        whole = all(w == int(w) for w in self.kernel)
        if whole or self.kernel == self.kernel[::-1] or len(set(self.signal)) < 4 or self.output[0] < 2:
            return False
        work = self.derivation()
        return work.effort >= 6 and len(set(cells(work.answers["y"]))) > 1

    @property
    def network(self) -> Network:
        net = Network(x=self.signal, kernel=self.kernel, bias=self.bias)
        return self.convolved(net, "y", 1, ("kernel", "bias"))

    @misconception("The sums were divided by the number of weights once more. The kernel holds its fractions already.")
    def averaged_again(self) -> Self | None:
        return self.but(kernel=tuple(Fraction(w) / len(self.kernel) for w in self.kernel))

    @misconception("The windows were laid side by side. They move by the stride, not by the length of the kernel.")
    def side_by_side(self) -> Self | None:
        return self.but(strides=len(self.kernel)) if self.dilation_rate == 1 else None

    @misconception(
        "The signal was taken to go on beyond its end, so that the kernel also hangs over it. Only whole windows count."
    )
    def runs_over_the_end(self) -> Self | None:
        return self.but(padding=((0, self.spans[0] - 1),)) if self.padding == "valid" else None
