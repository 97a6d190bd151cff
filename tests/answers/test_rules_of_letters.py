"""Each rule of letters and of the texts behind them by a few answers: what is taken, and what is refused and why."""

from __future__ import annotations

from typing import Any

import pytest

from examgen.answers import AnswerType, Choice, Choices, Doubtful, Matching, Ordering, Unreadable

THREE = ("valid", "same", "full")
ONE, SEVERAL, ORDER = Choice(THREE), Choices(THREE), Ordering(THREE)
GATES = Matching(("x gate", "y gate", "z gate"), ("one", "two", "three", "four"))
CURVES = Choice(
    ("Overfitting: the loss rises.", "Underfitting: it hardly falls.", "A good fit: it falls.", "ReLU, with the sum")
)
SIZES = Choice(("3 × 3", "5 × 5", "It becomes larger.", "It stays the same."))
MORE = Choice(
    ("It increases the number of maps.", "It decreases the number of maps.", "It does not change the number of maps.")
)
FIVE = Choices(("one", "two", "three", "four", "five"))
BOXES = Choices(("box A", "box B", "box C"))
PARTS = Matching(("first", "second", "third"), ("update gate", "reset gate", "candidate"))
LONG = Choice(("forget gate: it erases parts of the cell state", "input gate: it writes to the cell state"))
DOUBLES = Choice(("It doubles in size.", "It halves at once."))

