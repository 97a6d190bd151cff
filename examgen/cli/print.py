"""``examgen print`` and ``examgen preview``."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from examgen.cli.generate import progress_bars, warn_of_missing_letters
from examgen.cli.options import bank_option, group_option, open_bank, templates_option
from examgen.wording import counted


@click.command(name="print")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--only",
    metavar="WHAT",
    default="papers,keys,solutions",
    show_default=True,
    help="Files to make, separated by commas: papers (in one file, by room and seat), keys (short ones), solutions (without names); "
    "to be filled in: forms (PDF), notebooks, html; to be edited: latex, word, markdown.",
)
@click.option(
    "--fonts", multiple=True, type=click.Path(path_type=Path), help="A folder with fonts for names in other scripts."
)
@templates_option
@group_option
@bank_option
def print_command(
    folder: Path, only: str, fonts: tuple[Path, ...], templates: Path | None, group: str | None, banks: tuple[Path, ...]
) -> None:
    """Make the files for the copy shop from the exam in FOLDER.

    Writes print/all.pdf (every paper begins on a new sheet, with a cover sheet for each room), print/keys.pdf and
    print/solutions.pdf, and on request each paper in other forms, each form in a folder of its own.
    """
    from examgen.exam.files import readers
    from examgen.exam.print_shop import chosen, print_exam
    from examgen.exam.sealed import FILE_NAME, SealedExam
    from examgen.rendering.templating import templates_from

    wanted = chosen(only)
    exam = SealedExam.read(folder / FILE_NAME)
    warn_of_missing_letters((paper.name for paper in exam.papers), fonts)
    with templates_from(templates), progress_bars() as progress:
        made = print_exam(
            exam,
            folder,
            open_bank(banks or tuple(map(Path, exam.banks))),
            wanted,
            fonts=fonts,
            readers=readers(group),
            progress=progress,
        )
    bound = [path for path in made if path.parent == folder / "print"]
    forms = [path.relative_to(folder).parts[0] for path in made if path not in bound]
    for form, count in Counter(forms).items():
        click.echo(f"{form:10} {counted(count, 'file'):>10}  {folder / form}")
    for path in bound:
        click.echo(path)


@click.command()
@click.argument("blueprint", type=click.Path(path_type=Path))
@click.option(
    "--out", type=click.Path(path_type=Path), help="Folder for the two files. Default: the folder of the blueprint."
)
@templates_option
@bank_option
def preview(blueprint: Path, out: Path | None, templates: Path | None, banks: tuple[Path, ...]) -> None:
    """Make one sample paper of BLUEPRINT with its key, and report their length and the time that the exam takes.

    Its numbers come from a secret of their own, so no student gets them.
    """
    from examgen.oracle.elsewhere import keras_elsewhere

    click.get_current_context().with_resource(keras_elsewhere())
    from examgen.exam.preview import make_preview
    from examgen.rendering.templating import templates_from

    with templates_from(templates):
        made = make_preview(blueprint, out or blueprint.parent, open_bank(banks))
    click.echo(f"{made.paper}  {counted(made.pages, 'page')}, {made.points} point{'s' * (made.points != '1')}")
    click.echo(f"{made.key}  {counted(made.key_pages, 'page')}")
    click.echo(f"working time {made.time}; by question: {made.time_by_question}")
    for warning in made.warnings:
        click.echo(warning, err=True)
