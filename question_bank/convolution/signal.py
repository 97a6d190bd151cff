"""The kernel [1/3, -2/3, 1] is applied to a signal of six values: what is the output?"""

from fractions import Fraction

from examgen.authoring import Ask, Draw, Field, Network, Number, Question, Row, Vector, cells, misconception, whole
from examgen.question_bank.convolution._sliding import Slide, Sliding, drawn_layer


class Signal(Sliding):
    """One-dimensional convolution with fractions, by hand."""

    topic, level, title = "convolution", 2, "One-dimensional convolution"
    conventions = ("cross_correlation", "floor")
    picture = "grids"
    stem = r"""
A `Conv1D` layer applies the kernel $k$ to the signal $x$ with stride {{ strides }}
{%- if dilation_rate > 1 %} and dilation rate {{ dilation_rate }}{% endif %}.
{%- if padding == "same" %} The padding is *same*
{%- if slide.zeros[0][0] != slide.zeros[0][1] %}, as in Keras: the extra zero is added at the end{% endif %}.
{%- elif padding == "valid" %} There is no padding.
{%- elif slide.zeros[0][0] == slide.zeros[0][1] %} The zero padding is {{ slide.zeros[0][0] }} at both ends.
{%- else %} The zero padding is {{ slide.zeros[0][0] }} at the start and {{ slide.zeros[0][1] }} at the end.{% endif %}
{%- if bias %} The bias is ${{ bias | number }}$.{% endif %}

$$x = {{ signal | vector }} \qquad k = {{ kernel | vector }}$$
"""
    y = Ask("Compute the output. You may write fractions such as 7/3.", Vector(decimals=2))
    signal: Row = Field(description="Signal.")
    kernel: Row = Field(description="Kernel.")
    bias: Number = Field(0, description="Bias.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        parts = d.integer("denominator", 2, 3)
        weights = [whole(Fraction(w, parts)) for w in range(-2, parts + 1) if w]
        return dict(
            signal=d.row("signal", d.integer("length", 6, 6), range(10)),
            kernel=d.row("kernel", d.integer("size", 3, 3), weights),
            **drawn_layer(d, strides=(1,), padding=("valid",)),
        )

    @property
    def slide(self) -> Slide:
        return self.moving((len(self.signal),), (len(self.kernel),))

    def admissible(self) -> bool:
        whole = all(w == int(w) for w in self.kernel)
        if whole or self.kernel == self.kernel[::-1] or len(set(self.signal)) < 4 or self.slide.output[0] < 2:
            return False
        work = self.derivation()
        return work.effort >= 6 and len(set(cells(work.answers["y"]))) > 1

    @property
    def network(self) -> Network:
        net = Network(x=self.signal, kernel=self.kernel, bias=self.bias)
        return self.slide.convolved(net, "y", 1, ("kernel", "bias"))

    @misconception("You divided the sums by the number of weights. A convolution sums the products.")
    def averaged_again(self) -> Question | None:
        return self.but(kernel=tuple(Fraction(w) / len(self.kernel) for w in self.kernel))

    @misconception("You moved the kernel by its own length. It moves by the stride.")
    def side_by_side(self) -> Question | None:
        return self.but(strides=len(self.kernel)) if self.dilation_rate == 1 else None

    @misconception("You continued beyond the end of the signal. Without padding, incomplete windows are dropped.")
    def runs_over_the_end(self) -> Question | None:
        return self.but(padding=((0, self.slide.spans[0] - 1),)) if self.padding == "valid" else None
