"""``examgen assign``."""

from __future__ import annotations

from pathlib import Path

import click

from examgen.cli.options import bank_option, open_bank, trust_option


@click.command()
@click.argument("exam", metavar="DIR", type=click.Path(path_type=Path))
@click.argument("paper")
@click.argument("student")
@click.option("--name", default="", help="The student's name, for the grades; that of the roster without it.")
@click.option("--instead", is_flag=True, help="The student has a paper already, and this one counts from now on.")
@trust_option
@bank_option
def assign(
    exam: Path, paper: str, student: str, name: str, instead: bool, fingerprint: str | None, banks: tuple[Path, ...]
) -> None:
    """Give a spare PAPER, by its number, of the exam in DIR to a STUDENT, by their id.

    For who came without being on the roster, or has spoilt a paper. Nothing is printed again; the sealed exam and the empty
    answer sheet know whose the paper is.
    """
    from examgen.exam.assign import assign as give

    given = give(exam, paper, student, open_bank(banks), name=name, instead=instead, fingerprint=fingerprint)
    click.echo(f"paper {given.number} is that of {given.student}  {exam / 'answers'}")
