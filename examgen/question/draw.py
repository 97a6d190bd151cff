"""Seeded draws of parameters, by name, each of which can be pinned.

Every name has a stream of its own, keyed by HMAC from the secret and what the variant is for. So a variant is a pure function of
its key, neighbouring keys share nothing, and pinning one parameter changes no other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any, TypeVar, cast

from examgen.arrays import Array, Scalar, array, reshape, scalar
from examgen.arrays import shape as shape_of
from examgen.errors import UserError

T = TypeVar("T")


class PinError(UserError):
    """A pinned parameter is unknown, of the wrong type, or cannot be combined with the rest."""


def derive_key(secret: bytes, *purpose: str | int) -> bytes:
    """The key of one thing to draw, 32 bytes: a hash of the secret and of everything that tells it from others."""
    return hmac.new(secret, json.dumps(purpose).encode(), hashlib.sha256).digest()


class Draw:
    """Hands out the parameters of one variant.

    Attributes:
        pins: values given by hand; they are checked for type and else taken as they are.
        names: every name asked for so far, in order.
    """

    def __init__(self, key: bytes, pins: Mapping[str, object] | None = None) -> None:
        self._key = key
        self.pins = dict(pins or {})
        self.names: list[str] = []

    def _stream(self, name: str) -> Random:
        return Random(derive_key(self._key, name))

    def _pinned(self, name: str) -> bool:
        if name not in self.names:
            self.names.append(name)
        return name in self.pins

    def integer(self, name: str, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included.

        Raises:
            PinError: the pinned value is not a whole number.
        """
        if self._pinned(name):
            value = self.pins[name]
            if isinstance(value, bool) or not isinstance(value, int):
                raise PinError(f"{name} must be a whole number, got {value!r}")
            return value
        return self._stream(name).randint(low, max(low, high))

    def choice(self, name: str, options: Iterable[T]) -> T:
        """One of several; a pinned value need not be among them but must be of their type.

        Raises:
            PinError: the pinned value is of another type.
        """
        listed = list(options)
        if not self._pinned(name):
            return self._stream(name).choice(listed)
        value = frozen(self.pins[name])
        types = {type(option) for option in listed}
        if float in types and type(value) is int:
            value = float(value)
        if not types.intersection({type(value)}):
            distinct = list(dict.fromkeys(listed))
            shown = ", ".join(map(repr, distinct[:6])) + (", …" if len(distinct) > 6 else "")
            raise PinError(f"{name} must be like one of {shown}; got {value!r}")
        return cast(T, value)

    def option(self, name: str, options: Iterable[T]) -> T:
        """One of several; a pinned value may be of another type, for its field to check: strides of 2, or of [2, 1]."""
        listed = list(options)
        return cast(T, frozen(self.pins[name])) if self._pinned(name) else self._stream(name).choice(listed)

    def sample(self, name: str, options: Iterable[T], count: int) -> tuple[T, ...]:
        """Several different ones, in drawn order.

        Raises:
            PinError: the pinned value is not a list.
        """
        if self._pinned(name):
            value = self.pins[name]
            if not isinstance(value, list | tuple):
                raise PinError(f"{name} must be a list, got {value!r}")
            return cast(tuple[T, ...], frozen(value))
        return tuple(self._stream(name).sample(list(options), count))

    def number(self, name: str, values: Sequence[Scalar]) -> Scalar:
        """One of several numbers; a pinned value may be any number.

        Raises:
            PinError: the pinned value is not a number.
        """
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
        if self._pinned(name):
            try:
                value = array(self.pins[name]) if shape else scalar(self.pins[name])
            except ValueError as error:
                raise PinError(f"{name}: {error}") from None
            if len(shape_of(value)) != len(shape):
                raise PinError(f"{name} must have {len(shape)} axes, such as {shape}; got shape {shape_of(value)}")
            return value
        stream = self._stream(name)
        return reshape(tuple(stream.choice(values) for _ in range(math.prod(shape))), shape)


def steps(low: float, high: float, step: float) -> tuple[float, ...]:
    """The numbers from ``low`` to ``high`` in steps, both included, without the dust of binary fractions."""
    count = round((high - low) / step)
    return tuple(round(low + i * step, 10) for i in range(count + 1))


def nonzero(values: Iterable[Scalar]) -> tuple[Scalar, ...]:
    """The same numbers without 0."""
    return tuple(value for value in values if value != 0)


def frozen(value: Any) -> Any:
    """Nested lists as tuples, which hash."""
    return tuple(frozen(item) for item in value) if isinstance(value, list | tuple) else value
