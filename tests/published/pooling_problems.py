"""Published problems on pooling: the question that reproduces each, with its pins and, where there are several, its ask."""

from __future__ import annotations

UP_TO_12 = [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]]
FROM_0_TO_15 = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 14, 15]]
UP_TO_25 = [[1, 2, 3, 4, 5], [6, 7, 8, 9, 10], [11, 12, 13, 14, 15], [16, 17, 18, 19, 20], [21, 22, 23, 24, 25]]

MAPPINGS: dict[str, tuple[str, dict[str, object]] | tuple[str, dict[str, object], str] | str] = {
    # pool_value
    "keras-maxpool-s2": ("pooling.max_map", {"x": UP_TO_12, "pool_size": 2, "strides": 2}),
    "keras-avgpool-s1": (
        "pooling.average_map",
        {"x": [[1, 2, 3], [4, 5, 6], [7, 8, 9]], "pool_size": 2, "strides": 1},
    ),
    "keras-avgpool-s2": ("pooling.average_map", {"x": UP_TO_12, "pool_size": 2, "strides": 2}),
    "tf22-maxpool-s1-34": ("pooling.max_map", {"x": UP_TO_12, "pool_size": 2, "strides": 1}),
    "d2l-pool-3p1s2": ("pooling.max_map", {"x": FROM_0_TO_15, "pool_size": 3, "strides": 2, "blank": 1}),
    "d2l-pool-2x3": (
        "pooling.max_map",
        {"x": FROM_0_TO_15, "pool_size": [2, 3], "strides": [2, 3], "blank": [0, 1]},
    ),
    "onnx-avg-ceil": (
        "pooling.average_map",
        {"x": [[cell + 1 for cell in row] for row in FROM_0_TO_15], "pool_size": 3, "strides": 2, "rounding": "up"},
    ),
    "onnx-max-s2": ("pooling.max_map", {"x": UP_TO_25, "pool_size": 2, "strides": 2}),
    "onnx-max-argmax": (
        "pooling.max_positions",
        {"x": UP_TO_25, "pool_size": 2, "strides": 2, "order": "columns"},
        "places",
    ),
    "onnx-max-same": ("pooling.same_padded", {"x": UP_TO_25, "pool_size": 3, "strides": 2}, "m"),
    "onnx-max-ceil-reduce": (
        "pooling.max_map",
        {"x": [[1, 2], [3, 4]], "pool_size": 1, "strides": 2, "rounding": "up"},
    ),
    "sm-pool-of-published": ("pooling.max_map", {"x": [[0, 2, 0], [2, 3, 4], [9, 3, 9]], "pool_size": 2, "strides": 1}),
    # pool_output
    "cs231n-pool-discard": (
        "pooling.output_volume",
        {"height": 64, "width": 64, "pool_size": 2, "strides": 2, "padding": "valid"},
        "loss",
    ),
    "alexnet-pool1": (
        "pooling.output_volume",
        {"height": 55, "width": 55, "channels": 96, "pool_size": 3, "strides": 2, "padding": "valid"},
        "p",
    ),
    "cnnnum1-pool2": (
        "pooling.output_volume",
        {"height": 109, "width": 109, "channels": 90, "pool_size": 2, "strides": 2, "padding": "valid"},
        "p",
    ),
    "sm-c-pool": (
        "pooling.output_volume",
        {"height": 16, "width": 16, "channels": 5, "pool_size": 2, "strides": 2, "padding": "valid"},
        "p",
    ),
    "pb-61": (
        "pooling.output_volume",
        {"height": 59, "width": 59, "channels": 64, "pool_size": 2, "strides": 2, "padding": "valid"},
        "p",
    ),
}
