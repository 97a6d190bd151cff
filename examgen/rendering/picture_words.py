"""What a picture shows, in words: enough to answer the question without seeing it, and nothing that the picture hides."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from examgen.arrays import Array, Scalar, cells, shape
from examgen.model.network import Layer, Network, code
from examgen.rendering.languages import noted
from examgen.rendering.picture_grids import Group, number_text
from examgen.rendering.picture_layout import is_shown
from examgen.rendering.svg import subscripted

Say = Callable[[str], str]
Shapes = Mapping[str, tuple[int, ...]]

LSTM_CELL = noted(
    "The inside of an LSTM cell. The forget gate f, the input gate i and the output gate o (each a sigmoid) and the candidate "
    "(a tanh) are computed from the input x sub t and the previous hidden state h sub t minus 1. The previous cell state "
    "c sub t minus 1 is multiplied by f; i times the candidate is added; the result is the new cell state c sub t. "
    "The new hidden state h sub t is o times tanh of c sub t."
)
GRU_CELL = noted(
    "The inside of a GRU cell. The reset gate r and the update gate z (each a sigmoid) are computed from the input x sub t and "
    "the previous hidden state h sub t minus 1. {reset} The candidate is computed from this product and the input with tanh. "
    "The new hidden state h sub t is z times h sub t minus 1, plus 1 minus z times the candidate."
)
RESET_AFTER = noted("The previous hidden state is multiplied by its weights W sub h first, and then by r.")
RESET_BEFORE = noted("The previous hidden state is multiplied by r first.")


def told_grids(groups: Sequence[Group], say: Say) -> str:
    """Named arrays, row by row."""
    return " ".join(sentence for group in groups for sentence in _group(group, say))


def _group(group: Group, say: Say) -> Iterator[str]:
    for array, caption in zip(group.arrays, group.captions, strict=True):
        name = ", ".join(filter(None, (group.title, caption))) or say("Grid")
        rows: Sequence[Array] = array if len(shape(array)) == 2 else (array,)  # type: ignore[assignment]
        if len(rows) == 1:
            yield say("{name}, a row of {n}: {cells}.").format(
                name=name, n=shape(array)[-1], cells=_numbers(rows[0], say)
            )
            continue
        yield say("{name}, {rows} rows and {columns} columns.").format(
            name=name, rows=len(rows), columns=shape(array)[-1]
        )
        for place, row in enumerate(rows, start=1):
            yield say("Row {n}: {cells}.").format(n=place, cells=_numbers(row, say))


def _numbers(row: Array, say: Say) -> str:
    return ", ".join(_number(value, say) for value in cells(row))


def _number(value: Scalar, say: Say) -> str:
    return number_text(value).replace("−", say("minus") + " ")


def told_network(network: Network, shapes: Shapes, shown: Collection[str] | None, say: Say) -> str:
    """A network layer by layer, with what each reads; outputs without a name are called by their layer's number."""
    names: dict[str, str] = {}
    inputs = {name for node in network.nodes for name in (*node.inputs, *node.state)}
    outputs = {name for node in network.nodes for name in node.outputs}
    for name in sorted(inputs - outputs):
        names[name] = subscripted(name) + _sized(shapes.get(name))
    sentences: list[str] = []
    for place, node in enumerate(network.nodes, start=1):
        if not set(node.inputs) & (inputs | outputs):
            continue
        for number, output in enumerate(node.outputs):
            called = say("the output of layer {n}") if number == 0 else say("the second output of layer {n}")
            known = subscripted(output) if is_shown(output, shown) else ""
            names[output] = known or called.format(n=place)
        read = _listed([names[name] for name in (*node.inputs, *node.state) if name in names], say)
        given = [subscripted(output) for output in node.outputs if is_shown(output, shown)]
        size = _sized(shapes.get(node.outputs[0]))
        sentence = (
            say("Layer {n}: {layer}, input {inputs}, output {outputs}.")
            if given
            else say("Layer {n}: {layer}, input {inputs}.")
        )
        told = sentence.format(n=place, layer=_layer(node.layer), inputs=read, outputs=_listed(given, say) + size)
        its_output = say("its output")
        sentences.append(told if given or not size else f"{told[:-1]}; {its_output}{size}.")
    return " ".join((say("Diagram of a network."), *sentences))


def _layer(layer: Layer) -> str:
    given = [(name, value) for name, value in layer.given if name not in layer.type.at_call]
    options = (code(value) if name in layer.type.required else f"{name}={code(value)}" for name, value in given)
    name = layer.type.name.removesuffix("Cell")
    written = ", ".join(options)
    return f"{name}({written})" if written and not layer.type.name.endswith("Cell") else name + _activation(layer)


def _activation(layer: Layer) -> str:
    if layer.type.name != "SimpleRNNCell":
        return ""
    return f" ({code(layer['activation']).strip(chr(34))})"


def _sized(lengths: tuple[int, ...] | None) -> str:
    return f" ({' × '.join(map(str, lengths))})" if lengths else ""


def _listed(names: Sequence[str], say: Say) -> str:
    if len(names) < 2:
        return "".join(names)
    return say("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])
