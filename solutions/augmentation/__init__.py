"""Derivations for the questions about data augmentation."""
