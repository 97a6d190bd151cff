"""Finds the sheets that came back and whose they are; what is wrong with one is told, and stops no other.

Whose sheet it is, the sheet itself says, and the names of its file and folder must not say otherwise: nobody can hand in a sheet in
somebody else's name from a folder of their own.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

from examgen.errors import cited
from examgen.exam.numbers import PaperNumberError, read_number
from examgen.exam.returned import LARGEST, FormError, parse_returned
from examgen.exam.sealed import SealedExam, SealedPaper
from examgen.exam.sheet import Sheet, SheetError
from examgen.exam.text_file import TextFileError
from examgen.marking.complaints import Complaints
from examgen.marking.folders import STANDARD_INPUT_NAME, HandedIn, SubmissionError, entries
from examgen.marking.owners import Owners
from examgen.marking.received import Received
from examgen.marking.saved import FORMATS, parse_saved, saved, sheet_of
from examgen.marking.shelf import Shelf, Shelved, ShelvedMapping
from examgen.marking.tables import LARGEST as LARGEST_TABLE
from examgen.marking.tables import Row, TableError, UnclearTimes, read_rows

SAME = timedelta(seconds=2)
"""Files that are not further apart in time were written together, as a zip file knows it: neither came last."""
EACH = 20
"""So many files of one student are read, and so many that are not called after anybody for each paper of the exam."""


@dataclass
class Submissions:
    """What came back; sheets and what was received are on a shelf, and are read from it when they are looked at.

    Attributes:
        sheets: the sheets that can be marked, in the order of the papers.
        unmarked: papers that something was handed in for which cannot be marked, and why.
        missing: papers that nothing was handed in for.
        received: what counts of all that was ever handed in, by student.
        others: all sheets that came in now, also those that do not count.
        rivals: what counts in place of a student's sheet if it earns more, where the best counts.
        problems: what was not marked, a line each.
        notes: what an instructor should know of sheets that are marked.
        ignored: files that were not taken for sheets.
    """

    sheets: Sequence[tuple[SealedPaper, Sheet]] = ()
    unmarked: list[tuple[SealedPaper, str]] = field(default_factory=list)
    missing: list[SealedPaper] = field(default_factory=list)
    received: Mapping[str, Received] = field(default_factory=dict)
    others: Sequence[tuple[SealedPaper, Received]] = ()
    rivals: list[tuple[SealedPaper, Sheet, Received]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Candidate:
    """A sheet that may be marked."""

    sheet: Sheet
    received: Received


def collect(
    exam: SealedExam,
    paths: Sequence[Path],
    earlier: Mapping[str, Received] | None = None,
    own: Sequence[Path] = (),
    entered: Mapping[str, Received] | None = None,
    known: Mapping[str, Collection[str]] | None = None,
) -> Submissions:
    """Read every sheet in files and folders, and match each to its paper.

    Args:
        exam: the exam.
        paths: files and folders that were given now.
        earlier: what earlier runs received. It counts on, except what came from a file or folder that is given again: of that
            only what is still there counts.
        own: our own output, which is nobody's submission.
        entered: handwritten papers that were typed in, by student.
        known: of students of whom several things came in, the digests of them all. Where one of them counted and nothing new
            came, somebody has chosen it, and it counts again.

    Raises:
        SubmissionError: a path does not exist, or a folder has no sheet in it.
    """
    return _Collector(exam, known or {}).collect(paths, earlier or {}, own, entered or {})


class Students:
    """The students of an exam, by all that a row of a table may call them.

    Attributes:
        papers: the paper of each, by id.
    """

    def __init__(self, exam: SealedExam) -> None:
        self.papers = {paper.student: paper for paper in exam.papers if paper.student}
        self.owners = Owners(self.papers.values())
        self._numbers = {paper.number: student for student, paper in self.papers.items()}
        self._emails = {
            text.casefold(): paper.student
            for paper in self.papers.values()
            for title, text in paper.columns.items()
            if "mail" in title.casefold() and text
        }

    def of(self, row: Row) -> str | None:
        """The student that a row is about; ``None`` where it is nobody's, or its columns contradict each other."""
        found = set()
        if row.whose:
            found.add(self.owners.called(row.whose) or self._emails.get(row.whose.strip().casefold()))
        if row.paper:
            try:
                number = read_number(row.paper)
            except PaperNumberError:
                number = ""
            found.add(self._numbers.get(number))
        if row.email and not found:
            found.add(self.owners.called(row.email) or self._emails.get(row.email.casefold()))
        return next(iter(found)) if len(found) == 1 else None


