"""Build the handbook for readers: one EPUB 3.3 for each edition under docs/handbook.

An edition is a folder with a `book.toml` and the XHTML documents that it names, packed as they are. What a reading
system needs besides (package, contents, page list, landmarks, the NCX of EPUB 2) is made from them. The sources are
checked first, and every fault is told with its file and line. The same sources always give the same bytes.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import IO

from scripts.handbook_package import CONTAINER, navigation, ncx, package
from scripts.handbook_sources import SourceError, check, read_edition

ROOT = Path(__file__).resolve().parent.parent


def build(folder: Path, shared: Path, out: Path) -> Path:
    """Build one edition into `out` and return the file. Raises SourceError, and OSError if it cannot be written."""
    edition = read_edition(folder, shared)
    check(edition)
    files = {"mimetype": b"application/epub+zip", "META-INF/container.xml": CONTAINER.encode()}
    files["EPUB/package.opf"] = package(edition).encode()
    files["EPUB/nav.xhtml"] = navigation(edition).encode()
    files["EPUB/toc.ncx"] = ncx(edition).encode()
    files |= {f"EPUB/{document.name}": document.data for document in edition.documents}
    files |= {f"EPUB/{name}": data for name, data in edition.shared.items()}
    target = out / f"tongdu-handbook-{edition.code}.epub"
    out.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(dir=out, prefix=f".{target.name}.")
    try:
        with os.fdopen(handle, "wb") as stream:
            _write_archive(stream, files)
            stream.flush()
            os.fsync(stream.fileno())
        Path(aside).chmod(0o644)
        Path(aside).replace(target)
    except BaseException:
        Path(aside).unlink(missing_ok=True)
        raise
    return target


def _write_archive(stream: IO[bytes], files: dict[str, bytes]) -> None:
    # Stored, not deflated: compressors differ between versions and machines, and the same sources must give the same
    # bytes.
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)


def main(arguments: list[str] | None = None) -> int:
    """Build the editions named, or all; 0 done, 1 if a source is wrong or the output cannot be written."""
    parser = argparse.ArgumentParser(prog="scripts/handbook", description="Build the handbook for readers as EPUB 3.")
    parser.add_argument(
        "editions", nargs="*", help="folders of docs/handbook with a book.toml, e.g. zh; all by default"
    )
    parser.add_argument("--sources", type=Path, default=ROOT / "docs" / "handbook")
    parser.add_argument("--out", type=Path, default=ROOT / "build" / "handbook")
    options = parser.parse_args(arguments)
    codes = options.editions or sorted(book.parent.name for book in options.sources.glob("*/book.toml"))
    if not codes:
        print(f"There is no edition in {options.sources}.", file=sys.stderr)
        return 1
    failed = False
    for code in codes:
        try:
            print(build(options.sources / code, options.sources / "shared", options.out))
        except SourceError as error:
            failed = True
            print(error, file=sys.stderr)
        except OSError as error:
            failed = True
            print(f"{error.filename or options.out}: {error.strerror}", file=sys.stderr)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
