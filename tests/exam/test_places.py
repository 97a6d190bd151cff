"""What each place of a blueprint asks on each paper, how it is called, and how its points fall to its parts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from examgen.exam import places
from examgen.exam.blueprint import Blueprint, read_blueprint
from examgen.exam.places import AssemblyError, Place, items_of, places_of, points_of, split, ways_of
from examgen.question.draw import derive_key

KEY = b"k" * 32
CARDS = {
    **{f"a.q{n}": ("a", 1 + n % 2) for n in range(8)},
    "b.one": ("b", 1),
    "b.two": ("b", 3),
}


class Cards:
    """A bank of questions that are nothing but a name, a topic and a level; odd ones have variants by hand."""

    def cards(self) -> list[Any]:
        return [SimpleNamespace(id=id_, topic=topic, level=level) for id_, (topic, level) in CARDS.items()]

    def question(self, id_: str) -> Any:
        if id_ not in CARDS:
            raise places.BankError(f"there is no question {id_!r}")
        return SimpleNamespace(id=id_)


@pytest.fixture
def planned(tmp_path: Path) -> Any:
    def plan(*lines: str, head: str = "", sections: str = "", key: bytes = KEY) -> tuple[list[Place], Blueprint]:
        path = tmp_path / "exam.yaml"
        body = sections or "  - questions:\n" + "".join(f"      - {line}\n" for line in lines)
        path.write_text(f"title: T\n{head}sections:\n{body}", encoding="utf-8")
        blueprint, source = read_blueprint(path)
        return places_of(blueprint, Cards(), source, key), blueprint  # type: ignore[arg-type]

    return plan


def asked(plan: tuple[list[Place], Blueprint], number: str = "P1", key: bytes = KEY) -> list[str]:
    return [item.question.id for item in items_of(plan[0], plan[1].sections, key, number)]


def ids(plan: tuple[list[Place], Blueprint]) -> list[tuple[str, ...]]:
    return [place.ids for place in plan[0]]


# names ----------------------------------------------------------------------------------------------------------------


def test_places_that_ask_the_same_are_counted_on(planned) -> None:
    plan = planned(
        "{question: b.one, points: 1}",
        "{question: b.one, points: 1, count: 2}",
        "{question: b.two, points: 1}",
        "{question: b.one, points: 1}",
        "{topic: a, points: 1, count: 2}",
        "{topic: a, points: 1}",
        "{draw: 1, of: [b.one, b.two], points: 1}",
        "{draw: 2, of: [b.one, b.two], points: 1}",
    )
    assert ids(plan) == [
        ("b.one#1",), ("b.one#2", "b.one#3"), ("b.two#1",), ("b.one#4",), ("a#1", "a#2"), ("a#3",),
        ("b.one|b.two#1",), ("b.one|b.two#2", "b.one|b.two#3"),
    ]  # fmt: skip
    assert [place.name for place in plan[0]][:5] == ["b.one#1", "b.one#2", "b.two#1", "b.one#4", "a#1"]


def test_a_place_with_an_id_is_called_by_it_and_counts_for_no_other(planned) -> None:
    plan = planned(
        "{question: b.one, points: 1, id: x}",
        "{question: b.one, points: 1, id: y, count: 2}",
        "{topic: a, points: 1, id: z}",
        "{draw: 2, of: [b.one, b.two], points: 1, id: w}",
        "{question: b.one, points: 1}",
    )
    assert ids(plan) == [("x",), ("y#1", "y#2"), ("z",), ("w#1", "w#2"), ("b.one#1",)]
    assert [place.name for place in plan[0]] == ["x", "y", "z", "w", "b.one#1"]


def test_texts_of_the_instructor_are_places_too(planned) -> None:
    text = "{text: ' Why so ', title: Why, criteria: [x, {text: y, points: 2}], model_answer: ' z ', points: 1}"
    plan = planned(text, text.replace("points: 1}", "points: 1, id: w}"))
    assert ids(plan) == [("text#1",), ("w",)]
    place = plan[0][0]
    assert place.candidates[0].pins == {
        "heading": "Why", "text": "Why so", "model_answer": "z",
        "criteria": [{"text": "x", "points": 1}, {"text": "y", "points": 2}],
    }  # fmt: skip
    assert (place.numbers, place.options, place.per_paper, place.by_hand) == ("same", 0, False, False)
    assert not planned(text, head="calculator: false\n")[0][0].by_hand
    assert ways_of(place, "text", ["answer"]) == {"answer": "written"}


def test_who_has_the_same_numbers_and_how_many_options_there_are_is_the_places_to_say(planned) -> None:
    plan = planned("{question: b.one, points: 1}", "{question: b.one, points: 1, numbers: group, options: 6}")
    assert [(place.numbers, place.options) for place in plan[0]] == [("own", 4), ("group", 6)]


def test_a_place_is_named_with_the_line_that_can_be_wrong(planned) -> None:
    plan = planned("{question: b.one, points: 1}", "question: b.one\n        points: 1\n        set: {n: 3}")
    assert [place.where.rpartition(":")[2] for place in plan[0]] == ["4", "7"]
    assert plan[0][1].candidates[0].pins == {"n": 3}
    with pytest.raises(AssemblyError, match=r"exam.yaml:5: there is no question 'b.none'"):
        planned("{question: b.one, points: 1}", "{question: b.none, points: 1}")
    with pytest.raises(AssemblyError, match=r"exam.yaml:5: there is no question 'b.none'"):
        planned("points: 1\n        question: b.none")
    with pytest.raises(AssemblyError) as told:
        planned(
            "{question: b.none, points: 1}",
            "{topic: c, points: 1}",
            "{topic: b, level: 2, points: 1}",
            "{draw: 1, of: [b.one, b.three], points: 1}",
        )
    assert [line.partition("exam.yaml:")[2] for line in str(told.value).splitlines()] == [
        "4: there is no question 'b.none'",
        "5: there is no topic 'c'; the topics are a, b",
        "6: expected 1 question of topic 'b' at these levels, but only 0 of 0 can be used (none); see examgen bank list",
        "7: there is no question 'b.three'",
    ]
    with pytest.raises(AssemblyError, match=r"exam.yaml:6: there is no question 'b.none'"):
        planned("{question: b.one, points: 1}", "draw: 1\n        of: [b.one, b.none]\n        points: 1")


def test_a_section_says_whether_a_calculator_is_allowed_and_else_the_exam_does(planned, monkeypatch) -> None:
    section = "  - calculator: %s\n    questions:\n      - {question: b.one, points: 1}\n"
    plain = "  - questions:\n      - {question: b.one, points: 1}\n"
    sections = section % "true" + section % "false" + plain
    for head, found in (("", [False, True, False]), ("calculator: false\n", [False, True, True])):
        plan = planned(head=head, sections=sections)
        assert [place.by_hand for place in plan[0]] == found
        assert [place.section for place in plan[0]] == [0, 1, 2]
    monkeypatch.setattr(places, "has_variant_by_hand", lambda question, pins: question.id[-1] in "1357")
    by_hand = planned("{topic: a, points: 1, count: 4}", head="calculator: false\n")
    assert sorted(asked(by_hand)) == ["a.q1", "a.q3", "a.q5", "a.q7"]
    with pytest.raises(
        AssemblyError,
        match=r"expected 5 questions of topic 'a' at these levels, but only 4 of 4 can be used \(a.q1, ",
    ):
        planned("{topic: a, points: 1, count: 5}", head="calculator: false\n")


# who is asked what ----------------------------------------------------------------------------------------------------


def test_a_topic_asks_its_questions_of_the_wanted_levels_and_none_twice(planned) -> None:
    everything = planned("{topic: a, points: 1, count: 5}", "{topic: a, points: 1, count: 3}")
    assert sorted(asked(everything)) == [f"a.q{n}" for n in range(8)]
    odd = planned("{topic: a, points: 1, count: 4, level: 2}")
    assert sorted(asked(odd)) == ["a.q1", "a.q3", "a.q5", "a.q7"]
    assert sorted(asked(planned("{topic: b, points: 1, count: 2, level: 1-3}"))) == ["b.one", "b.two"]


def test_a_question_that_is_asked_by_name_or_in_a_pool_is_asked_by_no_topic(planned) -> None:
    for line in ("{question: b.one, points: 1}", "{draw: 1, of: [b.one, a.q0], points: 1}"):
        for first, second in ((0, 1), (1, 0)):
            lines = [line, "{topic: b, points: 1}"]
            assert "b.two" in asked(planned(lines[first], lines[second]))
        with pytest.raises(
            AssemblyError, match=r"2 questions of topic 'b' .* only 1 of 2 can be used \(b.one, b.two\)"
        ):
            planned(line, "{topic: b, points: 1, count: 2}")
    with pytest.raises(
        AssemblyError,
        match=r"exam.yaml:4: there is no topic 'c'; the topics are a, b",
    ):
        planned("{topic: c, points: 1}")


def test_what_one_place_asks_of_all_is_gone_for_the_next_place_of_the_topic(planned) -> None:
    one = "{topic: b, points: 1}"
    assert sorted(asked(planned(one, one))) == ["b.one", "b.two"]
    with pytest.raises(
        AssemblyError, match=r"exam.yaml:6: expected 1 question of topic 'b' .* only 0 of 2 can be used"
    ):
        planned(one, one, one)
    planned(one, one, "{topic: b, points: 1, per: student}")  # what is left for it is seen when a paper is drawn
    with pytest.raises(
        AssemblyError, match=r"exam.yaml:5: expected 1 question of topic 'b' .* only 0 of 2 can be used"
    ):
        planned("{draw: 1, of: [b.one, b.two], points: 1}", "{topic: b, points: 1, per: student}")


def test_which_questions_of_a_topic_are_asked_hangs_on_the_key_alone(planned) -> None:
    lines = ("{topic: a, points: 1, count: 2}", "{topic: a, points: 1, count: 2}")
    assert asked(planned(*lines), "P1") == asked(planned(*lines), "P2")
    found = {tuple(asked(planned(*lines, key=derive_key(KEY, n)), key=derive_key(KEY, n))) for n in range(6)}
    assert len(found) > 3
    ranked = sorted((f"a.q{n}" for n in range(8)), key=lambda id_: derive_key(KEY, "choose", "", "a#1", id_))
    assert asked(planned(*lines))[:2] == ranked[:2]


def test_a_topic_or_a_pool_of_every_student_is_drawn_for_every_paper(planned) -> None:
    topic = planned("{topic: a, points: 1, count: 2, per: student}")
    pool = planned("{draw: 2, of: [a.q0, a.q1, a.q2, a.q3, a.q4, a.q5, a.q6], points: 1, per: student}")
    same = planned("{draw: 2, of: [a.q0, a.q1, a.q2, a.q3, a.q4, a.q5, a.q6], points: 1, per: exam}")
    numbers = [f"P{n}" for n in range(12)]
    assert len({tuple(asked(topic, number)) for number in numbers}) > 4
    assert len({tuple(asked(pool, number)) for number in numbers}) > 4
    assert len({tuple(asked(same, number)) for number in numbers}) == 1
    assert [place.per_paper for plan in (topic, pool, same) for place in plan[0]] == [True, True, False]
    assert not planned("{question: b.one, points: 1}")[0][0].per_paper


def test_what_all_are_asked_is_not_drawn_again_for_one_paper(planned) -> None:
    both = planned("{topic: a, points: 1, count: 3, per: student}", "{topic: a, points: 1, count: 4}")
    for number in (f"P{n}" for n in range(8)):
        found = asked(both, number)
        assert len(set(found)) == 7
        assert found[3:] == asked(both, "P0")[3:]
    crowded = planned("{topic: a, points: 1, count: 5, per: student}", "{topic: a, points: 1, count: 4}")
    with pytest.raises(AssemblyError, match=r"exam.yaml:4: other places leave only 4 questions of this topic"):
        asked(crowded)


def test_a_section_that_is_shuffled_has_an_order_of_its_own_on_every_paper(planned) -> None:
    lines = "".join(f"      - {{question: a.q{n}, points: 1}}\n" for n in range(6))
    for shuffle, orders in (("true", 5), ("false", 1)):
        plan = planned(
            sections=f"  - shuffle: {shuffle}\n    questions:\n{lines}  - questions:\n      - {{question: b.one, points: 1}}\n"
        )
        found = {tuple(asked(plan, f"P{n}")) for n in range(12)}
        assert len(found) >= orders
        assert (len(found) == 1) == (orders == 1)
        assert {one[6] for one in found} == {"b.one"}
        assert {tuple(sorted(one[:6])) for one in found} == {tuple(f"a.q{n}" for n in range(6))}
    ranked = sorted(range(6), key=lambda n: derive_key(KEY, "order", "P1", f"a.q{n}#1"))
    plan = planned(sections=f"  - shuffle: true\n    questions:\n{lines}")
    items = items_of(plan[0], plan[1].sections, KEY, "P1")
    assert [item.id for item in items] == [f"a.q{n}#1" for n in ranked]
    assert [item.number for item in items] == [1, 2, 3, 4, 5, 6]
    assert [item.place.ids[0] for item in items] == [item.id for item in items]


# points ---------------------------------------------------------------------------------------------------------------


def place_with(**said: object) -> Place:
    return Place("p", ("p",), 0, SimpleNamespace(**said), (), False, "exam.yaml:7")  # type: ignore[arg-type]


def test_points_of_a_question_fall_to_its_parts_by_weight_or_as_they_are_given() -> None:
    weights = {"z": 1, "a": 2}
    assert points_of(place_with(points=Decimal(3)), "q", weights) == [1, 2]
    assert points_of(place_with(points={"a": Decimal(5), "z": Decimal(4)}), "q", weights) == [4, 5]
    assert points_of(place_with(points=(Decimal(5), Decimal(4))), "q", weights) == [5, 4]
    said = "exam.yaml:7: q has the parts z, a; the blueprint gives points to "
    for points, named in (({"z": 1}, "z"), ({"z": 1, "b": 2}, "z, b"), ((1,), "1"), ((1, 2, 3), "3")):
        with pytest.raises(AssemblyError, match=f"^{said}{named}$"):
            points_of(place_with(points=points), "q", weights)


@pytest.mark.parametrize(
    ("points", "weights", "shares"),
    [
        ("2", [1, 1, 1], ["0.67", "0.67", "0.66"]),
        ("1", [1, 1, 1], ["0.34", "0.33", "0.33"]),
        ("1", [2, 1], ["0.67", "0.33"]),
        ("0.05", [1, 1, 1, 1], ["0.02", "0.01", "0.01", "0.01"]),
        ("7.77", [1], ["7.77"]),
        ("10", [3, 1, 1], ["6", "2", "2"]),
    ],
)
def test_shares_add_up_to_the_hundredth(points, weights, shares) -> None:
    found = split(Decimal(points), weights)
    assert found == [Decimal(share) for share in shares]
    assert sum(found) == Decimal(points)


def test_each_part_is_answered_as_the_blueprint_says_and_written_else() -> None:
    assert ways_of(place_with(answer="choice"), "q", ["z", "a"]) == {"z": "choice", "a": "choice"}
    assert ways_of(place_with(answer={"a": "choice"}), "q", ["z", "a"]) == {"z": "written", "a": "choice"}
    with pytest.raises(AssemblyError, match=r"^exam.yaml:7: q has no part 'h'; its parts are z, a$"):
        ways_of(place_with(answer={"a": "choice", "h": "choice"}), "q", ["z", "a"])