class _Collector:
    """Collects the submissions of one exam."""

    def __init__(self, exam: SealedExam, known: Mapping[str, Collection[str]]) -> None:
        self.exam, self.known = exam, known
        self.students = Students(exam)
        self.papers, self.owners = self.students.papers, self.students.owners
        self.spare = {paper.number: paper for paper in exam.papers if not paper.student}
        self.problems, self.ignored, self.notes = Complaints(), Complaints(), Complaints()
        self.shelf = Shelf()
        self.candidates: dict[str, list[int]] = defaultdict(list)
        self.rejected: dict[str, Received] = {}
        self.labels = frozenset(label for paper in exam.papers for label in paper.asks)
        self.counts = exam.blueprint.marking.counts
        self.rivals: dict[str, list[_Candidate]] = {}

    def collect(
        self,
        paths: Sequence[Path],
        earlier: Mapping[str, Received],
        own: Sequence[Path],
        entered: Mapping[str, Received],
    ) -> Submissions:
        found = [
            entry for path in paths for entry in self._below(path, own, alone=len(paths) == 1)
        ]  # before any is read
        seen: set[str] = set()
        for entry in self._chosen(found):
            if (real := os.path.realpath(entry.path)) not in seen:
                seen.add(real)
                self._take(entry, real)
        for student, item in entered.items():
            if item.content is not None:
                self._put(student, _Candidate(parse_saved(item.content, Path(item.source)), item))
        again_given = _Roots(paths)
        result = Submissions()
        sheets, others = list[tuple[SealedPaper, int]](), list[tuple[SealedPaper, int]]()
        received = dict[str, int]()
        for student, paper in self.papers.items():
            before = earlier.get(student)
            again = before is not None and (before.format == "entered" or before.source in again_given)
            chosen = self._choose(student, None if again else before, before)
            if (
                chosen is None
                and again
                and before is not None
                and before.content is not None
                and student not in self.rejected
            ):
                self.notes.add(
                    f"{student}: {cited(before.source)} no longer exists, so its mark was removed", "", "withdrawn"
                )
            others += [(paper, place) for place in self.candidates.get(student, [])]
            for rival in self.rivals.get(student, []):
                result.rivals.append((paper, rival.sheet.of(list(paper.asks)), rival.received))
            if chosen is not None:
                received[student] = self.shelf.put(chosen)
                sheets.append((paper, received[student]))
                name = cited(str(chosen.sheet.path))
                for remark in chosen.sheet.remarks(list(paper.asks)):
                    self.notes.add(f"{name}: {remark}", name, "remarks")
            elif rejected := self.rejected.get(student) or (None if again else before):
                result.unmarked.append(
                    (paper, rejected.why or f"{cited(rejected.source)} is no longer a sheet of this exam")
                )
                received[student] = self.shelf.put(rejected)
            else:
                result.missing.append(paper)
        result.sheets = Shelved(
            self.shelf,
            [place for _, place in sheets],
            lambda i, found: (sheets[i][0], found.sheet.of(list(sheets[i][0].asks))),
        )
        result.others = Shelved(
            self.shelf, [place for _, place in others], lambda i, found: (others[i][0], found.received)
        )
        result.received = ShelvedMapping(self.shelf, received, _received)
        result.problems, result.notes = list(self.problems.lines()), list(self.notes.lines())
        result.ignored = list(self.ignored.lines())
        return result

    def _put(self, student: str, candidate: _Candidate) -> None:
        self.candidates[student].append(self.shelf.put(candidate))

    def _below(self, path: Path, own: Sequence[Path], *, alone: bool) -> Iterator[HandedIn]:
        """What was handed in at a path; its own name counts where it is one student's, and not where it holds the whole class."""
        found = list(entries(path, own))
        inner = {next(iter(s)) for e in found for name in e.names[1:] if len(s := self.owners.of(name)) == 1}
        whole = alone and len(inner - self.owners.of(found[0].names[0])) > 2
        yield from (replace(entry, names=("", *entry.names[1:])) if whole else entry for entry in found)

    def _chosen(self, found: Iterable[HandedIn]) -> Iterator[HandedIn]:
        """The files to read: a number for each student, and a number that nobody is named by, taken from all folders in turn."""
        counts: Counter[str] = Counter()
        ranks: Counter[Path] = Counter()
        unnamed: list[tuple[int, HandedIn]] = []
        for entry in found:
            if entry.kind == "problem":
                self._problem(entry, entry.why, self._owner(entry))
            elif entry.kind == "ignored":
                self._ignore(entry)
            elif owner := self._owner(entry):
                counts[owner] += 1
                if counts[owner] <= EACH:
                    yield entry
                else:
                    self._problem(entry, f"more than {EACH} files of {owner}; this one was not read", owner, "not read")
            else:
                ranks[entry.path.parent] += 1
                unnamed.append((ranks[entry.path.parent], entry))
        most = EACH * max(len(self.papers), 50)
        for place, (_, entry) in enumerate(sorted(unnamed, key=lambda pair: pair[0])):
            if place < most:
                yield entry
            else:
                self._problem(
                    entry, "too many files are not named after a student; this one was not read", None, "not read"
                )

    def _owner(self, entry: HandedIn) -> str | None:
        """The student whom the outermost name with something to say is about."""
        for name in entry.names:
            if len(students := self.owners.of(name)) == 1:
                return next(iter(students))
        return None

    def _ignore(self, entry: HandedIn) -> None:
        name = cited(str(entry.path))
        self.ignored.add(f"{name}: {entry.why}", cited(entry.group), entry.why)
        owner = self._owner(entry)
        if owner and "hidden" not in entry.why:
            self.rejected.setdefault(
                owner, Received(os.path.realpath(entry.path), named=True, why=f"{name}: {entry.why}")
            )

    def _problem(self, entry: HandedIn, why: str, student: str | None, kind: str = "") -> None:
        """Tell what cannot be marked; where a student is behind it, their paper counts as handed in."""
        message = f"{cited(str(entry.path))}: {why}"
        self.problems.add(message, cited(entry.group), kind or why)
        if student in self.papers:
            self.rejected.setdefault(student, Received(os.path.realpath(entry.path), named=True, why=message))

    def _take_table(self, entry: HandedIn, real: str) -> None:
        """Read a table of answers, row by row.

        A table in a student's folder can only speak for that student. One that lies among what students handed in counts where
        nothing else came from a student; one that was given itself counts like a sheet that is called after the student.
        """
        owner, name, taken = self._owner(entry), cited(str(entry.path)), 0
        unclear = UnclearTimes()
        try:
            content = entry.read(LARGEST_TABLE)
            for row in read_rows(content, str(entry.path), self.labels):
                student = self.students.of(row)
                where = f"{name}, row {row.line}"
                if student is None:
                    whose = row.whose or row.email or row.paper or "nobody"
                    said = f"{where}: {cited(whose, 60)!r} is not on the roster of this exam, or the paper is another student's"
                    self.problems.add(said, cited(entry.group), "unknown students")
                elif owner is not None and student != owner:
                    self.problems.add(
                        f"{where}: it names {student}, but is among the files of {owner}", owner, "contradiction"
                    )
                else:
                    taken += 1
                    unclear.look_at(row)
                    paper = self.papers[student]
                    kept = saved(self.exam.id, student, paper.number, row.answers)
                    received = Received(
                        f"{real}, row {row.line}", entry.given or owner is not None, kept, format="row",
                        handed_in=row.handed_in or (entry.handed_in if owner is not None else None),
                    )  # fmt: skip
                    path = Path(f"{entry.path}, row {row.line}")
                    sheet = sheet_of(self.exam.id, student, paper.number, row.answers, path)
                    self._put(student, _Candidate(sheet, received))
        except (TableError, TextFileError) as error:
            why = str(error).removeprefix(name).removeprefix(":").strip()
            if getattr(error, "other", False) and not entry.given:
                self._ignore(replace(entry, why=why))
            else:
                self._problem(entry, why, owner, why.partition(";")[0])
            return
        self.notes.add(f"{name}: the answers of {taken} student{'s' * (taken != 1)}", name, "a table")
        if unclear.count:
            self.notes.add(f"{name}: {unclear.told}", name, "times")

    def _take(self, entry: HandedIn, real: str) -> None:
        """Read a file, and find out whose sheet it is."""
        if entry.kind == "table":
            self._take_table(entry, real)
            return
        owner = self._owner(entry)
        try:
            content = entry.read(LARGEST)
            sheet = parse_returned(content, entry.path)
        except (TextFileError, SheetError) as error:
            said = getattr(error, "student", "")
            if entry.kind == "perhaps" and not said and _is_other(error, entry):
                told = (
                    str(error).removeprefix(f"{cited(str(entry.path))}: ")
                    if isinstance(error, FormError)
                    else entry.why
                )
                self._ignore(replace(entry, why=told))
                return
            why = str(error).removeprefix(cited(str(entry.path))).removeprefix(":").strip()
            kind = re.sub(r"^[0-9]+: ", "", why).partition(";")[0]
            self._problem(entry, f"line {why}" if why[:1].isdigit() else why, owner or self.owners.called(said), kind)
            return
        if misfit := self._misfit(sheet):
            self._problem(entry, misfit, owner or self._student(sheet), "not of this exam")
            return
        student = self._student(sheet) or ""
        for name in entry.names:
            if (others := self.owners.of(name)) and student not in others:
                whose = " or ".join(sorted(others)[:3])
                self._problem(
                    entry,
                    f"the sheet names {student}, but {cited(name, 60)} is {whose}'s; rename it if the sheet is right",
                    owner,
                    "contradiction",
                )
                return
        named = any(student in self.owners.of(name) for name in entry.names)
        received = Received(real, named, content, handed_in=entry.handed_in)
        self._put(student, _Candidate(sheet, received))

    def _student(self, sheet: Sheet) -> str | None:
        """The student that a sheet names; where that line is empty, as on a spare paper, whose paper it is."""
        if not sheet.student.strip():
            return next((s for s, paper in self.papers.items() if paper.number == _number(sheet)), None)
        return self.owners.called(sheet.student)

    def _misfit(self, sheet: Sheet) -> str:
        """Why a sheet is not of this exam; empty where it is."""
        if sheet.exam.strip().casefold() != self.exam.id.casefold():
            return f"a sheet of the exam {cited(sheet.exam, 60)!r}, not of {cited(self.exam.id, 60)!r}"
        number = _number(sheet)
        if number in self.spare:
            return f"paper {number} is a spare paper that has not been assigned yet"
        student = self._student(sheet)
        if student is None:
            return f"a sheet of {cited(sheet.student, 60)!r}, who is not on the roster of this exam"
        if number != self.papers[student].number:
            return f"{student} has paper {self.papers[student].number}, but the sheet says {cited(sheet.paper, 60)!r}"
        return ""

    def _choose(self, student: str, before: Received | None, counted: Received | None) -> _Candidate | None:
        """The sheet that counts for a student, of those that came now and the one that counted before.

        ``counted`` is that one also where its file was given again.
        """
        kept = self._again(before) if before is not None else None
        came: list[_Candidate] = [self.shelf.take(place) for place in self.candidates.get(student, [])]
        strong = [candidate for candidate in came if candidate.received.named]
        if kept is not None and kept.received.named and not strong:
            strong, came = [kept], [kept, *came]
        pool = _filled(strong or came)
        for other in came:
            if strong and other not in strong and not _same(other, pool[0]):
                counts = cited(str(pool[0].sheet.path))
                self._say(other, f"another sheet of {student}, for whom {counts} counts, which is called after them")
        if not pool:
            return kept
        different = [c for i, c in enumerate(pool) if not any(_same(c, other) for other in pool[:i])]
        if len(different) > 1 and (chosen := self._by_rule(student, different)) is not None:
            pool = [chosen]
        elif len(different) > 1 and (settled := self._chosen_before(student, pool, counted)) is not None:
            pool = [settled]
        elif len(different) > 1:
            names = [cited(str(candidate.sheet.path)) for candidate in pool]
            shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            why = (
                f"{shown}: {student} handed in different sheets, so none of them is marked; run examgen grade with the one that counts, "
                "and without the others"
            )
            self.problems.add(why, student, "different sheets")
            if kept is None:
                self.rejected[student] = Received(pool[0].received.source, named=True, why=why)
            return kept
        if kept is not None and not _same(kept, pool[0]):
            if self.counts == "first":
                self.notes.add(
                    f"{student}: {cited(str(kept.sheet.path))} counts, which came first, and not {cited(str(pool[0].sheet.path))}",
                    "",
                    "not the first",
                )
                return kept
            if self.counts == "best":
                self.rivals[student] = [kept, *self.rivals.get(student, [])]
                return pool[0]
            self.notes.add(
                f"{student}: {cited(str(pool[0].sheet.path))} replaces {cited(str(kept.sheet.path))}, which was marked before",
                "",
                "replaced",
            )
        return pool[0]

    def _chosen_before(self, student: str, pool: Sequence[_Candidate], counted: Received | None) -> _Candidate | None:
        """The sheet that somebody chose in an earlier run, by giving it alone, where nothing has come in since."""
        digests = [_digest(candidate.received) for candidate in pool]
        if counted is None or counted.content is None or not set(digests) <= set(self.known.get(student, ())):
            return None
        return next((c for c, digest in zip(pool, digests, strict=True) if digest == _digest(counted)), None)

    def _by_rule(self, student: str, pool: Sequence[_Candidate]) -> _Candidate | None:
        """The one of several different sheets that counts by the blueprint's rule; ``None`` where a person has to say."""
        if self.counts == "best":
            self.rivals[student] = list(pool[1:])
            return pool[0]
        moments = [candidate.received.moment for candidate in pool]
        if self.counts == "ask" or None in moments:
            return None
        ordered = sorted(zip(moments, range(len(pool)), strict=True))
        if any(later - earlier <= SAME for (earlier, _), (later, _) in pairwise(ordered)):  # type: ignore[operator]
            return None
        moment, place = ordered[-1 if self.counts == "last" else 0]
        others = ", ".join(cited(str(c.sheet.path)) for i, c in enumerate(pool) if i != place)
        self.notes.add(
            f"{student}: {cited(str(pool[place].sheet.path))} counts, the {self.counts} of {len(pool)} ({moment:%Y-%m-%d %H:%M} UTC), "
            f"and not {others}",
            "",
            "which counts",
        )
        return pool[place]

    def _again(self, received: Received) -> _Candidate | None:
        """The sheet of an earlier run; ``None`` where it is no longer a sheet of this exam."""
        if received.content is None:
            return None
        try:
            sheet = (parse_saved if received.format in FORMATS else parse_returned)(
                received.content, Path(received.source)
            )
        except (SheetError, TextFileError):
            return None
        return None if self._misfit(sheet) else _Candidate(sheet, received)

    def _say(self, candidate: _Candidate, why: str) -> None:
        path = candidate.sheet.path
        self.problems.add(f"{cited(str(path))}: {why}", cited(path.parent.name), "another sheet")


