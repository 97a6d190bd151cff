"""Grade columns as learning systems import them.

The layouts are those that the importers of Moodle (``mod/assign/feedback/offline/importgradeslib.php``,
``mod/assign/feedback/file/importziplib.php``) and Canvas (``lib/gradebook_importer.rb``) accept, and that Gradescope's scores have
when they are downloaded.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from examgen.errors import cited
from examgen.export.scores import ExportError, Score, StudentRows, column, file_name, source_names
from examgen.gradebook.standing import PaperStanding
from examgen.gradebook.table import inert

# Moodle ---------------------------------------------------------------------------------------------------------------

MOODLE_WHO = ("ID number", "Username", "Email address", "Full name")
MOODLE_NEEDS = ("Identifier", "Grade", "Last modified (grade)")
"""Without one of these columns, by these names, Moodle in English refuses a worksheet."""
_MOODLE_NAME = re.compile(r"_(\d{1,12})_assign(?:submission|feedback)_")


def moodle_numbers(papers: Iterable[PaperStanding], worksheet: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The number that Moodle gives each student in an assignment.

    It stands in Moodle's grading worksheet (*Participant 7001*), in the names of downloaded submissions, and perhaps in the roster.
    """
    papers = list(papers)
    students, found = StudentRows(papers), dict[str, str]()
    for paper in papers:
        names = (_MOODLE_NAME.search(name) for name in source_names(paper))
        number = next((name[1] for name in names if name), None) or _digits(
            column(paper, "identifier", "participant", "participant id")
        )
        if number:
            found[paper.paper.student] = number
    for row in worksheet:
        student, number = students.of(row, MOODLE_WHO), _digits(row.get("Identifier", ""))
        if student and number:
            found[student] = number
    return found


def _digits(text: str) -> str:
    match = re.search(r"(\d{1,12})\s*$", text)
    return match[1] if match else ""


def moodle_file(numbers: Mapping[str, str]) -> Callable[[PaperStanding], str | None]:
    """What the feedback on a paper is called so that Moodle knows whose it is."""

    def name(paper: PaperStanding) -> str | None:
        number = numbers.get(paper.paper.student)
        return number and f"{file_name(paper.paper.name)}_{number}_assignsubmission_file_feedback"

    return name


def moodle_csv(found: Sequence[Score], title: str, worksheet: Sequence[Mapping[str, str]]) -> str:
    """Moodle's grading worksheet with the grades filled in; without one, a table for *Grades, Import*."""
    if worksheet:
        students, points = StudentRows(score.paper for score in found), {s.paper.paper.student: s.text for s in found}
        head = list(worksheet[0])
        grade = "Grade"
        if lacking := [title for title in MOODLE_NEEDS if title not in head]:
            raise ExportError(
                f"expected Moodle's grading worksheet with the columns {', '.join(MOODLE_NEEDS)}, got one without "
                f"{', '.join(lacking)}; download it from the assignment with your language in Moodle set to English, and upload it so"
            )
        rows = []
        for row in worksheet:
            student = students.of(row, MOODLE_WHO)
            earned = points.get(student, "") if student else ""
            cells = {**row, grade: earned or row.get(grade, "")}
            rows.append([inert(cells.get(title, "")) for title in head])
        return _csv(head, rows)
    head = ["ID number", "Full name", "Email address", title]
    return _csv(
        [inert(each) for each in head],
        [
            [inert(s.paper.paper.student), inert(s.paper.paper.name), inert(_mail(s.paper)), s.text]
            for s in found
            if s.points is not None
        ],
    )


def moodle_maximum(worksheet: Sequence[Mapping[str, str]]) -> str:
    """What the assignment is worth in Moodle, where the worksheet says it."""
    return next((v for t, v in worksheet[0].items() if t.casefold() == "maximum grade"), "") if worksheet else ""


# Canvas ---------------------------------------------------------------------------------------------------------------

CANVAS_HEAD = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
CANVAS_WHO = ("SIS User ID", "SIS Login ID", "ID", "Student")


def canvas_maximum(title: str, worksheet: Sequence[Mapping[str, str]]) -> str:
    """What the assignment is worth in Canvas, where it is there already."""
    for row in worksheet:
        if next(iter(row.values()), "").strip().casefold() == "points possible":
            return next((v.strip() for t, v in row.items() if re.fullmatch(re.escape(title) + r" \(\d+\)", t)), "")
    return ""


