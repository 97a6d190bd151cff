"""Layers and networks of Keras from rows of plain data."""

from collections.abc import Iterable, Iterator

from examgen.authoring import Input, Layer, LayerType, Network, Option, layers
from examgen.question_bank._sizes import pooling
from examgen.question_bank.architecture._rows import CONVOLUTIONS, Row


def layer(row: Row, rank: int) -> Layer:
    """The layer of Keras that a row stands for; ``rank`` is how many axes its input has."""
    one = rank == 2
    match row.kind:
        case "conv" | "depthwise":
            options: dict[str, Option] = {"strides": row.strides, "use_bias": row.bias}
            if row.same:
                options["padding"] = "same"
            if row.kind == "depthwise":
                return (layers.DepthwiseConv1D if one else layers.DepthwiseConv2D)(row.window, **options)
            return (layers.Conv1D if one else layers.Conv2D)(row.units, row.window, groups=row.groups, **options)
        case "max" | "average":
            pools = (layers.MaxPooling1D, layers.MaxPooling2D, layers.AveragePooling1D, layers.AveragePooling2D)
            pool = pools[2 * (row.kind == "average") + (not one)]
            return pooling(pool, (row.window,), (row.strides,), "same" if row.same else "valid")
        case "up":
            return layers.UpSampling2D(row.window)
        case "dense":
            return layers.Dense(row.units, use_bias=row.bias)
        case "embedding":
            return layers.Embedding(row.window, row.units)
        case "dropout":
            return layers.Dropout(0.5)
    plain: dict[str, LayerType] = {
        "global": layers.GlobalAveragePooling1D if one else layers.GlobalAveragePooling2D,
        "flatten": layers.Flatten,
        "normalise": layers.BatchNormalization,
    }
    return plain[row.kind]()


def network(shape: tuple[int, ...], rows: Iterable[Row], parted: Iterable[str] = ()) -> Network:
    """The rows one after the other.

    The output of a row named in ``parted`` is ``<name>_out``, a convolution's after its activation: whoever answers what it is goes
    on from there, and the row itself keeps its parameters. Elsewhere activations are left out, for they change no shape.
    """
    net, rank = Network(x=Input(*shape)), len(shape)
    for row in rows:
        made = layer(row, rank)
        if row.padding and not row.same:
            zeros = layers.ZeroPadding1D if rank == 2 else layers.ZeroPadding2D
            net = net.add(f"{row.name}_padded", zeros(padding=int(row.padding)))
        net = net.add(row.name, made)
        if row.name in parted:
            net = net.add(f"{row.name}_out", layers.ReLU() if row.kind in CONVOLUTIONS else layers.Identity())
        rank = {"flatten": 1, "global": 1, "embedding": 2}.get(row.kind, rank)
    return net


def code(shape: tuple[int, ...], rows: Iterable[Row]) -> dict[str, str]:
    """Every row by its name as Keras code, for a stem."""
    return {row.name: f"`{layer(row, len(read))}`" for row, read, _ in shapes(shape, rows)}


def shapes(shape: tuple[int, ...], rows: Iterable[Row]) -> Iterator[tuple[Row, tuple[int, ...], tuple[int, ...]]]:
    """The input and output shape of every row; only to refuse what cannot be built, and for edits.

    Raises:
        ValueError: a window does not fit, groups do not divide, or a layer cannot read such an input.
    """
    for row in rows:
        *sides, depth = read = shape
        if row.kind in (*CONVOLUTIONS, "max", "average"):
            if not sides:
                raise ValueError(
                    f"{row.name} needs feature maps, but the output of the previous layer is a vector of length {depth}"
                )
            if row.kind == "conv" and (depth % row.groups or row.units % row.groups):
                raise ValueError(
                    f"groups must divide the {depth} channels and the {row.units} filters of {row.name}; got {row.groups}"
                )
            if row.padding == "same":
                sides = [-(-side // row.strides) for side in sides]
            else:
                padded = [side + 2 * int(row.padding) for side in sides]
                if row.window > min(padded):
                    raise ValueError(f"the window of {row.name} ({row.window}) must fit into its input ({min(padded)})")
                sides = [(side - row.window) // row.strides + 1 for side in padded]
            shape = (*sides, row.units if row.kind == "conv" else depth)
        elif row.kind == "up":
            shape = (*(side * row.window for side in sides), depth)
        elif row.kind == "dense":
            if sides:
                raise ValueError(f"{row.name} needs a vector, but its input has shape {shape}; flatten it first")
            shape = (row.units,)
        elif row.kind == "embedding":
            shape = (*shape, row.units)
        elif row.kind in ("flatten", "global"):
            length = depth
            for side in sides if row.kind == "flatten" else ():
                length *= side
            shape = (length,)
        yield row, read, shape
