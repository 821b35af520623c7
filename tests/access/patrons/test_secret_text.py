"""Logins and secrets as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.errors import SecretRefusedError, UsageError
from access.patrons.roles import Role
from access.patrons.secret_text import (
    MOST_SECRET,
    checked_login,
    checked_name,
    checked_secret,
    folded_login,
    is_pin,
    secret_bytes,
    tidy_text,
)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Li.Na ", "li.na"),
        ("Ｌｉ　Ｎａ", "lina"),
        ("2018 0042 7", "201800427"),
        ("２０１８", "2018"),
        ("王小明", "王小明"),
        ("a\u200bb\x00c\ud800", "abc"),
    ],
)
def test_a_login_is_found_however_it_is_typed(typed: str, folded: str) -> None:
    assert folded_login(typed) == folded
    assert checked_login(typed) == folded


@given(st.text(max_size=300))
def test_folding_is_done_once(typed: str) -> None:
    folded = folded_login(typed)
    assert folded_login(folded) == folded
    assert folded.encode("utf-8") is not None, "a database can hold it"
    assert "\0" not in folded


@pytest.mark.parametrize("login", ["", "  ", "_x", "a/b", "a b?", "<script>", "a" * 65, "-"])
def test_what_is_no_login_is_told(login: str) -> None:
    with pytest.raises(UsageError) as raised:
        checked_login(login)
    assert raised.value.details["field"] == "login"


def test_a_name_is_one_line() -> None:
    assert checked_name(" 欧阳\n 修\x00 ") == "欧阳 修"
    assert checked_name("\U0002a6d6\ue000") == "\U0002a6d6\ue000", "rare characters are kept"
    for wrong in ("", " \n", "x" * 101):
        with pytest.raises(UsageError):
            checked_name(wrong)
    assert tidy_text("a\r\nb\x07\tc\ud83d ") == "a\nb\tc"


@pytest.mark.parametrize(
    ("role", "secret"),
    [
        (Role.LIBRARIAN, "four words and more"),
        (Role.LIBRARIAN, "山高水长，细水长流，慢慢走"),
        (Role.LIBRARIAN, "li na believes in li na"),
        (Role.READER, "402718"),
        (Role.READER, " ４０２７１８ "),
        (Role.READER, "13579024"),
    ],
)
def test_good_secrets_are_taken(role: Role, secret: str) -> None:
    assert checked_secret(role, "li", secret) == secret_bytes(secret)


@pytest.mark.parametrize(
    ("role", "login", "secret"),
    [
        (Role.LIBRARIAN, "li", "brief"),
        (Role.LIBRARIAN, "li", "            "),
        (Role.LIBRARIAN, "li", "abababababababab"),
        (Role.LIBRARIAN, "li", "293847561029384756"),
        (Role.LIBRARIAN, "librarian", "Librarian123"),
        (Role.LIBRARIAN, "li", "many words " * 40),
        (Role.READER, "20180042", "40271"),
        (Role.READER, "20180042", "40271x"),
        (Role.READER, "20180042", "111111"),
        (Role.READER, "20180042", "123456"),
        (Role.READER, "20180042", "987654"),
        (Role.READER, "20180042", "180042"),
        (Role.READER, "20180042", ""),
    ],
)
def test_secrets_that_are_soon_guessed_are_not(role: Role, login: str, secret: str) -> None:
    with pytest.raises(SecretRefusedError) as raised:
        checked_secret(role, login, secret)
    assert raised.value.details["field"] == "secret"
    assert not secret.strip() or secret not in str(raised.value)


def test_a_secret_that_is_too_long_is_nobodys() -> None:
    assert secret_bytes("x" * (MOST_SECRET + 1)) == b""
    assert secret_bytes("x" * 10_000_000) == b""
    assert is_pin("４０２７１８")
    assert not is_pin("40271 8x")
