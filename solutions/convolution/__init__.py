"""Derivations for the questions about convolutional layers."""
