"""Worked solutions: terms that remember how they were written, and the lines that show them."""
