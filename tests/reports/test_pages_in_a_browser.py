"""The pages on a phone: nothing runs off their 320 pixels, and what scrolls can be reached by keys and has a name."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from examgen.reports.answer import labels_of, paper_of, views
from examgen.reports.answer_page import answer_page
from examgen.reports.page import report_page
from examgen.reports.report import report
from examgen.reports.taking import head, sittings

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine")

WATCH = """
{frames}<pre id="found"></pre>
<script>
addEventListener("load", () => {{
  const found = [...document.querySelectorAll("iframe")].map(frame => {{
    const page = frame.contentDocument;
    const scrolls = [...page.querySelectorAll("body *")].filter(
      each => each.scrollWidth > each.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(each).overflowX));
    const names = [...page.querySelectorAll("[aria-label], [aria-labelledby]")].filter(each => each.matches("section, [role=region]"))
      .map(each => each.getAttribute("aria-label") || page.getElementById(each.getAttribute("aria-labelledby")).textContent);
    return {{
      width: page.documentElement.scrollWidth,
      unreached: scrolls.filter(each => each.tabIndex !== 0 || !each.getAttribute("aria-label")).length,
      scrolls: scrolls.length,
      twice: names.filter((name, place) => names.indexOf(name) !== place),
    }};
  }});
  document.getElementById("found").textContent = JSON.stringify(found);
}});
</script>
"""


def test_report_and_answer_fit_a_phone_and_every_region_has_a_name_of_its_own(term, tmp_path: Path) -> None:
    paper = paper_of(term.standing, "s03")
    pages = [
        report_page(report(head(term.standing), sittings(term.standing, term.bank)), "Marked today."),
        answer_page(term.exam, paper, views(paper, labels_of(paper, []), term.bank, keras=False)),
    ]
    frames = (f'<iframe width="320" height="640" style="border: 0" srcdoc="{html.escape(p)}"></iframe>' for p in pages)
    (tmp_path / "watch.html").write_text(WATCH.format(frames="".join(frames)), encoding="utf-8")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"]
    told = subprocess.run(
        [*command, (tmp_path / "watch.html").as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    found = json.loads(html.unescape(re.search(r'<pre id="found">(.*?)</pre>', told.stdout)[1]))

    assert [each["width"] <= 320 for each in found] == [True, True], found
    assert [each["unreached"] for each in found] == [0, 0]
    assert [each["twice"] for each in found] == [[], []]
    assert found[0]["scrolls"] >= 2
