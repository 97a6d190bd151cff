"""Grades, feedback and markers in the forms that learning systems take."""
