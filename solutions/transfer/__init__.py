"""Derivations for the questions about transfer learning."""