def _is_other(error: Exception, entry: HandedIn) -> bool:
    """Whether a file is something else than an answer sheet or a form, as far as can be told."""
    if isinstance(error, FormError):
        return error.other
    return not isinstance(error, TextFileError) or entry.path.suffix.lower() not in (".pdf", ".ipynb", ".json")


def _number(sheet: Sheet) -> str:
    """The number of the paper, also where it was typed anew."""
    try:
        return read_number(sheet.paper)
    except PaperNumberError:
        return sheet.paper


_ROW = re.compile(r", row \d+\Z")


class _Roots:
    """The files and folders that were given now, to tell what of earlier runs was given again."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self._roots = [Path(os.path.realpath(path)) for path in paths]
        self._folders = {root.parent for root in self._roots}

    def __contains__(self, source: str) -> bool:
        """Whether a file was given again, or is gone from a folder of which other files were given.

        What came through standard input is no file, and stays.
        """
        path = Path(_ROW.sub("", source))
        if path.name == STANDARD_INPUT_NAME and not path.exists():
            return False
        if any(path.is_relative_to(root) for root in self._roots):
            return True
        return path.parent in self._folders and not path.exists()


def _digest(received: Received) -> str:
    """What tells equal contents, as the gradebook keeps it."""
    return hashlib.sha256(received.content or b"").hexdigest()


def _received(found: _Candidate | Received) -> Received:
    return found if isinstance(found, Received) else found.received


def _filled(candidates: list[_Candidate]) -> list[_Candidate]:
    """Those with something on them, if there are any: an empty sheet beside a filled-in one says nothing."""
    return [candidate for candidate in candidates if any(candidate.sheet.answers.values())] or candidates


def _same(one: _Candidate, other: _Candidate) -> bool:
    return one.sheet.answers == other.sheet.answers and one.sheet.faults == other.sheet.faults


__all__ = ["SubmissionError", "Submissions", "collect"]
