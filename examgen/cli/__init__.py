"""The commands. Importing this imports click and none of them."""

from __future__ import annotations

import click

from examgen import __version__
from examgen.cli.lazy import Entry, MainGroup

_COMMANDS = {
    "practice": Entry("examgen.cli.practice:practice", "Solve questions here, with hints and feedback.", "To learn"),
    "progress": Entry("examgen.cli.progress:progress", "What your practice has come to, and what is due.", "To learn"),
    "mock": Entry("examgen.cli.mock:mock", "A timed mock exam, marked like a real one.", "To learn"),
    "solve": Entry("examgen.cli.solve:solve", "Work one question out, with numbers of your own or drawn.", "To learn"),
    "generate": Entry(
        "examgen.cli.generate:generate", "Make an exam: a paper for every student, and its key.", "To hold an exam"
    ),
    "preview": Entry("examgen.cli.print:preview", "Make one specimen with its key.", "To hold an exam"),
    "print": Entry("examgen.cli.print:print_command", "Make the files for the copy shop.", "To hold an exam"),
    "assign": Entry("examgen.cli.assign:assign", "Give a spare paper to a student.", "To hold an exam"),
    "grade": Entry("examgen.cli.grade:grade", "Mark what the students handed in, and say why.", "To mark an exam"),
    "enter": Entry("examgen.cli.enter:enter", "Type in what stands on handwritten papers.", "To mark an exam"),
    "review": Entry("examgen.cli.review:review", "Decide what the machine could not.", "To mark an exam"),
    "decide": Entry("examgen.cli.review:decide", "Give an answer its points, with a reason.", "To mark an exam"),
    "regrade": Entry(
        "examgen.cli.regrade:regrade", "Mark again by other rules, and see first who gains.", "To mark an exam"
    ),
    "release": Entry("examgen.cli.review:release", "Give the grades out as they stand.", "To mark an exam"),
    "merge": Entry("examgen.cli.forget:merge", "Take over another assistant's gradebook.", "To mark an exam"),
    "forget": Entry("examgen.cli.forget:forget", "Forget who a student is; the marks stay.", "To mark an exam"),
    "show": Entry("examgen.cli.show:show", "Show everything about one answer of a student.", "To mark an exam"),
    "report": Entry("examgen.cli.report:report", "Say how the exam went: a page of statistics.", "To mark an exam"),
    "export": Entry(
        "examgen.cli.export:export", "Grades, feedback and a marker for Moodle, Canvas, Gradescope.", "To mark an exam"
    ),
    "schema": Entry("examgen.cli.schema:schema", "Print what a blueprint may say, for editors.", "To hold an exam"),
    "key": Entry("examgen.cli.key:key", "Show the fingerprint of the key that signs your exams.", "To hold an exam"),
    "bank": Entry(
        "examgen.cli.bank:bank", "List the questions, show one, check them all.", "To look after the questions"
    ),
}

_EPILOG = """\
\b
Exit codes:
  0    all is well
  1    it was done, and problems were found
  2    the command or its input cannot be used
  3    the witnesses of an answer disagree: nothing was printed or marked
  130  interrupted by Ctrl-C

\b
EXAMGEN_DEBUG=1 before a command shows the traceback of an error.
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
    """Exams on neural networks: other numbers for every student, every answer witnessed twice."""
    if ctx.invoked_subcommand is None:
        from examgen.cli.welcome import welcome

        welcome()
