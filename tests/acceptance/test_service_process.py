"""`tongdu serve` as a real process: it answers, finishes what it sends before it ends, and takes its worker along."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import psutil
import pytest

from access.keys.tables import Scope
from access.settings import Settings
from api.serving.service import Service
from tests.acceptance.served import ROOT, is_answering, served
from tests.samples.live_service import LiveService
from tests.samples.waiting import wait_until

pytestmark = pytest.mark.acceptance
LARGE = 64 * 1024 * 1024
"""Bytes of a download that cannot be in the buffers of the sockets when the signal comes."""


@pytest.fixture
def library(tmp_path: Path) -> tuple[Path, str, int]:
    """A folder with a library in it, a key for it, and the number of a large artefact."""
    service = Service(Settings(data=tmp_path, cache=tmp_path / "cache"))
    live = LiveService(service)
    live.fill()
    large = live.shelve(live.titles[0], "daisy202", "呐喊.zip", "application/zip", os.urandom(1024) * (LARGE // 1024))
    secret = live.secret(Scope.ADMIN)
    service.end()
    return tmp_path, secret, large


def test_a_download_is_finished_when_the_service_is_to_end(library: tuple[Path, str, int]) -> None:
    folder, secret, large = library
    with served(folder, "--no-worker") as found:
        headers = {"Authorization": f"Bearer {secret}"}
        with httpx.stream("GET", f"{found.url}/api/v1/artefacts/{large}/file", headers=headers, timeout=60) as answer:
            pieces = answer.iter_raw(1024)
            size = len(next(pieces))
            found.process.send_signal(signal.SIGTERM)
            wait_until(lambda: not is_answering(found.url), "nobody is let in any more")
            size += sum(map(len, pieces))
        assert size == LARGE
        assert found.process.wait(60) == 0
        assert "fault" not in found.log


def test_what_it_logs_tells_nobody_and_no_book(library: tuple[Path, str, int]) -> None:
    folder, secret, _large = library
    with served(folder, "--no-worker") as found:
        client = httpx.Client(base_url=found.url, headers={"Authorization": f"Bearer {secret}"}, timeout=60)
        with client:
            assert client.get("/api/v1/titles", params={"q": "呐喊"}).status_code == 200
            assert client.get("/opds/search", params={"query": "秘密的问题"}).status_code == 200
            assert client.get("/nowhere/鲁迅").status_code == 404
            assert client.post("/api/v1/titles", json={"name": "某某人的书"}).status_code == 201
            assert client.get("/api/v1/titles", headers={"Authorization": "Bearer wrong-key"}).status_code == 401
        found.process.send_signal(signal.SIGINT)
        assert found.process.wait(60) == 0
        lines = [json.loads(line) for line in found.log.splitlines()]
    assert [line["status"] for line in lines if line.get("event") == "answered"][-5:] == [200, 200, 404, 201, 401]
    assert all(line["request"] for line in lines if line.get("event") == "answered")
    for secretive in ("呐喊", "秘密", "鲁迅", "某某", "wrong-key", secret, secret[7:19], "nowhere", "127.0.0.1", "%E"):
        assert secretive not in found.log, secretive


def test_the_worker_beside_it_lives_and_ends_with_it(library: tuple[Path, str, int]) -> None:
    folder, secret, _large = library
    client = httpx.Client(headers={"Authorization": f"Bearer {secret}"}, timeout=60)
    with served(folder) as found, client:
        wait_until(lambda: "tongdu_workers 1.0" in client.get(f"{found.url}/metrics").text, "a worker is heard of")
        (worker,) = psutil.Process(found.process.pid).children()
        worker.kill()
        wait_until(
            lambda: [one.pid for one in psutil.Process(found.process.pid).children() if one.pid != worker.pid],
            "another was begun",
        )
        found.process.send_signal(signal.SIGTERM)
        assert found.process.wait(90) == 0
        assert not psutil.pid_exists(worker.pid)


def test_the_worker_ends_when_the_service_is_killed(library: tuple[Path, str, int]) -> None:
    folder, _secret, _large = library
    with served(folder) as found:
        wait_until(lambda: psutil.Process(found.process.pid).children(), "the worker was begun")
        (worker,) = psutil.Process(found.process.pid).children()
        found.process.kill()
        found.process.wait()
        wait_until(lambda: not worker.is_running() or worker.status() == psutil.STATUS_ZOMBIE, "the worker is gone")


def test_a_taken_address_is_told(library: tuple[Path, str, int]) -> None:
    folder, _secret, _large = library
    with served(folder, "--no-worker") as found:
        port = found.url.rpartition(":")[2]
        again = subprocess.run(
            [sys.executable, "-m", "api", "serve", "--port", port, "--data", str(folder)],
            env={**os.environ, "PYTHONPATH": str(ROOT), "TONGDU_LANGUAGE": "en"},
            capture_output=True,
            text=True,
            check=False,
        )
    assert again.returncode == 1
    assert f"cannot listen at 127.0.0.1, port {port}" in again.stderr
