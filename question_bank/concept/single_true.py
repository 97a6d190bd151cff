"""Exactly one of four statements about pooling layers is true: which one?"""

from __future__ import annotations

from examgen.authoring import Field
from examgen.question_bank.concept._statements import MOST
from examgen.question_bank.concept._themed import SingleOut


class SingleTrue(SingleOut):
    """The only true statement among several about one theme."""

    topic, level, title = "concept", 1, "The true statement"
    attested_by = ("Sourced", "Keras")
    sought = True
    stem = "Exactly one of the following statements about {{ about }} is true."

    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST)
    """Names of the statements, exactly one of them true."""
