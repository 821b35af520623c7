"""What Tongdu made in an output folder, so that it never writes over anything else.

The ledger is a small JSON file in the folder itself. An output counts as ours only while its content is still what we
wrote: a braille file that somebody corrected by hand is theirs from then on.
"""

from __future__ import annotations

import json
import shutil
from hashlib import blake2b
from pathlib import Path

from access.errors import OutputExistsError
from access.storage.files import written_aside

LEDGER_NAME = ".tongdu.json"
_AUDIO = frozenset({".mp3"})


class Ledger:
    """The outputs of one folder that we made."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / LEDGER_NAME
        try:
            made = json.loads(self._path.read_text("utf-8", "surrogateescape"))["made"]
            self._made: dict[str, str] = {str(name): str(digest) for name, digest in made.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            self._made = {}

    def check(self, target: Path) -> None:
        """Raise OutputExistsError when something we did not make stands at `target`."""
        if (target.exists() or target.is_symlink()) and not self._is_ours(target):
            raise OutputExistsError(path=target)

    def record(self, targets: tuple[Path, ...]) -> None:
        """Note finished outputs. Raises OutputError or DiskFullError."""
        for target in targets:
            self._made[target.name] = _digest(target)
        self._save()

    def remove_stale(self, stems: tuple[str, ...]) -> None:
        """Remove outputs of ours by these names that this run did not make again (volumes there are fewer of)."""
        for name in stems:
            target = self._folder / name
            if target.exists() and self._is_ours(target):
                if target.is_dir():
                    shutil.rmtree(target)
                else:
                    target.unlink()
            self._made.pop(name, None)
        if stems:
            self._save()

    def made_names(self) -> tuple[str, ...]:
        """Return the names of all outputs noted."""
        return tuple(self._made)

    def _is_ours(self, target: Path) -> bool:
        noted = self._made.get(target.name)
        return noted is not None and not target.is_symlink() and noted == _digest(target)

    def _save(self) -> None:
        with written_aside(self._path) as aside:
            text = json.dumps({"made": self._made}, ensure_ascii=False, indent=1, sort_keys=True)
            # Names that are not UTF-8 keep their bytes.
            aside.write_text(text, "utf-8", "surrogateescape")


def _digest(target: Path) -> str:
    """Digest a file's content, or a folder's names, sizes and (audio apart) contents."""
    digest = blake2b(digest_size=16)
    if target.is_dir():
        for path in sorted(path for path in target.rglob("*") if path.is_file()):
            digest.update(f"{path.relative_to(target).as_posix()}\0{path.stat().st_size}\0".encode())
            if path.suffix not in _AUDIO:
                digest.update(path.read_bytes())
    else:
        with target.open("rb") as file:
            while block := file.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()
