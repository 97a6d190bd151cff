"""Statement by statement: is it true, and why?"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.concept.true_statements import TrueStatements


def solve(q: TrueStatements, show: Show) -> None:
    for reason in q.reasons:
        show.say(reason)
    ticked = [letter for letter, truth in zip("abcdefgh", q.verdicts, strict=False) if truth]
    show.answer("answer", f"So these are true: {', '.join(ticked)}.", tuple(int(truth) for truth in q.verdicts))
