"""Glorot and He initialisation of a layer: what are fan-in, fan-out and the standard deviation of the weights?"""

from typing import Literal

from examgen.authoring import Ask, Computed, Draw, Field, Integer, Question, Real, layers, misconception
from examgen.question_bank.training._initial_weights import deviation, fans, limit

_MODES = {"glorot": "Glorot (Xavier)", "he": "He", "lecun": "LeCun"}


class Initialisation(Question):
    """The spread of initial weights by Glorot, He or LeCun (calculator)."""

    topic, level, title = "training", 2, "Initialising weights"
    symbols = {"inputs": r"\text{channels}", "units": r"\text{filters}", "kernel_size": "f"}
    stem = r"""
The weights of the layer `{{ layer }}` are initialised with the {{ scheme_name }} scheme. The input of the layer
{% if kernel_size %}has {{ inputs }} channel{{ "s" if inputs > 1 }}{% else %}is a vector of length {{ inputs }}{% endif %}. The variance of
the weights is
{% if scheme == "glorot" %}$\frac{2}{\text{fan}_\text{in} + \text{fan}_\text{out}}${% elif scheme == "he"
%}$\frac{2}{\text{fan}_\text{in}}${% else %}$\frac{1}{\text{fan}_\text{in}}${% endif %}, where $\text{fan}_\text{in}$ is the number of
inputs of one unit of the layer and $\text{fan}_\text{out}$ is the number of units that one input value is connected to
{%- if kernel_size %}. For stride 1 and $f \times f$ kernels, $\text{fan}_\text{out}$ is $f^2$ times the number of filters{% endif %}.
"""
    fan_in = Ask(
        r"What is $\text{fan}_\text{in}$?", Integer(), of=Computed(lambda q: fans(q.inputs, q.units, q.kernel_size)[0])
    )
    fan_out = Ask(
        r"What is $\text{fan}_\text{out}$?", Integer(), of=Computed(lambda q: fans(q.inputs, q.units, q.kernel_size)[1])
    )
    deviation = Ask(
        "Compute the standard deviation of the weights.",
        Real(decimals=4),
        of=Computed(lambda q, answers: deviation(q.scheme, answers["fan_in"], answers["fan_out"])),
        follows=("fan_in", "fan_out"),
    )
    limit = Ask(
        "The weights are drawn from the uniform distribution on $[-r, r]$, whose variance is $r^2 / 3$. Compute $r$.",
        Real(decimals=4),
        of=Computed(lambda _, answers: limit(answers["deviation"])),
        follows="deviation",
    )
    inputs: int = Field(ge=1, le=1_000_000, description="Number of input channels, or of inputs of a dense layer.")
    units: int = Field(ge=1, le=1_000_000, description="Number of filters, or of units in a dense layer.")
    kernel_size: int = Field(0, ge=0, le=101, description="Side length of the kernels; 0 for a dense layer.")
    scheme: Literal["glorot", "he", "lecun"] = Field("glorot", description="Scheme: glorot, he or lecun.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(
            inputs=(3, 16, 32, 64, 96, 128, 192, 256),
            units=(16, 32, 48, 64, 96, 128, 192, 256),
            kernel_size=(3, 3, 5),
            scheme=("glorot", "he"),
        )

    def admissible(self) -> bool:
        return self.inputs != self.units and 22 <= self.derivation().effort <= 25

    @property
    def layer(self) -> str:
        """The layer as Keras code."""
        return str(layers.Conv2D(self.units, self.kernel_size) if self.kernel_size else layers.Dense(self.units))

    @property
    def scheme_name(self) -> str:
        """Name of the scheme."""
        return _MODES[self.scheme]

    @misconception(
        "You left out the kernel size. Fan-in is $f \\cdot f$ times the number of input channels, fan-out is $f \\cdot f$ times the number "
        "of filters."
    )
    def kernel_left_out(self) -> Question | None:
        return self.but(kernel_size=1) if self.kernel_size > 1 else None

    @misconception(
        "You swapped fan-in and fan-out. Fan-in counts the inputs of a unit, fan-out the units that an input is connected to."
    )
    def fans_exchanged(self) -> Question | None:
        return self.but(inputs=self.units, units=self.inputs)

    @misconception("You used the He scheme. In the Glorot scheme, the variance is 2 / (fan-in + fan-out).")
    def he_for_glorot(self) -> dict[str, float] | None:
        return self._spread("he") if self.scheme == "glorot" else None

    @misconception("You used the Glorot scheme. In the He scheme, the variance is 2 / fan-in.")
    def glorot_for_he(self) -> dict[str, float] | None:
        return self._spread("glorot") if self.scheme == "he" else None

    @misconception("You gave the variance. The standard deviation is its square root.")
    def variance_given(self) -> dict[str, float]:
        return {"deviation": self._spread(self.scheme)["deviation"] ** 2}

    def _spread(self, scheme: str) -> dict[str, float]:
        found = deviation(scheme, *fans(self.inputs, self.units, self.kernel_size))
        return {"deviation": found, "limit": limit(found)}
