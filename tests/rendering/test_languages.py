"""A translator writes a catalogue and no code; a question that is not wholly translated is printed in English."""

from __future__ import annotations

import re

import pytest

from examgen.bank.bank import Bank
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
