"""The questions: one family of problems per file, a folder per topic."""
