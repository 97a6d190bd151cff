"""Probability, cross-entropy and perplexity of a sentence, from the probabilities of its words."""

from examgen.authoring import Row, Scalar


def probability_of(p: Row) -> float:
    """The probability of the sentence, as a sum of logarithms."""
    import numpy

    return float(numpy.exp(numpy.log([float(each) for each in p]).sum()))


def cross_entropy(probability: Scalar, words: int, base: str) -> float:
    """The cross-entropy, from the probability of a sentence of so many words; the base is e or 2."""
    import numpy

    if probability <= 0:
        raise ValueError("only a positive number has a logarithm")
    return float(-(numpy.log if base == "e" else numpy.log2)(float(probability)) / words)


def perplexity_of(entropy: Scalar, base: str) -> float:
    """The perplexity, from the cross-entropy."""
    import numpy

    return float(numpy.power(numpy.e if base == "e" else 2.0, float(entropy)))
