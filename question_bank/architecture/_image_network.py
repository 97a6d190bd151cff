"""Whole networks for images whose parameters and operations are counted."""

from typing import ClassVar

from examgen.authoring import Count, Field, Question
from examgen.question_bank._counted import MAC, Unit, Written


class ImageNetwork(Question):
    """A network that classifies square images, and the units in which it is counted."""

    mac: ClassVar[str] = MAC
    side: int = Field(224, ge=32, le=2048, description="Height and width of the input image.")
    channels: Count = Field(3, description="Number of channels of the input image.")
    classes: Count = Field(1000, description="Number of classes.")
    unit: Written = Field("ones", description="Unit of the parameter counts: ones, millions or billions.")
    macs: Unit = Field("", description="Unit for the MACs; an empty string omits this part.")
