"""Login names, card numbers, pass phrases and PINs as people type them, and what may be chosen.

Texts are brought to Unicode's NFKC before they are compared or hashed (as NIST SP 800-63B, 5.1.1.2, advises), so that
digits from a Chinese keyboard (１２３) are digits.
"""

from __future__ import annotations

import re
from itertools import pairwise
from unicodedata import category, normalize

from access.errors import SecretRefusedError, UsageError
from access.patrons.roles import Role

LEAST_PHRASE = 12
"""Characters of a pass phrase."""
LEAST_PIN = 6
"""Digits of a PIN."""
MOST_SECRET = 256
"""Characters of either: a longer one is no secret but a try to keep the service busy."""
MOST_LOGIN = 64
MOST_NAME = 100
_UNTYPED = {"Cc", "Cs"}
_LEAST_DIFFERENT = 5
"""Different characters of a pass phrase, besides the login name in it."""
_LOGIN = re.compile(r"[^\W_][\w.@+-]*")


def folded_login(login: str) -> str:
    """Return a login name or card number as it is kept and looked up: NFKC, no capitals, nothing that is not seen."""
    text = tidy_text(normalize("NFKC", login[: 4 * MOST_LOGIN]).casefold())
    return "".join(sign for sign in text if not sign.isspace() and category(sign) != "Cf")


def tidy_text(text: str) -> str:
    """Return a text without what nobody types: control characters but tabs and line ends, and halves of characters."""
    text = text.replace("\r\n", "\n")
    return "".join(sign for sign in text if sign in "\n\t" or category(sign) not in _UNTYPED).strip()


def checked_login(login: str) -> str:
    """Return a new login name or card number, folded. Raises UsageError for one that cannot be taken.

    `details["field"]` of this module's errors is `login`, `name` or `secret`.
    """
    folded = folded_login(login)
    if len(folded) > MOST_LOGIN or not _LOGIN.fullmatch(folded):
        raise UsageError(
            "This cannot be a login name or card number.",
            advice="Use letters, digits and . - _ @ + only, {most} characters at most.",
            field="login",
            most=MOST_LOGIN,
        )
    return folded


def checked_name(name: str) -> str:
    """Return what somebody is called, on one line. Raises UsageError for nothing, or for more than a name."""
    tidy = " ".join(tidy_text(name).split())
    if not tidy or len(tidy) > MOST_NAME:
        raise UsageError("A name is needed, of {most} characters at most.", advice="", field="name", most=MOST_NAME)
    return tidy


def is_pin(secret: str) -> bool:
    """Tell whether a secret is of digits alone: readers' are, nobody else's may be."""
    return normalize("NFKC", secret[: 4 * MOST_SECRET]).strip().isdecimal()


def secret_bytes(secret: str) -> bytes:
    """Return what is hashed of a secret; of one that is too long, what no secret is."""
    text = normalize("NFKC", secret[: 4 * MOST_SECRET]).strip()
    return text.encode("utf-8", "surrogatepass") if len(text) <= MOST_SECRET else b""


def checked_secret(role: Role, login: str, secret: str) -> bytes:
    """Return what is hashed of a new secret of somebody. Raises SecretRefusedError for one that is easily guessed."""
    text = normalize("NFKC", secret[: 4 * MOST_SECRET]).strip()
    if len(text) > MOST_SECRET:
        raise SecretRefusedError(reason="it is too long", field="secret")
    if role.is_reader:
        _check_pin(folded_login(login), text)
    else:
        _check_phrase(folded_login(login), text)
    return secret_bytes(text)


def _check_phrase(login: str, phrase: str) -> None:
    if len(phrase) < LEAST_PHRASE:
        raise SecretRefusedError(
            "The pass phrase is too short.",
            advice="Take {least} characters or more; several words are good.",
            field="secret",
            least=LEAST_PHRASE,
        )
    own = phrase.casefold().replace(login, "")
    if phrase.isdecimal() or len(set(own)) < _LEAST_DIFFERENT:
        raise SecretRefusedError(reason="it is easily guessed", field="secret")


def _check_pin(card: str, pin: str) -> None:
    if not pin.isdecimal() or len(pin) < LEAST_PIN:
        raise SecretRefusedError(
            "The PIN must be {least} digits or more.", advice="Take digits alone.", field="secret", least=LEAST_PIN
        )
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if (len(steps) == 1 and steps <= {-1, 0, 1}) or pin in card:
        raise SecretRefusedError(reason="it is easily guessed", field="secret")
