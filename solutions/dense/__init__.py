"""Derivations for the questions about fully connected layers."""
