"""``examgen export``: grades, feedback and a marker for learning systems."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.cli.gradebook_options import Open, database_option, exam_argument, on_gradebook, opened, out_option
from examgen.cli.options import bank_option, group_option, trust_option
from examgen.cli.screen import talk

if TYPE_CHECKING:
    from examgen.exam.files import Access
    from examgen.export.bundle import Format
    from examgen.export.gradescope import Visibility
    from examgen.gradebook.standing import PaperStanding, Standing


class Points(click.ParamType[Decimal]):
    """Points: a number above 0."""

    name = "points"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            points = Decimal(str(value))
        except InvalidOperation:
            points = Decimal(0)
        if not points.is_finite() or points <= 0:
            self.fail(f"expected points such as 100, got {value!r}", param, ctx)
        return points


@click.group()
def export() -> None:
    """Export grades and feedback for learning systems, or an autograder for Gradescope.

    Everything is written into the folder export/SYSTEM beside the grades. Grades that were not released with `examgen release`, or
    have changed since, are refused. Papers with pending answers get no grade.
    """


_OPTIONS = (
    click.option(
        "--to", "target", metavar="FOLDER", type=click.Path(path_type=Path), help="Write into this folder instead."
    ),
    click.option(
        "--pending", is_flag=True, help="Also export papers with pending answers, with the points that are certain."
    ),
    click.option(
        "--draft",
        is_flag=True,
        help="Export unreleased grades for you to look at, into export/SYSTEM-draft and marked as a draft.",
    ),
    click.option("--of", type=Points(), help="Scale the grades so that the whole exam is worth this many points."),
    click.option(
        "--format",
        "formats",
        type=click.Choice(["pdf", "html", "both"]),
        default="pdf",
        help="The format of the feedback. Default: pdf.",
    ),
)


def _worksheet(help_: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return click.option(
        "--worksheet", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False), help=help_
    )


def _command(function: Callable[..., None]) -> Callable[..., None]:
    """The argument and the options that all systems have."""
    made = on_gradebook()(function)
    for option in reversed((exam_argument, *_OPTIONS)):
        made = option(made)
    return made


@export.command()
@_worksheet("The grading worksheet of the assignment, downloaded from Moodle; its Grade column is filled in.")
@_command
def moodle(
    desk: Open,
    worksheet: Path | None,
    target: Path | None,
    pending: bool,
    draft: bool,
    of: Decimal | None,
    formats: str,
) -> None:
    """Grades and feedback for a Moodle assignment.

    grades.csv is the grading worksheet with the grades filled in, or without --worksheet a table for Grades > Import. feedback.zip is
    for "Upload multiple feedback files in a zip"; there, Moodle identifies students by a number, which is in the worksheet and in
    the names of downloaded submissions.
    """
    from examgen.export.scores import read_worksheet
    from examgen.export.tables import moodle_csv, moodle_file, moodle_maximum, moodle_numbers

    rows = read_worksheet(worksheet) if worksheet else []
    stands = _standing(desk)
    numbers = moodle_numbers(stands.papers, rows)
    notes = _other_worth("Moodle", moodle_maximum(rows), of, stands)
    table = partial(moodle_csv, title=stands.exam.title, worksheet=rows)
    missing = "Moodle's number of these students is not known; pass its grading worksheet with --worksheet"
    _write(desk, stands, "moodle", table, moodle_file(numbers), missing, notes, target, pending, draft, of, formats)


@export.command()
@_worksheet("The gradebook as Canvas exports it; students are matched by their SIS ids, logins or names.")
@_command
def canvas(
    desk: Open,
    worksheet: Path | None,
    target: Path | None,
    pending: bool,
    draft: bool,
    of: Decimal | None,
    formats: str,
) -> None:
    """Grades and feedback for a Canvas assignment.

    grades.csv is for Grades > Import. feedback.zip is for "Upload Submissions" after "Download Submissions": Canvas identifies students
    by the names of the downloaded files, and shows the feedback under the name of the file that the student handed in.
    """
    from examgen.export.scores import read_worksheet
    from examgen.export.tables import canvas_csv, canvas_file, canvas_maximum

    rows = read_worksheet(worksheet) if worksheet else []
    stands = _standing(desk)
    notes = _other_worth("Canvas", canvas_maximum(stands.exam.title, rows), of, stands)
    table = partial(canvas_csv, title=stands.exam.title, worksheet=rows)
    missing = (
        'their submissions do not bear the names that Canvas\'s "Download Submissions" gives, by which it knows them'
    )
    _write(desk, stands, "canvas", table, canvas_file, missing, notes, target, pending, draft, of, formats)


@export.command()
@_command
def feedback(desk: Open, target: Path | None, pending: bool, draft: bool, of: Decimal | None, formats: str) -> None:
    """Grades, and the feedback in a zip with one file for each student, named after the student's id."""
    from examgen.export.tables import gradescope_csv

    stands = _standing(desk)
    _write(
        desk, stands, "feedback", gradescope_csv, lambda paper: paper.paper.student, "", [], target, pending, draft, of, formats
    )  # fmt: skip


def _standing(desk: Open) -> Standing:
    from examgen.gradebook.standing import standing

    return standing(desk.book, history=False)


