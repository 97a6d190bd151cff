"""The instructor's description of an exam. docs/blueprint.md and `examgen schema` are made from these models."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from examgen.exam.moment import read_moment
from examgen.exam.own_text import Criterion
from examgen.exam.yaml_source import Location, YamlSource, read_yaml
from examgen.judge import Rules
from examgen.rendering.languages import known

MOST = Decimal(1000)
"""So many points are enough for anything."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def levels_of(value: object) -> object:
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


def _language(value: str) -> str:
    if value not in known():
        raise ValueError(f"expected one of the languages {', '.join(known())}; got {value!r}")
    return value


def _name(value: object) -> object:
    text = str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _NAME.fullmatch(text):
        raise ValueError("an id is up to 64 letters, digits and . _ - and begins with a letter or digit")
    return text


def _amount(value: object) -> Decimal:
    try:
        amount = Decimal(str(value)) if not isinstance(value, bool) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite() or not 0 < amount <= MOST or amount != round(amount, 2):
        raise ValueError(f"expected a number above 0 and at most {MOST}, with at most two decimals; got {value!r}")
    return amount


def _points(value: object) -> object:
    """A number for the whole question, or one for each part: ``6``, ``[2, 4]``, ``{z: 2, a: 4}``."""
    match value:
        case dict() if value:
            return {str(part): _amount(points) for part, points in value.items()}
        case list() | tuple() if value:
            return tuple(map(_amount, value))
        case dict() | list() | tuple():
            raise ValueError("points of parts need at least one part")
        case _:
            return _amount(value)


def _answer(value: object) -> object:
    ways = ("written", "choice")
    if isinstance(value, dict) and value:
        return {str(part): _answer(way) for part, way in value.items()}
    if value not in ways:
        raise ValueError(f"expected written or choice, or one of them for each part by its name; got {value!r}")
    return value


Points = Annotated[Decimal | tuple[Decimal, ...] | dict[str, Decimal], BeforeValidator(_points)]
Way = Literal["written", "choice"]
Answers = Annotated[Way | dict[str, Way], BeforeValidator(_answer)]
Name = Annotated[str, BeforeValidator(_name)]


class _Place(_Strict):
    """What every place on the paper may say."""

    id: Name | None = None
    """A permanent identifier of the place, on which its numbers depend. Without it, the question's id and a counter
    are used: `convolution.output_size#1`, and the second one `#2`."""
    bonus: bool = False
    """Whether the points are extra: they count for a student but not towards the total."""


class _Drawn(_Place):
    """What a place with questions of the bank may say."""

    points: Points
    """Points of the question, divided among its parts by weight; or of each part, `[2, 4]` in order or `{z: 2, a: 4}`
    by name (`examgen bank show QUESTION` lists the parts)."""
    answer: Answers = "written"
    """How it is answered: `written`, or `choice` among options; `{z: written, a: choice}` sets it for each part."""
    options: int = Field(default=4, ge=3, le=8)
    """The number of options of a choice, the same for all students."""
    numbers: Literal["own", "group", "same"] = "own"
    """`own`: different numbers on every paper. `group`: the same for all students with the same `group` in the roster, so that two groups
    sitting side by side have two versions. `same`: the same for all; only the order of options differs."""


class QuestionSlot(_Drawn):
    """A question by its id."""

    question: str
    """The question's id; `examgen bank list` shows them all."""
    count: int = Field(default=1, ge=1, le=100)
    """How often it is asked, each time with different numbers."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Parameters that are fixed instead of drawn; `examgen bank show QUESTION` lists them. Values that examgen would not
    draw are accepted, and `generate` prints a note."""


class TopicSlot(_Drawn):
    """Any questions of a topic."""

    topic: str
    """The topic; `examgen bank list` shows them all."""
    level: Annotated[tuple[int, ...] | None, BeforeValidator(levels_of)] = None
    """Of these levels only: `2`, `1-3` or `[1, 3]`."""
    count: int = Field(default=1, ge=1, le=100)
    """The number of questions; the points apply to each of them."""
    per: Literal["exam", "student"] = "exam"
    """`exam`: the same questions for all. `student`: different questions on every paper."""


class Alternative(_Strict):
    """One of several questions that a place is drawn from."""

    question: str
    """The question's id."""
    set: dict[str, Any] = Field(default_factory=dict)
    """Parameters that are fixed instead of drawn."""


def _criteria(value: object) -> object:
    listed = [value] if isinstance(value, str | dict) else value
    if isinstance(listed, list | tuple):
        return [{"text": item} if isinstance(item, str) else item for item in listed]
    return value


