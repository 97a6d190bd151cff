"""The Keras witness: builds the layers of a network and runs them. The only importer of Keras and TensorFlow.

Networks of equal structure and equal shapes form one group, whatever their numbers. A small group runs eagerly, item by
item, on layers built once; a large one is traced into a graph that maps over the stacked arrays. Everything runs
in float64. Keras is imported when something is first asked, and what TensorFlow says never reaches a terminal.
"""

from __future__ import annotations

import contextlib
import gc
import math
import os
import re
import sys
import tempfile
import textwrap
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from examgen.arrays import Array, Scalar
from examgen.errors import UserError
from examgen.model.network import Input, Layer, Network, Node
from examgen.model.observable import (
    AfterStep,
    Gradient,
    Multiplications,
    Observable,
    Observed,
    OutputShape,
    Parameters,
    PixelUse,
    ReceptiveField,
    Value,
)
from examgen.oracle.linearised import central, is_padded, linearised

if TYPE_CHECKING:
    import numpy as np

Lengths = tuple[int, ...]
Tensor = Any  # a tf.Tensor; TensorFlow ships no types that mypy could check
Answers = dict[Observable, Array]

_PROGRAMS_KEPT = 4096
_LAYERS_KEPT = 4096


class OracleError(UserError):
    """Keras refused a network; the message is Keras's own, with the layer that it was building."""

    exit_code = 3


class KerasUnavailable(UserError):
    """Keras or TensorFlow cannot be imported on this machine, so nothing can be witnessed."""


@dataclass(frozen=True)
class Request:
    """A network and what is asked of it."""

    network: Network
    observables: tuple[Observed, ...]


def observe(requests: Sequence[Request]) -> list[Answers]:
    """Run every network and report what was asked, in the order of the requests.

    Raises:
        OracleError: Keras cannot build or run one of the networks.
    """
    outcomes = attempt(requests)
    for outcome in outcomes:
        if isinstance(outcome, OracleError):
            raise outcome
    return outcomes  # type: ignore[return-value]


def attempt(requests: Sequence[Request]) -> list[Answers | OracleError]:
    """Like `observe`, but a network that Keras refuses yields its `OracleError` and stops no other."""
    if requests:
        load()  # a machine without Keras is no refusal of Keras's
    groups: dict[object, list[int]] = defaultdict(list)
    for index, request in enumerate(requests):
        groups[request.network.structure, request.observables].append(index)
    answers: list[Answers | OracleError] = [{} for _ in requests]
    with _garbage_seldom_collected():
        for indices in groups.values():
            for index, result in zip(indices, _attempt_group([requests[index] for index in indices]), strict=True):
                answers[index] = result
    return answers


