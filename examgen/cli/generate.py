"""``examgen generate``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from examgen import garbage
from examgen.cli.options import bank_option, group_option, open_bank, templates_option
from examgen.wording import counted


@click.command()
@click.argument("blueprint", type=click.Path(path_type=Path), required=False)
@click.option(
    "--roster",
    required=True,
    type=click.Path(path_type=Path),
    help="CSV or xlsx file with a column of ids and a column of names.",
)
@click.option("--id-column", metavar="TITLE", help="Title of the roster's column of ids, if it is not recognised.")
@click.option("--name-column", metavar="TITLE", help="Title of the roster's column of names, if it is not recognised.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="Folder for the exam: a new one, or that of the same exam, in which only what has changed is printed again.",
)
@click.option(
    "--secret-file",
    type=click.Path(path_type=Path),
    help="File whose content determines the numbers: the same secret gives the same papers. Default: your own secret, which is created "
    "once and kept in your configuration folder.",
)
@click.option(
    "--spare",
    "spares",
    metavar="N",
    type=click.IntRange(min=0),
    default=0,
    help="Number of additional papers without a name; `examgen assign` gives them to students.",
)
@click.option(
    "--only",
    metavar="WHAT",
    default="papers,keys",
    show_default=True,
    help="Files to make, separated by commas. Papers are always made; with keys, which contain worked solutions, it takes three times as "
    "long. `examgen print` makes all other files later as well.",
)
@click.option(
    "--fonts", multiple=True, type=click.Path(path_type=Path), help="A folder with fonts for names in other scripts."
)
@click.option(
    "--positions",
    is_flag=True,
    help="Record in the sealed exam where each answer box is on its page, for a scanner. Every paper is typeset twice for this.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Allow the questions of papers that already exist to change. Use this only before any paper is handed out.",
)
@templates_option
@click.option(
    "--as-makeup-of",
    "makeup_of",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Ask the questions of the exam in DIR again, with numbers that nobody had there. BLUEPRINT is then optional; only its title, date "
    "and other settings are used.",
)
@group_option
@bank_option
def generate(
    blueprint: Path | None,
    roster: Path,
    id_column: str | None,
    name_column: str | None,
    out: Path,
    secret_file: Path | None,
    spares: int,
    only: str,
    fonts: tuple[Path, ...],
    positions: bool,
    replace: bool,
    templates: Path | None,
    makeup_of: Path | None,
    group: str | None,
    banks: tuple[Path, ...],
) -> None:
    """Generate an exam from BLUEPRINT, or a make-up exam: a paper and a key for every student.

    Writes papers/, keys/, answers/ (an answer sheet for each student) and exam.sealed.json, which you keep private. If it is
    interrupted, it leaves nothing that looks finished; run the same command again to resume.
    """
    from examgen.oracle.elsewhere import keras_elsewhere

    if blueprint is None and makeup_of is None:
        raise click.UsageError("expected a BLUEPRINT, or --as-makeup-of with the folder of an exam.")
    context = click.get_current_context()
    context.with_resource(keras_elsewhere())  # it takes seconds to import
    context.with_resource(garbage.set_aside())
    context.with_resource(garbage.seldom_collected())
    garbage.leave_at_exit()
    from examgen.exam.fairness import time_by_question, time_needed, unfair, unusual
    from examgen.exam.files import readers
    from examgen.exam.generate import generate as make
    from examgen.exam.print_shop import chosen, print_exam, printed_already
    from examgen.exam.printing import in_english
    from examgen.exam.roster import read_roster
    from examgen.rendering.templating import templates_from

    wanted = chosen(only)
    secret = _secret(secret_file)
    access = readers(group)
    bank = open_bank(banks)
    names = (student.name for student in read_roster(roster, id_column, name_column).students)
    warn_of_missing_letters(names, fonts)
    with templates_from(templates), progress_bars() as progress:
        made = make(
            blueprint,
            roster,
            out,
            bank,
            secret,
            progress,
            id_column=id_column,
            name_column=name_column,
            spares=spares,
            makeup_of=makeup_of,
            keys="keys" in wanted,
            positions=positions,
            fonts=fonts,
            readers=access,
            replace=replace,
        )
        others = [name for name in wanted if name not in ("papers", "keys")]
        if made.again:  # what was bound of the papers as they were
            others = list(dict.fromkeys((*others, *printed_already(out))))
        further = print_exam(made.exam, out, bank, others, fonts=fonts, readers=access, progress=progress)
    for remark in (*made.remarks, *unusual(made.exam, bank), *unfair(made.exam), *in_english(made.exam, bank)):
        click.echo(remark, err=True)
    count = len(made.exam.papers)
    for noun, folder in (("paper", "papers"), ("key", "keys"), ("sheet", "answers")):
        if noun != "key" or "keys" in wanted:
            click.echo(f"{counted(count, noun):<{len(f'{count} papers')}}  {out / folder}")
    click.echo(f"sealed exam  {out / 'exam.sealed.json'}  (keep it private: it contains every answer)")
    for folder in dict.fromkeys(path.relative_to(out).parts[0] for path in further):
        click.echo(f"{folder:12} {out / folder}")
    if count:
        click.echo(f"working time {time_needed(made.exam)}; by question: {time_by_question(made.exam)}")
    click.echo(f"\nWhen the sheets are back:  examgen grade {out} SUBMISSIONS", err=True)


def warn_of_missing_letters(names: Iterable[str], fonts: Sequence[Path]) -> None:
    """Say, before anything is printed, which names hold letters that no font has."""
    from examgen.rendering.fonts import letters_without_font

    for name, letters in letters_without_font(names, fonts).items():
        click.echo(f"Warning: no font has {' '.join(letters)} in the name {name}; give one with --fonts DIR.", err=True)


def _secret(path: Path | None) -> bytes:
    from examgen.exam.secret import ENOUGH, own_secret, read_secret

    if path is None:
        return own_secret().content
    secret = read_secret(path)
    if secret.bits < ENOUGH:
        click.echo(
            f"Warning: {path} can be found in about 2^{secret.bits:.0f} guesses; with 2^{ENOUGH} or more, "
            "nobody can recover it from a paper. Leave out --secret-file: examgen then creates a secret and keeps it.",
            err=True,
        )
    return secret.content


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """A bar for each stage on stderr with the time left, where stderr is a terminal."""
    from examgen.cli.screen import talk

    if not (console := talk()).is_terminal:
        yield lambda stage, done, of: None
        return
    from rich.progress import Progress, TaskID

    tasks: dict[str, TaskID] = {}
    with Progress(console=console, transient=True, refresh_per_second=4) as bar:

        def show(stage: str, done: int, of: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=of)
            bar.update(tasks[stage], completed=done)

        yield show
