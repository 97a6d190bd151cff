"""Top-k and top-p sampling from probabilities, and numbers to draw for them."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, product

from examgen.authoring import Row, Scalar, steps


def kept(p: Row, k: int) -> list[float]:
    """The probabilities with all but the k largest set to 0, divided by their sum."""
    import numpy

    shares = numpy.array(p, dtype=float)
    largest = numpy.where(shares >= numpy.sort(shares)[-k], shares, 0)
    return [float(share) for share in largest / largest.sum()]


def first_above(bounds: Iterable[Scalar], u: Scalar) -> int:
    """The place of the first cumulative probability above a random number; the last one where none is."""
    import numpy

    exceeds = numpy.array([float(bound) for bound in bounds]) > float(u)
    return int(numpy.argmax(exceeds)) if exceeds.any() else len(exceeds) - 1


def nucleus(p: Row, least: Scalar) -> int:
    """How many of the largest probabilities add up to so much at least."""
    import numpy

    bounds = numpy.cumsum(sorted(map(float, p), reverse=True))
    return int(numpy.argmax(bounds >= float(least) - 1e-12)) + 1


def _shares() -> Iterator[tuple[int, ...]]:
    """Percentages of six words, the smallest first, no two alike; those of the largest three and their sum have two digits."""
    for gaps in product(range(3, 6), range(2, 4), range(2, 6), range(3, 9), range(4, 13)):
        rest = [*accumulate(gaps)]
        shares = (*rest, 100 - sum(rest))
        if shares[-1] > shares[-2] + 2 and all(share % 10 for share in (*shares[3:], sum(shares[3:]))):
            yield shares


SHARES = (*_shares(),)
"""To draw by."""


def within_a_kept_word(p: Row, k: int, rank: int) -> Sequence[Scalar]:
    """Random numbers that sample the word of this rank, none of them at the border to another word."""
    ranked = sorted(p, reverse=True)
    chosen, kept = ranked[min(rank, k) - 1], [share if share >= ranked[k - 1] else 0 for share in p]
    start = sum(kept[: p.index(chosen)]) / sum(kept)
    inside = [u for u in steps(0.01, 0.99, 0.01) if start + 0.03 <= u <= start + chosen / sum(kept) - 0.03]
    return inside or (0.5,)


def beyond(p: Row, k: int) -> Sequence[Scalar]:
    """Totals for which top-p sampling keeps more words than top-k, none of them near a sum of probabilities."""
    sums = [*accumulate(sorted(p, reverse=True))]
    clear = (total for total in steps(0.5, 0.95, 0.05) if min(abs(total - each) for each in sums) >= 0.01)
    return [total for total in clear if total > sums[k - 1]] or (0.9,)
