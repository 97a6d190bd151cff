"""Grids of numbers seen otherwise, and what a kernel or a row makes of one."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from examgen.authoring import Array, Grid, Scalar, Volume, shape, whole


def turned(grid: Grid) -> Grid:
    """A grid turned by 180 degrees."""
    return tuple(row[::-1] for row in grid[::-1])


def transposed(grid: Grid) -> Grid:
    """Rows for columns."""
    return tuple(zip(*grid, strict=True))


def lopsided(grid: Grid) -> bool:
    """Whether a grid looks different when it is turned and when it is transposed, so that neither goes unnoticed."""
    return grid not in (turned(grid), transposed(grid))


def affine(x: Sequence[Scalar], W: Grid, b: Sequence[Scalar] = ()) -> list[Scalar]:
    """A row times a matrix, plus a row if there is one; to draw by, never the key."""
    columns = zip(zip(*W, strict=True), b or (0,) * len(W[0]), strict=True)
    return [sum(value * w for value, w in zip(x, column, strict=True)) + bias for column, bias in columns]


def one_channel(grid: Grid) -> Volume:
    """A grid as the volume that a layer with one filter gives."""
    return tuple(tuple((cell,) for cell in row) for row in grid)


def map_size(image: Grid | Volume, kernel: Grid | Volume, strides: tuple[int, int] = (1, 1)) -> tuple[int, int]:
    """Rows and columns of the feature map of a kernel without padding; to draw by and for checks, never the key."""
    (height, width, *_), (rows, columns, *_) = shape(image), shape(kernel)
    return (height - rows) // strides[0] + 1, (width - columns) // strides[1] + 1


def laid_on(kernel: Grid, image: Grid) -> Grid:
    """The map of a kernel that is laid on an image as it stands, with stride 1: to be told, an answer comes from the network."""
    (height, width), (rows, columns) = shape(kernel), map_size(image, kernel)
    return tuple(
        tuple(
            sum(image[top + r][left + c] * kernel[r][c] for r in range(height) for c in range(width))
            for left in range(columns)
        )
        for top in range(rows)
    )


def blocks(grid: Grid, size: int) -> list[list[Scalar]]:
    """The values of every whole block of ``size × size`` cells, row by row."""
    tops, lefts = (range(0, length - size + 1, size) for length in shape(grid))
    return [[value for row in grid[t : t + size] for value in row[le : le + size]] for t in tops for le in lefts]


def from_blocks(work: Callable[[int, int], Scalar], size: int, like: Grid) -> Grid:
    """A grid of the shape of another: ``work(block, place)`` in every whole block, and 0 beyond them."""
    rows, columns = (length // size for length in shape(like))

    def cell(r: int, c: int) -> Scalar:
        whole = r < rows * size and c < columns * size
        return work(r // size * columns + c // size, r % size * size + c % size) if whole else 0

    return tuple(tuple(cell(r, c) for c in range(len(like[0]))) for r in range(len(like)))


def refuse_other_shape(name: str, value: Grid | Volume, wanted: tuple[int, ...], of: str) -> None:
    """A parameter must have the shape of something else.

    Raises:
        ValueError: it has another one.
    """
    if shape(value) != wanted:
        raise ValueError(f"{name} must have the shape of {of}, {wanted}; got {shape(value)}")


def as_kernel(filters: tuple[Volume, ...]) -> Array:
    """Filters as Keras stores them, in one array: height, width, channels, filters."""
    return tuple(tuple(tuple(zip(*p, strict=True)) for p in zip(*r, strict=True)) for r in zip(*filters, strict=True))


def surrounded(grid: Grid, rows: int, columns: int) -> Grid:
    """A grid with so many rows and columns of zeros on every side."""
    empty = ((0,) * (len(grid[0]) + 2 * columns),) * rows
    return (*empty, *((*(0,) * columns, *row, *(0,) * columns) for row in grid), *empty)


def one_of(volume: Volume, channel: int) -> Grid:
    """One channel of a volume."""
    return tuple(tuple(cell[channel] for cell in row) for row in volume)


def full(slopes: Grid, kernel: Grid) -> Grid:
    """The full convolution of a gradient with a kernel; to be told, an answer comes from the network."""
    rows, columns = shape(kernel)
    return laid_on(turned(kernel), surrounded(slopes, rows - 1, columns - 1))


def interpolation(n: int, size: int, *, corners: bool) -> Grid:
    """The interpolation along one axis as a matrix, one row per output."""
    rows = []
    for i in range(n * size):
        place = Fraction(i * (n - 1), n * size - 1) if corners else Fraction(2 * i + 1, 2 * size) - Fraction(1, 2)
        place = min(max(place, Fraction(0)), Fraction(n - 1))
        rows.append(tuple(whole(max(1 - abs(place - k), Fraction(0))) for k in range(n)))
    return tuple(rows)
