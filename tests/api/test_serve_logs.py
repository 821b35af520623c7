"""What is logged: kinds and places, no words that may tell of somebody."""

import json
import logging
import subprocess
import sys

import pytest

from api.serving.logs import shortened

_PROGRAM = """
import logging, structlog
from api.serving.logs import begin_logging
begin_logging(as_json=True)
log = structlog.get_logger("here")
log.info("begun", order=3)
logging.getLogger("there").warning("Worker %s is gone.", "w-1")
logging.getLogger("dbos").info("not told")
try:
    raise ValueError("a name that nobody may read")
except ValueError:
    log.error("failed", exc_info=True)
    logging.getLogger("there").exception("failed too")
"""


def test_lines_are_json_and_errors_have_no_words() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"] for line in lines] == ["begun", "Worker w-1 is gone.", "failed", "failed too"]
    assert lines[0]["order"] == 3
    assert all(line["timestamp"].endswith("Z") for line in lines)
    assert [line.get("fault") for line in lines] == [None, None, "ValueError", "ValueError"]
    assert lines[2]["at"]
    assert "nobody may read" not in done.stderr


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0"), ("2001:db8:1:2:3::4", "2001:db8:1::"), ("::ffff:192.0.2.77", "192.0.2.0"),
        ("somebody", ""), ("", ""),
    ],
)  # fmt: skip
def test_an_address_is_told_by_its_network(address: str, network: str) -> None:
    assert shortened(address) == network


def test_logging_was_not_begun_by_importing() -> None:
    assert not any("told" in str(handler.formatter) for handler in logging.getLogger().handlers)