READ: tuple[tuple[AnswerType, str, Any], ...] = (
    # brackets
    (SEVERAL, "(a) (b)", (1, 1, 0)),
    (SEVERAL, "(a, b)", (1, 1, 0)),
    (SEVERAL, "{a}, (b)", (1, 1, 0)),
    (SEVERAL, "[a], (b)", (1, 1, 0)),
    (SEVERAL, "a), b)", (1, 1, 0)),
    (SEVERAL, "valid, (b)", (1, 1, 0)),
    # what holds and what does not
    (SEVERAL, "a, b; not c", (1, 1, 0)),
    (SEVERAL, "a, b (not c)", (1, 1, 0)),
    (SEVERAL, "a, b but not c", (1, 1, 0)),
    (SEVERAL, "a; wrong: b, c", (1, 0, 0)),
    (SEVERAL, "a; left: b, c", (1, 0, 0)),
    (SEVERAL, "a, b, c; left: none", (1, 1, 1)),
    (SEVERAL, "none; wrong: a, b, c", (0, 0, 0)),
    (SEVERAL, "right: a, b; wrong: c", (1, 1, 0)),
    (SEVERAL, "a and b are true, c false", (1, 1, 0)),
    (SEVERAL, "a are true, b, c are false", (1, 0, 0)),
    (SEVERAL, "a correct; b, c wrong", (1, 0, 0)),
    (SEVERAL, "a is wrong, b and c are right", (0, 1, 1)),
    (SEVERAL, "a and b are false, c is true", (0, 0, 1)),
    (SEVERAL, "all but b", (1, 0, 1)),
    (SEVERAL, "all except b, c", (1, 0, 0)),
    # each by itself
    (SEVERAL, "a yes, b no, c yes", (1, 0, 1)),
    (SEVERAL, "a 1, b 0, c 1", (1, 0, 1)),
    (SEVERAL, "a ✗ b ✓ c ✓", (0, 1, 1)),
    (SEVERAL, "✓ a ✗ b ✓ c", (1, 0, 1)),
    (SEVERAL, "the first and the third", (1, 0, 1)),
    (LONG, "the input  gate", 1),
    (SEVERAL, "a ✓, b yes, c no", (1, 1, 0)),
    (SEVERAL, "☑ a ☐ b ☑ c", (1, 0, 1)),
    # who only ticks leaves the others
    (SEVERAL, "a ✓", (1, 0, 0)),
    (SEVERAL, "a ✓ b ✓", (1, 1, 0)),
    (SEVERAL, "a ✔ b ✅", (1, 1, 0)),
    (SEVERAL, "a x", (1, 0, 0)),
    (SEVERAL, "a x, c x", (1, 0, 1)),
    (SEVERAL, "a x, b no, c no", (1, 0, 0)),
    (SEVERAL, "☑ a ☑ c", (1, 0, 1)),
    (SEVERAL, "[x] a [x] b", (1, 1, 0)),
    # one box
    (ONE, "☑ a ☐ b ☐ c", 0),
    (ONE, "☐ a ☑ b ☐ c", 1),
    (ONE, "[x] a [ ] b [ ] c", 0),
    # numbers of items
    (GATES, "①b ②a ③c", (1, 0, 2)),
    (GATES, "① b, ② a, ③ c", (1, 0, 2)),
    (GATES, "(1) b (2) a (3) c", (1, 0, 2)),
    (GATES, "1st b 2nd a 3rd c", (1, 0, 2)),
    (GATES, "2 → a, 1 → b, 3 → c", (1, 0, 2)),
    (GATES, "x gate: two, y gate: one, z gate: c", (1, 0, 2)),
    (GATES, "1 x gate: b", (1, -1, -1)),
    (GATES, "(1, b) (2, a) (3, c)", (1, 0, 2)),
    (GATES, "(b,1) (a,2) (c,3)", (1, 0, 2)),
    (GATES, "1b 1b 2a 3c", (1, 0, 2)),
    (ORDER, "① c ② a ③ b", (2, 0, 1)),
    (ORDER, "1. c 2. a 3. b", (2, 0, 1)),
    (ORDER, "c: 1, a: 2, b: 3", (2, 0, 1)),
    # orders
    (ORDER, "b <- a <- c", (2, 0, 1)),
    (ORDER, "c / a / b", (2, 0, 1)),
    (ORDER, "c; a; b", (2, 0, 1)),
    (ORDER, "full, valid, same", (2, 0, 1)),
    # texts, whole or without the words that all share
    (Choice(("layer one big", "layer two big")), "one big", 0),
    (Choice(("layer one big", "layer two big")), "TWO  big", 1),
    (Choice(("layer one", "layer two", "layer")), "layer two", 1),
    (Choice(("layer one", "layer two", "layer")), "layer", 2),
    (Choice(("class", "class 2")), "class 2", 1),
    (Choice(("class 2", "class 3")), "class-2", 0),
    (Choice(("class 2", "class 3")), "class2", 0),
    (Choice(("Leaky ReLU", "ReLU", "leaky")), "leaky\nrelu", 0),
    (Choice(("Leaky ReLU", "ReLU", "leaky")), "leaky.", 2),
    (Choice(("Class 1", "class 1")), "class 1", 1),
    (Choice(("28", "5")), "28.", 0),
    (Choice(("café", "cafè")), "CAFÉ", 0),
    (Choice(("costs $5", "costs €5")), "costs 5", 0),
    (Choice(("2\u2062x", "3x")), "b", 1),
    (Choices(("It has weights.", "It has a stride.")), "a) It has weights. b) It has a stride.", (1, 1)),
    (Choices(("It has weights.", "It has a stride.")), "It has weights", (1, 0)),
    # a text by its short name
    (CURVES, "overfitting", 0),
    (CURVES, "It is a good fit.", 2),
    (CURVES, "b (underfitting)", 1),
    (CURVES, "Overfitting, because the loss rises", 0),
    (CURVES, "relu with sum", 3),
    (SIZES, "3x3", 0),
    (SIZES, "b: 5*5", 1),
    (SIZES, "larger", 2),
    (SIZES, "the same", 3),
    (Choice(("not trained", "trained")), "trained", 1),
    (Choice(("not trained", "trained")), "not trained", 0),
    (PARTS, "1: update, 2: the reset gate, 3: candidate", (0, 1, 2)),
    (PARTS, "reset, update, candidate", (1, 0, 2)),
    (BOXES, "boxes A and C", (1, 0, 1)),
    (BOXES, "all boxes", (1, 1, 1)),
    (MORE, "decreases", 1),
    (MORE, "does not change", 2),
    (Choice(("yes", "no")), "да", 0),
    (Choice(("yes", "no")), "いいえ。", 1),
    (Choice(("28", "26", "14")), "28 - 3 + 1 = 26", 1),
    # one and not another
    (ONE, "B, not C", 1),
    (ONE, "b (not a and c)", 1),
    (ONE, "c rather than a", 2),
    (Choices((*THREE, "causal")), "b; a, c and d are false", (0, 1, 0, 0)),
    (Choices((*THREE, "causal")), "b through d", (0, 1, 1, 1)),
    # the items of each option
    (PARTS, "a: 1, 3; b: 2", (0, 1, 0)),
    (PARTS, "a = {1, 3}, b = {2}", (0, 1, 0)),
    (PARTS, "1, 3: a; 2: b", (0, 1, 0)),
    (PARTS, "- b\n- a\n- c", (1, 0, 2)),
    (PARTS, "Statement 1: b, statement 2: a, statement 3: c", (1, 0, 2)),
    # the languages of students
    (ONE, "答案：B", 1),
    (ONE, "Ответ: c", 2),
    (ONE, "odpowiedź a", 0),
    (ONE, "정답은 b입니다", 1),
    (SEVERAL, "A和C。", (1, 0, 1)),
    # a sentence behind it
    (DOUBLES, "a – the image is padded", 0),
)

