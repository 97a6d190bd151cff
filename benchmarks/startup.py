"""How long the commands that need no network take, against a bare click program, in one run; and a student's first question.

The last two rows are the time until practice in a terminal shows its first question, and until it judges an answer that is typed
at once; against `python -c "import rich, click"`.

    python benchmarks/startup.py [--json] [--runs 15]

The least of several runs says what the work takes; the others say what else the machine was doing.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

import pexpect

BARE = "import click\n@click.command()\ndef main(): click.echo('hello')\nmain()"
OURS = "from examgen.cli import main\nmain()"
COMMANDS = (["--help"], ["bank", "list"])
LIBRARIES = "import rich, click"


def seconds(program: str, *arguments: str) -> float:
    """One run of a program in a new process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def first_moments(folder: str) -> tuple[float, float]:
    """Seconds until the first question of a session in a terminal, and until the verdict on an answer that is typed at once."""
    environment = {**os.environ, "XDG_DATA_HOME": folder, "EXAMGEN_NO_BACKGROUND": "1", "PROMPT_TOOLKIT_NO_CPR": "1"}
    start = time.perf_counter()
    command = ["-c", OURS, "practice", "convolution.output_size", "--fresh"]
    child = pexpect.spawn(sys.executable, command, env=environment, timeout=60, encoding="utf-8")
    child.delaybeforesend = None
    child.expect_exact("for example")
    question = time.perf_counter() - start
    child.send("1\r")
    child.expect("[✓✗]")
    verdict = time.perf_counter() - start
    child.close(force=True)
    return question, verdict


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package has its bytecode
    rows = []
    for command in COMMANDS:
        pairs = [(seconds(OURS, *command), seconds(BARE)) for _ in range(options.runs)]
        ours, bare = (min(column) for column in zip(*pairs, strict=True))
        rows.append(
            {"command": "examgen " + " ".join(command), "ms": 1000 * ours, "bare ms": 1000 * bare, "ratio": ours / bare}
        )
    with tempfile.TemporaryDirectory() as folder:
        first_moments(folder)  # builds the parsers of this machine, once
        moments = [(*first_moments(folder), seconds(LIBRARIES)) for _ in range(options.runs)]
    question, verdict, bare = (min(column) for column in zip(*moments, strict=True))
    rows += [
        {"command": f"practice: first {name}", "ms": 1000 * ours, "bare ms": 1000 * bare, "ratio": ours / bare}
        for name, ours in (("question", question), ("verdict", verdict))
    ]
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    print(f"{'command':26}{'ms':>8}{'bare, ms':>16}{'ratio':>8}")
    for row in rows:
        print(f"{row['command']:26}{row['ms']:8.0f}{row['bare ms']:16.0f}{row['ratio']:8.2f}")


if __name__ == "__main__":
    main()
