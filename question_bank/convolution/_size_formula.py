"""The size formula n + 2p = (m − 1)s + f, where no row or column is dropped, with one of f, p and s unknown."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Sizes:
    """Side n of the input and m of the output, filter size, padding and stride; the unknown one is None."""

    n: int
    m: int
    f: int | None
    p: int | None
    s: int | None

    def completed(self, value: int) -> tuple[int, int, int]:
        """Filter size, padding and stride with this value for the unknown one."""
        f, p, s = (value if given is None else given for given in (self.f, self.p, self.s))
        return f, p, s

    def fitting(self) -> list[int]:
        """Every value of the unknown one with which the filter has m positions and the last one ends at the border."""
        most = self.n + (self.m - 1) * (self.s or 1) + (self.f or 1) + 2 * (self.p or 0)
        return [value for value in range(0 if self.p is None else 1, most) if self._fits(*self.completed(value))]

    def _fits(self, f: int, p: int, s: int) -> bool:
        positions = range(0, self.n + 2 * p - f + 1, s)
        return len(positions) == self.m and positions[-1] + f == self.n + 2 * p

    def value(self) -> int:
        """The only value that fits, found by trying all of them."""
        (found,) = self.fitting()
        return found

    def solved(self, *, steps: int, sides: int) -> Fraction:
        """The unknown one from the formula with so many steps, and with so many padded sides."""
        if self.f is None:
            return Fraction(self.n + sides * (self.p or 0) - steps * (self.s or 0))
        if self.p is None:
            return Fraction(steps * (self.s or 0) + self.f - self.n, sides)
        return Fraction(self.n + sides * self.p - self.f, steps)
