"""Strides, padding and dilation of a convolution, as in Keras."""

from abc import abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from examgen.authoring import Draw, Field, Network, Option, Question, layers, misconception
from examgen.question_bank.convolution._lengths import Lengths, Padding, collapsed

CONVOLUTIONS = {1: layers.Conv1D, 2: layers.Conv2D, 3: layers.Conv3D}
_ZEROS = {1: layers.ZeroPadding1D, 2: layers.ZeroPadding2D, 3: layers.ZeroPadding3D}
_POOLING = {1: layers.MaxPooling1D, 2: layers.MaxPooling2D, 3: layers.MaxPooling3D}


@dataclass(frozen=True)
class Slide:
    """How a kernel moves over an input: the lengths of both along each spatial axis, and the options of the layer."""

    sides: tuple[int, ...]
    window: tuple[int, ...]
    strides: Lengths
    padding: Padding
    dilation_rate: Lengths

    def along(self, lengths: Any) -> tuple[Any, ...]:
        """One length per spatial axis."""
        return lengths if isinstance(lengths, tuple) else (lengths,) * len(self.sides)

    @property
    def spans(self) -> tuple[int, ...]:
        """The extent of the kernel along each axis: d (f - 1) + 1 with dilation rate d."""
        return tuple(d * (f - 1) + 1 for d, f in zip(self.along(self.dilation_rate), self.window, strict=True))

    @property
    def output(self) -> tuple[int, ...]:
        """The output's length along each spatial axis; for checks only, answers come from the network."""
        strides = self.along(self.strides)
        if self.padding == "same":
            return tuple(-(-n // s) for n, s in zip(self.sides, strides, strict=True))
        axes = zip(self.sides, self.zeros, self.spans, strides, strict=True)
        return tuple((n + sum(added) - span) // s + 1 for n, added, span, s in axes)

    @property
    def zeros(self) -> tuple[tuple[int, int], ...]:
        """The zeros before and after each axis; an extra zero of *same* comes after."""
        if self.padding == "same":
            axes = zip(self.sides, self.output, self.spans, self.along(self.strides), strict=True)
            missing = (max((m - 1) * s + span - n, 0) for n, m, span, s in axes)
            return tuple((count // 2, count - count // 2) for count in missing)
        if self.padding == "full":
            return tuple((span - 1, span - 1) for span in self.spans)
        if self.padding == "causal":
            return ((self.spans[0] - 1, 0),)
        counted = 0 if self.padding == "valid" else self.padding
        return tuple(entry if isinstance(entry, tuple) else (entry, entry) for entry in self.along(counted))

    @property
    def thinned(self) -> bool:
        """Whether strides and dilation are combined, which takes two layers in Keras: all positions, then every s-th of them."""
        return self.strides != 1 and self.dilation_rate != 1

    def refuse_misfits(self) -> None:
        """Refuse options that do not fit the input.

        Raises:
            ValueError: they do not.
        """
        axes = len(self.sides)
        options = {"the kernel": self.window, "strides": self.strides, "padding": self.padding}
        for what, value in {**options, "dilation_rate": self.dilation_rate}.items():
            if isinstance(value, tuple) and len(value) != axes:
                raise ValueError(f"{what} must have one number per spatial axis ({axes}); got {value}")
        if self.padding == "causal" and axes > 1:
            raise ValueError("causal padding needs an input with one spatial axis")
        if self.thinned and self.padding in ("same", "causal"):
            raise ValueError(
                f"Keras does not combine strides ({self.strides}) with dilation ({self.dilation_rate}) here; give the padding as a number"
            )
        if min(self.output) < 1:
            covered, side = (" × ".join(map(str, lengths)) for lengths in (self.spans, self.sides))
            raise ValueError(
                f"the kernel covers {covered}, which must fit into the padded input ({side} without padding)"
            )

    @property
    def rounding_up(self) -> Padding | None:
        """The padding that has zeros for incomplete windows at the end: rounding up instead of down."""
        axes = zip(self.zeros, self.sides, self.spans, self.along(self.strides), strict=True)
        ends = tuple((before, after + (span - before - n - after) % s) for (before, after), n, span, s in axes)
        return ends if self.padding != "same" else None

    @property
    def once(self) -> Padding | None:
        """The padding that has zeros before each axis only."""
        return None if isinstance(self.padding, str) else tuple((before, 0) for before, _ in self.zeros)

    def convolved(self, net: Network, name: str, filters: int = 1, weights: Iterable[str] = ()) -> Network:
        """The network with padding and convolution added."""
        axes = len(self.sides)
        if self.padding not in ("same", "causal") and any(map(any, self.zeros)):
            zeros: Option = self.zeros if axes > 1 else self.zeros[0]
            net = net.add(f"{name} padded", _ZEROS[axes](padding=collapsed(zeros)))
        options: dict[str, Option] = {"dilation_rate": self.dilation_rate}
        if not self.thinned:
            options["strides"] = self.strides
        if self.padding in ("same", "causal"):
            options["padding"] = self.padding
        layer = CONVOLUTIONS[axes](filters, collapsed(self.window), **options)
        if not self.thinned:
            return net.add(name, layer, weights=weights)
        net = net.add(f"{name} at every place", layer, weights=weights)
        return net.add(name, _POOLING[axes](1, strides=self.strides))


def moves_in_words(slide: Slide) -> str:
    """Stride and dilation over an image, as they follow "is applied to the image"."""
    if isinstance(slide.strides, tuple):
        words = f"with vertical stride {slide.strides[0]} and horizontal stride {slide.strides[1]}"
    else:
        words = "with stride 1" if slide.strides == 1 else f"with stride {slide.strides}"
    if slide.dilation_rate == 1:
        return words
    down, right = slide.along(slide.dilation_rate)
    rate = str(down) if down == right else f"{down} (down) and {right} (to the right)"
    return f"{words} and dilation rate {rate}"


def border_in_words(slide: Slide) -> str:
    """The padding of an image, in a sentence."""
    (above, below), (left, right) = slide.zeros
    if slide.padding == "valid":
        return "There is no padding."
    if slide.padding == "same":
        if above == below and left == right:
            return "The padding is *same*."
        return (
            "The padding is *same*, as in Keras: where the zeros cannot be split evenly, the extra row is added at the bottom and the "
            "extra column on the right."
        )
    if slide.padding == "full":
        return (
            "The padding is *full*: zeros are added on every side so that every window that overlaps the image is used."
        )
    if above == below == left == right:
        return f"The zero padding is {above} on every side."
    return (
        f"The zero padding is {above} at the top, {below} at the bottom, {left} on the left and {right} on the right."
    )


def drawn_layer(d: Draw, strides: Iterable[Option] = (1,), padding: Iterable[Option] = ("valid",)) -> dict[str, Any]:
    """The options of the layer; each can be pinned, also per axis."""
    return {
        "strides": d.choice("strides", strides),
        "padding": d.choice("padding", padding),
        "dilation_rate": d.choice("dilation_rate", (1,)),
    }


class Sliding(Question):
    """A kernel on an input: the options of the layer, which must fit."""

    strides: Lengths = Field(1, description="Stride, one number or one per axis.")
    padding: Padding = Field("valid", description="Padding: valid, same, full, or the number of zeros on each side.")
    dilation_rate: Lengths = Field(1, description="Dilation rate, one number or one per axis.")

    @property
    @abstractmethod
    def slide(self) -> Slide:
        """How the kernel moves over the input."""

    @property
    def moves(self) -> str:
        """Stride and dilation in words."""
        return moves_in_words(self.slide)

    @property
    def border(self) -> str:
        """The padding, in a sentence."""
        return border_in_words(self.slide)

    def check(self) -> None:
        self.slide.refuse_misfits()

    def moving(self, sides: tuple[int, ...], window: Any) -> Slide:
        """A kernel of these lengths on an input of these lengths, with the options of the layer."""
        lengths = window if isinstance(window, tuple) else (window,) * len(sides)
        return Slide(sides, lengths, self.strides, self.padding, self.dilation_rate)


@misconception("You rounded the quotient up. An incomplete window at the border is dropped, so round down.")
def rounded_up(q: Sliding) -> Sliding | None:
    """The variant with the zeros that complete the last windows."""
    return q.but(padding=q.slide.rounding_up) if q.slide.rounding_up else None


@misconception("You counted the padding once. It is added on both sides.")
def padding_once(q: Sliding) -> Sliding | None:
    """The variant with the zeros before each axis only."""
    return q.but(padding=q.slide.once) if q.slide.once else None
