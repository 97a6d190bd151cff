"""The losses of Keras as nodes that read the truth and the prediction: ``losses.MeanSquaredError()``."""

from __future__ import annotations

from examgen.network import Kind

CategoricalCrossentropy = Kind("losses", "CategoricalCrossentropy", (), {"from_logits": False})
SparseCategoricalCrossentropy = Kind("losses", "SparseCategoricalCrossentropy", (), {"from_logits": False})
BinaryCrossentropy = Kind("losses", "BinaryCrossentropy", (), {"from_logits": False})
MeanSquaredError = Kind("losses", "MeanSquaredError", (), {})
MeanAbsoluteError = Kind("losses", "MeanAbsoluteError", (), {})
