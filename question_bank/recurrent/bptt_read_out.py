"""h_t = tanh(w_x x_t + w_h h_(t-1) + b), ŷ = v h_2 + c, L = (ŷ - y)² / 2: what are the derivatives of L?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Number, Question, Real, Row
from examgen.authoring import layers, misconception, nonzero, observable, steps
from examgen.question_bank.recurrent._backward_pass import backward_pass, with_keras

DERIVATIVES = {"dv": "v", "dwh": "w_h", "dwx": "w_x"}
"""The derivatives that are asked for, and their weights as TeX."""


class BpttReadOut(Question):
    """Backpropagation through time with tanh, a linear read-out and a squared error (calculator)."""

    topic, level, title = "recurrent", 5, "Backpropagation through time with an output layer"
    depends = {"dwx": ("x[0]", "wh"), "dwh": ("x[0]",)}
    stem = r"""
The input sequence of a recurrent unit is {{ x | sequence }}. The initial state is $h_0 = {{ h0 | number }}$. {% if y | length == 1
%}The last state is the input of a linear output unit:

$$h_t = \tanh(w_x x_t + w_h h_{t-1} + b), \qquad \hat y = v h_{{ x | length }} + c$${% else
%}Each state is the input of a linear output unit:

$$h_t = \tanh(w_x x_t + w_h h_{t-1} + b), \qquad \hat y_t = v h_t + c$${% endif %}

