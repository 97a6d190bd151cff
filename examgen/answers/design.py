"""Answers that are layers of the student's own, judged by what they do."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar

from examgen.answers.answer_type import AnswerType, Comparison, Reading, Unreadable
from examgen.answers.fitting import number
from examgen.answers.tidy import quote, tidy
from examgen.arrays import Array, cells, spelled, text_of
from examgen.model import layers
from examgen.model.keras_code import CodeError, read_layers, written
from examgen.model.network import Input, Layer, Network
from examgen.model.observable import Multiplications, Observable, Observed, OutputShape, Parameters

_ACTIVATIONS = {"Softmax": "softmax", "ReLU": "relu", "LeakyReLU": "leaky_relu", "ELU": "elu"}
MOST_PARAMETERS = 10**8
MOST_CELLS = 10**7
"""A design with more parameters, or a tensor of more cells, is not built: no question needs it, and a machine has an end."""


@dataclass(frozen=True)
class LayerDesign(AnswerType):
    """One layer, or a stack of them, that the student designs and writes as Keras code.

    The value is the code, letter by letter; the key is one design of many. Every design that fulfils all conditions is
    right, whichever it is: `examgen.verify.witness.compare` builds it in Keras and judges it.

    Attributes:
        input_shape: what it reads, one example.
        output_shape: what it must give.
        max_parameters: the most parameters that it may own.
        min_parameters: the fewest.
        max_multiplications: the most multiply-accumulates for one example.
        kinds: names of the layers that may be used; all that we know where none is named.
        contains: names of layers that must be among them.
        min_layers: how many layers it has at least.
        max_layers: how many at most.
        ends_with: the activation of its last layer, as an option or a layer of its own.
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
    name: ClassVar[str] = "layerdesign"
    cell: ClassVar[str] = "condition"
    is_numeric: ClassVar[bool] = False
    key_is_unique: ClassVar[bool] = False

    def __post_init__(self) -> None:
        asked = (self.output_shape, self.max_parameters, self.min_parameters, self.max_multiplications)
        if not (any(condition is not None for condition in asked) or self.kinds or self.contains):
            raise ValueError("expected a condition that tells a right design from a wrong one")
        if unknown := {*self.kinds, *self.contains} - layers.KINDS.keys():
            raise ValueError(f"expected names of layers that we know, got {', '.join(sorted(unknown))}")

    @property
    def hint(self) -> str:
        if self.max_layers > 1:
            return "layers in Keras code, one behind the other, for example Flatten(), Dense(10)"
        return "a layer in Keras code, for example Dense(10)"

    @property
    def conditions(self) -> tuple[str, ...]:
        """What is asked of a design, a phrase for each cell of a comparison: ``at most 500 parameters``."""
        return tuple(condition.asked for condition in self._conditions())

    def read(self, text: str) -> Reading:
        tidy(text)  # refuses what is empty or far too long
        try:
            code = written(read_layers(text))
        except CodeError as refusal:
            raise Unreadable(f"{quote(text)} is not read: {refusal}; write {self.hint}") from None
        return Reading(spelled(code), code)

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

    def tex(self, value: Array) -> str:
        return rf"\text{{{text_of(value).replace('_', chr(92) + '_')}}}"

    # judging --------------------------------------------------------------------------------------------------------

    def network(self, value: Array) -> Network:
        """The design as a network that reads ``x``; only its shapes are known."""
        net = Network(x=Input(*self.input_shape))
        for place, layer in enumerate(read_layers(text_of(value)), start=1):
            net = net.add(f"layer {place}", layer)
        return net

    def observables(self, value: Array) -> tuple[Observed, ...]:
        """What must be known of the design to judge it."""
        net = self.network(value)
        shapes = tuple(OutputShape(name) for name in net.names)
        counted: tuple[Observed, ...] = () if self.max_multiplications is None else (Multiplications(),)
        return (*shapes, Parameters(), *counted)

    def judged(self, value: Array, seen: Mapping[Observable, Array]) -> Comparison:
        """The design held against the conditions; ``seen`` are its observables."""
        net = self.network(value)
        for node in net.nodes:  # Keras would refuse what our networks of plain pictures allow: a missing channel axis
            read = seen[OutputShape(node.inputs[0])]
            if node.layer.type.rank is not None and len(list(cells(read))) < node.layer.type.rank:
                return self.refused(f"{node.layer} cannot read {_times(read)}")
        made = tuple(node.layer for node in net.nodes)
        design = _Design(made, seen[OutputShape(net.last)], seen[Parameters()], seen.get(Multiplications(), 0))
        if max(math.prod(cells(size)) for asked, size in seen.items() if isinstance(asked, OutputShape)) > MOST_CELLS:
            return self.refused(f"it makes tensors of more than {MOST_CELLS:,} cells")
        if number(design.parameters) > MOST_PARAMETERS:
            return self.refused(f"it has more than {MOST_PARAMETERS:,} parameters")
        conditions = self._conditions()
        return Comparison(
            tuple(condition.holds(design) for condition in conditions),
            as_a_whole=True,
            notes=tuple(condition.found(design) for condition in conditions),
        )

    def refused(self, why: str) -> Comparison:
        """What a design is worth that cannot be built."""
        return Comparison((False,) * len(self.conditions), as_a_whole=True, notes=(why,))

    def _conditions(self) -> list[_Condition]:
        return [*self._on_layers(), *self._on_sizes()]

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
                f"{self.ends_with} at its end",
                lambda design: design.activation == self.ends_with,
                lambda design: f"it ends with {design.activation}",
            )

    def _on_sizes(self) -> Iterator[_Condition]:
        if self.output_shape is not None:
            yield _Condition(
                f"an output of {_times(self.output_shape)}",
                lambda design: design.output == self.output_shape,
                lambda design: f"it gives {_times(design.output)}",
            )
        for called, attribute, least, most in (
            ("parameters", "parameters", self.min_parameters, self.max_parameters),
            ("multiplications", "multiplications", None, self.max_multiplications),
        ):
            if least is not None or most is not None:
                yield _bounded(called, attribute, least, most)


@dataclass(frozen=True)
class _Design:
    """What is known of a design that was built."""

    layers: tuple[Layer, ...]
    output: Array
    parameters: Array
    multiplications: Array

    @property
    def kinds(self) -> tuple[str, ...]:
        return tuple(layer.type.name for layer in self.layers)

    @property
    def activation(self) -> str:
        """The activation that the last layer ends with, as Keras calls it in an option."""
        last = self.layers[-1]
        if last.knows("activation"):
            return str(last["activation"] or "linear")
        return _ACTIVATIONS.get(last.type.name, "linear")

    def named(self) -> str:
        """Its layers by name."""
        return f"it is made of {', '.join(dict.fromkeys(self.kinds))}"


@dataclass(frozen=True)
class _Condition:
    """What is asked, whether a design fulfils it, and what it has instead."""

    asked: str
    holds: Callable[[_Design], bool]
    found: Callable[[_Design], str]


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