def _other_worth(system: str, maximum: str, of: Decimal | None, stands: Standing) -> list[str]:
    """A note where the assignment is worth something else there; Moodle drops grades that are above."""
    worth = of or max((paper.of for paper in stands.papers), default=Decimal(0))
    if _number(maximum) in (None, worth):
        return []
    return [
        f"the assignment is worth {maximum} in {system}, the exam {float(worth):g}; --of {maximum} scales the grades"
    ]


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None


def _write(
    desk: Open, stands: Standing, system: str, table: Callable[..., str], name: Callable[[PaperStanding], str | None],
    missing: str, notes: Sequence[str], target: Path | None, pending: bool, draft: bool, of: Decimal | None, formats: str,
) -> None:  # fmt: skip
    from examgen.export.bundle import feedback_zip
    from examgen.export.scores import left_out, not_given_out, scores
    from examgen.gradebook.release import ReleaseError

    found = scores(stands, pending=pending, of=of)
    held = not_given_out(stands, found)
    if held and not draft:
        raise ReleaseError(
            f"{held}; nothing was exported. Run `examgen release` first; --draft exports a draft for you only"
        )
    grades = table(found)
    with talk().status("writing the feedback"):
        written: tuple[Format, ...] = (
            ("pdf", "html") if formats == "both" else ("html",) if formats == "html" else ("pdf",)
        )
        zipped, unnamed = feedback_zip(stands, desk.bank, name, written, pending=pending)
    folder = target or desk.folder / "export" / (f"{system}-draft" if held else system)
    mark = b"" if system == "canvas" else b"\xef\xbb\xbf"  # Canvas takes the mark for a part of the first title
    files = {"grades.csv": mark + grades.encode("utf-8", "backslashreplace")}
    if zipped:
        files["feedback.zip"] = zipped
    else:
        (folder / "feedback.zip").unlink(missing_ok=True)  # of an earlier run, which had some
    _put(folder, files, desk.readers)
    for note in (*notes, *left_out(found)):
        click.echo(note, err=True)
    if unnamed:
        some = ", ".join(paper.paper.student for paper in unnamed[:10])
        more = f" and {len(unnamed) - 10} more" if len(unnamed) > 10 else ""
        what = "no feedback" if zipped else "no feedback.zip was written; none"
        click.echo(f"{what} for {some}{more}: {missing}", err=True)
    if held:
        click.echo(f"a draft: {held}; students must not get it", err=True)


def _put(folder: Path, files: Mapping[str, bytes], access: Access) -> None:
    from examgen.exam.files import make_folder, write_whole

    make_folder(folder, access)
    for name, content in files.items():
        write_whole(folder / name, content, access)
        click.echo(folder / name)


@export.command()
@exam_argument
@click.option(
    "--to", "target", metavar="FOLDER", type=click.Path(path_type=Path), help="Write into this folder instead."
)
@on_gradebook()
def parquet(desk: Open, target: Path | None) -> None:
    """The gradebook as Parquet, for your own analysis: papers.parquet and answers.parquet.

    The files are for you, not for students, so nothing needs to be released. Needs the package pyarrow: pip install 'examgen[parquet]'.
    """
    from examgen.export.parquet import answers_parquet, papers_parquet

    stands = _standing(desk)
    files = {"papers.parquet": papers_parquet(stands), "answers.parquet": answers_parquet(stands)}
    _put(target or desk.folder / "export" / "parquet", files, desk.readers)


@export.command()
@exam_argument
@click.option(
    "--visibility",
    type=click.Choice(["visible", "after_due_date", "after_published", "hidden"]),
    default="after_published",
    help="When students see what each answer earned. They always see how their answers were read.",
)
@click.option(
    "--to", "target", metavar="FOLDER", type=click.Path(path_type=Path), help="Write into this folder instead."
)
@click.option(
    "--pending", is_flag=True, help="Also export papers with pending answers, with the points that are certain."
)
@out_option
@database_option
@group_option
@trust_option
@bank_option
def gradescope(
    exam: Path, visibility: Visibility, target: Path | None, pending: bool, out: Path | None, url: str,
    group: str | None, fingerprint: str | None, banks: tuple[Path, ...],
) -> None:  # fmt: skip
    """An autograder for Gradescope and, if papers were marked here, the grades in Gradescope's columns.

    autograder.zip marks answer sheets with the sealed keys, without TensorFlow. It contains all keys: keep it private, like the sealed
    exam.
    """
    from examgen.exam.files import readers
    from examgen.exam.sealed import FILE_NAME, SealedExam
    from examgen.export.gradescope import autograder
    from examgen.export.scores import left_out, not_given_out, scores
    from examgen.export.tables import gradescope_csv
    from examgen.gradebook.store import Gradebook

    sealed = SealedExam.read(exam / FILE_NAME, fingerprint=fingerprint)
    if banks:
        sealed = sealed.model_copy(update={"banks": tuple(map(str, banks))})
    folder = target or (out or exam) / "export" / "gradescope"
    _put(folder, {"autograder.zip": autograder(exam, sealed, visibility=visibility)}, readers(group))
    if Gradebook.exists(out or exam, url):
        with opened(exam, out, url, group, None, banks) as desk:
            stands = _standing(desk)
            found = scores(stands, pending=pending)
            if held := not_given_out(stands, found):
                click.echo(f"no grades.csv: {held}; release the grades with examgen release", err=True)
                return
            table = gradescope_csv(found).encode("utf-8", "backslashreplace")
            _put(folder, {"grades.csv": b"\xef\xbb\xbf" + table}, desk.readers)
            for note in left_out(found):
                click.echo(note, err=True)
