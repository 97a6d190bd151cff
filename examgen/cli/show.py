"""``examgen show``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.cli.gradebook_options import Open, exam_argument, on_gradebook
from examgen.cli.options import json_option
from examgen.cli.screen import output, show_table, talk
from examgen.errors import WITNESSES_DISAGREE

if TYPE_CHECKING:
    from rich.console import Console

    from examgen.gradebook.standing import AnswerStanding, PaperStanding
    from examgen.reports.answer import AnswerView


@click.command()
@exam_argument
@click.argument("student", metavar="STUDENT")
@click.argument("answers", metavar="[ANSWER]...", nargs=-1)
@click.option(
    "--witness",
    type=click.Choice(["both", "sealed"]),
    default="both",
    help="both: run Keras again as well as the worked solution. sealed: only the worked solution; TensorFlow is not needed.",
)
@click.option("--html", "page", metavar="FILE", type=click.Path(path_type=Path), help="Write a page instead.")
@json_option
@on_gradebook()
def show(desk: Open, student: str, answers: tuple[str, ...], witness: str, page: Path | None, as_json: bool) -> None:
    """Show everything about an answer: numbers, witnesses, what was written and how it was read, why it earned its points, its history.

    STUDENT is an id or the number of a paper, ANSWER a label such as 3b or a question such as 3. Without ANSWER, the whole paper is
    listed.
    """
    from examgen.gradebook.standing import standing
    from examgen.reports.answer import as_object, labels_of, paper_of, views

    stands = standing(desk.book)
    paper = paper_of(stands, student)
    labels = labels_of(paper, answers)
    if not answers and not as_json and page is None:
        _list(desk.at, paper)
        return
    with talk().status("asking the witnesses"):
        found = views(paper, labels, desk.bank, keras=witness == "both")
    if as_json:
        import json

        objects = [as_object(view) for view in found]
        click.echo(
            json.dumps(objects[0] if len(answers) == 1 == len(objects) else objects, indent=1, ensure_ascii=False)
        )
    elif page is not None:
        from examgen.exam.files import write_whole
        from examgen.reports.answer_page import answer_page

        write_whole(page, answer_page(stands.exam, paper, found).encode("utf-8", "backslashreplace"), desk.readers)
        click.echo(page)
    else:
        for place, view in enumerate(found):
            if place:
                output().print()
            _show(view)
    if any(view.disagree for view in found):
        click.echo("Error: a witness disagrees with the sealed key; see above", err=True)
        raise click.exceptions.Exit(WITNESSES_DISAGREE)


LONGEST = 200
"""So much of what was written is listed where there is no terminal."""


def _list(folder: Path, paper: PaperStanding) -> None:
    """A line for each answer of a paper."""
    from rich.table import Table
    from rich.text import Text

    from examgen.errors import cited
    from examgen.gradebook.table import total
    from examgen.rendering.printable import printable

    console = output()
    console.print(
        Text.assemble(
            (printable(paper.paper.student or "spare paper"), "bold"),
            f"  {printable(paper.paper.name)}",
            (f"  paper {paper.paper.number}", "dim"),
        )
    )
    console.print(f"total {total(paper)}\n", markup=False)
    table = Table("answer", "question", "points", "state", "written", box=None, header_style="dim", pad_edge=False)
    rows = list(map(_row, paper.answers))
    room = (
        console.width
        - 8
        - sum(max(len(title), *map(len, cells)) for title, cells in zip(_TITLES, zip(*rows, strict=True), strict=True))
    )
    for answer, row in zip(paper.answers, rows, strict=True):
        written = Text(answer.written.line)
        written.truncate(max(room, 12) if console.is_terminal else LONGEST, overflow="ellipsis")
        table.add_row(*row, written)
    show_table(console, table)
    first = paper.answers[0].label if paper.answers else "1"
    talk().print(
        f"\nEverything about one of them: examgen show {cited(str(folder), 600)} {paper.paper.student or paper.paper.number} {first}",
        style="dim", markup=False, soft_wrap=True,
    )  # fmt: skip


_TITLES = ("answer", "question", "points", "state")


def _row(answer: AnswerStanding) -> tuple[str, str, str, str]:
    from examgen.exam.printing import points_text

    points = points_text(answer.points)
    if answer.highest != answer.points:
        points += f" to {points_text(answer.highest)}"
    if answer.dropped:
        return answer.label, answer.question.question, "–", "dropped"
    state = "decided" if answer.decided else answer.state.replace("-", " ")
    return (
        answer.label,
        answer.question.question,
        f"{points} of {points_text(answer.of)}",
        f"{state}, pending" if answer.pending else state,
    )


def _show(view: AnswerView) -> None:
    console = output()
    for part in (_show_head, _show_question, _show_answer, _show_comparison, _show_mark, _show_history):
        part(console, view)


def _show_head(console: Console, view: AnswerView) -> None:
    from rich.text import Text

    from examgen.cli.solution import heading
    from examgen.exam.printing import points_text
    from examgen.rendering.printable import printable

    answer, paper = view.answer, view.paper.paper
    id_ = answer.question.question
    of_bank = "." in id_  # a text of the blueprint's own has neither topic nor level
    told_of = (
        (f"{answer.label}  {id_}", f"level {view.variant.level}")
        if of_bank
        else (answer.label, "a question of your own")
    )
    heading(console, told_of[0], answer.question.title, told_of[1])
    console.print(
        Text(f"{printable(paper.student)}  {printable(paper.name)}  paper {paper.number}", style="bold"), soft_wrap=True
    )
    points = points_text(answer.points)
    if answer.highest != answer.points:
        points += f" to {points_text(answer.highest)}"
    stands = view.stands if answer.dropped else f"{points} of {points_text(answer.of)} points, {view.stands}"
    console.print(Text(stands, style="bold"))


def _show_question(console: Console, view: AnswerView) -> None:
    from rich.text import Text

    from examgen.cli.solution import section
    from examgen.lettering import letters
    from examgen.rendering.terminal import paragraph
    from examgen.rendering.terminal_variant import statement

    answer = view.answer
    section(console, "Question")
    console.print(statement(view.variant))
    console.print()
    console.print(paragraph(answer.ask.text))
    for letter, option in zip(letters(len(answer.ask.options)), answer.ask.options, strict=True):
        console.print(paragraph(option.text, lead=f"{letter}  ", indent=3))
    if view.reproduction:
        settings = ", ".join(f"{name} = {value}" for name, value in view.variant.settings.items())
        console.print(Text(f"\n{settings}\n{view.reproduction}", style="dim"), soft_wrap=True)


def _show_answer(console: Console, view: AnswerView) -> None:
    """What was written, how it was read, the key, and what the witnesses say of it."""
    from rich.table import Table
    from rich.text import Text

    from examgen.cli.solution import section
    from examgen.reports.answer import witnesses_told

    answer = view.answer
    section(console, "Answer")
    grid = Table.grid(padding=(0, 2))
    grid.add_row("written", Text(answer.written.line or "nothing"))
    if answer.read and answer.read != answer.written:
        grid.add_row("read as", Text(answer.read.line))
    if view.carried:
        grid.add_row("right from earlier answers", Text(view.carried))
    grid.add_row(view.key_name, Text(view.key))
    console.print(grid)
    for line, agree in witnesses_told(view):
        console.print(Text(line, style="dim" if agree else "bold red"), soft_wrap=True)


def _show_comparison(console: Console, view: AnswerView) -> None:
    """The wrong values of an array."""
    from rich.table import Table

    from examgen.cli.solution import section

    wrong = [cell for cell in view.compared if not cell.right]
    if wrong:
        section(console, f"Comparison: {len(view.compared) - len(wrong)} of {len(view.compared)} values are right")
        table = Table("", "written", "expected", box=None, header_style="dim", pad_edge=False)
        for cell in wrong:
            table.add_row(cell.place, cell.written, cell.expected)
        console.print(table)


def _show_mark(console: Console, view: AnswerView) -> None:
    """Why it earned its points, and what would have been right."""
    from rich.text import Text

    from examgen.cli.solution import section
    from examgen.rendering.terminal import paragraph
    from examgen.rendering.terminal_variant import derivation_line, told
    from examgen.reports.answer import diagnosis_told

    answer = view.answer
    section(console, "Mark")
    console.print(Text(answer.rule.line), soft_wrap=True)
    for line in diagnosis_told(view):
        console.print(Text(line), soft_wrap=True)
    if answer.feedback:
        console.print(told(answer.feedback))
    if view.criteria:
        section(console, "Criteria")
        for criterion in view.criteria:
            console.print(paragraph(criterion, lead="   "))
    if view.way:
        section(console, "Source" if view.criteria else "Worked solution")
    for number, step in enumerate(view.way, start=1):
        console.print(derivation_line(view.variant, number, step))


def _show_history(console: Console, view: AnswerView) -> None:
    from rich.text import Text

    from examgen.cli.solution import section
    from examgen.rendering.printable import printable
    from examgen.reports.events import history

    section(console, "What happened")
    for event in history(view.paper, view.answer):
        said = f": {event.said.line}" if event.said else ""
        line = printable(f"{event.by}  {event.what}{said}")
        console.print(Text(f"{event.time}  {line}", style="" if event.stands else "dim"), soft_wrap=True)
