"""``examgen assign``."""

from __future__ import annotations

from pathlib import Path

import click

from examgen.cli.options import bank_option, open_bank, trust_option


@click.command()
@click.argument("exam", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("paper")
@click.argument("student")
@click.option("--name", default="", help="The student's name, for the grades. Default: the name on the roster.")
@click.option("--instead", is_flag=True, help="The student already has a paper; this one counts from now on.")
@trust_option
@bank_option
def assign(
    exam: Path, paper: str, student: str, name: str, instead: bool, fingerprint: str | None, banks: tuple[Path, ...]
) -> None:
    """Give a spare PAPER of the exam in DIR to a STUDENT. PAPER is its number, STUDENT an id.

    For students who are not on the roster or whose paper was spoilt. Nothing is printed again; the student is recorded in the
    sealed exam and in the empty answer sheet.
    """
    from examgen.exam.assign import assign as give

    given = give(exam, paper, student, open_bank(banks), name=name, instead=instead, fingerprint=fingerprint)
    click.echo(f"paper {given.number} now belongs to {given.student}  {exam / 'answers'}")
    if given.name == given.student and not name:
        click.echo(f"{given.student} had no paper and is added as a new student; give the name with --name", err=True)
