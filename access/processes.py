"""Worker processes that never outlive who started them.

Speech and braille engines are C libraries with global state that may crash or exit: they only ever run in processes of
their own. These start fresh (never forked: servers have threads), ignore Ctrl-C (their parent decides) and end by
themselves when their parent is gone, even if it was killed with -9.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait


def available_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def worker_pool(
    count: int, initializer: Callable[..., None] | None = None, arguments: tuple[object, ...] = ()
) -> Iterator[ProcessPoolExecutor]:
    """Give a pool of `count` fresh processes; on the way out work not yet begun is dropped.

    When the block is left by an error the processes are killed, so that nobody waits for work nobody wants.
    """
    executor = ProcessPoolExecutor(
        max_workers=count,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_begin,
        initargs=(initializer, arguments),
    )
    try:
        yield executor
    except BaseException:
        # No public way to end the processes before Python 3.14; without it a Ctrl-C waits for the longest chapter.
        for process in list((executor._processes or {}).values()):
            process.kill()
        executor.shutdown(wait=True, cancel_futures=True)
        raise
    executor.shutdown(wait=True, cancel_futures=True)


def _begin(initializer: Callable[..., None] | None, arguments: tuple[object, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if not os.environ.get("TONGDU_DEBUG"):
        # What goes wrong here is told by the parent, in a sentence.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()
    if initializer is not None:
        initializer(*arguments)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
