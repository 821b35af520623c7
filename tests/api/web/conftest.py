"""One house for the tests of a file."""

from collections.abc import Iterator

import pytest

from tests.samples.web_house import WebHouse, web_house


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WebHouse]:
    with web_house(tmp_path_factory.mktemp("house")) as found:
        yield found
