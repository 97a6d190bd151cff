"""From a sealed exam and what came back to a gradebook, and from the gradebook to grades and feedback in a folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from examgen.bank.bank import Bank
from examgen.errors import cited
from examgen.exam.blueprint import Marking
from examgen.exam.files import OWNER, Access
from examgen.exam.printing import points_text
from examgen.exam.sealed import SealedExam
from examgen.gradebook.accepting import judged_with
from examgen.gradebook.decisions import read_as
from examgen.gradebook.edits import describe_edits
from examgen.gradebook.enter import entered
from examgen.gradebook.feedback import feedback_document, page_digest, summary, to_look_at
from examgen.gradebook.output import PAGES, Output, output
from examgen.gradebook.record import came_in, earlier, last_rules, last_run, record
from examgen.gradebook.release import since_release
from examgen.gradebook.rulebook import Rulebook
from examgen.gradebook.schema import storable
from examgen.gradebook.standing import PaperStanding, Standing, standing
from examgen.gradebook.store import Gradebook
from examgen.gradebook.table import grades_csv, grades_xlsx
from examgen.judge.words import BUILT_IN_KERAS
from examgen.marking.marker import Submission, mark_all
from examgen.marking.marks import PaperMark, Unmarked
from examgen.marking.received import Received
from examgen.marking.shelf import Shelf, Shelved
from examgen.marking.submissions import SubmissionError, Submissions, collect
from examgen.rendering.html import render_feedback

_MARKED_AT_ONCE = 500
_PAGES_AT_ONCE = 100
"""So many papers are marked together, and so many pages are made together."""


@dataclass(frozen=True)
class Graded:
    """What marking found.

    Attributes:
        papers: how many papers the exam has.
        standing: what stands now.
        unmarked: why papers that were handed in were not marked, by student.
        missing: the students of whom nothing was handed in.
        problems: what was not marked, and why.
        notes: what an instructor should look at by hand.
        ignored: files among the submissions that are no sheets.
    """

    folder: Path
    papers: int
    standing: Standing
    unmarked: dict[str, str]
    missing: tuple[str, ...]
    summary: dict[str, Any]
    problems: tuple[str, ...]
    notes: tuple[str, ...]
    ignored: tuple[str, ...]

    @property
    def marks(self) -> Iterator[PaperStanding]:
        """The papers that were marked, as they stand."""
        return (paper for paper in self.standing.papers if paper.status == "marked")


def grade(
    exam: SealedExam,
    submissions: Sequence[Path],
    bank: Bank,
    out: Path,
    *,
    keras: bool = True,
    readers: Access = OWNER,
    afresh: bool = False,
    url: str = "",
    by: str = "",
) -> Graded:
    """Mark what came back, write it into the gradebook, and exchange ``grades.csv`` and ``feedback/`` for what stands now.

    What earlier runs received counts on, unless it came from a file or folder that is given again.

    Args:
        exam: the exam.
        submissions: filled-in sheets, and folders of them.
        bank: the questions.
        out: the folder for the grades.
        keras: whether both witnesses run again.
        readers: who may read the grades.
        afresh: whether what earlier runs received no longer counts.
        url: a database elsewhere in place of the gradebook in the folder.
        by: who marks; the login name without it.

    Raises:
        UserError: a path does not exist or holds no sheet, or the folder cannot be written. Nothing has been changed then.
    """
    with output(out) as target:
        target.check()
        before, typed, came, marking = (
            _known(out, exam, url) if Gradebook.exists(out, url) else ({}, {}, {}, exam.blueprint.marking)
        )
        before, came = ({}, {}) if afresh else (before, came)
        if not submissions and not before and not typed:
            raise SubmissionError("nothing has been handed in so far; name the files and folders with the submissions")
        blueprint = exam.blueprint.model_copy(update={"marking": marking})
        found = collect(exam.model_copy(update={"blueprint": blueprint}), submissions, before, target.own, typed, came)
        with Gradebook.open(out, exam, url, readers) as book:
            rules = Rulebook.of(exam, last_rules(book))
            marked = mark_found(book, found, bank, rules, keras=keras)
            record_marking(book, marked, found, rules, kind="grade", keras=keras, by=by)
            marked = replace(marked, papers=())  # all of it is in the gradebook now
            published = publish(book, bank, target, readers, failed=marked.failed)
            by_hand = entered(book)
    students = {paper.number: paper.student for paper in exam.papers}
    homeless = (
        f"paper {number} was typed in and is assigned to nobody; examgen assign gives it to a student"
        for number in by_hand.whole
        if not students[number]
    )
    stands = published.standing
    kept = {paper.paper.number for paper in stands.papers if paper.status == "marked"}
    begun = (
        f"{students[number] or number}: typed in, not marked: {typed_now} of {of} answers so far"
        for number, (typed_now, of) in by_hand.begun.items()
        if number not in kept
    )
    half_typed = (
        f"{students[number] or number}: {typed_now} of {of} answers were typed in; until all are, what came in before counts"
        for number, (typed_now, of) in by_hand.begun.items()
        if number in kept
    )
    failed = (
        f"{students[number]}: {'not marked again, the earlier mark stays' if number in kept else 'handed in, not marked'}: {why}"
        for number, why in marked.failed.items()
        if students[number]
    )
    return Graded(
        folder=out,
        papers=sum(bool(paper.student) for paper in exam.papers),
        standing=stands,
        unmarked={students[number]: why for number, why in marked.unmarked.items() if number not in kept},
        missing=tuple(paper.student for paper in found.missing),
        summary=summary(stands.papers),
        problems=(*found.problems, *failed, *begun, *homeless, *published.problems),
        notes=(
            *book.notes,
            *published.notes,
            *found.notes,
            *half_typed,
            *late(stands, rules),
            *without_time(stands, rules),
            *pending(stands),
        ),
        ignored=tuple(found.ignored),
    )


@dataclass(frozen=True)
class MarkedPapers:
    """What marking made of what was found.

    Attributes:
        papers: as the rules have it, before any person's decision; on a shelf, and read from it when they are looked at.
        unmarked: why other papers that were handed in were not marked, by number.
        failed: those of them that raised an error in marking.
        received: what counts, by number.
    """

    papers: Sequence[PaperStanding]
    unmarked: Mapping[str, str]
    failed: Mapping[str, str]
    received: Mapping[str, Received]


def mark_found(book: Gradebook, found: Submissions, bank: Bank, rules: Rulebook, *, keras: bool) -> MarkedPapers:
    """Mark what was found by some rules; of several sheets of a student the best, where that is the rule."""
    exam = rules.on(book.exam)
    papers = {paper.number: paper for paper in exam.papers}
    numbers = {paper.student: paper.number for paper in exam.papers}
    received, meant = _Received(found.received, numbers), read_as(book)
    shelf, ruled, unmarkable = Shelf(exam.papers), dict[str, int](), list[Unmarked]()
    for start in range(0, len(found.sheets), _MARKED_AT_ONCE):
        some = [
            (papers[paper.number], sheet)
            for paper, sheet in _as_decided(found.sheets[start : start + _MARKED_AT_ONCE], meant)
        ]
        marked = mark_all(exam, some, bank, keras=keras)
        unmarkable.extend(marked.unmarked)
        for stand in judged_with(marked.papers, some, exam, rules.also_accept, bank, keras=keras):
            number = stand.paper.number
            ruled[number] = shelf.put(rules.applied(stand, bank, received.moment(number)))
    if found.rivals:
        rivals = [(papers[paper.number], sheet) for paper, sheet, _ in found.rivals]
        each = zip(found.rivals, rivals, _each(exam, rivals, bank, keras=keras), strict=True)
        for (paper, _, item), sheet, mark in each:
            if mark is None:
                continue
            (stand,) = judged_with([mark], [sheet], exam, rules.also_accept, bank, keras=keras)
            rival = rules.applied(stand, bank, item.handed_in)
            known = shelf.take(ruled[paper.number]) if paper.number in ruled else None
            if known is None or (rival.points, rival.highest) > (known.points, known.highest):
                ruled[paper.number] = shelf.put(rival)
                received.instead[paper.number] = item
    unmarked = {paper.number: why for paper, why in found.unmarked}
    failed = {item.paper.number: cited(item.reason, 600) for item in unmarkable if item.paper.number not in ruled}
    return MarkedPapers(Shelved(shelf, list(ruled.values())), unmarked | failed, failed, received)


class _Received(Mapping[str, Received]):
    """What counts, by the number of the paper.

    Attributes:
        instead: what counts in place of what was found, where the best counts.
    """

    def __init__(self, found: Mapping[str, Received], numbers: Mapping[str, str]) -> None:
        self._found = found
        self._students = {numbers[student]: student for student in found}
        self.instead: dict[str, Received] = {}

    def __getitem__(self, number: str) -> Received:
        return self.instead[number] if number in self.instead else self._found[self._students[number]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._students | dict.fromkeys(self.instead, ""))

    def __len__(self) -> int:
        return len(self._students.keys() | self.instead.keys())

    def moment(self, number: str) -> datetime | None:
        """When it was handed in."""
        item = self.get(number)
        return item.handed_in if item is not None else None


def _each(exam: SealedExam, sheets: Sequence[Submission], bank: Bank, *, keras: bool) -> Iterator[PaperMark | None]:
    """The marks of sheets of which several may be of one paper."""
    for submission in sheets:
        papers = mark_all(exam, [submission], bank, keras=keras).papers
        yield papers[0] if papers else None


def late(stands: Standing, rules: Rulebook) -> Iterator[str]:
    """Who lost points by coming late, at what time of the deadline's zone."""
    deadline = rules.marking.deadline
    zone = deadline.tzinfo if deadline is not None else None
    for paper in stands.papers:
        if paper.penalty:
            when = next((s.handed_in for s in paper.submissions if s.counts), None)
            said = f" ({when.astimezone(zone):%Y-%m-%d %H:%M %Z})" if when else ""
            yield f"{_filed_as(paper)}: late{said}, {points_text(paper.penalty)} points lost"


