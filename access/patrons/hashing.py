"""Secrets that people choose, hashed slowly: argon2id (RFC 9106) with the RFC's second recommended parameters."""

from __future__ import annotations

import secrets
import threading
from functools import cached_property

from argon2 import Parameters, PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

AT_ONCE = 4
"""Hashes that are made at the same time: each takes 64 MiB, and strangers may ask for them."""


class SecretHasher:
    """Makes and compares hashes. A test may give parameters that are quick."""

    def __init__(self, parameters: Parameters = RFC_9106_LOW_MEMORY) -> None:
        self._hasher = PasswordHasher.from_parameters(parameters)
        self._places = threading.BoundedSemaphore(AT_ONCE)

    def hashed(self, secret: bytes) -> str:
        """Return the hash of a secret, with its salt and parameters, in PHC's format."""
        with self._places:
            return self._hasher.hash(secret)

    def fits(self, kept: str | None, secret: bytes) -> bool:
        """Tell whether a secret is that of a hash; for none it is not, after the same work."""
        with self._places:
            try:
                return self._hasher.verify(kept or self._nobodys, secret) and kept is not None
            except (VerificationError, InvalidHashError):
                return False

    def is_old(self, kept: str) -> bool:
        """Tell whether a hash was made with other parameters than those of today."""
        return self._hasher.check_needs_rehash(kept)

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_bytes(32))


HASHER = SecretHasher()
"""The one of this process."""
