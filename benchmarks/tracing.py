"""From how many networks on tracing a group beats running it eagerly, where the oracle draws the line, and what a trace costs.

    python benchmarks/tracing.py [ID ...]

Processor time, so that other work on the machine does not count; TensorFlow's import is left out.
"""

from __future__ import annotations

import itertools
import sys
import time
from collections import defaultdict

from examgen import oracle
from examgen.bank.bank import Bank
from examgen.model.observable import parts
from examgen.oracle import Request, grouping, running
from examgen.question.draw import derive_key
from examgen.question.selection import candidates

QUESTIONS = (
    "convolution.feature_map", "pooling.max_map", "softmax.values", "dense.forward", "pooling.conv_relu_pool",
    "recurrent.unroll", "softmax.cross_entropy", "recurrent.bidirectional_states", "recurrent.bptt", "recurrent.lstm_step",
)  # fmt: skip
SAMPLE, MANY = 10, 1000


def largest_group(bank: Bank, id_: str) -> list[Request]:
    """Variants of one structure, as many as are needed, repeated where the draws give fewer."""
    keys = (derive_key(b"tracing", id_, i) for i in itertools.count())
    groups: dict[object, list[Request]] = defaultdict(list)
    for variant in itertools.islice(candidates(bank.question(id_), keys, {}), 100):
        asked = (
            part
            for name, ask in variant.asks.items()
            if (seen := ask.observes(name)) is not None
            for part in parts(seen)
        )
        request = Request(variant.network, tuple(dict.fromkeys(asked)))
        groups[request.network.structure, request.observables].append(request)
    return list(itertools.islice(itertools.cycle(max(groups.values(), key=len)), MANY))


def seconds(requests: list[Request], *, traced: bool) -> float:
    """Processor time of one run of a group."""
    started = time.process_time()
    grouping.run_group(requests, traced=traced)
    return time.process_time() - started


def main() -> None:
    bank = Bank()
    oracle.load()
    print(f"{'question':34}{'layers':>7}{'eager ms':>10}{'trace ms':>10}{'worth it from':>15}{'drawn at':>10}")
    for id_ in sys.argv[1:] or QUESTIONS:
        requests = largest_group(bank, id_)
        grouping.run_group(requests[:SAMPLE], traced=False)
        eager = seconds(requests[:SAMPLE], traced=False) / SAMPLE
        traced = seconds(requests, traced=True)
        layers = len(requests[0].network.nodes)
        print(
            f"{id_:34}{layers:7}{1e3 * eager:10.2f}{1e3 * traced:10.0f}{traced / eager:15.0f}{running.TRACED_FROM:10}"
        )


if __name__ == "__main__":
    main()
