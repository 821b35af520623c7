"""The code by which the first administrator comes in: shown at the terminal of whoever started the service."""

from __future__ import annotations

import hmac
import secrets

_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Five bits each, none that is easily taken for another or hard to hear apart from it."""
_GROUPS, _LENGTH = 4, 4


class FirstCode:
    """A code of 80 bits, for one process; good as long as nobody has an account."""

    def __init__(self) -> None:
        groups = ("".join(secrets.choice(_SIGNS) for _sign in range(_LENGTH)) for _group in range(_GROUPS))
        self.told = "-".join(groups)
        """The code as it is printed, in groups."""

    def fits(self, shown: str) -> bool:
        """Tell whether somebody has the code; blanks, dashes and small letters do not matter."""
        return hmac.compare_digest(_bare(shown).encode(), _bare(self.told).encode())


def _bare(code: str) -> str:
    return "".join(code.split()).replace("-", "").upper()
