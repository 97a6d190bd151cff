"""`examgen bank`: what there is, what one question is, and whether all of them are sound."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from examgen.bank.bank import Bank
from examgen.bank.card import parsed_card
from examgen.cli import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["bank", *arguments], prog_name="examgen")


def test_the_list_has_a_line_for_every_question() -> None:
    result = run("list")
    assert result.exit_code == 0
    head, *lines = result.stdout.splitlines()
    assert head.split() == ["QUESTION", "LEVEL", "TITLE", "ATTESTED", "BY", "EXAMPLE"]
    assert [line.split()[0] for line in lines] == list(Bank().ids)
    assert result.stderr.split()[0] == str(len(lines))


def test_the_list_is_searched_by_words_of_ids_titles_descriptions_and_parameters() -> None:
    def found(*words: str) -> list[str]:
        return [card["id"] for card in json.loads(run("list", "--json", *words).stdout)]

    assert found("receptive", "field")[0] == "convolution.receptive_field"
    assert found("LSTM", "param")[0] == "recurrent.lstm_parameters", "the id comes before a description"
    assert "convolution.parameter_count" in found("groups"), "a parameter"
    result = run("list", "receptvie")
    assert result.exit_code == 2
    assert "did you mean receptive?" in result.stderr
    assert "try fewer words" in run("list", "lstm", "dropout", "receptive").stderr


@pytest.mark.parametrize(
    ("command", "meant"),
    [
        (("bank", "show", "lstm"), "recurrent.lstm_step"),
        (("solve", "softmax.temp"), "softmax.temperature"),
        (("practice", "convolutoin"), "convolution"),
        (("bank", "list", "--topic", "recurent"), "recurrent"),
    ],
)
def test_a_name_that_is_not_known_brings_names_that_are_like_it(command: tuple[str, ...], meant: str) -> None:
    result = CliRunner().invoke(main, command, prog_name="examgen")
    assert result.exit_code == 2
    assert meant in result.stderr


def test_an_id_that_is_taken_begins_no_new_question(tmp_path: Path) -> None:
    result = run("new", "convolution.output_size", "--into", str(tmp_path))
    assert result.exit_code == 2
    assert "the question convolution.output_size already exists" in result.stderr
    assert not list(tmp_path.iterdir())


def test_every_command_that_show_suggests_for_a_question_of_your_own_names_its_bank(toy_bank: Path) -> None:
    result = run("show", "toy.size", "--bank", str(toy_bank))
    said = " ".join((result.stdout + result.stderr).split())
    assert said.count("examgen solve toy.size") == said.count(f"--bank {toy_bank}") == 3


def test_the_parameters_of_a_question_are_documented(toy_bank: Path) -> None:
    result = CliRunner().invoke(main, ["solve", "convolution.output_size", "--help"], prog_name="examgen")
    assert "Stride (integer, at least 1; default 1)." in result.stdout
    shown = json.loads(run("show", "convolution.output_size", "--json").stdout)["documentation"]
    assert shown["d"] == {"meaning": "Dilation rate.", "type": "integer", "range": "at least 1", "default": "1"}


def test_the_list_can_be_narrowed_to_a_topic_and_to_levels(toy_bank: Path) -> None:
    rows = json.loads(run("list", "--bank", str(toy_bank), "--topic", "toy", "--level", "2-3", "--json").stdout)
    assert rows == [
        {
            "id": "toy.layer",
            "topic": "toy",
            "level": 2,
            "title": "A layer",
            "attested_by": ["Keras"],
            "parameters": ["x", "w", "b", "how"],
            "example": "A dense layer and ReLU: what stands after each?",
        }
    ]
    assert {row["level"] for row in json.loads(run("list", "--level", "1", "--json").stdout)} == {1}


def test_a_card_read_at_a_glance_is_the_card_that_parsing_gives() -> None:
    for card in Bank().cards():
        assert card == parsed_card(card.id, card.path, card.path.read_text(encoding="utf-8"))


def test_a_half_written_question_hides_no_other(toy_bank: Path, tmp_path: Path) -> None:
    shutil.copytree(toy_bank, tmp_path / "bank")
    (tmp_path / "bank/question_bank/toy/half.py").write_text("class Half(", encoding="utf-8")
    result = run("list", "--topic", "toy", "--bank", str(tmp_path / "bank"))
    assert result.exit_code == 0
    assert "toy.size" in result.stdout
    assert "half.py is not Python" in result.stderr


def test_show_has_the_statement_the_asks_the_parameters_and_the_misconceptions(toy_bank: Path) -> None:
    result = run("show", "toy.layer", "--seed", "a", "--bank", str(toy_bank))
    assert result.exit_code == 0, result.output
    for shown in (
        "toy.layer  A layer  level 2",
        "W = ⎡",
        "a) What is x W + b?",
        "follows from z",
        "sign_dropped",
        "examgen solve toy.layer --set",
    ):
        assert shown in result.stdout
    assert "--seed a" in result.stderr
    assert "they agree" not in result.stdout, "the answer is not shown"


def test_show_gives_the_same_as_an_object(toy_bank: Path) -> None:
    found = json.loads(run("show", "toy.layer", "--seed", "a", "--json", "--bank", str(toy_bank)).stdout)
    assert (found["topic"], found["level"], found["title"]) == ("toy", 2, "A layer")
    assert found["asks"]["a"]["follows"] == ["z"]
    assert list(found["parameters"]) == ["x", "w", "b", "how"]
    assert {"sign_dropped", "bias_left_out"} <= found["misconceptions"].keys()


def test_check_counts_what_an_instructor_should_know(toy_bank: Path) -> None:
    result = run("check", "toy", "--draws", "30", "--jobs", "1", "--json", "--bank", str(toy_bank))
    assert result.exit_code == 0, result.output
    layer, size = json.loads(result.stdout)["questions"]
    assert (layer["question"], size["question"]) == ("toy.layer", "toy.size")
    assert size["draws"] == 30
    assert 25 <= size["distinct"] <= 30
    assert size["defects"] == []
    assert size["effort"] == [5, 7]
    assert size["misconceptions"]["rounded_up"] == {"own": True, "applied": 30, "told": 30}
    assert size["misconceptions"]["stride_ignored"]["own"] is False


def test_check_prints_a_table_and_a_line_for_each_misconception_of_a_single_question(toy_bank: Path) -> None:
    result = run("check", "toy.size", "--draws", "10", "--bank", str(toy_bank))
    assert result.exit_code == 0, result.output
    assert "toy.size" in result.stdout
    assert "rounded_up" in result.stdout
    assert "10 draws of 1 question: the witnesses agree on all of them." in result.stderr


def test_check_reports_a_defect_with_the_command_that_shows_it(toy_bank: Path) -> None:
    result = run("check", "broken.disagreement", "toy.size", "--draws", "8", "--jobs", "1", "--bank", str(toy_bank))
    assert result.exit_code == 1
    assert "toy.size" in result.stdout, "the other question is checked all the same"
    assert "the witnesses disagree on y" in result.stderr
    assert "reproduce: examgen solve broken.disagreement --set x=" in result.stderr
    assert f"--bank {toy_bank}" in result.stderr
    assert "broken.disagreement: 3 more" in result.stderr
    assert "16 draws of 2 questions: 8 defects." in result.stderr


def test_check_finds_code_that_fails_and_goes_on(toy_bank: Path, tmp_path: Path) -> None:
    shutil.copytree(toy_bank, tmp_path / "bank")
    questions = tmp_path / "bank/question_bank/toy"
    source = (questions / "size.py").read_text(encoding="utf-8")
    (questions / "size.py").write_text(
        source.replace('{"side": -(-', '{"side": 0 // (self.n - 1000) // (self.s - 2) * -(-'), encoding="utf-8"
    )
    (questions / "layer.py").write_text("import nothing_at_all\n", encoding="utf-8")
    result = run("check", "toy", "--draws", "12", "--jobs", "1", "--json", "--bank", str(tmp_path / "bank"))
    assert result.exit_code == 1, result.output
    layer, size = json.loads(result.stdout)["questions"]
    assert "No module named 'nothing_at_all'" in layer["defects"][0]
    assert size["draws"] == 12
    assert 0 < len(size["defects"]) < 12, "only the variants whose code fails are defects"
    assert "its code fails: ZeroDivisionError" in size["defects"][0]


def test_check_runs_the_witnesses_of_the_statements_too(toy_bank: Path, tmp_path: Path) -> None:
    shutil.copytree(toy_bank, tmp_path / "bank")
    folder = tmp_path / "bank/question_bank/toy/statements"
    folder.mkdir()
    statement = "    truth: true\n    why: So it is.\n    source: a book, §1\n"
    witness = "    witness: {input: [8, 8, 3], network: {p: MaxPooling2D(2)}, holds: parameters(p) > 0}\n"
    text = f"title: pooling\nstatements:\n  weighty:\n    text: Pooling owns weights.\n{statement}{witness}"
    (folder / "pooling.yaml").write_text(text, encoding="utf-8")
    result = run("check", "toy.size", "--draws", "2", "--bank", str(tmp_path / "bank"))
    assert result.exit_code == 1, result.output
    assert "weighty is said to be True, but Keras finds parameters(p) > 0 to be False" in result.stderr
    assert "1 statement, 1 of them verified by Keras: 1 problem." in result.stderr


def test_several_processes_find_what_one_finds(toy_bank: Path) -> None:
    arguments = ["check", "toy.size", "broken.disagreement", "--draws", "6", "--json", "--bank", str(toy_bank)]
    one, two = (run(*arguments, "--jobs", jobs) for jobs in ("1", "2"))
    found = [[{**row, "seconds": 0} for row in json.loads(result.stdout)["questions"]] for result in (one, two)]
    assert found[0] == found[1]
    assert one.exit_code == two.exit_code == 1


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="Ctrl-C is sent to a process group")
def test_ctrl_c_shows_what_is_done_so_far(toy_bank: Path, tmp_path: Path) -> None:
    program = "from examgen.cli import main; main(prog_name='examgen')"
    command = ["bank", "check", "toy.size", "toy.layer", "--jobs", "1", "--bank", str(toy_bank)]
    with subprocess.Popen(
        [sys.executable, "-P", "-c", program, *command, "--draws", "100000"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
        preexec_fn=lambda: signal.signal(
            signal.SIGINT, signal.SIG_DFL
        ),  # ignored, where the tests run in the background
    ) as process:
        try:
            time.sleep(6)
            os.killpg(process.pid, signal.SIGINT)
            _, stderr = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == 130
    assert "interrupted; 0 of 2 questions were checked" in stderr
    assert "Traceback" not in stderr


def test_the_page_shows_what_one_variant_prints_and_the_feedback_of_this_variant_only() -> None:
    """Everything but the parameters is of one variant, the one that `solve` gives for the same seed."""
    id_, seed = "convolution.name_the_filter", "page"
    page = run("document", id_, "--seed", seed).stdout
    solved = json.loads(CliRunner().invoke(main, ["solve", id_, "--seed", seed, "--json"]).stdout)
    assert "```text\nX " in page.replace("> ", ""), "the picture"
    for place, option in enumerate(solved["asks"]["name"]["options"]):
        assert f"> - **{'abcdefgh'[place]}** {option}\n" in page
    assert "> *Answer: one letter from a to e" in page
    assert f"- **{solved['asks']['name']['written'][0]}:** " in page.partition("Key:")[2]
    for number, line in enumerate(solved["derivation"], start=1):
        assert f"\n{number}. {line['why'].rstrip('.:')}" in page
    told = page.partition("Feedback on wrong answers:\n")[2].partition("\nParameters:")[0]
    assert told.count("\n- ") == len(solved["misconceptions"])
    for name, each in solved["misconceptions"].items():
        (wrong,) = each["answers"].values()
        assert f"- `{'abcdefgh'[wrong]}`: {each['feedback']} (`{name}`)\n" in told


def test_the_page_labels_the_asks_and_says_how_each_is_answered_and_what_it_goes_on_from() -> None:
    page = run("document", "architecture.activation_memory", "--seed", "page").stdout
    asked, _, key = page.partition("\nKey:\n")
    for label in "abc":
        assert f"> **{label})** " in asked
        assert f"- **{label})** $" in key
    assert asked.count("> *Answer: ") == 3
    assert "> *Answer: a number of MB to 2 decimals" in asked
    assert "follows from `values`)" in key
    assert "> Conventions: " in asked
