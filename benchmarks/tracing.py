"""From how many runs on tracing a layer beats running it eagerly, and where the oracle draws the line.

    python benchmarks/tracing.py

Processor time, so that other work on the machine does not count; TensorFlow's import is left out.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from examgen import oracle
from examgen.model import layers
from examgen.model.network import Layer
from examgen.oracle.libraries import libraries
from examgen.oracle.steps import TRACED_FROM, Reads, Step

LAYERS: tuple[tuple[Layer, tuple[int, ...], tuple[tuple[int, ...], ...]], ...] = (
    (layers.Dense(3), (1, 4), ((4, 3), (3,))),
    (layers.Conv2D(1, 2), (1, 5, 5, 1), ((2, 2, 1, 1), (1,))),
    (layers.Softmax(), (1, 4), ()),
    (layers.SimpleRNN(2), (1, 3, 2), ((2, 2), (2, 2), (2,))),
    (layers.LSTM(2), (1, 3, 2), ((2, 8), (2, 8), (8,))),
)


def seconds(step: Step, arrays: Sequence[Any], copies: int, times: int = 1) -> float:
    """Processor time of a layer that runs so often on so many copies of its arrays."""
    started = time.process_time()
    for _ in range(times):
        step.many([[array] * copies for array in arrays])
    return time.process_time() - started


def main() -> None:
    oracle.load()
    np = libraries().np
    print(f"{'layer':16}{'eager ms':>10}{'trace ms':>10}{'worth it from':>15}{'drawn at':>10}")
    for layer, read, weights in LAYERS:
        reads = Reads(layer, (read,), (), weights, ("float64",) * (1 + len(weights)))
        arrays = [np.ones(lengths) for lengths in (read, *weights)]
        eager, traced = Step(reads), Step(reads)
        seconds(eager, arrays, 1)  # what TensorFlow does once is not counted
        one = seconds(eager, arrays, 1, TRACED_FROM - 2) / (TRACED_FROM - 2)
        trace = seconds(traced, arrays, TRACED_FROM)
        print(f"{layer!s:16}{1e3 * one:10.2f}{1e3 * trace:10.1f}{trace / one:15.0f}{TRACED_FROM:10}")


if __name__ == "__main__":
    main()
