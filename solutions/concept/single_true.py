"""Statement by statement: is it true, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.concept._stated import Single


def solve(q: Single, show: Show) -> None:
    for reason in q.reasons:
        show.say(reason)
    (place,) = (place for place, truth in enumerate(q.verdicts) if truth == q.wanted)
    show.answer("answer", f"So it is {'abcdefgh'[place]}.", place)
