"""``examgen key``."""

from __future__ import annotations

import click


@click.command()
def key() -> None:
    """Show the fingerprint of the key that signs your exams.

    Whoever marks one of them on another machine compares it once with the fingerprint that `examgen grade` shows there.
    """
    from examgen.exam.signing import configuration, own_key

    click.echo(own_key().fingerprint)
    click.echo(
        f"The key itself stays in {configuration()}; keep a copy of that folder, and give it to nobody.", err=True
    )
