"""Sequences as training data: windows over a series, and what a decoder with teacher forcing is given."""

from collections.abc import Sequence

from examgen.authoring import Row, Scalar


def window_count(n: int, length: int, strides: int) -> int:
    """How many windows of this length there are, laid out one after the other."""
    import numpy

    return len(numpy.lib.stride_tricks.sliding_window_view(numpy.arange(n), length)[::strides])


def last_end(count: int, length: int, strides: int) -> int:
    """Where the last of so many windows ends, found step by step."""
    end = length
    for _ in range(count - 1):
        end += strides
    return end


def decoder_inputs(sentence: Sequence[int], start: int, steps: int) -> tuple[int, ...]:
    """The start token, the sentence and the padding."""
    return (start, *sentence, *(0,) * (steps - len(sentence) - 1))


def decoder_targets(sentence: Sequence[int], end: int, steps: int) -> tuple[int, ...]:
    """The sentence, the end token and the padding."""
    return (*decoder_inputs(sentence, 0, steps)[1 : len(sentence) + 1], end, *(0,) * (steps - len(sentence) - 1))


def masked_loss(targets: Sequence[Scalar], p: Row) -> float:
    """The mean of the negative logarithms where the target is not padding."""
    import numpy

    real = numpy.array([float(target) for target in targets]) != 0
    return float(-(numpy.log([float(each) for each in p]) * real).sum() / real.sum())