with $w_x = {{ wx | number }}$, $w_h = {{ wh | number }}$, $b = {{ b | number }}$, $v = {{ v | number }}$ and $c = {{ c | number }}$.
{% set half = "\\frac{1}{2} " if halved -%}
{% if y | length == 1 %}The loss is $L = {{ half }}(\hat y - y)^2$ with target $y = {{ y[0] | number }}$.{% else
%}The loss is $L = {{ half }}\sum_t (\hat y_t - y_t)^2$ with targets $y = {{ y | vector }}$.{% endif %}
"""
    x: Row = Field(min_length=1, max_length=20, description="Input sequence.")
    wx: Number = Field(description="Input-to-hidden weight.")
    wh: Number = Field(description="Hidden-to-hidden weight.")
    b: Number = Field(0, description="Bias of the recurrent unit.")
    v: Number = Field(description="Weight of the output unit.")
    c: Number = Field(0, description="Bias of the output unit.")
    h0: Number = Field(0, description="Initial state.")
    y: Row = Field(description="Targets: one for the last step, or one per time step.")
    halved: bool = Field(True, description="Whether the loss has the factor 1/2.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        weights = nonzero(steps(-1, 1, 0.25))
        return dict(
            x=d.row("x", d.integer("steps", 2, 2), nonzero(steps(-2, 2, 0.5))),
            **d.choices(wx=weights, wh=weights, v=(-2, -1.5, -0.5, 0.5, 1.5, 2)),
            y=d.row("y", d.integer("targets", 1, 1), steps(-2, 2, 0.5)),
        )

    def check(self) -> None:
        if len(self.y) not in (1, len(self.x)):
            raise ValueError(f"y must have 1 entry, or one per time step ({len(self.x)}); got {len(self.y)}")

    def admissible(self) -> bool:
        if len({abs(w) for w in (self.wx, self.wh, self.v)}) < 3 or abs(self.x[0]) == abs(self.x[-1]):
            return False
        states = [abs(h) for t in self.times for h in self.worked[f"h{t}"]]
        slopes = [abs(value) for name in DERIVATIVES for value in self.worked[name]]
        numbers = min(states) >= 0.2 and max(states) <= 0.95 and min(slopes) >= 0.05 and max(slopes) <= 5
        return numbers and (len(self.x) + len(self.y) != 3 or 70 <= self.derivation().effort <= 79)

    @property
    def times(self) -> range:
        """The time steps, from 1."""
        return range(1, len(self.x) + 1)

    @property
    def read(self) -> tuple[int, ...]:
        """The time steps whose state is read out."""
        return tuple(self.times)[-len(self.y) :]

    @property
    def asks(self) -> dict[str, Ask]:
        kind, asks = Real(decimals=3), {}
        for t in self.times:
            asks[f"h{t}"] = Ask(f"Compute $h_{t}$.", kind, follows=f"h{t - 1}" if t > 1 else ())
        for t in self.read:
            name = r"\hat y" if len(self.y) == 1 else rf"\hat y_{t}"
            asks[f"out{t}"] = Ask(f"Compute ${name}$.", kind, follows=f"h{t}")
        outputs = tuple(f"out{t}" for t in self.read)
        asks["loss"] = Ask("Compute the loss $L$.", kind, follows=outputs)
        follows = (*(f"h{t}" for t in self.times), *outputs)
        for name, weight in DERIVATIVES.items():
            text = rf"Compute $\frac{{\partial L}}{{\partial {weight}}}$."
            asks[name] = Ask(text, kind, follows=follows, weight=1 if name == "dv" else 2)
        return asks

    @property
    def agreements(self) -> Agreements:
        found = (observable.gradient("loss_by_Keras", name) for name in ("v", "wh", "wx"))
        return (("loss", "loss_by_Keras"), *zip(DERIVATIVES, found, strict=True))

    @property
    def network(self) -> Network:
        """The unit step by step and its backward pass; Keras's layer and its gradients must agree."""
        inputs = {f"x{t}": x for t, x in zip(self.times, self.x, strict=True)}
        targets = {f"y{t}": y for t, y in zip(self.read, self.y, strict=True)}
        net = Network(inputs | targets, x=self.x, wx=self.wx, wh=self.wh, b=self.b, v=self.v, c=self.c, h0=self.h0)
        net = net.with_arrays(factor=0.5 if self.halved else 1, rate=1 if self.halved else 2)
        for t in self.times:
            net = net.add(f"h{t}", layers.SimpleRNNCell(1), f"x{t}", state=f"h{t - 1}", weights=("wx", "wh", "b"))
        for t in self.read:
            net = net.add(f"out{t}", layers.Dense(1), f"h{t}", weights=("v", "c"))
            net = net.let(**{f"slope{t}": f"rate * (out{t} - y{t})"})
        squares = " + ".join(f"square(out{t} - y{t})" for t in self.read)
        net = net.let(loss=f"sum(factor * ({squares}))", **backward_pass(self.times, self.read))
        return with_keras(net, self.read, y=self.y)

    @misconception(
        "You counted only the last time step. The weights are used at every step, so the contributions of all steps add up."
    )
    def last_step_only(self) -> Network | None:
        return self.network.let(**{f"later{self.times[-1]}": "0"}) if len(self.times) > 1 else None

    @misconception(r"You left out the derivative of tanh. Each time step contributes the factor $1 - h_t^2$.")
    def tanh_derivative_left_out(self) -> Network:
        return self.network.let(**{f"tanh{t}": "1" for t in self.times})

    @misconception(r"You used $1 - h_t$ as the derivative of tanh. The derivative is $1 - h_t^2$.")
    def square_forgotten(self) -> Network:
        return self.network.let(**{f"tanh{t}": f"1 - h{t}" for t in self.times})

    @misconception(r"You left out $\tanh$. It is applied to every pre-activation, and its derivative is $1 - h_t^2$.")
    def activation_forgotten(self) -> Network:
        return self.tanh_derivative_left_out().but(*(f"h{t}" for t in self.times), activation="linear")

    @misconception("You swapped $w_x$ and $w_h$. The input is multiplied by $w_x$, the previous state by $w_h$.")
    def weights_exchanged(self) -> Question | None:
        return self.but(wx=self.wh, wh=self.wx)

    @misconception(
        "You started every step from the initial state. Each step starts from the state of the previous step, and the gradient passes "
        "back through all steps."
    )
    def state_reset(self) -> Network:
        net = self.network.let(dwh=f"sum({' + '.join(f'dz{t} * h0' for t in self.times)})")
        for t in self.times[1:]:
            net = net.rewire(f"h{t}", state="h0").let(**{f"later{t}": "0"})
        return net

    @misconception("You left out the input after the first step. Every step has its own input.")
    def input_forgotten(self) -> Network:
        return self.network.with_arrays(**{f"x{t}": 0 for t in self.times[1:]})

    @misconception(r"You used $y - \hat y$ instead of $\hat y - y$, which reverses the sign of all gradients.")
    def sign_reversed(self) -> Network:
        return self.network.with_arrays(rate=-1 if self.halved else -2)

    @misconception(
        r"You left out the factor $v$. {% if y | length == 1 %}The loss depends on $h_{{ x | length }}$ through "
        r"$\hat y = v h_{{ x | length }} + c$, so $\partial L / \partial h_{{ x | length }} = \partial L / \partial \hat y \cdot v$."
        r"{% else %}The loss depends on $h_t$ through $\hat y_t = v h_t + c$, which contributes "
        r"$\partial L / \partial \hat y_t \cdot v$ to $\partial L / \partial h_t$.{% endif %}"
    )
    def read_out_left_out(self) -> Network:
        formulas = backward_pass(self.times, self.read)
        return self.network.let(**{f"dh{t}": formulas[f"dh{t}"].replace(" * v", "") for t in self.read})
