"""The stock: what it holds was attested by both witnesses, and is fresh, small and complete."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path

import pytest

from examgen.bank.bank import Bank, Source
from examgen.practice.examiner import BackgroundExaminer
from examgen.practice.memory import Memory
from examgen.practice.programme import Programme
from examgen.practice.stock import SHIPPED, SUFFIX, WIDTH, Made, Shown, Stock, read_stock, stale, write_stock
from examgen.practice.stocking import VARIANTS, alone, make

BANK = Bank()
STOCK = Stock(BANK, SHIPPED)


def test_the_stock_is_fresh() -> None:
    found = [f"{id_}: {why}" for id_, why in stale(BANK)]
    assert not found, "run `examgen bank stock`, which makes what is stale:\n" + "\n".join(found)


def test_every_key_is_what_the_worked_solution_says_today() -> None:
    wrong, shown = [], []
    for id_ in BANK.ids:
        for stocked in STOCK.variants(id_)[:2]:
            variant = stocked.variant(BANK)
            if stocked.attested(variant) is None:
                wrong.append(id_)
        if stocked.shown != Shown.of(variant):  # the last one, for all of them
            shown.append(id_)
    assert not wrong, "examgen bank stock --all"
    assert not shown, "the words of these questions have changed with the engine: examgen bank stock --all"


def test_the_stock_is_small_and_no_picture_is_too_wide() -> None:
    assert sum(path.stat().st_size for path in SHIPPED.glob(f"*{SUFFIX}")) < 3_000_000
    for id_ in BANK.ids:
        assert len(STOCK.variants(id_)) >= min(4, VARIANTS) or id_ in FEW, id_
        assert all(len(line) <= WIDTH + 4 for s in STOCK.variants(id_) for line in s.shown.picture.splitlines()), id_


FEW: frozenset[str] = frozenset()
"""Questions that have fewer variants than that."""


@pytest.fixture
def toys(toy_bank: Path, tmp_path: Path) -> Bank:
    shutil.copytree(toy_bank, tmp_path / "bank")
    return Bank((Source.folder(tmp_path / "bank"),))


def test_what_is_made_can_be_asked_without_keras_and_a_defect_stops_nothing(toys: Bank, tmp_path: Path) -> None:
    problems = list(make(toys, ["broken.disagreement", "toy.layer"], tmp_path / "stock", "a", count=3))
    assert any("disagree" in problem for problem in problems)
    stock = Stock(toys, tmp_path / "stock")
    assert stock.variants("broken.disagreement") == ()
    assert len(stock.variants("toy.layer")) == 3
    programme = Programme(toys, [card for card in toys.cards() if card.id == "toy.layer"], Memory(), stock, "a")
    question = programme.next()
    assert question.stocked is not None
    before = threading.active_count()
    examiner = BackgroundExaminer()
    examiner.prepare(question)
    assert threading.active_count() == before, "no thread loads Keras"
    attested = examiner.attested()
    assert attested.wrong_answers["sign_dropped"]


def test_a_changed_question_makes_its_stock_stale_and_another_one_not(toys: Bank, tmp_path: Path) -> None:
    list(make(toys, ["toy.layer", "toy.size"], tmp_path / "stock", "a", count=1))
    file = next(iter(toys.sources)).questions / "toy" / "size.py"
    file.write_text(file.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    stock = Stock(toys, tmp_path / "stock")
    assert stock.variants("toy.size") == ()
    assert len(stock.variants("toy.layer")) == 1
    assert dict(stale(toys, tmp_path / "stock"))["toy.size"] == "the question has changed since"


def test_a_key_that_the_worked_solution_contradicts_is_not_used(toys: Bank, tmp_path: Path) -> None:
    list(make(toys, ["toy.size"], tmp_path / "stock", "a", count=1))
    path = tmp_path / "stock" / f"toy.size{SUFFIX}"
    head, line = path.read_text(encoding="utf-8").splitlines()
    forged = json.loads(line)
    forged["key"]["side"] += 1
    path.write_text(f"{head}\n{json.dumps(forged)}\n", encoding="utf-8")
    (stocked,) = Stock(toys, tmp_path / "stock").variants("toy.size")
    assert stocked.attested(stocked.variant(toys)) is None


def test_a_damaged_file_of_the_stock_is_as_none(toys: Bank, tmp_path: Path) -> None:
    (tmp_path / f"toy.size{SUFFIX}").write_text('{"question": "toy.size"', encoding="utf-8")
    assert Stock(toys, tmp_path).variants("toy.size") == ()
    write_stock(tmp_path / f"toy.size{SUFFIX}", Made.today(toys, "toy.size"), ())
    assert read_stock(tmp_path / f"toy.size{SUFFIX}")[0] == Made.today(toys, "toy.size")


def test_numbers_of_this_machines_own_are_added_to_those_it_has(toys: Bank, tmp_path: Path) -> None:
    for seed in "ab":
        assert list(make(toys, ["toy.size"], tmp_path, seed, count=2, added=True)) == []
    assert len(Stock(toys, tmp_path).variants("toy.size")) == 4


def test_only_one_process_makes_numbers_for_a_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.nice", lambda by: 0)
    assert alone(tmp_path / "stock")
    assert not alone(tmp_path / "stock")