@contextlib.contextmanager
def _garbage_seldom_collected() -> Iterator[None]:
    """A layer of Keras is hundreds of objects that stay: looking for garbage among them as often as usual takes a fifth of the time."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _attempt_group(members: Sequence[Request]) -> list[Answers | OracleError]:
    """Run networks of one structure together; where that fails, in halves: the numbers of one stop no other."""
    try:
        return list(run_group(members))
    except OracleError as error:
        return [error] * len(members)
    except Exception as error:  # TensorFlow raises of every type when it runs
        if (half := len(members) // 2) > 0:
            return _attempt_group(members[:half]) + _attempt_group(members[half:])
        return [OracleError(f"Keras cannot run this network: {_said(error)}")]


def load() -> None:
    """Import Keras now, so that the first answer need not wait for it."""
    _keras()


def load_in_background() -> threading.Thread:
    """Import Keras while a person reads the question."""
    thread = threading.Thread(target=load, name="loading Keras", daemon=True)
    thread.start()
    return thread


# Keras, loaded once and silently ------------------------------------------------------------------------------------


@contextlib.contextmanager
def _silence() -> Iterator[None]:
    """Catch what C++ code writes to file descriptor 2; it is shown only if an error leaves the block, not on Ctrl-C."""
    sys.stderr.flush()
    kept = os.dup(2)
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), 2)
        try:
            yield
        except Exception:
            os.dup2(kept, 2)
            said.seek(0)
            sys.stderr.write(said.read().decode(errors="replace"))
            raise
        finally:
            os.dup2(kept, 2)
            os.close(kept)


_loading = threading.Lock()


@dataclass(frozen=True)
class _Libraries:
    keras: Any
    tf: Any
    np: Any


@lru_cache(maxsize=1)
def _load_libraries() -> _Libraries:
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")  # one order of summation on every machine
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", "-1")
    os.environ["KERAS_BACKEND"] = "tensorflow"
    with _silence():
        import keras
        import numpy as np
        import tensorflow as tf

        tf.get_logger().setLevel("ERROR")
        # Our tensors are tiny: more threads only wait for each other, and for those of every other process.
        with contextlib.suppress(RuntimeError):  # too late where a notebook has worked with TensorFlow before
            tf.config.threading.set_intra_op_parallelism_threads(1)
            tf.config.threading.set_inter_op_parallelism_threads(1)
        tf.zeros(()).numpy()  # starts the runtime, which has something to say of its own
    return _Libraries(keras, tf, np)


def _keras() -> _Libraries:
    with _loading:
        try:
            return _load_libraries()
        except Exception as error:  # a broken installation fails in every way
            raise KerasUnavailable(f"Keras cannot be loaded, and without it no answer is witnessed: {error}") from error


# building -----------------------------------------------------------------------------------------------------------


def _build(layer: Layer) -> Any:
    """The Keras object that a layer describes."""
    lib, namespace = _keras(), layer.type.namespace
    options = {name: _option(value) for name, value in layer.given if name not in layer.at_call}
    make = getattr(getattr(lib.keras, namespace), layer.type.name)
    if namespace != "optimizers":
        return make(**options, dtype="float64")
    with _float64_by_default():  # TensorFlow casts a float of Python's by way of float32, and Keras refuses an int
        return make(**{n: lib.np.float64(v) if type(v) in (int, float) else v for n, v in options.items()})


def _option(value: Any) -> Any:
    if isinstance(value, Layer):
        return _build(value)
    return float(value) if isinstance(value, Fraction) else value


@contextlib.contextmanager
def _float64_by_default() -> Iterator[None]:
    config = _keras().keras.config
    before = config.floatx()
    config.set_floatx("float64")
    try:
        yield
    finally:
        config.set_floatx(before)


@contextlib.contextmanager
def _shapes_only() -> Iterator[None]:
    """Build layers whose variables hold no numbers, and take them off the list of those that Keras still means to fill.

    Whoever next builds a model of his own in this process would fill them all: gigabytes, after a VGG or two.
    """
    state = _keras().keras.src.backend.common.global_state
    waiting = state.get_global_attribute("uninitialized_variables", [], set_to_default=True)
    before = len(waiting)
    try:
        with _keras().keras.StatelessScope(initialize_variables=False):
            yield
    finally:
        del waiting[before:]


def _call(layer: Layer, built: Any, inputs: Sequence[Tensor], states: Sequence[Tensor]) -> Any:
    """Call a layer the way its kind is called: on one tensor, on several, or from given states."""
    read = inputs[0] if len(inputs) == 1 else list(inputs)
    if layer.type.name.endswith("Cell"):
        return built(read, list(states))
    return built(read, **({"initial_state": list(states)} if states else {}), **layer.at_call)


@lru_cache(maxsize=_LAYERS_KEPT)
def _built(layer: Layer, inputs: tuple[Lengths, ...], states: tuple[Lengths, ...]) -> tuple[Any, tuple[Lengths, ...]]:
    """The Keras object of a layer that reads one example of these shapes, and the shapes that it gives.

    Its variables hold no numbers, so that it serves in every place where such a layer stands.
    """
    with _shapes_only():
        made = _build(layer)
        if layer.type.namespace == "losses":
            return made, ((),)
        symbols = [[_symbol((1, *lengths)) for lengths in shapes] for shapes in (inputs, states)]
        results = _flat(_call(layer, made, *symbols))
    return made, tuple(tuple(result.shape)[1:] for result in results)


def _symbol(lengths: Lengths) -> Any:
    return _keras().keras.KerasTensor(lengths, dtype="float64")


@contextlib.contextmanager
def _refusal(node: Node) -> Iterator[None]:
    """Whatever Keras raises at a layer, as an `OracleError` that names it."""
    try:
        yield
    except OracleError:
        raise
    except Exception as error:  # Keras raises of every type, TensorFlow's own among them
        raise OracleError(f"Keras cannot build {node.layer} as {node.outputs[0]!r}: {_said(error)}") from error


def _said(error: Exception) -> str:
    """What an error says, in one short line without colours."""
    words = re.sub(r"\x1b\[\d*m", "", str(error)).split()
    return textwrap.shorten(" ".join(words) or type(error).__name__, 300, placeholder=" …")


def _lifted(lengths: Lengths, rank: int | None) -> Lengths:
    """A shape with axes of length 1 added at the end until it has ``rank`` axes."""
    return lengths if rank is None else lengths + (1,) * (rank - len(lengths))


@dataclass(frozen=True)
class _Trainer:
    """An optimizer built for the weights of a program, and the state that it starts from."""

    rule: Any
    variables: dict[str, Any]
    start: list[Any]


class _Program:
    """One structure, with its layers built: a function from named tensors to what is asked of them."""

    def __init__(self, network: Network, observables: tuple[Observed, ...]) -> None:
        self.observables = observables
        self.network = network.needed_for(self._names(network))
        self.shapes: dict[str, Lengths] = dict(self.network.shapes)
        self.layers: dict[Node, Any] = {}
        for node in self.network.nodes:
            with _refusal(node):
                self._infer(node)
        self.trainers = {o: self._trainer(o) for o in observables if isinstance(o, AfterStep)}

    def _trainer(self, wanted: AfterStep) -> _Trainer:
        names = dict.fromkeys([*(name for node in self.network.nodes for name in node.weights), wanted.weight])
        variables = {n: _keras().keras.Variable(_keras().np.zeros(self.shapes[n]), dtype="float64") for n in names}
        rule = _build(wanted.optimizer)
        rule.build(list(variables.values()))
        return _Trainer(rule, variables, [variable.numpy() for variable in rule.variables])

    def _names(self, network: Network) -> set[str]:
        names: set[str] = set()
        for observable in self.observables:
            match observable:
                case Value(name) | OutputShape(name):
                    names.add(name)
                case Parameters(()) | Multiplications(()):
                    names.update(network.names)
                case Parameters(wanted) | Multiplications(wanted):
                    names.update(output for name in wanted for output in self._made_by(network, name))
                case Gradient(of, by) | PixelUse(of, by) | ReceptiveField(of, by):
                    names.update((of, by))
                case AfterStep(weight, loss):
                    names.update((weight, loss))
        if unknown := names.difference(network.names):
            raise OracleError(
                f"the network has no {', '.join(map(repr, sorted(unknown)))}; there is {', '.join(network.names)}"
            )
        return names

    @staticmethod
    def _made_by(network: Network, name: str) -> tuple[str, ...]:
        try:
            return network.maker(name).outputs
        except KeyError as error:
            raise OracleError(error.args[0]) from None

    def _infer(self, node: Node) -> None:
        """Build the node's layer for the shapes it reads, and note the shapes it gives."""
        outputs: tuple[Lengths, ...]
        if node.layer.type.namespace == "ops":
            read, _ = self._read_shapes(node)
            with _shapes_only():
                result = self._operation(node)([_symbol(lengths) for lengths in read])
            outputs = (tuple(result.shape),)
        else:
            self.layers[node], outputs = _built(node.layer, *self._read_shapes(node))
            self._check_weights(node)
        self.shapes.update(zip(node.outputs, outputs, strict=False))

    def _read_shape(self, node: Node, name: str) -> Lengths:
        """The shape of a tensor as a node wants it, without a batch axis."""
        return _lifted(self.shapes[name], node.layer.type.rank)

    def _read_shapes(self, node: Node) -> tuple[tuple[Lengths, ...], tuple[Lengths, ...]]:
        """The shapes of a node's inputs and of the states that it starts from."""
        states = tuple(_lifted(self.shapes[name], 1) for name in node.state)
        return tuple(self._read_shape(node, name) for name in node.inputs), states

    def _check_weights(self, node: Node) -> None:
        variables = _weights(self.layers[node]) if node.layer.type.namespace == "layers" else []
        if node.weights and len(variables) != len(node.weights):
            raise ValueError(f"it has {len(variables)} weights, {len(node.weights)} were named: {node.weights}")
        for name, variable in zip(node.weights, variables, strict=False):
            if _lifted(self.shapes[name], len(variable.shape)) != tuple(variable.shape):
                raise ValueError(f"its weight {name!r} has shape {self.shapes[name]}, expected {tuple(variable.shape)}")

    @staticmethod
    def _operation(node: Node) -> Callable[[Sequence[Tensor]], Tensor]:
        """An operation on unbatched tensors."""
        function = attrgetter(node.layer.type.name)(_keras().keras.ops)
        gathers = node.layer.type.name in ("stack", "concatenate")
        options = {name: list(v) if isinstance(v, tuple) and name == "indices" else v for name, v in node.layer.given}
        return lambda tensors: function(list(tensors), **options) if gathers else function(*tensors, **options)

    # running --------------------------------------------------------------------------------------------------------

    @property
    def numeric(self) -> tuple[Observed, ...]:
        """What depends on the numbers of a network; the rest is known as soon as the layers are built."""
        return tuple(o for o in self.observables if isinstance(o, Value | Gradient | AfterStep))

    @cached_property
    def static(self) -> Answers:
        """What all networks of this structure have in common."""
        known: Answers = {}
        for observable in self.observables:
            match observable:
                case OutputShape(name, None):
                    known[observable] = self.shapes[name]
                case OutputShape(name, int(axis)):
                    known[observable] = self._length(name, axis)
                case Parameters(names, trainable):
                    known[observable] = self._count(names, trainable)
                case Multiplications(names):
                    nodes = dict.fromkeys(self.network.maker(name) for name in names) or self.layers
                    known[observable] = sum(self._multiplications(node) for node in nodes)
                case PixelUse(of, by):
                    known[observable] = _nested(self._uses(of, by))
                case ReceptiveField():
                    known[observable] = self._extent(observable)
        return known

    def __call__(self, arrays: dict[str, Tensor]) -> list[Tensor]:
        """What must be run, for one example, from its named tensors: once through the network for all of it."""
        tf = _keras().tf
        gradients = [o for o in self.numeric if isinstance(o, Gradient)]
        values: dict[str, Tensor] = {}
        found: Answers = {}
        recording: Any = tf.GradientTape(persistent=True) if gradients else contextlib.nullcontext()
        with recording as tape:
            if len(self.trainers) < len(self.numeric):
                values = self._forward(arrays, tape, {o.by for o in gradients})
            targets = {of: tf.reduce_sum(values[of]) for of in dict.fromkeys(o.of for o in gradients)}
        for of, target in targets.items():
            wanted = [o for o in gradients if o.of == of]
            slopes = tape.gradient(target, [values[o.by] for o in wanted], unconnected_gradients="zero")
            found.update(zip(wanted, slopes, strict=True))
        for observable in self.numeric:
            match observable:
                case Value(name):
                    found[observable] = values[name]
                case AfterStep():
                    found[observable] = self._train(arrays, observable)
        return [tf.cast(found[observable], tf.float64) for observable in self.numeric]

    def _forward(
        self, arrays: dict[str, Tensor], tape: Any = None, watched: Set[str] = frozenset()
    ) -> dict[str, Tensor]:
        values = dict(arrays)
        for name in watched & values.keys():
            tape.watch(values[name])
        for node in self.network.nodes:
            for name, result in zip(node.outputs, self._run(node, values), strict=False):
                values[name] = result
                if name in watched:
                    tape.watch(result)
        return values

    def _run(self, node: Node, values: dict[str, Tensor]) -> Sequence[Tensor]:
        tf = _keras().tf
        if node.layer.type.namespace == "ops":
            return [self._operation(node)([_shaped(values[n], self._read_shape(node, n)) for n in node.inputs])]
        layer = self.layers[node]
        inputs = [_shaped(values[name], (1, *self._read_shape(node, name))) for name in node.inputs]
        if node.layer.type.namespace == "losses":
            return [layer(*inputs)]
        states = [_shaped(values[name], (1, *_lifted(self.shapes[name], 1))) for name in node.state]
        named = {id(v): _shaped(values[n], v.shape) for n, v in zip(node.weights, _weights(layer), strict=False)}
        # A variable without a name is the state of a random generator, or a weight of a network that is run on ones.
        mapping = [(v, named[id(v)] if id(v) in named else tf.ones(v.shape, v.dtype)) for v in layer.variables]
        # Leaving the scope must not initialize variables: it would fill every layer ever built, gigabytes of kernels.
        with _keras().keras.StatelessScope(state_mapping=mapping, initialize_variables=False):
            results = _flat(_call(node.layer, layer, inputs, states))
        return [_shaped(r, self.shapes[n]) for r, n in zip(results, node.outputs, strict=False)]

    def _train(self, arrays: dict[str, Tensor], wanted: AfterStep) -> Tensor:
        """A weight after some steps of the real optimizer; every named weight of the network is trained together."""
        tf, trainer = _keras().tf, self.trainers[wanted]
        for variable, start in zip(trainer.rule.variables, trainer.start, strict=True):
            variable.assign(start)
        for name, variable in trainer.variables.items():
            variable.assign(arrays[name])
        for _ in range(wanted.steps):
            values = {**arrays, **{name: tf.identity(v.value) for name, v in trainer.variables.items()}}
            with tf.GradientTape() as tape:
                for name in trainer.variables:
                    tape.watch(values[name])
                target = tf.reduce_sum(self._forward(values)[wanted.loss])
            slopes = tape.gradient(target, [values[n] for n in trainer.variables], unconnected_gradients="zero")
            trainer.rule.apply(slopes, list(trainer.variables.values()))
        return tf.identity(trainer.variables[wanted.weight].value)

    def is_weighted(self, node: Node) -> bool:
        """Whether the layer of a node owns parameters."""
        return node.layer.type.namespace == "layers" and bool(_weights(self.layers[node]))

    def _length(self, name: str, axis: int) -> int:
        lengths = self.shapes[name]
        if not -len(lengths) <= axis < len(lengths):
            raise OracleError(f"{name!r} has the shape {lengths} and no axis {axis}")
        return lengths[axis]

    def _count(self, names: tuple[str, ...], trainable: bool) -> int:
        nodes = (
            [self.network.maker(name) for name in names] if names else [n for n in self.layers if self.is_weighted(n)]
        )
        # Nodes of the same layer and the same named weights are one layer used again.
        layers = {(n.layer, n.weights) if n.weights else n: self.layers[n] for n in nodes}.values()
        owned = (v for layer in layers for v in (layer.trainable_weights if trainable else _weights(layer)))
        return sum(math.prod(v.shape) for v in owned if not _is_seed(v))

    # what does not depend on the numbers ----------------------------------------------------------------------------

    def _multiplications(self, node: Node) -> int:
        if node.layer.type.namespace != "layers":
            return 0
        layer, (read, states) = node.layer, self._read_shapes(node)
        if layer.type.name.endswith("Transpose"):  # cropping its output saves no product
            layer = layer.but(padding="same", output_padding=None, dilation_rate=1)
        if layer.knows("dilation_rate") and layer["dilation_rate"] != 1:  # as many as without holes, for as much output
            ((*_, channels),), (*lengths, _) = read, self.shapes[node.outputs[0]]
            layer, read = layer.but(dilation_rate=1, padding="same"), ((*lengths, channels),)
        count = _profiled(layer, read, states)
        given = self.network.taken_over(node)
        if given is None or layer.type.name.endswith("Transpose"):
            return count
        # Every value that a layer gives takes as many products, so an output said to be larger takes as many more.
        return count * math.prod(self.shapes[given]) // math.prod(self.shapes[node.outputs[0]])

    def _uses(self, of: str, by: str, network: Network | None = None) -> np.ndarray:
        """The gradient through the laid-open network with every weight and every cell 1, of the shape of ``by``."""
        program = _Program(linearised(network or self.network), (Gradient(of, by),))
        (slopes,) = program({name: _keras().tf.ones(lengths, "float64") for name, lengths in program.network.shapes})
        return slopes.numpy()  # type: ignore[no-any-return]

    def _extent(self, wanted: ReceptiveField) -> int:
        of, by, axis = wanted.of, wanted.by, wanted.axis
        network, cell = central(self.network, of, self.shapes[of])
        length = self._length(by, axis)
        used = _keras().np.moveaxis(self._uses(cell, by, network), axis, 0).reshape(length, -1).any(axis=1)
        (places,) = used.nonzero()
        if not len(places):
            raise OracleError(f"no cell of {by!r} reaches {of!r}")
        first, last = int(places[0]), int(places[-1])
        # A cell of a vector has no centre to be far from a border: it sees all there is.
        if cell != of and is_padded(self.network) and (first == 0 or last == length - 1):
            raise OracleError(
                f"the receptive field of {of!r} may reach over the border of {by!r}, which is {length} long; "
                f"give the network a larger input"
            )
        return last - first + 1