def pending(stands: Standing) -> Iterator[str]:
    """What a person should look at: a line for each answer that could not be marked, and one for all that wait for the same reason."""
    waiting: Counter[tuple[str, str]] = Counter()
    for paper in stands.papers:
        yield from to_look_at(paper)
        for answer in paper.pending:
            if answer.state == "to-be-marked":
                why = BUILT_IN_KERAS if BUILT_IN_KERAS in answer.rule.text else ""
                waiting[f"{answer.label}  {answer.question.title}", why] += 1
    for (name, why), count in waiting.items():
        answers = f"{count} answer{'s' * (count != 1)}"
        yield f"{name}: {answers} pending. {why}" if why else f"{name}: {answers} to be marked by a person"


def without_time(stands: Standing, rules: Rulebook) -> Iterator[str]:
    """Of whom nobody knows when they handed in, where coming late costs points; handwritten papers were written in the room."""
    if not rules.punishes_lateness:
        return
    unknown = [
        _filed_as(paper)
        for paper in stands.papers
        if paper.status == "marked"
        and any(s.counts and s.handed_in is None and s.format != "entered" for s in paper.submissions)
    ]
    if unknown:
        shown = ", ".join(unknown[:10]) + (f" and {len(unknown) - 10} more" if len(unknown) > 10 else "")
        yield (
            f"{shown}: the submission time of {'this paper' if len(unknown) == 1 else 'these papers'} is unknown, so no points were "
            "deducted for lateness; a table can give it in a column `submitted at`, with a time zone"
        )


