"""Find what must not be written into a file of the repository: one machine's folders and registries' addresses.

A checkout must work wherever it lies and fetch from whatever registry its machine uses, so no file may name a
developer's folder, a fixed temporary folder, or where packages are downloaded. Source files that grew too long are
reported as remarks, which do not fail the check.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from scripts.dead_links import repository_files

LONGEST = 400  # lines; past that a source file usually does two things
UNWELCOME = {
    "a folder of one machine": re.compile(r"(?<![\w.:/$}-])/(?:home/\w+|Users/\w+|root|work(?:space)?)/\w"),
    "a fixed temporary folder": re.compile(r"(?<![\w.:/$}-])/tmp/\w"),
    "the address of a registry": re.compile(r"https?://(?:registry|pypi|files|deb|security|mirrors?|download|ftp)\."),
    "the choice of a registry": re.compile(
        r"(?<!no-emit-)index[-_]url|find[-_]links|^\s*registry\s*=|\"resolved\":", re.IGNORECASE
    ),
}


class Finding(NamedTuple):
    """What is wrong in a file (relative to the root) at a line (from 1)."""

    path: Path
    line: int
    what: str


def read_text(path: Path) -> str | None:
    """The text of a file; None when it is not text (a picture, a sound, bytes in another encoding)."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text


def unwelcome(path: Path, text: str) -> Iterator[Finding]:
    """Every line of ``text`` that names what it must not."""
    for number, line in enumerate(text.splitlines(), start=1):
        for what, pattern in UNWELCOME.items():
            if pattern.search(line):
                yield Finding(path, number, what)


def is_source(path: Path, text: str) -> bool:
    """Whether a person wrote this to be run: Python, or a script that names its interpreter."""
    return path.suffix in (".py", ".sh", ".js") or text.startswith("#!")


def main() -> int:
    """Print a line for each finding and for each file that is too long; return 1 if there is a finding."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent.parent
    failed = False
    for path in repository_files(root):
        text = read_text(root / path)
        if text is None:
            continue
        for finding in unwelcome(path, text):
            print(f"{finding.path}:{finding.line}: {finding.what}")
            failed = True
        if is_source(path, text) and (length := text.count("\n")) > LONGEST:
            print(f"{path}: a remark: {length} lines; can it be two files?")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
