"""Write the next step: `python -m access.storage.migrations "what it does"`, then read it and mend it by hand."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from access.storage.database import Database, sqlite_url
from access.storage.migrations import migrate_connection, new_revision


def main(message: str) -> None:
    """Compare the declared tables with what all steps make, and write the difference as a step."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(sqlite_url(Path(folder) / "scratch.db"))
        with database.migrating() as connection:
            migrate_connection(connection)
            path = new_revision(connection, message)
        database.close()
    for tidying in (["format"], ["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidying, "--quiet", str(path)], check=False)
    sys.stdout.write(f"{path}\n")


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]) or "change")
