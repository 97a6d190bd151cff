"""`examgen solve`: one question worked out by both witnesses, or a file of them in one pass."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from examgen.cli.options import bank_flag, bank_option, json_option, open_bank, seed_option, trust_option
from examgen.cli.pins import LineError, read_line, read_pins
from examgen.cli.screen import output, talk
from examgen.errors import PROBLEMS_FOUND, WITNESSES_DISAGREE, UserError

if TYPE_CHECKING:
    from examgen.bank.bank import Bank
    from examgen.question.question import Question

CHUNK = 500
"""So many lines of a file are answered in one pass, and forgotten before the next."""
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def random_seed() -> str:
    """A short text that is easily typed again."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(6))


class SolveCommand(click.Command):
    """``examgen solve QUESTION --help`` lists the parameters of that question as well."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta["arguments"] = list(args)
        return super().parse_args(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_epilog(ctx, formatter)
        arguments = ctx.meta.get("arguments", [])
        folders = [Path(folder) for flag, folder in pairwise(arguments) if flag == "--bank"]
        bank = open_bank(folders)
        for name in arguments:
            if name in bank.ids:
                with formatter.section(f"Parameters of {name}"):
                    formatter.write_dl([(each.name, each.line) for each in bank.question(name).parameters])


@click.command(
    cls=SolveCommand,
    epilog="""\
\b
Examples:
  examgen solve QUESTION --set n=28 --set p=0
  examgen solve QUESTION --set 'image=[[1,2],[3,4]]' --json
  examgen solve --from questions.jsonl > solved.jsonl
  examgen solve --paper DIR K7Q2M9X6 3

