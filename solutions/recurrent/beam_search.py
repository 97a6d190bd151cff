"""Greedy search follows the most probable word; beam search compares all continuations of the sequences that it keeps."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from examgen.derivation.terms import Scalar, product

if TYPE_CHECKING:
    from collections.abc import Sequence

    from examgen.derivation.lines import Show
    from examgen.question_bank.recurrent.beam_search import BeamSearch


def solve(q: BeamSearch, show: Show) -> None:
    follow(q, show, "greedy", "Greedy search chooses the most probable word at each step.", greedy(q))

    kept: list[tuple[tuple[int, ...], Scalar]] = [((), 1)]
    for step in range(1, q.length + 1):
        grown: list[tuple[tuple[int, ...], Scalar]] = []
        for path, probability in kept:
            row = q.transition[path[-1] - 1] if path else q.start
            grown += [((*path, word), probability * p if path else p) for word, p in enumerate(row, start=1)]
        if step > 1:
            why = "Step {step}: compute the probability of every continuation, in the order {paths}."
            paths = ", ".join(spelled(path) for path, _ in grown)
            values = show(why, tuple(probability for _, probability in grown), step=step, paths=paths)
            grown = [(path, value) for (path, _), value in zip(grown, values, strict=True)]
        kept = sorted(grown, key=lambda each: -each[1])[: q.beam_width]
        show.say(
            "Step {step}: keep the most probable: {paths}.",
            step=step,
            paths=[spelled(path) for path, _ in kept],
        )
    follow(q, show, "beam", "Beam search returns the most probable of these sequences.", kept[0][0])


def greedy(q: BeamSearch) -> tuple[int, ...]:
    """The words that greedy search takes, numbered from 1."""
    path: tuple[int, ...] = ()
    for _ in range(q.length):
        row = q.transition[path[-1] - 1] if path else q.start
        path = (*path, 1 + max(range(len(row)), key=lambda word: row[word]))
    return path


def follow(q: BeamSearch, show: Show, ask: str, why: str, path: tuple[int, ...]) -> None:
    """Answer with a sequence, and with its probability."""
    words = tuple(int(word) for word in show.answer(ask, why, path))
    factors = [q.start[words[0] - 1], *(q.transition[a - 1][b - 1] for a, b in pairwise(words))]
    show.answer(f"{ask}_p", "Multiply the probabilities of its words.", product(factors))


def spelled(path: Sequence[int]) -> str:
    """A sequence in words: 1-3-2."""
    return "-".join(map(str, path))
