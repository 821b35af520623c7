"""Ids of blocks that stay the same while their content does."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b


class BlockIds:
    """Gives out the ids of one book, in reading order.

    An id is made from a block's kind and content, so that editing one paragraph changes no other id; the same content
    again gets a running number. Ids are unique in the book and valid as XML names and file names.
    """

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()

    def make(self, kind: str, content: str) -> str:
        """Return an id for a block; `kind` is a short ASCII word such as `p` or `h`."""
        digest = blake2b(f"{kind}\0{content}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
        base = f"{kind}-{digest}"
        self._seen[base] += 1
        count = self._seen[base]
        return base if count == 1 else f"{base}-{count}"
