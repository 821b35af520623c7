"""What the four rooms import is what a reader's environment holds: a developer's tool must not sneak in."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("access", "audio", "braille", "api")
FROM_DEBIAN = {"louis"}  # liblouis' binding comes with the system


def imported(room: str) -> dict[str, Path]:
    """Each top-level module that a room imports from elsewhere, and a file that does."""
    found: dict[str, Path] = {}
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            for name in names:
                found.setdefault(name.partition(".")[0], path.relative_to(ROOT))
    known = {*sys.stdlib_module_names, *ROOMS, *FROM_DEBIAN}
    return {module: path for module, path in found.items() if module not in known}


def _plain(name: str) -> str:
    """A distribution's name as all its spellings are compared (PEP 503)."""
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("room", ROOMS)
def test_every_imported_package_is_a_declared_dependency(room: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {_plain(re.split(r"[^\w.-]", dependency)[0]) for dependency in project["dependencies"]}
    packages = packages_distributions()
    undeclared = {
        module: str(path)
        for module, path in imported(room).items()
        if not declared & {_plain(name) for name in packages.get(module, [])}
    }
    assert undeclared == {}
