"""Whole networks for images whose parameters and operations are counted."""

from __future__ import annotations

from typing import ClassVar

from examgen.authoring import Count, Field, Question
from examgen.question_bank._counted import MAC, Unit, Written


class ImageNetwork(Question):
    """A network that classifies square images, and the units in which it is counted."""

    mac: ClassVar[str] = MAC
    side: int = Field(default=224, ge=32, le=2048)
    """Height and width of the input image."""
    channels: Count = 3
    """Number of channels of the input image."""
    classes: Count = 1000
    """Number of classes."""
    unit: Written = "ones"
    """Unit of the parameter counts: ones, millions or billions."""
    macs: Unit = ""
    """Unit for the MACs; an empty string omits this part."""
