"""The statements and tasks: enough of them, balanced, sourced, and true or false as Keras finds them."""

from __future__ import annotations

import re
import runpy
from pathlib import Path
from statistics import mean

import pytest

import examgen.question_bank
from examgen.question.claims import layer
from examgen.question.statements import Explanations, StatementError, Tasks, read, themes
from examgen.verify import statements as statement_check

QUESTIONS = Path(examgen.question_bank.__path__[0])
STATED = themes(QUESTIONS / "concept" / "statements")
SORTED = themes(QUESTIONS / "concept" / "sorted")
TASKS = [task for file in read(Tasks, QUESTIONS / "concept" / "use_cases").values() for task in file.items]
EXPLANATIONS = [e for file in read(Explanations, QUESTIONS / "concept" / "explanations").values() for e in file.items]
EVERY = [statement for theme in (*STATED.values(), *SORTED.values()) for statement in theme.statements]


def test_there_are_enough_of_them_and_enough_are_witnessed() -> None:
    assert len(EVERY) >= 460
    assert sum(statement.witness is not None for statement in EVERY) >= 240
    assert len(TASKS) >= 25
    assert len(EXPLANATIONS) >= 12


@pytest.mark.parametrize("theme", STATED.values(), ids=STATED)
class TestEveryTheme:
    def test_it_has_enough_statements_half_of_them_false(self, theme) -> None:
        assert len(theme.statements) >= 15
        assert 0.4 <= mean(statement.truth for statement in theme.statements) <= 0.6

    def test_length_does_not_give_truth_away(self, theme) -> None:
        true, false = ([len(s.text) for s in theme.statements if s.truth == truth] for truth in (True, False))
        assert mean(true) == pytest.approx(mean(false), rel=0.15)


def test_a_reason_within_a_statement_does_not_give_truth_away() -> None:
    def share(truth: bool) -> float:
        asked = [s for theme in STATED.values() for s in theme.statements if s.truth == truth]
        return mean(bool({"because", "since", "as", "so"} & set(s.words)) for s in asked)

    assert share(True) == pytest.approx(share(False), abs=0.1)


@pytest.mark.parametrize("statement", EVERY, ids=[statement.id for statement in EVERY])
def test_it_is_a_sentence_with_a_reason_and_a_source_that_can_be_looked_up(statement) -> None:
    assert re.fullmatch(r"[A-Z`$0-9][^\n]*\.", statement.text)
    assert statement.why.endswith(".")
    assert statement.fact
    assert re.search(r"§|\((?:19|20)\d\d\)|documentation|developer guide|notes", statement.source), statement.source
    denials = {"no", "not", "never", "cannot", "without"} & set(statement.words)
    assert len(denials) <= 1, f"a double negative: {statement.text}"


def test_keras_agrees_with_every_witness_and_nothing_is_said_twice() -> None:
    found = statement_check.check(QUESTIONS)
    assert not found.problems
    assert (found.statements, found.witnessed) == (
        len(EVERY) + len(TASKS) + len(EXPLANATIONS),
        sum(s.witness is not None for s in EVERY),
    )


def test_wording_does_not_give_truth_away() -> None:
    """The classifiers of `benchmarks/statements.py`, which a guesser could train on a collection of old papers."""
    benchmark = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "statements.py"))
    stated = [statement for theme in STATED.values() for statement in theme.statements]
    examples, truth = benchmark["arrays"](stated)
    for guess in (benchmark["naive_bayes"], benchmark["logistic_regression"]):
        assert benchmark["accuracy"](guess, examples, truth, splits=1) < 0.55


@pytest.mark.parametrize("task", TASKS, ids=[task.id for task in TASKS])
def test_a_task_has_enough_wrong_options_each_with_what_is_wrong_with_it(task) -> None:
    for right, wrong in ((task.network, task.networks), (task.reason, task.reasons)):
        assert len(wrong) >= 4
        assert len({right, *(remark.text for remark in wrong.values())}) == len(wrong) + 1
        assert all(remark.why.endswith(".") for remark in wrong.values())


@pytest.mark.parametrize("explained", EXPLANATIONS, ids=[explained.id for explained in EXPLANATIONS])
def test_an_explanation_has_a_question_a_model_answer_and_two_or_three_criteria(explained) -> None:
    assert explained.text.endswith(("?", "."))
    assert 2 <= len(explained.criteria) <= 3
    assert all(criterion.text.endswith(".") for criterion in explained.criteria)
    assert 1 <= len(re.findall(r"\.(?: |$)", explained.answer)) <= 3
    assert explained.source


