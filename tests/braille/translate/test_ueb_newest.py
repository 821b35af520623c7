"""The newest liblouis of a machine is the one that is used, and a broken one beside it is passed by."""

import importlib.util

import pytest

from braille.translate import louis_worker
from braille.translate.liblouis import Louis, Passage, liblouis_status
from braille.translate.louis_process import LouisProcess

_HERE = liblouis_status().version
_BROKEN = {
    "raises": "raise OSError('liblouis.so.20: cannot open shared object file')",
    "leaves": "import sys\nsys.exit(3)",
    "dies": "import os\nos._exit(3)",
    "aborts": "import os\nos.kill(os.getpid(), 9)",
    "another": "def translate(): pass",
    "no_number": "def version(): return 'unknown'",
    "no_text": "def version(): return None",
}


def binding(folder, source):
    folder.mkdir(parents=True)
    path = folder / "__init__.py"
    path.write_text(source, encoding="utf-8")
    return str(path)


def fake(version):
    return f"def version(): return {version!r}\ndef setLogLevel(level): pass\n"


@pytest.fixture
def only(monkeypatch):
    """Let the worker know of these bindings alone."""
    return lambda *paths: monkeypatch.setattr(louis_worker, "_binding_paths", lambda: list(paths))


def test_the_newest_is_taken_wherever_it_stands(tmp_path, only):
    old, new = binding(tmp_path / "a", fake("3.24.0")), binding(tmp_path / "b", fake("3.100.1"))
    for order in ((old, new), (new, old)):
        only(*order)
        module, path, reason = louis_worker.newest_binding()
        assert (module.version(), path, reason) == ("3.100.1", new, "")


def test_of_two_alike_the_first_is_taken(tmp_path, only):
    first, second = binding(tmp_path / "a", fake("3.24.0")), binding(tmp_path / "b", fake("3.24.0"))
    only(first, second)
    assert louis_worker.newest_binding()[1] == first


@pytest.mark.parametrize("kind", _BROKEN)
def test_a_broken_one_is_passed_by(tmp_path, only, kind):
    broken, good = binding(tmp_path / "a", _BROKEN[kind]), binding(tmp_path / "b", fake("3.24.0"))
    for order in ((broken, good), (good, broken)):
        only(*order)
        assert louis_worker.newest_binding()[1] == good


@pytest.mark.parametrize("kind", ["raises", "leaves", "another", "no_text"])
def test_a_broken_one_alone_is_told(tmp_path, only, kind):
    path = binding(tmp_path / "a", _BROKEN[kind])
    only(path)
    module, _, reason = louis_worker.newest_binding()
    assert module is None
    assert path in reason


def test_none_at_all_is_told(only):
    only()
    assert louis_worker.newest_binding() == (None, "", "liblouis' Python binding is not installed")


def test_every_place_is_looked_at_the_environments_own_first(tmp_path, monkeypatch):
    own = binding(tmp_path / "own" / "louis", fake("3.24.0"))
    named = binding(tmp_path / "named", fake("3.24.0"))
    local = binding(tmp_path / "local/lib/python3.13/site-packages/louis", fake("3.38.0"))
    monkeypatch.syspath_prepend(str(tmp_path / "own"))
    monkeypatch.setattr(louis_worker, "_BINDINGS", (named, str(tmp_path / "nothing")))
    pattern = "lib/python3*/site-packages/louis/__init__.py"
    monkeypatch.setattr(louis_worker, "_BINDING_PATTERNS", ((str(tmp_path / "local"), pattern),))
    assert louis_worker._binding_paths() == [own, named, local]
    assert louis_worker.newest_binding()[1] == local


def test_a_module_that_cannot_be_looked_up_hinders_nothing(monkeypatch):
    def unfindable(name):
        raise ValueError(f"{name}.__spec__ is None")

    monkeypatch.setattr(importlib.util, "find_spec", unfindable)
    assert isinstance(louis_worker._binding_paths(), list)


@pytest.mark.skipif(_HERE is None, reason="liblouis is not on this machine")
def test_the_worker_runs_with_a_newer_one_and_writes(tmp_path, monkeypatch):
    (real,) = (path for path in louis_worker._binding_paths()[:1])
    source = (
        "import importlib.util as u\n"
        f"spec = u.spec_from_file_location('real_louis', {real!r})\n"
        "real = u.module_from_spec(spec)\nspec.loader.exec_module(real)\n"
        "translate, checkTable, charSize = real.translate, real.checkTable, real.charSize\n"
        "setLogLevel = real.setLogLevel\ndef version(): return '99.0.0'\n"
    )
    newer = binding(tmp_path / "louis", source)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    worker = LouisProcess()
    try:
        (answer,) = worker.ask([{"op": "hello"}], seconds=30)
    finally:
        worker.close()
    assert (answer["version"], answer["path"]) == ("99.0.0", newer)
    with Louis() as louis:
        assert louis.translate([Passage("en-ueb-g2.ctb", "and so on")])[0].cells == "⠯⠀⠎⠀⠕⠝"


@pytest.mark.skipif(_HERE is None, reason="liblouis is not on this machine")
def test_the_worker_lives_with_a_broken_one_in_the_environment(tmp_path, monkeypatch):
    binding(tmp_path / "louis", _BROKEN["dies"])
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    worker = LouisProcess()
    try:
        (answer,) = worker.ask([{"op": "hello"}], seconds=30)
    finally:
        worker.close()
    assert answer["version"] == _HERE


@pytest.mark.skipif(_HERE is None, reason="liblouis is not on this machine")
def test_named_tables_come_first(tmp_path, monkeypatch):
    (tmp_path / "own.utb").write_text("include en-ueb-g1.ctb\n", encoding="utf-8")
    folder = liblouis_status().tables
    monkeypatch.setenv("LOUIS_TABLEPATH", f"{tmp_path / 'nothing'},{tmp_path},{folder}")
    liblouis_status.cache_clear()
    try:
        assert liblouis_status().version == _HERE
        assert liblouis_status().tables == str(tmp_path)
        with Louis() as louis:
            assert louis.translate([Passage("own.utb", "so")])[0].cells == "⠎⠕"
    finally:
        monkeypatch.undo()
        liblouis_status.cache_clear()
