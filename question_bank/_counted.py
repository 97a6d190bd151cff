"""Counts too long to be written out: in ones, millions or billions."""

from collections.abc import Mapping
from typing import Any, Literal

from examgen.authoring import Ask, Integer, Observable, Real, observable

Written = Literal["ones", "millions", "billions"]
"""What is counted in."""
Unit = Literal["", "ones", "millions", "billions"]
"""What is counted in; nothing where it is not counted."""
SIZES: Mapping[Unit, float] = {"millions": 1e-6, "billions": 1e-9}

FIXED = observable.difference(observable.parameters(), observable.parameters(trainable=True))
"""The parameters that are not trained."""

MAC = (
    "A multiply–accumulate operation (MAC) is one multiplication and one addition. Products with padded zeros count as well; biases do "
    "not."
)


def in_unit(of: Observable, unit: Unit) -> Observable:
    """A count in its unit."""
    return observable.scaled(of, SIZES[unit]) if unit in SIZES else of


def counting(text: str, of: Observable, unit: Unit = "ones", **options: Any) -> Ask:
    """An ask for a count; ``{}`` in its text stands for the unit."""
    if unit in SIZES:
        return Ask(text.format(f"{unit} of "), Real(decimals=2), of=in_unit(of, unit), **options)
    return Ask(text.format(""), Integer(), of=of, **options)


def macs_of_an_image(unit: Unit) -> dict[str, Ask]:
    """The ask for the operations of a whole network, where they are asked for."""
    text = "How many {}multiply–accumulate operations does it perform for one image?"
    return {"macs": counting(text, observable.multiplications(), unit)} if unit else {}


def parameters_of(owner: str, *names: str, when: str = "", **options: Any) -> Ask:
    """How many parameters something has: the layers of these names; ``when`` says under which condition."""
    return Ask(f"How many parameters does {owner} have{when}?", Integer(), of=observable.parameters(*names), **options)


def operations_of(owner: str, *names: str, **options: Any) -> Ask:
    """How many multiply–accumulate operations something takes: the layers of these names."""
    text = f"How many multiply–accumulate operations does {owner} perform for one input?"
    return Ask(text, Integer(), of=observable.multiplications(*names), **options)
