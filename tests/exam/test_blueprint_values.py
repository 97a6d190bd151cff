"""What each key of a blueprint takes, what it makes of it, and what it refuses."""

from __future__ import annotations

import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from examgen.exam import blueprint as module
from examgen.exam.blueprint import (
    Blueprint,
    Late,
    Marking,
    PoolSlot,
    QuestionSlot,
    Section,
    TextSlot,
    TopicSlot,
    levels_of,
    read_blueprint,
)
from examgen.exam.blueprint_page import blueprint_page, blueprint_schema
from examgen.exam.own_text import Criterion, OwnText
from examgen.exam.versions import versions
from examgen.exam.yaml_source import YamlError

QUESTION = {"question": "a.b", "points": 1}
TEXT: dict[str, Any] = {"text": "Why?", "points": 1, "criteria": ["So."], "model_answer": "So it is."}


def refused(model: type[BaseModel], **values: object) -> str:
    with pytest.raises(ValidationError) as error:
        model.model_validate(values)
    return str(error.value)


@pytest.mark.parametrize(
    ("value", "levels"),
    [
        (2, (2,)),
        ("2", (2,)),
        ("1-", (1,)),
        ("1-3", (1, 2, 3)),
        (" 1 - 3 ", (1, 2, 3)),
        ("3-3", (3,)),
        ([1, 3], [1, 3]),
        (None, None),
    ],
)
def test_levels_are_a_number_a_range_or_a_list(value, levels) -> None:
    assert levels_of(value) == levels


@pytest.mark.parametrize("value", ["", "easy", "-3", "a-3", "1-b"])
def test_what_is_no_level_is_refused(value) -> None:
    with pytest.raises(ValueError, match="a level is a number from 1 to 5, a range such as"):
        levels_of(value)


def test_true_is_no_level() -> None:
    assert levels_of(True) is True
    assert "level" in refused(TopicSlot, topic="t", points=1, level="hard")
    assert TopicSlot(topic="t", points=1, level="2-3").level == (2, 3)


@pytest.mark.parametrize("id_", ["a", "A1", "a.b-c_d", "x" * 64, 5, 2.5])
def test_an_id_is_a_short_name(id_) -> None:
    assert QuestionSlot(**QUESTION, id=id_).id == str(id_)


@pytest.mark.parametrize("id_", ["", "-a", ".a", "a b", "x" * 65, "ä", True, ["a"]])
def test_what_cannot_name_anything_is_no_id(id_) -> None:
    assert "an id is up to 64 letters, digits and . _ - and begins with a letter or digit" in refused(
        QuestionSlot, **QUESTION, id=id_
    )


@pytest.mark.parametrize(
    ("points", "taken"),
    [
        (2, Decimal(2)),
        ("2.25", Decimal("2.25")),
        (0.01, Decimal("0.01")),
        (1000, Decimal(1000)),
        ([2, 0.5], (Decimal(2), Decimal("0.5"))),
        ((1,), (Decimal(1),)),
        ({"z": 2, "a": 4}, {"z": Decimal(2), "a": Decimal(4)}),
        ({1: 2}, {"1": Decimal(2)}),
    ],
)
def test_points_are_of_the_question_or_of_its_parts(points, taken) -> None:
    assert QuestionSlot(question="a.b", points=points).points == taken


@pytest.mark.parametrize("points", [0, -1, 1000.01, 0.001, "x", True, None, "inf", "nan", [2, 0], {"z": "x"}])
def test_points_are_above_zero_and_up_to_a_thousand_with_two_decimals(points) -> None:
    assert "expected a number above 0 and at most 1000, with at most two decimals; got" in refused(
        QuestionSlot, question="a.b", points=points
    )


@pytest.mark.parametrize("points", [[], (), {}])
def test_points_of_parts_need_a_part(points) -> None:
    assert "points of parts need at least one part" in refused(QuestionSlot, question="a.b", points=points)


