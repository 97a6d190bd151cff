"""Derivations for the questions about data evaluation."""
