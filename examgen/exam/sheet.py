"""The answer sheet that a student fills in: written empty, read back to the letter.

It looks like YAML, a label, a colon and an answer, and is read line by line without a YAML parser: YAML would take backslashes,
colons, ``#`` and line breaks for its own signs, and give up a whole sheet for one of them. Here everything between the label and the
next label is what the student typed. A line that can be taken in two ways costs its answer a message, and no other answer anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise, takewhile
from pathlib import Path
from typing import NamedTuple

from examgen.bank.bank import Bank
from examgen.errors import UserError, cited
from examgen.exam.own_text import OWN_TEXT
from examgen.exam.sealed import SealedExam, SealedPaper, kind_of
from examgen.exam.text_file import TextFileError, decode, read_bytes
from examgen.wording import counted, listed

LARGEST = 1_000_000
"""A sheet of more bytes than this is no answer sheet."""
LONGEST = 10_000
"""An answer of more characters than this is cut there, and looked at by a person."""
MOST = 1_000
"""So many answers are kept of a sheet, and so many of its lines remarked on; no paper asks for as many."""

LINES = 20_000
"""So many lines of a sheet are read."""

HEADS = ("exam", "student", "paper")


class SheetError(UserError):
    """A file is no answer sheet, or does not say whose; the message names the file and the line.

    Attributes:
        student: the id that stands on it, where one does.
    """

    def __init__(self, message: str, student: str = "") -> None:
        super().__init__(message)
        self.student = student


@dataclass(frozen=True)
class Sheet:
    """A filled-in answer sheet.

    Attributes:
        answers: the text of every answer exactly as it was typed, by label.
        lines: the line on which each stands.
        faults: why the text of an answer is not certain, by label; a person has to look at it.
        strays: lines that belong to no answer, each with what stands there.
        within: labels that stand at the beginning of a line inside another answer, each with that answer and the line.
        commented: labels behind a ``#`` that may be answers, each with the line.
        is_form: whether there is a place for every answer, filled in or not, so that one without a place is lost.
        noted: what else an instructor should know of the file.
    """

    path: Path
    exam: str
    student: str
    paper: str
    answers: Mapping[str, str]
    lines: Mapping[str, int]
    faults: Mapping[str, str] = field(default_factory=dict)
    strays: tuple[tuple[int, str], ...] = ()
    within: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    commented: Mapping[str, int] = field(default_factory=dict)
    read_as: Mapping[str, str] = field(default_factory=dict)
    is_form: bool = False
    noted: tuple[str, ...] = ()

    def of(self, asked: Collection[str]) -> Sheet:
        """The sheet held against what its paper asks: the faults of answers whose line is lost, and no answer to anything else."""
        faults = {label: why for label, why in self.faults.items() if label in asked}
        if (
            not self.commented
            and len(asked) == len(self.answers)
            and faults == self.faults
            and all(label in self.answers for label in asked)
        ):
            return self
        unknown = [label for label, text in self.answers.items() if label not in asked and text.strip()]
        for before, label in pairwise(["", *asked]):
            if label in self.commented and not self.answers.get(label, "").strip():
                faults.setdefault(label, f"line {self.commented[label]} begins with #, and may be answer {label}")
            if label in self.answers:
                continue
            if label in self.within:
                owner, line = self.within[label]
                why = f"line {line} may be answer {label}, or a part of answer {owner}"
                faults[label] = why
                if owner in asked:
                    faults.setdefault(owner, why)
            elif owner := next((each for each in asked if _mentions(self.answers.get(each, ""), label)), ""):
                faults[label] = f"answer {label} may stand on line {self.lines.get(owner, 0)}, behind answer {owner}"
                faults.setdefault(owner, faults[label])
            elif self.strays:
                line, text = self.strays[0]
                faults[label] = f"no line begins with {label}:, and line {line} is not understood: {text}"
            elif "\n" in self.answers.get(before, ""):
                faults[label] = f"no line begins with {label}:, and answer {before} goes on for several lines"
                faults.setdefault(before, faults[label])
            elif unknown and unknown[0] in self.lines and label not in faults:
                line = self.lines[unknown[0]]
                faults[label] = (
                    f"no line begins with {label}:, and the paper has no answer {unknown[0]}, which is on line {line}"
                )
            elif self.is_form:
                faults[label] = f"the place for answer {label} is lost"
        answers = {label: text for label, text in self.answers.items() if label in asked}
        return replace(self, answers=answers, faults=faults)

    def remarks(self, asked: Collection[str]) -> Iterator[str]:
        """What an instructor should know of the sheet as a whole: lines of other questions, lost lines, stray lines."""
        if unknown := [label for label in self.answers if label not in asked]:
            yield f"the paper has no answer {_few(unknown)}; {'it is' if len(unknown) == 1 else 'they are'} not marked"
        if lost := [label for label in asked if label not in self.answers]:
            yield f"no line for {_few(lost)}"
        if self.strays:
            line, text = self.strays[0]
            others = len(self.strays) - 1
            more = f", nor {'is' if others == 1 else 'are'} {counted(others, 'more line')}" if others else ""
            yield f"line {line} is not understood: {text}{more}"
        yield from self.noted


def _mentions(text: str, label: str) -> bool:
    """Whether a label stands within an answer, as where two lines were joined."""
    return bool(re.search(rf"(?<![0-9A-Za-z]){label}[ \t]*[:：]", text, re.IGNORECASE))


def _few(labels: Sequence[str]) -> str:
    shown = ", ".join(labels[:5])
    return f"{shown} and {len(labels) - 5} more" if len(labels) > 5 else shown


def empty_sheet(exam: SealedExam, paper: SealedPaper, bank: Bank) -> str:
    """The sheet of one paper, with how to write each answer above it."""
    lines = [
        f"# {cited(exam.title)}: answer sheet of {cited(paper.name) or 'a spare paper'}, paper {cited(paper.number)}",
        "# Write each answer between the quotes. It may take several lines. Leave the labels and the first lines as they are.",
        f"exam: {_quoted(exam.id)}",
        f"student: {_quoted(paper.student)}",
        f"paper: {_quoted(paper.number)}",
        "answers:",
    ]
    for question in paper.questions:
        variant = question.variant(bank)
        lines += ["", f"  # {question.number}. {cited(question.title)}"]
        for ask in question.asks:
            hint = "in words" if question.question == OWN_TEXT else kind_of(variant, ask).hint
            lines += [f"  # {ask.label}: {cited(hint)}", f'  {ask.label}: ""']
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Text in quotes, on one line whatever it is."""
    written = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in written)


