"""Conv1D or SimpleRNN on 512 vectors of 64 features: how many operations, and how many layers for the whole sequence?"""

from examgen.authoring import Ask, Computed, Draw, Field, Input, Integer, Network, Question
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.recurrent._weights import no_recurrent_weights

LENGTHS = (60, 64, 80, 100, 120, 128, 150, 160, 180, 200, 240, 250, 300, 350, 400, 500, 512, 600, 750, 800, 900, 1000)


def _layers(q: "ConvolutionOrRecurrence") -> int:
    """The layers until the last output has seen the first input, one layer after the other."""
    reached, count = 1, 0
    while reached < q.n:
        reached, count = reached + q.kernel_size - 1, count + 1
    return count


class ConvolutionOrRecurrence(Question):
    """A one-dimensional convolution and a recurrent layer on the same sequence: cost and reach."""

    symbols = {"features": "d"}
    topic, level, title = "recurrent", 3, "Convolution or recurrence"
    misconceptions = (no_recurrent_weights,)
    conventions = ("macs",)
    stem = r"""
A sequence has $n = {{ n | number }}$ time steps with $d = {{ features }}$ features each. It is processed by
`{{ network.code("conv") }}` or by `{{ network.code("rnn") }}`. With causal padding, the output at a time step depends on this step and
on the previous {{ "%d steps" | format(kernel_size - 1) if kernel_size > 2 else "step" }}.
"""
    convolution = Ask(
        "How many multiply–accumulate operations does the convolutional layer need for one sequence, including "
        "products with padding zeros?",
        Integer(),
        of=observable.multiplications("conv"),
    )
    recurrence = Ask(
        "How many multiply–accumulate operations does the recurrent layer need for one sequence?",
        Integer(),
        of=observable.multiplications("rnn"),
    )
    depth = Ask(
        "At least how many such convolutional layers must be stacked for the last output to depend on the first input?",
        Integer(),
        of=Computed(_layers),
        weight=2,
    )
    n: int = Field(ge=2, le=100_000, description="Number of time steps.")
    features: int = Field(ge=1, le=4096, description="Number of features per time step, of filters and of units.")
    kernel_size: int = Field(ge=2, le=100, description="Kernel size of the convolution.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        return d.choices(n=LENGTHS, features=(16, 24, 32, 48, 64, 80, 96, 100, 128, 256), kernel_size=(3, 5, 7, 9, 11))

    def admissible(self) -> bool:
        return (self.n - 1) % (self.kernel_size - 1) > 0 and 20 <= self.derivation().effort <= 22

    @property
    def network(self) -> Network:
        net = Network(x=Input(self.n, self.features))
        net = net.add("conv", layers.Conv1D(self.features, self.kernel_size, padding="causal"), "x")
        return net.add("rnn", layers.SimpleRNN(self.features, return_sequences=True), "x")

    @misconception("You counted only one time step. These operations are needed at each of the {{ n }} time steps.")
    def one_step(self) -> Network:
        return self.network.with_arrays(x=Input(1, self.features))

    @misconception(
        "You divided by the kernel size. Each layer looks back only {{ kernel_size - 1 }} more step{{ 's' if kernel_size > 2 }}."
    )
    def kernel_size_per_layer(self) -> dict[str, int]:
        return {"depth": -(-self.n // self.kernel_size)}

    @misconception("You rounded down. With so few layers, the last output does not depend on the first input.")
    def rounded_down(self) -> dict[str, int]:
        return {"depth": (self.n - 1) // (self.kernel_size - 1)}
