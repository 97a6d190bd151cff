"""A make-up exam: the questions of an exam that was sealed, with other numbers."""

from __future__ import annotations

import json
from collections.abc import Iterator

from examgen.exam.blueprint import AnySlot, Blueprint, PoolSlot, QuestionSlot, TopicSlot
from examgen.exam.sealed import SealedExam

SUFFIX = "makeup"


def makeup_blueprint(earlier: SealedExam, head: Blueprint | None = None) -> Blueprint:
    """What a make-up exam asks: wherever all students had the same question, that one; where each had another, the same pool.

    Args:
        earlier: the exam that it makes up for.
        head: another blueprint, whose title, date and everything else but the sections is taken.
    """
    sections = tuple(
        section.model_copy(
            update={"questions": tuple(each for slot in section.questions for each in _places(earlier, index, slot))}
        )
        for index, section in enumerate(earlier.blueprint.sections)
    )
    told = head or earlier.blueprint
    id_ = told.id if told.id != earlier.id else _next_id(earlier.id)
    return told.model_copy(update={"id": id_, "sections": sections})


def asked_before(earlier: SealedExam) -> frozenset[str]:
    """What tells the variants of an exam from others."""
    return frozenset(
        variant_name(question.question, question.parameters) for paper in earlier.papers for question in paper.questions
    )


def variant_name(question: str, parameters: object) -> str:
    """What tells a variant from others."""
    return f"{question} {json.dumps(parameters, sort_keys=True)}"


def _next_id(id_: str) -> str:
    base, _, number = id_.rpartition(f"-{SUFFIX}")
    if base and (not number or number[1:].isdigit()):
        return f"{base}-{SUFFIX}-{int(number[1:] or 1) + 1}"
    return f"{id_[: 63 - len(SUFFIX)]}-{SUFFIX}"


def _places(earlier: SealedExam, section: int, slot: AnySlot) -> Iterator[AnySlot]:
    """A place of the earlier exam: as it was, or the questions that were chosen for all."""
    if not isinstance(slot, TopicSlot | PoolSlot) or slot.per == "student" or not earlier.papers:
        yield slot
        return
    name = slot.id or (slot.topic if isinstance(slot, TopicSlot) else "|".join(one.question for one in slot.of))
    count = slot.count if isinstance(slot, TopicSlot) else slot.draw
    chosen = [
        question
        for question in earlier.papers[0].questions
        if question.section == section and question.place.partition("#")[0] == name
    ]
    pins = {one.question: one.set for one in slot.of} if isinstance(slot, PoolSlot) else {}
    for question in chosen[:count]:
        yield QuestionSlot(
            question=question.question,
            points=slot.points,
            answer=slot.answer,
            options=slot.options,
            numbers=slot.numbers,
            bonus=slot.bonus,
            set=pins.get(question.question, {}),
        )
