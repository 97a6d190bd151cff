"""How long the commands that need no network take, against a bare click program, in one run.

    python benchmarks/startup.py [--json] [--runs 15]

The least of several runs says what the work takes; the others say what else the machine was doing.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time

BARE = "import click\n@click.command()\ndef main(): click.echo('hello')\nmain()"
OURS = "from examgen.cli import main\nmain()"
COMMANDS = (["--help"], ["bank", "list"])


def seconds(program: str, *arguments: str) -> float:
    """One run of a program in a new process."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    rows = []
    for command in COMMANDS:
        pairs = [(seconds(OURS, *command), seconds(BARE)) for _ in range(options.runs)]
        ours, bare = (min(column) for column in zip(*pairs, strict=True))
        rows.append(
            {"command": "examgen " + " ".join(command), "ms": 1000 * ours, "bare ms": 1000 * bare, "ratio": ours / bare}
        )
    if options.json:
        print(json.dumps(rows, indent=1))
        return
    print(f"{'command':24}{'ms':>8}{'bare click, ms':>16}{'ratio':>8}")
    for row in rows:
        print(f"{row['command']:24}{row['ms']:8.0f}{row['bare ms']:16.0f}{row['ratio']:8.2f}")


if __name__ == "__main__":
    main()