_CANVAS_NAME = re.compile(r"(?:^|[^_]+_)(?:LATE_)?(\d{1,20})_(\d{1,20})_.+")


def canvas_file(paper: PaperStanding) -> str | None:
    """What the feedback on a paper is called so that Canvas knows whose it is: it begins as the file did that was downloaded."""
    for name in source_names(paper):
        if match := _CANVAS_NAME.fullmatch(name):
            who = re.sub(r"[^a-z]", "", file_name(paper.paper.name).casefold()) or "student"
            return f"{who}_{match[1]}_{match[2]}_feedback"
    return None


def canvas_csv(found: Sequence[Score], title: str, worksheet: Sequence[Mapping[str, str]]) -> str:
    """A table for Canvas's *Grades, Import*: its own export with a column for the exam, or made of the roster's columns.

    The columns that say who somebody is end with Section, as Canvas insists. An assignment that is there already stays worth what it
    is worth there.

    Raises:
        ExportError: the table is not one that Canvas exported.
    """
    of = max((score.of for score in found), default=None)
    worth = "" if of is None else f"{of:f}".rstrip("0").rstrip(".") if "." in f"{of:f}" else f"{of:f}"
    if worksheet:
        students, points = StudentRows(score.paper for score in found), {s.paper.paper.student: s.text for s in found}
        titles = list(worksheet[0])
        if "Section" not in titles or not ({"Student", "LastName"} & set(titles[:1])) or "ID" not in titles[1:3]:
            raise ExportError(
                "expected the gradebook as Canvas exports it, with the columns Student, ID and Section, got "
                f"{cited(', '.join(titles[:6]), 120)}; take Grades, Export in Canvas"
            )
        head = titles[: titles.index("Section") + 1]
        existing = next((t for t in titles if re.fullmatch(re.escape(title) + r" \(\d+\)", t)), title)
        rows = []
        for row in worksheet:
            if row.get(head[0], "").strip().casefold() == "points possible":
                worth = row.get(existing, "").strip() or worth
                continue
            student = students.of(row, CANVAS_WHO)
            if student and points.get(student):
                rows.append([*(inert(row.get(name, "")) for name in head), points[student]])
        return _csv([*head, existing], [["    Points Possible", *("" for _ in head[1:]), worth], *rows])
    rows = [["    Points Possible", "", "", "", "", worth]]
    rows += [
        [
            inert(s.paper.paper.name),
            inert(column(s.paper, "id", "canvas id")),
            inert(column(s.paper, "sis user id") or s.paper.paper.student),
            inert(column(s.paper, "sis login id", "login id", "login")),
            inert(column(s.paper, "section")),
            s.text,
        ]
        for s in found
        if s.points is not None
    ]
    return _csv([*CANVAS_HEAD, title], rows)


# Gradescope -----------------------------------------------------------------------------------------------------------


GRADESCOPE_HEAD = (
    "Name", "SID", "Email", "Total Score", "Max Points", "Status", "Submission ID", "Submission Time", "Lateness (H:M:S)",
    "View Count", "Submission Count",
)  # fmt: skip


def gradescope_csv(found: Sequence[Score]) -> str:
    """The grades in the columns of Gradescope's own download."""
    labels = list(dict.fromkeys(a.label for s in found for a in s.paper.answers))
    worth = {a.label: f"{a.label} ({float(a.of):.1f} pts)" for s in found for a in s.paper.answers}
    rows = []
    for score in found:
        paper = score.paper
        graded = score.points is not None
        earned = {a.label: f"{float(a.points):g}" for a in paper.answers} if graded else {}
        status = "Graded" if graded else "Missing" if paper.status == "absent" else "Ungraded"
        who = [inert(paper.paper.name), inert(paper.paper.student), inert(_mail(paper))]
        handed_in = next((s.handed_in for s in paper.submissions if s.counts), None)
        when = f"{handed_in:%Y-%m-%d %H:%M:%S +0000}" if handed_in else ""
        counts = [paper.paper.number if graded else "", when, "", "", str(len(paper.submissions))]
        total = [score.text, f"{float(score.of):g}", status, *counts]
        rows.append([*who, *total, *(earned.get(label, "") for label in labels)])
    return _csv([*GRADESCOPE_HEAD, *(worth[label] for label in labels)], rows)


def _mail(paper: PaperStanding) -> str:
    return next((v.strip() for t, v in paper.paper.columns.items() if "mail" in t.casefold()), "")


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return made.getvalue()
