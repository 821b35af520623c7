"""The worker of this machine: where production meets the engine, the rooms that make outputs, and the settings."""

from __future__ import annotations

import platform
import secrets
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid
from types import FrameType

from access.production.dbos_engine import DbosEngine
from access.production.engine import Limits, Queue
from access.production.step_process import StepFactory
from access.production.worker import Ending, Worker, Workplace
from access.settings import Settings
from access.storage.opening import open_contents, open_service_database

_PLAN_DAYS = 3.0
"""How long the plan of an order that has ended is kept: it saves opening when a proofreader's answers come soon."""


def work(settings: Settings, *, name: str = "", until_idle: bool = False, jobs: int | None = None) -> None:
    """Do the library's orders until a signal comes, or with `until_idle` until no order is open.

    `jobs` replaces how many chapters are spoken at once. Taken for dead by others (a machine that slept), it begins
    anew. Raises what opening the database raises.
    """
    stop = threading.Event()
    with _stopped_by_signals(stop):
        while True:
            place = workplace(settings, name=name, jobs=jobs)
            try:
                ending = Worker(place, until_idle=until_idle).run(stop)
            finally:
                place.database.close()
            if ending is not Ending.TAKEN_FOR_DEAD or stop.is_set():
                return


def workplace(settings: Settings, *, name: str = "", jobs: int | None = None) -> Workplace:
    """Put together what a worker works with. Raises what opening the database raises."""
    limits = Limits(
        of_worker={
            Queue.SPEAK: jobs or settings.speak_at_once,
            Queue.BRAILLE: settings.braille_at_once,
            Queue.DESK: settings.publish_at_once,
        },
        of_all={},
    )
    works, speech = settings.cache / "works", settings.cache / "speech"
    executor = f"{name or platform.node()}-{getpid()}-{secrets.token_hex(4)}"

    def tidy(needed: set[str]) -> None:
        from api.folders import MOST_SPEECH_BYTES, UNUSED_DAYS
        from api.works.pruning import prune_plans
        from audio.cache import SpeechCache

        prune_plans(works / "plans", needed, _PLAN_DAYS)
        SpeechCache(speech).prune(most_bytes=MOST_SPEECH_BYTES, unused_days=UNUSED_DAYS)

    return Workplace(
        database=open_service_database(settings),
        contents=open_contents(settings),
        engine=DbosEngine(settings.works_url, executor, limits.with_one_ahead()),
        steps=StepFactory(
            "api.works.maker:open_maker",
            {"works": str(works), "speech": str(speech), "lexicons": str(settings.data)},
        ),
        limits=limits,
        orders_at_once=settings.orders_at_once,
        tidy=tidy,
    )


@contextmanager
def _stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    def end(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    names = [name for name in ("SIGTERM", "SIGINT", "SIGHUP") if hasattr(signal, name)]
    before = {name: signal.signal(getattr(signal, name), end) for name in names}
    try:
        yield
    finally:
        for name, handler in before.items():
            signal.signal(getattr(signal, name), handler)
