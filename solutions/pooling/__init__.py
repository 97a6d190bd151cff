"""Derivations for the questions about pooling layers."""