def _shaped(tensor: Tensor, lengths: Lengths) -> Tensor:
    """A tensor in this shape; one that has it already is the cheaper part of what would be reshaped."""
    return tensor if tensor.shape == lengths else _keras().tf.reshape(tensor, lengths)


def _is_seed(variable: Any) -> bool:
    return "seed_generator" in variable.path


def _weights(layer: Any) -> list[Any]:
    """A layer's parameters in Keras's order, without the state of its random generators."""
    return [v for v in layer.weights if not _is_seed(v)]


def _flat(result: Any) -> list[Tensor]:
    """What a layer returned, as a list of tensors: a cell returns its output and a list of states."""
    if not isinstance(result, tuple | list):
        return [result]
    if len(result) == 2 and isinstance(result[1], tuple | list):
        return list(result[1])  # a cell: its first state is its output
    return list(result)


# multiplications ----------------------------------------------------------------------------------------------------

_PRODUCTS = {"MatMul", "BatchMatMulV2", "Conv2D", "Conv3D", "DepthwiseConv2dNative", "Conv2DBackpropInput"}
"""TensorFlow's operations that multiply weights with values; its profile counts two for a product and its addition."""
_UNCOUNTED = {"Conv3DBackpropInputV2", "SpaceToBatchND", "While", "StatelessWhile"}
"""Where one of these stands, the profile does not count what a person would."""