def test_an_answer_is_written_or_a_choice_for_all_parts_or_each() -> None:
    assert QuestionSlot(**QUESTION).answer == "written"
    assert QuestionSlot(**QUESTION, answer="choice").answer == "choice"
    assert QuestionSlot(**QUESTION, answer={"z": "written", 1: "choice"}).answer == {"z": "written", "1": "choice"}
    for wrong in ("ticked", {}, {"z": "ticked"}, 1):
        assert "expected written or choice, or one of them for each part by its name; got" in refused(
            QuestionSlot, **QUESTION, answer=wrong
        )


def test_a_place_says_by_itself_what_is_not_said() -> None:
    slot = QuestionSlot(**QUESTION)
    assert (slot.id, slot.bonus, slot.options, slot.numbers, slot.count, slot.set) == (None, False, 4, "own", 1, {})
    topic = TopicSlot(topic="t", points=1)
    assert (topic.level, topic.count, topic.per) == (None, 1, "exam")
    pool = PoolSlot(draw=1, of=["a.b", {"question": "c.d", "set": {"n": 1}}], points=1)
    assert [(one.question, one.set) for one in pool.of] == [("a.b", {}), ("c.d", {"n": 1})]
    assert pool.per == "student"
    text = TextSlot(**TEXT)
    assert (text.title, text.image, text.alt, text.bonus) == ("Question", "", "", False)


@pytest.mark.parametrize(
    ("model", "key", "least", "most"),
    [(QuestionSlot, "options", 3, 8), (QuestionSlot, "count", 1, 100)],
)
def test_numbers_have_their_bounds(model, key, least, most) -> None:
    for value in (least, most):
        assert getattr(model(**QUESTION, **{key: value}), key) == value
    for value in (least - 1, most + 1):
        assert key in refused(model, **QUESTION, **{key: value})


def test_a_pool_has_as_many_questions_as_are_drawn_of_it() -> None:
    assert PoolSlot(draw=2, of=["a.b", "c.d"], points=1).draw == 2
    assert "3 cannot be drawn from a pool of 2" in refused(PoolSlot, draw=3, of=["a.b", "c.d"], points=1)
    assert "of" in refused(PoolSlot, draw=1, of=[], points=1)
    assert "of" in refused(PoolSlot, draw=1, of=5, points=1)


@pytest.mark.parametrize(
    ("criteria", "taken"),
    [
        ("So.", [("So.", 1)]),
        (["So.", {"text": "And.", "points": 2}], [("So.", 1), ("And.", 2)]),
        ({"text": "So.", "points": 3}, [("So.", 3)]),
    ],
)
def test_criteria_are_texts_or_texts_with_points(criteria, taken) -> None:
    slot = TextSlot(**{**TEXT, "criteria": criteria})
    assert [(each.text, each.points) for each in slot.criteria] == taken


def test_what_is_no_criterion_is_refused() -> None:
    for wrong in (5, [], [5], [{"text": "", "points": 1}], [{"text": "So.", "points": 0}]):
        assert "criteria" in refused(TextSlot, **{**TEXT, "criteria": wrong})


def test_an_image_needs_words() -> None:
    assert TextSlot(**TEXT, image="a.png", alt="A cat.").image == "a.png"
    assert "the image 'a.png' needs an alt: text that says what it shows" in refused(
        TextSlot, **TEXT, image="a.png", alt=" "
    )


def test_a_place_is_known_by_the_one_key_that_says_what_it_asks() -> None:
    topic = {"topic": "t", "points": 1}
    pool = {"draw": 1, "of": ["a.b"], "points": 1}
    section = Section.model_validate({"questions": [QUESTION, topic, pool, TEXT]})
    assert list(map(type, section.questions)) == [QuestionSlot, TopicSlot, PoolSlot, TextSlot]
    assert Section(questions=section.questions) == section
    for wrong in ({"points": 1}, {**QUESTION, "topic": "t"}, 5):
        assert "a place asks one thing" in refused(Section, questions=[wrong])
    assert (section.title, section.instructions, section.shuffle, section.calculator) == ("", "", False, None)


