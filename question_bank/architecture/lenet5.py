"""LeNet-5 on 32 × 32 images: what is the output shape of S4, and how many parameters does C3 have?"""

from __future__ import annotations

from typing import Any, Self

from examgen.authoring import Count, Draw, Field, misconception
from examgen.question_bank.architecture._cells import telling
from examgen.question_bank.architecture._rows import Row, average_pool, conv, dense, flatten
from examgen.question_bank.architecture._table import TABLE, ImageClassifierTable


class LeNet5(ImageClassifierTable):
    """LeNet-5 and its relatives; pinned to 32, 1, (6, 16) and 10 it is the classic with 61,706 parameters."""

    topic, level, title = "architecture", 3, "LeNet-5"
    stem = (
        r"""
A network similar to LeNet-5 classifies {{ side }} × {{ side }} images with {{ channels }} channel{{ "s" if channels > 1 }} into
{{ classes }} classes. Each filter of C3 is applied to all channels of S2.
"""
        + TABLE
    )

    side: Count = 32
    """Height and width of the input image."""
    channels: Count = 1
    """Number of channels of the input image."""
    kernel_size: Count = 5
    """Side length of the kernels."""
    padding: int = Field(default=0, ge=0, le=1000)
    """Zero padding of the first convolutional layer."""
    filters: tuple[Count, Count] = (6, 16)
    """Number of filters in C1 and in C3."""
    units: tuple[Count, Count] = (120, 84)
    """Number of units in F5 and in F6."""
    classes: Count = 10
    """Number of classes."""

    @classmethod
    def draw(cls, d: Draw) -> dict[str, Any]:
        kernel = d.choice("kernel_size", (5, 5, 3))
        return dict(
            side=d.choice("side", (28, 32)),
            channels=d.choice("channels", (1, 1, 3)),
            kernel_size=kernel,
            padding=d.choice("padding", (0, 0, kernel // 2)),
            filters=d.choice("filters", ((6, 16), (4, 12), (5, 10), (8, 16), (8, 20), (10, 20))),
            units=d.choice("units", ((120, 84), (100, 50), (60, 30), (80, 40))),
            classes=d.choice("classes", (10, 10, 26, 36, 47, 62, 100)),
            asked=d.sample("asked", _CELLS, 4),
        )

    @misconception(
        "You left out the padding. C1 has padding {{ padding }}"
        "{{ ', so its output has the same height and width as its input' if 2 * padding + 1 == kernel_size }}."
    )
    def padding_left_out(self) -> Self | None:
        return self.but(padding=0) if self.padding else None

    @property
    def rows(self) -> tuple[Row, ...]:
        return _rows(self.filters, self.kernel_size, self.padding, (*self.units, self.classes))


def _rows(filters: tuple[int, int], kernel: int, padding: int, units: tuple[int, ...]) -> tuple[Row, ...]:
    return (
        conv("C1", filters[0], kernel, padding=padding),
        average_pool("S2", 2),
        conv("C3", filters[1], kernel),
        average_pool("S4", 2),
        flatten(),
        *(dense(f"F{number}", count) for number, count in enumerate(units, start=5)),
    )


_CELLS = telling(_rows((6, 16), 5, 0, (120, 84, 10)))
