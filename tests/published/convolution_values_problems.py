"""Published problems on maps and on output sizes of convolutions: the question that reproduces each, with its pins."""

from __future__ import annotations

from examgen.arrays import reshape

FROM_0_TO_34 = [[5 * row + column for column in range(5)] for row in range(7)]
UP_TO_25 = [[5 * row + column + 1 for column in range(5)] for row in range(5)]
ONES = [[1, 1, 1]] * 3
SIGNAL = {"signal": [2, 1, 2, 3, 1, 0], "kernel": [1, -1, 2], "padding": "valid"}
# 1, 2, 3, … in a kernel (height, width, channels, filters): the weights of filter k begin at 1 + k and go up in threes
FILTERS_OF_THREE = [reshape(tuple(range(first, 37, 3)), (2, 2, 3)) for first in (1, 2, 3)]

MAPPINGS: dict[str, tuple[str, dict[str, object]] | tuple[str, dict[str, object], str] | str] = {
    # conv_value
    "d2l-corr2d": (
        "convolution.feature_map",
        {"image": [[0, 1, 2], [3, 4, 5], [6, 7, 8]], "kernel": [[0, 1], [2, 3]]},
    ),
    "jim-1d": ("convolution.signal", {**SIGNAL, "strides": 1}),
    "jim-1d-s2": ("convolution.signal", {**SIGNAL, "strides": 2}),
    "jim-2d": (
        "convolution.one_cell",
        {
            "image": [[1, 2, 0, 1], [0, 1, 3, 2], [2, 1, 0, 1], [1, 0, 2, 3]],
            "kernel": [[1, -1], [0, 2]],
            "strides": 1,
            "padding": "valid",
            "bias": 0,
            "places": [[1, 1], [1, 3], [3, 1]],
        },
        "cell_1, cell_2, cell_3",
    ),
    "onnx-conv-s2p1": (
        "convolution.feature_map_padded",
        {"image": FROM_0_TO_34, "kernel": ONES, "strides": 2, "padding": 1},
    ),
    "onnx-conv-s2p0": ("convolution.feature_map_strided", {"image": FROM_0_TO_34, "kernel": ONES, "strides": 2}),
    "onnx-conv-same": (
        "convolution.feature_map_padded",
        {"image": FROM_0_TO_34[:5], "kernel": ONES, "strides": 2, "padding": "same"},
    ),
    "guide-conv-s2p1": (
        "convolution.feature_map_padded",
        {
            "image": [[3, 3, 2, 1, 0], [0, 0, 1, 3, 1], [3, 1, 2, 2, 3], [2, 0, 0, 2, 2], [2, 0, 0, 0, 1]],
            "kernel": [[0, 1, 2], [2, 2, 0], [0, 1, 2]],
            "strides": 2,
            "padding": 1,
        },
    ),
    "deepml-conv-t1": ("convolution.feature_map", {"image": UP_TO_25, "kernel": [[1, 2], [3, -1]]}),
    "deepml-conv-t2": (
        "convolution.feature_map_padded",
        {"image": UP_TO_25, "kernel": [[0.5, 3.2], [1, -1]], "strides": 2, "padding": 2},
    ),
    "bits24mid-conv": (
        "convolution.one_cell",
        {
            "image": [[1, 2, 3, 4, 5], [6, 7, 8, 9, 0], [1, 2, 3, 4, 5], [6, 7, 8, 9, 0], [1, 2, 3, 4, 5]],
            "kernel": [[1, 0, -1]] * 3,
            "strides": 1,
            "padding": "valid",
            "bias": 0,
            "places": [[1, 1]],
        },
    ),
    "tf-conv-2x2s2same": (
        "convolution.two_filters",
        {
            "image": reshape(tuple(range(1, 19)), (2, 3, 3)),
            "filters": FILTERS_OF_THREE,
            "b": [0, 0, 0],
            "strides": 2,
            "padding": "same",
        },
        "z",
    ),
    # conv_output
    "dlai-c4w1-convout-63": (
        "convolution.output_volume",
        {"input_shape": [63, 63, 16], "filters": 32, "kernel_size": 7, "strides": 2, "padding": "valid"},
        "z",
    ),
    "dlai-c4w4-conv3d-64": (
        "convolution.output_volume",
        {"input_shape": [64, 64, 64, 3], "filters": 16, "kernel_size": 4, "strides": 2, "padding": "valid"},
        "z",
    ),
    "cs231n-1d-w5-s2": ("convolution.output_size", {"n": 5, "f": 3, "p": 1, "s": 2}),
    "cs231n-invalid-s2": ("convolution.output_size", {"n": 10, "f": 3, "p": 0, "s": 2, "exact": True}, "quotient"),
    "kerasdoc-td": (
        "convolution.output_volume",
        {
            "batch": [32, 10],
            "input_shape": [128, 128, 3],
            "filters": 64,
            "kernel_size": 3,
            "strides": 1,
            "padding": "valid",
        },
        "z",
    ),
    "d2l-shrink-240": (
        "convolution.output_size_rectangular",
        {"height": 240, "width": 240, "kernel_size": 5, "strides": 1, "padding": "valid", "repeats": 10},
        "rows, columns",
    ),
    "click4ai-lenet": (
        "convolution.output_volume",
        {"input_shape": [32, 32, 1], "filters": 6, "kernel_size": 5, "strides": 1, "padding": "valid"},
        "numbers",
    ),
    "guide-o-4": ("convolution.output_size", {"n": 6, "f": 3, "p": 1, "s": 2}),
    "chollet85-s2": (
        "convolution.output_volume",
        {"input_shape": [30, 30, 128], "filters": 128, "kernel_size": 4, "strides": 2, "padding": "valid"},
        "z",
    ),
    "chollet85-s2c": (
        "convolution.output_volume",
        {"input_shape": [6, 6, 128], "filters": 128, "kernel_size": 4, "strides": 2, "padding": "valid"},
        "z",
    ),
    "leyaa-24": (
        "convolution.output_size_rectangular",
        {"height": 28, "width": 28, "kernel_size": 5, "strides": 1, "padding": "valid"},
        "rows, columns",
    ),
    "z-out": (
        "convolution.output_volume",
        {
            "input_shape": [3, 32, 32],
            "data_format": "channels_first",
            "filters": 16,
            "kernel_size": 5,
            "strides": 1,
            "padding": "valid",
        },
        "z",
    ),
    "nyu-out": (
        "convolution.output_size_rectangular",
        {"height": 10, "width": 11, "kernel_size": 3, "strides": 2, "padding": "valid"},
        "rows, columns",
    ),
    "mac-26": (
        "convolution.output_volume",
        {"input_shape": [28, 28, 1], "filters": 32, "kernel_size": 3, "strides": 1, "padding": "valid"},
        "z",
    ),
    "mac-same": (
        "convolution.output_volume",
        {"input_shape": [32, 32, 3], "filters": 64, "kernel_size": 3, "strides": 1, "padding": "same"},
        "z",
    ),
    # other
    "z-kernel": ("convolution.fitting_kernels", {"n": 28, "m": 12, "p": 0, "s": 2}),
}
