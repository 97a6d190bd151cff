"""The one object of Keras that stands for a layer, whatever its inputs and its weights.

To make a layer and its variables anew takes Keras some milliseconds. So it is made once, and built once for every shape that it
reads: Keras checks the input, infers the output, and says which weights it adds; instead of a variable it gets an empty place, and
every time the layer runs, the caller's tensors are put there. No weight is ever allocated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MethodType, SimpleNamespace
from typing import Any

from examgen.model.network import Layer
from examgen.oracle.building import Lengths, Tensor, called, made, parameters, shapes_only, together
from examgen.oracle.kept import Kept
from examgen.oracle.libraries import libraries

Shapes = tuple[Lengths, ...]
WeightOf = Callable[[Lengths], Tensor]
"""The next weight of a layer, in Keras's order, by its shape."""


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight of a layer: its shape, and whether training changes it."""

    shape: Lengths
    trainable: bool = True


class Instance:
    """A layer of Keras that forgets what it was built for before it is built for something else."""

    def __init__(self, layer: Layer) -> None:
        self._layer = layer
        with shapes_only():
            self.keras = made(layer, _bare)
        self.parts = list(_parts(self.keras, libraries().keras.layers.Layer))
        for part in self.parts:
            part.__class__ = _unwatched(part.__class__)
            vars(part).pop("_call_signature", None)  # which Keras's own `__call__` alone looks at, and takes kilobytes
        # The plain `build` of its class, without the name scopes and the bookkeeping that Keras wraps around it.
        self._fresh = [{**vars(part), "build": MethodType(type(part).build, part)} for part in self.parts]

    def built(self, inputs: Shapes) -> Built:
        """The layer built for one example of inputs of these shapes.

        Raises:
            Exception: Keras refuses them, in whatever type its error has.
        """
        places = [_Places() for _ in self.parts]
        for part, fresh, own in zip(self.parts, self._fresh, places, strict=True):
            vars(part).clear()
            vars(part).update(fresh, add_weight=own.add_weight)
        shapes = [(1, *lengths) for lengths in inputs]
        read = together([SimpleNamespace(shape=lengths, dtype="float64") for lengths in shapes])
        self.keras._assert_input_compatibility(read)
        self.keras.build(together(shapes))
        self.keras._assert_input_compatibility(read)  # some demand more once they are built
        for part in self.parts:
            vars(part)["built"] = True
        kind = InTraining if self._layer.at_call else Built
        return kind(self._layer, self, together(shapes), places)


def _bare(kind: Any, options: Mapping[str, Any]) -> Any:
    """A layer as its class's own ``__init__`` makes it, without what Keras adds for saving it and for finding its parts again.

    Reading its signature for a later ``get_config`` and watching every attribute take four times as long as ``__init__`` itself.
    """
    keras = object.__new__(_unwatched(kind))
    vars(keras)["_auto_config"] = None
    keras.__init__(**options)
    keras.__class__ = kind
    return keras


@lru_cache(maxsize=256)
def _unwatched(kind: Any) -> Any:
    """The same class for layers whose attributes nobody watches, and whose call goes straight to their own ``call``.

    An LSTM calls its cell in every step, and Keras would check and convert its tensors each time.
    """
    return type(kind.__name__, (kind,), {"__setattr__": object.__setattr__, "__call__": kind.call})


def _parts(keras: Any, kind: Any) -> Iterator[Any]:
    """A layer and the layers inside it, in the order in which Keras lists their weights; ``kind`` is the class of all layers."""
    yield keras
    for value in vars(keras).values():
        if isinstance(value, kind):
            yield from _parts(value, kind)


class _Places:
    """The weights that one layer adds, and a mark in the place of each."""

    def __init__(self) -> None:
        self.added: list[tuple[Weight, object]] = []

    def add_weight(self, *, shape: Lengths, trainable: bool = True, **_: Any) -> object:
        """Stands for `keras.Layer.add_weight`."""
        mark = object()
        self.added.append((Weight(tuple(shape), trainable), mark))
        return mark


class Built:
    """A layer built for inputs of some shapes.

    Attributes:
        weights: what it owns, in Keras's order.
    """

    def __init__(self, layer: Layer, instance: Instance, shapes: Any, places: Sequence[_Places]) -> None:
        self._layer, self._keras, self._parts, self._shapes = layer, instance.keras, instance.parts, shapes
        self._state = [dict(vars(part)) for part in self._parts]
        is_trained = self._keras.trainable
        self.weights = tuple(
            Weight(weight.shape, weight.trainable and is_trained) for own in places for weight, _ in own.added
        )
        self._marks = [
            (part, next(name for name, value in vars(part).items() if value is mark), weight.shape)
            for part, own in zip(self._parts, places, strict=True)
            for weight, mark in own.added
        ]

    def outputs(self, states: Shapes) -> Shapes:
        """The shapes of what it gives for one example.

        Raises:
            Exception: Keras refuses the input or the states, in whatever type its error has.
        """
        self._restore()
        if states and states != (expected := self._state_shapes()):
            raise ValueError(f"its states have the shapes {states}, expected {expected}")
        if self._layer.type.name.endswith("Cell"):
            return states
        shapes = self._keras.compute_output_shape(self._shapes)
        outputs = shapes if isinstance(shapes[0], tuple | list) else [shapes]
        return tuple(tuple(lengths)[1:] for lengths in outputs)

    def call(
        self, inputs: Sequence[Tensor], states: Sequence[Tensor], weight: WeightOf, *, unrolled: bool = False
    ) -> list[Tensor]:
        """What the layer makes of tensors with a batch axis; an unrolled recurrent layer takes its steps without a loop."""
        self._restore()
        for part, name, shape in self._marks:
            vars(part)[name] = weight(shape)
        for part in self._parts:
            if "unroll" in vars(part):
                vars(part)["unroll"] = unrolled
        return called(self._layer, self._keras.call, inputs, states)

    def _restore(self) -> None:
        for part, state in zip(self._parts, self._state, strict=True):
            vars(part).clear()
            vars(part).update(state)

    def _state_shapes(self) -> Shapes:
        sizes = self._keras.state_size
        return tuple((size,) for size in (sizes if isinstance(sizes, list | tuple) else [sizes]))


class InTraining(Built):
    """A layer that is called as in training and then sets variables of its own: it runs on real ones, which stay as they are."""

    @cached_property
    def _real(self) -> Any:
        with shapes_only():
            keras = made(self._layer)
            keras.build(self._shapes)
        return keras

    def call(
        self, inputs: Sequence[Tensor], states: Sequence[Tensor], weight: WeightOf, *, unrolled: bool = False
    ) -> list[Tensor]:
        keras, weights = self._real, parameters(self._real)
        seeds = [v for v in keras.variables if not any(v is one for one in weights)]
        ones = libraries().tf.ones
        mapping = [(v, weight(tuple(v.shape))) for v in weights] + [(v, ones(v.shape, v.dtype)) for v in seeds]
        # Leaving the scope must not initialize variables: it would fill every layer that Keras waits to fill.
        with libraries().keras.StatelessScope(state_mapping=mapping, initialize_variables=False):
            return called(self._layer, keras.call, inputs, states)


_instances: Kept[Layer, Instance] = Kept(24_000_000, lambda instance: 8_000 * len(instance.parts))
_built: Kept[tuple[Layer, Shapes], Built] = Kept(6_000_000, lambda built: 4_000 + 1_000 * len(built.weights))


def built(layer: Layer, inputs: Shapes) -> Built:
    """A layer built for one example of inputs of these shapes.

    Raises:
        Exception: Keras refuses them, in whatever type its error has.
    """
    key = (layer, inputs)
    if (found := _built.get(key)) is None:
        instance = _instances.get(layer) or _instances.put(layer, Instance(layer))
        found = _built.put(key, instance.built(inputs))
    return found
