"""Chooses a mistake for every line of a worked solution, so that the look of the lines does not tell which one was planted.

One of these mistakes is made, with the same chance for every line. By each measure of a line's form (its length, its plus signs, its
digits, …) the line with the mistake then has every rank about equally often: to take the shortest line is right for one of the mistakes,
and so is to take the longest, or the one in the middle. No such rule is right more often than chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice

from examgen.derivation.lines import Line
from examgen.question.draw import Draw
from examgen.question.planting import Planted, exchanges, is_exchange, mistakes, plant, worked
from examgen.question.question import Question

SIGNS = ("+", "-", "cdot", "frac", r"\left", r"\approx", "=", ".")
"""What can be seen of a formula at a glance, besides its length and its numbers."""
NAMED, EXCHANGES = 6, 3
"""How many mistakes with a name, and how many numbers taken for others, are considered for a line."""
EXCESS = 0.5
"""How many of the mistakes a rule may find, besides the one that it finds by chance."""
Ranks = tuple[tuple[float, ...], ...]
"""For each measure of form, how much a line has of each rank: lines that are equal share theirs."""
Choices = Sequence[Mapping[str, Ranks]]
"""For each line, the mistakes that can be made in it, each with the ranks that the line then has."""


def mistake_for_every_line(d: Draw, variant: Question) -> tuple[str, ...]:
    """The names of the mistakes, one for each line of the work; none where that cannot be done without giving them away."""
    work = worked(variant)
    if not all(any(term.operation for term in line.terms) for line in work):
        return ()
    named = mistakes(variant)
    each_line = [_plantable(d, variant, named, place) for place in range(len(work))]
    first: list[tuple[str, Ranks]] = []
    for found in each_line:  # one for each before there is more to choose from: most works have a line that takes none
        if (one := next(found, None)) is None:
            return ()
        first.append(one)
    choices = [dict([one, *found]) for one, found in zip(first, each_line, strict=True)]
    return _with_names(choices, _balanced(choices))


def _plantable(
    d: Draw, variant: Question, named: Mapping[str, Sequence[int]], place: int
) -> Iterator[tuple[str, Ranks]]:
    """Mistakes that can be made in a line, in drawn order, those with a name first."""
    own = [name for name, places in named.items() if place in places]
    for kind, names, most in (("named", own, NAMED), ("exchanges", exchanges(variant, place), EXCHANGES)):
        drawn = d.sample(f"{kind} {place}", names, len(names))
        planted = ((name, plant(variant, name, place)) for name in drawn)
        plain = ((name, _ranks(each)) for name, each in planted if each and not _made_to_stand_out(each))
        yield from islice(plain, most)


def _balanced(choices: Choices) -> tuple[str, ...]:
    """A mistake for each line, replaced one after the other until no rule finds too many; none where that leads nowhere."""
    chosen = tuple(next(iter(each)) for each in choices)
    while _most_found(choices, chosen) > 1 + EXCESS:
        others = (_with(chosen, place, name) for place, each in enumerate(choices) for name in each)
        best = min(others, key=lambda other: _told(choices, other))
        if _told(choices, best) >= _told(choices, chosen):
            return ()
        chosen = best
    return chosen


def _with_names(choices: Choices, chosen: tuple[str, ...]) -> tuple[str, ...]:
    """The same with mistakes that have a name instead of numbers taken for others, where no rule finds too many then."""
    for place, name in enumerate(chosen):
        named = (other for other in choices[place] if is_exchange(name) and not is_exchange(other))
        sets = (_with(chosen, place, other) for other in named)
        chosen = next((each for each in sets if _most_found(choices, each) <= 1 + EXCESS), chosen)
    return chosen


def _with(chosen: tuple[str, ...], place: int, name: str) -> tuple[str, ...]:
    return (*chosen[:place], name, *chosen[place + 1 :])


def _most_found(choices: Choices, chosen: Sequence[str]) -> float:
    """How many of the mistakes the best rule finds."""
    return max(_found(choices, chosen))


def _told(choices: Choices, chosen: Sequence[str]) -> float:
    """How much more all rules together find than one mistake each."""
    return sum(max(0.0, found - 1) ** 2 for found in _found(choices, chosen))


def _found(choices: Choices, chosen: Sequence[str]) -> list[float]:
    """How many of the mistakes each rule finds; it takes the line of one rank by one measure."""
    by_measure = zip(*(each[name] for each, name in zip(choices, chosen, strict=True)), strict=True)
    return [sum(shares) for ranks in by_measure for shares in zip(*ranks, strict=True)]


def _made_to_stand_out(planted: Planted) -> bool:
    """Whether it is by the mistake that the line alone has most or least of something, such as the only minus sign of the work."""
    right, wrong = (_measured(work[planted.place]) for work in (planted.right, planted.wrong))
    others = [_measured(line) for place, line in enumerate(planted.right) if place != planted.place]
    columns = zip(right, wrong, zip(*others, strict=True), strict=True)
    return any(_beyond(after, column) not in (0, _beyond(before, column)) for before, after, column in columns)


def _beyond(mine: float, others: Sequence[float]) -> int:
    """Whether it is above all others (1), below them (-1) or neither (0)."""
    return (mine > max(others)) - (mine < min(others))


def _ranks(planted: Planted) -> Ranks:
    """The ranks of the line with the mistake by every measure."""
    measures = zip(*map(_measured, planted.wrong), strict=True)
    return tuple(_rank(column, column[planted.place]) for column in measures)


def _rank(column: Sequence[float], mine: float) -> tuple[float, ...]:
    below, equal = sum(each < mine for each in column), column.count(mine)
    return tuple(1 / equal if below <= rank < below + equal else 0.0 for rank in range(len(column)))


def _measured(line: Line) -> tuple[float, ...]:
    """What can be seen of a line without calculating."""
    return _measures(line.formulas, tuple([float(term.value) for term in line.terms]))


@lru_cache(maxsize=256)
def _measures(formulas: tuple[str, ...], results: tuple[float, ...]) -> tuple[float, ...]:
    """The measures of a line with these formulas and results; those of the correct lines are taken for every mistake again."""
    text = " ".join(formulas)
    numbers = re.findall(r"[\d.]+", text)
    different = len(set(numbers))
    return (
        *(len(text), sum(map(str.isdigit, text)), *map(text.count, SIGNS)),
        *(len(numbers), different, len(numbers) - different, max(map(len, numbers), default=0)),
        sum(len(re.split(r"=|\\approx", formula)[-1]) for formula in formulas),
        *(sum(results), sum(map(abs, results)), sum(result < 0 for result in results)),
    )
