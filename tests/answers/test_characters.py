"""Every character that is typed is taken for a plain one, or refused where nobody can be certain of it."""

from __future__ import annotations

import string

import pytest

from examgen.answers import Unreadable
from examgen.answers.characters import ACCENT, LETTER, THIN, code, plain, quote

ZERO_WIDTH, SELECTOR = "\u200b", "\ufe0f"


def test_the_characters_of_every_keyboard_stay_and_capital_letters_are_small() -> None:
    keys = "".join(chr(n) for n in range(ord(" "), ord("~") + 1) if chr(n) != "$")
    assert plain(keys) == keys.lower()
    assert code(keys) == keys
    assert plain("a\tb\nc") == "a\tb\nc"
    assert plain(string.ascii_uppercase) == string.ascii_lowercase


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("\u2212", "-"),
        ("\u2014", "–"),
        ("\u00f7", "/"),
        ("\u2019", "'"),
        ("\u201c", '"'),
        ("\u2022", "•"),
        ("\u0445", "x"),
        ("\u2265", "\u2265"),
        ("\r", "\n"),
        ("\u202f", THIN),
        ("\u3000", " "),
        ("\u00a0", " "),
        ("\u0663", "3"),
        ("\uff13", "3"),
        ("Ａ", "a"),
        ("ⓐ", "a"),
        ("⒜", "a"),
        ("①", "①"),
        ("²", "²"),
        ("½", "½"),
        ("×", "×"),
        ("ᵀ", "ᵀ"),
        ("É", LETTER),
        ("я", LETTER),
        ("∂", LETTER),
        ("∞", LETTER),
        ("∑", LETTER),
        ("\u0301", ACCENT),
        ("\u0903", ACCENT),
        (ZERO_WIDTH, " "),
        (SELECTOR, " "),
        ("\ufe00", " "),
        ("🎉", " "),
        ("✓", "✓"),
    ],
)
def test_a_character_of_the_same_meaning_is_read_as_the_plain_one(typed: str, read: str) -> None:
    assert plain(f"a{typed}b") == f"a{read}b"


def test_code_keeps_letters_as_they_are() -> None:
    assert code("Conv2D(É)") == "Conv2D(É)"
    assert code("a\u0301") == "a\u0301"


@pytest.mark.parametrize("typed", ["\x00", "\x07", "\x7f", "\ue000", "\ud800", "\u202e", "\u2067", "\u2062", "\u0336"])
def test_a_character_that_nobody_can_see_or_be_certain_of_is_refused(typed: str) -> None:
    for read in (plain, code):
        with pytest.raises(Unreadable) as refusal:
            read(f"1{typed}2")
        assert str(refusal.value) == (
            f"it contains the character U+{ord(typed):04X}, which cannot be read with certainty; write it again"
        )


@pytest.mark.parametrize("text", ["1{}2", "a1{}2", "1{}2a", "12{}34"])
@pytest.mark.parametrize("character", [ZERO_WIDTH, SELECTOR, "\ufe00", "🎉"])
def test_what_nobody_sees_between_two_digits_is_refused(text: str, character: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        plain(text.format(character))
    said = f"the character U+{ord(character):04X} is between two digits; write them again"
    assert str(refusal.value) == said


@pytest.mark.parametrize("text", ["{}12", "12{}", "1{} 2", "1 {}2", "1{}a", "a{}1", "1{}", "{}1"])
def test_what_nobody_sees_beside_a_number_is_a_space(text: str) -> None:
    assert plain(text.format(ZERO_WIDTH)) == text.format(" ")


def test_dollar_signs_stand_around_a_formula_in_pairs() -> None:
    assert plain("$x$ $y$") == " x   y "
    assert plain("$5") == "$5"
    assert plain("$a$ $") == "$a$ $"


def test_an_answer_has_ten_thousand_characters_at_most_and_one_at_least() -> None:
    assert len(plain("1" * 10_000)) == 10_000
    with pytest.raises(Unreadable, match="10001 characters are too many for an answer; write only the answer"):
        plain("1" * 10_001)
    for nothing in ("", " \n\t", ZERO_WIDTH):
        with pytest.raises(Unreadable, match="nothing was written; write your answer"):
            plain(nothing)


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("5", "'5'"),
        ("it's", '"it\'s"'),
        ('it\'s "5"', '“it\'s "5"”'),
        ('say "5"', "'say \"5\"'"),
        ("a\n  b\tc", "'a b c'"),
        ("a\x07b", "'a?b'"),
        ("x" * 40, f"'{'x' * 40}'"),
        ("x" * 41, f"'{'x' * 37}...'"),
        ("\n" * 199 + "x", "'x'"),
        ("\n" * 200 + "x", "''"),
    ],
)
def test_a_message_quotes_a_text_short_and_on_one_line(text: str, quoted: str) -> None:
    assert quote(text) == quoted
