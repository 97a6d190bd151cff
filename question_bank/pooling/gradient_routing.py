"""A map, max pooling, and the gradient that arrives from above: where in the map does it go?"""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from examgen import layers, observable, ops
from examgen.answers import Matrix
from examgen.arrays import Grid
from examgen.draw import Draw, nonzero
from examgen.network import Network
from examgen.question import Ask, misconception
from examgen.question_bank.pooling._pooled import Windowed

KINDS = {"maximum": layers.MaxPooling2D, "average": layers.AveragePooling2D}


class GradientRouting(Windowed):
    """Back through a pooling layer: to the cell that won, or to all cells of the window in equal parts."""

    topic, level, title = "pooling", 3, "The gradient of a pooling layer"
    stem = r"""
A pooling layer with windows of {{ pool_size[0] }} × {{ pool_size[1] }} and {% if strides[0] == strides[1] %}stride {{ strides[0] }}
{%- else %}strides {{ strides[0] }} (down) and {{ strides[1] }} (across){% endif %} reads the map $X$ and gives $P$.
From the layers after it arrives the gradient of the loss $L$ by $P$:

$$X = {{ x | matrix }} \qquad \frac{\partial L}{\partial P} = {{ upstream | matrix }}$$

Where several cells of a window are equally large, the first one (from left to right, then from top to bottom) counts as the maximum.
"""
    dx_maximum = Ask(
        r"What is $\frac{\partial L}{\partial X}$ if the layer is max pooling?",
        Matrix(),
        of=observable.gradient("loss of maximum", "x"),
    )
    dx_average = Ask(
        r"What is $\frac{\partial L}{\partial X}$ if it is average pooling?",
        Matrix(decimals=2),
        of=observable.gradient("loss of average", "x"),
    )

    upstream: Grid
