"""Long lists cut into pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Item = TypeVar("Item")
ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page of how many is shown, of how many items; `previous` and `next` are 0 where there is none."""

    page: int
    last: int
    total: int

    @property
    def previous(self) -> int:
        """The page before."""
        return self.page - 1

    @property
    def next(self) -> int:
        """The page after."""
        return self.page + 1 if self.page < self.last else 0


def cut(items: Sequence[Item], page: int, *, on_a_page: int = ON_A_PAGE) -> tuple[Sequence[Item], Pages]:
    """Return the items of a page (from 1), and which one it is; beyond the last it is the last."""
    pages = numbered(len(items), page, on_a_page=on_a_page)
    return items[(pages.page - 1) * on_a_page : pages.page * on_a_page], pages


def numbered(total: int, page: int, *, on_a_page: int = ON_A_PAGE) -> Pages:
    """Return which page of a list of `total` items is shown when `page` is asked for."""
    last = max(1, -(-total // on_a_page))
    return Pages(min(max(1, page), last), last, total)
