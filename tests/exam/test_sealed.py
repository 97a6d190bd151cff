"""Sealed means sealed: whatever was changed is noticed before anything is marked, and no secret is in it."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from examgen.cli import main
from examgen.errors import UserError
from examgen.exam.blueprint import Blueprint
from examgen.exam.numbers import ALPHABET, PaperNumberError, paper_numbers, read_number
from examgen.exam.options import Option
from examgen.exam.sealed import (
    FILE_NAME,
    Box,
    SealedAsk,
    SealedError,
    SealedExam,
    SealedPaper,
    SealedQuestion,
    TamperedError,
)
from examgen.exam.secret import exam_key, own_secret, strength
from examgen.exam.signing import SignatureError, configuration, own_key

Json = dict[str, Any]
WITNESSES = ("both", "sealed")


def question(number: int, place: str) -> SealedQuestion:
    options = tuple(Option(text=f"${n}$", value=n) for n in (5, 7, 6, 12))
    asks = (
        SealedAsk(name="side", label=f"{number}a", text="How large?", points=Decimal(1), key=6, options=options,
                  set_as_choice=True, boxes=(Box(page=1, x=10, y=20, width=30, height=9.5),)),
        SealedAsk(name="cells", label=f"{number}b", text="How many cells?", points=Decimal(2), key=36),
    )  # fmt: skip
    return SealedQuestion(
        place=place,
        number=number,
        section=0,
        question="toy.size",
        version=1,
        title="A size",
        statement="An image of side 8.",
        points=Decimal(3),
        parameters={"n": 8, "f": 3},
        attempt=0,
        effort=4,
        asks=asks,
        misconceptions={"rounded_up": {"side": 7}},
    )


@pytest.fixture
def exam() -> SealedExam:
    blueprint = Blueprint.model_validate(
        {"id": "e1", "title": "E", "must_detect": ["rounded_up"],
         "sections": [{"questions": [{"question": "toy.size", "points": 3, "count": 2}]}]}
    )  # fmt: skip
    numbers = paper_numbers(b"k" * 32, ["s1", "s2"])
    papers = tuple(
        SealedPaper(number=numbers[id_], student=id_, name=id_.upper(), columns={"room": "A1"},
                    questions=(question(1, "toy.size#1"), question(2, "toy.size#2")))
        for id_ in ("s1", "s2")
    )  # fmt: skip
    return SealedExam(
        id="e1",
        engine="1",
        bank="1+abc",
        banks=(),
        blueprint=blueprint,
        papers=papers,
        digests={"papers/s1.pdf": "0" * 64},
    )


def first(exam: Json) -> Json:
    found: Json = exam["papers"][0]["questions"][0]
    return found


def swapped(container: Any, one: Any, other: Any) -> None:
    container[one], container[other] = container[other], container[one]


TAMPERINGS: dict[str, Callable[[Json], object]] = {
    "a key": lambda e: first(e)["asks"][0].update(key=7),
    "the key of a written answer": lambda e: first(e)["asks"][1].update(key=37),
    "points of an answer": lambda e: first(e)["asks"][0].update(points="2"),
    "points of zero": lambda e: first(e)["asks"][0].update(points="0"),
    "negative points": lambda e: first(e)["asks"][0].update(points="-1"),
    "points of a question": lambda e: first(e).update(points="30"),
    "a bonus": lambda e: first(e).update(bonus=True),
    "the value of an option": lambda e: first(e)["asks"][0]["options"][0].update(value=6),
    "the text of an option": lambda e: first(e)["asks"][0]["options"][0].update(text="$6$"),
    "the order of options": lambda e: swapped(first(e)["asks"][0]["options"], 0, 2),
    "an option less": lambda e: first(e)["asks"][0]["options"].pop(),
    "a choice that is none": lambda e: first(e)["asks"][0].update(set_as_choice=False),
    "swapped asks": lambda e: swapped(first(e)["asks"], 0, 1),
    "swapped labels": lambda e: [ask.update(label=label) for ask, label in zip(first(e)["asks"], ("1b", "1a"), strict=True)],
    "an unknown ask": lambda e: first(e)["asks"][0].update(name="nothing"),
    "an ask less": lambda e: first(e)["asks"].pop(),
    "an ask twice": lambda e: first(e)["asks"].append(first(e)["asks"][0]),
    "the words of an ask": lambda e: first(e)["asks"][0].update(text="How small?"),
    "a parameter": lambda e: first(e)["parameters"].update(n=9),
    "another question": lambda e: first(e).update(question="toy.layer"),
    "another version of a question": lambda e: first(e).update(version=2),
    "a place": lambda e: first(e).update(place="toy.size#3"),
    "the statement": lambda e: first(e).update(statement="An image of side 9."),
    "what a misconception leads to": lambda e: first(e)["misconceptions"]["rounded_up"].update(side=6),
    "swapped questions": lambda e: swapped(e["papers"][0]["questions"], 0, 1),
    "a question less": lambda e: e["papers"][0]["questions"].pop(),
    "one id for two students": lambda e: e["papers"][1].update(student="s1"),
    "swapped students": lambda e: [p.update(student=s) for p, s in zip(e["papers"], ("s2", "s1"), strict=True)],
    "one number for two papers": lambda e: e["papers"][1].update(number=e["papers"][0]["number"]),
    "a paper less": lambda e: e["papers"].pop(),
    "a rule of marking": lambda e: e["blueprint"]["marking"].update(partial="none"),
    "the worth of follow-through": lambda e: e["blueprint"]["marking"].update(follow_through=0.0),
    "what must be detected": lambda e: e["blueprint"].update(must_detect=[]),
    "the exam's id": lambda e: e.update(id="e2"),
    "the bank": lambda e: e.update(banks=["/tmp/another/bank"]),
    "the bank's version": lambda e: e.update(bank="2+def"),
    "a digest": lambda e: e["digests"].update({"papers/s1.pdf": "1" * 64}),
    "a box": lambda e: first(e)["asks"][0]["boxes"][0].update(x=11.0),
    "something more": lambda e: e.update(secret="00"),
}  # fmt: skip


def resealed(path: Path, edit: Callable[[Json], object]) -> None:
    """Edit the file as somebody would who knows its form, and leave the signature."""
    outer = json.loads(path.read_text(encoding="utf-8"))
    edit(outer["exam"])
    head = path.read_text(encoding="utf-8").partition('"exam": ')[0]
    path.write_text(f'{head}"exam": {json.dumps(outer["exam"], indent=1)}}}\n', encoding="utf-8")


@pytest.mark.parametrize("kind", TAMPERINGS)
def test_whatever_is_changed_in_a_sealed_exam_is_noticed(kind, exam, tmp_path) -> None:
    exam.write(tmp_path / FILE_NAME)
    assert SealedExam.read(tmp_path / FILE_NAME) == exam
    resealed(tmp_path / FILE_NAME, TAMPERINGS[kind])
    with pytest.raises(TamperedError, match="not as it was sealed"):
        SealedExam.read(tmp_path / FILE_NAME)


@pytest.mark.parametrize("witness", WITNESSES)
def test_an_edited_exam_is_neither_marked_with_keras_nor_without(witness, exam, tmp_path) -> None:
    (tmp_path / "sheets").mkdir()
    exam.write(tmp_path / FILE_NAME)
    resealed(tmp_path / FILE_NAME, TAMPERINGS["a key"])
    result = CliRunner().invoke(main, ["grade", str(tmp_path), str(tmp_path / "sheets"), "--witness", witness])
    assert result.exit_code == 3
    assert "not as it was sealed" in result.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == [FILE_NAME, "sheets"]


def test_any_changed_byte_is_noticed(exam, tmp_path) -> None:
    path = tmp_path / FILE_NAME
    exam.write(path)
    whole = path.read_bytes()
    for place in range(0, len(whole), 61):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        with pytest.raises(UserError):
            SealedExam.read(path)
    for shortened in (whole[:-1], whole[: len(whole) // 2], b"", whole + b" "):
        path.write_bytes(shortened)
        with pytest.raises(UserError):
            SealedExam.read(path)


def test_the_sealed_exam_holds_no_secret_and_only_its_owner_reads_it(exam, tmp_path) -> None:
    exam.write(tmp_path / FILE_NAME)
    content = (tmp_path / FILE_NAME).read_bytes()
    assert own_secret().content not in content
    assert exam_key(own_secret().content, exam.id).hex().encode() not in content
    for path in (tmp_path / FILE_NAME, *configuration().iterdir()):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path


@pytest.mark.parametrize(
    ("format_", "says"), [(99, "a newer examgen made it; upgrade"), (1, "mark it with the examgen")]
)
def test_another_format_is_refused(format_, says, exam, tmp_path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(json.dumps({"format": format_, "papers": []}))
    with pytest.raises(SealedError, match=says):
        SealedExam.read(path)
    exam.write(path)
    path.write_text(path.read_text(encoding="utf-8").replace('{"format": 2', f'{{"format": {format_}'))
    with pytest.raises(SealedError, match=says):
        SealedExam.read(path)


def test_a_device_or_a_folder_in_place_of_a_sealed_exam_is_refused_unread(tmp_path) -> None:
    path = tmp_path / FILE_NAME
    path.symlink_to("/dev/zero")
    with pytest.raises(SealedError, match=f"^{path}: a device, not a regular file$"):
        SealedExam.read(path)
    with pytest.raises(SealedError, match=f"^{tmp_path}: a folder, not a regular file$"):
        SealedExam.read(tmp_path)
    with pytest.raises(SealedError, match="none does not exist; examgen generate writes it"):
        SealedExam.read(tmp_path / "none")


def test_on_another_machine_the_key_is_confirmed_once_by_its_fingerprint(exam, tmp_path, monkeypatch) -> None:
    path = tmp_path / FILE_NAME
    exam.write(path)
    fingerprint = own_key().fingerprint
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "elsewhere"))
    with pytest.raises(SignatureError, match=f"unknown on this machine, {fingerprint}.*--trust-key {fingerprint}"):
        SealedExam.read(path)
    with pytest.raises(SignatureError, match="not by 0000-"):
        SealedExam.read(path, fingerprint="0000-0000-0000-0000-0000-0000")
    with pytest.raises(SignatureError, match="unknown on this machine"):
        SealedExam.read(path)
    assert SealedExam.read(path, fingerprint=fingerprint.lower().replace("-", " ")) == exam
    assert SealedExam.read(path) == exam
    # whoever seals an edited exam with a key of his own is not believed on the maker's machine
    exam.model_copy(update={"id": "mine"}).write(path)
    assert SealedExam.read(path).id == "mine"
    monkeypatch.undo()
    with pytest.raises(SignatureError, match="unknown on this machine"):
        SealedExam.read(path)


def test_paper_numbers_hang_on_the_student_and_nobody_else() -> None:
    key = exam_key(b"a secret", "e1")
    some = paper_numbers(key, ["s1", "s2", "s3"], 2)
    more = paper_numbers(key, ["s9", "s3", "s0", "s2", "s1"], 3)
    assert all(more[whose] == number for whose, number in some.items())
    assert len(set(more.values())) == 8
    assert not set(more.values()) & set(paper_numbers(exam_key(b"a secret", "e2"), ["s1", "s2", "s3"], 2).values())


def test_a_wrong_character_or_two_exchanged_ones_are_noticed() -> None:
    for number in paper_numbers(b"k" * 32, ["a", "b", "c"]).values():
        assert read_number(f" {number[:4].lower()}-{number[4:]}") == number
        for place, other in ((p, c) for p in range(8) for c in ALPHABET if c != number[p]):
            with pytest.raises(PaperNumberError, match="read it again"):
                read_number(number[:place] + other + number[place + 1 :])
        for one, two in combinations(range(8), 2):
            exchanged = list(number)
            exchanged[one], exchanged[two] = exchanged[two], exchanged[one]
            if exchanged != list(number):
                with pytest.raises(PaperNumberError):
                    read_number("".join(exchanged))


@pytest.mark.parametrize(
    "secret", [b"12345678", b"deep learning 2026", b"Password1!", b"qwertyuiop", b"networks-midterm-2026"]
)
def test_a_secret_that_can_be_guessed_is_weak(secret) -> None:
    assert strength(secret) < 80


def test_the_generated_secret_is_strong_and_stays(tmp_path) -> None:
    assert own_secret().bits >= 200
    assert own_secret() == own_secret()
    assert strength(bytes(range(40))) >= 80


def test_one_exams_key_tells_nothing_of_anothers() -> None:
    keys = {exam_key(secret, exam) for secret in (b"one secret", b"other secret") for exam in ("e1", "e2", "e11")}
    assert len(keys) == 6
    assert {len(key) for key in keys} == {32}


def test_questions_are_found_by_paper_or_student_and_by_their_number_or_a_label(exam: SealedExam) -> None:
    first, second = exam.papers[0].questions
    number = exam.papers[0].number
    for paper in (number, f" {number.lower()} ", "s1", "S1"):
        assert exam.questions_of(paper) == (first, second)
    assert exam.questions_of("s1", "2") == exam.questions_of("s1", " 2B ") == (second,)
    for paper, question, says in (
        ("s3", None, "e1 has no paper 's3'"),
        (" ", None, "e1 has no paper ' '"),
        ("s1", "3a", f"paper {number} has no question '3a'; it has 1, 2"),
    ):
        with pytest.raises(SealedError, match=says):
            exam.questions_of(paper, question)