def read_sheet(path: Path) -> Sheet:
    """Read a filled-in sheet.

    Raises:
        SheetError: it cannot be opened, is no answer sheet, or does not say whose.
    """
    try:
        content = read_bytes(path, LARGEST)
    except TextFileError as error:
        raise SheetError(str(error)) from None
    return parse_sheet(content, path)


def parse_sheet(content: bytes, path: Path) -> Sheet:
    """Read the content of a sheet; ``path`` is what messages call it.

    Raises:
        SheetError: it is no answer sheet, or does not say whose.
    """
    text = decode(content).text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = _COPIED_INDENT.sub(lambda blank: blank[0].replace("\u00a0", " "), text)
    name = cited(str(path))
    lines = text.split("\n")
    start, heads = _heads(lines, name)
    student = heads.get("student", "")
    if missing := [head for head in HEADS if head not in heads]:
        raise SheetError(f"{name}: {_missing(missing)}", student)
    body = _Body()
    for segment in _segments(lines[:LINES], start, body):
        body.add(segment)
    if len(lines) > LINES:
        body.remark(LINES + 1, f"{len(lines) - LINES:,} lines from here on are not read")
    if not body.answers:
        raise SheetError(
            f'{name}:{start}: no answers follow the first lines; expected a line such as 1: "28" for each answer',
            student,
        )
    return Sheet(
        path=path,
        exam=heads["exam"],
        student=student,
        paper=heads["paper"],
        answers=body.answers,
        lines=body.lines,
        faults=body.faults,
        strays=tuple(body.strays),
        within=body.within,
        commented=body.commented,
    )


def _missing(heads: Sequence[str]) -> str:
    if len(heads) == len(HEADS):
        return "not an answer sheet: expected the lines exam:, student:, paper: and answers:"
    named = listed(f"{head}:" for head in heads)
    line = f"the line {named} is" if len(heads) == 1 else f"the lines {named} are"
    return f"{line} missing above the answers; keep the sheet's first lines as they were"


