"""Seeded draws of parameters, by name.

Every name has a stream of its own, keyed by HMAC from the secret and what the variant is for. So a variant is a pure function of
its key, neighbouring keys share nothing, and pinning one parameter changes no other.
"""

from __future__ import annotations

import hmac
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from json.encoder import encode_basestring_ascii as _quoted
from random import Random
from typing import TYPE_CHECKING, Any, TypeVar, cast

from examgen.arrays import Array, Scalar, reshape

if TYPE_CHECKING:
    from examgen.question.entry import Library

T = TypeVar("T")


def derive_key(secret: bytes, *purpose: str | int) -> bytes:
    """The key of one thing to draw, 32 bytes: a hash of the secret and of everything that tells it from others."""
    return hmac.digest(secret, _told(purpose).encode(), "sha256")


def _told(purpose: tuple[str | int, ...]) -> str:
    """What ``json.dumps`` writes of it, in a fifth of the time: an exam takes tens of thousands of keys."""
    return f"[{', '.join([_quoted(part) if isinstance(part, str) else json.dumps(part) for part in purpose])}]"


class Draw:
    """Hands out the parameters of one variant.

    A parameter that is pinned is handed out as it was given, so that what is drawn after it can fit it.

    Attributes:
        pins: values given by hand, each a value of its field.
    """

    def __init__(self, key: bytes, pins: Mapping[str, object] | None = None, bank: Library | None = None) -> None:
        self._key = key
        self._bank = bank
        self.pins = dict(pins or {})

    @property
    def bank(self) -> Library:
        """The bank that holds the question, for questions about other questions or about statements."""
        if self._bank is None:
            raise LookupError("this question is drawn outside of a bank")
        return self._bank

    def nested(self, name: str) -> Draw:
        """A draw of its own for a whole variant within this one: its names and pins are separate from these."""
        return Draw(derive_key(self._key, name), bank=self._bank)

    def first(self, draw: Callable[[Draw], T], good: Callable[[T], bool], tries: int = 60) -> T:
        """What is drawn the first time that it is good, the last time if it never is; what is pinned stays.

        For conditions that are cheap to judge: a whole variant takes its derivation, and is judged by `admissible`.
        """
        drawn, draws = draw(self), 1
        while not good(drawn) and draws < tries:
            drawn, draws = draw(Draw(derive_key(self._key, "again", draws), self.pins, self._bank)), draws + 1
        return drawn

    def integer(self, name: str, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return self._drawn(name, lambda stream: stream.randint(low, max(low, high)))

    def choice(self, name: str, options: Iterable[T]) -> T:
        """One of several."""
        return self._drawn(name, lambda stream: stream.choice(list(options)))

    def choices(self, **options: Iterable[Any]) -> dict[str, Any]:
        """One of several for each of these parameters: ``return d.choices(n=(28, 32), f=(3, 5))``."""
        return {name: self.choice(name, each) for name, each in options.items()}

    def sample(self, name: str, options: Iterable[T], count: int) -> tuple[T, ...]:
        """Several different ones, in drawn order."""
        return self._drawn(name, lambda stream: tuple(stream.sample(list(options), count)))

    def number(self, name: str, values: Sequence[Scalar]) -> Scalar:
        """One of several numbers."""
        return cast(Scalar, self._numbers(name, (), values))

    def row(self, name: str, length: int, values: Sequence[Scalar]) -> tuple[Scalar, ...]:
        """A row ``(length,)`` of numbers, each drawn from ``values``."""
        return cast(tuple[Scalar, ...], self._numbers(name, (length,), values))

    def grid(self, name: str, shape: tuple[int, int], values: Sequence[Scalar]) -> tuple[tuple[Scalar, ...], ...]:
        """A grid ``(rows, columns)`` of numbers, each drawn from ``values``."""
        return cast(tuple[tuple[Scalar, ...], ...], self._numbers(name, shape, values))

    def volume(
        self, name: str, shape: tuple[int, int, int], values: Sequence[Scalar]
    ) -> tuple[tuple[tuple[Scalar, ...], ...], ...]:
        """A volume ``(height, width, channels)`` of numbers, each drawn from ``values``."""
        return cast(tuple[tuple[tuple[Scalar, ...], ...], ...], self._numbers(name, shape, values))

    def tensor(self, name: str, shape: tuple[int, ...], values: Sequence[Scalar]) -> Array:
        """An array of any shape, each number drawn from ``values``."""
        return self._numbers(name, shape, values)

    def _numbers(self, name: str, shape: tuple[int, ...], values: Sequence[Scalar]) -> Array:
        def numbers(stream: Random) -> Array:
            return reshape(tuple(stream.choice(values) for _ in range(math.prod(shape))), shape)

        return self._drawn(name, numbers)

    def _drawn(self, name: str, draw: Callable[[Random], T]) -> T:
        """What was pinned, else what the parameter's own stream of random numbers gives."""
        if name in self.pins:
            return cast(T, self.pins[name])
        return draw(Random(derive_key(self._key, name)))


def steps(low: float, high: float, step: float) -> tuple[float, ...]:
    """The numbers from ``low`` to ``high`` in steps, both included, without the dust of binary fractions."""
    count = round((high - low) / step)
    return tuple(round(low + i * step, 10) for i in range(count + 1))


def nonzero(values: Iterable[Scalar]) -> tuple[Scalar, ...]:
    """The same numbers without 0."""
    return tuple(value for value in values if value != 0)
