"""Published problems on dense layers, softmax, cross-entropy and batch normalisation, and what reproduces each."""

from __future__ import annotations

MAPPINGS: dict[str, tuple[str, dict[str, object]] | tuple[str, dict[str, object], str] | str] = {
    # dense_params
    "dlai-c4w1-fc-gray128": ("dense.parameter_count", {"input_shape": [128, 128, 1], "units": 256, "use_bias": True}),
    "cs231n-vgg-fc2": ("dense.parameter_count", {"input_shape": [4096], "units": 4096, "use_bias": False}),
    "yz-dense1": ("dense.parameter_count", {"input_shape": [20], "units": 7, "use_bias": True}),
    "alexnet-fc3": ("dense.parameter_count", {"input_shape": [4096], "units": 1000, "use_bias": True}),
    "lenet-fc1": ("dense.parameter_count", {"input_shape": [120], "units": 84, "use_bias": True}),
    "bits24-fc": ("dense.parameter_count", {"input_shape": [1600], "units": 128, "use_bias": True}),
    "w230-fc": ("dense.parameter_count", {"input_shape": [16, 16, 16], "units": 10, "use_bias": True}),
    "pb-flat": ("dense.parameter_count", {"input_shape": [53824], "units": 64, "use_bias": True}),
    # softmax, cross_entropy
    "deepml-softmax-0": ("softmax.values", {"z": [1, 2, 3]}),
    "deepml-softmax-1": ("softmax.values", {"z": [1, 1, 1]}),
    "deepml-softmax-2": ("softmax.values", {"z": [-1, 0, 5]}),
    "deepml-logsoftmax-1": ("softmax.shift", {"z": [1, 1, 1]}, "log_p"),
    "portfolio-ce": ("softmax.cross_entropy", {"z": [[2, 1, 0.1]], "target": [0]}, "loss"),
    # batchnorm
    "w230-bn": ("training.batch_normalisation_parameters", {"channels": 8}, "trained"),
    "mac-bn": ("training.batch_normalisation_parameters", {"channels": 64}, "trained"),
    "pb-bn16": ("training.batch_normalisation_parameters", {"channels": 16}, "total"),
    # other
    "kerasdoc-flatten": ("dense.input_neurons", {"height": 10, "width": 64, "channels": 1}),
    "kerasdoc-silu": ("dense.activation_values", {"z": [-6, 1, 0, 1, 6], "functions": ["silu"]}),
    "kerasdoc-elu": ("dense.activation_values", {"z": [-1, 0, 1], "functions": ["elu"], "alpha": 1}),
    "kerasdoc-leaky": (
        "dense.activation_values",
        {"z": [-1, 0, 1], "functions": ["leaky_relu"], "negative_slope": 0.2},
    ),
}
