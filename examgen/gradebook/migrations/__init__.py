"""Migrations of the gradebook, run by alembic; one file for each version of the tables."""
