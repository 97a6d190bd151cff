"""Exams on neural networks in which every student gets other numbers, and every answer has two witnesses."""

__version__ = "0.1.0"
