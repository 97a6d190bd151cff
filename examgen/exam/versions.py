"""What an exam was made with: the bank as a digest of its files, and the programs whose versions can change what is printed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from examgen import __version__
from examgen.bank.bank import Bank

PROGRAMS = ("keras", "numpy", "pypandoc_binary", "tensorflow", "typst")
"""Whatever else has a say in the numbers or in how they look."""


def versions(bank: Bank) -> dict[str, str]:
    """Everything that two runs must share to make the same bytes, besides what they are given."""
    found = {"examgen": __version__, "bank": bank.version}
    for name in PROGRAMS:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "none"
    return found
