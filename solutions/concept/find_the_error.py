"""Work the problem out line by line until something else comes out, and go on to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.concept.find_the_error import FindTheError


def solve(q: FindTheError, show: Show) -> None:
    for number, (why, value) in enumerate(q.right_work, start=1):
        if number < q.place:
            show(f"Line {number} is right. {why}", value)
            continue
        if number == q.place:
            show.answer("line", "In this line something else should stand.", q.place)
        if number == q.spoiled:
            show.answer("right", f"Line {number}, put right: {why}", value)
            break
        show(f"Line {number}, put right: {why}", value)
