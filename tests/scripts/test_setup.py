"""Setting up again does nothing, says so in the reader's language, and wrong use is told."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(
    not (ROOT / ".venv" / "tongdu-setup").exists() or Path(sys.prefix).resolve() != (ROOT / ".venv").resolve(),
    reason="this environment was not made by scripts/setup, so there is no second time to look at",
)


def run(*command: str, locale: str = "C.UTF-8") -> subprocess.CompletedProcess[str]:
    """Run a script of the repository without any way to the network."""
    nowhere = "http://127.0.0.1:9"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "TONGDU_"))}
    environment |= {"LANG": locale, "http_proxy": nowhere, "https_proxy": nowhere, "UV_OFFLINE": "1"}
    return subprocess.run(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def test_the_second_time_there_is_nothing_to_do() -> None:
    before = (ROOT / ".venv" / "tongdu-setup").stat().st_mtime_ns
    done = run("scripts/setup", "--dev")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "Everything is set up; there was nothing to do.\n"
    assert (ROOT / ".venv" / "tongdu-setup").stat().st_mtime_ns == before


def test_a_reader_keeps_what_the_developer_installed() -> None:
    assert run("scripts/setup", locale="zh_CN.UTF-8").stdout == "已经准备好，没有需要做的事。\n"
    assert (ROOT / ".venv" / "tongdu-setup").read_text(encoding="utf-8").endswith(" requirements-dev.lock\n")


def test_wrong_use_is_told() -> None:
    done = run("scripts/setup", "--everything")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "Use: scripts/setup [--dev] [--for-tests]\n"


def test_the_bench_lists_what_there_is() -> None:
    done = run("scripts/bench")
    assert done.returncode == 0
    listed = [line.partition(":")[0] for line in done.stdout.splitlines()[2:]]
    assert listed == sorted(
        path.stem for path in (ROOT / "bench").glob("*.py") if "__main__" in path.read_text("utf-8")
    )


def test_a_bench_that_is_not_there_is_wrong_use() -> None:
    assert run("scripts/bench", "no-such-measurement").returncode == 2
