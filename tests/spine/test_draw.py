"""A variant is a pure function of its key, and every parameter can be pinned."""

from __future__ import annotations

import hmac
import json
import subprocess
import sys
from collections.abc import Iterator

from examgen.bank.bank import Bank
from examgen.question.draw import Draw, derive_key, steps
from examgen.question.selection import any_variant, seeded


def drawn(key: bytes, **pins: object) -> tuple[object, ...]:
    d = Draw(key, pins)
    return d.integer("n", 1, 10**6), d.choice("mode", ("max", "average")), d.grid("x", (3, 3), range(100))


def test_the_same_key_gives_the_same_numbers_in_every_process() -> None:
    code = "from examgen.question.draw import *; print(Draw(derive_key(b's', 'exam', 1)).grid('x', (3, 3), range(100)))"
    others = {
        subprocess.run([sys.executable, "-c", code], env={"PYTHONHASHSEED": s}, capture_output=True, check=True).stdout
        for s in ("0", "1")
    }
    here = Draw(derive_key(b"s", "exam", 1)).grid("x", (3, 3), range(100))
    assert {o.decode().strip() for o in others} == {str(here)}


def test_neighbouring_keys_share_nothing() -> None:
    papers = {drawn(derive_key(b"secret", "exam", i)) for i in range(500)}
    assert len(papers) == 500
    assert derive_key(b"secret", "a", "bc") != derive_key(b"secret", "ab", "c")


def test_pinning_one_parameter_changes_no_other() -> None:
    key = derive_key(b"secret", 7)
    free, pinned = drawn(key), drawn(key, n=5)
    assert pinned == (5, *free[1:])


def test_several_choices_at_once_are_those_made_one_by_one() -> None:
    d = Draw(derive_key(b"secret", 7), {"p": 9})
    assert d.choices(n=range(100), p=(0, 1), f=range(100)) == {
        "n": d.choice("n", range(100)),
        "p": 9,
        "f": d.choice("f", range(100)),
    }


def test_the_first_good_draw_is_taken_and_what_is_pinned_stays() -> None:
    n, m = Draw(b"k" * 32).first(lambda d: (d.integer("n", 1, 9), d.integer("m", 1, 9)), lambda pair: sum(pair) >= 14)
    assert n + m >= 14
    pinned = Draw(b"k" * 32, {"n": 2}).first(
        lambda d: (d.integer("n", 1, 9), d.integer("m", 1, 9)), lambda pair: pair[1] == 7
    )
    assert pinned == (2, 7)
    assert Draw(b"k" * 32).first(lambda d: d.integer("n", 1, 9), lambda n: False) in range(1, 10)


def test_steps_are_without_the_dust_of_binary_fractions() -> None:
    assert steps(-0.3, 0.3, 0.1) == (-0.3, -0.2, -0.1, 0.0, 0.1, 0.2, 0.3)


def test_no_more_keys_are_made_than_draws_are_needed() -> None:
    entry, made = Bank().question("convolution.output_size"), []

    def keys() -> Iterator[bytes]:
        for key in seeded("a", entry):
            made.append(key)
            yield key

    assert any_variant(entry, keys(), {}) == any_variant(entry, seeded("a", entry), {})
    assert len(made) < 50
    assert any_variant(entry, keys(), {"n": 28}).parameters["n"] == 28


def test_the_key_of_a_draw_is_the_hash_of_its_purpose_as_json_in_every_version() -> None:
    for purpose in (("wx",), ("exam", 17, 'ä\u2028"\\ \x00\ud800', -1), ()):
        assert derive_key(b"secret", *purpose) == hmac.digest(b"secret", json.dumps(purpose).encode(), "sha256")
