"""The instructor's description of an exam."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from examgen.exam.yaml_source import Location, YamlSource, read_yaml


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _levels(value: object) -> object:
    """``2``, ``"1-3"`` or ``[1, 2]`` as the levels that are meant."""
    if isinstance(value, int) and not isinstance(value, bool):
        return (value,)
    if isinstance(value, str):
        low, _, high = value.partition("-")
        if low.strip().isdigit() and (high or low).strip().isdigit():
            return tuple(range(int(low), int(high or low) + 1))
        raise ValueError('a level is a number from 1 to 5, a range such as "1-3", or a list')
    return value


def _date(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime.date) else value


class Slot(_Strict):
    """One place on the paper: a question by its id, or any of a topic and level."""

    question: str | None = None
    topic: str | None = None
    level: Annotated[tuple[int, ...] | None, BeforeValidator(_levels)] = None
    count: int = Field(default=1, ge=1, le=100)
    points: Annotated[Decimal, Field(gt=0, le=1000, decimal_places=2)]
    set: dict[str, Any] = Field(default_factory=dict)
    answer: Literal["written", "choice"] = "written"

    @model_validator(mode="after")
    def _one_way(self) -> Slot:
        if (self.question is None) == (self.topic is None):
            raise ValueError("name a question by its id (question:) or ask for any of a topic (topic:), one of the two")
        if self.question is not None and self.level is not None:
            raise ValueError("level chooses among the questions of a topic; a question named by its id has its own")
        return self


class Section(_Strict):
    """A titled part of the paper."""

    title: str = ""
    instructions: str = ""
    questions: tuple[Slot, ...] = Field(min_length=1)


class Marking(_Strict):
    """How answers earn points.

    Attributes:
        follow_through: the part of its points that an answer earns which is right from an earlier, wrong answer.
        partial: whether the right cells of an array earn their part (``cells``) or nothing (``none``).
    """

    follow_through: float = Field(default=1.0, ge=0, le=1)
    partial: Literal["cells", "none"] = "cells"


class Blueprint(_Strict):
    """An exam: what it is called, what it asks, and how it is marked."""

    title: str = Field(min_length=1)
    course: str = ""
    date: Annotated[str, BeforeValidator(_date)] = ""
    duration: int | None = Field(default=None, ge=1, description="minutes")
    instructions: str = ""
    language: str = "en"
    marking: Marking = Marking()
    must_detect: tuple[str, ...] = ()
    """Misconceptions that every paper must be able to tell from a right answer."""
    sections: tuple[Section, ...] = Field(min_length=1)


def read_blueprint(path: Path) -> tuple[Blueprint, YamlSource]:
    """Read a blueprint, and keep where in the file everything stands.

    Raises:
        YamlError: the file cannot be read or says something that a blueprint cannot.
    """
    source = read_yaml(path)
    return source.parse(Blueprint), source


def slot_location(section: int, slot: int, *rest: str) -> Location:
    """Where a slot stands in the file."""
    return ("sections", section, "questions", slot, *rest)
