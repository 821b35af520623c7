"""The service that these tests talk to."""

from collections.abc import Iterator

import pytest

from tests.samples.live_service import LiveService, live_service


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveService]:
    with live_service(tmp_path_factory.mktemp("library")) as found:
        yield found
