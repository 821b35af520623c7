"""Logs: a line for each event, JSON where no terminal is, with nothing in it that tells of a person or a book.

What may be said is decided here for all: numbers, states, templates of routes and kinds of errors; never names, titles,
keys, query strings, bodies or whole addresses. An error's own words may hold any of these (a database quotes what it
was asked), so of an error its kind and the places in the source are told and its words are not.
"""

from __future__ import annotations

import ipaddress
import logging
import logging.config
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

_QUIET = ("alembic", "uvicorn", "dbos", "httpx", "httpcore", "asyncio", "multipart")
_DEEPEST = 12
"""Places in the source that are told of an error, the innermost ones."""


def begin_logging(*, as_json: bool | None = None) -> None:
    """Let this process log to standard error, as JSON unless that is a terminal or `as_json` says otherwise."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        told_fault,
    ]
    plain = as_json if as_json is not None else not sys.stderr.isatty()
    last: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if plain
        else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True)
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "told": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
                    "foreign_pre_chain": [structlog.stdlib.PositionalArgumentsFormatter(), *shared],
                }
            },
            "handlers": {"all": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "told"}},
            "root": {"handlers": ["all"], "level": "INFO"},
            "loggers": {name: {"level": "WARNING"} for name in _QUIET},
        }
    )
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def shortened(address: str) -> str:
    """Return the network of an address: enough to tell visitors of one house from others, not who it is."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    mapped = getattr(found, "ipv4_mapped", None)
    network = ipaddress.ip_network((mapped or found, 24 if (mapped or found).version == 4 else 48), strict=False)
    return str(network.network_address)


def told_fault(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put an error's kind and places in its stead."""
    given = event.pop("exc_info", None)
    record = event.get("_record")
    if isinstance(record, logging.LogRecord):
        given = given or record.exc_info
        record.exc_info = record.exc_text = None
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["fault"] = type(error).__name__
        frames = traceback.extract_tb(error.__traceback__)[-_DEEPEST:]
        event["at"] = [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _short(path: str) -> str:
    return "/".join(path.split("/")[-3:])
