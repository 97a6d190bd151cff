"""The readers of the practice page: every writing is taken for the same in the browser as at the terminal."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from examgen.answers import Doubtful, Unreadable, is_blank
from examgen.arrays import cells, json_ready, shape
from examgen.practice.page.exercises import reader_of
from examgen.practice.page.readers import readers

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="no Node.js on this machine")

STEP = 8
"""Every so many-th writing of the corpus; all of them under `make prove`."""
READ = ("integer", "real", "shape", "vector", "matrix", "tensor", "choice", "choices", "ordering", "matching")
"""What a browser can judge; a design must be built in Keras, and an explanation is judged by a person."""
SCRIPT = """
const writings = JSON.parse(require("fs").readFileSync(0));
const plainly = (value) => (Array.isArray(value) ? value.map(plainly) : [String(value.n), String(value.d)]);
console.log(JSON.stringify(writings.map(({ type, text, expected, key }) => {
  try {
    const reading = read(type, text, { expected: expected === null ? null : array(expected) });
    const found = key === null ? null : compare(type, reading.value, array(key));
    return { state: "read", value: plainly(reading.value), said: reading.said, blank: isBlank(text), right: found && found.right };
  } catch (refusal) {
    if (!(refusal instanceof Unreadable)) throw refusal;
    return { state: refusal instanceof Doubtful ? "doubtful" : "unreadable", said: refusal.message, blank: isBlank(text) };
  }
})));
"""


def corpus() -> Any:
    path = Path(__file__).parents[1] / "answers" / "corpus.py"
    spec = importlib.util.spec_from_file_location("corpus", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["corpus"] = module
    spec.loader.exec_module(module)
    return module


def in_javascript(writings: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    assert NODE is not None
    script = folder / "readers.js"
    script.write_text(f"{readers()}\n{SCRIPT}", encoding="utf-8")
    told = subprocess.run(
        [NODE, script],
        input=json.dumps(writings),
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert not told.returncode, told.stderr[-2000:]
    return json.loads(told.stdout)


def in_python(kind: Any, text: str, expected: Any, key: Any) -> dict[str, Any]:
    try:
        reading = kind.read(text, expected=expected, expressions=True)
    except Unreadable as refusal:
        state = "doubtful" if isinstance(refusal, Doubtful) else "unreadable"
        return {"state": state, "said": str(refusal), "blank": is_blank(text)}
    right = None if key is None else kind.compare(reading.value, key).right
    return {"state": "read", "value": reading.value, "said": reading.said, "blank": is_blank(text), "right": right}


def same(mine: dict[str, Any], theirs: dict[str, Any]) -> bool:
    value, other = mine.pop("value", None), theirs.pop("value", None)
    if mine != theirs:
        return False
    if value is None:
        return other is None
    numbers = _numbers(other)
    return shape(value) == _shape(other) and all(
        abs(float(one) - number) <= 1e-12 * max(1.0, abs(number))
        for one, number in zip(cells(value), numbers, strict=True)
    )


def _numbers(value: Any) -> list[float]:
    if isinstance(value[0], str):
        return [float(Fraction(int(value[0]), int(value[1])))]
    return [number for part in value for number in _numbers(part)]


def _shape(value: Any) -> tuple[int, ...]:
    return () if isinstance(value[0], str) else (len(value), *_shape(value[0]))


def check(step: int, folder: Path) -> None:
    corpora = corpus()
    asked, ours = [], []
    keys: dict[str, Any] = {}
    for writing in list(corpora.writings.writings())[::step]:
        kind = corpora.TYPES[writing.type]
        if kind.name in READ:
            key = keys.setdefault(writing.type, writing.value)
            asked.append(
                {
                    "type": json.loads(json.dumps(vars(reader_of(kind)))),
                    "text": writing.text,
                    "expected": None if writing.value is None else json_ready(writing.value),
                    "key": None if key is None else json_ready(key),
                }
            )
            ours.append(in_python(kind, writing.text, writing.value, key))
    theirs = in_javascript(asked, folder)
    assert len(asked) > 10_000 / step
    assert len({mine["state"] for mine in ours}) == 3
    assert sum(bool(mine.get("right")) for mine in ours) > 100 / step
    differ = [(one["text"], a, b) for one, a, b in zip(asked, ours, theirs, strict=True) if not same(dict(a), dict(b))]
    assert not differ, differ[:5]


def test_a_writing_is_taken_for_the_same_in_the_browser(tmp_path: Path) -> None:
    check(STEP, tmp_path)


@pytest.mark.prove
def test_every_writing_of_the_corpus_is_taken_for_the_same_in_the_browser(tmp_path: Path) -> None:
    check(1, tmp_path)
