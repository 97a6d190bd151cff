"""How long a question takes a prepared student: reading, recalling, working out and writing down, each by a stated rule."""

from __future__ import annotations

import math
import re

from examgen.answers import AnswerType, Explanation, LayerDesign
from examgen.arrays import Array, cells
from examgen.derivation.effort import SECONDS as PER_OPERATION
from examgen.question.question import Question
from examgen.rendering import stem

PER_WORD = 0.4
"""Seconds to read a word, 150 words a minute; a formula takes as long as two."""
PER_PART = 30.0
"""Seconds to see what a part asks for and to recall how it is found."""
PER_OPTION = 6.0
"""Seconds to decide on an option or a statement of a list, once it is read."""
PER_VALUE = 3.0
"""Seconds to copy a value into its box, to tick an option, or to write a word of an explanation."""
CHECKING = 1.5
"""What comes on top in an exam: finding one's place, hesitating, and looking results over."""

_FORMULA = re.compile(r"\$\$?(?:\\.|[^$\\])+\$\$?")


def seconds(variant: Question, effort: float | None = None) -> float:
    """How long a variant takes.

    Args:
        variant: the variant.
        effort: of the worked solution, where it is known already.
    """
    if effort is None:
        effort = variant.solution.exact_effort
    texts = [stem.stem(variant), *(stem.ask(variant, name) for name in variant.asks)]
    read = PER_WORD * sum(map(words, texts))
    answers = variant.solution.answers
    parts = sum(_part(ask.type, answers[name]) for name, ask in variant.asks.items() if name in answers)
    return CHECKING * (read + PER_OPERATION * effort + parts)


def words(markdown: str) -> int:
    """How many words there are to read."""
    return len(_FORMULA.sub(" ", markdown).split()) + 2 * len(_FORMULA.findall(markdown))


def _part(kind: AnswerType, answer: Array) -> float:
    if isinstance(kind, Explanation):
        return PER_PART * len(kind.criteria) + PER_VALUE * words(kind.model_answer)
    listed = sum(PER_OPTION + PER_WORD * words(text) for _, text in kind.listed)
    written = 1 if kind.listed or isinstance(kind, LayerDesign) else len(list(cells(answer)))
    return PER_PART + listed + PER_VALUE * written


def minutes(total: float) -> str:
    """Seconds as people say them: in whole minutes, below two in halves."""
    if total < 100:
        return f"{max(math.ceil(total / 30) / 2, 0.5):g}"
    return f"{total / 60:.0f}"
