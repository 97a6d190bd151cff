"""Exactly one of four statements about recurrent layers is false: which one?"""

from __future__ import annotations

from examgen.question_bank.concept._stated import Single


class SingleFalse(Single):
    """The only false statement of four on one theme."""

    topic, level, title = "concept", 1, "The false statement"
    attested_by = ("Sourced",)
    wanted = False
