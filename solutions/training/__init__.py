"""Derivations for the questions about training."""
