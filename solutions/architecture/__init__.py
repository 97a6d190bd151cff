"""Derivations for the questions about whole networks."""
