"""Pages in Chromium: on a phone nothing runs off, what scrolls has a name, axe-core finds no violation, a form can be filled and saved."""

from __future__ import annotations

import html
import importlib.util
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from examgen.exam.returned import parse_returned
from examgen.rendering.document import Feedback, Form, Paper, Step
from examgen.rendering.forms import form_of
from examgen.rendering.html import render_feedback

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")

WIDE = "y = " + " + ".join(rf"{i} \cdot {i}" for i in range(30))
TABLE = "| | output | parameters | operations |\n|---|---|---|---|\n| Conv2D | 28 × 28 × 64 | 1,792 | 1,404,928 |"

WATCH = """
<!DOCTYPE html><meta charset="utf-8">
<iframe id="page" width="{width}" height="640" style="border: 0" srcdoc="{page}"></iframe><pre id="found"></pre>
<script>{library}</script>
<script>
document.getElementById("page").onload = async event => {{
  const window = event.target.contentWindow, page = event.target.contentDocument;
  let found = {{}};
  try {{ {look} }} catch (error) {{ found = {{error: String(error)}}; }}
  document.getElementById("found").textContent = JSON.stringify(found);
}};
</script>
"""
PHONE = """
const scrolls = [...page.querySelectorAll("body *")].filter(
  each => each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(window.getComputedStyle(each).overflowX));
found = {
  width: page.documentElement.scrollWidth,
  reached: scrolls.map(each => each.tabIndex === 0 && !!each.getAttribute("aria-label")),
  brackets: window.getComputedStyle(page.querySelector(".matrix")).forcedColorAdjust,
};
"""
AXE = """
const script = page.createElement("script");
script.textContent = document.getElementById("axe").textContent;
page.head.append(script);
const result = await window.axe.run(page, {resultTypes: ["violations"]});
found.violations = result.violations.map(each => [each.id, each.nodes[0].html]);
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
FILL = """
for (const field of page.querySelectorAll("[data-answer]")) {
  const given = %s[field.dataset.answer] ?? "";
  if (field.type === "checkbox") field.checked = given.split(", ").includes(field.value); else field.value = given;
}
let saved;
window.URL.createObjectURL = blob => { saved = blob; return "javascript:void 0"; };
window.HTMLAnchorElement.prototype.click = () => {};  // the download itself
page.querySelector("button[type=submit]").click();
const text = await saved.text();
for (const field of page.querySelectorAll("[data-answer]")) { field.checked = false; if (field.type !== "checkbox") field.value = ""; }
const chosen = new window.DataTransfer();
chosen.items.add(new window.File([text], "s1.json"));
const open = page.getElementById("open");
open.files = chosen.files;
const opened = new Promise(done => new window.MutationObserver(done).observe(page.getElementById("status"), {childList: true}));
open.dispatchEvent(new window.Event("change"));
await opened;
page.querySelector("button[type=submit]").click();
found = {text, again: await saved.text(), said: page.getElementById("status").textContent};
"""


def _seen(page: str, look: str, folder: Path, *, width: int = 1000, library: str = "") -> Any:
    """What a script finds in a page as Chromium shows it."""
    watch = WATCH.format(page=html.escape(page), look=look, width=width, library="")
    if library:
        watch = watch.replace("<script></script>", f'<script id="axe" type="text/plain">{library}</script>')
    (folder / "watch.html").write_text(watch, encoding="utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=8000", "--dump-dom"]
    told = subprocess.run(
        [*command, (folder / "watch.html").as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    return json.loads(html.unescape(re.search(r'<pre id="found">(.*?)</pre>', told.stdout, re.DOTALL)[1]))


@pytest.fixture(scope="module")
def wide_feedback(feedback: Feedback) -> str:
    first, *others = feedback.problems
    part = replace(first.parts[1], step=Step(f"The sum ${WIDE}$.", (WIDE,)))
    problem = replace(first, stem=f"{first.stem}\n\n{TABLE}", parts=(first.parts[0], part))
    return next(iter(render_feedback([replace(feedback, problems=(problem, *others))])))


@pytest.fixture(scope="module")
def wide_form(paper: Paper) -> str:
    first, *others = paper.sections
    problem = replace(first.problems[0], stem=f"{first.problems[0].stem}\n\n{TABLE}\n\n$${WIDE}$$")
    sections = (replace(first, problems=(problem, *first.problems[1:])), *others)
    made = replace(paper, sections=sections, conventions=("Row vectors: $xW + b$.",), form=Form(exam="midterm"))
    return form_of(made, "html")[".html"].decode()


def _axe() -> str:
    found = importlib.util.find_spec("axe_core_python")
    if found is None or not found.submodule_search_locations:
        pytest.skip("axe-core is not installed")
    return (Path(found.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", ["feedback", "form"])
def test_a_page_fits_a_phone_and_axe_core_finds_no_violation(wide_feedback, wide_form, kind, tmp_path) -> None:
    pages = {"feedback": wide_feedback, "form": wide_form.replace(POLICY, "")}  # it would keep the checker out as well
    page = pages[kind]
    found = _seen(page, PHONE + AXE, tmp_path, width=320, library=_axe())

    assert found["width"] <= 320
    assert len(found["reached"]) >= 2
    assert all(found["reached"])
    assert found["brackets"] == "none"
    assert found["violations"] == []


def test_axe_core_finds_what_is_planted(wide_form, tmp_path) -> None:
    page = wide_form.replace(POLICY, "").replace('lang="en"', "").replace("<label", "<span")
    found = _seen(page, AXE, tmp_path, library=_axe())

    assert {id_ for id_, _ in found["violations"]} >= {"html-has-lang", "label"}


def test_answers_that_are_filled_in_are_saved_opened_again_and_read_back_unchanged(wide_form, tmp_path) -> None:
    answers = {
        "1a": "½ <b>x</b>",
        "1b": '"a": \\n {{ x }}',
        "2": "1 2\n3 4\n",
        "3a": "[[1, 2], [3, −4]]",
        "3b": "",
        "3c": "第三 🙂",
        "4a": "0,245",
        "4b": " x ",
        "4c": "",
        "5": "A, B",
    }
    found = _seen(wide_form, FILL % json.dumps(answers), tmp_path)
    sheet = parse_returned(found["text"].encode(), Path("s1042371.json"))

    assert dict(sheet.answers) == answers
    assert (sheet.exam, sheet.student, sheet.paper) == ("midterm", "s1042371", "0007")
    assert found["again"] == found["text"]
    assert found["said"] == "Saved as s1042371.json. Hand in this file."
