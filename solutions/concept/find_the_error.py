"""Check line by line until a value differs, and go on from there to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    for n, line in enumerate(show.references.work(q.question, dict(q.given)), start=1):
        if n < q.place:
            show("Line {n} is correct. {why}", line.result, n=n, why=line.why)
            continue
        if n == q.place:
            show.answer(
                "line",
                "Line {n} contains the mistake: it is the first line that differs from the correct solution.",
                q.place,
                n=n,
            )
        if line.ask:
            show.answer("right", "Correction of line {n}. {why}", line.result, n=n, why=line.why)
            break
        show("Correction of line {n}. {why}", line.result, n=n, why=line.why)
