"""Judging answers: compare, follow a mistake through, diagnose; one judge for practice and for marking."""
