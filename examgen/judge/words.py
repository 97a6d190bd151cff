"""Verdicts in words: the rule by which an answer earned its points, in one or two sentences to the student."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from examgen.answers import AnswerType
from examgen.arrays import Array, shape
from examgen.judge.reading import Answer
from examgen.judge.rules import Rules
from examgen.judge.verdict import Verdict
from examgen.question import misconceptions
from examgen.question.question import Question
from examgen.rendering import stem
from examgen.wording import listed

A_PERSON = "A person will look at it."
"""What is said of an answer that the judge leaves open."""

BUILT_IN_KERAS = "A design is judged by building it in Keras, and this run marked without Keras."


def feedback(variant: Question, verdict: Verdict) -> str:
    """What the student most likely did, in Markdown; all of it where several explanations fit, nothing where none does."""
    found = verdict.diagnosis
    if found is None:
        return ""
    if not found.candidates:
        return found.words
    named = {name for candidate in found.candidates for name in candidate}
    texts = {m.name: stem.in_words(variant, m.feedback) for m in misconceptions.all_of(variant) if m.name in named}
    told = [" ".join(texts[name] for name in candidate if name in texts) for candidate in found.candidates]
    if len(told) == 1:
        return told[0] if found.asserted else f"If you did not guess: {told[0]}"
    return "Several common mistakes lead to this answer:\n\n" + "\n".join(f"- {text}" for text in told)


def shortfall(verdict: Verdict, kind: AnswerType) -> str:
    """How far an answer is from right, in a clause; empty where there is nothing to say."""
    comparison = verdict.comparison
    of, right = len(comparison.cells), sum(comparison.cells)
    if comparison.notes:
        apart = len(comparison.notes) == of  # a note for each condition: those that hold need no word
        amiss = [n for n, holds in zip(comparison.notes, comparison.cells, strict=True) if not holds] if apart else ()
        return "; ".join(amiss or comparison.notes)
    if not of:
        return "the number of axes is wrong" if kind.name == "shape" else "its size is wrong"
    return _of(right, of, kind) if 0 < right < of else ""


def _of(right: int, of: int, kind: AnswerType) -> str:
    return f"{right} of {of} {kind.cell}s {'is' if right == 1 else 'are'} right"


def rule(verdict: Verdict, answer: Answer, key: Array, rules: Rules, labels: Mapping[str, str]) -> str:
    """The rule that gave the points, as plain text; ``labels`` are what the student knows the asks by.

    It may quote what the student wrote.
    """
    return " ".join(_sentences(verdict, answer, key, rules, labels))


def _sentences(verdict: Verdict, answer: Answer, key: Array, rules: Rules, labels: Mapping[str, str]) -> Iterator[str]:
    own = _answers([labels[name] for name in verdict.followed or verdict.from_rounded])
    match verdict.state:
        case "blank":
            yield "Nothing was written."
        case "unreadable":
            yield f"This could not be read: {_stopped(answer.why)}"
        case "doubtful" if answer.outcome == "doubtful":
            yield f"This cannot be read with certainty: {_stopped(answer.why)}"
        case "doubtful":
            yield f"The answer was read as {_size(verdict.value)}, but {_size(key)} was expected. The number of values is the same."
        case "to-be-marked" if answer.type.is_judged:
            yield BUILT_IN_KERAS
        case "to-be-marked":
            yield "This is marked by a person."
        case "right" if verdict.from_rounded:
            yield f"Right, given your rounded {own}."
        case "right":
            yield "Right."
        case "follow-through":
            yield f"Right, given your {own}."
            yield from _cost(rules.follow_through)
        case "coarse":
            yield from _coarse(verdict, answer.type, rules, own)
        case _:
            yield from _wrong(verdict, answer.type, key, rules, own)
    if verdict.consistent:
        earlier = _answers([labels[name] for name in verdict.consistent])
        yield f"It follows from your {earlier}, which alone would earn {_percent(rules.follow_through)} of the points."
    if verdict.alone and verdict.carried is not None and verdict.share:
        yield "What follows from it was computed by the worked solution alone."
    if verdict.disputed:
        yield "The two computations of what follows from your earlier answers disagree."
    if verdict.waits_for:
        yield f"It may follow from your {_answers([labels[name] for name in verdict.waits_for])}."
    if verdict.pending and answer.type.is_judged:
        yield A_PERSON


def _cost(follow_through: Fraction) -> Iterator[str]:
    if follow_through == 1:
        yield "The mistake there costs no points here."
    elif follow_through:
        yield f"After the mistake there, this earns {_percent(follow_through)} of the points."
    else:
        yield "After the mistake there, this earns no points."


def _coarse(verdict: Verdict, kind: AnswerType, rules: Rules, own: str) -> Iterator[str]:
    cells = len(verdict.comparison.cells)
    subject = "Right" if cells == 1 else f"All {cells} {kind.cell}s are right"
    yield f"{subject}{f', given your {own}' if own else ''}, but {places(kind)}."
    if rules.coarse_loss:
        which = "this" if cells == 1 or len(verdict.coarse_cells) == cells else "each of these"
        yield f"Too few decimals cost {_percent(rules.coarse_loss)} of the points of {which}."
    if verdict.followed and rules.follow_through < 1:
        yield from _cost(rules.follow_through)


def _wrong(verdict: Verdict, kind: AnswerType, key: Array, rules: Rules, own: str) -> Iterator[str]:
    comparison = verdict.comparison
    of = len(comparison.cells)
    right = sum(comparison.cells) + len(verdict.coarse_cells)
    if verdict.state == "partial":
        yield f"{_of(right, of, kind)}{f', given your {own},' if own else ''} and {'earns its' if right == 1 else 'earn their'} share."
        if verdict.coarse_cells:
            yield f"{_count(len(verdict.coarse_cells), kind.cell)} lost {_percent(rules.coarse_loss)}: {places(kind)}."
    elif not comparison.cells and verdict.value is not None:
        yield f"The size is wrong: {_size(verdict.value)} instead of {_size(key)}."
    elif comparison.notes:
        yield f"Not right: {'; '.join(comparison.notes)}."
        if comparison.summary:
            yield comparison.summary
    elif of > 1 and 0 < right < of and rules.partial == "cells" and not comparison.as_a_whole:
        yield f"{_of(right, of, kind)}; fewer than half earn nothing."
    elif any(comparison.coarse) and rules.precision == "strict":
        yield f"Not precise enough: {places(kind)}."
    else:
        yield "Not right."


def places(kind: AnswerType) -> str:
    """The precision required, as a clause: ``3 decimals are required``."""
    decimals = getattr(kind, "decimals", None)
    if decimals is None:
        return "more digits are required"
    return f"{_count(decimals, 'decimal')} {'is' if decimals == 1 else 'are'} required"


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?")) else f"{sentence}."


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _answers(labels: Sequence[str]) -> str:
    return f"answer{'s' * (len(labels) > 1)} {listed(labels)}" if labels else ""


def _size(value: Array | None) -> str:
    return " × ".join(map(str, shape(value))) if value is not None and shape(value) else "one number"


def _percent(share: Fraction) -> str:
    return f"{float(share):.0%}"
