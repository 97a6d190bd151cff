"""The Keras code of a key prints the key."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator

import pytest

from examgen import oracle
from examgen.arrays import cells
from examgen.bank.bank import Bank
from examgen.model.observable import parameters
from examgen.question.selection import any_variant, seeded
from examgen.rendering.snippet import snippet
from examgen.verify import witness

BANK = Bank()
FILLED = 20_000_000


@pytest.fixture
def fresh_keras() -> Iterator[None]:
    """Keras as a program finds it, which may set its precision."""
    oracle.load()
    import keras

    keras.config.set_dtype_policy("float64")
    yield
    keras.config.set_dtype_policy("float32")
    keras.config.set_floatx("float32")


@pytest.mark.slow
@pytest.mark.parametrize("id_", BANK.ids)
@pytest.mark.usefixtures("fresh_keras")
def test_the_code_of_a_key_prints_the_key(id_: str) -> None:
    question = BANK.question(id_)
    variant = any_variant(question, seeded("snippets", question), {})
    (counted,) = oracle.observe([oracle.Request(variant.network, (parameters(),))])
    if counted[parameters()] > FILLED:
        pytest.skip(f"its layers own {counted[parameters()]:,} numbers, which the code fills")
    (attested,) = witness.attest([variant], misconceptions=False)
    asked = {name: ask.observes(name) for name, ask in variant.asks.items() if ask.type.key_is_unique}
    unique = {name: observed for name, observed in asked.items() if observed is not None}
    if not unique:
        pytest.skip("Keras observes none of its answers")
    code = snippet(variant.network, list(unique.values()))
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, id_, "exec"), {})  # our own code, not a student's
    text = printed.getvalue().replace("True", "1").replace("False", "0")
    numbers = [float(number) for number in re.findall(r"-?\d*\.?\d+(?:e[-+]?\d+)?", text)]
    expected = [float(number) for name in unique for number in cells(attested.key[name])]
    assert numbers == pytest.approx(expected, rel=1e-6, abs=1e-8), f"{witness.reproduction(variant)}\n{code}"