_HEAD = re.compile(r"""[ \t]*(["']?)(exam|student|paper|answers)\1[ \t]*[:：](.*)""", re.IGNORECASE | re.DOTALL)
_ENTRY = re.compile(
    r"""(?P<indent>[ \t]*)(?:-[ \t]+)?(?P<quote>["']?)(?P<label>[0-9]{1,3}[A-Za-z]{0,2})(?P=quote)[ \t]*[:：](?P<rest>.*)""",
    re.DOTALL,
)
_COPIED_INDENT = re.compile(r"^[ \t]*\u00a0[ \t\u00a0]*", re.MULTILINE)
"""White space before a line that was copied from a page or a word processor."""
_NEARLY_ENTRY = re.compile(r"""[ \t]*["']?(?:[^\W_][\w .-]{0,40}["']?[ \t]*[:：]([ \t]|$)|[0-9]{1,3}[A-Za-z]\b)""")
"""A line that was meant to begin an answer, or anything else than to go on with the one above it."""
_HINT = re.compile(r"[ \t]*# [0-9]")
"""A line of ours about the next question or answer."""
_COMMENT = re.compile(r"[ \t]*(#[ \t]*)([0-9]{1,3}[A-Za-z]{0,2})[ \t]*[:：](?=.*[^\s]).*", re.DOTALL)
"""Our line on how to write an answer, which stands directly above the place for it; or an answer behind a ``#``."""
_BLOCK = re.compile(r"[|>](?P<digits>[-+0-9]{0,2})[ \t]*(#.*)?", re.DOTALL)
_NOTHING = re.compile(r"[ \t]*(#.*)?", re.DOTALL)
_IGNORED = re.compile(r"[ \t]*(#.*)?|---[ \t]*|\.\.\.[ \t]*", re.DOTALL)
_QUOTES = {'"': '"', "'": "'", "“": "”“", "”": "”", "„": "“”", "«": "»", "‘": "’", "’": "’"}
"""What may open an answer, straight or as a word processor turns it, and what then closes it."""


def _heads(lines: Sequence[str], name: str) -> tuple[int, dict[str, str]]:
    """The index of the line on which the answers begin, and what stands above it."""
    found: dict[str, str] = {}
    where: dict[str, int] = {}
    for index, line in enumerate(lines):
        if match := _HEAD.fullmatch(line):
            head, rest = match[2].lower(), match[3].strip(" \t")
            if head == "answers":
                return index + 1, found
            value = _head_value(rest)
            if found.setdefault(head, value) != value:
                raise SheetError(
                    f"{name}:{index + 1}: the line {head}: is on line {where[head]} already, with a different value"
                )
            where.setdefault(head, index + 1)
        elif _ENTRY.fullmatch(line) and len(found) == len(HEADS):
            return index, found  # the line `answers:` is lost, no answer is
    return len(lines), found


def _head_value(rest: str) -> str:
    """What a first line says; we write it in JSON's quotes, and someone may have typed it anew."""
    if rest.startswith('"'):
        try:
            value, end = json.JSONDecoder(strict=False).raw_decode(rest)
        except ValueError:
            pass
        else:
            if _NOTHING.fullmatch(rest[end:]):
                return str(value)
    if rest[:1] in _QUOTES and len(rest) > 1 and rest[-1] in _QUOTES[rest[0]]:
        return rest[1:-1]
    return rest


@dataclass
class _Segment:
    """An answer's own line and what stands below it, up to the next answer.

    Attributes:
        line: the number of its first line.
        indent: how far the label is indented.
        rest: what follows the colon.
    """

    label: str
    line: int
    indent: int
    rest: str
    below: list[str] = field(default_factory=list)

    @property
    def closing(self) -> str:
        """What closes the quotes that the answer opens; empty where it opens none."""
        return _QUOTES.get(self.rest[:1], "")


