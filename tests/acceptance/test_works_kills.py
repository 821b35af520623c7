"""Workers killed with -9 at ten random moments: all orders end, as if nobody had."""

import pytest

from tests.samples.disturbance import disturb
from tests.samples.postgres import PostgresServer

pytestmark = [pytest.mark.acceptance, pytest.mark.timeout(1800)]
KILLS = 10


def test_ten_kills_on_sqlite() -> None:
    outcome = disturb("", KILLS, seed=1)
    assert not outcome.faults
    assert outcome.blocks_whole_at_kills


def test_ten_kills_on_postgresql(postgres: PostgresServer) -> None:
    outcome = disturb(postgres.url("kills"), KILLS, seed=2)
    assert not outcome.faults
    assert outcome.blocks_whole_at_kills
