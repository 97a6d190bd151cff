"""``examgen review``, ``decide`` and ``release``: what people decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.cli.gradebook_options import Open, by_option, exam_argument, on_gradebook
from examgen.errors import PROBLEMS_FOUND
from examgen.gradebook.keys import REVIEWING
from examgen.wording import counted

SHOWN = 50
"""So many decisions are listed."""

if TYPE_CHECKING:
    from rich.console import Console

    from examgen.gradebook.decisions import Decided
    from examgen.gradebook.review import Reviewer
    from examgen.gradebook.standing import Standing


@click.command(epilog=f"\b\nAt each answer:\n{REVIEWING}\n")
@exam_argument
@click.argument("answers", metavar="[ANSWER]...", nargs=-1)
@click.option(
    "--each",
    is_flag=True,
    help="Show every answer by itself. By default, equal answers with the same key are decided once.",
)
@click.option(
    "--second", is_flag=True, help="Mark a second time what somebody else has decided, without seeing their points."
)
@click.option(
    "--csv",
    "table",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write the pending answers to a table to be filled in; `examgen decide --from` reads it.",
)
@by_option
@on_gradebook()
def review(desk: Open, answers: tuple[str, ...], each: bool, second: bool, table: Path | None, by: str) -> None:
    """Decide what could not be marked automatically in the exam in DIR: answers that are unreadable, doubtful, or in words.

    ANSWER limits it to answers such as 3b, or to questions such as 3 or convolution.output_size. Every decision is saved as soon as
    it is made, with its author and time.
    """
    from examgen.gradebook.decisions import queue
    from examgen.gradebook.review import Reviewer, cases_csv
    from examgen.gradebook.standing import standing

    cases = queue(standing(desk.book), each=each, labels=answers, second=second, by=by)
    if table is not None:
        table.write_text(
            "\ufeff" + cases_csv(desk.book, cases, desk.bank, second=second),
            encoding="utf-8",
            errors="backslashreplace",
        )
        click.echo(
            f"{counted(len(cases), 'open case')}  {table}\nFill in points, then: examgen decide {desk.at} --from {table}"
        )
        return
    reviewer = Reviewer(desk.book, desk.bank, cases, by, second=second)
    if not cases:
        click.echo("nothing is pending" if not second else "there is nothing to mark a second time")
        return
    _go_through(reviewer, desk)
    desk.show_again(remark=reviewer.read)


def _go_through(reviewer: Reviewer, desk: Open) -> None:
    from examgen.cli.screen import output, talk
    from examgen.typed import typed

    console, seen = output(), -1
    while reviewer.case is not None:
        if seen != reviewer.place:
            seen = reviewer.place
            _show(reviewer, console, expressions=desk.exam.blueprint.expressions)
        try:
            line = typed("> ")
        except EOFError:
            break
        if line.strip() in ("q", "quit"):
            break
        if line.strip() in ("?", "h", "help"):
            console.print(REVIEWING, markup=False)
            continue
        if line.strip() == "w":
            _show_working(reviewer, console)
            continue
        try:
            said = reviewer.do(line)
        except ValueError as error:
            console.print(f"  {error}", markup=False)
            continue
        if said == "undone":
            seen = -1
        console.print(f"  {said}", markup=False)
    decided = sum(len(ids) for _, ids in reviewer.settled)
    left = len(reviewer.cases) - len(reviewer.settled)
    console.print(f"\n{decided} answer{'s' * (decided != 1)} decided" + (f", {left} left" if left else ""))
    if decided:
        talk().print("bringing grades.csv and the feedback up to date", style="dim")


def _show(reviewer: Reviewer, console: Console, *, expressions: bool) -> None:
    from rich.text import Text

    from examgen.exam.printing import points_text
    from examgen.gradebook.review import shown
    from examgen.rendering import stem
    from examgen.rendering.printable import printable
    from examgen.rendering.terminal import paragraph
    from examgen.rendering.terminal_variant import derivation_line, statement

    case = reviewer.case
    assert case is not None
    answer, view = case.first, shown(case, reviewer.bank, reviewer.rules, expressions=expressions)
    head = f"\n{reviewer.place + 1} of {len(reviewer.cases)}   {answer.label}  {answer.question.title}   {case.papers}"
    console.print(Text(head, style="bold"))
    if not view.kind.is_judged:  # a person cannot mark it without what was printed
        console.print(statement(view.variant))
    console.print(paragraph(stem.ask(view.variant, answer.ask.name)))
    lines = [("written", printable(answer.written.text) or "(nothing)")]
    lines += [(f"reading {n}", f"{one.said}  → {points_text(one.points)}") for n, one in enumerate(view.meant, 1)]
    lines += [("key", view.key)]
    if not reviewer.second:
        now = points_text(answer.points)
        if answer.pending and answer.highest != answer.points:
            now += f" to {points_text(answer.highest)}"
        lines += [("points", f"{now} of {points_text(answer.of)}")]
    else:
        lines += [("points", f"of {points_text(answer.of)}")]
    lines += [("why", answer.rule.line)] if not reviewer.second else []
    lines += [("criterion", f"{text} ({points_text(points)})") for text, points in view.criteria]
    for name, text in lines:
        console.print(Text(f"  {name:<10} {text[:1_000]}"), soft_wrap=True)
    if answer.feedback:
        console.print(paragraph(answer.feedback, lead="  mistake    "))
    if view.line is not None:
        console.print(derivation_line(view.variant, 1, view.line))


def _show_working(reviewer: Reviewer, console: Console) -> None:
    from examgen.answers import Explanation
    from examgen.rendering.terminal_variant import derivation_line, statement

    if (case := reviewer.case) is None:
        return
    variant = case.first.question.variant(reviewer.bank)
    console.print(statement(variant))
    kind = variant.asks[case.first.ask.name].type
    above = len(kind.criteria) if isinstance(kind, Explanation) else 0  # the case shows them, with what they earn
    for number, line in enumerate(variant.derivation().lines[above:], 1):
        console.print(derivation_line(variant, number, line))


@click.command()
@exam_argument
@click.argument("student", required=False)
@click.argument("answer", required=False)
@click.argument("points", required=False)
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Read the points from a table: a grades.csv that was changed by hand, or a file written by `review --csv`.",
)
@click.option("--why", default="", help="The reason; the student sees it as a comment.")
@by_option
@click.pass_context
@on_gradebook()
def decide(
    ctx: click.Context, desk: Open, student: str | None, answer: str | None, points: str | None, source: Path | None, why: str, by: str
) -> None:  # fmt: skip
    """Set the POINTS of an ANSWER of a STUDENT, whatever its automatic mark: `examgen decide DIR s1001 3b 1.5 --why "…"`.

    Or read many decisions from a table with --from. Every decision is saved with its author, time and reason; a later one replaces
    it, and none is lost.
    """
    from examgen.exam.text_file import read_bytes
    from examgen.gradebook.decisions import Decided, from_table
    from examgen.gradebook.decisions import decide as write
    from examgen.gradebook.edits import LARGEST
    from examgen.gradebook.standing import standing

    if (source is None) == (student is None):
        raise click.UsageError("expected STUDENT, ANSWER and POINTS, or --from FILE")
    stands = standing(desk.book, history=False)
    remarks: tuple[str, ...] = ()
    if source is not None:
        content = read_bytes(source, LARGEST)
        taken = from_table(stands, content, str(source), desk.written(source), by=by)
        remarks, decided = taken.remarks, list(taken.decided)
    else:
        decided = [_decided(stands, student or "", answer or "", points or "")]
    write(desk.book, [Decided(d.paper, d.answer, d.points, why or d.why, d.kind, d.reads) for d in decided], by=by)
    for one in decided[:SHOWN]:
        click.echo(_told(one))
    for remark in remarks:
        click.echo(remark, err=True)
    if len(decided) > SHOWN:
        click.echo(f"and {len(decided) - SHOWN} more")
    comments = sum(one.kind == "comment" for one in decided)
    click.echo(
        f"{counted(len(decided) - comments, 'answer')} decided"
        + (f", {counted(comments, 'comment')} kept" if comments else "")
    )
    desk.show_again(keep=source)
    left = sum(len(paper.pending) for paper in standing(desk.book, history=False).papers)
    if left:
        click.echo(f"{counted(left, 'answer')} still pending: examgen review {desk.at}")
    if remarks:
        ctx.exit(PROBLEMS_FOUND)


def _decided(stands: Standing, student: str, answer: str, points: str) -> Decided:
    """The decision that was typed.

    Raises:
        UserError: there is no such answer, or it cannot have these points.
    """
    from examgen.errors import UserError
    from examgen.exam.printing import points_text
    from examgen.gradebook.decisions import Decided, as_points

    paper = stands.of_student(student)
    found = paper.answer(answer) if paper else None
    if paper is None or found is None:
        what = f"{student} has no marked answer {answer}" if paper else f"there is no student or paper {student}"
        labels = ", ".join(a.label for a in paper.answers) if paper else ""
        raise UserError(f"{what}{f'; the answers are {labels}' if labels else ''}; nothing was decided")
    given = as_points(points)
    if given is None or given > found.of:
        raise UserError(
            f"expected points from 0 to {points_text(found.of)}, with at most two decimals, got {points!r}; nothing was decided"
        )
    return Decided(paper, found, given)


def _told(decided: Decided) -> str:
    """A decision in a line."""
    from examgen.exam.printing import points_text

    answer, whose = decided.answer, decided.paper.paper.student or decided.paper.paper.number
    before, of = points_text(answer.points), points_text(answer.of)
    given = "" if decided.points is None else points_text(decided.points)
    if decided.kind == "second":  # what the first one gave is not shown
        differ = "" if decided.points == answer.points else "; the two differ, so it is pending"
        said = f"{given} of {of} by the second marker{differ}"
    elif not given:
        said = f"commented; still {'pending' if answer.pending else f'{before} of {of}'}"
    else:
        said = f"{before} → {given} of {of}"
    return f"{whose} {answer.label}: {said}"


@click.command()
@exam_argument
@click.option(
    "--pending", is_flag=True, help="Release even if answers are pending; they count with their current points."
)
@by_option
@on_gradebook()
def release(desk: Open, pending: bool, by: str) -> None:
    """Release the grades of the exam in DIR as they stand now.

    Until then, only you can read grades.csv, every page of feedback says that it is a draft, and `examgen export` writes nothing
    that students could see. A grade that changes afterwards is reported, and is a draft again until the next release.
    """
    from examgen.gradebook.release import release as give_out

    released = give_out(desk.book, by=by, pending=pending)
    changed = f"; {released.changed} differ from the last release" if released.again else ""
    desk.show_again()
    click.echo(f"{counted(released.papers, 'grade')} released by {by}{changed}")
