"""Stacks whose feature maps become smaller or larger and whose channels become more or fewer."""

from examgen.authoring import Observable, observable
from examgen.question_bank.architecture._rows import Rows, Short


def stack_of(kind: str, filters: int, narrower: Short) -> tuple[Short, ...]:
    """Two convolutions, each with what makes its maps smaller or larger."""
    few, many = (("conv", filters * factor, 3, 1, "same") for factor in (1, 2))
    return {
        "usual": (few, narrower, many, narrower),
        "shallower": (many, narrower, few, narrower),
        "wider": (few, ("up", 2), many, ("up", 2)),
        "level": (few, few, many, many),
        "decoding": (many, ("up", 2), few, ("up", 2)),
    }[kind]


def first_convolution(stack: Rows) -> int:
    """The place of the first convolution of a stack; its first layer where there is none."""
    return next((place for place, row in enumerate(stack) if row.kind == "conv"), 0)


def usual(first: str, last: str) -> Observable:
    """How many of two things hold from the image to the last layer: the side falls, the number of channels rises."""
    falls = observable.difference(observable.shape(last, axis=0), observable.shape("x", axis=0))
    rises = observable.difference(observable.shape(first, axis=2), observable.shape(last, axis=2))
    return observable.total(observable.at_most(falls, -1), observable.at_most(rises, -1))
