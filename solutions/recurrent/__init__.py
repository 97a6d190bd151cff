"""Derivations for the questions about recurrent layers."""