Without --set, all parameters are drawn; with it, the others take their defaults, and those without a default are drawn. A value is
JSON or plain text; a fraction is written "1/3". examgen solve QUESTION --help lists the parameters of a question. A line of
the file is {"question": "topic.name", "set": {"n": 28}}, optionally with "id" and "seed"; each produces one line of JSON.
With --paper, QUESTION is a number on the paper, such as 3; without it, all questions are solved.
""",
)
@click.argument("question", required=False)
@click.option("--set", "settings", metavar="NAME=VALUE", multiple=True, help="Set a parameter; may be repeated.")
@seed_option
@json_option
@click.option(
    "--from",
    "source",
    metavar="FILE",
    type=click.File("r", encoding="utf-8"),
    help="Solve every line of a JSONL file; - for stdin.",
)
@click.option(
    "--paper",
    metavar="DIR PAPER",
    type=(click.Path(path_type=Path), str),
    help="Solve the questions on a paper of the exam in DIR. PAPER is its number or the student's id.",
)
@trust_option
@bank_option
@click.pass_context
def solve(
    ctx: click.Context,
    question: str | None,
    settings: Sequence[str],
    seed: str | None,
    as_json: bool,
    source: TextIO | None,
    paper: tuple[Path, str] | None,
    fingerprint: str | None,
    banks: Sequence[Path],
) -> None:
    """Solve one question, with your own numbers or random ones.

    Both witnesses answer: Keras and the derivation. The wrong answer that each misconception leads to is shown with its feedback.
    """
    if paper is not None:
        if settings or source or seed:
            ctx.fail("--paper uses the printed numbers; leave out --set, --seed and --from")
        _solve_paper(*paper, question, fingerprint, banks, as_json=as_json)
        return
    if (question is None) == (source is None):
        ctx.fail("name one question, or give a file with --from; examgen bank list shows the questions")
    bank = open_bank(banks)
    if source is not None:
        if settings:
            ctx.fail('--set applies to a single question; in a file, each line has its own "set"')
        ctx.exit(_solve_lines(source, bank, seed or random_seed()))
    else:
        _solve_one(bank, str(question), read_pins(settings), seed, as_json=as_json)


def _solve_one(bank: Bank, id_: str, pins: dict[str, object], seed: str | None, *, as_json: bool) -> None:
    from examgen.cli.solution import as_object, note_on, show_solution
    from examgen.question.pins import PinError
    from examgen.question.selection import any_variant, seeded
    from examgen.verify import witness

    question = bank.question(id_)
    seed = seed or random_seed()
    variant = any_variant(question, seeded(seed, question), pins)
    try:
        (solved,) = witness.attest([variant])
    except witness.WitnessError as error:
        if pins and error.defect.refused:
            raise PinError(f"{id_}: {error.defect.why}") from None
        raise
    drawn = not pins.keys() >= variant.parameters.keys()
    if as_json:
        click.echo(json.dumps(as_object(solved, seed if drawn else None), ensure_ascii=False))
    else:
        show_solution(output(), solved)
        if drawn:
            flags = " ".join((f"--seed {seed}", *map(bank_flag, bank.folders)))
            talk().print(f"\nThe same numbers again: {flags}", style="dim", markup=False, soft_wrap=True)
        if note := note_on(solved):
            talk().print(f"\nNote: {note}.", style="dim", markup=False)


def _solve_paper(
    folder: Path, number: str, question: str | None, fingerprint: str | None, banks: Sequence[Path], *, as_json: bool
) -> None:
    from examgen.cli.solution import as_object, show_solution
    from examgen.exam.sealed import FILE_NAME, SealedExam
    from examgen.verify import witness

    exam = SealedExam.read(folder / FILE_NAME, fingerprint=fingerprint)
    bank = open_bank(banks or tuple(map(Path, exam.banks)))
    questions = exam.questions_of(number, question)
    solved = witness.attest([each.variant(bank) for each in questions])
    if as_json:
        objects = [{"number": q.number, **as_object(each, None)} for q, each in zip(questions, solved, strict=True)]
        click.echo(json.dumps(objects[0] if question else objects, ensure_ascii=False))
        return
    console = output()
    for place, (sealed, each) in enumerate(zip(questions, solved, strict=True)):
        if place:
            console.print()
        console.print(f"Question {sealed.number}", style="bold", markup=False)
        show_solution(console, each)


def _solve_lines(source: TextIO, bank: Bank, seed: str) -> int:
    """Solve the lines chunk by chunk, print one for each, and give the exit code."""
    from examgen import oracle

    solved, failed, code = 0, 0, 0
    drawn = _drawn(source, bank, seed)
    for rounds in count(1):
        if not (chunk := list(islice(drawn, CHUNK))):
            break
        for answer, line_code in _solved(chunk):
            click.echo(json.dumps(answer, ensure_ascii=False))
            solved, failed, code = solved + (not line_code), failed + bool(line_code), max(code, line_code)
        del chunk  # before the next one is drawn
        oracle.forget(rounds)
    summary = f"{solved} solved" + (f', {failed} failed: see "error" in their lines' if failed else "")
    talk().print(summary, style="dim", markup=False)
    return code


def _solved(chunk: Sequence[_Line]) -> Iterator[tuple[dict[str, Any], int]]:
    """What is printed for each line of a chunk, all of which are run in one pass, and the exit code that it asks for."""
    from examgen import oracle
    from examgen.cli.solution import as_object
    from examgen.verify import witness
    from examgen.verify.witness import Defect

    if variants := [line.item for line in chunk if not isinstance(line.item, UserError)]:
        oracle.load_for_nobody_else()
    examined = iter(witness.examine(variants))
    for line in chunk:
        outcome = line.item if isinstance(line.item, UserError) else next(examined)
        if isinstance(outcome, UserError | Defect):
            code = WITNESSES_DISAGREE if isinstance(outcome, Defect) and not outcome.refused else PROBLEMS_FOUND
            yield {**line.given, "error": str(outcome), "line": line.number}, code
        else:
            yield {**line.given, **as_object(outcome, line.seed)}, 0


@dataclass(frozen=True)
class _Line:
    """A line of the file.

    Attributes:
        given: its id, if it has one.
        item: its variant, or what is wrong with it.
        seed: what its open parameters were drawn with; nothing where all are set.
    """

    number: int
    given: dict[str, Any]
    item: Question | UserError
    seed: str | None = None


def _drawn(source: TextIO, bank: Bank, seed: str) -> Iterator[_Line]:
    """The lines of a file, each with its variant; empty ones are skipped."""
    from examgen.question.selection import any_variant, seeded

    for number, text in enumerate(_lines(source), start=1):
        if not text.strip():
            continue
        given: dict[str, Any] = {}
        try:
            wanted = read_line(text)
            given = {} if wanted.id is None else {"id": wanted.id}
            question = bank.question(wanted.question)
            line_seed = wanted.seed or f"{seed}-{number}"
            variant = any_variant(question, seeded(line_seed, question), wanted.pins)
        except UserError as error:
            yield _Line(number, given, error)
        else:
            is_pinned = wanted.pins.keys() >= variant.parameters.keys()
            yield _Line(number, given, variant, None if is_pinned else line_seed)


def _lines(source: TextIO) -> Iterator[str]:
    try:
        yield from source
    except UnicodeDecodeError as error:
        raise LineError(f"{source.name} is not UTF-8 text: {error.reason}") from None