def _segments(lines: Sequence[str], start: int, body: _Body) -> Iterator[_Segment]:
    """The answers in order; a line that looks like another answer, but stands inside one, is noted and left there."""
    segment: _Segment | None = None
    inside_quotes = closed = False
    hinted, usual = "", -1
    seen: set[str] = set()
    for number, line in enumerate(lines[start:], start + 1):
        entry = _ENTRY.fullmatch(line)
        if comment := _COMMENT.fullmatch(line):
            body.comments.setdefault(comment[2].lower(), []).append((number, comment[1] == "#"))
            usual = _indent(line) if usual < 0 and segment is None else usual
        if entry and segment:
            rest = entry["rest"].strip(" \t")
            ends = inside_quotes and rest[:1] not in _QUOTES and _closing(rest, segment.closing, 0).at >= 0
            deeper = _indent(entry["indent"]) > segment.indent
            ours = (
                not inside_quotes and hinted == entry["label"].lower() not in seen and _indent(entry["indent"]) == usual
            )
            if ends or (not closed and not ours and deeper):
                body.within.setdefault(entry["label"].lower(), (segment.label, number))
                entry = None
        if entry:
            if segment:
                yield segment
            rest = entry["rest"].strip(" \t")
            segment = _Segment(entry["label"].lower(), number, _indent(entry["indent"]), rest)
            seen.add(segment.label)
            hinted = ""
            inside_quotes = bool(segment.closing) and _closing(rest, segment.closing, 1).at < 0
            closed = bool(segment.closing) and not inside_quotes
        elif segment:
            segment.below.append(line)
            if inside_quotes and _closing(line, segment.closing, 0).at >= 0:
                inside_quotes, closed = False, True
            if line.strip(" \t"):
                hinted = comment[2].lower() if comment and _indent(line) == usual else ""
        elif not _IGNORED.fullmatch(line):
            body.remark(number, line)
    if segment:
        yield segment


@dataclass
class _Body:
    """What is known of a sheet's answers; see `Sheet`."""

    answers: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    strays: list[tuple[int, str]] = field(default_factory=list)
    within: dict[str, tuple[str, int]] = field(default_factory=dict)
    comments: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)

    @property
    def commented(self) -> dict[str, int]:
        """The line of an answer that may stand behind a ``#``, by label: a second comment on it, or one that is not written as ours."""
        found = {}
        for label, lines in self.comments.items():
            odd = [line for line, is_odd in lines if is_odd] or [line for line, _ in lines[1:]]
            if odd:
                found[label] = odd[0]
        return found

    def remark(self, line: int, text: str) -> None:
        """Note a line that belongs to no answer."""
        if len(self.strays) < MOST:
            self.strays.append((line, cited(text.strip(" \t"), 60)))

    def add(self, segment: _Segment) -> None:
        """Take over an answer."""
        label, line = segment.label, segment.line
        if label not in self.answers and len(self.answers) >= MOST:
            self.remark(line, f"{label}: {segment.rest}")
            return
        typed = _typed(segment)
        text, fault = typed.text, typed.fault
        for index in typed.left:
            self.remark(line + 1 + index, segment.below[index])
            if not _NEARLY_ENTRY.match(segment.below[index]):
                fault = fault or f"line {line + 1 + index} stands outside the answer"
        if len(text) > LONGEST:
            text, fault = text[:LONGEST], f"the answer on line {line} is longer than {LONGEST:,} characters"
        if "\ufffd" in text:
            fault = f"some characters of the answer on line {line} are damaged"
        if earlier := self.answers.get(label):
            if text not in ("", earlier):
                self.faults[label] = f"line {self.lines[label]} and line {line} answer it differently"
                self.answers[label] = f"{earlier}\n{text}"[:LONGEST]
            return
        self.answers[label], self.lines[label] = text, line
        if fault:
            self.faults[label] = fault


class _Typed(NamedTuple):
    """What was typed as an answer.

    Attributes:
        left: which of the lines below it do not belong to it.
        fault: why the text is not certain.
    """

    text: str
    left: Sequence[int]
    fault: str = ""


def _typed(segment: _Segment) -> _Typed:
    """What was typed, to the letter: beneath a ``|``, between quotes, or bare."""
    if (block := _BLOCK.fullmatch(segment.rest)) and (found := _beneath(segment, bare=block["digits"])):
        return found
    if segment.closing and (found := _between(segment)):
        return found
    return _bare(segment)


def _beneath(segment: _Segment, bare: str) -> _Typed | None:
    """Beneath a ``|``; nothing where nothing stands there and the line itself says more: ``|28``."""
    below = segment.below
    taken = _deeper(segment, comments=True)
    if not taken:  # not indented, as it should be: all that looks like no comment and no other answer
        taken = list(takewhile(lambda i: not _ends(below[i]), range(len(below))))
    if re.search("[0-9]", bare) and not any(below[i].strip() for i in taken):
        return None
    return _Typed(_dedented([below[i] for i in taken]), _left(segment, taken))


def _ends(line: str) -> bool:
    return bool((line.strip(" \t") and _IGNORED.fullmatch(line)) or _NEARLY_ENTRY.match(line))


