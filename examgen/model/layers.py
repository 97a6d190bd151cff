"""The layers of Keras that a network may be made of: ``layers.Conv2D(1, 3, strides=2)`` describes one.

Each line is a name and a signature of Keras 3 with its defaults: what may be written, what an edit may change, and what
may be read from a student's own design. Nothing is built.
"""

from __future__ import annotations

from examgen.model.network import LayerType, Option


def _layer(
    name: str,
    required: str = "",
    rank: int | None = None,
    positional: int | None = None,
    at_call: frozenset[str] = frozenset(),
    /,
    **defaults: Option,
) -> LayerType:
    """A kind of layer; like every layer of Keras it can be frozen with ``trainable=False``."""
    names = tuple(required.split())
    by_place = len(dict.fromkeys((*names, *defaults))) if positional is None else positional
    return LayerType("layers", name, names, {**defaults, "trainable": True}, rank, by_place, at_call)


_conv: dict[str, Option] = {
    "strides": 1, "padding": "valid", "dilation_rate": 1, "groups": 1, "activation": None, "use_bias": True,
}  # fmt: skip
_transposed: dict[str, Option] = {
    "strides": 1, "padding": "valid", "output_padding": None, "dilation_rate": 1, "activation": None, "use_bias": True,
}  # fmt: skip
_depthwise: dict[str, Option] = {
    "strides": 1, "padding": "valid", "depth_multiplier": 1, "dilation_rate": 1, "activation": None, "use_bias": True,
}  # fmt: skip
_average: dict[str, Option] = {"strides": None, "padding": "valid"}
_max: dict[str, Option] = {"pool_size": 2, **_average}
_recurrent: dict[str, Option] = {
    "return_sequences": False, "return_state": False, "go_backwards": False, "use_bias": True,
}  # fmt: skip

