"""How papers are drawn: what decides a variant, which draw of several is taken, and what is sealed of it. Keras is played."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from examgen.answers import Integer, Vector
from examgen.exam import assembly
from examgen.exam.assembly import FLAWLESS, AssemblyError, Shortcomings, Works, alike, group_of
from examgen.exam.roster import Student
from examgen.exam.sealed import SealedExam, SealedQuestion
from examgen.verify import witness

SIZE = "{question: toy.size, points: 2%s}"
LAYER = "{question: toy.layer, points: 3%s}"
LISTS = "{question: asked.lists, points: 8}"
CLASS = [Student(f"s{n}", f"Student {n}", {"Group": " A " if n % 2 else "B"}) for n in range(6)]


def asked(exam: SealedExam, place: int = 0) -> list[SealedQuestion]:
    return [paper.questions[place] for paper in exam.papers]


def numbers(exam: SealedExam, place: int = 0) -> list[str]:
    return [repr(question.parameters) for question in asked(exam, place)]


# who has the same numbers ---------------------------------------------------------------------------------------------


def test_a_place_says_who_has_the_same_numbers(made) -> None:
    exam = made(SIZE % "", SIZE % ", numbers: same", SIZE % ", numbers: group", roster=CLASS, spares=2)
    own, same, group = (numbers(exam, place) for place in range(3))
    assert len(set(own)) > 5
    assert len(set(same)) == 1
    assert len(set(group[1:6:2])) == len(set(group[0:6:2])) == 1
    assert group[0] != group[1]
    assert len({*group[:2], *group[6:]}) == 4, "a paper without a group has numbers of its own"
    assert [paper.columns for paper in exam.papers[5:]] == [{"Group": " A "}, {}, {}]
    assert [(paper.student, paper.name) for paper in exam.papers[5:]] == [("s5", "Student 5"), ("", ""), ("", "")]


def test_the_group_of_a_student_stands_in_the_column_of_that_name() -> None:
    assert group_of(Student("s", "S", {"x": "y", " GROUP ": " A "})) == "A"
    assert group_of(Student("s", "S", {"groups": "A"})) == ""


def test_drawing_some_papers_after_the_others_changes_nothing(made, monkeypatch, played) -> None:
    lines = (SIZE % "", SIZE % ", numbers: group", LAYER % ", numbers: same")
    whole = made(*lines, roster=CLASS)
    told: list[tuple[int, int]] = []
    played.clear()
    monkeypatch.setattr(assembly, "TOGETHER", 2)
    parted = made(*lines, roster=CLASS, progress=lambda done, of: told.append((done, of)))
    assert parted == whole
    assert {of for _, of in told} == {6 + 2 + 1}
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (9, 9)
    assert max(map(len, played)) == 5, "two papers at a time: two of their own, two groups, one for all"


def test_the_parts_in_which_papers_are_drawn_grow_and_none_is_empty() -> None:
    assert [len(part) for part in assembly._growing(range(24))] == [8, 16]
    assert [len(part) for part in assembly._growing(range(200))] == [8, 16, 32, 60, 60, 24]
    assert list(assembly._growing(())) == []


def drawn_ahead(monkeypatch, told) -> None:
    """Keras works elsewhere, two papers are the first ones, and ``told`` is called with how many variants were drawn ahead."""
    count = itertools.count(1)
    monkeypatch.setattr(assembly, "FIRST", 2)
    monkeypatch.setattr(assembly, "attempt_elsewhere", lambda: witness.attest)
    ahead = assembly._Draft.draw_ahead
    monkeypatch.setattr(assembly._Draft, "draw_ahead", lambda draft: (told(next(count)), ahead(draft)))


def test_the_next_papers_are_drawn_while_keras_works_on_the_first(made, monkeypatch) -> None:
    whole = made(SIZE % "", roster=CLASS)
    third = threading.Event()
    attest = witness.attest

    def attest_in_time(variants: Any) -> Any:
        assert third.wait(10), "Keras was waited for before the third paper was begun"
        return attest(variants)

    monkeypatch.setattr(witness, "attest", attest_in_time)
    drawn_ahead(monkeypatch, lambda count: count > 2 and third.set())
    assert made(SIZE % "", roster=CLASS) == whole


def test_an_error_in_the_next_papers_does_not_wait_for_keras(made, monkeypatch) -> None:
    def told(count: int) -> None:
        if count > 2:
            raise AssemblyError("no variant")

    over = threading.Event()
    attest = witness.attest
    monkeypatch.setattr(witness, "attest", lambda variants: over.wait(10) and attest(variants))
    drawn_ahead(monkeypatch, told)
    try:
        with pytest.raises(AssemblyError, match="no variant"):
            made(SIZE % "", roster=CLASS)
        assert not over.is_set()
    finally:
        over.set()


def test_the_first_papers_are_final_before_the_others_are_drawn(made, monkeypatch, played) -> None:
    monkeypatch.setattr(assembly, "FIRST", 1)
    final: list[int] = []
    made(SIZE % "", roster=CLASS, sealed=lambda exam, paper: final.append(len(played)))
    assert final == [1, 2, 2, 3, 3, 3]


# the best of a few draws ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("flaws", "taken", "rounds"),
    [([0], 0, 1), ([3, 0], 1, 2), ([3, 1, 2, 1, 3, 3, 3, 3, 0], 1, 8), ([2, 2, 2, 2, 2, 2, 2, 1], 7, 8)],
)
def test_a_draw_with_flaws_is_drawn_again_and_the_best_of_eight_is_taken(
    made, monkeypatch, played, flaws, taken, rounds
) -> None:
    seen: list[Any] = []

    def shortcomings(draft: Any, attested: Any, demanded: Any, seen_before: Any) -> Shortcomings:
        seen.append(attested.variant)
        return FLAWLESS._replace(survivors=flaws[len(seen) - 1])

    monkeypatch.setattr(assembly, "_shortcomings", shortcomings)
    exam = made(SIZE % "", roster=CLASS[:1])
    assert len(seen) == len(played) == rounds
    assert asked(exam)[0].parameters == seen[taken].settings


def test_only_what_has_flaws_is_drawn_again(made, monkeypatch, played) -> None:
    told: list[int] = []
    monkeypatch.setattr(
        assembly,
        "_shortcomings",
        lambda draft, attested, demanded, seen: FLAWLESS._replace(alike=draft.item.place.name == "toy.layer#1"),
    )
    made(SIZE % "", LAYER % "", roster=CLASS[:1], progress=lambda done, of: told.append(done))
    assert [sorted(variant.id for variant in round_) for round_ in played] == [
        ["toy.layer", "toy.size"],
        *[["toy.layer"]] * 7,
    ]
    assert told == [1] * 8


def test_a_question_of_one_variant_is_taken_as_it_is(made, monkeypatch, played) -> None:
    monkeypatch.setattr(assembly, "_shortcomings", lambda *_: FLAWLESS._replace(alike=1))
    exam = made(SIZE % ", set: {n: 28, f: 5, p: 1, s: 2}", roster=CLASS[:1])
    assert asked(exam)[0].parameters == {"n": 28, "f": 5, "p": 1, "s": 2}


def draft(*, options: int = 4, answer: object = "written", work: object = None) -> Any:
    slot = SimpleNamespace(answer=answer, options=options, numbers="own")
    place = SimpleNamespace(slot=slot, options=options, where="exam.yaml:4")
    return SimpleNamespace(item=SimpleNamespace(place=place, question=SimpleNamespace(id="q")), work=work)


def drawn(
    key: object = 50, wrong: dict[str, Any] | None = None, survivors: tuple[str, ...] = (), kind: Any = None
) -> Any:
    asks = {"z": SimpleNamespace(type=kind or Integer())}
    variant = SimpleNamespace(asks=asks, id="q", settings={"n": 1})
    misled = {name: {"z": value} for name, value in (wrong or {}).items()}
    return SimpleNamespace(variant=variant, key={"z": key}, wrong_answers=misled, survivors=survivors)


def short(
    draft_: Any = None, attested: Any = None, demanded: tuple[str, ...] = (), seen: Any = frozenset()
) -> Shortcomings:
    return assembly._shortcomings(draft_ or draft(), attested or drawn(wrong={"a": 1, "b": 2}), demanded, seen)


def test_what_is_wrong_with_a_draw_is_counted() -> None:
    assert short() == FLAWLESS
    found = short(
        attested=drawn(wrong={"a": 1, "b": 1, "c": 1, "d": 2}, survivors=("x", "y")), demanded=("x", "z", "a")
    )
    assert found == FLAWLESS._replace(undetected=1, survivors=2, alike=2)
    assert short(attested=drawn(key=(5, 5, 5), kind=Vector())).degenerate
    assert short(seen={'q {"n": 1}'}).repeated
    assert not short(seen={'q {"n": 2}'}).repeated
    for off, uneven in ((0.07, False), (0.071, True)):
        assert short(draft(work=SimpleNamespace(distance=lambda _, off=off: off))).uneven is uneven


def test_a_choice_is_starved_where_wrong_options_are_few_or_cannot_be_smaller() -> None:
    def starved(answer: object, key: object = 50, options: int = 4, **wrong: object) -> int:
        return short(draft(answer=answer, options=options), drawn(key, wrong)).starved

    assert starved("choice", a=1, b=2) == 0
    assert starved("choice", a=1) == starved("choice", a=1, b=1) == starved("choice") == 1
    assert starved("written") == 0
    two = drawn(wrong={"a": 1, "b": 2})
    two.variant.asks["y"], two.key["y"] = SimpleNamespace(type=Integer()), 50
    two.wrong_answers["of the other part"] = {"y": 2}
    assert short(draft(answer="choice"), two).starved == 1, "a part is starved by what leads to it"
    assert starved({"z": "choice"}) == 1
    assert [starved("choice", key, a=1, b=9) for key in (0, 2, 3)] == [1, 1, 0]
    assert [starved("choice", 3, options, a=1, b=9) for options in (4, 5)] == [0, 1]


def test_the_worst_of_all_is_a_choice_without_wrong_options_then_what_gives_itself_away() -> None:
    worst_first = list(Shortcomings._fields)
    assert worst_first == ["starved", "degenerate", "undetected", "repeated", "uneven", "survivors", "alike"]
    one_each = [FLAWLESS._replace(**{name: 1}) for name in worst_first]
    assert sorted(one_each, reverse=True) == one_each
    assert all(each > FLAWLESS for each in one_each)


def test_misconceptions_that_lead_to_the_same_answers_are_alike() -> None:
    assert alike(drawn(wrong={"a": 1, "b": 1, "c": 1})) == 2
    assert alike(drawn(wrong={"a": 1, "b": 2})) == 0
    other = drawn()
    other.variant.asks["y"] = SimpleNamespace(type=Integer())
    other.wrong_answers = {"a": {"z": 1}, "b": {"y": 1}, "c": {"z": 1, "y": 1}}
    assert alike(other) == 0


# what a question is to take -------------------------------------------------------------------------------------------


def test_what_a_question_takes_is_found_out_once(made, monkeypatch) -> None:
    sampled: list[tuple[str, str]] = []
    own = assembly.sample

    def sample(question: Any, pins: Any, good: Any) -> Any:
        sampled.append((question.id, repr(pins)))
        return own(question, pins, good)

    monkeypatch.setattr(assembly, "sample", sample)
    pool = "{draw: 1, of: [toy.size, {question: toy.layer, set: {b: [1, 2, 3]}}], points: 2, per: student}"
    made(SIZE % "", SIZE % ", set: {s: 2}", SIZE % "", LAYER % "", pool, roster=CLASS)
    assert Counter(sampled) == Counter(
        {
            ("toy.size", "{}"): 1,
            ("toy.size", "{'s': 2}"): 1,
            ("toy.layer", "{}"): 1,
            ("toy.layer", "{'b': [1, 2, 3]}"): 1,
        }
    )


def test_alternatives_of_a_pool_that_every_paper_draws_from_take_the_same_time(toys, monkeypatch) -> None:
    shared: list[int] = []
    monkeypatch.setattr(assembly, "sample", lambda question, pins, good: [question.id])
    monkeypatch.setattr(assembly, "target", lambda sampled: ("alone", *sampled))
    monkeypatch.setattr(
        assembly, "shared_target", lambda samples: shared.append(1) or [("shared", *each) for each in samples]
    )
    several = [SimpleNamespace(question=toys.question(id_), pins={}) for id_ in ("toy.size", "toy.layer")]
    slot = assembly.PoolSlot.model_validate({"draw": 1, "of": ["toy.size", "toy.layer"], "points": 1})

    def work(works: Works, which: int, *, per_paper: bool = True, slot: object = slot, name: str = "pool") -> object:
        place = SimpleNamespace(name=name, per_paper=per_paper, slot=slot, by_hand=False, candidates=several)
        return works.of(SimpleNamespace(place=place, question=several[which].question, pins=several[which].pins))  # type: ignore[arg-type]

    works = Works()
    assert [work(works, which) for which in (0, 1, 0)] == [
        ("shared", "toy.size"),
        ("shared", "toy.layer"),
        ("shared", "toy.size"),
    ]
    assert len(shared) == 1
    work(works, 0, name="another pool")
    assert len(shared) == 2
    assert work(works, 0, per_paper=False) == work(works, 0, slot=object()) == ("alone", "toy.size")


def test_work_by_hand_is_sampled_by_itself(made, monkeypatch) -> None:
    sampled: list[bool] = []
    monkeypatch.setattr(assembly, "by_hand", lambda variant: True)
    monkeypatch.setattr(assembly, "sample", lambda question, pins, good: sampled.append(good is assembly.by_hand) or [])
    section = "  - calculator: %s\n    questions:\n      - " + SIZE % "" + "\n"
    made(sections=section % "true" + section % "false" + section % "false", roster=CLASS[:1])
    assert sampled == [False, True]


# what is sealed -------------------------------------------------------------------------------------------------------


def test_a_question_is_sealed_as_it_was_printed(made, toys) -> None:
    exam = made(LISTS, SIZE % ", bonus: true", LAYER % "", roster=CLASS[:2])
    assert (exam.engine, exam.bank, exam.banks) == (assembly.__version__, toys.version, toys.folders)
    lists, size, layer = exam.papers[0].questions
    assert [ask.label for ask in lists.asks] == ["1a", "1b", "1c", "1d"]
    assert [ask.label for ask in size.asks] == ["2"]
    assert [ask.label for ask in layer.asks] == ["3a", "3b"]
    assert (lists.title, lists.version, lists.number, lists.place, lists.section, lists.bonus) == (
        "Lists",
        1,
        1,
        "asked.lists#1",
        0,
        False,
    )
    assert (size.bonus, size.points, [ask.points for ask in layer.asks]) == (True, Decimal(2), [Decimal("1.5")] * 2)
    variant = size.variant(toys)
    assert size.statement.startswith(f"A filter of size $f = {size.parameters['f']}$")
    assert size.effort == round(variant.solution.exact_effort, 1)
    assert size.seconds == round(assembly.seconds(variant), 1)
    assert size.asks[0].text == "What is the side of the output?"
    assert size.misconceptions.keys() == {"rounded_up"}
    assert [len(ask.options) for ask in lists.asks] == [3, 3, 3, 3]
    assert not any(ask.set_as_choice for ask in (*lists.asks, *size.asks))
    assert exam.papers[0].points == Decimal(11)
    drawn_ = {
        tuple(option.value for option in paper.questions[0].asks[n].options) for paper in exam.papers for n in range(4)
    }
    assert len(drawn_) > 2, "each list of each paper has an order of its own"


def test_a_text_of_the_instructor_has_its_own_title_and_image(made, tmp_path) -> None:
    (tmp_path / "map.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>')
    text = "{text: Why so, title: A reason, criteria: [x], model_answer: y, points: 1, image: map.svg, alt: A map}"
    exam = made(text, SIZE % "", roster=CLASS[:1])
    own, size = exam.papers[0].questions
    assert (own.title, own.statement, own.image, own.question) == ("A reason", "Why so", "map.svg", "text")
    assert (size.title, size.image) == ("A size", "")


def test_the_parts_that_the_blueprint_sets_as_a_choice_get_options(made) -> None:
    exam = made(LAYER % ", answer: {a: choice}, options: 5", SIZE % ", answer: choice", roster=CLASS[:2])
    for paper in exam.papers:
        layer, size = paper.questions
        assert [(len(ask.options), ask.set_as_choice) for ask in layer.asks] == [(0, False), (5, True)]
        assert [(len(ask.options), ask.set_as_choice) for ask in size.asks] == [(4, True)]
        for ask in (*layer.asks, *size.asks):
            assert not ask.options or ask.key in [option.value for option in ask.options]
    with pytest.raises(
        AssemblyError, match=r"toys.yaml:5: judged.explain has no part that can be set as a choice; use answer: written"
    ):
        made("{question: judged.explain, points: 3, answer: choice}", roster=CLASS[:1])
    made("{question: asked.lists, points: 8, answer: choice}", roster=CLASS[:1])  # it has lists of its own


def test_an_earlier_exam_lends_its_images_and_is_not_asked_again(made, tmp_path) -> None:
    (tmp_path / "map.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>')
    text = "{text: Why so, title: A reason, criteria: [x], model_answer: y, points: 1, image: map.svg, alt: A map}"
    first = made(SIZE % "", text, roster=CLASS[:2])
    (tmp_path / "map.svg").unlink()
    again = made(SIZE % "", text, roster=CLASS[:2], earlier=first)
    assert again.images == first.images != {}
    assert not set(numbers(first)) & set(numbers(again)), "the same secret, and other numbers"


# what must be told apart ----------------------------------------------------------------------------------------------


def test_what_must_be_detected_is_detected_on_every_paper_or_refused(made, monkeypatch) -> None:
    head = "title: T\nmust_detect: [rounded_up]"
    exam = made(SIZE % "", head=head, roster=CLASS)
    assert [paper.detects for paper in exam.papers] == [("rounded_up",)] * 6
    assert [sorted(p.detects) for p in made(SIZE % "", LAYER % "", head=head).papers] == [
        ["rounded_up", "sign_dropped"]
    ] * 2
    with pytest.raises(
        AssemblyError, match=r"toys.yaml:2: no question of this exam can detect 'gone'; it detects rounded_up$"
    ):
        made(SIZE % "", head="title: T\nmust_detect: [rounded_up, gone]", roster=CLASS)


def test_papers_that_cannot_detect_what_they_must_are_named(made) -> None:
    pool = "{draw: 1, of: [toy.size, toy.layer], points: 2, per: student}"
    many = [Student(f"s{n:02}", "S") for n in range(20)]
    plain = made(pool, roster=many)
    blind = [paper.student for paper in plain.papers if paper.questions[0].question != "toy.size"]
    assert len(blind) > 5
    said = rf"the papers of {', '.join(blind[:5])} cannot detect 'rounded_up'; add a question that shows it, or pin"
    with pytest.raises(AssemblyError, match=rf"toys.yaml:2: {said}"):
        made(pool, head="title: T\nmust_detect: [rounded_up]", roster=many)


def test_what_cannot_be_worked_out_by_hand_is_refused_with_its_line(made) -> None:
    with pytest.raises(
        AssemblyError, match=r"toys.yaml:6: judged.chain has no variant that can be solved by hand; allow"
    ):
        made(
            "{question: judged.chain, points: 3, set: {x: [1, 2, 1, 2]}}",
            head="title: T\ncalculator: false",
            roster=CLASS[:1],
        )


def test_a_pin_that_is_none_is_refused_with_its_line(made) -> None:
    with pytest.raises(AssemblyError, match=r"toys.yaml:5: toy.size: f must be a whole number"):
        made(SIZE % ", set: {f: x}", roster=CLASS[:1])