def _between(segment: _Segment) -> _Typed | None:
    """Between quotes, on one line or several; nothing where the quotes are the answer's own, as in ``"a" and "b" apply``."""
    rest, below = segment.rest, segment.below
    end, doubt = _closing(rest, segment.closing, 1)
    if end >= 0:
        fault = f"the quotes on line {segment.line} can end in two places" if doubt else ""
        return _Typed(rest[1:end], _left(segment, ()), fault)
    for index, line in enumerate(below):
        end, doubt = _closing(line, segment.closing, 0)
        if end >= 0:
            more = [*below[:index], line[:end]]
            # where cells are parted by tabs, a tab at the beginning of a row is an empty cell
            tabs = "\t" in rest or any("\t" in part.strip(" \t") for part in more)
            text = "\n".join([rest[1:], _dedented(more, " " if tabs else " \t")]).strip("\n")
            odd = any(sum(part.count(mark) for mark in segment.closing) % 2 or _HINT.match(part) for part in more)
            fault = f"it is not certain that the quotes on line {segment.line} end on line {segment.line + 1 + index}"
            return _Typed(text, _left(segment, range(index + 1)), fault if doubt or odd else "")
    if any(mark in rest[1:] for mark in segment.closing):
        return None
    taken = _deeper(segment, comments=False)
    text = f"{rest[1:]}\n{_dedented([below[i] for i in taken])}".strip("\n")
    fault = f"the quotes on line {segment.line} are not closed" if text.strip() else ""
    return _Typed(text, _left(segment, taken), fault)


def _bare(segment: _Segment) -> _Typed:
    taken = _deeper(segment, comments=False)
    more = _dedented([segment.below[i] for i in taken])
    left = _left(segment, taken)
    if not segment.rest:
        closing = _QUOTES.get(more[:1], "")
        end, doubt = _closing(more, closing, 1) if closing else (-1, False)
        if end >= 0:
            return _Typed(
                more[1:end], left, f"the quotes below line {segment.line} can end in two places" if doubt else ""
            )
        return _Typed(more, left)
    again = next(
        (i for i in taken if (m := _ENTRY.fullmatch(segment.below[i])) and m["label"].lower() == segment.label), -1
    )
    fault = f"line {segment.line + 1 + again} may answer it anew" if again >= 0 else ""
    return _Typed(f"{segment.rest}\n{more}" if more else segment.rest, left, fault)


def _deeper(segment: _Segment, *, comments: bool) -> list[int]:
    """The lines directly below a label that are indented more; blank ones only between them."""
    taken: list[int] = []
    blank: list[int] = []
    for index, line in enumerate(segment.below):
        if not line.strip(" \t"):
            blank.append(index)
        elif _indent(line) > segment.indent and (comments or not _IGNORED.fullmatch(line)):
            taken += [*blank, index]
            blank = []
        else:
            break
    return taken


def _left(segment: _Segment, taken: Collection[int]) -> list[int]:
    inside = set(taken)
    return [i for i, line in enumerate(segment.below) if i not in inside and not _IGNORED.fullmatch(line)]


class _Closing(NamedTuple):
    """Where quotes are closed, -1 for nowhere, and whether it could be elsewhere."""

    at: int
    doubt: bool


def _closing(line: str, closing: str, start: int) -> _Closing:
    """Where a line closes quotes: with the last of them, or with one that a comment follows."""
    last = max(line.rfind(mark, start) for mark in closing)
    if last < 0 or not _NOTHING.fullmatch(line[last + 1 :]):
        last = -1
    before_comment = re.compile(f"[{closing}][ \t]+#").search(line, start)
    if before_comment is None or before_comment.start() == last:
        return _Closing(last, doubt=False)
    return _Closing(max(last, before_comment.start()), doubt=last >= 0)


def _indent(line: str) -> int:
    blank = line[: len(line) - len(line.lstrip(" \t"))]
    return len(blank.expandtabs(8))


def _dedented(lines: Sequence[str], white: str = " \t") -> str:
    """Lines without the white space that all of them begin with."""
    starts = [line[: len(line) - len(line.lstrip(white))] for line in lines if line.strip(" \t")]
    low, high = min(starts, default=""), max(starts, default="")  # what these two share, all share
    common = next((i for i, (a, b) in enumerate(zip(low, high, strict=False)) if a != b), len(low))
    return "\n".join(line[common:] if line.strip(" \t") else "" for line in lines).strip("\n")
