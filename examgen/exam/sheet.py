"""The answer sheet that a student fills in, as YAML: written empty, read back with the line of every answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import yaml

from examgen.bank.bank import Bank
from examgen.errors import UserError
from examgen.exam.sealed import SealedExam, SealedPaper, kind_of

LARGEST = 1_000_000
"""A sheet of more bytes than this is no answer sheet."""


class SheetError(UserError):
    """A sheet cannot be read; the message names the file and the line."""


@dataclass(frozen=True)
class Sheet:
    """A filled-in answer sheet.

    Attributes:
        answers: the text of every answer exactly as it was typed, by label.
        lines: the line on which each stands.
    """

    path: Path
    exam: str
    student: str
    paper: str
    answers: dict[str, str]
    lines: dict[str, int]


def empty_sheet(exam: SealedExam, paper: SealedPaper, bank: Bank) -> str:
    """The sheet of one paper, with how to write each answer beside it."""
    lines = [
        f"# {exam.title}: answer sheet of {paper.name!r}, paper {paper.number}",
        "# Write each answer between the quotes, or a matrix on lines of its own after a | sign. Change nothing else.",
        f"exam: {_quoted(exam.id)}",
        f"student: {_quoted(paper.student)}",
        f"paper: {_quoted(paper.number)}",
        "answers:",
    ]
    for question in paper.questions:
        variant = question.variant(bank)
        lines.append(f"  # {question.number}. {variant.title}")
        for ask in question.asks:
            kind = kind_of(variant, ask)
            lines.append(f'  {ask.label}: ""  # {kind.hint}')
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def read_sheet(path: Path) -> Sheet:
    """Read a filled-in sheet; every answer is kept as the text that stands there, whatever YAML would make of it.

    Raises:
        SheetError: it is no YAML, no answer sheet, or answers something twice.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SheetError(f"{path}: larger than {LARGEST:,} bytes, so it is no answer sheet")
        text = path.read_text(encoding="utf-8-sig")
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except OSError as error:
        raise SheetError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise SheetError(f"{path}: not UTF-8 text ({error.reason} at byte {error.start})") from None
    except RecursionError:
        raise SheetError(f"{path}: nested too deeply to be an answer sheet") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise SheetError(
            f"{where}: not valid YAML: {error.problem}; put quotes around the answer on or above that line"
        ) from None
    except yaml.YAMLError as error:
        raise SheetError(f"{path}: not valid YAML: {error}") from None
    if not isinstance(node, yaml.MappingNode):
        raise SheetError(f"{path}:1: not an answer sheet: expected the lines exam:, student:, paper: and answers:")
    top = _entries(path, node)
    heads = {name: top[name][1] for name in ("exam", "student", "paper", "answers") if name in top}
    if missing := [name for name in ("exam", "student", "paper", "answers") if name not in heads]:
        raise SheetError(f"{path}: the line {missing[0]}: is missing; keep the sheet's first lines as they were")
    answers = heads["answers"]
    filled = _entries(path, answers) if isinstance(answers, yaml.MappingNode) else {}
    return Sheet(
        path=path,
        exam=_text(text, heads["exam"]),
        student=_text(text, heads["student"]),
        paper=_text(text, heads["paper"]),
        answers={label: _text(text, value) for label, (_, value) in filled.items()},
        lines={label: line for label, (line, _) in filled.items()},
    )


def _entries(path: Path, node: yaml.MappingNode) -> dict[str, tuple[int, yaml.Node]]:
    found: dict[str, tuple[int, yaml.Node]] = {}
    for key, value in node.value:
        line, name = key.start_mark.line + 1, str(key.value)
        if name in found:
            raise SheetError(f"{path}:{line}: {name!r} is answered twice, here and on line {found[name][0]}")
        found[name] = (line, value)
    return found


def _text(source: str, node: yaml.Node) -> str:
    """What was typed: a list's own characters, a string's content."""
    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    raw = source[node.start_mark.index : node.end_mark.index]
    return "\n".join(line.strip().removeprefix("- ") for line in raw.strip().splitlines())
