"""Statistics over a marked exam, and everything about one answer of it."""
