"""The service drops by itself what is kept of people and not needed any more."""

from datetime import timedelta
from pathlib import Path

from access.clock import now
from access.patrons.applications import KEPT, Applications, Offer
from access.settings import Settings
from api.serving.service import Service
from tests.samples.waiting import wait_until


def test_an_old_offer_goes_without_anybody_asking(tmp_path: Path) -> None:
    service = Service(Settings(data=tmp_path, cache=tmp_path / "cache"))
    then = Applications(service.database, lambda: now() - KEPT - timedelta(days=1))
    then.send("王 五", "wang@example.org", [Offer.PROOFREAD], network="198.51.100.7")
    today = Applications(service.database)
    assert today.count() == 1
    service.begin()
    try:
        wait_until(lambda: today.count() == 0, "it is gone")
    finally:
        service.end()
