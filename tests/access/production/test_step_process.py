"""Step processes: warm, stopped at once with all they started, never left behind."""

import subprocess
import sys
import threading
from pathlib import Path

import psutil
import pytest

from access.errors import DiskFullError, VoiceFailedError
from access.production.making import Asked
from access.production.step_process import StepDiedError, StepFactory, StepPool, StepRun, StepStoppedError
from tests.samples.waiting import wait_until

ASKED = Asked("source", "source.txt", ("daisy202",), {}, "2026-01-01T00:00:00+00:00", "plan")


@pytest.fixture
def pool(tmp_path: Path):
    pool = StepPool(StepFactory("tests.samples.slow_maker:open_slow_maker", {"folder": str(tmp_path)}))
    yield pool
    pool.close()


def say(folder: Path, name: str, what: str = "end") -> None:
    aside = folder / f".{name}"
    aside.write_text(what)
    aside.rename(folder / name)


def begun(folder: Path, name: str = "1") -> list[psutil.Process]:
    """Wait until a step has begun and return its process and the one that this started."""
    path = folder / f"begun-{name}"
    wait_until(path.exists, f"{path} is there")
    return [psutil.Process(int(pid)) for pid in path.read_text().split()]


def run_in_thread(run: StepRun, number: int = 1) -> tuple[threading.Thread, list[object]]:
    outcome: list[object] = []

    def work() -> None:
        try:
            outcome.append(run.do("speak", ASKED, outcome.append, number=number))
        except Exception as error:
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    return thread, outcome


def test_a_process_stays_warm_for_the_next_step(pool: StepPool, tmp_path: Path) -> None:
    say(tmp_path, "go")
    pids = []
    for number in (1, 2):
        told: list[int] = []
        assert StepRun(pool).do("speak", ASKED, told.append, number=number) == {"fresh": 1, "kept": 0}
        assert told == [50]
        pids.append((tmp_path / f"begun-{number}").read_text().split()[0])
    assert pids[0] == pids[1]


def test_what_a_step_raises_comes_through_whole(pool: StepPool, tmp_path: Path) -> None:
    say(tmp_path, "go", "fail")
    with pytest.raises(VoiceFailedError) as raised:
        StepRun(pool).do("speak", ASKED, lambda _: None, number=1)
    assert raised.value.details == {"name": "slow", "reason": "it was told to"}
    say(tmp_path, "go", "full")
    with pytest.raises(DiskFullError):
        StepRun(pool).do("speak", ASKED, lambda _: None, number=1)


def test_a_stopped_step_is_gone_at_once_with_all_it_started(pool: StepPool, tmp_path: Path) -> None:
    run = StepRun(pool)
    thread, outcome = run_in_thread(run)
    processes = begun(tmp_path)
    run.stop()
    thread.join(10)
    assert isinstance(outcome[-1], StepStoppedError)
    assert not [process for process in processes if process.is_running() and process.status() != "zombie"]


def test_a_step_stopped_before_it_began_never_begins(pool: StepPool, tmp_path: Path) -> None:
    run = StepRun(pool)
    run.stop()
    with pytest.raises(StepStoppedError):
        run.do("speak", ASKED, lambda _: None, number=1)
    assert not (tmp_path / "begun-1").exists()


def test_another_process_does_the_step_after_a_stopped_one(pool: StepPool, tmp_path: Path) -> None:
    run = StepRun(pool)
    thread, _ = run_in_thread(run)
    begun(tmp_path)
    run.stop()
    thread.join(10)
    say(tmp_path, "go")
    assert StepRun(pool).do("speak", ASKED, lambda _: None, number=2)["fresh"] == 1


def test_a_process_that_dies_is_told_from_one_that_was_stopped(pool: StepPool, tmp_path: Path) -> None:
    say(tmp_path, "go", "die")
    with pytest.raises(StepDiedError):
        StepRun(pool).do("speak", ASKED, lambda _: None, number=1)


def test_closing_stops_what_runs(pool: StepPool, tmp_path: Path) -> None:
    thread, outcome = run_in_thread(StepRun(pool))
    processes = begun(tmp_path)
    pool.close()
    thread.join(10)
    assert isinstance(outcome[-1], StepStoppedError)
    assert not [process for process in processes if process.is_running() and process.status() != "zombie"]


_PARENT = """
import sys
from access.production.step_process import StepFactory, StepPool, StepRun
from access.production.making import Asked
pool = StepPool(StepFactory("tests.samples.slow_maker:open_slow_maker", {"folder": sys.argv[1]}))
asked = Asked("s", "s.txt", ("daisy202",), {}, "2026-01-01T00:00:00+00:00", "plan")
StepRun(pool).do("speak", asked, print, number=1)
"""


def test_a_step_ends_with_its_worker_killed_with_9(tmp_path: Path) -> None:
    root = Path(__file__).parents[3]
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(tmp_path)], cwd=root)
    processes = begun(tmp_path)
    parent.kill()
    parent.wait()
    _, alive = psutil.wait_procs(processes, timeout=10)
    assert not [process for process in alive if process.status() != "zombie"]