def record_marking(
    book: Gradebook,
    marked: MarkedPapers,
    found: Submissions,
    rules: Rulebook,
    *,
    kind: str,
    keras: bool,
    by: str = "",
    why: str = "",
) -> None:
    """Write down what marking made of what was found."""
    record(
        book,
        marked.papers,
        marked.received,
        others=((paper.number, item) for paper, item in found.others),
        rules=rules.stored,
        unmarked=marked.unmarked,
        failed=marked.failed,
        kind=kind,
        keras=keras,
        by=by,
        why=why,
    )


def _as_decided(sheets: Sequence[Submission], meant: Mapping[str, Mapping[str, tuple[str, str]]]) -> list[Submission]:
    """Sheets with what people said that answers are to be read as; only as long as it is the same answer that stands there."""
    found = []
    for paper, sheet in sheets:
        said = {
            label: reads
            for label, (text, reads) in meant.get(paper.number, {}).items()
            if storable(sheet.answers.get(label, "").strip()) == text
        }
        found.append((paper, replace(sheet, read_as=said) if said else sheet))
    return found


def show_again(
    book: Gradebook,
    bank: Bank,
    out: Path,
    readers: Access = OWNER,
    *,
    remark: bool = False,
    taken: Path | None = None,
) -> Iterator[str]:
    """Bring the tables and the feedback in a folder up to what stands.

    Args:
        book: the gradebook.
        bank: the questions.
        out: the folder.
        readers: who may read them.
        remark: whether to mark again, because answers are to be read in another way.
        taken: a table that was changed by hand and just taken over.

    Yields:
        What whoever works here should know.
    """
    with output(out, wait=True) as target:
        target.check()
        if remark:
            yield from _mark_again(book, bank)
        published = publish(book, bank, target, readers, taken=taken, keep_pages=not remark)
    yield from published.problems
    yield from published.notes


def _mark_again(book: Gradebook, bank: Bank) -> Iterator[str]:
    """Mark what counted in the last run again, by its rules and its witnesses."""
    last = last_run(book)
    if last is None:
        return
    before, typed = known_to(book)
    found = collect(book.exam, [], before, entered=typed)
    rules, keras = Rulebook.of(book.exam, last.rules), last.witness == "both"
    marked = mark_found(book, found, bank, rules, keras=keras)
    record_marking(book, marked, found, rules, kind="grade", keras=keras)
    yield from found.problems


