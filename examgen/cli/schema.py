"""``examgen schema``."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--page", is_flag=True, help="Print the documentation page instead, in Markdown.")
def schema(page: bool) -> None:
    """Print what a blueprint may say, as a JSON schema for editors.

    With `# yaml-language-server: $schema=blueprint.schema.json` at the head of a blueprint, an editor completes and checks it.
    """
    from examgen.exam.blueprint_page import blueprint_page, blueprint_schema

    click.echo(blueprint_page() if page else json.dumps(blueprint_schema(), indent=2, ensure_ascii=False), nl=not page)
