"""Practice: one student's session at the terminal."""
