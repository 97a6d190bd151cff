"""A feedback page on a phone: nothing runs off its 320 pixels, and what scrolls can be reached by keys and has a name."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from examgen.rendering.document import Feedback, Step
from examgen.rendering.html import render_feedback

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")

WIDE = "y = " + " + ".join(rf"{i} \cdot {i}" for i in range(30))
TABLE = "| layer | output | parameters | operations |\n|---|---|---|---|\n| Conv2D | 28 × 28 × 64 | 1,792 | 1,404,928 |"

WATCH = """
<iframe id="phone" width="320" height="640" style="border: 0" srcdoc="{page}"></iframe><pre id="found"></pre>
<script>
document.getElementById("phone").onload = event => {{
  const page = event.target.contentDocument;
  const scrolls = [...page.querySelectorAll("body *")].filter(
    each => each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX));
  document.getElementById("found").textContent = JSON.stringify({{
    width: page.documentElement.scrollWidth,
    reached: scrolls.map(each => each.tabIndex === 0 && !!each.getAttribute("aria-label")),
    brackets: getComputedStyle(page.querySelector(".matrix")).forcedColorAdjust,
  }});
}};
</script>
"""


def test_a_page_fits_a_phone_and_what_scrolls_has_a_name(feedback: Feedback, tmp_path: Path) -> None:
    first, *others = feedback.problems
    part = replace(first.parts[1], step=Step(f"The sum ${WIDE}$.", (WIDE,)))
    problem = replace(first, stem=f"{first.stem}\n\n{TABLE}", parts=(first.parts[0], part))
    (page,) = render_feedback([replace(feedback, problems=(problem, *others))])
    (tmp_path / "watch.html").write_text(WATCH.format(page=html.escape(page)), encoding="utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"]
    told = subprocess.run(
        [*command, (tmp_path / "watch.html").as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    found = json.loads(html.unescape(re.search(r'<pre id="found">(.*?)</pre>', told.stdout)[1]))

    assert found["width"] <= 320
    assert len(found["reached"]) >= 2
    assert all(found["reached"])
    assert found["brackets"] == "none"
