"""Exactly one of four statements about pooling layers is true: which one?"""

from __future__ import annotations

from examgen.question_bank.concept._stated import Single


class SingleTrue(Single):
    """The only true statement of four on one theme."""

    topic, level, title = "concept", 1, "The true statement"
    attested_by = ("Sourced",)
    wanted = True