MOMENT = datetime.datetime(2026, 11, 26, 12, 0)
BERLIN, UTC = datetime.timedelta(hours=1), datetime.timedelta(0)


@pytest.mark.parametrize(
    ("value", "seconds", "offset"),
    [
        ("2026-11-26 12:00 Europe/Berlin", 0, BERLIN),
        (" 2026-11-26T12:00  Europe/Berlin ", 0, BERLIN),
        ("2026-11-26 12:00 utc", 0, UTC),
        ("2026-11-26 12:00 gmt", 0, UTC),
        ("2026-11-26 12:00 z", 0, UTC),
        ("2026-11-26 12:00:30 Europe/Berlin", 30, BERLIN),
        ("2026-11-26 12:00Z", 0, UTC),
        ("2026-11-26 12:00 +01:00", 0, BERLIN),
        ("2026-11-26 12:00 +0100", 0, BERLIN),
        (MOMENT.replace(tzinfo=datetime.UTC), 0, UTC),
    ],
)
def test_a_deadline_is_a_day_a_time_and_a_zone(value, seconds, offset) -> None:
    deadline = Marking(deadline=value).deadline
    assert deadline is not None
    assert deadline.replace(tzinfo=None) == MOMENT.replace(second=seconds)
    assert deadline.utcoffset() == offset


def test_an_early_hour_may_have_one_digit_and_a_deadline_may_be_missing() -> None:
    deadline = Marking(deadline="2026-11-26 9:05 Europe/Berlin").deadline
    assert deadline is not None
    assert (deadline.hour, deadline.minute) == (9, 5)
    offset = Marking(deadline="2026-11-26 9:05 +01:00").deadline
    assert offset == deadline
    assert Marking(deadline=None).deadline is None


@pytest.mark.parametrize(
    "value",
    ["2026-11-26 12:00", "2026-11-26", "tomorrow", "2026-11-26 25:00 Europe/Berlin", "2026-11-26 12:00 Europe/Nowhere",
     "2026-13-26 12:00Z", "2026-11-26 12:00 ../etc", MOMENT],
)  # fmt: skip
def test_a_deadline_without_a_zone_is_none(value) -> None:
    said = refused(Marking, deadline=value)
    assert "expected a day, a time and a time zone, such as 2026-11-26 12:00 Europe/Berlin; got" in said


def test_the_rules_of_marking_are_those_of_the_judge() -> None:
    rules = Marking(follow_through=0.3, partial="none", precision="strict", coarse_loss=0.1).rules
    assert (rules.follow_through, rules.partial, rules.precision, rules.coarse_loss) == (
        Fraction(3, 10), "none", "strict", Fraction(1, 10),
    )  # fmt: skip
    usual = Marking()
    assert (usual.follow_through, usual.partial, usual.precision, usual.coarse_loss) == (1, "cells", "lenient", 0.25)
    assert (usual.credit, usual.counts, usual.late) == ({}, "last", None)
    late = Late(loss=0.1)
    assert (late.per, late.most, late.grace) == ("day", 1, 0)


def test_a_day_may_be_written_without_quotes(tmp_path: Path) -> None:
    path = tmp_path / "exam.yaml"
    path.write_text("title: T\ndate: 2026-11-27\nsections: [{questions: [{question: a.b, points: 1}]}]\n")
    blueprint, source = read_blueprint(path)
    assert (blueprint.date, blueprint.id, source.path) == ("2026-11-27", "exam", path)
    path.write_text("id: other\ntitle: T\nsections: [{questions: [{question: a.b, points: 1}]}]\n")
    assert read_blueprint(path)[0].id == "other"


@pytest.mark.parametrize(
    ("name", "id_"), [("Mid term (2)", "Mid-term-2"), ("é", "exam"), ("-a.b-", "a.b"), ("a_b", "a_b")]
)
def test_without_an_id_a_file_names_its_exam(tmp_path: Path, name, id_) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text("title: T\nsections: [{questions: [{question: a.b, points: 1}]}]\n")
    assert read_blueprint(path)[0].id == id_


