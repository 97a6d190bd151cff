"""Marks one submission as Gradescope hands it over, with sealed keys and without TensorFlow. Run within Gradescope's container.

It reads ``/autograder/submission`` and writes ``/autograder/results/results.json``, whatever happens: a submission that cannot be
marked is told so, and the instructor finds the reason in a test that students do not see.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

CONFIGURATION = "autograder.json"
LONGEST = 4_000
"""So many characters of an output are shown."""

Result = dict[str, Any]


def main(root: Path = Path("/autograder")) -> None:
    """Mark what is in a folder laid out like Gradescope's."""
    # The one key that the exam is signed with is confirmed below; nothing else of this machine's counts.
    os.environ["XDG_CONFIG_HOME"] = str(root / "configuration")
    try:
        result = marked(root)
    except Exception as error:  # a result that is not there tells a student nothing
        result = _refused(
            "Your submission could not be marked by the machine. Your instructor can see why.",
            f"{type(error).__name__}: {error}",
        )
    (root / "results").mkdir(exist_ok=True)
    (root / "results" / "results.json").write_text(json.dumps(result, indent=1), encoding="utf-8")


def marked(root: Path) -> Result:
    """The result of a submission."""
    from examgen.bank.bank import Bank
    from examgen.exam.sealed import FILE_NAME, SealedExam
    from examgen.marking.folders import SubmissionError
    from examgen.marking.marker import mark_all
    from examgen.marking.submissions import collect

    source = root / "source"
    chosen = json.loads((source / CONFIGURATION).read_text(encoding="utf-8"))
    exam = SealedExam.read(source / FILE_NAME, fingerprint=chosen["fingerprint"])
    bank = Bank.with_folders(*(source / name for name in chosen["banks"]))
    try:
        found = collect(exam, [root / "submission"])
    except SubmissionError:
        return _refused("There is no answer sheet in your submission. Upload the sheet that belongs to your paper.", "")
    problems = " ".join(line.replace(f"{root / 'submission'}/", "") for line in found.problems)
    if not found.sheets:
        return _refused(f"Your answer sheet could not be read: {problems or 'it belongs to no paper of this exam'}", "")
    if len(found.sheets) > 1:
        return _refused("There are answer sheets of several students in your submission; upload your own alone.", "")
    ((paper, _),) = found.sheets
    if not _own(paper.student, paper.columns, root):
        return _refused(
            "The answer sheet in your submission is not yours. Upload the sheet that belongs to your paper.",
            f"The sheet is that of {paper.student}.",
        )
    done = mark_all(exam, found.sheets, bank, keras=False)
    if not done.papers:
        raise ValueError(done.unmarked[0].reason if done.unmarked else "nothing was marked")
    (mark,) = done.papers
    asks = list(mark.asks)
    return {
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "output_format": "text",
        "output": _cut("\n".join(_read(asks))),
        "tests": list(_tests(mark, chosen["visibility"])),
        "extra_data": {"student": paper.student, "paper": paper.number, "pending": [a.ask.label for a in mark.pending]},
    }


def _own(student: str, columns: Mapping[str, str], root: Path) -> bool:
    """Whether a sheet is that of one of those who submit it, as far as e-mail addresses and ids tell."""
    try:
        users = json.loads((root / "submission_metadata.json").read_text(encoding="utf-8"))["users"]
        said = {str(user.get(name) or "").strip().casefold() for user in users for name in ("email", "sid")} - {""}
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return True
    ours = {student.casefold()} | {
        v.strip().casefold() for t, v in columns.items() if "mail" in t.casefold() and v.strip()
    }
    return not said or len(ours) == 1 or bool(said & ours)


def _read(asks: list[Any]) -> Iterator[str]:
    """How each answer was read, without a word on whether it is right."""
    yield f"{sum(ask.state != 'blank' for ask in asks)} of {len(asks)} answers are written. This is how they were read:"
    for ask in asks:
        if ask.state == "blank":
            read = "nothing"
        elif ask.state in ("unreadable", "doubtful"):
            read = f"not for certain; a person will look at it. You wrote: {ask.answered.line[:200]}"
        else:
            read = (ask.said.line or ask.answered.line)[:200]
        yield f"{ask.ask.label}: {read}"


def _tests(mark: Any, visibility: str) -> Iterator[Result]:
    """A test for each answer: its points, and why."""
    from examgen.judge.words import feedback

    for question in mark.questions:
        for ask in question.asks:
            told = [ask.rule.text]
            if ask.pending and "person" not in ask.rule.text:
                told.append("A person will look at it.")
            if said := feedback(question.variant, ask.verdict):
                told.append(_plain(said))
            yield {
                "name": question.sealed.title,
                "number": ask.ask.label,
                "score": float(ask.points),
                "max_score": float(ask.ask.points),
                "status": "passed" if ask.points == ask.ask.points else "failed",
                "output": _cut("\n\n".join(told)),
                "output_format": "text",
                "visibility": visibility,
            }


def _plain(markdown: str) -> str:
    """Feedback without its marks, its formulas in plain signs."""
    from examgen.rendering.terminal_math import flat

    text = re.sub(r"\$([^$]+)\$", lambda formula: flat(formula[1]), markdown)
    return re.sub(r"\*+(\S(?:[^*]*\S)?)\*+", r"\1", text).replace("`", "")


def _refused(said: str, hidden: str) -> Result:
    result: Result = {
        "score": 0,
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "output_format": "text",
        "output": _cut(said),
        "tests": [],
    }
    if hidden:
        result["tests"].append(
            {"name": "Not marked", "score": 0, "max_score": 0, "output": _cut(hidden), "output_format": "text", "visibility": "hidden"}
        )  # fmt: skip
    return result


def _cut(text: str) -> str:
    clean = "".join(c if c in "\n\t" or c.isprintable() else "\ufffd" for c in text)
    return clean if len(clean) <= LONGEST else f"{clean[:LONGEST]} …"


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]))
