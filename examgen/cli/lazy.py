"""A group of commands that are imported when they are called, and a single place where errors become messages.

`examgen --help` must answer at once, so a group knows of its commands one line of help and where they live, and imports none.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import Any, NamedTuple

import click

from examgen.errors import BAD_INPUT, INTERRUPTED, OWN_FAULT, READER_GONE, UserError, cited


class CommandEntry(NamedTuple):
    """A command that is not imported yet: ``module:attribute``, its line of help, and the heading that it stands under."""

    target: str
    help: str
    heading: str = "Commands"


class LazyGroup(click.Group):
    """A group that imports a command when it is called."""

    def __init__(self, *args: Any, entries: Mapping[str, CommandEntry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.entries:
            return None
        import importlib

        module, _, attribute = self.entries[cmd_name].target.partition(":")
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in self.entries and not ctx.resilient_parsing:
            import difflib

            close = difflib.get_close_matches(args[0], self.entries, n=1)
            hint = f"did you mean {close[0]}?" if close else f"the commands are {', '.join(self.entries)}"
            ctx.fail(f"there is no command {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        # click's own would import every command for its help
        width = max(map(len, self.entries))
        for heading in dict.fromkeys(entry.heading for entry in self.entries.values()):
            with formatter.section(heading):
                rows = [(n.ljust(width), e.help) for n, e in self.entries.items() if e.heading == heading]
                formatter.write_dl(rows)


class MainGroup(LazyGroup):
    """The outermost group: whatever goes wrong in a command ends here, as one message and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        # pydantic looks through all that is installed for plugins, which takes longer than to show a question
        os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
        if any(map(_is_narrow, (sys.stdin, sys.stdout, sys.stderr))):
            from examgen.rendering import lookalikes

            lookalikes.register()
            for stream, errors in (
                (sys.stdin, "replace"),
                (sys.stdout, lookalikes.NAME),
                (sys.stderr, lookalikes.NAME),
            ):
                if _is_narrow(stream):
                    stream.reconfigure(errors=errors)  # type: ignore[union-attr]
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError:
            # The reader, such as `head`, has seen enough. What is left to flush at exit must not complain either.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(READER_GONE)
        except (Exception, KeyboardInterrupt) as error:
            if os.environ.get("EXAMGEN_DEBUG"):
                import traceback

                traceback.print_exc()
            message, code = outcome(error)
            opening = "" if isinstance(error, KeyboardInterrupt) else "Error: "
            if not (os.environ.get("NO_COLOR") or os.environ.get("TERM") in ("dumb", "unknown")):
                opening = click.style(opening, fg="red", bold=True)
            # a file's name may hold what a terminal acts on
            click.echo(opening + "\n".join(cited(line, 2_000) for line in message.split("\n")), err=True)
            ctx.exit(code)


def _is_narrow(stream: object) -> bool:
    """Whether a stream lacks most characters."""
    return hasattr(stream, "reconfigure") and "utf" not in (getattr(stream, "encoding", None) or "utf-8").lower()


def outcome(error: BaseException) -> tuple[str, int]:
    """What is said of an error, and the exit code."""
    match error:
        case KeyboardInterrupt():
            return str(error) or "interrupted", INTERRUPTED
        case UserError():
            return str(error), error.exit_code
        case OSError():
            where = f"{os.fspath(error.filename)!s}: " if error.filename is not None else ""
            return f"{where}{error.strerror or error}", BAD_INPUT
        case _:
            return (
                f"an internal error of examgen, please report it: {type(error).__name__}: {error}\n"
                "Set EXAMGEN_DEBUG=1 to see the traceback."
            ), OWN_FAULT