REFUSED: tuple[tuple[AnswerType, str, str], ...] = (
    (SEVERAL, "✓ a ☐ b ✓ c", "could not be interpreted"),
    (SEVERAL, "(a), b", "the meaning of the brackets in '(a), b' is unclear"),
    (SEVERAL, "(a), b)", "the meaning of the brackets in '(a), b)' is unclear"),
    (SEVERAL, "(a b", "the meaning of the brackets in '(a b' is unclear"),
    (SEVERAL, "[a], b", "the meaning of the brackets in '[a], b' is unclear"),
    (SEVERAL, "a/b, c", "the slash in 'a/b, c' may separate two choices"),
    (Choices((*THREE, "none")), "c, a/b, d", "the slash in 'c, a/b, d' may separate two choices"),
    (SEVERAL, "a) same", "'a) same' names more than one option"),
    (GATES, "b one", "'b one' names more than one option"),
    (SEVERAL, "a; not b", "'a; not b' does not divide the options into two groups"),
    (SEVERAL, "a; left: b", "'a; left: b' does not divide the options into two groups"),
    (SEVERAL, "a, b; left: none", "'a, b; left: none' does not divide the options into two groups"),
    (SEVERAL, "none; wrong: a, b", "'none; wrong: a, b' does not divide the options into two groups"),
    (SEVERAL, "a and b are true, c and a are false", "does not divide the options into two groups"),
    (SEVERAL, "a yes, b no", "'a yes, b no' does not say whether c holds"),
    (SEVERAL, "a yes", "'a yes' does not say whether b holds"),
    (SEVERAL, "b yes, c no", "'b yes, c no' does not say whether a holds"),
    (SEVERAL, "☑ a ☐ b", "'☑ a ☐ b' does not say whether c holds"),
    (SEVERAL, "☐ a ☐ b", "'☐ a ☐ b' does not say whether c holds"),
    (SEVERAL, "a ✗, b ✗", "'a ✗, b ✗' does not say whether c holds"),
    (SEVERAL, "a ✓, b yes", "'a ✓, b yes' does not say whether c holds"),
    (SEVERAL, "[x] a", "'[x] a' does not say whether b holds"),
    (SEVERAL, "a yes, a no, b yes", "'a yes, a no, b yes' names a twice"),
    (SEVERAL, "☑ a ☐ a", "'☑ a ☐ a' names a twice"),
    (SEVERAL, "a x, b ✓", "the x in 'a x, b ✓' may be a tick or a cross"),
    (SEVERAL, "a " * 150, "names a twice"),
    (SEVERAL, "a " * 151, "is too long"),
    (SEVERAL, "banana", "'banana' could not be interpreted"),
    (ONE, "☑ a ☑ b ☐ c", "'☑ a ☑ b ☐ c' ticks 2 options"),
    (ONE, "☐ a ☐ b ☐ c", "'☐ a ☐ b ☐ c' ticks 0 options"),
    (ONE, "☑ a ☐ a ☐ c", "'☑ a ☐ a ☐ c' names a twice"),
    (Choice(("layer one", "layer two", "layer")), "one", "'one' does not name an option"),
    (Choice(("28", "5")), "128", "'128' could not be interpreted"),
    (Choice(("28", "5")), "28,5", "'28,5' could not be interpreted"),
    (GATES, "1b b1", "numbers and letters are in different orders"),
    (GATES, "(b, 1) (2, a) (3, c)", "numbers and letters are in different orders"),
    (GATES, "1 y gate: b", "a number is before the text of another item"),
    (GATES, "1b 1c 2a", "gives two options for 1"),
    (GATES, "0b 1a 2c", "refers to item 0"),
    (GATES, "4b 1a 2c", "refers to item 4"),
    (ORDER, "1. c 2. a 4. b", "do not number the items in order"),
    (ORDER, "1. c a: 2 3. b", "do not number the items in order"),
    (ORDER, "1. c 1. a 2. b", "do not number the items in order"),
    (ORDER, "c > a < b", "contains signs in both directions"),
    (ORDER, "c < a -> b", "contains signs in both directions"),
    (ORDER, "c -> a, b", "uses two different separators"),
    (ORDER, "c; a -> b", "uses two different separators"),
    (ORDER, "c / a, b", "uses two different separators"),
    (DOUBLES, "a – the width halves slowly", "'halves' in 'a – the width halves slowly' may name another option"),
    (CURVES, "b (overfit)", "'(overfit)' may name another option"),
    (CURVES, "a, because it is underfitting", "may name another option"),
    (CURVES, "not overfitting", "'not' in 'not overfitting' could not be interpreted"),
    (CURVES, "the loss", "could not be interpreted"),
    (MORE, "b because it increases them", "may name another option"),
    (MORE, "change", "'change' could not be interpreted"),
    (FIVE, "b e c", "the e in 'b e c' may be an option or mean and"),
    (PARTS, "1 -> a -> 2 -> b -> 3 -> c", "do not say what belongs together"),
    (ORDER, "c a b (from output to input)", "'from' in 'c a b (from output to input)' could not be interpreted"),
    (ONE, "b (false)", "'false)' in 'b (false)' could not be interpreted"),
    (ONE, "b, not b", "'b, not b' names an option and takes it back"),
    (SEVERAL, "all four", "'all four' names 4 options, but there are 3"),
    (SEVERAL, "c through a", "'c through a' does not say which options"),
    (Matching(("x", "y"), ("CNNs only", "RNNs only", "both")), "CNNs and RNNs", "could not be interpreted"),
    (PARTS, "a: 1, 3; b: 3", "does not name each of the 3 items once"),
    (PARTS, "a: 1, 2; c: 3, 4", "does not name each of the 3 items once"),
    (ORDER, "c a b (backwards)", "'backwards)' in 'c a b (backwards)' could not be interpreted"),
    (
        ORDER,
        "c, before that a, before that b",
        "'before' in 'c, before that a, before that b' could not be interpreted",
    ),
    (ORDER, "c<a>b", "the meaning of the brackets in 'c<a>b' is unclear"),
    (DOUBLES, "a – once", "'once' in 'a – once' may name another option"),
)

