"""Grade columns as learning systems import them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from examgen.export.scores import Score, Students, column, file_name, source_names
from examgen.gradebook.standing import PaperStanding
from examgen.gradebook.table import inert

# Moodle ---------------------------------------------------------------------------------------------------------------

MOODLE_WHO = ("ID number", "Username", "Email address", "Full name")
_MOODLE_NAME = re.compile(r"_(\d{1,12})_assign(?:submission|feedback)_")


def moodle_numbers(papers: Iterable[PaperStanding], worksheet: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The number that Moodle gives each student in an assignment.

    It stands in Moodle's grading worksheet (*Participant 7001*), in the names of downloaded submissions, and perhaps in the roster.
    """
    papers = list(papers)
    students, found = Students(papers), dict[str, str]()
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
        students, points = Students(score.paper for score in found), {s.paper.paper.student: s.text for s in found}
        head = list(worksheet[0])
        grade = next((t for t in head if t.casefold() == "grade"), "Grade")
        head += [] if grade in head else [grade]
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
_CANVAS_NAME = re.compile(r"(?:^|[^_]+_)(?:LATE_)?(\d{1,20})_(\d{1,20})_.+")


def canvas_file(paper: PaperStanding) -> str | None:
    """What the feedback on a paper is called so that Canvas knows whose it is: it begins as the file did that was downloaded."""
    for name in source_names(paper):
        if match := _CANVAS_NAME.fullmatch(name):
            who = re.sub(r"[^a-z]", "", file_name(paper.paper.name).casefold()) or "student"
            return f"{who}_{match[1]}_{match[2]}_feedback"
    return None


def canvas_csv(found: Sequence[Score], title: str, worksheet: Sequence[Mapping[str, str]]) -> str:
    """A table for Canvas's *Grades, Import*: its own export with a column for the exam, or made of the roster's columns."""
    of = max((score.of for score in found), default=None)
    worth = "" if of is None else f"{of:f}".rstrip("0").rstrip(".") if "." in f"{of:f}" else f"{of:f}"
    if worksheet:
        students, points = Students(score.paper for score in found), {s.paper.paper.student: s.text for s in found}
        titles = list(worksheet[0])
        known = {title.casefold(): title for title in titles}
        head = [known.get(name.casefold(), name) for name in CANVAS_HEAD if name.casefold() in known]
        existing = next((t for t in titles if re.fullmatch(re.escape(title) + r" \(\d+\)", t)), title)
        rows = []
        for row in worksheet:
            if row.get(head[0], "").strip().casefold() == "points possible":
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


def gradescope_csv(found: Sequence[Score]) -> str:
    """The grades in the columns of Gradescope's own download."""
    labels = list(dict.fromkeys(a.label for s in found for a in s.paper.answers))
    worth = {a.label: f"{a.label} ({float(a.of):g} pts)" for s in found for a in s.paper.answers}
    rows = []
    for score in found:
        paper = score.paper
        graded = score.points is not None
        earned = {a.label: f"{float(a.points):g}" for a in paper.answers} if graded else {}
        status = "Graded" if graded else "Missing" if paper.status == "absent" else "Ungraded"
        who = [inert(paper.paper.name), inert(paper.paper.student), inert(_mail(paper))]
        rows.append([*who, score.text, f"{float(score.of):g}", status, *(earned.get(label, "") for label in labels)])
    head = ["Name", "SID", "Email", "Total Score", "Max Points", "Status", *(worth[label] for label in labels)]
    return _csv(head, rows)


def _mail(paper: PaperStanding) -> str:
    return next((v.strip() for t, v in paper.paper.columns.items() if "mail" in t.casefold()), "")


def _csv(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return made.getvalue()
