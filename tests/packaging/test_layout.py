from __future__ import annotations

import re
from configparser import ConfigParser
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def setup(root: Path) -> ConfigParser:
    parser = ConfigParser()
    parser.read(root / "setup.cfg", encoding="utf-8")
    return parser


@pytest.fixture(scope="module")
def folders(setup: ConfigParser) -> dict[str, str]:
    """Which folder of the checkout becomes which package."""
    mapped = [line.split("=") for line in setup["options"]["package_dir"].strip().splitlines()]
    return {"examgen": "examgen"} | {package.strip(): folder.strip() for package, folder in mapped}


def lines(value: str) -> list[str]:
    return [line for line in value.strip().splitlines() if line]


def test_setup_cfg_names_every_package_on_disk_and_no_other(
    root: Path, setup: ConfigParser, folders: dict[str, str]
) -> None:
    on_disk = {
        ".".join((package, *init.parent.relative_to(root / folder).parts))
        for package, folder in folders.items()
        for init in (root / folder).rglob("__init__.py")
    }
    named = lines(setup["options"]["packages"])
    assert sorted(named) == sorted(set(named)), "a package is named twice"
    assert set(named) == on_disk


def test_every_module_and_every_document_lies_in_a_package(root: Path, folders: dict[str, str]) -> None:
    strays = [
        file.relative_to(root)
        for folder in folders.values()
        for file in (root / folder).rglob("*.py")
        if not (file.parent / "__init__.py").exists()
    ]
    assert not strays, "a folder without __init__.py is not installed"


def test_questions_and_derivations_are_folders_of_the_same_topics(root: Path) -> None:
    def topics(folder: str) -> set[str]:
        return {init.parent.name for init in (root / folder).glob("*/__init__.py")}

    assert topics("question_bank") == topics("solutions")


def test_no_folder_of_tests_is_a_package(root: Path) -> None:
    """Files of equal name in different folders are told apart by pytest's importlib mode, not by __init__.py."""
    assert not list((root / "tests").rglob("__init__.py"))


def test_constraints_pin_everything_that_an_installation_brings(root: Path, setup: ConfigParser) -> None:
    pinned = {}
    for line in lines((root / "constraints.txt").read_text(encoding="utf-8")):
        if not line.startswith("#"):
            pin = Requirement(line)
            assert re.fullmatch(r"==[\w.!+]+", str(pin.specifier)), f"{line} is not one version"
            pinned[canonicalize_name(pin.name)] = pin

    needed: set[str] = set()
    waiting = [
        Requirement(line)
        for line in lines(setup["options"]["install_requires"]) + lines(setup["options.extras_require"]["dev"])
    ]
    for asked in waiting:
        if (name := canonicalize_name(asked.name)) in pinned:
            version = next(iter(pinned[name].specifier)).version
            assert asked.specifier.contains(version, prereleases=True), f"{version} is pinned, but asked is {asked}"
    while waiting:
        requirement = waiting.pop()
        extras = {"", *requirement.extras}
        name = canonicalize_name(requirement.name)
        if name in needed and not requirement.extras:
            continue
        needed.add(name)
        try:
            further = distribution(name).requires or []
        except PackageNotFoundError:
            continue
        waiting += [
            item
            for item in map(Requirement, further)
            if item.marker is None or any(item.marker.evaluate({"extra": extra}) for extra in extras)
        ]
    assert needed <= set(pinned), f"constraints.txt lacks {sorted(needed - set(pinned))}"
    assert set(pinned) <= needed, f"constraints.txt pins what nothing needs: {sorted(set(pinned) - needed)}"


def test_every_dependency_is_accounted_for(root: Path, setup: ConfigParser) -> None:
    asked = lines(setup["options"]["install_requires"]) + lines(setup["options.extras_require"]["dev"])
    account = re.findall(r"^\| `([^`]+)` \|", (root / "docs/dependencies.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(canonicalize_name(name) for name in account) == sorted(
        canonicalize_name(Requirement(line).name) for line in asked
    )
