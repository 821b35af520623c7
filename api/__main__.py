"""The entry of the `tongdu` command, also as `python -m api`.

It is small, so that an interrupt in the first moments, while everything else is still being loaded, ends as it should.
"""

import sys


def main() -> None:
    """Run the command."""
    try:
        from api.cli import main as run

        run()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
