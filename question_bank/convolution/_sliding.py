"""What every question about a sliding kernel has in common: strides, padding and dilation, as Keras understands them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any, Self

from examgen.authoring import Draw, Network, Option, Question, layers, model_validator
from examgen.question_bank.convolution._lengths import Lengths, Padding, collapsed

CONVOLUTIONS = {1: layers.Conv1D, 2: layers.Conv2D, 3: layers.Conv3D}
_ZEROS = {1: layers.ZeroPadding1D, 2: layers.ZeroPadding2D, 3: layers.ZeroPadding3D}
_POOLING = {1: layers.MaxPooling1D, 2: layers.MaxPooling2D, 3: layers.MaxPooling3D}


class Sliding(Question):
    """A kernel that slides over an input of one, two or three spatial axes."""

    strides: Lengths = 1
    padding: Padding = "valid"
    dilation_rate: Lengths = 1

    @staticmethod
    def drawn_layer(
        d: Draw, strides: Iterable[Option] = (1,), padding: Iterable[Option] = ("valid",)
    ) -> dict[str, Any]:
        """The layer's options; any of them may be pinned, for each axis as well."""
        return {
            "strides": d.choice("strides", strides),
            "padding": d.choice("padding", padding),
            "dilation_rate": d.choice("dilation_rate", (1,)),
        }

    @property
    @abstractmethod
    def sides(self) -> tuple[int, ...]:
        """The input's length along each spatial axis."""

    @property
    @abstractmethod
    def window(self) -> tuple[int, ...]:
        """The kernel's length along each spatial axis."""

    @property
    def spans(self) -> tuple[int, ...]:
        """What the kernel covers along each axis: dilation d spreads a length f over d (f - 1) + 1."""
        return tuple(d * (f - 1) + 1 for d, f in zip(self._along(self.dilation_rate), self.window, strict=True))

    @property
    def output(self) -> tuple[int, ...]:
        """The output's length along each spatial axis; for bounds and checks, an answer comes from the network."""
        strides = self._along(self.strides)
        if self.padding == "same":
            return tuple(-(-n // s) for n, s in zip(self.sides, strides, strict=True))
        axes = zip(self.sides, self.zeros, self.spans, strides, strict=True)
        return tuple((n + sum(added) - span) // s + 1 for n, added, span, s in axes)

    @property
    def zeros(self) -> tuple[tuple[int, int], ...]:
        """The zeros before and after each axis; the odd one that *same* may need comes after."""
        if self.padding == "same":
            axes = zip(self.sides, self.output, self.spans, self._along(self.strides), strict=True)
            missing = (max((m - 1) * s + span - n, 0) for n, m, span, s in axes)
            return tuple((count // 2, count - count // 2) for count in missing)
        if self.padding == "full":
            return tuple((span - 1, span - 1) for span in self.spans)
        if self.padding == "causal":
            return ((self.spans[0] - 1, 0),)
        counted = 0 if self.padding == "valid" else self.padding
        return tuple(entry if isinstance(entry, tuple) else (entry, entry) for entry in self._along(counted))

    @property
    def thinned(self) -> bool:
        """Whether strides and dilation meet, which Keras has in two steps: a kernel at every place, and every so many of them."""
        return self.strides != 1 and self.dilation_rate != 1

    def _along(self, lengths: Any) -> tuple[Any, ...]:
        return lengths if isinstance(lengths, tuple) else (lengths,) * len(self.sides)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        axes = len(self.sides)
        for name in ("window", "strides", "padding", "dilation_rate"):
            value = getattr(self, name)
            if isinstance(value, tuple) and len(value) != axes:
                what = "the kernel" if name == "window" else name
                raise ValueError(f"the input has {axes} spatial axes, {what} has {len(value)}: {value}")
        if self.padding == "causal" and axes > 1:
            raise ValueError("only a signal has a past: causal padding is for one axis")
        if self.thinned and self.padding in ("same", "causal"):
            raise ValueError(
                f"Keras has no strides ({self.strides}) together with dilation ({self.dilation_rate}); count the zeros"
            )
        if min(self.output) < 1:
            covered, side = (" × ".join(map(str, lengths)) for lengths in (self.spans, self.sides))
            raise ValueError(f"the kernel covers {covered}, more than the padded input of {side} has")
        return self

    def overhanging(self) -> Self | None:
        """The variant with zeros for the windows that reach over the end: rounding up where one rounds down."""
        axes = zip(self.zeros, self.sides, self.spans, self._along(self.strides), strict=True)
        ends = tuple((before, after + (span - before - n - after) % s) for (before, after), n, span, s in axes)
        return self.but(padding=ends) if self.padding != "same" else None

    def padded_once(self) -> Self | None:
        """The variant with the counted zeros before each axis alone."""
        return (
            None if isinstance(self.padding, str) else self.but(padding=tuple((before, 0) for before, _ in self.zeros))
        )

    def convolved(self, net: Network, name: str, filters: int = 1, weights: Iterable[str] = ()) -> Network:
        """The network with the zeros and the convolution put behind what it gives last."""
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