def test_places_know_where_they_stand_and_have_different_ids() -> None:
    sections = [{"questions": [QUESTION, {**QUESTION, "id": "x"}]}, {"questions": [{**QUESTION, "id": "y"}]}]
    blueprint = Blueprint.model_validate({"title": "T", "sections": sections})
    assert [location for location, _ in blueprint.slots] == [
        ("sections", 0, "questions", 0), ("sections", 0, "questions", 1), ("sections", 1, "questions", 0),
    ]  # fmt: skip
    assert [slot.id for _, slot in blueprint.slots] == [None, "x", "y"]
    sections[1]["questions"][0]["id"] = "x"
    assert "two places have the id 'x'; give each its own" in refused(Blueprint, title="T", sections=sections)
    assert (blueprint.page, blueprint.duplex, blueprint.calculator, blueprint.language, blueprint.anonymous) == (
        "a4", False, True, "en", False,
    )  # fmt: skip


def test_the_page_says_of_each_key_what_it_takes() -> None:
    page = blueprint_page()
    for row in (
        "| `id` | text | `exam` | A permanent identifier.",
        "| `title` | text | **required** |",
        "| `duration` | whole number |  | Minutes;",
        "| `duplex` | `true` or `false` | `false` |",
        "| `page` | `a4` or `letter` | `a4` |",
        "| `marking` | the keys of marking |  | The rules of marking, below. |",
        "| `sections` | list: the keys of a section | **required** |",
        "| `must_detect` | list |  |",
        "| `follow_through` | number | `1.0` |",
        "| `late` | the keys of late |  |",
        "| `credit` | `name: value` for each |  |",
        "| `questions` | list | **required** |",
        "| `of` | list: the keys of the pool | **required** |",
        "| `criteria` | list: the keys of a criterion | **required** |",
        "| `calculator` | `true` or `false` |  | Overrides",
        "| `options` | whole number | `4` |",
        "| `answer` | `written` or `choice` or `name: value` for each | `written` |",
        "| `points` | number or list or `name: value` for each | **required** |",
    ):
        assert row in page, row
    assert "<" not in page.replace("<br>", "").split("## Roster")[0].split("```")[-1]
    schema = blueprint_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "An examgen blueprint"


def test_an_own_text_is_asked_as_it_stands() -> None:
    with pytest.raises(ValueError, match="nothing of it is drawn"):
        OwnText.draw(None)  # type: ignore[arg-type]
    assert Criterion(text="So.").points == 1


def test_a_program_that_is_not_installed_has_no_version(toys, monkeypatch) -> None:
    monkeypatch.setattr("examgen.exam.versions.PROGRAMS", ("numpy", "no-such-program"))
    found = versions(toys)
    assert list(found) == ["examgen", "bank", "numpy", "no-such-program"]
    assert found["no-such-program"] == "none"
    assert found["numpy"][0].isdigit()
    assert found["bank"] == toys.version
    assert module.MOST == 1000


@pytest.mark.parametrize(
    ("place", "known"),
    [
        ("question: a.b, points: 1", "id, bonus, points, answer, options, numbers, question, count, set"),
        ("topic: a, points: 1", "id, bonus, points, answer, options, numbers, topic, level, count, per"),
        ("draw: 1, of: [a.b], points: 1", "id, bonus, points, answer, options, numbers, draw, of, per"),
        ("text: Why, points: 1, criteria: So., model_answer: So.", "id, bonus, text, title, points, criteria, model_answer, image, alt"),
    ],
)  # fmt: skip
def test_a_place_with_an_unknown_key_is_told_those_of_its_own_kind(tmp_path: Path, place: str, known: str) -> None:
    path = tmp_path / "exam.yaml"
    path.write_text(f"title: T\nsections:\n  - questions:\n      - {{{place}, zzzzz: 2}}\n")
    with pytest.raises(YamlError) as error:
        read_blueprint(path)
    assert str(error.value) == (
        f"{path}:4: sections 1, questions 1, zzzzz: 'zzzzz' is not a known key; the keys are {known}"
    )
