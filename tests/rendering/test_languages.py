"""A translator writes a catalogue and no code; a question that is not wholly translated is printed in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import pytest

from examgen.bank.bank import Bank
from examgen.question.conventions import CONVENTIONS
from examgen.question.question import Question
from examgen.question.selection import any_variant, seeded
from examgen.rendering import languages, picture, stem

TOLD = "Uma imagem $X$ é dada."


@pytest.fixture
def variant():
    question = Bank().question("pooling.max_map")
    return any_variant(question, seeded("a", question), {})


def _catalogue(monkeypatch: pytest.MonkeyPatch, texts: dict[str, str]) -> None:
    monkeypatch.setattr(stem, "catalogue", lambda language: texts)
    monkeypatch.setattr(
        stem, "gettext", lambda language: lambda text: texts.get(text, text) if language == "pt" else text
    )


def test_a_translated_question_is_shown_in_its_language_with_its_numbers(variant, monkeypatch) -> None:
    title, statement, *asks = stem.texts(variant)
    _catalogue(
        monkeypatch,
        {title: "Pooling máximo", statement: f"{TOLD}\n\n{statement}", **{text: f"Calcule: {text}" for text in asks}},
    )

    assert stem.title(variant, "pt") == "Pooling máximo"
    assert picture.statement(variant, "pt").before.startswith(TOLD)
    assert picture.statement(variant, "pt").picture.alt.startswith("X, 4 linhas")
    assert all(stem.ask(variant, name, "pt").startswith("Calcule: ") for name in variant.asks)


def test_a_question_that_lacks_one_text_is_english_as_a_whole(variant, monkeypatch) -> None:
    title, statement, *asks = stem.texts(variant)
    _catalogue(monkeypatch, {title: "Pooling máximo", statement: TOLD})

    assert not stem.is_translated(variant, "pt")
    assert stem.title(variant, "pt") == title
    assert stem.stem(variant, "pt") == stem.stem(variant)
    assert asks


def test_the_languages_of_papers() -> None:
    assert languages.known() == ("de", "en", "es", "pt")


@pytest.mark.parametrize("id_", [id_ for id_ in Bank().ids if id_.startswith("pooling.")])
def test_the_topic_pooling_is_in_portuguese(id_) -> None:
    question = Bank().question(id_)
    for seed in "abcd":
        drawn = any_variant(question, seeded(seed, question), {})

        assert stem.is_translated(drawn, "pt"), [
            text for text in stem.texts(drawn) if text not in languages.catalogue("pt")
        ]
        assert set(re.findall(r"\d+", stem.stem(drawn, "pt"))) == set(re.findall(r"\d+", stem.stem(drawn)))


@cache
def _said() -> tuple[str, ...]:
    """What the code marks for translation."""
    return tuple(_marked())


def _marked() -> Iterator[str]:
    for folder in ("rendering", "answers", "exam", "question", "judge"):
        for entry in files("examgen").joinpath(folder).iterdir():
            if entry.name.endswith(".py"):
                for node in ast.walk(ast.parse(entry.read_text(encoding="utf-8"))):
                    if (
                        isinstance(node, ast.Call)
                        and isinstance(node.func, ast.Name)
                        and node.func.id in ("noted", "say")
                    ):
                        yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant))


def _hints() -> Iterator[str]:
    """How answers are written, of every ask of the bank."""
    yield from (ask.type.hint for variant in _variants() for ask in variant.asks.values() if ask.type.hint)


@cache
def _variants() -> list[Question]:
    bank = Bank()
    draws = ((bank.question(id_), "abcdefgh" if id_.startswith("pooling.") else "a") for id_ in bank.ids)
    return [any_variant(question, seeded(seed, question), {}) for question, seeds in draws for seed in seeds]


@pytest.mark.parametrize("language", ["de", "es", "pt"])
def test_a_frame_is_complete(language) -> None:
    """All that a paper says but its questions: its own words, its conventions, how answers are written."""
    printed = {*_said(), *_hints(), *CONVENTIONS.values()}

    assert {text for text in printed if text not in languages.catalogue(language)} == set()


def test_no_translation_is_of_a_text_that_is_gone() -> None:
    asked = {text for variant in _variants() for text in stem.texts(variant)}
    current = {*_said(), *_hints(), *CONVENTIONS.values(), *asked}
    shapes = {_without_numbers(text) for text in _hints()}
    for language in ("de", "es", "pt"):
        gone = [text for text in languages.catalogue(language) if text and text not in current]
        assert [text for text in gone if _without_numbers(text) not in shapes] == []


def _without_numbers(hint: str) -> str:
    """A hint of any draw: how many numbers and letters it gives as an example depends on the draw."""
    return re.sub(r"(?:\d[\d.]*[a-z]?[ ,;x]*)+", "#", hint).replace("decimals", "decimal")
