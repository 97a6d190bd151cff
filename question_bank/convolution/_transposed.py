"""Strides and padding of transposed convolutions, as in Keras and as in PyTorch."""

from abc import abstractmethod
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from examgen.authoring import Draw, Field, Network, Option, Question, layers, misconception
from examgen.question_bank._sizes import option
from examgen.question_bank.convolution._lengths import Lengths
from examgen.question_bank.convolution._sliding import CONVOLUTIONS

KINDS = {1: layers.Conv1DTranspose, 2: layers.Conv2DTranspose, 3: layers.Conv3DTranspose}
_CROPPING = {1: layers.Cropping1D, 2: layers.Cropping2D, 3: layers.Cropping3D}
Cells = Annotated[int, Field(ge=0, le=1000)]


class TransposedLayer(Question):
    """A transposed convolution; padding given as a number is PyTorch's: that many rows and columns are removed on each side."""

    strides: Lengths = Field(1, description="Stride, one number or one per axis.")
    padding: Literal["valid", "same"] | Cells | tuple[Cells, ...] = Field(
        "valid",
        description="Padding: valid or same as in Keras; or the rows and columns removed on each side, as in PyTorch.",
    )
    output_padding: Cells | tuple[Cells, ...] = Field(0, description="Rows and columns added at one end of the output.")

    @staticmethod
    def drawn_layer(d: Draw, strides: Iterable[Option], padding: Iterable[Option]) -> dict[str, Any]:
        """The options of the layer; numeric and output padding are pinned only."""
        return {
            "strides": d.choice("strides", strides),
            "padding": d.choice("padding", padding),
            "output_padding": d.choice("output_padding", (0,)),
        }

    @property
    def cut(self) -> tuple[int, ...]:
        """Rows and columns removed on each side; none where the padding is named."""
        if isinstance(self.padding, str):
            return ()
        return self.padding if isinstance(self.padding, tuple) else (self.padding,) * self.dimensions

    @property
    @abstractmethod
    def dimensions(self) -> int:
        """The number of spatial axes."""

    def check(self) -> None:
        for name in ("kernel_size", "strides", "padding", "output_padding"):
            lengths = getattr(self, name, None)
            if isinstance(lengths, tuple) and len(lengths) != self.dimensions:
                raise ValueError(f"{name} must have one number per spatial axis ({self.dimensions}); got {lengths}")

    @property
    def passed(self) -> tuple[str, ...]:
        """The layers as Keras code."""
        made = (self.network.node(name).layer for name in ("layer", "z"))
        return tuple(f"`{layer}`" for layer in made if layer.type != layers.Identity)

    def transposing(self, net: Network, filters: int, window: Option, *weights: str, **options: Option) -> Network:
        """The network with the layer, and ``z``, its output after padding is removed."""
        padding = self.padding if isinstance(self.padding, str) else "valid"
        if self.cut or self.output_padding:
            options["output_padding"] = self.output_padding
        layer = KINDS[self.dimensions](filters, window, strides=self.strides, padding=padding, **options)
        net = net.add("layer", layer, "x", weights=weights)
        if not any(self.cut):
            return net.add("z", layers.Identity())
        return net.add("z", _CROPPING[self.dimensions](cropping=option(self.cut)))


@misconception(
    "You ignored the stride. {% if strides is number %}One step in the input corresponds to {{ strides }} steps in the output."
    "{% else %}Along each axis, one step in the input corresponds to one stride in the output.{% endif %}"
)
def stride_ignored(q: TransposedLayer) -> TransposedLayer | None:
    """The variant with stride 1."""
    return q.but(strides=1, output_padding=0) if q.strides not in (1, (1,) * q.dimensions) else None


@misconception("You computed an ordinary convolution. The output of a transposed one is larger than its input.")
def not_transposed(q: TransposedLayer) -> Network:
    """The network with an ordinary convolution."""
    return q.network.swap("layer", CONVOLUTIONS[q.dimensions])
