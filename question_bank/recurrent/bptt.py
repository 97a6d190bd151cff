"""h_t = ReLU(w_x x_t + w_h h_(t-1)), L = (h_3 - y)² / 2: what is the derivative of L with respect to w_h?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Number, Real
from examgen.authoring import layers, misconception, observable, ops
from examgen.question_bank.recurrent._unrolled import ONE_UNIT, Unit, asked, unit


class Bptt(Unit):
    """Backpropagation through three time steps of a recurrent unit, without a calculator."""

    topic, level, title = "recurrent", 4, "Backpropagation through time"
    depends = {"dwh": ("h1", "x[0]"), "dwx": ("x[0]",)}
    picture = "network"
    stem = (
        ONE_UNIT
        + r"""
The loss is $L = \frac{1}{2} (h_{{ steps }} - y)^2$ with $y = {{ y | number }}$.
"""
    )
    y: Number = Field(description="Target value of the last state.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        wx, wh, b = d.number("wx", (-3, -2, 2, 3)), d.number("wh", (-2, -0.5, 0.5, 2)), d.number("b", range(-1, 2))
        toward = 1 if wx > 0 else -1  # most inputs raise the state, so that ReLU passes the gradient on
        x = d.row("x", d.integer("steps", 3, 3), (-toward, 2 * toward, 2 * toward, 3 * toward, 3 * toward))
        h0 = d.number("h0", (0,))
        last = h0
        for each in x:
            last = max(wx * each + wh * last + b, 0)
        near = [last + error for error in (-4, -3, -2, 2, 3, 4)]
        return dict(x=x, wx=wx, wh=wh, b=b, h0=h0, **d.choices(y=near, activation=("relu",)))

    def admissible(self) -> bool:
        *states, dwx, dwh = (value for (value,) in self.worked.values())
        # every state passes the gradient on, and the earlier steps matter for the derivative with respect to w_h
        alive = all(h > 0 for h in states) if self.activation == "relu" else all(states)
        by_hand = 0 < abs(dwx) <= 80 and 0 < abs(dwh) <= 80 and 2 <= abs(states[-1] - self.y) <= 4
        return alive and by_hand and self.wx != self.wh and dwh != (states[-1] - self.y) * states[-2]

    @property
    def steps(self) -> int:
        """The number of time steps."""
        return len(self.x)

    @property
    def asks(self) -> dict[str, Ask]:
        kind, by_wx, by_wh = Real(decimals=2), observable.gradient("loss", "wx"), observable.gradient("loss", "wh")
        states = asked(self.steps, kind)
        follows = tuple(states)
        return states | {
            "dwx": Ask(r"Compute $\frac{\partial L}{\partial w_x}$.", kind, of=by_wx, follows=follows, weight=2),
            "dwh": Ask(r"Compute $\frac{\partial L}{\partial w_h}$.", kind, of=by_wh, follows=follows, weight=2),
        }

    @property
    def agreements(self) -> Agreements:
        return ((f"h{self.steps}", "layer"),)

    @property
    def sketch(self) -> Network:
        """The unit, step by step."""
        return unit(self.x, self.h0, self.activation)

    @property
    def network(self) -> Network:
        """The unit step by step, and its loss.

        A state that is asked for is ``h1`` in the forward pass, so that a student's own answer can replace it, while the gradient
        bypasses it: ``seen1`` has the value of ``h1`` and the gradient of the step that computed it.
        """
        inputs = {f"x{t}": value for t, value in enumerate(self.x, start=1)}
        net = Network(inputs, x=self.x, wx=self.wx, wh=self.wh, b=self.b, h0=self.h0, y=self.y, half=0.5)
        cell, weights, before = layers.SimpleRNNCell(1, activation=self.activation), ("wx", "wh", "b"), "h0"
        for t in range(1, self.steps + 1):
            net = net.add(f"step{t}", cell, f"x{t}", state=before, weights=weights).add(f"h{t}", layers.Identity())
            before = f"seen{t}"
            net = net.let(**{before: f"step{t} + stop_gradient(h{t} - step{t})"})
        net = net.let(loss=f"half * square({before} - y)")
        return net.add("layer", layers.SimpleRNN(1, activation=self.activation), "x", state="h0", weights=weights)

    @misconception(
        "You counted only the last time step. The weights are used at every step, so the contributions of all steps add up."
    )
    def last_step_only(self) -> Network:
        return self.network.insert_after(f"seen{self.steps - 1}", ops.stop_gradient())

    @misconception(
        r"You left out the factor $\frac{1}{2}$, which cancels the factor 2: the derivative of $\frac{1}{2} (h - y)^2$ "
        r"with respect to $h$ is $h - y$."
    )
    def half_forgotten(self) -> Network:
        return self.network.with_arrays(half=1)

    @misconception(r"You used $y - h$. The derivative of $\frac{1}{2} (h - y)^2$ with respect to $h$ is $h - y$.")
    def sign_reversed(self) -> Network:
        return self.network.with_arrays(half=-0.5)
