"""A network as data: named arrays and named layers wired between them, and the edits that make another network of it.

Nothing here computes and nothing imports Keras. One network is built by the oracle, printed as the code a student sees,
edited into a misconception, cut where a student's own answer takes over, and grouped with others of equal structure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import Union

from examgen.arrays import Array, shape

Option = Union[str, int, float, bool, None, tuple["Option", ...], "Layer"]


@dataclass(frozen=True, slots=True)
class LayerType:
    """One class of layers (or operations, losses, optimizers) of Keras: its name and the options we know.

    Calling it makes a `Layer`: ``Conv2D(1, 3, strides=2)``.

    Attributes:
        namespace: the Keras module it lives in: ``layers``, ``ops``, ``losses``, ``optimizers``.
        required: names of the options that are always written down, in Keras's positional order.
        defaults: Keras's defaults; an option that repeats one is left out where it is not always written.
        rank: how many axes one example of its input has, ``None`` for any.
        positional: how many options may be given by position, as in Keras; ``None`` for all.
        at_call: those of the options that Keras takes when the layer is called, not when it is made.
    """

    namespace: str
    name: str
    required: tuple[str, ...]
    defaults: Mapping[str, Option]
    rank: int | None = None
    positional: int | None = None
    at_call: frozenset[str] = frozenset()

    def __hash__(self) -> int:
        return hash((self.namespace, self.name))

    def __call__(self, *args: Option, **options: Option) -> Layer:
        """Describe a layer.

        Raises:
            TypeError: an option is missing, given twice or unknown to this kind.
        """
        given = self._placed(args) if args else {}
        for name, value in options.items():
            if name in given:
                raise TypeError(f"{self.name} got {name!r} twice")
            if name not in self.required and name not in self.defaults:
                raise TypeError(f"{self.name} has no option {name!r}; it knows {', '.join(self._names) or 'none'}")
            given[name] = value
        if missing := [name for name in self.required if name not in given and name not in self.defaults]:
            raise TypeError(f"{self.name} needs {', '.join(missing)}")
        given = {name: given[name] if name in given else self.defaults[name] for name in self.required} | given
        # An option that repeats the default is left out, so that equal layers are equal however they were written.
        kept = {n: v for n, v in given.items() if n in self.required or v != self.defaults[n]}
        return Layer(self, tuple((name, _frozen(value)) for name, value in kept.items()))

    def _placed(self, args: tuple[Option, ...]) -> dict[str, Option]:
        names = self._names
        if len(args) > len(places := names[: self.positional]):
            named = f"; name the others: {', '.join(names[len(places) :])}" if places != names else ""
            raise TypeError(f"{self.name} takes at most {len(places)} positional arguments, got {len(args)}{named}")
        return dict(zip(places, args, strict=False))

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.required, *self.defaults)))

    @property
    def path(self) -> str:
        """Where Keras keeps it: ``keras.layers.Conv2D``."""
        return f"keras.{self.namespace}.{self.name}"


def _frozen(value: Option | list[Option]) -> Option:
    return tuple(_frozen(item) for item in value) if isinstance(value, list | tuple) else value


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer as data; ``str`` of it is the Keras code that makes it: ``Conv2D(1, 3, strides=2)``."""

    type: LayerType
    given: tuple[tuple[str, Option], ...]
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_hash", hash((self.type, self.given)))

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[object, ...]:
        return Layer, (self.type, self.given)  # in another process its hash is another one

    @property
    def options(self) -> dict[str, Option]:
        """The options that were written down, without the defaults."""
        return dict(self.given)

    @property
    def at_call(self) -> dict[str, Option]:
        """Those of the written options that Keras takes when the layer is called: ``training=True``."""
        return {name: value for name, value in self.given if name in self.type.at_call}

    def __getitem__(self, name: str) -> Option:
        """An option's value, Keras's default where it was not given.

        Raises:
            KeyError: this kind has no such option.
        """
        return self.options[name] if name in self.options else self.type.defaults[name]

    def knows(self, name: str) -> bool:
        """Whether this kind of layer has such an option."""
        return name in self.type.required or name in self.type.defaults

    def but(self, **options: Option) -> Layer:
        """The same layer with some options changed."""
        return self.type(**{**self.options, **options})

    def __str__(self) -> str:
        kind, given = self.type, [(name, value) for name, value in self.given if name not in self.type.at_call]
        shown = [code(value) if name in kind.required else f"{name}={code(value)}" for name, value in given]
        return f"{self.type.name}({', '.join(shown)})"


