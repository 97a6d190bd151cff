"""Derivations for the questions about concepts."""
