"""Marking: submissions read, marked and kept in the gradebook, and the feedback on them."""
