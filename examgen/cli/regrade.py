"""``examgen regrade``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from examgen.cli.gradebook_options import Open, by_option, exam_argument, on_gradebook
from examgen.errors import PROBLEMS_FOUND

if TYPE_CHECKING:
    from examgen.gradebook.regrade import Proposal

SHOWN = 60
"""So many students are listed."""


@click.command()
@exam_argument
@click.option(
    "--blueprint",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Take the marking rules and the points from this changed blueprint.",
)
@click.option("--drop", metavar="QUESTION", multiple=True, help="Do not count this question or answer for anybody.")
@click.option(
    "--full-credit",
    metavar="QUESTION",
    multiple=True,
    help="Give full points for it to everyone who handed in a paper.",
)
@click.option(
    "--also-accept",
    metavar="QUESTION VALUE",
    nargs=2,
    multiple=True,
    help="Also accept another value, or an expression in the parameters such as '(n+2*p-f)/s'.",
)
@click.option(
    "--original",
    is_flag=True,
    help="First go back to the rules that the exam was sealed with; then apply the other options.",
)
@click.option(
    "--witness",
    type=click.Choice(["both", "sealed"]),
    default=None,
    help="As for grade. Default: as in the last run.",
)
@click.option("--why", default="", help="The reason, recorded with the run.")
@click.option("--yes", is_flag=True, help="Do not ask for confirmation.")
@by_option
@click.pass_context
@on_gradebook()
def regrade(
    ctx: click.Context, desk: Open, blueprint: Path | None, drop: tuple[str, ...], full_credit: tuple[str, ...],
    also_accept: tuple[tuple[str, str], ...], original: bool, witness: str | None, why: str, yes: bool, by: str,
) -> None:  # fmt: skip
    """Mark everything that was handed in for the exam in DIR again, under changed rules.

    QUESTION is an answer such as 3b, a printed number such as 3, a question such as convolution.output_size, or a place. The
    changes of several regrades add up. Who gains and who loses is shown before anything changes; earlier runs are kept, and
    people's decisions still apply.
    """
    from examgen.cli.screen import output, talk
    from examgen.errors import cited
    from examgen.gradebook.record import last_rules
    from examgen.gradebook.regrade import changed_rules, make, propose
    from examgen.gradebook.rulebook import Rulebook, in_words

    before = Rulebook.of(desk.exam, last_rules(desk.book))
    rules = changed_rules(
        Rulebook.of(desk.exam) if original else before,
        desk.exam,
        desk.bank,
        blueprint=blueprint,
        drop=drop,
        full_credit=full_credit,
        also_accept=also_accept,
    )
    with talk().status("marking"):
        proposal = propose(desk.book, desk.bank, rules, keras=None if witness is None else witness == "both")
    console = output()
    for line in in_words(rules, desk.exam) if rules != before else ():
        console.print(f"  {line}", markup=False, soft_wrap=True)
    if failed := proposal.marking.failed:
        for number, reason in list(failed.items())[:5]:
            console.print(f"  {number}: {cited(reason, 600)}", markup=False, soft_wrap=True)
        console.print(f"{len(failed)} papers cannot be marked, so nothing was changed", markup=False)
        ctx.exit(PROBLEMS_FOUND)
    _show(proposal)
    if rules == before and not proposal.changes:
        desk.show_again()
        console.print("nothing changes")
        return
    if not yes and not click.confirm("Change these grades?", default=False):
        console.print("nothing was changed")
        return
    make(desk.book, proposal, by=by, why=why)
    desk.show_again()
    console.print("marked again; the earlier run is kept")


def _show(proposal: Proposal) -> None:
    from examgen.cli.screen import output
    from examgen.exam.printing import points_text

    console, changes = output(), proposal.changes
    for change in changes[:SHOWN]:
        who = change.after.paper.student or change.after.paper.number
        answers = ", ".join(f"{label} {points_text(was)} → {points_text(now)}" for label, was, now in change.answers)
        sign = "+" if change.gain > 0 else "−" if change.gain < 0 else "±"
        totals = f"{points_text(change.before.points)} of {points_text(change.before.of)} → "
        totals += f"{points_text(change.after.points)} of {points_text(change.after.of)}"
        unit = "" if change.before.of == change.after.of else " percentage points"
        line = f"  {who}  {sign}{points_text(abs(change.gain))}{unit}  {totals}" + (f"  ({answers})" if answers else "")
        console.print(line, markup=False, soft_wrap=True)
    if len(changes) > SHOWN:
        console.print(f"  and {len(changes) - SHOWN} more")
    rescaled = any(change.before.of != change.after.of for change in changes)
    if rescaled:
        console.print(
            "The papers now have a different total, so changes are shown in percentage points.", soft_wrap=True
        )
    gain, lose = sum(change.gain > 0 for change in changes), sum(change.gain < 0 for change in changes)
    before = [paper for paper in proposal.before.papers if paper.status == "marked"]
    means = [
        sum(float(100 * p.points / p.of) for p in papers if p.of) / (len(papers) or 1)
        for papers in (before, proposal.after)
    ]
    pending = [sum(len(p.pending) for p in papers) for papers in (before, proposal.after)]
    console.print(
        f"students who gain: {gain}, lose: {lose}, "
        f"keep their {'percentage' if rescaled else 'points'}: {len(proposal.after) - gain - lose}; "
        f"mean {means[0]:.1f} % → {means[1]:.1f} %; pending answers {pending[0]} → {pending[1]}",
        soft_wrap=True,
    )
