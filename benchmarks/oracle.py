"""How many answers a second the oracle gives, against a fresh Sequential with predict for each: the way one would do it by hand.

    python benchmarks/oracle.py [--json] [--answers 5000] [--baseline 40]

Both are measured in this run, on the same variants, tracing included, importing TensorFlow (which both need) not. The baseline is
timed on a sample, because all of it would take minutes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from typing import Any

from examgen import oracle
from examgen.bank.bank import Bank
from examgen.model.observable import OutputShape, Parameters
from examgen.oracle import Request
from examgen.question.draw import derive_key
from examgen.question.question import Question
from examgen.question.selection import candidates

SPINE = (
    "convolution.output_size", "convolution.parameter_count", "convolution.feature_map", "pooling.max_map",
    "pooling.average_map", "pooling.conv_relu_pool", "softmax.values", "recurrent.unroll_scalar", "recurrent.unroll",
    "recurrent.parameter_count",
)  # fmt: skip


def drawn(ids: tuple[str, ...], count: int) -> list[Question]:
    """So many variants, the questions in turn."""
    bank = Bank()
    streams = [
        candidates(bank.question(id_), (derive_key(b"benchmark", id_, i) for i in itertools.count()), {}) for id_ in ids
    ]
    return [next(streams[i % len(streams)]) for i in range(count)]


def by_hand(variant: Question) -> None:
    """One answer the usual way: a new model of the variant's layers, its weights set, predict called once."""
    import keras
    import numpy as np

    net = variant.network
    observed = [seen for name, ask in variant.asks.items() if (seen := ask.observes(name)) is not None]
    (source, *_) = net.arrays
    shape = dict(net.shapes)[source]
    rank = net.nodes[0].layer.type.rank or len(shape)
    if net.nodes[0].layer.type.name.endswith("Cell"):  # by hand one would write the whole layer, not its cells
        steps = [name for name in net.arrays if name.startswith("x")]
        x = np.stack([np.reshape(np.asarray(net.arrays[n], float), (-1,)) for n in steps])
        options = net.nodes[0].layer.options
        model = keras.Sequential([keras.Input(x.shape), keras.layers.SimpleRNN(**options, return_sequences=True)])
        weights = [np.asarray(net.arrays[name], float) for name in net.nodes[0].weights]
        model.set_weights([w.reshape(v.shape) for w, v in zip(weights, model.weights, strict=True)])
        model.predict(x[None], verbose=0)
        return
    lifted = shape + (1,) * (rank - len(shape))
    layers = [getattr(keras.layers, node.layer.type.name)(**node.layer.options) for node in net.nodes]
    model = keras.Sequential([keras.Input(lifted), *layers])
    if all(isinstance(o, OutputShape | Parameters) for o in observed):
        model.count_params()
        return
    weights = [np.asarray(net.arrays[name], float) for node in net.nodes for name in node.weights]
    model.set_weights([w.reshape(v.shape) for w, v in zip(weights, model.weights, strict=True)])
    x = np.asarray([[0.0]]) if shape is None else np.asarray(net.arrays[source], float)
    model.predict(x.reshape((1, *lifted)), verbose=0)


def measure(name: str, variants: list[Question], baseline: int) -> dict[str, Any]:
    """The oracle's rate on all of them, the baseline's on a sample."""
    requests = [
        Request(v.network, tuple(seen for name, ask in v.asks.items() if (seen := ask.observes(name)) is not None))
        for v in variants
    ]
    start = time.perf_counter()
    oracle.observe(requests)
    ours = len(variants) / (time.perf_counter() - start)
    sample = variants[:: max(1, len(variants) // baseline)]
    by_hand(sample[0])
    start = time.perf_counter()
    for variant in sample:
        by_hand(variant)
    theirs = len(sample) / (time.perf_counter() - start)
    return {"variants": name, "answers": len(variants), "oracle": ours, "by hand": theirs, "ratio": ours / theirs}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--answers", type=int, default=5000)
    parser.add_argument("--baseline", type=int, default=40, help="how many answers the baseline is timed on")
    options = parser.parse_args()
    oracle.load()
    rows = [
        measure("mixed", drawn(SPINE, options.answers), options.baseline),
        measure("convolution.feature_map", drawn(("convolution.feature_map",), options.answers), options.baseline),
    ]
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    print(f"{'variants':26}{'answers':>9}{'oracle/s':>12}{'by hand/s':>12}{'ratio':>8}")
    for row in rows:
        print(f"{row['variants']:26}{row['answers']:9}{row['oracle']:12.0f}{row['by hand']:12.1f}{row['ratio']:8.0f}")


if __name__ == "__main__":
    main()
