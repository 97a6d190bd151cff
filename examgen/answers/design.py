"""Answers that are layers of the student's own, judged by what they do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Comparison, Reading, Unreadable
from examgen.answers.characters import code, quote
from examgen.answers.design_cost import too_costly
from examgen.answers.fitting import number
from examgen.arrays import Array, cells, spelled, text_of
from examgen.model import layers
from examgen.model.keras_code import CodeError, read_layers, written
from examgen.model.network import Input, Layer, Network
from examgen.model.observable import Multiplications, Observable, Observed, OutputShape, Parameters

_ACTIVATIONS = {"Softmax": "softmax", "ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu", "PReLU": "prelu"}
_CONVOLUTION = re.compile(r"(?:Separable|Depthwise)?Conv\dD")
_WEIGHTED = re.compile(r"(?:Separable|Depthwise)?Conv\dD(?:Transpose)?|Dense|Embedding")
_RECURRENT = re.compile(r"SimpleRNN|LSTM|GRU|RNN|Bidirectional|ConvLSTM\dD")


@dataclass(frozen=True)
class LayerDesign(AnswerType):
    """One layer, or a stack of them, that the student designs and writes as Keras code.

    The value is the code, letter by letter; the key is one design of many. Every design that fulfils all conditions is
    right, whichever it is: `examgen.verify.witness.compare` builds it in Keras and judges it.

    Attributes:
        input_shape: the shape of one example of its input.
        output_shape: the output shape that it must have.
        max_parameters: the most parameters that it may have.
        min_parameters: the fewest.
        max_multiplications: the most multiply-accumulates for one example.
        kinds: names of the layers that may be used; all that we know where none is named.
        contains: names of layers that must be among them.
        min_layers: how many layers it has at least.
        max_layers: how many at most.
        ends_with: the activation of its last layer, as an option or a layer of its own.
        convolutions: how many convolutions it has at least that look at a neighbourhood of the image: their kernel has at least
            ``kernel_size`` rows and columns, fits into their input, and skips no pixel by its strides.
        kernel_size: the fewest rows and columns of the kernel of such a convolution.
        convolution_first: whether the image must reach the first such convolution unreduced: no pooling before it.
        nonlinear: whether an activation that is not linear must stand between any two layers with weights.
    """

    input_shape: tuple[int, ...]
    output_shape: tuple[int, ...] | None = None
    max_parameters: int | None = None
    min_parameters: int | None = None
    max_multiplications: int | None = None
    kinds: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    min_layers: int = 1
    max_layers: int = 1
    ends_with: str | None = None
    convolutions: int = 0
    kernel_size: int = 3
    convolution_first: bool = False
    nonlinear: bool = False
    name: ClassVar[str] = "layerdesign"
    cell: ClassVar[str] = "condition"
    is_numeric: ClassVar[bool] = False
    key_is_unique: ClassVar[bool] = False

    def __post_init__(self) -> None:
        asked = (self.output_shape, self.max_parameters, self.min_parameters, self.max_multiplications)
        if not (any(condition is not None for condition in asked) or self.kinds or self.contains or self.convolutions):
            raise ValueError("expected a condition that tells a right design from a wrong one")
        if unknown := {*self.kinds, *self.contains} - layers.KINDS.keys():
            raise ValueError(f"expected names of layers that we know, got {', '.join(sorted(unknown))}")

    @property
    def hint(self) -> str:
        if self.max_layers > 1:
            return "Keras layers in order, separated by commas, for example Flatten(), Dense(10)"
        return "a layer in Keras code, for example Dense(10)"

    @property
    def conditions(self) -> tuple[str, ...]:
        """What is asked of a design, a phrase for each cell of a comparison: ``at most 500 parameters``."""
        return tuple(condition.asked for condition in self._conditions())

    def readings(self, text: str, *, expressions: bool = False) -> list[Reading]:
        try:
            written_code = written(read_layers(code(text)))
        except CodeError as refusal:
            raise Unreadable(f"{quote(text)} could not be read: {refusal}; write {self.hint}") from None
        return [Reading(spelled(written_code), written_code)]

    def fit(self, value: Array) -> Array:
        try:
            return spelled(written(read_layers(text_of(value))))
        except CodeError as error:
            raise ValueError(f"expected the code of a design, got {value}: {error}") from None

    def compare(self, value: Array, key: Array) -> Comparison:
        """Whether it is the very design of the key; of any other, `examgen.verify.witness.compare` says what it is worth."""
        return Comparison((value == key,) * len(self.conditions), as_a_whole=True)

    def write(self, value: Array) -> str:
        return text_of(value)

    def plain(self, value: Array) -> str:
        return text_of(value)

    def tex(self, value: Array) -> str:
        return rf"\text{{{text_of(value).replace('_', chr(92) + '_')}}}"

    # judging --------------------------------------------------------------------------------------------------------

    def layers(self, value: Array) -> tuple[Layer, ...]:
        """The layers of a design."""
        return read_layers(text_of(value))

    def network(self, value: Array) -> Network:
        """The design as a network with the input ``x``; only its shapes are known."""
        net = Network(x=Input(*self.input_shape))
        for place, layer in enumerate(self.layers(value), start=1):
            net = net.add(f"layer {place}", layer)
        return net

    def observables(self, value: Array) -> tuple[Observed, ...]:
        """What must be known of the design to judge it."""
        net = self.network(value)
        shapes = tuple(OutputShape(name) for name in net.names)
        counted: tuple[Observed, ...] = () if self.max_multiplications is None else (Multiplications(),)
        return (*shapes, Parameters(), *counted)

    def too_costly(self, value: Array) -> str:
        """Why a design is not even built; nothing where it is small enough."""
        return too_costly(self.layers(value), self.input_shape)

    def judged(self, value: Array, seen: Mapping[Observable, Array]) -> Comparison:
        """The design held against the conditions; ``seen`` are its observables."""
        net = self.network(value)
        for node in net.nodes:  # Keras would refuse what our networks of plain pictures allow: a missing channel axis
            read = seen[OutputShape(node.inputs[0])]
            if node.layer.type.rank is not None and len(list(cells(read))) < node.layer.type.rank:
                return self.refused(f"{node.layer} cannot be applied to an input of shape {_times(read)}")
        made = tuple(node.layer for node in net.nodes)
        inputs = tuple(seen[OutputShape(node.inputs[0])] for node in net.nodes)
        design = _Design(made, inputs, seen[OutputShape(net.last)], seen[Parameters()], seen.get(Multiplications(), 0))
        conditions = self._conditions()
        return Comparison(
            tuple(condition.holds(design) for condition in conditions),
            as_a_whole=True,
            notes=tuple(condition.found(design) for condition in conditions),
            summary=f"Your design has the output shape {_times(design.output)} and {int(number(design.parameters)):,} parameters.",
        )

    def refused(self, why: str) -> Comparison:
        """What a design is worth that cannot be built."""
        return Comparison((False,) * len(self.conditions), as_a_whole=True, notes=(why,))

    def _conditions(self) -> list[_Condition]:
        return [*self._on_layers(), *self._on_convolutions(), *self._on_sizes()]

    def _on_layers(self) -> Iterator[_Condition]:
        least, most = self.min_layers, self.max_layers
        sizes = f"{most}" if least == most else f"{least} to {most}"
        yield _Condition(
            f"{sizes} layer{'s' * (most > 1)}",
            lambda design: least <= len(design.layers) <= most,
            lambda design: f"it has {len(design.layers)} layer{'s' * (len(design.layers) > 1)}",
        )
        kinds = frozenset(self.kinds) or layers.KINDS.keys()
        if self.kinds:
            yield _Condition(
                f"no layer but {' or '.join(self.kinds)}", lambda design: set(design.kinds) <= kinds, _Design.named
            )
        if self.contains:
            wanted = frozenset(self.contains)
            yield _Condition(
                f"a layer {' and a layer '.join(self.contains)}",
                lambda design: wanted <= set(design.kinds),
                _Design.named,
            )
        if self.ends_with is not None:
            yield _Condition(
                f"{self.ends_with} as its last activation",
                lambda design: design.activation == self.ends_with,
                lambda design: f"its last activation is {design.activation}",
            )

    def _on_convolutions(self) -> Iterator[_Condition]:
        least, side = self.convolutions, self.kernel_size
        if least:
            kernels = f"{'kernels' if least > 1 else 'a kernel'} of {side} × {side} or larger"
            yield _Condition(
                f"at least {least} convolution{'s' * (least > 1)} with {kernels} and no skipped pixels",
                lambda design: len(list(design.convolutions(side))) >= least,
                lambda design: _has_convolutions(len(list(design.convolutions(side))), side),
            )
        if self.convolution_first:
            yield _Condition(
                "no pooling before the first convolution",
                lambda design: design.is_unreduced(self.input_shape, side),
                lambda design: f"its first convolution has an input of shape {_times(design.first_input(side))}",
            )
        if self.nonlinear:
            yield _Condition(
                "a non-linear activation between any two layers with weights",
                lambda design: not design.linear_pair,
                lambda design: (
                    f"there is {'no' if design.linear_pair else 'a'} non-linear activation "
                    f"{design.linear_pair or 'wherever one is needed'}"
                ),
            )

    def _on_sizes(self) -> Iterator[_Condition]:
        if self.output_shape is not None:
            yield _Condition(
                f"an output shape of {_times(self.output_shape)}",
                lambda design: design.output == self.output_shape,
                lambda design: f"its output shape is {_times(design.output)}",
            )
        for called, attribute, least, most in (
            ("parameters", "parameters", self.min_parameters, self.max_parameters),
            ("multiply-accumulate operations", "multiplications", None, self.max_multiplications),
        ):
            if least is not None or most is not None:
                yield _bounded(called, attribute, least, most)


def _has_convolutions(count: int, side: int) -> str:
    kernels = f"kernels of {side} × {side} or larger and no skipped pixels"
    return f"it has {count or 'no'} convolution{'s' * (count > 1)} with {kernels}"


@dataclass(frozen=True)
class _Design:
    """What is known of a design that was built."""

    layers: tuple[Layer, ...]
    inputs: tuple[Array, ...]
    output: Array
    parameters: Array
    multiplications: Array

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(layer.type.name for layer in self.layers)

    @property
    def activation(self) -> str:
        """The activation that the last layer ends with, as Keras calls it in an option."""
        return _activation(self.layers[-1])

    def convolutions(self, side: int) -> Iterator[int]:
        """The places of the convolutions that look at a neighbourhood: with kernels of this side or larger, skipping no pixel."""
        for place, (layer, read) in enumerate(zip(self.layers, self.inputs, strict=True)):
            if _CONVOLUTION.fullmatch(layer.type.name):
                lengths = [int(length) for length in cells(read)][:-1]
                kernel, strides = (_for_each(layer[name], len(lengths)) for name in ("kernel_size", "strides"))
                if all(side <= f <= n and s <= f for f, s, n in zip(kernel, strides, lengths, strict=True)):
                    yield place

    def first_input(self, side: int) -> Array:
        """The input of the first such convolution; of the last layer where there is none."""
        return self.inputs[next(self.convolutions(side), len(self.layers) - 1)]

    def is_unreduced(self, whole: tuple[int, ...], side: int) -> bool:
        """Whether the first such convolution sees as many rows and columns as the image has."""
        first = next(self.convolutions(side), None)
        if first is None:
            return False
        return all(n >= m for n, m in zip(list(cells(self.inputs[first]))[:-1], whole[:-1], strict=True))

    @property
    def linear_pair(self) -> str:
        """Two layers with weights between which everything is linear, in words; nothing where there are no such two."""
        before: Layer | None = None
        for layer in self.layers:
            if _WEIGHTED.fullmatch(layer.type.name) and before is not None:
                return f"between {before.type.name} and {layer.type.name}"
            if _RECURRENT.fullmatch(layer.type.name) or _activation(layer) != "linear":
                before = None
            elif _WEIGHTED.fullmatch(layer.type.name):
                before = layer
        return ""

    def named(self) -> str:
        """Its layers by name."""
        return f"it is made of {', '.join(dict.fromkeys(self.kinds))}"


@dataclass(frozen=True)
class _Condition:
    """What is asked, whether a design fulfils it, and what it has instead."""

    asked: str
    holds: Callable[[_Design], bool]
    found: Callable[[_Design], str]


def _activation(layer: Layer) -> str:
    """The activation that a layer ends with; linear where it has none."""
    if layer.knows("activation"):
        return str(layer["activation"] or "linear")
    return _ACTIVATIONS.get(layer.type.name, "linear")


def _for_each(value: object, axes: int) -> tuple[int, ...]:
    """An option of each axis, which may be given once for all."""
    return tuple(map(int, value)) if isinstance(value, tuple) else (int(value),) * axes  # type: ignore[call-overload]


def _bounded(called: str, attribute: str, least: int | None, most: int | None) -> _Condition:
    bounds = [f"at {word} {bound:,}" for word, bound in (("least", least), ("most", most)) if bound is not None]

    def count(design: _Design) -> int:
        return int(number(getattr(design, attribute)))

    return _Condition(
        f"{' and '.join(bounds)} {called}",
        lambda design: (least is None or count(design) >= least) and (most is None or count(design) <= most),
        lambda design: f"it has {count(design):,} {called}",
    )


def _times(size: Array) -> str:
    return " × ".join(str(length) for length in cells(size)) or "one number"
