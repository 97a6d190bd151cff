"""h_t = ReLU(2 x_t + h_(t-1) - 1), h_0 = 0: what are h_1, h_2 and h_3?"""

from collections.abc import Iterator
from functools import cache
from itertools import product

from examgen.authoring import Ask, Draw, Network, Real, Row, Scalar, layers, misconception, nonzero
from examgen.question_bank.recurrent._unrolled import ONE_UNIT, Unit, asked


class UnrollScalar(Unit):
    """Unrolling a recurrent unit with small integers, without a calculator."""

    topic, level, title = "recurrent", 2, "A recurrent unit by hand"
    picture = "network"
    stem = ONE_UNIT
    depends = {"h3": ("h1", "x[0]")}

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        wx = d.number("wx", (-3, -2, 2, 3))
        wh = d.number("wh", [w for w in (-2, 0.5, 2) if w != wx])
        b, h0 = d.number("b", nonzero(range(-2, 3))), d.number("h0", (0,))
        activation = d.choice("activation", ("relu", "linear"))

        return dict(x=d.choice("x", _rows(wx, wh, b, h0, activation)), wx=wx, wh=wh, b=b, h0=h0, activation=activation)

    def admissible(self) -> bool:
        states = [h for (h,) in self.worked.values()]
        return all(states) and self.wx != self.wh and all(self.x) and 10 <= self.derivation().effort <= 14

    @property
    def asks(self) -> dict[str, Ask]:
        return asked(len(self.x), Real(decimals=2))

    @property
    def network(self) -> Network:
        inputs = {f"x{t}": x for t, x in enumerate(self.x, start=1)}
        net = Network(inputs, h0=self.h0, wx=self.wx, wh=self.wh, b=self.b)
        cell = layers.SimpleRNNCell(1, activation=self.activation)
        for t in range(1, len(self.x) + 1):
            net = net.add(f"h{t}", cell, f"x{t}", state=f"h{t - 1}", weights=("wx", "wh", "b"))
        return net

    @misconception("You applied tanh. This unit {{ 'uses ReLU' if activation == 'relu' else 'is linear' }}.")
    def tanh_out_of_habit(self) -> Network:
        return self.network.but(*self.asks, activation="tanh")


@cache
def _rows(wx: Scalar, wh: Scalar, b: Scalar, h0: Scalar, activation: str) -> list[Row]:
    """The inputs that lead to no state of 0, if there are any."""

    def states(x: Row) -> Iterator[Scalar]:
        h = h0
        for each in x:
            yield (h := max(wx * each + wh * h + b, 0) if activation == "relu" else wx * each + wh * h + b)

    rows = list(product(nonzero(range(-3, 4)), repeat=3))
    return [x for x in rows if all(states(x))] or rows
