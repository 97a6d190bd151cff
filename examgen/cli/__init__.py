"""The commands. Importing this imports click and none of them."""

from __future__ import annotations

import click

from examgen import __version__
from examgen.cli.lazy import CommandEntry, MainGroup

_COMMANDS = {
    "practice": CommandEntry(
        "examgen.cli.practice:practice", "Practise questions, with hints and feedback.", "To learn"
    ),
    "progress": CommandEntry("examgen.cli.progress:progress", "Show your progress and what is due.", "To learn"),
    "mock": CommandEntry("examgen.cli.mock:mock", "Take a timed mock exam, marked like a real exam.", "To learn"),
    "solve": CommandEntry(
        "examgen.cli.solve:solve", "Solve one question, with your own numbers or random ones.", "To learn"
    ),
    "generate": CommandEntry(
        "examgen.cli.generate:generate", "Generate an exam: a paper and a key for every student.", "To hold an exam"
    ),
    "preview": CommandEntry("examgen.cli.print:preview", "Make one sample paper with its key.", "To hold an exam"),
    "print": CommandEntry("examgen.cli.print:print_command", "Make the files for the copy shop.", "To hold an exam"),
    "assign": CommandEntry("examgen.cli.assign:assign", "Give a spare paper to a student.", "To hold an exam"),
    "grade": CommandEntry(
        "examgen.cli.grade:grade", "Mark what the students handed in, with feedback.", "To mark an exam"
    ),
    "enter": CommandEntry("examgen.cli.enter:enter", "Type in the answers on handwritten papers.", "To mark an exam"),
    "review": CommandEntry(
        "examgen.cli.review:review", "Decide what could not be marked automatically.", "To mark an exam"
    ),
    "decide": CommandEntry(
        "examgen.cli.review:decide", "Set the points of an answer, with a reason.", "To mark an exam"
    ),
    "regrade": CommandEntry(
        "examgen.cli.regrade:regrade", "Mark again under changed rules; see first who gains.", "To mark an exam"
    ),
    "release": CommandEntry("examgen.cli.review:release", "Release the grades as they stand.", "To mark an exam"),
    "merge": CommandEntry(
        "examgen.cli.forget:merge", "Merge another assistant's gradebook into yours.", "To mark an exam"
    ),
    "forget": CommandEntry(
        "examgen.cli.forget:forget", "Remove a student's identity; the marks are kept.", "To mark an exam"
    ),
    "show": CommandEntry("examgen.cli.show:show", "Show everything about one answer of a student.", "To mark an exam"),
    "report": CommandEntry("examgen.cli.report:report", "Write a page of statistics on the exam.", "To mark an exam"),
    "export": CommandEntry(
        "examgen.cli.export:export", "Export grades and feedback to Moodle, Canvas, Gradescope.", "To mark an exam"
    ),
    "schema": CommandEntry(
        "examgen.cli.schema:schema", "Print the JSON Schema of blueprints, for editors.", "To hold an exam"
    ),
    "key": CommandEntry(
        "examgen.cli.key:key", "Show the fingerprint of the key that signs your exams.", "To hold an exam"
    ),
    "bank": CommandEntry("examgen.cli.bank:bank", "List, show and check the questions.", "To manage the questions"),
}

_EPILOG = """\
\b
Exit codes:
  0    success
  1    finished, but problems were found
  2    invalid command or input
  3    the witnesses of an answer disagree: nothing was printed or marked
  130  interrupted by Ctrl-C

\b
Set EXAMGEN_DEBUG=1 to see the traceback of an error.
"""


@click.group(
    cls=MainGroup,
    entries=_COMMANDS,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=_EPILOG,
)
@click.version_option(__version__, prog_name="examgen", message="%(prog)s %(version)s")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Exams on neural networks: different numbers for every student, every answer verified twice."""
    if ctx.invoked_subcommand is None:
        from examgen.cli.welcome import welcome

        welcome()
