"""One house with a talking book for the tests of a file."""

from collections.abc import Iterator

import pytest

from tests.samples.readable_library import ReadableHouse, readable_house


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ReadableHouse]:
    with readable_house(tmp_path_factory.mktemp("library")) as found:
        yield found