Identity = _layer("Identity")
Conv1D = _layer("Conv1D", "filters kernel_size", 2, 4, **_conv)
Conv2D = _layer("Conv2D", "filters kernel_size", 3, 4, **_conv)
Conv3D = _layer("Conv3D", "filters kernel_size", 4, 4, **_conv)
Conv1DTranspose = _layer("Conv1DTranspose", "filters kernel_size", 2, 4, **_transposed)
Conv2DTranspose = _layer("Conv2DTranspose", "filters kernel_size", 3, 4, **_transposed)
Conv3DTranspose = _layer("Conv3DTranspose", "filters kernel_size", 4, 4, **_transposed)
DepthwiseConv1D = _layer("DepthwiseConv1D", "kernel_size", 2, 4, **_depthwise)
DepthwiseConv2D = _layer("DepthwiseConv2D", "kernel_size", 3, 4, **_depthwise)
SeparableConv1D = _layer("SeparableConv1D", "filters kernel_size", 2, 4, **_depthwise)
SeparableConv2D = _layer("SeparableConv2D", "filters kernel_size", 3, 4, **_depthwise)
ZeroPadding1D = _layer("ZeroPadding1D", "", 2, padding=1)
ZeroPadding2D = _layer("ZeroPadding2D", "", 3, padding=1)
Cropping1D = _layer("Cropping1D", "", 2, cropping=(1, 1))
ZeroPadding3D = _layer("ZeroPadding3D", "", 4, padding=1)
Cropping2D = _layer("Cropping2D", "", 3, cropping=((0, 0), (0, 0)))
Cropping3D = _layer("Cropping3D", "", 4, cropping=((1, 1), (1, 1), (1, 1)))
UpSampling1D = _layer("UpSampling1D", "", 2, size=2)
UpSampling2D = _layer("UpSampling2D", "", 3, 1, size=2, interpolation="nearest")
UpSampling3D = _layer("UpSampling3D", "", 4, size=2)
MaxPooling1D = _layer("MaxPooling1D", "pool_size", 2, **_max)
MaxPooling2D = _layer("MaxPooling2D", "pool_size", 3, **_max)
MaxPooling3D = _layer("MaxPooling3D", "pool_size", 4, **_max)
AveragePooling1D = _layer("AveragePooling1D", "pool_size", 2, **_average)
AveragePooling2D = _layer("AveragePooling2D", "pool_size", 3, **_average)
AveragePooling3D = _layer("AveragePooling3D", "pool_size", 4, **_average)
GlobalAveragePooling1D = _layer("GlobalAveragePooling1D", "", 2, 0, keepdims=False)
GlobalAveragePooling2D = _layer("GlobalAveragePooling2D", "", 3, 0, keepdims=False)
GlobalAveragePooling3D = _layer("GlobalAveragePooling3D", "", 4, 0, keepdims=False)
GlobalMaxPooling1D = _layer("GlobalMaxPooling1D", "", 2, 0, keepdims=False)
GlobalMaxPooling2D = _layer("GlobalMaxPooling2D", "", 3, 0, keepdims=False)
GlobalMaxPooling3D = _layer("GlobalMaxPooling3D", "", 4, 0, keepdims=False)
Dense = _layer("Dense", "units", 1, activation=None, use_bias=True)
Flatten = _layer("Flatten")
Reshape = _layer("Reshape", "target_shape")
Permute = _layer("Permute", "dims")
RepeatVector = _layer("RepeatVector", "n", 1)
Masking = _layer("Masking", "", 2, mask_value=0.0)
Rescaling = _layer("Rescaling", "scale", offset=0.0)
Activation = _layer("Activation", "activation")
ReLU = _layer("ReLU", max_value=None, negative_slope=0.0, threshold=0.0)
LeakyReLU = _layer("LeakyReLU", negative_slope=0.3)
PReLU = _layer("PReLU", "", None, 0, shared_axes=None)
ELU = _layer("ELU", alpha=1.0)
Softmax = _layer("Softmax", axis=-1)
Dropout = _layer("Dropout", "rate", None, 1, frozenset({"training"}), training=False)
# Its weights: gamma, beta, moving mean, moving variance. `training=True` normalises with the mean and variance of what
# it reads instead of the moving ones, all axes but the last taken together: the rows of a matrix are a mini-batch.
BatchNormalization = _layer(
    "BatchNormalization", "", None, 0, frozenset({"training"}),
    momentum=0.99, epsilon=0.001, center=True, scale=True, training=False,
)  # fmt: skip
LayerNormalization = _layer("LayerNormalization", "", None, 0, epsilon=0.001, center=True, scale=True)
GroupNormalization = _layer("GroupNormalization", "", None, 1, groups=32, epsilon=0.001, center=True, scale=True)
SpatialDropout1D = _layer("SpatialDropout1D", "rate", 2, 1)
SpatialDropout2D = _layer("SpatialDropout2D", "rate", 3, 1)
SpatialDropout3D = _layer("SpatialDropout3D", "rate", 4, 1)
GaussianNoise = _layer("GaussianNoise", "stddev", None, 1)
GaussianDropout = _layer("GaussianDropout", "rate", None, 1)
Add = _layer("Add")
Subtract = _layer("Subtract")
Multiply = _layer("Multiply")
Average = _layer("Average")
Maximum = _layer("Maximum")
Minimum = _layer("Minimum")
Concatenate = _layer("Concatenate", axis=-1)
Embedding = _layer("Embedding", "input_dim output_dim")
# It reads the queries, the values and the keys, in this order.
Attention = _layer("Attention", "", 2, 0, use_scale=False, score_mode="dot")
SimpleRNNCell = _layer("SimpleRNNCell", "units", 1, activation="tanh", use_bias=True)
LSTMCell = _layer("LSTMCell", "units", 1, activation="tanh", recurrent_activation="sigmoid", use_bias=True)
GRUCell = _layer(
    "GRUCell", "units", 1, 4, activation="tanh", recurrent_activation="sigmoid", use_bias=True, reset_after=True
)
SimpleRNN = _layer("SimpleRNN", "units", 2, 2, activation="tanh", **_recurrent)
LSTM = _layer("LSTM", "units", 2, 3, activation="tanh", recurrent_activation="sigmoid", **_recurrent)
GRU = _layer("GRU", "units", 2, 3, activation="tanh", recurrent_activation="sigmoid", reset_after=True, **_recurrent)
_convolutional_recurrent: dict[str, Option] = {
    "strides": 1, "padding": "valid", "dilation_rate": 1, "activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True,
    "return_sequences": False, "return_state": False, "go_backwards": False,
}  # fmt: skip
ConvLSTM1D = _layer("ConvLSTM1D", "filters kernel_size", 3, 4, **_convolutional_recurrent)
ConvLSTM2D = _layer("ConvLSTM2D", "filters kernel_size", 4, 4, **_convolutional_recurrent)
RNN = _layer("RNN", "cell", 2, 4, return_sequences=False, return_state=False, go_backwards=False)
Bidirectional = _layer("Bidirectional", "layer", 2, merge_mode="concat")
TimeDistributed = _layer("TimeDistributed", "layer")

KINDS = {kind.name: kind for kind in tuple(globals().values()) if isinstance(kind, LayerType)}