_LONGEST_UNROLLED = 200


@lru_cache(maxsize=_PROGRAMS_KEPT)
def _profiled(layer: Layer, inputs: tuple[Lengths, ...], states: tuple[Lengths, ...]) -> int:
    """The multiply-accumulates of a layer for one example of these shapes, by the FLOP profile of its graph."""
    lib = _keras()
    profiler, placeholder = lib.tf.compat.v1.profiler, lib.tf.compat.v1.placeholder
    built, _ = _built(layer, inputs, states)
    with _inlined(), _unrolled(built, steps=inputs[0][0] if inputs[0] else 1), lib.tf.Graph().as_default() as graph:
        tensors = [[placeholder("float64", (1, *s)) for s in shapes] for shapes in (inputs, states)]
        mapping = [(v, placeholder(v.dtype, v.shape)) for v in built.variables]
        with lib.keras.StatelessScope(state_mapping=mapping, initialize_variables=False):
            _call(layer, built, *tensors)
    kinds = {operation.name: operation.type for operation in graph.get_operations()}
    if strange := _UNCOUNTED.intersection(kinds.values()):
        raise OracleError(f"the multiplications of {layer} cannot be counted: it runs as {', '.join(sorted(strange))}")
    options = profiler.ProfileOptionBuilder(profiler.ProfileOptionBuilder.float_operation()).with_empty_output().build()
    operations = profiler.profile(graph, options=options).children
    return int(sum(o.total_float_ops for o in operations if kinds.get(o.name) in _PRODUCTS)) // 2


