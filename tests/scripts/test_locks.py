"""The lock files name every package with its hashes and no place to fetch it from."""

import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PYTHON_LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"]
ADDRESS = re.compile(r"https?:|git\+|file:|index[-_]url|find[-_]links")


def requirements(name: str) -> dict[str, str]:
    """Each locked package of a file and what stands between its name and the next one's."""
    text = (ROOT / name).read_text(encoding="utf-8")
    parts = re.split(r"^([a-z0-9][\w.-]*)==", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", PYTHON_LOCKS)
def test_python_lock_has_hashes_and_no_address(name: str) -> None:
    locked = requirements(name)
    assert locked
    assert [package for package, rest in locked.items() if "--hash=sha256:" not in rest] == []
    assert ADDRESS.findall((ROOT / name).read_text(encoding="utf-8")) == []


def test_developers_have_what_readers_have_in_the_same_version() -> None:
    readers, developers = requirements("requirements.lock"), requirements("requirements-dev.lock")
    versions = {package: rest.split()[0] for package, rest in readers.items()}
    assert versions == {package: developers.get(package, "missing").split()[0] for package in readers}


def test_every_dependency_of_the_project_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = project["dependency-groups"]
    asked = project["project"]["dependencies"] + groups["build"]
    names = [re.split(r"[^\w.-]", dependency)[0].lower() for dependency in asked]
    assert [name for name in names if name not in requirements("requirements.lock")] == []
    names = [re.split(r"[^\w.-]", dependency)[0].lower() for dependency in groups["dev"]]
    assert [name for name in names if name not in requirements("requirements-dev.lock")] == []


@pytest.mark.parametrize("folder", [".", "api/web/styles"])
def test_node_lock_has_hashes_and_no_address(folder: str) -> None:
    lock, asked = (ROOT / folder / name for name in ("package-lock.json", "package.json"))
    packages = json.loads(lock.read_text(encoding="utf-8"))["packages"]
    wanted = json.loads(asked.read_text(encoding="utf-8"))["devDependencies"]
    assert packages[""]["devDependencies"] == wanted
    installed = {place: package for place, package in packages.items() if place}
    assert [
        place for place, package in installed.items() if not package.get("integrity", "").startswith("sha512-")
    ] == []
    assert ADDRESS.findall(lock.read_text(encoding="utf-8")) == []


def test_the_styles_are_of_the_version_that_the_macros_were_written_for() -> None:
    styles = json.loads((ROOT / "api" / "web" / "styles" / "package.json").read_text(encoding="utf-8"))
    told = metadata.metadata("govuk-frontend-jinja").get_payload()
    ours = metadata.version("govuk-frontend-jinja")
    (written_for,) = re.findall(rf"\[{re.escape(ours)}\].*?\[(\d+\.\d+\.\d+)\]", str(told))
    assert styles["devDependencies"]["govuk-frontend"] == written_for
