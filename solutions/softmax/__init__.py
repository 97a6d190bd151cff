"""Derivations for the questions about softmax and the cross-entropy loss."""
