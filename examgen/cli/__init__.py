"""The commands. Importing this imports click and none of them."""

from __future__ import annotations

import click

from examgen import __version__
from examgen.cli.lazy import Entry, MainGroup

_COMMANDS = {
    "practice": Entry("examgen.cli.practice:practice", "Practise questions, with hints and feedback.", "To learn"),
    "progress": Entry("examgen.cli.progress:progress", "Show your progress and what is due.", "To learn"),
    "mock": Entry("examgen.cli.mock:mock", "Take a timed mock exam, marked like a real exam.", "To learn"),
    "solve": Entry("examgen.cli.solve:solve", "Solve one question, with your own numbers or random ones.", "To learn"),
    "generate": Entry(
        "examgen.cli.generate:generate", "Generate an exam: a paper and a key for every student.", "To hold an exam"
    ),
    "preview": Entry("examgen.cli.print:preview", "Make one sample paper with its key.", "To hold an exam"),
    "print": Entry("examgen.cli.print:print_command", "Make the files for the copy shop.", "To hold an exam"),
    "assign": Entry("examgen.cli.assign:assign", "Give a spare paper to a student.", "To hold an exam"),
    "grade": Entry("examgen.cli.grade:grade", "Mark what the students handed in, with feedback.", "To mark an exam"),
    "enter": Entry("examgen.cli.enter:enter", "Type in the answers on handwritten papers.", "To mark an exam"),
    "review": Entry("examgen.cli.review:review", "Decide what could not be marked automatically.", "To mark an exam"),
    "decide": Entry("examgen.cli.review:decide", "Set the points of an answer, with a reason.", "To mark an exam"),
    "regrade": Entry(
        "examgen.cli.regrade:regrade", "Mark again under changed rules; see first who gains.", "To mark an exam"
    ),
    "release": Entry("examgen.cli.review:release", "Release the grades as they stand.", "To mark an exam"),
    "merge": Entry("examgen.cli.forget:merge", "Merge another assistant's gradebook into yours.", "To mark an exam"),
    "forget": Entry("examgen.cli.forget:forget", "Remove a student's identity; the marks are kept.", "To mark an exam"),
    "show": Entry("examgen.cli.show:show", "Show everything about one answer of a student.", "To mark an exam"),
    "report": Entry("examgen.cli.report:report", "Write a page of statistics on the exam.", "To mark an exam"),
    "export": Entry(
        "examgen.cli.export:export", "Export grades and feedback to Moodle, Canvas, Gradescope.", "To mark an exam"
    ),
    "schema": Entry(
        "examgen.cli.schema:schema", "Print the JSON Schema of blueprints, for editors.", "To hold an exam"
    ),
    "key": Entry("examgen.cli.key:key", "Show the fingerprint of the key that signs your exams.", "To hold an exam"),
    "bank": Entry("examgen.cli.bank:bank", "List, show and check the questions.", "To manage the questions"),
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
