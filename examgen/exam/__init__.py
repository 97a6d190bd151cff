"""Exams: blueprint, roster, one paper per student, and the sealed exam."""
