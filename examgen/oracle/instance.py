"""The one object of Keras that stands for a layer, whatever its inputs and its weights.

To make a layer and its variables anew takes Keras some milliseconds. So it is made once; for every shape it is asked about, and
every time it is run, it is built anew: Keras checks the inputs and says which weights it adds, and instead of a variable it gets
what the caller has in mind: a shape, a tensor, a place in a graph. Nothing is ever allocated.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import MethodType
from typing import Any

from examgen.model.network import Layer
from examgen.oracle.building import Lengths, Tensor, called, made, parameters, shapes_only, symbol, together
from examgen.oracle.kept import Kept
from examgen.oracle.libraries import libraries

Shapes = tuple[Lengths, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """A weight of a layer: its shape, and whether training changes it."""

    shape: Lengths
    trainable: bool = True


class Instance:
    """A layer of Keras that forgets what it was built for before it is built for something else."""

    def __init__(self, layer: Layer) -> None:
        self.layer = layer
        with shapes_only():
            self._keras = made(layer)
        self._parts = self._keras._flatten_layers()
        # The plain `build` of its class, without the name scopes and the bookkeeping that Keras wraps around it.
        self._fresh = [{**vars(part), "build": MethodType(type(part).build, part)} for part in self._parts]

    def sizes(self, inputs: Shapes, states: Shapes) -> tuple[Shapes, tuple[Weight, ...]]:
        """The shapes of the outputs, and the weights in Keras's order, for one example of inputs of these shapes.

        Raises:
            Exception: Keras refuses them, in whatever type its error has.
        """
        with shapes_only():
            weights = self._built(inputs, symbol)
            if states and states != (expected := self._state_shapes()):
                raise ValueError(f"its states have the shapes {states}, expected {expected}")
            if self.layer.type.name.endswith("Cell"):
                return states, weights
            shapes = self._keras.compute_output_shape(together([(1, *lengths) for lengths in inputs]))
        outputs = shapes if isinstance(shapes[0], tuple | list) else [shapes]
        return tuple(tuple(lengths)[1:] for lengths in outputs), weights

    def call(
        self,
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
        weight: Callable[[Lengths], Tensor],
        *,
        unrolled: bool = False,
    ) -> list[Tensor]:
        """What the layer makes of tensors with a batch axis, with weights of the caller's.

        With ``unrolled`` a recurrent layer takes its steps one after the other, without a loop.
        """
        self._built(tuple(tuple(tensor.shape)[1:] for tensor in inputs), weight)
        for part in self._parts:
            if hasattr(part, "unroll"):
                part.unroll = unrolled
        return called(self.layer, self._keras.call, inputs, states)

    def _built(self, inputs: Shapes, weight: Callable[[Lengths], Tensor]) -> tuple[Weight, ...]:
        """Build it anew; the weights that it added."""
        added: list[list[Weight]] = [[] for _ in self._parts]
        for part, fresh, own in zip(self._parts, self._fresh, added, strict=True):
            vars(part).clear()
            vars(part).update(fresh, add_weight=_adding(own, weight))
        symbols = together([symbol((1, *lengths)) for lengths in inputs])
        self._keras._assert_input_compatibility(symbols)
        self._keras.build(together([(1, *lengths) for lengths in inputs]))
        self._keras._assert_input_compatibility(symbols)  # some demand more once they are built
        for part in self._parts:
            vars(part)["built"] = True
        return tuple(Weight(one.shape, one.trainable and self._keras.trainable) for own in added for one in own)

    def _state_shapes(self) -> Shapes:
        sizes = self._keras.state_size
        return tuple((size,) for size in (sizes if isinstance(sizes, list | tuple) else [sizes]))


class ChangingInstance(Instance):
    """A layer that is called as in training, and then sets variables of its own: it runs on real ones, which stay as they are."""

    def call(
        self,
        inputs: Sequence[Tensor],
        states: Sequence[Tensor],
        weight: Callable[[Lengths], Tensor],
        *,
        unrolled: bool = False,
    ) -> list[Tensor]:
        lib = libraries()
        with shapes_only():
            keras = made(self.layer)
            keras.build(together([tuple(tensor.shape) for tensor in inputs]))
        weights = parameters(keras)
        seeds = [v for v in keras.variables if not any(v is one for one in weights)]
        mapping = [(v, weight(tuple(v.shape))) for v in weights] + [(v, lib.tf.ones(v.shape, v.dtype)) for v in seeds]
        # Leaving the scope must not initialize variables: it would fill every layer that Keras waits to fill.
        with lib.keras.StatelessScope(state_mapping=mapping, initialize_variables=False):
            return called(self.layer, keras.call, inputs, states)


def _adding(added: list[Weight], weight: Callable[[Lengths], Tensor]) -> Callable[..., Tensor]:
    """Stands for `keras.Layer.add_weight`: notes the weight, and gives the caller's."""

    def add_weight(*, shape: Lengths, trainable: bool = True, **_: Any) -> Tensor:
        added.append(Weight(tuple(shape), trainable))
        return weight(tuple(shape))

    return add_weight


_instances: Kept[Layer, Instance] = Kept(64_000_000, lambda instance: 60_000)


def instance(layer: Layer) -> Instance:
    """The object of Keras that stands for a layer."""
    made_before = _instances.get(layer)
    return made_before or _instances.put(layer, ChangingInstance(layer) if layer.at_call else Instance(layer))