DOUBTFUL: tuple[tuple[AnswerType, str, tuple[int, int]], ...] = (
    (ONE, "a) same", (0, 1)),
    (CURVES, "a (underfitting)", (0, 1)),
    (MORE, "a (decreases)", (0, 1)),
    (Choice(("Class 1", "class 1")), "1", (0, 1)),
    (Choice(("Class 1", "class 1")), "CLASS 1", (0, 1)),
)


def named(rows: tuple[tuple[AnswerType, str, Any], ...]) -> list[str]:
    return [f"{kind.name} {text!r:.40}" for kind, text, _ in rows]


@pytest.mark.parametrize(("kind", "text", "value"), READ, ids=named(READ))
def test_what_is_clear_is_taken(kind: AnswerType, text: str, value: object) -> None:
    assert kind.read(text).value == value


@pytest.mark.parametrize(("kind", "text", "why"), REFUSED, ids=named(REFUSED))
def test_what_is_not_clear_is_refused_with_its_reason(kind: AnswerType, text: str, why: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        kind.read(text)
    assert why in str(refusal.value)
    assert not isinstance(refusal.value, Doubtful)


@pytest.mark.parametrize(("kind", "text", "values"), DOUBTFUL, ids=named(DOUBTFUL))
def test_what_names_two_options_is_doubtful(kind: AnswerType, text: str, values: tuple[int, int]) -> None:
    with pytest.raises(Doubtful) as doubt:
        kind.read(text)
    assert tuple(reading.value for reading in doubt.value.readings) == values


def test_what_was_taken_is_said_option_by_option() -> None:
    assert SEVERAL.read("b").said == "ticked: b; left: a, c"
    assert SEVERAL.read("all").said == "ticked: a, b, c; left: none"
    assert SEVERAL.read("none").said == "ticked: none; left: a, b, c"
    assert ONE.read("same").said == "b: same"
    assert ORDER.read("cab").said == "c, then a, then b"
    assert GATES.read("1b 3c").said == "1: b, 2: nothing, 3: c"
