"""``examgen schema``."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--page", is_flag=True, help="Print the documentation page instead, in Markdown.")
def schema(page: bool) -> None:
    """Print the JSON Schema of blueprints, for editors.

    With `# yaml-language-server: $schema=blueprint.schema.json` in its first line, an editor completes and checks a blueprint.
    """
    from examgen.exam.blueprint_page import blueprint_page, blueprint_schema

    click.echo(blueprint_page() if page else json.dumps(blueprint_schema(), indent=2, ensure_ascii=False), nl=not page)
