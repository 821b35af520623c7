"""What is started once for all acceptance tests that look at pages of the library to try things out in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.acceptance.served import Served


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Served"]:
    """`tongdu serve --demo` with its worker."""
    from tests.acceptance.served import served

    with served(tmp_path_factory.mktemp("demo"), "--demo") as found:
        yield found
