"""The autograder for Gradescope: a zip with the sealed exam and the part of examgen that marks with it.

The zip holds all keys. It is the instructor's, like the sealed exam; Gradescope never shows it to students.
"""

from __future__ import annotations

import io
import json
import os
import zipfile
from collections.abc import Iterator
from importlib import import_module, metadata
from pathlib import Path
from typing import Literal

from examgen import __version__
from examgen.errors import UserError, cited
from examgen.exam.sealed import FILE_NAME, SealedExam
from examgen.exam.signing import PublicKey
from examgen.export.autograder import CONFIGURATION
from examgen.export.bundle import write_entry

Visibility = Literal["visible", "after_due_date", "after_published", "hidden"]

REQUIREMENTS = (
    "babel",
    "charset-normalizer",
    "cryptography",
    "jinja2",
    "lark",
    "numpy",
    "pikepdf",
    "platformdirs",
    "pydantic",
    "pylatexenc",
    "PyYAML",
    "rich",
)
"""What marking needs; no TensorFlow, no Keras, nothing that prints."""
_TREES = ("examgen", "examgen.question_bank", "examgen.solutions", "examgen.templates")
_KINDS = (".py", ".css", ".j2", ".lark", ".po", ".typ", ".yaml")

SETUP = """\
#!/usr/bin/env bash
# Gradescope runs this once, when the autograder is built: a Python that is new enough, and what marking needs. It needs no TensorFlow.
set -euo pipefail
find_python() {
  for python in python3.13 python3.12 python3.11 python3; do
    if "$python" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null; then
      echo "$python"
      return
    fi
  done
}
python=$(find_python)
if [ -z "$python" ]; then
  apt-get update
  apt-get install -y python3.12 python3.12-venv || apt-get install -y python3.11 python3.11-venv
  python=$(find_python)
fi
"$python" -m venv /autograder/venv
/autograder/venv/bin/pip install --no-cache-dir --requirement /autograder/source/requirements.txt
"""

RUN = """\
#!/usr/bin/env bash
# Gradescope runs this for every submission.
root=${AUTOGRADER_ROOT:-/autograder}
python=$root/venv/bin/python
cd "$root" && PYTHONPATH=$root/source PYTHONSAFEPATH=1 PYTHONUTF8=1 OPENBLAS_NUM_THREADS=1 \\
  exec "${AUTOGRADER_PYTHON:-$python}" -m examgen.export.autograder "$root"
"""


class AutograderError(UserError):
    """The autograder cannot be made."""


def autograder(folder: Path, exam: SealedExam, *, visibility: Visibility = "after_published") -> bytes:
    """The zip that an instructor uploads to Gradescope.

    Args:
        folder: where the sealed exam is.
        exam: the same, read.
        visibility: when students see what each answer earned. How their answers were read they always see.

    Raises:
        AutograderError: a folder of the instructor's own questions is not there any more.
    """
    sealed = (folder / FILE_NAME).read_bytes()
    key = PublicKey.from_hex(json.loads(sealed)["signed by"])
    banks = [f"banks/{place}" for place, _ in enumerate(exam.banks)]
    configuration = {"examgen": __version__, "fingerprint": key.fingerprint, "banks": banks, "visibility": visibility}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        write_entry(archive, "setup.sh", SETUP.encode(), executable=True)
        write_entry(archive, "run_autograder", RUN.encode(), executable=True)
        write_entry(archive, "requirements.txt", _requirements().encode())
        write_entry(archive, CONFIGURATION, json.dumps(configuration, indent=1).encode())
        write_entry(archive, FILE_NAME, sealed)
        for name, path in _engine():
            write_entry(archive, name, path.read_bytes())
        for inside, bank in zip(banks, exam.banks, strict=True):
            for name, path in _bank(Path(bank)):
                write_entry(archive, f"{inside}/{name}", path.read_bytes())
    return made.getvalue()


def _requirements() -> str:
    return "".join(f"{name}=={metadata.version(name)}\n" for name in REQUIREMENTS)


def _engine() -> Iterator[tuple[str, Path]]:
    """The files of examgen as they are installed, whatever folder each tree comes from."""
    inner = {name.rpartition(".")[2] for name in _TREES[1:]}
    for package in _TREES:
        root = Path(next(iter(import_module(package).__path__)))
        for name, path in _files(root):
            if package != "examgen" or name.split("/")[0] not in inner:
                yield f"{package.replace('.', '/')}/{name}", path


def _bank(folder: Path) -> Iterator[tuple[str, Path]]:
    for tree in ("question_bank", "solutions"):
        if not (folder / tree).is_dir():
            raise AutograderError(
                f"{cited(str(folder))} has no folder {tree}/ any more; the exam has questions from there, so put it back"
            )
        yield from ((f"{tree}/{name}", path) for name, path in _files(folder / tree))


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for where, folders, files in os.walk(root, followlinks=True):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        for name in sorted(files):
            path = Path(where) / name
            if name.endswith(_KINDS) or name == "py.typed":
                yield path.relative_to(root).as_posix(), path
