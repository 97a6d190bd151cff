"""The page to practise on, driven in Chromium as a student does it: answers, hints, mistakes, progress, keyboard, phone."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from examgen.arrays import array, shape
from examgen.bank.bank import Bank
from examgen.practice.hints import lines_of, steps
from examgen.practice.page.build import page
from examgen.practice.page.exercises import exercises, following, from_stock
from examgen.practice.stock import Stock

sync_api = pytest.importorskip("playwright.sync_api")
BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")

QUESTIONS = (
    "convolution.output_size",
    "convolution.feature_map",
    "softmax.values",
    "recurrent.output_shapes",
    "recurrent.unroll",
    "recurrent.padded_batch",
    "concept.true_statements",
    "concept.pick_architecture",
    "concept.gate_roles",
    "concept.explain",
)


@pytest.fixture(scope="module")
def attested() -> list[Any]:
    bank = Bank()
    cards = [bank.card(id_) for id_ in QUESTIONS]
    found, left_out = from_stock(bank, Stock.of(bank), cards, each=1)
    assert not left_out
    return found


@pytest.fixture(scope="module")
def written(attested, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "practice.html"
    path.write_text(page(list(exercises(attested)), title="Practice: test"), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def opened(browser, written: Path) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 900, "height": 1000})
    sheet = context.new_page()
    sheet.faults, sheet.asked_for = [], []
    sheet.on("pageerror", lambda error: sheet.faults.append(str(error)))
    sheet.on("request", lambda request: sheet.asked_for.append(request.url))
    sheet.goto(written.as_uri())
    yield sheet
    assert not sheet.faults
    assert sheet.asked_for == [written.as_uri()] * len(sheet.asked_for), "a request leaves the page"
    context.close()


def turn_to(sheet: Any, one: Any) -> None:
    """Go on until this question is shown."""
    sheet.select_option("#topic", one.variant.topic)
    for _ in range(40):
        if sheet.inner_text("#stem") == told(sheet, one) and sheet.inner_text("#title") == one.variant.title:
            return
        sheet.click("#next")
    raise AssertionError(f"{one.variant.id} is never asked")


def told(sheet: Any, one: Any) -> str:
    found = next(e for e in shown(sheet) if e["question"] == one.variant.id)
    return sheet.evaluate(
        "html => { const box = document.createElement('div'); box.className = 'stem'; box.innerHTML = html;"
        " document.body.append(box); const text = box.innerText; box.remove(); return text; }",
        found["stem"],
    )


def shown(sheet: Any) -> list[dict[str, Any]]:
    return json.loads(sheet.evaluate("document.getElementById('exercises').textContent"))


def answer(form: Any, kind: Any, text: str) -> None:
    if kind.blank == "options":
        for box in form.query_selector_all("fieldset input"):
            if box.get_attribute("value") in text.replace(",", " ").split():
                box.check()
    else:
        form.query_selector("input[type=text], textarea").fill(text)
    form.query_selector("[type=submit]").click()


def said(form: Any) -> str:
    return " ".join(form.query_selector(".said").inner_text().split())


def test_what_follows_from_an_own_mistake_is_right(opened, attested) -> None:
    (one,) = (each for each in attested if each.variant.id == "recurrent.unroll")
    asks = one.variant.asks
    first = next(iter(following(one, "h2")))
    turn_to(opened, one)
    a, b, _ = opened.query_selector_all("#tasks form")
    value = array(first.value)
    answer(b, asks["h2"].type, asks["h2"].type.write(value))
    assert said(b).startswith("Not right."), "nothing was answered before"
    answer(a, asks["h1"].type, asks["h1"].type.write(array(first.given)))
    assert said(a).startswith("Not right.")
    answer(b, asks["h2"].type, asks["h2"].type.write(value))
    assert said(b).startswith("Right, given your answer to a")


@pytest.mark.parametrize("id_", QUESTIONS[:-1])
def test_the_key_as_it_is_written_is_right_and_the_solution_follows(opened, attested, id_: str) -> None:
    (one,) = (each for each in attested if each.variant.id == id_)
    turn_to(opened, one)
    forms = opened.query_selector_all("#tasks form")
    for form, (name, ask) in zip(forms, one.variant.asks.items(), strict=True):
        assert opened.is_hidden("#solution")
        answer(form, ask.type, ask.type.write(one.key[name]))
        assert said(form).startswith("Right."), said(form)
    assert opened.is_visible("#solution") == bool(one.derivation.lines)
    opened.reload()
    row = opened.query_selector(f"#progress tr:has-text('{one.variant.topic}')")
    assert row.query_selector("td:last-child").inner_text().startswith("1 of"), "progress is remembered"


def test_a_wrong_value_is_met_with_its_mistake_and_twice_with_the_answer(opened, attested) -> None:
    one = attested[0]
    turn_to(opened, one)
    name, values = next(iter(one.wrong_answers.items()))
    (form,) = opened.query_selector_all("#tasks form")
    kind = one.variant.asks["side"].type
    answer(form, kind, "about, I think")
    assert "This attempt is not counted." in said(form)
    answer(form, kind, kind.write(values["side"]))
    assert said(form).startswith("Not right. Try once more.")
    assert f"Read as {kind.write(values['side'])}." in said(form)
    assert len(said(form)) > 80, f"{name} is explained"
    answer(form, kind, kind.write(one.key["side"] + 1000))
    assert "Try once more" not in said(form)
    assert f"The answer is {kind.write(one.key['side'])}" in said(form).replace(" .", ".")
    assert opened.is_visible("#solution")


def test_the_last_answer_again_and_another_unit_cost_nothing(opened, attested) -> None:
    (one,) = (each for each in attested if each.variant.id == "recurrent.padded_batch")
    turn_to(opened, one)
    form = opened.query_selector_all("#tasks form")[list(one.variant.asks).index("share")]
    kind, key = one.variant.asks["share"].type, one.key["share"]
    answer(form, kind, "0.001")
    for _ in range(2):
        answer(form, kind, "0.001")
        assert said(form).startswith("This is the same wrong answer as before")
    answer(form, kind, str(float(key) / 100))
    assert said(form).startswith(
        "The value is right, but in a different unit; give it in %. This attempt is not counted."
    )
    answer(form, kind, kind.write(key))
    assert said(form).startswith("Right.")


def test_another_size_costs_nothing_and_both_sizes_are_said(opened, attested) -> None:
    (one,) = (each for each in attested if each.variant.id == "convolution.feature_map")
    turn_to(opened, one)
    form = opened.query_selector("#tasks form")
    kind, key = next(iter(one.variant.asks.values())).type, next(iter(one.key.values()))
    answer(form, kind, "1 2 3 4 5 6 7; 8 9 10 11 12 13 14")
    size = " × ".join(map(str, shape(key)))
    assert said(form).startswith(
        f"Your answer is a 2 × 7 matrix, but a {size} matrix is required. This attempt is not counted."
    )
    answer(form, kind, "1 2 3 4 5 6 7; 8 9 10 11 12 13 15")
    assert said(form).startswith(f"Your answer is a 2 × 7 matrix, but a {size} matrix is required.")


@pytest.mark.parametrize(
    ("id_", "typed", "told"),
    [
        ("concept.gate_roles", "1a", "The letters for 2"),
        ("convolution.output_size", "14.31", "Your answer must be an integer."),
    ],
)
def test_what_is_no_answer_yet_costs_nothing(opened, attested, id_: str, typed: str, told: str) -> None:
    (one,) = (each for each in attested if each.variant.id == id_)
    turn_to(opened, one)
    form = opened.query_selector("#tasks form")
    (kind,), (key,) = [ask.type for ask in one.variant.asks.values()], one.key.values()
    for _ in range(3):
        answer(form, kind, typed)
        assert said(form).startswith(told)
    answer(form, kind, kind.write(key))
    assert said(form).startswith("Right.")


def test_a_solution_names_its_option_and_no_hint_is_the_answer(opened, attested) -> None:
    (one,) = (each for each in attested if each.variant.id == "concept.pick_architecture")
    turn_to(opened, one)
    form = opened.query_selector("#tasks form")
    for _ in range(20):
        if not form.query_selector(".hint").is_enabled() or form.query_selector(".hint").is_hidden():
            break
        form.query_selector(".hint").click()
    (name, ask), *_ = one.variant.asks.items()
    hinted = len(form.query_selector_all(".steps > li"))
    assert hinted == max(0, len(steps(one.derivation, name)) - 1)
    form.query_selector(".solve").click()
    told = [" ".join(line.inner_text().split()) for line in form.query_selector_all(".steps > li")]
    assert len(told) == len(lines_of(one.derivation, name))
    option = ask.type.options[int(one.key[name])].rstrip(".")
    assert any(option.casefold() in line.casefold() for line in told), told
    assert not any(line.isdigit() for line in told)


def test_a_first_miss_in_statements_does_not_tell_the_answer(opened, attested) -> None:
    for id_ in ("concept.gate_roles", "concept.true_statements"):
        (one,) = (each for each in attested if each.variant.id == id_)
        turn_to(opened, one)
        form = opened.query_selector("#tasks form")
        (name, ask), *_ = one.variant.asks.items()
        wrong = next(values[name] for values in one.wrong_answers.values() if name in values)
        answer(form, ask.type, ask.type.write(wrong))
        assert said(form).startswith("Not right.")
        assert said(form).removesuffix("Try once more.").count(".") <= 2, said(form)


def test_a_missed_part_shows_its_steps_and_what_is_shown_is_printed(opened, attested) -> None:
    (one,) = (each for each in attested if each.variant.id == "recurrent.unroll")
    turn_to(opened, one)
    forms = opened.query_selector_all("#tasks form")
    (first, ask), *_ = one.variant.asks.items()
    for text in ("1", "1, 2", "1, 3"):  # another size costs nothing
        answer(forms[0], ask.type, text)
    own = forms[0].query_selector_all(".steps > li")
    assert len(own) == len(lines_of(one.derivation, first))
    opened.emulate_media(media="print")
    assert own[-1].is_visible()
    assert not forms[0].query_selector(".actions").is_visible()
    opened.emulate_media(media="screen")
    for form in forms[1:]:
        form.query_selector(".solve").click()
    opened.emulate_media(media="print")
    assert not own[-1].is_visible(), "the solution has all of it"
    assert opened.is_visible("#solution")


def test_rounding_too_far_costs_nothing_and_hints_come_one_by_one(opened, attested) -> None:
    (one,) = (each for each in attested if each.variant.id == "softmax.values")
    turn_to(opened, one)
    form = opened.query_selector("#tasks form")
    (name, ask), *_ = one.variant.asks.items()
    answer(form, ask.type, ", ".join(f"{float(number):.2f}" for number in one.key[name]))
    assert said(form).startswith("Your answer is not precise enough; write")
    hint = form.query_selector(".hint")
    hint.click()
    assert form.query_selector_all(".steps > li")[0].is_visible()
    assert hint.inner_text().startswith("Hint (step 1 of")
    assert form.query_selector("input[type=text]").input_value(), "what was typed stays"


def test_the_keyboard_is_enough(opened, attested) -> None:
    turn_to(opened, attested[0])
    opened.focus("#topic")
    opened.keyboard.press("Tab")
    opened.keyboard.type(str(attested[0].key["side"]))
    opened.keyboard.press("Enter")
    form = opened.query_selector("#tasks form")
    assert said(form).startswith("Right.")
    assert opened.evaluate("document.activeElement.id") == "next"
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "title"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_rule_of_axe_is_broken_and_a_phone_is_wide_enough(browser, written: Path, attested, scheme: str) -> None:
    axe = files("axe_core_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    sheet = context.new_page()
    sheet.goto(written.as_uri())
    sheet.evaluate(f"{axe}; 0")
    for one in attested:
        turn_to(sheet, one)
        form = sheet.query_selector("#tasks form")
        (_, ask), *_ = one.variant.asks.items()
        answer(form, ask.type, "1")
        assert sheet.evaluate("document.documentElement.scrollWidth") <= 320, one.variant.id
        found = sheet.evaluate("axe.run().then(found => found.violations.map(each => [each.id, each.nodes[0].html]))")
        assert not found, (one.variant.id, found)
    context.close()
