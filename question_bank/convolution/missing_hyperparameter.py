"""A convolution with 3 × 3 filters and padding 1 turns a 29 × 29 image into a 15 × 15 feature map: what is its stride?"""

from collections.abc import Mapping

from examgen.authoring import Array, Ask, Claim, Computed, Draw, Field, Input, Integer, Network, Observable, Question
from examgen.authoring import layers, misconception, observable
from examgen.question_bank.convolution._size_formula import Sizes

NAMES = {"f": "filter size", "p": "padding", "s": "stride"}


class MissingHyperparameter(Question):
    """The one of f, p and s that is not given, from the sides of the input and the output."""

    topic, level, title = "convolution", 2, "The missing hyperparameter"
    stem = r"""
A convolutional layer with $f \times f$ filters, zero padding $p$ on every side and stride $s$ is applied to an $n \times n$ image
with $n = {{ n }}$. The output feature map is $m \times m$ with $m = {{ m }}$; no row or column at the border is dropped.
The {{ known | join(" and the ") }}.
"""
    n: int = Field(ge=1, le=100_000, description="Side length of the square input.")
    m: int = Field(ge=2, le=100_000, description="Side length of the output.")
    f: int | None = Field(ge=1, description="Side length of the filters; null if it is the unknown.")
    p: int | None = Field(ge=0, description="Zero padding on every side; null if it is the unknown.")
    s: int | None = Field(ge=1, description="Stride; null if it is the unknown.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        chosen = {"f": d.choice("f", (3, 5, 5, 7)), "p": d.integer("p", 0, 3), "s": d.integer("s", 1, 4)}
        m = d.choice("m", (14, 16, 28, 32, 56))
        free = [name for name in NAMES if name not in d.pins or d.pins[name] is None]
        missing = d.choice("missing", [name for name in free if chosen[name] is None] or free or NAMES)
        known = {name: 1 if value is None else value for name, value in chosen.items()}
        n = (m - 1) * known["s"] + known["f"] - 2 * known["p"]
        given = {name: None if name == missing else value for name, value in known.items()}
        return dict(n=n, m=m, **given)

    def check(self) -> None:
        if (self.f, self.p, self.s).count(None) != 1:
            raise ValueError(f"one of f, p and s must be null, got f = {self.f}, p = {self.p}, s = {self.s}")
        if not self.sizes.fitting():
            raise ValueError(f"no {self.missing} leads from n = {self.n} to m = {self.m} without dropping a row")

    @property
    def sizes(self) -> Sizes:
        """What is given of the size formula."""
        return Sizes(self.n, self.m, self.f, self.p, self.s)

    @property
    def missing(self) -> str:
        """Which of f, p and s is asked for."""
        return next(name for name in NAMES if getattr(self, name) is None)

    @property
    def known(self) -> list[str]:
        """What is given, by its name and its symbol."""
        return [f"{NAMES[name]} is ${name} = {getattr(self, name)}$" for name in NAMES if name != self.missing]

    def admissible(self) -> bool:
        f, p, _ = self.sizes.completed(self.sizes.value())
        return 2 * p < f and self.n >= 8 and self.worked["value"][0] not in (0, self.m)

    @property
    def asks(self) -> dict[str, Ask]:
        return {
            "value": Ask(
                f"What is the {NAMES[self.missing]} ${self.missing}$?",
                Integer(),
                of=Computed(lambda q: q.sizes.value()),
            )
        }

    @property
    def claims(self) -> tuple[Claim, ...]:
        """With the value found, the layer of Keras has the output side that the statement gives."""
        f, p, s = self.sizes.completed(self.sizes.value())
        net = Network(x=Input(self.n, self.n, 1)).add("padded", layers.ZeroPadding2D(padding=p))
        side = observable.shape("z", axis=0)

        def refuted(seen: Mapping[Observable, Array]) -> str:
            found = f"with {self.missing} = {self.sizes.value()} Keras has the side {seen[side]}"
            return "" if seen[side] == self.m else found

        return (Claim(net.add("z", layers.Conv2D(1, f, strides=s)), (side,), refuted),)

    @misconception("You counted $m$ steps. From the first of $m$ positions to the last there are $m - 1$ steps.")
    def positions_as_strides(self) -> dict[str, int] | None:
        return self._whole(steps=self.m)

    @misconception("You counted the padding once. Padding $p$ is added on both sides, so the padded side is $n + 2p$.")
    def padding_once(self) -> dict[str, int] | None:
        return self._whole(sides=1) if self.p != 0 else None

    def _whole(self, *, steps: int | None = None, sides: int = 2) -> dict[str, int] | None:
        value = self.sizes.solved(steps=steps or self.m - 1, sides=sides)
        return {"value": int(value)} if value.denominator == 1 and value >= 0 else None
