"""Work the problem out line by line until something else comes out, and go on to the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from examgen.derivation.lines import Show


def solve(q: Any, show: Show) -> None:
    for number, line in enumerate(show.references.work(q.question, dict(q.given)), start=1):
        value = line.result
        if number < q.place:
            show(f"Line {number} is right. {line.why}", value)
            continue
        if number == q.place:
            show.answer("line", "In this line something else should stand.", q.place)
        if line.ask:
            show.answer("right", f"Line {number}, put right: {line.why}", value)
            break
        show(f"Line {number}, put right: {line.why}", value)