def test_the_longest_option_of_a_task_is_the_right_one_no_more_often_than_by_chance() -> None:
    benchmark = runpy.run_path(str(Path(__file__).parents[2] / "benchmarks" / "statements.py"))
    assert benchmark["longest_is_right"](QUESTIONS / "concept" / "use_cases") <= 1.3


# what is found in files that have something wrong with them --------------------------------------------------------

HEAD = "title: pooling\nstatements:\n"


def problems(tmp_path: Path, *statements: str) -> list[str]:
    folder = tmp_path / "concept" / "statements"
    folder.mkdir(parents=True)
    (folder / "pooling.yaml").write_text(HEAD + "".join(statements), encoding="utf-8")
    return [str(problem) for problem in statement_check.check(tmp_path).problems]


def entry(name: str, text: str, truth: str = "true", source: str = "a book, §1", more: str = "") -> str:
    return f"  {name}:\n    text: {text}\n    truth: {truth}\n    why: So it is.\n    source: {source}\n{more}"


def witness(holds: str, layers: str = "MaxPooling2D(2)") -> str:
    return f"    witness:\n      input: [8, 8, 3]\n      network:\n        p: {layers}\n      holds: {holds}\n"


def test_a_truth_that_keras_denies(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, entry("weighty", "Pooling owns weights.", more=witness("parameters(p) > 0")))
    assert found == ("pooling.yaml, weighty: weighty is said to be True, but Keras finds parameters(p) > 0 to be False")


def test_a_statement_without_a_source(tmp_path: Path) -> None:
    assert problems(tmp_path, entry("bare", "Pooling is fun.", source='""')) == [
        "pooling.yaml, bare: it names no source"
    ]


@pytest.mark.parametrize(
    ("second", "truth", "how"),
    [
        ("*Max pooling* has weights!", "true", "says the same as"),
        ("Max pooling has weights.", "false", "contradicts"),
        ("Max pooling has no weights.", "true", "contradicts"),
        ("Max pooling does not have any weights.", "true", "contradicts"),
    ],
)
def test_two_statements_that_cannot_stand_together(tmp_path: Path, second: str, truth: str, how: str) -> None:
    found = problems(tmp_path, entry("one", "Max pooling has weights."), entry("two", f'"{second}"', truth))
    assert found == [f"pooling.yaml, two: it {how} pooling.yaml, one"]


def test_a_statement_and_its_denial_may_stand_together(tmp_path: Path) -> None:
    pair = entry("one", "Max pooling has weights.", "false"), entry("two", "Max pooling has no weights.", "true")
    assert not problems(tmp_path, *pair)


def test_a_layer_that_keras_refuses(tmp_path: Path) -> None:
    (found,) = problems(tmp_path, entry("huge", "It fits.", more=witness("shape(p) == (1, 1, 3)", "MaxPooling2D(9)")))
    assert found.startswith("pooling.yaml, huge: Keras cannot build MaxPooling2D(9)")


@pytest.mark.parametrize(
    ("holds", "layers"),
    [
        ("__import__('os').getcwd() == 1", "MaxPooling2D(2)"),
        ("parameters(p).real == 1", "MaxPooling2D(2)"),
        ("parameters(p) == 1", "MaxPooling2D(print('x'))"),
        ("parameters(p) == 1", "open('x')"),
        ("parameters(p) == 1", "MaxPooling2D(pool=2)"),
        ("parameters(p)", "MaxPooling2D(2)"),
        ("0 < parameters(p) < 2", "MaxPooling2D(2)"),
        ("value(p, p) == 1", "MaxPooling2D(2)"),
    ],
)
def test_what_is_no_layer_or_comparison_is_refused_and_never_run(tmp_path: Path, holds: str, layers: str) -> None:
    (found,) = problems(tmp_path, entry("odd", "It is odd.", more=witness(holds, layers)))
    assert "pooling.yaml: odd.witness" in found


def test_an_id_that_stands_in_two_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(HEAD + entry("same", f"It is {name}."), encoding="utf-8")
    with pytest.raises(StatementError, match=r"same is the name of a statement in .*one\.yaml as well"):
        themes(tmp_path)


def test_a_layer_is_read_as_its_keras_code() -> None:
    code = 'Bidirectional(keras.layers.LSTM(8, return_sequences=True), merge_mode="sum")'
    assert str(layer(code.replace("keras.layers.", ""))) == code


def test_every_statement_that_the_documentation_names_exists() -> None:
    page = (Path(__file__).parents[2] / "docs" / "statements.md").read_text(encoding="utf-8")
    table = page.partition("## Where course notes")[2]
    named = set(re.findall(r"`([a-z]+(?:-[a-z]+)+)`", table))
    assert len(named) >= 20
    assert named <= {item.id for item in (*EVERY, *EXPLANATIONS)}
