"""How many answers the oracle gives in the time of one fresh model with predict: the way one would do it by hand.

    python benchmarks/oracle.py [--json] [--answers 5000] [--baseline 40]

Both are measured in this run, on the same variants, in processor time, so that other work on the machine does not count. Tracing is
included; importing TensorFlow, which both need, is not. The baseline is timed on a sample with as many of every question, because
all of it would take minutes: for the ten questions a `Sequential` model, for the whole bank a functional one where layers do not
stand in a row. Where by hand one would have to count or to trace something besides (multiplications, receptive fields), its time
is that of the model alone.
"""

from __future__ import annotations

import argparse
import gc
import itertools
import json
import time
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from examgen import oracle
from examgen.bank.bank import Bank
from examgen.model.network import Layer, Network, Node
from examgen.model.observable import AfterStep, Gradient, OutputShape, Parameters, Value, parts
from examgen.oracle import Request
from examgen.question.draw import derive_key
from examgen.question.question import Question
from examgen.question.selection import candidates

SPINE = (
    "convolution.output_size", "convolution.parameter_count", "convolution.feature_map", "pooling.max_map",
    "pooling.average_map", "pooling.conv_relu_pool", "softmax.values", "recurrent.unroll_scalar", "recurrent.unroll",
    "recurrent.parameter_count",
)  # fmt: skip


def drawn(ids: Sequence[str], count: int) -> list[Question]:
    """So many variants, the questions in turn."""
    bank = Bank()
    streams = [
        candidates(bank.question(id_), (derive_key(b"benchmark", id_, i) for i in itertools.count()), {}) for id_ in ids
    ]
    return [next(streams[i % len(streams)]) for i in range(count)]


def requests(variants: Sequence[Question]) -> list[Request]:
    """What Keras attests of these variants."""
    found = []
    for variant in variants:
        seen = (seen for name, ask in variant.asks.items() if (seen := ask.observes(name)) is not None)
        observables = tuple(dict.fromkeys(part for one in seen for part in parts(one)))
        if observables:
            found.append(Request(variant.network, observables))
    return found


def in_a_row(request: Request) -> None:
    """One answer with a new `Sequential` of the network's layers, its weights set, predict called once."""
    import keras
    import numpy as np

    net = request.network
    (source, *_) = net.arrays
    first = net.nodes[0].layer
    if first.type.name.endswith("Cell"):  # by hand one would write the whole layer, not its cells
        steps = [name for node in net.nodes if node.layer == first for name in node.inputs]
        x = np.stack([np.reshape(np.asarray(net.arrays[n], float), (-1,)) for n in steps])
        layers = [keras.layers.SimpleRNN(**first.options, return_sequences=True)]
        named = net.nodes[0].weights
    else:
        shape = dict(net.shapes)[source]
        shape += (1,) * ((first.type.rank or len(shape)) - len(shape))
        layers = [fresh(node.layer) for node in net.nodes]
        named = tuple(name for node in net.nodes for name in node.weights)
        if all(isinstance(o, OutputShape | Parameters) for o in request.observables):
            keras.Sequential([keras.Input(shape), *layers]).count_params()
            return
        x = np.asarray(net.arrays[source], float).reshape(shape)
    model = keras.Sequential([keras.Input(x.shape), *layers])
    weights = [np.asarray(net.arrays[name], float) for name in named]
    model.set_weights([w.reshape(v.shape) for w, v in zip(weights, model.weights, strict=True)])
    model.predict(x[None], verbose=0)


def wired(request: Request) -> None:
    """One answer with a new functional model of the network: counted, predicted, or trained, whichever is asked."""
    import keras
    import tensorflow as tf

    net = request.network.needed_for(_names(request))
    shapes = dict(net.shapes)
    read = dict.fromkeys(name for node in net.nodes for name in (*node.inputs, *node.state) if name in shapes)
    inputs = {name: keras.Input(shapes[name] or (1,)) for name in read}
    tensors: dict[str, Any] = dict(inputs)
    used: dict[object, Any] = {}
    for node in net.nodes:
        used_key = (node.layer, node.weights) if node.weights else node
        layer = used.setdefault(used_key, fresh(node.layer))
        results = _called(node, layer, tensors)
        tensors.update(zip(node.outputs, results, strict=False))
    outputs = [tensors[node.outputs[0]] for node in net.nodes]
    if not outputs:
        return
    model = keras.Model(list(inputs.values()), outputs)
    numeric = [o for o in request.observables if isinstance(o, Value | Gradient | AfterStep)]
    if not numeric:
        model.count_params()
        return
    for node in net.nodes:
        if node.weights and net.arrays.keys() >= set(node.weights):
            layer = used[node.layer, node.weights]
            layer.set_weights(
                [_numbers(net, n, tuple(v.shape)) for n, v in zip(node.weights, layer.weights, strict=True)]
            )
    arrays = [_numbers(net, name, (1, *(shapes[name] or (1,)))) for name in inputs]
    if all(isinstance(o, Value) for o in numeric):
        model.predict(arrays, verbose=0)
        return
    with tf.GradientTape() as tape:
        sources = [tf.constant(array) for array in arrays]
        tape.watch(sources)
        target = tf.reduce_sum(tf.nest.flatten(model(sources))[-1])
    tape.gradient(target, [*sources, *model.trainable_variables])