@contextlib.contextmanager
def _unrolled(built: Any, steps: int) -> Iterator[None]:
    """Let a recurrent layer write down every step: the body of a loop stands in its graph once, however often it runs."""
    looping = [part for part in built._flatten_layers() if hasattr(part, "unroll")]
    if looping and steps > _LONGEST_UNROLLED:
        raise OracleError(f"multiplications are counted for up to {_LONGEST_UNROLLED} steps, not for {steps}")
    for part in looping:
        part.unroll = True
    try:
        yield
    finally:
        for part in looping:
            part.unroll = False


@contextlib.contextmanager
def _inlined() -> Iterator[None]:
    """Let a compiled function that Keras calls (for a grouped convolution) write its operations into our graph."""
    lib = _keras()
    before = lib.tf.config.functions_run_eagerly()
    lib.tf.config.run_functions_eagerly(True)
    try:
        yield
    finally:
        lib.tf.config.run_functions_eagerly(before)


# groups -------------------------------------------------------------------------------------------------------------

_programs: OrderedDict[object, _Program | OracleError] = OrderedDict()


def _program(request: Request) -> _Program:
    """The built layers of a structure, kept for the next network that has it."""
    key = (request.network.structure, request.observables)
    if key not in _programs:
        try:
            _programs[key] = _Program(request.network, request.observables)
        except OracleError as error:
            _programs[key] = error
        except Exception as error:
            _programs[key] = OracleError(f"Keras cannot build this network: {_said(error)}")
        if len(_programs) > _PROGRAMS_KEPT:
            _programs.popitem(last=False)
    _programs.move_to_end(key)
    program = _programs[key]
    if isinstance(program, OracleError):
        raise program
    return program


