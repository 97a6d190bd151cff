"""How many different 224 × 224 crops has a 256 × 256 × 3 image, if each may be mirrored as well?"""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from examgen import layers, observable
from examgen.answers import Integer, Shape
from examgen.draw import Draw
from examgen.network import Input, Network, Option
from examgen.question import Ask, Question, misconception


class CropCount(Question):
    """The size of a crop, and how many times it multiplies a data set."""

    topic, level, title = "augmentation", 2, "How many crops there are"
    stem = r"""
From images of {{ height }} × {{ width }} pixels with {{ channels }} channels, crops are cut out for augmentation. One of them is
what the layer `{{ layer }}` gives; the others have the same size and lie elsewhere in the image.
"""
    crop = Ask("What is the shape of a crop?", Shape())
    places = Ask(
        "How many different crops of this size can be cut out of one image?",
        Integer(), of=observable.shape("places", axis=0), follows="crop",
    )  # fmt: skip
    mirrored = Ask(
        "How many pictures does one image give if every crop is used both as it is and mirrored left to right?",
        Integer(), of=observable.shape("mirrored", axis=0), follows="crop",
    )  # fmt: skip
