"""`examgen bank new`: begin a question of one's own."""

from __future__ import annotations

import re
from pathlib import Path

import click

from examgen.errors import UserError

_FILES = {
    "question_bank/{topic}/{name}.py": "question/question.py.j2",
    "solutions/{topic}/{name}.py": "question/solution.py.j2",
    "tests/test_{topic}_{name}.py": "question/test.py.j2",
}


@click.command()
@click.argument("question", metavar="TOPIC.NAME")
@click.option(
    "--into",
    default=".",
    type=click.Path(path_type=Path, file_okay=False),
    help="Your folder of questions. Default: the current folder.",
)
def new(question: str, into: Path) -> None:
    """Start a question of your own from a small working example with its derivation and its test."""
    from importlib.resources import files

    import jinja2

    from examgen.bank.bank import Bank

    if not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", question):
        raise UserError(f"{question!r} is not a valid id; write topic.name in lower case, such as mine.neuron")
    if question in Bank().ids:
        raise UserError(f"the question {question} already exists; choose another name, such as {question}_2")
    topic, name = question.split(".")
    paths = {into / path.format(topic=topic, name=name): source for path, source in _FILES.items()}
    if taken := [path for path in paths if path.exists()]:
        raise UserError(f"{taken[0]} already exists; choose another name, or another folder with --into")
    words = {
        "id": question,
        "topic": topic,
        "class_name": "".join(part.capitalize() for part in name.split("_")),
        "title": name.replace("_", " ").capitalize(),
    }
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, keep_trailing_newline=True, autoescape=False)
    for path, source in paths.items():
        text = files("examgen.templates").joinpath(source).read_text(encoding="utf-8")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(environment.from_string(text).render(words), encoding="utf-8")
        click.echo(path)
    click.echo(f"\nTry it:    examgen bank show {question} --bank {into}", err=True)
    click.echo(f"Check it:  examgen bank check {question} --bank {into}", err=True)
