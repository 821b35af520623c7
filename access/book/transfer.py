"""An opened book, or an error, as bytes from one process to another.

The receiving side trusts nothing: only the classes of the book model and of the error tree can come out of the bytes.
"""

from __future__ import annotations

import io
import pickle
from typing import Any

from access import errors
from access.book import model
from access.book.opened import BookWarning, OpenedBook
from access.errors import DamagedBookError, TongduError

_CLASSES = {
    (kind.__module__, kind.__qualname__): kind
    for kind in (*vars(model).values(), *vars(errors).values(), BookWarning, OpenedBook)
    if isinstance(kind, type) and kind.__module__.startswith("access.")
}
_REBUILD = TongduError().__reduce__()[0]


def pack(result: OpenedBook | TongduError) -> bytes:
    """Return a result as bytes."""
    return pickle.dumps(result, protocol=pickle.HIGHEST_PROTOCOL)


def unpack(data: bytes) -> OpenedBook | TongduError:
    """Return what was packed; raises DamagedBookError if it is anything else."""
    try:
        result = _OwnClassesOnly(io.BytesIO(data)).load()
    except Exception as error:  # whatever a broken stream makes of it, it is one thing to us
        raise DamagedBookError(reason="reading it was broken off") from error
    if not isinstance(result, OpenedBook | TongduError):
        raise DamagedBookError(reason="reading it was broken off")
    return result


class _OwnClassesOnly(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("access.errors", "_rebuild"):
            return _REBUILD
        try:
            return _CLASSES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is not part of a book") from None
