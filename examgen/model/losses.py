"""The losses of Keras as nodes that read the truth and the prediction: ``losses.MeanSquaredError()``."""

from __future__ import annotations

from examgen.model.network import LayerType

CategoricalCrossentropy = LayerType("losses", "CategoricalCrossentropy", (), {"from_logits": False})
SparseCategoricalCrossentropy = LayerType("losses", "SparseCategoricalCrossentropy", (), {"from_logits": False})
BinaryCrossentropy = LayerType("losses", "BinaryCrossentropy", (), {"from_logits": False})
MeanSquaredError = LayerType("losses", "MeanSquaredError", (), {})
MeanAbsoluteError = LayerType("losses", "MeanAbsoluteError", (), {})