def _alternatives(value: object) -> object:
    if isinstance(value, list | tuple):
        return [{"question": item} if isinstance(item, str) else item for item in value]
    return value


class PoolSlot(_Drawn):
    """Some of a pool of questions."""

    draw: int = Field(ge=1, le=100)
    """The number of questions from the pool on each paper; the points apply to each of them."""
    of: Annotated[tuple[Alternative, ...], BeforeValidator(_alternatives), Field(min_length=1)]
    """The pool: ids of questions, or `{question: ID, set: {…}}`."""
    per: Literal["exam", "student"] = "student"
    """`student`: every paper draws for itself. `exam`: all papers have the same questions."""

    @model_validator(mode="after")
    def _enough(self) -> PoolSlot:
        if self.draw > len(self.of):
            raise ValueError(f"{self.draw} cannot be drawn from a pool of {len(self.of)}")
        return self


class TextSlot(_Place):
    """A text of the instructor's own, answered in words; a person marks it."""

    text: str = Field(min_length=1)
    """What is asked, in Markdown with $\\TeX$ math."""
    title: str = "Question"
    """Its title."""
    points: Annotated[Decimal, BeforeValidator(_amount)]
    """Its points; until a person has marked the answer they are pending."""
    criteria: Annotated[tuple[Criterion, ...], BeforeValidator(_criteria), Field(min_length=1)]
    """What a good answer says: a list of texts, or of `{text: …, points: 2}` if some count more than others."""
    model_answer: str = Field(min_length=1)
    """An answer that earns all points; it is printed in the key."""
    image: str = ""
    """An image below the text: a PNG, JPEG or SVG file, with its path relative to the blueprint."""
    alt: str = ""
    """A description of the image in words, for those who cannot see it; required with an image."""

    @model_validator(mode="after")
    def _in_words(self) -> TextSlot:
        if self.image and not self.alt.strip():
            raise ValueError(f"the image {self.image!r} needs an alt: text that says what it shows")
        return self


FORMS: dict[str, type[_Place]] = {"question": QuestionSlot, "topic": TopicSlot, "draw": PoolSlot, "text": TextSlot}
"""The key that tells what a place asks, and what else it may say."""


def _form(value: Any) -> str:
    if isinstance(value, _Place):
        return next(f"a {key}" for key, form in FORMS.items() if isinstance(value, form))
    found = [key for key in FORMS if isinstance(value, dict) and key in value]
    return f"a {found[0]}" if len(found) == 1 else "none"


Slot = Annotated[
    Annotated[QuestionSlot, Tag("a question")]
    | Annotated[TopicSlot, Tag("a topic")]
    | Annotated[PoolSlot, Tag("a draw")]
    | Annotated[TextSlot, Tag("a text")],
    Discriminator(
        _form,
        custom_error_type="no_form",
        custom_error_message="a place asks one thing: a question: by its id, any of a topic:, a draw: of a pool, or a text: of your own",
    ),
]
"""One place on the paper."""


AnySlot = QuestionSlot | TopicSlot | PoolSlot | TextSlot


class Section(_Strict):
    """A titled part of the paper."""

    title: str = ""
    """Its heading."""
    instructions: str = ""
    """Printed below the heading, in Markdown with $\\TeX$ math."""
    shuffle: bool = False
    """Whether its questions are in a different order on every paper."""
    calculator: bool | None = None
    """Overrides the exam's `calculator` for this section."""
    questions: tuple[Slot, ...] = Field(min_length=1)
    """Its questions, in order."""


def _deadline(value: object) -> object:
    """A deadline as it is written, or as it was read before."""
    known = value is None or (isinstance(value, datetime.datetime) and value.tzinfo is not None)
    return value if known else read_moment(str(value))


class Late(_Strict):
    """What a paper loses that comes after the deadline."""

    loss: float = Field(ge=0, le=1)
    """The share of the total points that is lost for each minute, hour or day begun (see `per`)."""
    per: Literal["minute", "hour", "day"] = "day"
    """The unit of time to which `loss` applies."""
    most: float = Field(default=1.0, ge=0, le=1)
    """The largest share that a paper can lose."""
    grace: int = Field(default=0, ge=0)
    """Minutes after the deadline without a penalty."""


