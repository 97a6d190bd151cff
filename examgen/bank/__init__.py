"""Finding questions: the bank that comes with examgen, and an instructor's own."""
