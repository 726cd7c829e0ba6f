"""The locked requirements: complete, with hashes, and with no address of any index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = ("run.txt", "dev.txt")
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def locked(name: str) -> dict[str, tuple[Version, frozenset[str]]]:
    """Return version and hashes by package."""
    text = (ROOT / "requirements" / name).read_text("utf-8")
    text = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE).replace("\\\n", " ")
    found = {}
    for line in filter(str.strip, text.splitlines()):
        package, _, rest = line.strip().partition("==")
        found[canonicalize_name(package)] = (Version(rest.split()[0]), frozenset(HASH.findall(rest)))
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_every_package_has_its_hashes(name: str) -> None:
    packages = locked(name)
    assert packages
    assert [package for package, (_, hashes) in packages.items() if not hashes] == []


@pytest.mark.parametrize("name", LOCKS)
def test_no_index_no_host_no_path(name: str) -> None:
    text = (ROOT / "requirements" / name).read_text("utf-8")
    assert not re.search(r"https?:|file:/|--index|--extra|--find-links|--trusted|\s@\s|^-[ef] ", text, re.MULTILINE)


def test_compiled_packages_are_locked_for_other_machines_too() -> None:
    """A compiled package has one file for each kind of machine and of Python, so many hashes."""
    packages = locked("run.txt")
    assert all(len(packages[name][1]) > 10 for name in ("sqlalchemy", "pydantic-core"))


def test_what_runs_is_what_is_tested() -> None:
    runs, tests = locked("run.txt"), locked("dev.txt")
    assert {name: tests.get(name) for name in runs} == runs


@pytest.mark.parametrize(("file", "declared"), [("run.txt", "project"), ("dev.txt", "requirements/dev.in")])
def test_what_is_declared_is_locked(file: str, declared: str) -> None:
    packages = locked(file)
    if declared == "project":
        project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
        wanted = project["project"]["dependencies"]
    else:
        lines = (ROOT / declared).read_text("utf-8").splitlines()
        wanted = [line for line in lines if line and not line.startswith("#")]
    for requirement in map(Requirement, wanted):
        assert packages[canonicalize_name(requirement.name)][0] in requirement.specifier, requirement


def test_what_can_be_added_is_locked_for_the_tests_and_left_out_of_what_runs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [Requirement(each) for extra in project["optional-dependencies"].values() for each in extra]
    tests, runs = locked("dev.txt"), locked("run.txt")
    assert [each.name for each in extras if tests[canonicalize_name(each.name)][0] not in each.specifier] == []
    assert not {canonicalize_name(each.name) for each in extras} & runs.keys()


def test_the_build_needs_nothing_that_is_not_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = {canonicalize_name(Requirement(each).name) for each in project["build-system"]["requires"]}
    assert names | {"editables"} <= locked("dev.txt").keys()


def test_the_snapshot_plugin_has_the_pytest_that_it_needs() -> None:
    assert locked("dev.txt")["pytest"][0] < Version("9")