class Marking(_Strict):
    """How answers earn points."""

    follow_through: float = Field(default=1.0, ge=0, le=1)
    """The share of its points, 0 to 1, that an answer earns if it follows correctly from an earlier, wrong one."""
    partial: Literal["cells", "none"] = "cells"
    """`cells`: the right values of an array earn their share. `none`: all or nothing."""
    precision: Literal["strict", "lenient"] = "lenient"
    """`lenient`: a value that is right, but rounded to fewer decimals than asked for, loses a share of its points.
    `strict`: it is wrong."""
    coarse_loss: float = Field(default=0.25, ge=0, le=1)
    """The share of its points that such a value loses, 0 to 1."""
    credit: dict[str, Annotated[float, Field(ge=0, le=1)] | dict[str, Annotated[float, Field(ge=0, le=1)]]] = Field(
        default_factory=dict
    )
    """Partial credit for wrong answers that a common mistake explains: `{bias_left_out: 0.5}` for all questions, and
    `{convolution.output_size: {rounded_up: 0.5}}` for one; `examgen bank show QUESTION` lists them."""
    counts: Literal["last", "first", "best", "ask"] = "last"
    """Which of several submissions of a student counts; `ask`: none counts until you have chosen one."""
    deadline: Annotated[datetime.datetime | None, BeforeValidator(_deadline)] = None
    """When papers must be handed in, with a time zone: `2026-11-26 12:00 Europe/Berlin`."""
    late: Late | None = None
    """The penalty for papers handed in later: `{loss: 0.1, per: day}`; none without it."""

    @property
    def rules(self) -> Rules:
        """The rules for the judge."""
        return Rules(Fraction(str(self.follow_through)), self.partial, self.precision, Fraction(str(self.coarse_loss)))

    def credit_in(self, question: str) -> dict[str, Fraction]:
        """The common mistakes that earn something in a question, each with its share of the points."""
        own = self.credit.get(question, {})
        shares = {**self.credit, **(own if isinstance(own, dict) else {})}
        return {name: Fraction(str(share)) for name, share in shares.items() if isinstance(share, float)}


class Blueprint(_Strict):
    """An exam: what it is called, what it asks, and how it is marked."""

    id: Name = "exam"
    """A permanent identifier. Together with the secret, the paper's number and the place, it decides the numbers;
    title, date and instructions can change without affecting them. Without it, the blueprint's file name is used."""
    title: str = Field(min_length=1)
    """The title of the papers."""
    course: str = ""
    """The name of the course, printed above the title."""
    date: Annotated[str, BeforeValidator(_date)] = ""
    """The day of the exam."""
    duration: int | None = Field(default=None, ge=1)
    """Minutes; `generate` and `preview` compare the estimated time with it."""
    instructions: str = ""
    """Printed at the head of the paper, in Markdown with $\\TeX$ math."""
    language: Annotated[str, AfterValidator(_language)] = "en"
    """The language of the papers: `de`, `en`, `es` or `pt`."""
    logo: str = ""
    """An image for the title block (PNG, JPEG, SVG or PDF), with its path relative to the blueprint."""
    honour: str = ""
    """A statement for the student to sign, at the end of the title block."""
    page: Literal["a4", "letter"] = "a4"
    """The page size."""
    duplex: bool = False
    """Whether every paper has an even number of pages, so that the next student's paper begins on a new sheet."""
    formula_sheet: bool = False
    """Whether the conventions and formulas that the questions need are printed as a formula sheet."""
    anonymous: bool = False
    """Whether papers carry a number instead of a name."""
    calculator: bool = True
    """Whether a calculator is allowed; without one, only numbers that can be worked out by hand are drawn."""
    expressions: bool = False
    """Whether a number may be written as a small sum or product, such as `(5*5*3+1)*10`."""
    marking: Marking = Marking()
    """The rules of marking, below."""
    must_detect: tuple[str, ...] = ()
    """Misconceptions that must lead to a wrong answer on every paper; `examgen bank show QUESTION`
    lists them."""
    sections: tuple[Section, ...] = Field(min_length=1)
    """The parts of the paper, in order."""

    @property
    def slots(self) -> tuple[tuple[Location, AnySlot], ...]:
        """All places in order, each with where it stands in the file."""
        return tuple(
            (("sections", s, "questions", i), slot)
            for s, section in enumerate(self.sections)
            for i, slot in enumerate(section.questions)
        )

    @model_validator(mode="after")
    def _ids_differ(self) -> Blueprint:
        ids = [slot.id for _, slot in self.slots if slot.id is not None]
        if twice := next((id_ for id_ in ids if ids.count(id_) > 1), None):
            raise ValueError(f"two places have the id {twice!r}; give each its own")
        return self


def read_blueprint(path: Path) -> tuple[Blueprint, YamlSource]:
    """Read a blueprint, and keep where in the file everything stands.

    Raises:
        YamlError: the file cannot be read or says something that a blueprint cannot.
    """
    source = read_yaml(path)
    blueprint = source.parse(Blueprint)
    if "id" not in blueprint.model_fields_set:
        blueprint = blueprint.model_copy(
            update={"id": re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-._") or "exam"}
        )
    return blueprint, source