def traced_from(layers: int) -> int:
    """So many networks of so many layers are worth a trace; fewer run quicker eagerly.

    A trace takes as long as some fifteen eager runs of the network and fifty of one layer (measured in benchmarks/tracing.py).
    """
    return 15 + 50 // max(1, layers)


def run_group(members: Sequence[Request], traced: bool | None = None) -> list[Answers]:
    """Answers for networks of one structure, traced or eagerly; whichever is quicker if not said.

    Raises:
        OracleError: Keras cannot build the network, or it has no numbers to run on.
    """
    program = _program(members[0])
    static = program.static
    if not program.numeric:
        return [dict(static) for _ in members]
    if unknown := [n for n, a in program.network.arrays.items() if isinstance(a, Input)]:
        raise OracleError(f"{program.numeric[0]} needs numbers, but only the shape of {unknown[0]!r} is known")
    if bare := [n for n in program.layers if not n.weights and program.is_weighted(n)]:
        raise OracleError(f"{program.numeric[0]} needs numbers, but {bare[0].layer} was given no weights")
    lib = _keras()
    stacked = {
        name: lib.np.asarray([member.network.arrays[name] for member in members], dtype="float64")
        for name in program.network.arrays
    }
    # An optimizer keeps its state in variables of its own, which a graph that maps over items would have to share.
    if traced is None:
        traced = len(members) >= traced_from(len(program.network.nodes))
    run = _run_traced if traced and not program.trainers else _run_eagerly
    columns = [_nested(column) for column in run(program, stacked)]
    return [{**static, **dict(zip(program.numeric, row, strict=True))} for row in zip(*columns, strict=True)]


