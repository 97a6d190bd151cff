"""Convolution, ReLU and max pooling, and the gradient of their output: what is the gradient with respect to the kernel?"""

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from examgen.authoring import Ask, Draw, Field, Grid, Integer, Matrix, Network, Number, Question, Real, Scalar
from examgen.authoring import cells, layers, misconception, observable, ops, shape
from examgen.question_bank._grids import blocks, from_blocks, laid_on, map_size, one_channel, refuse_other_shape, turned
from examgen.question_bank._sizes import option
from examgen.question_bank.pooling._windowed import biases_between, signed_kernel


class ConvReluPoolBackward(Question):
    """The backward pass through max pooling, ReLU and a convolution, by hand."""

    topic, level, title = "pooling", 5, "Backward through convolution, ReLU and pooling"
    depends = {"dz": ("upstream",), "dk": ("dz",)}
    conventions = ("cross_correlation", "valid_padding", "unit_stride", "pool_stride")
    picture = "grids"
    inapplicable = ("average_for_maximum", "activation_forgotten")
    stem = r"""
A convolutional layer applies the kernel $K$ with the bias $b = {{ bias | number }}$ to the image $X$. Its output is $Z$, and
$A = \operatorname{ReLU}(Z)$. The output of {{ pool_size }} × {{ pool_size }} max pooling of $A$ with stride {{ pool_size }} is $P$.
Backpropagation has computed the gradient $\partial L / \partial P$ of the loss $L$. The derivative of ReLU at 0 is 0.

$$X = {{ image | matrix }} \qquad K = {{ kernel | matrix }} \qquad \frac{\partial L}{\partial P} = {{ upstream | matrix }}$$
"""
    z = Ask("Compute $Z$.", Matrix())
    p = Ask("Compute $P$.", Matrix(), follows="z")
    dz = Ask(r"Compute $\partial L / \partial Z$.", Matrix(), of=observable.gradient("L", "z"), follows="z", weight=2)
    dk = Ask(
        r"Compute $\partial L / \partial K$.",
        Matrix(),
        of=observable.gradient("L", "kernel"),
        follows="dz",
        continues=lambda q, answers: laid_on(answers["dz"], q.image),
        weight=2,
    )
    db = Ask(
        r"Compute $\partial L / \partial b$.",
        Real(decimals=2),
        of=observable.gradient("L", "bias"),
        follows="dz",
        continues=lambda q, answers: sum(cells(answers["dz"])),
    )

    @property
    def asks(self) -> dict[str, Ask]:
        whole = all(isinstance(slope, int) for slope in cells(self.upstream))
        return type(self).declared_asks() | ({"db": replace(type(self).db, type=Integer())} if whole else {})

    image: Grid = Field(description="Input image.")
    kernel: Grid = Field(description="Kernel of the convolutional layer.")
    bias: Number = Field(0, description="Bias of the convolutional layer.")
    upstream: Grid = Field(description="Gradient of the loss with respect to the output of the pooling layer.")
    pool_size: int = Field(2, ge=1, description="Side length of the pooling windows, which is also the stride.")

    @classmethod
    def draw(cls, d: Draw) -> dict[str, object]:
        image, kernel = d.grid("image", (5, 5), range(4)), d.choice("kernel", (signed_kernel(d),))
        pool_size = d.choice("pool_size", (2,))
        rows, columns = (side // pool_size for side in map_size(image, kernel))
        return dict(
            image=image,
            kernel=kernel,
            bias=d.number("bias", biases_between(image, kernel, pool_size)),
            upstream=d.grid("upstream", (max(rows, 1), max(columns, 1)), (-3, -2, 2, 3)),
            pool_size=pool_size,
        )

    def check(self) -> None:
        wanted = tuple(side // self.pool_size for side in map_size(self.image, self.kernel))
        if min(wanted) < 1:
            raise ValueError("the kernel and the pooling windows must fit into the image")
        refuse_other_shape("upstream", self.upstream, wanted, "the output of pooling")

    @property
    def _z(self) -> Grid:
        return cast(Grid, self.derivation().answers["z"])

    def admissible(self) -> bool:
        windows = blocks(self._z, self.pool_size)
        clear = all(w.count(max(w)) == 1 or max(w) < 0 for w in windows) and all(cells(self._z))
        alive = [w.index(max(w)) for w in windows if max(w) > 0]
        varied = len(windows) - 2 <= len(alive) < len(windows) and len(set(alive)) > 1
        return clear and varied and len(set(self.worked["dk"])) > 2 and 88 <= self.derivation().effort <= 101

    @property
    def network(self) -> Network:
        places = map_size(self.image, self.kernel)
        net = Network(x=self.image, kernel=self.kernel, bias=self.bias, upstream=one_channel(self.upstream))
        net = net.add("map", layers.Conv2D(1, option(shape(self.kernel))), "x", weights=("kernel", "bias"))
        net = net.add("z", ops.reshape(places)).add("again", ops.reshape((*places, 1))).add("a", layers.ReLU())
        net = net.add("pooled", layers.MaxPooling2D(self.pool_size)).add("L", ops.multiply(), "pooled", "upstream")
        return net.add("p", ops.reshape(shape(self.upstream)), "pooled")

    @misconception("You divided the gradient among the positions. In max pooling all of it goes to the maximum.")
    def shared_out(self) -> dict[str, object]:
        share = self.pool_size**2
        return self._routed(lambda window, place, slope: slope / share if window[place] > 0 else 0)

    @misconception("You left out the derivative of ReLU, which is 0 where $Z$ is not positive.")
    def relu_left_out(self) -> dict[str, object] | None:
        routed = self._routed(lambda window, place, slope: slope if window.index(max(window)) == place else 0)
        return routed if any(max(window) < 0 for window in blocks(self._z, self.pool_size)) else None

    @misconception("You left out the bias $b$. It is added to every weighted sum.")
    def bias_left_out(self) -> Network:
        return self.network.with_arrays(bias=0)  # the gradient with respect to it is asked for nevertheless

    def _routed(self, share: Callable[[list[Scalar], int, Scalar], Scalar]) -> dict[str, object]:
        """The answers after a wrong gradient with respect to Z, elementwise."""
        windows, slopes = blocks(self._z, self.pool_size), list(cells(self.upstream))
        dz = from_blocks(lambda k, place: share(windows[k], place, slopes[k]), self.pool_size, self._z)
        return {"dz": dz, "dk": laid_on(dz, self.image), "db": sum(cells(dz))}

    @misconception(
        r"You rotated $\partial L / \partial Z$ by 180°. The gradient with respect to $K$ is the cross-correlation of $X$ with "
        r"$\partial L / \partial Z$, which is not rotated."
    )
    def gradient_rotated(self) -> dict[str, object]:
        return {"dk": laid_on(turned(cast(Grid, self.derivation().answers["dz"])), self.image)}
