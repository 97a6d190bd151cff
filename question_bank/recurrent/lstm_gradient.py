"""The gates of an LSTM and ∂L/∂h_t are given: what are the derivatives with respect to the gates and the cell state?"""

from examgen.authoring import Agreements, Ask, Draw, Field, Network, Number, Question, Real
from examgen.authoring import misconception, observable, steps

FACTORS = {"df": "c0", "di": "candidate", "dcandidate": "i", "dc0": "f"}
r"""By what $\partial L / \partial c_t$ is multiplied for each derivative."""


class LstmGradient(Question):
    """Backpropagation through one step of an LSTM, from its gates (calculator)."""

    topic, level, title = "recurrent", 4, "The gradient through an LSTM cell"
    symbols = {"candidate": r"\tilde c_t", "c0": "c_{t-1}", "i": "i_t", "f": "f_t", "o": "o_t"}
    depends = {"dc0": ("dh", "dc", "c0"), "df": ("c0",)}
    stem = r"""
An LSTM with one unit computes $c_t = f_t c_{t-1} + i_t \tilde c_t$ and $h_t = o_t \tanh(c_t)$. In one time step, the input gate $i_t$,
the forget gate $f_t$, the candidate $\tilde c_t$, the output gate $o_t$ and the previous cell state are

$$i_t = {{ i | number }}, \quad f_t = {{ f | number }}, \quad \tilde c_t = {{ candidate | number }}, \quad
o_t = {{ o | number }}, \quad c_{t-1} = {{ c0 | number }}$$

Backpropagation has computed the derivative $\frac{\partial L}{\partial h_t} = {{ dh | number }}$ of the loss $L$.
{%- if dc %} The next time step contributes ${{ dc | number }}$ to $\frac{\partial L}{\partial c_t}$ through $c_{t+1}$.{% endif %}
Differentiate with respect to the gates themselves, not to their pre-activations.
"""
    c1 = Ask("Compute $c_t$.", Real(decimals=3))
    do = Ask(r"Compute $\frac{\partial L}{\partial o_t}$.", Real(decimals=3), follows="c1")
    dc1 = Ask(
        r"Compute $\frac{\partial L}{\partial c_t}${{ ', the sum of the contributions through $h_t$ and through $c_{t+1}$' if dc }}.",
        Real(decimals=3),
        follows="c1",
        weight=2,
    )
    df = Ask(r"Compute $\frac{\partial L}{\partial f_t}$.", Real(decimals=3), follows="dc1")
    di = Ask(r"Compute $\frac{\partial L}{\partial i_t}$.", Real(decimals=3), follows="dc1")
    dcandidate = Ask(r"Compute $\frac{\partial L}{\partial \tilde c_t}$.", Real(decimals=3), follows="dc1")
    dc0 = Ask(r"Compute $\frac{\partial L}{\partial c_{t-1}}$.", Real(decimals=3), follows="dc1")
    c0: Number = Field(description="Cell state of the previous time step.")
    i: Number = Field(ge=0, le=1, description="Input gate.")
    f: Number = Field(ge=0, le=1, description="Forget gate.")
    candidate: Number = Field(ge=-1, le=1, description="Candidate.")
    o: Number = Field(ge=0, le=1, description="Output gate.")
    dh: Number = Field(description="Derivative of the loss with respect to the hidden state.")
    dc: Number = Field(0, description="Contribution of the next step to the derivative with respect to the cell state.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        gates = (0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9)
        return d.choices(
            c0=(-2, -1.5, -0.5, 0.5, 1.5, 2),
            i=gates,
            f=gates,
            candidate=(-0.8, -0.6, -0.4, 0.4, 0.6, 0.8),
            o=gates,
            dh=(-2, -1.5, -0.5, 0.5, 1.5, 2),
            dc=steps(-0.8, 0.8, 0.4),
        )

    def admissible(self) -> bool:
        if len({self.i, self.f, self.o, abs(self.candidate)}) < 4 or self.dc == 0:
            return False
        (state,), (slope,) = self.worked["c1"], self.worked["dc1"]
        return 0.4 <= abs(state) <= 1.6 and abs(slope) >= 0.1 and 38 <= self.derivation().effort <= 43

    @property
    def agreements(self) -> Agreements:
        names = {"df": "f", "di": "i", "dcandidate": "candidate", "dc0": "c0", "do": "o"}
        return tuple((name, observable.gradient("L", by)) for name, by in names.items())

    @property
    def network(self) -> Network:
        """The step, its backward pass by hand, and a loss whose gradients by Keras must agree."""
        given = {name: value for name, value in self.parameters.items() if name not in ("dh", "dc")}
        net = Network(given, upstream=self.dh, later=self.dc)
        return net.let(
            c1="f * c0 + i * candidate",
            squashed="tanh(c1)",
            do="upstream * squashed",
            dc1="upstream * o * (1 - square(squashed)) + later",
            **{name: f"dc1 * {factor}" for name, factor in FACTORS.items()},
            L="upstream * (o * squashed) + later * c1",
        )

    @misconception(
        r"You left out the derivative of tanh. The correct derivative is $\frac{\partial h_t}{\partial c_t} = o_t (1 - \tanh^2(c_t))$."
    )
    def tanh_derivative_left_out(self) -> Network:
        return self.network.let(dc1="upstream * o + later")

    @misconception(
        r"You left out the output gate. The correct derivative is $\frac{\partial h_t}{\partial c_t} = o_t (1 - \tanh^2(c_t))$."
    )
    def output_gate_left_out(self) -> Network:
        return self.network.let(dc1="upstream * (1 - square(squashed)) + later")

    @misconception(
        "You left out the contribution of the next time step. The loss depends on $c_t$ through $h_t$ and "
        "through $c_{t+1}$, so add both contributions."
    )
    def next_step_left_out(self) -> Network | None:
        return self.network.with_arrays(later=0) if self.dc else None

    @misconception(
        r"You left out tanh. Since $h_t = o_t \tanh(c_t)$, the correct derivative is $\frac{\partial h_t}{\partial o_t} = \tanh(c_t)$."
    )
    def cell_state_for_tanh(self) -> Network:
        return self.network.let(do="upstream * c1")

    @misconception(r"You swapped the gates. $f_t$ multiplies $c_{t-1}$, and $i_t$ multiplies $\tilde c_t$.")
    def gates_swapped(self) -> Network:
        return self.network.let(df="dc1 * candidate", di="dc1 * c0", dcandidate="dc1 * f", dc0="dc1 * i")

    @misconception(
        r"You swapped the gates in the forward pass. $f_t$ multiplies $c_{t-1}$, and $i_t$ multiplies $\tilde c_t$."
    )
    def gates_swapped_forward(self) -> Network:
        return self.network.let(c1="i * c0 + f * candidate")
