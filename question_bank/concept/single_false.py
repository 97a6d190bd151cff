"""Exactly one of four statements about recurrent layers is false: which one?"""

from __future__ import annotations

from examgen.authoring import Field
from examgen.question_bank.concept._statements import MOST
from examgen.question_bank.concept._themed import SingleOut


class SingleFalse(SingleOut):
    """The only false statement among several about one theme."""

    topic, level, title = "concept", 1, "The false statement"
    attested_by = ("Sourced", "Keras")
    sought = False
    stem = "Exactly one of the following statements about {{ about }} is false."

    statements: tuple[str, ...] = Field(min_length=2, max_length=MOST)
    """Names of the statements, exactly one of them false."""
