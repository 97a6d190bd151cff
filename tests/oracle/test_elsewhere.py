"""Keras in a process of its own says what it says here."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time

import pytest

from examgen import oracle
from examgen.model import layers, losses, ops, optimizers
from examgen.model.network import Input, Network
from examgen.model.observable import AfterStep, OutputShape, Parameters, Value
from examgen.oracle import Refused, Request
from examgen.oracle.elsewhere import KerasStopped, attempt_elsewhere, keras_elsewhere

REQUESTS = (
    Request(Network(x=Input(28, 28, 1)).add("z", layers.Conv2D(8, 3)), (OutputShape("z"), Parameters(("z",)))),
    Request(Network(x=Input(2, 2, 1)).add("z", layers.Conv2D(8, 3)), (OutputShape("z"),)),
    Request(Network(a=(1.5, -2.0)).add("b", ops.negative()), (Value("b"),)),
    # losses and optimizers use modules of TensorFlow that are executed when they are used
    Request(Network(p=(0.25, 0.75), y=(0, 1)).add("L", losses.BinaryCrossentropy(), "y", "p"), (Value("L"),)),
    *(
        Request(Network(w=(3.0, 4.0)).add("s", ops.square()).add("L", ops.sum()), (AfterStep("w", "L", step),))
        for step in (optimizers.SGD(0.5), optimizers.Adam(0.5), optimizers.SGD(0.25, clipnorm=5))
    ),
)


def test_the_other_process_gives_the_same_answers_and_refusals():
    here = oracle.attempt(REQUESTS)
    with keras_elsewhere():
        there = oracle.attempt(REQUESTS)
    assert attempt_elsewhere() is None
    assert there[0] == here[0]
    assert there[2:] == here[2:]
    assert isinstance(there[1], Refused)
    assert str(there[1]) == str(here[1])


def test_a_layer_that_was_sent_to_another_process_is_found_there_among_equal_ones():
    code = "import pickle, sys; from examgen.model import layers; print(pickle.load(sys.stdin.buffer) in {layers.Conv2D(8, 3)})"
    done = subprocess.run(
        [sys.executable, "-c", code],
        input=pickle.dumps(layers.Conv2D(8, 3)),
        env={**os.environ, "PYTHONHASHSEED": "1"},
        capture_output=True,
        check=True,
    )
    assert done.stdout.strip() == b"True"


def test_when_the_other_process_is_killed_the_user_is_told():
    with keras_elsewhere():
        assert oracle.attempt(REQUESTS[2:3])
        process = attempt_elsewhere().__self__._process
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        with pytest.raises(KerasStopped, match="out of memory"):
            oracle.attempt(REQUESTS[2:3])


def test_who_waits_for_an_answer_when_the_other_process_is_stopped_is_told():
    told = []

    def ask():
        with pytest.raises(KerasStopped):
            oracle.attempt(REQUESTS[2:3])
        told.append(True)

    with keras_elsewhere():
        elsewhere = attempt_elsewhere().__self__
        asking = threading.Thread(target=ask)
        asking.start()
        while not elsewhere._turn.locked():
            time.sleep(0.001)
    asking.join(10)
    assert told


def test_with_one_core_keras_stays_here(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    with keras_elsewhere():
        assert attempt_elsewhere() is None
