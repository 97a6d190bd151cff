"""Branch by branch: shapes and parameters; then concatenate and add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from examgen.derivation.terms import total, unnamed
from examgen.solutions.architecture._branched import through
from examgen.solutions.architecture._rows import in_words

if TYPE_CHECKING:
    from examgen.derivation.lines import Show
    from examgen.question_bank.architecture.inception_module import InceptionModule


def solve(q: InceptionModule, show: Show) -> None:
    ends: list[Any] = []
    owned: list[Any] = []
    for letter, branch in zip("ABCDEFGHIJ", q.branches, strict=False):
        end, counts = through(letter, branch, unnamed(q.input_shape), show)
        ends.append(unnamed(end))
        show.say("Branch {letter}: output shape {size}.", letter=letter, size=in_words(end))
        owned.append(counts)
    channels = total(end[-1] for end in ends)
    why = "Concatenation keeps the height and width; the channels of the branches add up."
    show.answer("shape", why, (*ends[0][:-1], channels))
    place = int(q.branch)
    one = show.answer("one", "Branch {letter}: sum over its layers.", total(owned[place]), letter="ABCDEFGHIJ"[place])
    others = [count for i, counts in enumerate(owned) if i != place for count in counts]
    show.answer("total", "Sum over all branches.", total((one, *others)))
