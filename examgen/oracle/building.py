"""Objects of Keras made from layers that are data, without a number being allocated for any weight."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from operator import attrgetter
from typing import Any

from examgen.model.network import Layer
from examgen.oracle.libraries import libraries

Lengths = tuple[int, ...]
Tensor = Any  # a tf.Tensor or a keras.KerasTensor
Construct = Callable[[Any, Mapping[str, Any]], Any]
"""How an object of a class of Keras is made with these options."""


def _construct(make: Any, options: Mapping[str, Any]) -> Any:
    return make(**options)


def made(layer: Layer, construct: Construct = _construct) -> Any:
    """The Keras object that a layer, a loss or an optimizer describes, not built yet; ``construct`` makes it of its class."""
    lib, namespace = libraries(), layer.type.namespace
    options = {name: _option(value, construct) for name, value in layer.given if name not in layer.at_call}
    make = getattr(getattr(lib.keras, namespace), layer.type.name)
    if namespace != "optimizers":
        return construct(make, {**options, "dtype": "float64"})
    with _float64_by_default():  # TensorFlow casts a float of Python's by way of float32, and Keras refuses an int
        options = {**layer.type.defaults, **options}
        return make(**{n: lib.np.float64(v) if type(v) in (int, float) else v for n, v in options.items()})


def _option(value: Any, construct: Construct) -> Any:
    if isinstance(value, Layer):
        return made(value, construct)
    return float(value) if isinstance(value, Fraction) else value


@contextlib.contextmanager
def _float64_by_default() -> Iterator[None]:
    config = libraries().keras.config
    before = config.floatx()
    config.set_floatx("float64")
    try:
        yield
    finally:
        config.set_floatx(before)


@contextlib.contextmanager
def shapes_only() -> Iterator[None]:
    """Build layers whose variables hold no numbers, and take them off the list of those that Keras still means to fill.

    Whoever next builds a model of his own in this process would fill them all: gigabytes, after a VGG or two.
    """
    keras = libraries().keras
    state = keras.src.backend.common.global_state
    waiting = state.get_global_attribute("uninitialized_variables", [], set_to_default=True)
    before = len(waiting)
    try:
        with keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        del waiting[before:]


def symbol(lengths: Lengths) -> Tensor:
    """A tensor of this shape that holds no numbers."""
    return libraries().keras.KerasTensor(lengths, dtype="float64")


def together(inputs: Sequence[Any]) -> Any:
    """The inputs of a layer as Keras wants them: one by itself, several in a list."""
    return inputs[0] if len(inputs) == 1 else list(inputs)


def called(layer: Layer, call: Callable[..., Any], inputs: Sequence[Tensor], states: Sequence[Tensor]) -> list[Tensor]:
    """What a layer gives when it is called the way its type is: on one tensor, on several, or from given states."""
    if layer.type.name.endswith("Cell"):
        return flat(call(together(inputs), list(states)))
    return flat(call(together(inputs), **({"initial_state": list(states)} if states else {}), **layer.at_call))


def flat(result: Any) -> list[Tensor]:
    """What a layer returned, as a list of tensors: a cell returns its output and a list of states."""
    if not isinstance(result, tuple | list):
        return [result]
    if len(result) == 2 and isinstance(result[1], tuple | list):
        return list(result[1])  # a cell: its first state is its output
    return list(result)


def operation(layer: Layer) -> Callable[[Sequence[Tensor]], Tensor]:
    """An operation of ``keras.ops`` as a function of tensors without a batch axis."""
    function = attrgetter(layer.type.name)(libraries().keras.ops)
    options = {name: list(v) if isinstance(v, tuple) and name == "indices" else v for name, v in layer.given}
    if layer.type.name in ("stack", "concatenate"):
        return lambda tensors: function(list(tensors), **options)
    return lambda tensors: function(*tensors, **options)


def parameters(built: Any) -> list[Any]:
    """The weights of a layer of Keras in Keras's order, without the state of its random generators."""
    return [v for v in built.weights if "seed_generator" not in v.path]
