"""The numbers by which people's records are spoken of: 80 bits of chance, which tell nothing and cannot be guessed."""

from __future__ import annotations

import re
import secrets

_ID = re.compile(r"[0-9a-f]{20}")


def new_id() -> str:
    """Return a number that nothing has: twenty hexadecimal digits."""
    return secrets.token_hex(10)


def is_id(text: str) -> bool:
    """Tell whether a text, from a URL for example, could be such a number at all."""
    return _ID.fullmatch(text) is not None
