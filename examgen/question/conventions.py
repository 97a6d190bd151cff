"""The conventions that statements rely on, each by its name; a paper prints those that its questions declare."""

from __future__ import annotations

from collections.abc import Mapping

CONVENTIONS: Mapping[str, str] = {
    "cross_correlation": "Kernels are applied without flipping (cross-correlation), as in Keras.",
    "transposed_convolution": "A transposed convolution multiplies the kernel, as given, by each entry of the input and adds the "
    "shifted copies.",
    "channels_last": "Shapes are given as height × width × channels, without the batch axis.",
    "valid_padding": "Layers use no padding (`valid`) unless stated otherwise.",
    "floor": r"Incomplete windows at the border are dropped: for input side $n$, kernel or window side $f$, padding $p$ and stride "
    r"$s$, the output side is $\lfloor (n + 2p - f) / s \rfloor + 1$.",
    "unit_stride": "The stride of a convolution is 1 unless stated otherwise.",
    "pool_stride": "The stride of a pooling layer equals its pool size unless stated otherwise.",
    "upsampling": "`UpSampling2D` doubles the height and width unless a factor is given.",
    "bias": "Layers have a bias unless stated otherwise.",
    "no_activation": "Layers have no activation function unless stated otherwise.",
    "row_vectors": "Vectors are row vectors: a dense layer computes $x W + b$.",
    "recurrent_weights": r"A simple recurrent layer computes $h_t = \tanh(x_t W_x + h_{t-1} W_h + b)$.",
    "lstm_gate_order": "The gates of an LSTM are stored in the order input, forget, candidate, output.",
    "gru_gate_order": "The gates of a GRU are stored in the order update, reset, candidate.",
    "gru_reset_after": "A GRU applies the reset gate after the matrix product (Keras: `reset_after=True`), "
    "so it has two bias vectors.",
    "last_output": "A recurrent layer returns its last output only unless `return_sequences=True` is given.",
    "concatenated_directions": "A bidirectional layer concatenates the outputs of both directions.",
    "natural_logarithm": "All logarithms are natural.",
    "macs": "A multiply–accumulate operation (MAC) is one multiplication and one addition; biases are not counted.",
    "flops": "One multiply–accumulate operation counts as two floating-point operations (FLOPs).",
    "bytes": "A value takes 4 bytes; 1 MB is $10^6$ bytes.",
    "mean_loss": "The loss of a batch is the mean over its examples.",
}
"""Markdown with TeX math, one sentence each, in the order in which a paper prints them."""
