"""Whose a file is, by its name: an id, a paper's number or a whole name in it; what may mean anybody means nobody."""

from __future__ import annotations

import pytest

from examgen.exam.sealed import SealedPaper
from examgen.marking.owners import Owners

CLASS = {
    "s1001": "Ada Lovelace",
    "0023004": "Évariste Galois",
    "7": "Prince",
    "2026": "Grace Brewster Hopper",
    "ada@x.org": "Ada Lovelace",
    "00": "",
    "05": "Five",
    "5": "Another Five",
    "m.curie": "Marie Curie",
    "23456": "One Two Three Four Five Six Seven Eight",
    "B-12": "One Two Three Four Five Six Seven Eight Nine",
}


@pytest.fixture
def owners() -> Owners:
    return Owners(
        SealedPaper(student=student, name=name, number=f"P{place}-ABCD", questions=())
        for place, (student, name) in enumerate(CLASS.items())
    )


@pytest.mark.parametrize(
    ("typed", "student"),
    [("s1001", "s1001"), (" S1001 ", "s1001"), ("0023004", "0023004"), ("23004", "0023004"), ("7", "7"), ("07", None),
     ("1001", None), ("", None), (" ", None), ("00", "00"), ("0", None), ("5", "5"), ("05", "05"), ("ADA@X.ORG", "ada@x.org")],
)  # fmt: skip
def test_an_id_is_typed_in_any_letters_and_perhaps_without_its_zeros(owners, typed, student) -> None:
    assert owners.called(typed) == student


def test_an_id_without_its_zeros_that_two_students_may_have_is_nobodys() -> None:
    made = Owners(SealedPaper(student=id_, name="", number=id_, questions=()) for id_ in ("0023004", "023004"))
    assert made.called("23004") is None


@pytest.mark.parametrize(
    ("name", "students"),
    [
        ("s1001.yaml", {"s1001"}), ("S1001.YML", {"s1001"}), ("s1001.yaml.txt", {"s1001"}), ("s1001.txt", {"s1001"}),
        ("s1001", {"s1001"}), ("s1001_final (2).yaml", {"s1001"}), ("7.yaml", {"7"}), ("2026.yaml", {"2026"}),
        ("group 7.yaml", set()), ("exam 2026.yaml", set()), ("exam 23456.yaml", {"23456"}), ("the 23004.yaml", {"0023004"}),
        ("Evariste GALOIS_17_assignsubmission_file_", {"0023004"}), ("Galois, Évariste", {"0023004"}),
        ("galoisevariste_LATE_1_2.yaml", {"0023004"}), ("evaristegalois.yaml", {"0023004"}), ("galois", set()),
        ("Hopper, Grace Brewster", {"2026"}), ("hoppergracebrewster.yaml", {"2026"}), ("Prince", set()),
        ("Ada Lovelace.yaml", {"s1001", "ada@x.org"}), ("ada@x.org sheet.yaml", {"ada@x.org"}), ("m.curie_1", {"m.curie"}),
        ("s1001 and 0023004.yaml", set()), ("s1001 Ada Lovelace", {"s1001"}), ("p0 abcd.yaml", {"s1001"}), ("P1-ABCD x", {"0023004"}),
        ("my one two three four five six seven eight.yaml", {"23456"}), ("b 12 x.yaml", {"B-12"}),
        ("one two three four five six seven eight nine", {"23456"}), ("", set()), ("....", set()),
        ("x " * 49 + "s1001", {"s1001"}), ("x " * 50 + "s1001", set()), ("x s1001.yaml.yaml", {"s1001"}),
    ],
)  # fmt: skip
def test_a_file_is_the_students_whom_its_whole_name_means(owners, name, students) -> None:
    assert owners.of(name) == students
