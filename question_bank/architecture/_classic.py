"""The layers of LeNet-5, AlexNet and VGG, and of their relatives."""

from collections.abc import Sequence

from examgen.question_bank.architecture._rows import Row, average_pool, conv, dense, flatten, max_pool


def lenet5(filters: Sequence[int], kernel: int, padding: int, units: Sequence[int]) -> tuple[Row, ...]:
    """Two convolutional layers, each with average pooling, then dense layers."""
    return (
        conv("C1", filters[0], kernel, padding=padding),
        average_pool("S2", 2),
        conv("C3", filters[1], kernel),
        average_pool("S4", 2),
        flatten(),
        *(dense(f"F{number}", count) for number, count in enumerate(units, start=5)),
    )


def alexnet(filters: Sequence[int], padding: int, groups: int, units: Sequence[int]) -> tuple[Row, ...]:
    """Five convolutional layers, three of them grouped: the original splits them over two graphics cards; conv3 reads both halves."""
    return (
        conv("conv1", filters[0], 11, 4, padding),
        max_pool("pool1", 3, 2),
        conv("conv2", filters[1], 5, 1, 2, groups),
        max_pool("pool2", 3, 2),
        conv("conv3", filters[2], 3, 1, 1),
        conv("conv4", filters[3], 3, 1, 1, groups),
        conv("conv5", filters[4], 3, 1, 1, groups),
        max_pool("pool5", 3, 2),
        flatten(),
        *(dense(f"fc{number}", count) for number, count in enumerate(units, start=6)),
    )


def vgg(convolutions: Sequence[int], filters: Sequence[int], units: Sequence[int]) -> tuple[Row, ...]:
    """Blocks of so many convolutions, each block with max pooling, then dense layers."""
    rows: list[Row] = []
    for block, (count, width) in enumerate(zip(convolutions, filters, strict=True), start=1):
        rows += [conv(f"conv{block}_{number}", width, 3, 1, 1) for number in range(1, count + 1)]
        rows.append(max_pool(f"pool{block}", 2))
    return (*rows, flatten(), *(dense(f"fc{number}", count) for number, count in enumerate(units, start=6)))