def code(value: Option) -> str:
    """An option as Python code."""
    if isinstance(value, tuple):
        inner = ", ".join(code(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    if isinstance(value, Layer):
        return f"keras.{value.type.namespace}.{value}"
    return f'"{value}"' if isinstance(value, str) else str(value)


@dataclass(frozen=True, slots=True)
class Input:
    """An array of which only the shape is known, as one example without its batch axis: ``Input(28, 28, 3)``."""

    shape: tuple[int, ...]

    def __init__(self, *lengths: int) -> None:
        object.__setattr__(self, "shape", lengths)


@dataclass(frozen=True, slots=True)
class Node:
    """One layer in its place.

    Attributes:
        outputs: names of what it gives; a recurrent cell with several states has several.
        inputs: names of what it reads.
        weights: names of the arrays that are its weights, in Keras's order; empty where only shapes are asked for.
        state: names of the states a recurrent layer starts from.
    """

    outputs: tuple[str, ...]
    layer: Layer
    inputs: tuple[str, ...]
    weights: tuple[str, ...] = ()
    state: tuple[str, ...] = ()

    @property
    def reads(self) -> tuple[str, ...]:
        """Every name this node needs."""
        return self.inputs + self.state + self.weights


@dataclass(frozen=True)
class Network:
    """Named arrays, and named layers wired between them; immutable, every edit is a new network.

    Arrays hold one example, without a batch axis; channels come last. An array of lower rank than its layer reads gets
    axes of length 1 at the end, so that a ``(5, 5)`` picture is a ``(5, 5, 1)`` volume and a ``(3, 3)`` kernel is
    ``(3, 3, 1, 1)``.
    """

    arrays: Mapping[str, Array | Input] = field(default_factory=dict)
    nodes: tuple[Node, ...] = ()

    def __init__(
        self, arrays: Mapping[str, Array | Input] | None = None, nodes: tuple[Node, ...] = (), **named: Array | Input
    ) -> None:
        object.__setattr__(self, "arrays", MappingProxyType({**(arrays or {}), **named}))
        object.__setattr__(self, "nodes", nodes)

    def __hash__(self) -> int:
        return hash((tuple(self.arrays.items()), self.nodes))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Network) and (dict(self.arrays), self.nodes) == (dict(other.arrays), other.nodes)

    def __reduce__(self) -> tuple[object, ...]:
        return Network, (dict(self.arrays), self.nodes)  # to another process, without what was looked up here

    # building -------------------------------------------------------------------------------------------------------

    def add(
        self,
        name: str | tuple[str, ...],
        layer: Layer,
        *inputs: str,
        weights: Iterable[str] = (),
        state: str | tuple[str, ...] = (),
    ) -> Network:
        """Wire a layer in; without ``inputs`` it reads what the node before it gives (or the first array).

        Raises:
            ValueError: a name is taken, or reads something that does not stand before it.
        """
        outputs = (name,) if isinstance(name, str) else name
        states = (state,) if isinstance(state, str) else state
        known = self._known
        node = Node(outputs, layer, inputs or (self.last,), tuple(weights), states)
        if taken := [output for output in outputs if output in known]:
            raise ValueError(f"the network already has {taken[0]!r}; choose another name for {layer}")
        if unknown := [read for read in node.reads if read not in known]:
            there = ", ".join(self.names)
            raise ValueError(
                f"the input {unknown[0]!r} of {layer} is not defined before it; the names so far are {there}"
            )
        grown = Network(self.arrays, (*self.nodes, node))
        grown.__dict__["_known"] = known.union(outputs)  # a network of hundreds of layers is built in as many steps
        return grown

    def let(self, **formulas: str) -> Network:
        """Name what formulas of names, constants and operations give: ``net.let(v_new="rho * v + (1 - rho) * square(g)")``.

        A name that a formula or a layer gives already is given by the new formula instead, as a mistaken student has it.

        Raises:
            ValueError: a formula cannot be read, or has a name that nothing before it gives.
        """
        from examgen.model.formulas import parsed

        net = self
        for name, formula in formulas.items():
            if name in net.arrays:
                raise ValueError(f"{name!r} is an array; give it other numbers by with_arrays")
            new, constants = parsed(name, formula)
            net = net.with_arrays(**{each: value for each, value in constants.items() if each not in net.arrays})
            place = next((i for i, node in enumerate(net.nodes) if name in node.outputs), len(net.nodes))
            before = [node for node in net.nodes[:place] if not node.outputs[0].startswith(f"{name}: ")]
            known = {*net.arrays, *(output for node in (*before, *new) for output in node.outputs)}
            if unknown := [read for node in new for read in node.inputs if read not in known]:
                raise ValueError(f"{formula!r} has {unknown[0]!r}, which nothing before it gives")
            net = Network(net.arrays, (*before, *new, *net.nodes[place + 1 :]))
        return net

    # looking --------------------------------------------------------------------------------------------------------

    @property
    def names(self) -> tuple[str, ...]:
        """Every array and every output, in order."""
        return (*self.arrays, *(output for node in self.nodes for output in node.outputs))

    @cached_property
    def _nodes_by_output(self) -> dict[str, Node]:
        return {output: node for node in reversed(self.nodes) for output in node.outputs}

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(self.names)

    @property
    def last(self) -> str:
        """What a layer added next would read."""
        if self.nodes:
            return self.nodes[-1].outputs[0]
        if not self.arrays:
            raise ValueError("an empty network has nothing to read; give it an array first")
        return next(iter(self.arrays))

    def node(self, name: str) -> Node:
        """The node that gives ``name``.

        Raises:
            KeyError: no node gives it.
        """
        if name not in self._nodes_by_output:
            raise KeyError(f"there is no layer {name!r}; the layers are {', '.join(self.names)}")
        return self._nodes_by_output[name]

    def maker(self, name: str) -> Node:
        """The node that gives ``name``, or that gave it before the network was cut there.

        Raises:
            KeyError: there never was one.
        """
        before = _BEFORE.format(name)
        return self.node(before if before in self._nodes_by_output else name)

    def taken_over(self, node: Node) -> str | None:
        """The name at which the network was cut behind a node, if it was: what is given there took over from its output."""
        return next((name for name in self.arrays if _BEFORE.format(name) == node.outputs[0]), None)

    def needed_for(self, names: Iterable[str]) -> Network:
        """The part of the network that these names depend on."""
        wanted = set(names)
        kept: list[Node] = []
        for node in reversed(self.nodes):
            if wanted.intersection(node.outputs):
                kept.append(node)
                wanted.update(node.reads)
        arrays = {name: value for name, value in self.arrays.items() if name in wanted}
        return Network(arrays, tuple(reversed(kept)))

    def code(self, name: str) -> str:
        """The layer that gives ``name``, as a paper shows it: ``Bidirectional(LSTM(4))``."""
        return str(self.node(name).layer).replace("keras.layers.", "")

    @property
    def listing(self) -> str:
        """The code of all layers, one a line."""
        return "\n".join(self.code(node.outputs[0]) for node in self.nodes)

    @cached_property
    def shapes(self) -> tuple[tuple[str, tuple[int, ...]], ...]:
        """The shape of every array, by name."""
        return tuple((n, a.shape if isinstance(a, Input) else shape(a)) for n, a in self.arrays.items())

    @property
    def structure(self) -> tuple[object, ...]:
        """What networks have in common that can run as one batch: everything but the numbers."""
        return self.shapes, self.nodes

    # editing --------------------------------------------------------------------------------------------------------

    def _edited(self, names: Iterable[str], edit: Callable[[Node], Node]) -> Network:
        chosen = {id(self.node(name)) for name in names}
        return Network(self.arrays, tuple(edit(node) if id(node) in chosen else node for node in self.nodes))

    def but(self, *names: str, **options: Option) -> Network:
        """The network with options of some layers changed: ``net.but("z1", "z2", padding="same")``."""
        return self._edited(names, lambda node: replace(node, layer=node.layer.but(**options)))

    def swap(self, name: str, kind: LayerType) -> Network:
        """The network with one layer of another kind; the options both kinds know are kept."""

        def swapped(node: Node) -> Node:
            kept = {k: v for k, v in node.layer.given if k in kind.required or k in kind.defaults}
            return replace(node, layer=kind(**kept))

        return self._edited((name,), swapped)

    def rewire(self, name: str, *inputs: str, state: str | tuple[str, ...] | None = None) -> Network:
        """The network with one layer reading something else."""
        node = self.node(name)
        states = node.state if state is None else (state,) if isinstance(state, str) else state
        return self._edited((name,), lambda node: replace(node, inputs=inputs or node.inputs, state=states))

    def without(self, *names: str) -> Network:
        """The network with some layers doing nothing: what reads them gets their input."""
        return self._edited(names, lambda node: replace(node, layer=_IDENTITY(), weights=()))

    def insert_after(self, name: str, layer: Layer, /, **arrays: Array | Input) -> Network:
        """The network with a layer (or an operation) behind a named tensor; it reads the tensor and then ``arrays``.

        What read the tensor reads what the layer makes of it: ``net.insert_after("L", ops.multiply(), half=0.5)``.
        """
        old, before = self.node(name), f"{name} before"
        moved = replace(old, outputs=tuple(before if output == name else output for output in old.outputs))
        return self._instead(old, moved, Node((name,), layer, (before, *arrays))).with_arrays(**arrays)

    def insert_between(self, name: str, reader: str, layer: Layer) -> Network:
        """The network with a layer between a named tensor and one layer that reads it; others read it as before.

        For example ``net.insert_between("h", "label", ops.negative())``.
        """
        old, passed = self.node(reader), f"{name} for {reader}"

        def read(names: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(passed if read == name else read for read in names)

        new = replace(old, inputs=read(old.inputs), state=read(old.state), weights=read(old.weights))
        return self._instead(old, Node((passed,), layer, (name,)), new)

    def _instead(self, old: Node, *new: Node) -> Network:
        return Network(self.arrays, tuple(n for node in self.nodes for n in (new if node is old else (node,))))

    def with_arrays(self, **arrays: Array | Input) -> Network:
        """The network with some of its arrays replaced or added: ``net.with_arrays(w=flipped)``."""
        return Network({**self.arrays, **arrays}, self.nodes)

    def cut_at(self, **values: Array | Input) -> Network:
        """Cut the network at these names and go on from the given values, as a student's own answer does.

        The layers that gave them stay, under another name: one may still give something else, or be asked for its size.
        """
        cut = (tuple(_BEFORE.format(o) if o in values else o for o in node.outputs) for node in self.nodes)
        nodes = tuple(replace(node, outputs=outputs) for node, outputs in zip(self.nodes, cut, strict=True))
        return Network({**self.arrays, **values}, nodes)


_BEFORE = "{} before the cut"

_IDENTITY = LayerType("layers", "Identity", (), {})