def _names(request: Request) -> list[str]:
    named = [
        getattr(o, part)
        for o in request.observables
        for part in ("name", "of", "by", "weight", "loss")
        if hasattr(o, part)
    ]
    return named or list(request.network.names)


def _called(node: Node, layer: Any, tensors: dict[str, Any]) -> list[Any]:
    import keras

    rank = node.layer.type.rank
    inputs = [
        keras.layers.Reshape((*t.shape[1:], *(1,) * (rank + 1 - len(t.shape))))(t)
        if rank and len(t.shape) <= rank
        else t
        for t in (tensors[name] for name in node.inputs)
    ]
    if node.layer.type.namespace == "losses":
        return [keras.layers.Lambda(lambda both: layer(*both)[None])(inputs)]
    if node.layer.type.namespace == "ops":
        return [keras.layers.Lambda(lambda all_: layer([one[0] for one in all_])[None])(inputs)]
    states = [tensors[name] for name in node.state]
    read = inputs[0] if len(inputs) == 1 else inputs
    if node.layer.type.name.endswith("Cell"):
        _, after = layer(read, states)
        return list(after) if isinstance(after, list | tuple) else [after]
    result = layer(read, **({"initial_state": states} if states else {}), **node.layer.at_call)
    return list(result) if isinstance(result, list | tuple) else [result]


def _numbers(net: Network, name: str, shape: tuple[int, ...]) -> Any:
    import numpy as np

    return np.asarray(net.arrays[name], float).reshape(shape)


def fresh(layer: Layer) -> Any:
    """A new object of Keras for a layer, or a function of the tensors of one example for an operation."""
    import keras

    options = {n: fresh(v) if isinstance(v, Layer) else v for n, v in layer.given if n not in layer.at_call}
    if layer.type.namespace != "ops":
        return attrgetter(f"{layer.type.namespace}.{layer.type.name}")(keras)(**options)
    function = attrgetter(layer.type.name)(keras.ops)
    if layer.type.name in ("stack", "concatenate"):
        return lambda tensors: function(tensors, **options)
    return lambda tensors: function(*tensors, **options)


def measure(name: str, asked: list[Request], by_hand: Callable[[Request], None], baseline: int) -> dict[str, Any]:
    """The oracle's rate on all of them, the baseline's on a sample: the first ones, in which every question has its turn."""
    gc.collect()  # what Keras left while it was loaded is nobody's work here
    start = time.process_time()
    oracle.observe(asked)
    ours = len(asked) / (time.process_time() - start)
    sample = asked[:baseline]
    by_hand(sample[0])
    gc.collect()
    start = time.process_time()
    for request in sample:
        by_hand(request)
    theirs = len(sample) / (time.process_time() - start)
    return {"variants": name, "answers": len(asked), "oracle": ours, "by hand": theirs, "ratio": ours / theirs}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--answers", type=int, default=5000)
    parser.add_argument(
        "--baseline",
        type=int,
        default=40,
        help="how many answers the baseline is timed on, at least one of each question",
    )
    options = parser.parse_args()
    oracle.load()
    chosen: tuple[tuple[str, Sequence[str], Callable[[Request], None]], ...] = (
        ("ten questions", SPINE, in_a_row),
        ("convolution.feature_map", ("convolution.feature_map",), in_a_row),
        ("the whole bank", Bank().ids, wired),
    )
    rows = [
        measure(name, requests(drawn(ids, options.answers)), by_hand, max(options.baseline, len(ids)))
        for name, ids, by_hand in chosen
    ]
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    print(f"{'variants':26}{'answers':>9}{'oracle/s':>12}{'by hand/s':>12}{'ratio':>8}")
    for row in rows:
        print(f"{row['variants']:26}{row['answers']:9}{row['oracle']:12.0f}{row['by hand']:12.1f}{row['ratio']:8.0f}")


if __name__ == "__main__":
    main()
