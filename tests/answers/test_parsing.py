"""What is refused before or while a text is parsed, in which words, and where a parser that was built is kept."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from examgen.answers import Integer, Matrix, Shape, Unreadable, Vector, parsing
from examgen.answers.parsing import DEEPEST, Misfit, grammar, parsed


def test_a_misfit_says_what_could_not_be_interpreted_and_in_which_text() -> None:
    assert str(Misfit("'x'", 3)) == "'x' could not be interpreted"
    assert str(Misfit("", 3)) == "it is incomplete"
    assert Misfit("'x'", 3).within("5 x") == "'x' in '5 x' could not be interpreted"
    assert Misfit("'x'", 0).within("x") == "'x' could not be interpreted"
    assert Misfit("", 3).within("5 +") == "'5 +' is incomplete"
    assert (Misfit("'x'", 3).part, Misfit("'x'", 3).place) == ("'x'", 3)


@pytest.mark.parametrize(
    ("text", "part", "place"),
    [("5 banana pie", "'banana'", 2), ("banana", "'banana'", 0), ("5 +", "", 3), ("5  banana", "'banana'", 3)],
)
def test_a_text_that_does_not_fit_is_told_by_the_word_that_stands_there(text: str, part: str, place: int) -> None:
    with pytest.raises(Misfit) as misfit:
        parsed("number", text, text)
    assert (misfit.value.part, misfit.value.place) == (part, place)


@pytest.mark.parametrize(("opening", "closing"), ["()", "[]", "{}", "<>"])
def test_brackets_are_nested_eight_deep_at_most_whatever_they_are(opening: str, closing: str) -> None:
    deep = f"{opening * DEEPEST}1{closing * DEEPEST}"
    with pytest.raises(Misfit) as misfit:
        parsed("array", f"{opening}{deep}{closing}", f"{opening}{deep}{closing}")
    assert misfit.value.place == DEEPEST
    assert Matrix().read(deep).value == ((1,),)
    beside = ", ".join(f"{opening}{n}{closing}" for n in range(1, DEEPEST + 3))
    assert Vector().read(beside).value == tuple(range(1, DEEPEST + 3)), "beside each other they are not deep"


@pytest.mark.parametrize(
    "text", ["√x = 4", "√(answer) = 4", "x² = 24", "nicht 24", "fast 24", "x * x = 24", "half the result 24"]
)
def test_words_and_roots_that_turn_a_number_into_another_one_are_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="could not be interpreted"):
        Integer().read(text)


def test_words_that_turn_a_size_or_a_list_are_refused_as_well() -> None:
    for kind in (Vector(), Shape()):
        with pytest.raises(Unreadable, match="'nicht'"):
            kind.read("nicht 1 2 3")


def test_a_reason_may_end_with_a_full_stop_and_must_come_to_the_answer() -> None:
    assert Integer().read("150, because 25 * 6 = 150.").value == 150
    with pytest.raises(Unreadable, match="gives '160' as its result"):
        Integer().read("150, because 25 * 6 = 160.")


def test_a_parser_is_kept_in_the_users_folder_where_there_can_be_one(monkeypatch, tmp_path: Path) -> None:
    asked: list[object] = []

    def folder(*given: object, **how: object) -> Path:
        asked.append((given, how))
        return tmp_path

    monkeypatch.setattr(platformdirs, "user_cache_path", folder)
    assert parsing._kept("number-start") == str(tmp_path / "number-start.parser")
    assert asked == [(("examgen",), {"appauthor": False, "ensure_exists": True})]
    monkeypatch.setattr(parsing.os, "access", lambda path, mode: (path, mode) != (tmp_path, parsing.os.W_OK))
    assert parsing._kept("number-start") is False

    def refuse(*_: object, **__: object) -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(platformdirs, "user_cache_path", refuse)
    assert parsing._kept("number-start") is False


def test_a_parser_is_built_once() -> None:
    assert grammar("number") is grammar("number")
    assert grammar("letters", "start_choice") is not grammar("letters", "start_choices")