def _known(
    out: Path, exam: SealedExam, url: str
) -> tuple[Mapping[str, Received], Mapping[str, Received], Mapping[str, Collection[str]], Marking]:
    """What is known from earlier runs: what counted, what was typed in, all that came in, and the rules of the last run."""
    with Gradebook.open(out, exam, url) as book:
        students = {paper.number: paper.student for paper in exam.papers}
        came = {students[number]: digests for number, digests in came_in(book).items()}
        return *known_to(book), came, Rulebook.of(exam, last_rules(book)).marking


def known_to(book: Gradebook) -> tuple[Mapping[str, Received], Mapping[str, Received]]:
    """What counted so far, and the handwritten papers that were typed in, by student."""
    students = {paper.number: paper.student for paper in book.exam.papers}
    counted = earlier(book).renamed(students)
    typed = {students[number]: received for number, received in entered(book).whole.items() if students[number]}
    return counted, typed


@dataclass(frozen=True)
class Published:
    """What was shown, what could not be, and what an instructor should know."""

    standing: Standing
    problems: tuple[str, ...]
    notes: tuple[str, ...]


def publish(
    book: Gradebook,
    bank: Bank,
    target: Output,
    readers: Access = OWNER,
    *,
    taken: Path | None = None,
    keep_pages: bool = False,
    failed: Collection[str] = (),
) -> Published:
    """Show what stands in the gradebook as ``grades.csv``, ``grades.xlsx`` and ``feedback/``, in place of what was shown before.

    A table that somebody changed by hand is kept beside them, and its changes are told; but for ``taken``, which was just taken over.
    With ``keep_pages`` only the pages of papers are made anew of which something else stands now; those of papers that ``failed`` to be
    marked again are never made by what failed.
    """
    stands = standing(book)
    known = taken.read_bytes() if taken is not None else None
    problems, notes = list[str](), list[str]()
    for kept in target.publish(_files(stands, bank, target, problems, keep_pages, failed), readers):
        if kept.content == known:
            continue
        notes.append(f"{kept.shown} was changed by hand since the last run; your version is kept as {kept.name}")
        notes.extend(describe_edits(kept.written, kept.content, kept.name, target.folder))
    return Published(stands, tuple(problems), (*notes, *since_release(stands)))


def _files(
    stands: Standing, bank: Bank, target: Output, problems: list[str], keep_pages: bool, failed: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """What is shown of a gradebook, file by file; papers of which no page can be made are added to the problems."""
    yield "grades.csv", ("\ufeff" + grades_csv(stands)).encode("utf-8", "backslashreplace")
    yield "grades.xlsx", grades_xlsx(stands)
    digests = {
        _page_of(paper): page_digest(paper, draft=stands.is_draft(paper))
        for paper in stands.papers
        if paper.status == "marked"
    }
    old = {_page_of(p) for p in stands.papers if p.paper.number in failed} if not keep_pages else digests
    kept = target.pages({page: digest for page, digest in digests.items() if page in old})
    for page, made in kept.items():
        yield page, made.read_bytes()
    new = (paper for paper in stands.papers if paper.status == "marked" and _page_of(paper) not in kept)
    for papers in _batches(new, _PAGES_AT_ONCE):
        for paper, content in zip(papers, _together(stands, papers, bank), strict=True):
            if isinstance(content, str):
                yield _page_of(paper), content.encode("utf-8", "backslashreplace")
                continue
            problems.append(f"{_filed_as(paper)}: marked, but without a page of feedback: {cited(str(content), 300)}")
            del digests[_page_of(paper)]
    yield PAGES, json.dumps(digests, indent=0).encode()


def _filed_as(paper: PaperStanding) -> str:
    return paper.paper.student or paper.paper.number


def _page_of(paper: PaperStanding) -> str:
    return f"feedback/{_filed_as(paper)}.html"


def _batches(papers: Iterator[PaperStanding], size: int) -> Iterator[list[PaperStanding]]:
    while some := list(islice(papers, size)):
        yield some


def _together(stands: Standing, marks: Sequence[PaperStanding], bank: Bank) -> list[str | Exception]:
    """A page for each paper; where one cannot be made, the reason, and all others."""
    try:
        documents = (feedback_document(stands.exam, mark, bank, draft=stands.is_draft(mark)) for mark in marks)
        return list(render_feedback(documents))
    except Exception as error:  # whatever one page raises must not stop the others
        if len(marks) == 1:
            return [error]
        half = len(marks) // 2
        return [*_together(stands, marks[:half], bank), *_together(stands, marks[half:], bank)]
