"""`examgen bank stock`: the variants that `practice` asks without Keras."""

from __future__ import annotations

from collections.abc import Sequence

import click

from examgen.cli.options import named_questions, open_bank
from examgen.errors import PROBLEMS_FOUND


@click.command(
    epilog="Exit code 1 means that something is outdated (--check) or that a question could not be attested."
)
@click.argument("questions", nargs=-1, metavar="[QUESTION or TOPIC]...")
@click.option("--check", "only_check", is_flag=True, help="Make nothing; list the questions whose stock is outdated.")
@click.option("--all", "everything", is_flag=True, help="Also make those that are up to date.")
@click.option("--mine", is_flag=True, help="Add variants for this machine only, in your data folder.")
@click.pass_context
def stock(ctx: click.Context, questions: Sequence[str], only_check: bool, everything: bool, mine: bool) -> None:
    """Prepare the variants that `examgen practice` uses; their keys are attested by both witnesses in advance.

    Only outdated variants are made: those of questions that are new or have changed. Run it after changing the bank.
    """
    from examgen.practice import stock as stocked

    bank = open_bank(())
    chosen = set(named_questions(bank, questions))
    folder = stocked.data_folder() / "stock" if mine else stocked.SHIPPED
    found = {id_: why for id_, why in stocked.stale(bank, folder) if id_ in chosen or id_ not in bank.ids}
    if only_check:
        for id_, why in found.items():
            click.echo(f"{id_}: {why}")
        if found:
            click.echo("Make it again: examgen bank stock", err=True)
        ctx.exit(PROBLEMS_FOUND if found else 0)
    ids = [id_ for id_ in bank.ids if id_ in chosen and (everything or mine or id_ in found)]
    if not mine:
        for id_ in found.keys() - set(bank.ids):
            (folder / f"{id_}{stocked.SUFFIX}").unlink()
            click.echo(f"{id_}: removed; the question no longer exists", err=True)
    from examgen.practice.stocking import alone, make, own_seed

    if mine and not alone(folder):
        click.echo("Another process is already making variants for this machine.", err=True)
        return

    problems = list(
        make(
            bank,
            ids,
            folder,
            own_seed() if mine else "stock",
            added=mine,
            done=lambda id_: click.echo(f"{id_}: made", err=True),
        )
    )
    for problem in problems:
        click.echo(problem, err=True)
    click.echo(f"{len(ids)} of {len(chosen)} made; the others are up to date.", err=True)
    ctx.exit(PROBLEMS_FOUND if problems else 0)
