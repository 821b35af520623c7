"""Damaged and hostile inputs are refused: at once, with little memory, in a sentence that a person can use."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from access.book.opened import OpenedBook
from access.book.opening import open_book
from access.errors import InputError
from tests.acceptance.damaged_books import KINDS, MAYBE_KINDS, PLACES, damaged, put_damaged
from tests.acceptance.watching import convert, faults_of_refusal

pytestmark = pytest.mark.acceptance
SECONDS = 10.0
MEGABYTES = 500.0


@pytest.mark.parametrize("kind", [*KINDS, *PLACES])
def test_a_damaged_input_is_refused_by_the_command(kind: str, tmp_path: Path) -> None:
    path = put_damaged(kind, 1, tmp_path)
    watched = convert(path, tmp_path, SECONDS)
    assert not faults_of_refusal(watched, tmp_path, seconds=SECONDS, megabytes=MEGABYTES)


@pytest.mark.parametrize("kind", [*KINDS, *PLACES])
def test_a_damaged_input_is_refused_by_the_reader(kind: str, tmp_path: Path) -> None:
    path = put_damaged(kind, 2, tmp_path)
    started = time.monotonic()
    with pytest.raises(InputError):
        open_book(path)
    assert time.monotonic() - started < SECONDS


@pytest.mark.parametrize("kind", MAYBE_KINDS)
def test_a_hurt_input_gives_a_book_or_is_refused(kind: str, tmp_path: Path) -> None:
    path = put_damaged(kind, 3, tmp_path)
    started = time.monotonic()
    try:
        opened: OpenedBook | InputError = open_book(path)
    except InputError as error:
        opened = error
    assert time.monotonic() - started < SECONDS
    assert str(opened)


def test_the_damage_of_a_seed_is_always_the_same_and_of_another_another() -> None:
    assert damaged("truncated", 5) == damaged("truncated", 5) != damaged("truncated", 6)
    assert len(KINDS) + len(PLACES) >= 20
