"""The files that pages need beside themselves: styles, scripts, an icon; built by `scripts/setup`, held in memory.

Their address holds a digest of them all, so that a browser may keep them for good and asks anew after an update.
"""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent / "static"
_NEEDED = ("pages.css", "begin.js", "govuk-frontend.min.js")
_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_FOR_GOOD = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class _File:
    media_type: str
    content: bytes
    packed: bytes


class Statics:
    """The built files of a folder (`FOLDER`), read once."""

    def __init__(self, folder: Path | None = None) -> None:
        folder = folder if folder is not None else FOLDER
        found = sorted(folder.iterdir()) if folder.is_dir() else []
        self._files = {path.name: _read(path) for path in found if path.suffix in _MEDIA_TYPES}
        self.missing = tuple(name for name in _NEEDED if name not in self._files)
        """Files without which there are no pages; empty when all is well."""
        digest = hashlib.sha256()
        for name, file in self._files.items():
            digest.update(f"{name}\0{len(file.content)}\0".encode())
            digest.update(file.content)
        self.digest = digest.hexdigest()[:16]

    def url(self, name: str) -> str:
        """Return the address of a file. Raises KeyError for one that was not built."""
        if name not in self._files:
            raise KeyError(name)
        return f"/static/{self.digest}/{name}"

    def answer(self, request: Request, digest: str, name: str) -> Response | None:
        """Return a file as it is sent, or nothing when there is none of that name.

        Whoever asks by the digest of another release gets the file that there is now, and may not keep it.
        """
        file = self._files.get(name)
        if file is None:
            return None
        headers = {"Vary": "Accept-Encoding", "Cache-Control": _FOR_GOOD if digest == self.digest else "no-store"}
        content = file.content
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
            content = file.packed
        return Response(content, headers=headers, media_type=file.media_type)


def _read(path: Path) -> _File:
    content = path.read_bytes()
    return _File(_MEDIA_TYPES[path.suffix], content, gzip.compress(content, mtime=0))
