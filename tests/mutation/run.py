"""Do the tests notice a planted bug? Mutates one package at a time and counts the mutants that its tests kill; `make mutate`.

    python tests/mutation/run.py [judge] [marking] [answers] [exam] [--survivors]

Each package is tested by a selection that is fast and needs no Keras, in a copy of the tree below build/mutate. With --survivors every
mutant that no test kills is shown. A mutant that changes nothing anyone can observe counts as a survivor all the same: read them before you
trust the figure.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / "build" / "mutation-tools"
SELECTION = {
    "judge": ("tests/judge/test_rules.py", "tests/judge/test_diagnosis.py", "tests/judge/test_judging.py"),
    "marking": ("tests/marking/test_isolation.py", "tests/marking/test_submissions.py"),
    "answers": ("tests/answers",),
    "exam": ("tests/exam",),
}
"""The tests of each package that need no Keras."""
KILLED = {"killed", "timeout", "segfault", "caught by type check"}


def scratch(package: str) -> Path:
    """A copy of the tree as it is installed, with the settings for one package."""
    tree = ROOT / "build" / "mutate" / package
    shutil.rmtree(tree, ignore_errors=True)
    hidden = shutil.ignore_patterns("__pycache__", "*.pyc")
    shutil.copytree(ROOT / "examgen", tree / "examgen", ignore=hidden)
    for inside in ("question_bank", "solutions", "templates"):
        shutil.copytree(ROOT / inside, tree / "examgen" / inside, ignore=hidden)
    for beside in ("tests", "benchmarks", "examples"):
        shutil.copytree(ROOT / beside, tree / beside, ignore=hidden)
    for file in ("setup.cfg", "README.md", "constraints.txt"):
        shutil.copy(ROOT / file, tree / file)
    selection = [path for path in SELECTION[package] if (ROOT / path).exists()]
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (tree / "pyproject.toml").write_text(f"{settings}\n{_settings(package, selection)}", encoding="utf-8")
    return tree


def _settings(package: str, selection: list[str]) -> str:
    return f"""[tool.mutmut]
source_paths = ["examgen"]
only_mutate = ["examgen/{package}/*.py"]
also_copy = ["examgen", "benchmarks", "examples", "README.md", "constraints.txt"]
pytest_add_cli_args = ["-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not prove and not slow"]
pytest_add_cli_args_test_selection = {selection!r}
"""


def run(package: str, *, survivors: bool) -> str:
    """Mutate a package and run its tests; the score in a line."""
    tree = scratch(package)
    environment = {**os.environ, "PYTHONPATH": str(TOOLS), "PYTHONSAFEPATH": "", "CUDA_VISIBLE_DEVICES": ""}
    command = [sys.executable, "-m", "mutmut"]
    subprocess.run([*command, "run"], cwd=tree, env=environment, check=False)
    listed = subprocess.run(
        [*command, "results", "--all", "true"], cwd=tree, env=environment, capture_output=True, text=True
    )
    found = re.findall(r"^\s*(\S+): (.+)$", listed.stdout, re.MULTILINE)
    counts = Counter(state for _, state in found)
    killed = sum(number for state, number in counts.items() if state in KILLED)
    if survivors:
        for name, state in found:
            if state not in KILLED:
                shown = subprocess.run(
                    [*command, "show", name], cwd=tree, env=environment, capture_output=True, text=True
                )
                print(f"{state}\n{shown.stdout}")
    share = killed / max(1, sum(counts.values()))
    return f"{package:8} {killed:5} of {sum(counts.values()):5} mutants killed, {share:.0%}   {dict(counts)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("packages", nargs="*", metavar="PACKAGE", help=f"of {', '.join(SELECTION)}; all without it")
    parser.add_argument("--survivors", action="store_true", help="show every mutant that no test kills")
    options = parser.parse_args()
    if unknown := set(options.packages) - set(SELECTION):
        parser.error(f"expected packages of {', '.join(SELECTION)}, got {', '.join(sorted(unknown))}")
    lines = [run(package, survivors=options.survivors) for package in options.packages or SELECTION]
    print("\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
