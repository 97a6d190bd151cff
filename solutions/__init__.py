"""The derivations: every question worked out by plain arithmetic, in the same tree as the questions."""