def _run_eagerly(program: _Program, stacked: dict[str, np.ndarray]) -> list[np.ndarray]:
    lib = _keras()
    count = len(next(iter(stacked.values())))
    rows = [program({name: lib.tf.constant(a[i]) for name, a in stacked.items()}) for i in range(count)]
    return [lib.np.stack([result.numpy() for result in column]) for column in zip(*rows, strict=True)]


def _run_traced(program: _Program, stacked: dict[str, np.ndarray]) -> list[np.ndarray]:
    """Trace the program once and map it over the stacked arrays inside the graph.

    ``tf.map_fn`` rather than ``tf.vectorized_map``: it traces four times as fast, needs no vectorised form of any
    operation (a convolution with a filter per item has none) and is never the slow part.
    """
    lib = _keras()
    specs = {name: lib.tf.TensorSpec((None, *a.shape[1:]), "float64") for name, a in stacked.items()}

    def mapped(arrays: dict[str, Tensor]) -> list[Tensor]:
        signature = [lib.tf.TensorSpec(None, "float64") for _ in program.numeric]
        return list(lib.tf.map_fn(program, arrays, fn_output_signature=signature))

    graph = lib.tf.function(mapped, input_signature=[specs], autograph=False)
    return [result.numpy() for result in graph({name: lib.tf.constant(a) for name, a in stacked.items()})]


def _nested(values: np.ndarray) -> tuple[Array, ...]:
    """An array as nested tuples."""

    def frozen(value: Scalar | list[Any]) -> Array:
        return tuple(frozen(item) for item in value) if isinstance(value, list) else value

    return tuple(frozen(item) for item in values.tolist())
