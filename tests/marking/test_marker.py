"""How papers become marks: what is asked of the judge, what stops nobody else, and when a sealed key no longer holds. Keras is played."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from examgen import __version__
from examgen.bank.bank import Bank, Source
from examgen.errors import UserError
from examgen.exam.blueprint import Blueprint
from examgen.exam.options import Option
from examgen.exam.sealed import SealedAsk, SealedExam, SealedPaper, SealedQuestion
from examgen.exam.sheet import Sheet
from examgen.judge import Verdict
from examgen.marking import marker
from examgen.marking.marker import KeyMismatch, Marked, mark_all, mark_papers
from examgen.marking.marks import AskMark, PaperMark, QuestionMark
from examgen.rendering.document import StudentText

HERE = Path(__file__).parent
BANK = Bank(
    tuple(map(Source.folder, (HERE.parent / "toy_bank", HERE.parent / "judge" / "bank", HERE.parent / "exam" / "bank")))
)
LAYER = {"x": [1, 2], "w": [[1, -1, 2], [0, -2, 1]], "b": [1, 2, 3]}  # z = 2, -3, 7 and a = 2, 0, 7
KEYS: dict[str, dict[str, object]] = {"toy.layer": {"z": (2, -3, 7), "a": (2, 0, 7)}, "toy.size": {"side": 13}}


def question(
    number: int, id_: str, parameters: dict[str, object], *asks: SealedAsk, **changed: object
) -> SealedQuestion:
    return SealedQuestion.model_validate(
        {
            "place": f"{id_}#1", "number": number, "section": 0, "question": id_, "version": 1, "title": "T", "statement": "S.",
            "points": sum(ask.points for ask in asks), "parameters": parameters, "attempt": 0, "effort": 1, "asks": asks,
            "misconceptions": {}, **changed,
        }
    )  # fmt: skip


def ask(name: str, label: str, key: object, points: str = "2", **more: object) -> SealedAsk:
    return SealedAsk.model_validate({"name": name, "label": label, "text": "?", "points": points, "key": key, **more})


SIZE = question(2, "toy.size", {"n": 28, "f": 5, "p": 1, "s": 2}, ask("side", "2", 13, "1"))
WHOLE = (question(1, "toy.layer", LAYER, ask("z", "1a", (2, -3, 7)), ask("a", "1b", (2, 0, 7))), SIZE)


def exam(*questions: SealedQuestion, papers: int = 1, **marking: object) -> SealedExam:
    head = {
        "id": "e",
        "title": "T",
        "marking": marking,
        "sections": [{"questions": [{"question": "a.b", "points": 1}]}],
    }
    every = tuple(SealedPaper(number=f"P{n}", student=f"s{n}", questions=questions or WHOLE) for n in range(papers))
    return SealedExam(
        id="e", engine=__version__, bank=BANK.version, blueprint=Blueprint.model_validate(head), papers=every
    )


def sheet(answers: dict[str, str], **more: Any) -> Sheet:
    return Sheet(Path("s.yaml"), "e", "s0", "P0", answers, dict.fromkeys(answers, 1), **more)


def marked(given: Sheet, *questions: SealedQuestion, **marking: object) -> dict[str, AskMark]:
    sat = exam(*questions, **marking)
    (mark,) = mark_papers(sat, [(sat.papers[0], given)], BANK, keras=False)
    return {each.ask.label: each for each in mark.asks}


RIGHT = {"1a": "2, -3, 7", "1b": "2, 0, 7", "2": "13"}


# what is read ---------------------------------------------------------------------------------------------------------


def test_each_answer_of_a_paper_is_marked_and_they_add_up() -> None:
    sat = exam()
    (mark,) = mark_papers(sat, [(sat.papers[0], sheet({**RIGHT, "1a": "2, -3, 8", "2": ""}))], BANK, keras=False)
    states = {each.ask.label: (each.state, each.points) for each in mark.asks}
    assert states == {"1a": ("partial", Decimal("1.33")), "1b": ("right", Decimal(2)), "2": ("blank", 0)}
    assert (mark.points, [each.points for each in mark.questions]) == (Decimal("3.33"), [Decimal("3.33"), 0])
    assert [each.answered.text for each in mark.asks] == ["2, -3, 8", "2, 0, 7", ""]
    assert [bool(each.said) for each in mark.asks] == [True, True, False]
    assert mark.paper is sat.papers[0]
    assert (mark.questions[0].sealed, mark.questions[0].variant.id) == (WHOLE[0], "toy.layer")


def test_an_answer_whose_text_is_not_certain_waits_for_a_person() -> None:
    found = marked(sheet({**RIGHT, "2": " 13 "}, faults={"2": "line 7 may be an answer"}))["2"]
    assert (found.state, found.points, found.highest, found.pending) == ("unreadable", 0, Decimal(1), True)
    assert (found.answered.text, "line 7 may be an answer" in found.rule.text) == ("13", True)
    assert marked(sheet(RIGHT, faults={"2": "line 7 may be an answer"}))["1a"].state == "right"


def test_a_fault_in_a_choice_is_that_of_a_choice(monkeypatch) -> None:
    seen: list[Any] = []
    monkeypatch.setattr(
        marker, "judge", lambda works, rules, **how: seen.append(works) or [[{"side": Verdict("wrong")}]]
    )
    options = tuple(Option(text=f"${n}$", value=n) for n in (12, 13, 14, 15))
    chosen = question(2, "toy.size", SIZE.parameters, ask("side", "2", 13, "1", options=options, set_as_choice=True))
    for faults, text in (({}, "b"), ({"2": "?"}, "b"), ({}, "")):
        marked(sheet({"2": text}, faults=faults), chosen)
        assert seen[-1][0][0].answers["side"].set_as_choice, (faults, text)


def test_what_a_person_read_an_answer_as_is_marked_and_said() -> None:
    found = marked(sheet({**RIGHT, "2": " thirteen? "}, read_as={"2": "26/2"}, faults={"2": "it is smudged"}))
    assert (found["2"].state, found["2"].answered.text) == ("right", "thirteen?")
    assert found["2"].rule.text == "Read as 26/2 by a person. Right."
    assert not found["1a"].rule.text.startswith("Read as")
    assert marked(sheet({**RIGHT, "2": "13"}, read_as={"2": ""}))["2"].state == "blank"


def test_a_matrix_of_another_size_waits_for_a_person_and_what_a_person_reads_is_taken_as_it_is() -> None:
    doubled = question(1, "judged.grid", {"a": [[1, 2], [3, 4], [5, 6]]}, ask("z", "1", ((2, 4), (6, 8), (10, 12))))
    assert marked(sheet({"1": "2 4 6; 8 10 12"}), doubled)["1"].state == "doubtful"
    read = marked(sheet({"1": "?"}, read_as={"1": "2 4 6; 8 10 12"}), doubled)["1"]
    assert (read.state, read.points, read.pending) == ("wrong", 0, False)
    assert marked(sheet({"1": "?"}, read_as={"1": "2 4; 6 8; 10 12"}), doubled)["1"].state == "right"


def test_arithmetic_is_worked_out_where_the_blueprint_lets_it() -> None:
    for allowed, state in ((True, "right"), (False, "unreadable")):
        sat = exam()
        sat = sat.model_copy(update={"blueprint": sat.blueprint.model_copy(update={"expressions": allowed})})
        (mark,) = mark_papers(sat, [(sat.papers[0], sheet({**RIGHT, "2": "2*6+1"}))], BANK, keras=False)
        assert list(mark.asks)[-1].state == state


def test_letters_stand_for_what_is_behind_them() -> None:
    options = tuple(Option(text=f"${n}$", value=n) for n in (14, 13, 12, 15))
    chosen = question(2, "toy.size", SIZE.parameters, ask("side", "2", 13, "1", options=options, set_as_choice=True))
    assert [marked(sheet({"2": text}), chosen)["2"].state for text in ("b", "a", "z")] == [
        "right",
        "wrong",
        "unreadable",
    ]


def test_equal_papers_are_read_and_judged_once_and_others_are_not(monkeypatch) -> None:
    read: list[str] = []
    own = marker.read_answer
    monkeypatch.setattr(marker, "read_answer", lambda kind, text, **how: read.append(text) or own(kind, text, **how))
    sat = exam(papers=5)
    given = [
        sheet(RIGHT),
        sheet(RIGHT),
        sheet(RIGHT, faults={"2": "?"}),
        sheet(RIGHT, read_as={"2": "14"}),
        sheet({"2": "14"}),
    ]
    marks = mark_papers(sat, list(zip(sat.papers, given, strict=True)), BANK, keras=False)
    assert [[each.state for each in mark.asks][2] for mark in marks] == [
        "right",
        "right",
        "unreadable",
        "wrong",
        "wrong",
    ]
    assert read == [*RIGHT.values(), *list(RIGHT.values())[:2], "14", "", "", "14"], (
        "what has been read is not read again"
    )
    assert [mark.paper.number for mark in marks] == ["P0", "P1", "P2", "P3", "P4"]


def test_a_letter_means_what_is_behind_it_on_its_own_paper() -> None:
    def paper(number: str, *values: int) -> SealedPaper:
        options = tuple(Option(text=f"${n}$", value=n) for n in values)
        size = question(2, "toy.size", SIZE.parameters, ask("side", "2", 13, "1", options=options, set_as_choice=True))
        return SealedPaper(number=number, student=number, questions=(size,))

    papers = (paper("P0", 13, 14, 12), paper("P1", 14, 13, 12), paper("P2", 13, 14, 12))
    given = [(each, sheet({"2": "a"})) for each in papers]
    marks = mark_papers(exam().model_copy(update={"papers": papers}), given, BANK, keras=False)
    assert [[each.state for each in mark.asks] for mark in marks] == [["right"], ["wrong"], ["right"]]


def test_the_same_text_may_be_read_otherwise_on_another_paper() -> None:
    sat = exam(papers=3)
    given = [sheet({**RIGHT, "2": "l3"}, read_as={"2": meant}) for meant in ("13", "3", "13")]
    marks = mark_papers(sat, list(zip(sat.papers, given, strict=True)), BANK, keras=False)
    assert [list(mark.asks)[-1].state for mark in marks] == ["right", "wrong", "right"]


def test_the_rules_of_the_blueprint_decide_the_points() -> None:
    assert marked(sheet({**RIGHT, "1a": "2, -3, 8"}), partial="none")["1a"].points == 0
    half = marked(sheet({**RIGHT, "1a": "5, 5, 8", "1b": "5, 5, 8"}), follow_through=0.5)["1b"]
    assert (half.state, half.points) == ("follow-through", Decimal(1))


def test_what_is_asked_of_the_judge_is_what_marking_was_asked(monkeypatch) -> None:
    asked: list[dict[str, bool]] = []

    def judge(works: Sequence[Any], rules: object, **how: bool) -> list[list[dict[str, Verdict]]]:
        asked.append(how)
        return [[{name: Verdict("wrong") for name in work.answers} for work in paper] for paper in works]

    checked: list[object] = []
    monkeypatch.setattr(marker, "judge", judge)
    monkeypatch.setattr(marker, "_check_keys", lambda *given: checked.append((*given[:2],)) or asked.append({}))
    sat = exam()
    given = [(sat.papers[0], sheet(RIGHT))]
    for mark in (mark_all, mark_papers):
        for how in ({}, {"keras": False}, {"diagnosis": False}, {"check": False}):
            mark(sat, given, BANK, **how)  # type: ignore[operator, arg-type]
    plain = {"keras": True, "diagnosis": True}
    assert asked == [{}, plain, {**plain, "keras": False}, {}, {**plain, "diagnosis": False}, plain] * 2
    assert checked == [(sat, [sat.papers[0]])] * 4, "with Keras and unless the keys are taken as they are"


# what stops nobody ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("bad", [(0,), (3,), (1, 2), (0, 1, 2, 3, 4)])
def test_papers_that_raise_are_left_unmarked_with_their_reason_and_all_others_are_marked_in_order(
    monkeypatch, bad
) -> None:
    calls: list[dict[str, bool]] = []

    def some(exam_: object, submissions: Sequence[Any], bank: object, **how: bool) -> list[str]:
        calls.append(how)
        for paper, _ in submissions:
            if int(paper.number[1:]) in bad:
                raise UserError("in our words") if paper.number == "P0" else KeyError("deep down")
        return [paper.number for paper, _ in submissions]

    monkeypatch.setattr(marker, "mark_papers", some)
    sat = exam(papers=5)
    how = {"keras": False, "diagnosis": False, "check": False}
    found = mark_all(sat, [(paper, sheet(RIGHT)) for paper in sat.papers], BANK, **how)
    assert list(found.papers) == [f"P{n}" for n in range(5) if n not in bad]
    reasons = ["in our words" if n == 0 else "KeyError: 'deep down'" for n in bad]
    assert [(each.paper.number, each.reason) for each in found.unmarked] == [
        (f"P{n}", why) for n, why in zip(bad, reasons, strict=True)
    ]
    assert all(each == how for each in calls)
    assert mark_all(sat, [], BANK) == Marked()


# keys -----------------------------------------------------------------------------------------------------------------


def check(*questions: SealedQuestion, **changed: object) -> None:
    sat = exam(*questions).model_copy(update=changed)
    paper = sat.papers[0]
    marker._check_keys(sat, [paper], [[each.variant(BANK) for each in paper.questions]], BANK)


def test_a_key_that_the_witnesses_no_longer_give_is_named_with_the_reason(monkeypatch) -> None:
    asked: list[bool] = []

    def attest(variants: Sequence[Any], *, misconceptions: bool = True) -> list[Any]:
        asked.append(misconceptions)
        return [SimpleNamespace(key=KEYS[variant.id]) for variant in variants]

    monkeypatch.setattr(marker.witness, "attest", attest)
    check()
    assert asked == [False], "what misconceptions lead to is not asked for again"
    edited = SIZE.model_copy(update={"asks": (ask("side", "2", 14),)})
    older = edited.model_copy(update={"version": 0})
    said = "answer 2, toy.size: the exam was sealed with the key 14, but both witnesses now compute 13. "
    for questions, changed, why in (
        ((WHOLE[0], edited), {}, "Neither examgen nor its questions have changed since, so the sealed key was."),
        ((older,), {"engine": "0.0"}, "The question had version 0 then and has version 1 now."),
        ((edited,), {"engine": "0.0"}, f"examgen 0.0 sealed it, and this is examgen {__version__}."),
        ((edited,), {"bank": "x"}, f"The questions have changed since: the bank was x and is {BANK.version}."),
    ):
        with pytest.raises(KeyMismatch) as mismatch:
            check(*questions, **changed)  # type: ignore[arg-type]
        assert str(mismatch.value).startswith(f"{said}{why} See examgen solve toy.size --set n=28")
        assert str(mismatch.value).endswith("; --witness sealed marks by the keys that were printed")


def test_the_keys_of_every_paper_are_checked(monkeypatch) -> None:
    monkeypatch.setattr(
        marker.witness,
        "attest",
        lambda variants, **how: [SimpleNamespace(key=KEYS[variant.id]) for variant in variants],
    )
    edited = SealedPaper(
        number="P1", student="s1", questions=(WHOLE[0], SIZE.model_copy(update={"asks": (ask("side", "2", 14),)}))
    )
    sat = exam()
    papers = (sat.papers[0], edited)
    with pytest.raises(KeyMismatch, match="sealed with the key 14"):
        mark_papers(
            sat.model_copy(update={"papers": papers}), [(paper, sheet(RIGHT)) for paper in papers], BANK, keras=True
        )


# marks ----------------------------------------------------------------------------------------------------------------


def mark_of(points: str, verdict: Verdict) -> AskMark:
    return AskMark(ask("side", "2", 13, points), StudentText(""), verdict, StudentText(""), StudentText(""))


@pytest.mark.parametrize(
    ("points", "share", "earned"),
    [("1", Fraction(1, 3), "0.33"), ("1", Fraction(2, 3), "0.67"), ("0.01", Fraction(1, 2), "0.01"), ("0.05", Fraction(1, 2), "0.03"),
     ("3", Fraction(1), "3"), ("3", Fraction(0), "0")],
)  # fmt: skip
def test_a_share_of_points_is_rounded_to_the_hundredth_and_halves_up(points, share, earned) -> None:
    found = mark_of(points, Verdict("partial", share=share, highest=share))
    assert found.points == found.lowest == found.highest == Decimal(earned)
    assert found.of == Decimal(points)


def test_a_paper_adds_up_what_is_certain_and_what_may_come() -> None:
    waits = mark_of("2", Verdict("unreadable", highest=Fraction(1, 2)))
    done = mark_of("3", Verdict("right", share=Fraction(1), highest=Fraction(1), value=13))
    paper = PaperMark(
        exam().papers[0],
        (QuestionMark(SIZE, SIZE.variant(BANK), (waits,)), QuestionMark(SIZE, SIZE.variant(BANK), (done,))),
    )
    assert (paper.points, paper.lowest, paper.highest) == (3, 3, 4)
    assert paper.pending == (waits,)
    assert list(paper.asks) == [waits, done]
    assert (done.value, done.suspects, done.diagnosis, done.carried) == (13, (), None, None)
