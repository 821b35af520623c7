"""The `tongdu` command."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer
from typer.exceptions import Abort, Exit, TyperException

from access.errors import OutputError, TongduError, UsageError
from api.arguments import between, chosen_formats, chosen_tag, split
from api.commands import accounts as accounts_commands
from api.commands import catalog as catalog_commands
from api.commands import keys as keys_commands
from api.commands import orders as orders_commands
from api.commands import serve as serve_command
from api.commands import storage as storage_commands
from api.commands import worker as worker_command
from api.language import _, told
from api.streams import drop_lost_streams, mend_streams, unwritten
from api.usage import Command, Group, wrong_use

INTERRUPTED = 130

app = typer.Typer(
    name="tongdu",
    cls=Group,
    help=_("Tongdu turns books into talking books and braille."),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command and leave with its exit code; an error is one or two sentences, never a traceback."""
    mend_streams()
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _interrupt)
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
        if code == INTERRUPTED:
            _stopped()
        sys.exit(code if isinstance(code, int) else 0)
    except (KeyboardInterrupt, Abort):
        _stopped()
    except Exit as leaving:
        if leaving.exit_code == INTERRUPTED:
            _stopped()
        sys.exit(leaving.exit_code)
    except TyperException as error:
        _fail(wrong_use(error), UsageError.exit_code)
    except TongduError as error:
        _fail(told(error), error.exit_code)
    except Exception as error:
        lost = drop_lost_streams()
        if isinstance(lost, BrokenPipeError):
            sys.exit(1)  # whoever was reading has gone away; there is nobody to tell
        if lost is not None:
            _fail(told(unwritten(lost)), OutputError.exit_code)
        _own_fault(error)


def _own_fault(error: Exception) -> NoReturn:
    if os.environ.get("TONGDU_DEBUG"):
        raise error
    fault = TongduError(
        "Tongdu itself failed ({reason}).",
        advice="Set TONGDU_DEBUG=1 to see where, and please report it.",
        reason=f"{type(error).__name__}: {error}",
    )
    _fail(told(fault), fault.exit_code)


def _stopped() -> NoReturn:
    _fail(_("Stopped. Nothing half-made was left behind; what was finished is kept for the next run."), INTERRUPTED)


def _fail(message: str, code: int) -> NoReturn:
    try:
        print(message, file=sys.stderr, flush=True)
    except OSError:
        drop_lost_streams()
    sys.exit(code)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@app.callback(invoke_without_command=True)
def _start(
    version: Annotated[bool, typer.Option("--version", help=_("Show the version and leave."))] = False,
) -> None:
    if version:
        from importlib import metadata

        print(f"tongdu {metadata.version('tongdu')}")
        raise Exit


@app.command(cls=Command, help=_("Convert books into DAISY talking books, EPUB with sound, and braille files."))
def convert(
    books: Annotated[list[Path], typer.Argument(metavar="BOOK…", readable=False, help=_("EPUB or plain text files."))],
    to: Annotated[
        list[str], typer.Option("--to", metavar="FORMATS", help=_("Of daisy202, epub3, brf, pef; several with commas."))
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help=_("The folder for what is made."))],
    voice: Annotated[
        list[str] | None, typer.Option("--voice", metavar="NAME", help=_("A voice; once for each language."))
    ] = None,
    rate: Annotated[
        int,
        typer.Option("--rate", metavar="PERCENT", callback=between(25, 400), help=_("Speed of speech; 100 is usual.")),
    ] = 100,
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help=_("The book's language, a tag such as zh or en."))
    ] = None,
    code: Annotated[
        list[str] | None, typer.Option("--code", metavar="NAME", help=_("A braille code; once for each language."))
    ] = None,
    cells: Annotated[
        int | None, typer.Option("--cells", metavar="N", callback=between(10, 100), help=_("Cells in a braille line."))
    ] = None,
    lines: Annotated[
        int | None,
        typer.Option("--lines", metavar="N", callback=between(4, 100), help=_("Lines of a braille sheet, every one.")),
    ] = None,
    volume_pages: Annotated[
        int | None,
        typer.Option(
            "--volume-pages", metavar="N", callback=between(3, 10_000), help=_("Most pages in a braille volume.")
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", callback=between(1, 64), help=_("Processes that speak at once.")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("Tell events as lines of JSON."))] = False,
) -> int:
    """Convert books; the exit code is the worst of all."""
    from api.convert import Order
    from api.convert import convert as run
    from api.reporters import reporter
    from api.targets import no_empty_folder

    order = Order(
        sources=tuple(books),
        formats=_formats(to),
        folder=out,
        voices=split(voice),
        codes=split(code),
        rate=rate,
        language=chosen_tag(language),
        cells=cells,
        lines=lines,
        volume_pages=volume_pages,
        jobs=jobs,
    )
    with reporter(as_json=as_json) as tell, no_empty_folder(out):
        return run(order, tell)


def _formats(values: list[str]) -> tuple[str, ...]:
    from api.targets import FORMATS

    asked = chosen_formats(values)
    if not asked:
        raise UsageError("No format was chosen.", advice="Choose of {formats}.", formats=_(", ").join(FORMATS))
    return asked


@app.command(cls=Command, help=_("List the voices that can be chosen."))
def voices(
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help=_("Only of one language, a tag such as zh or en."))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
) -> None:
    """List voices, a line each: name, language, description."""
    from api.listings import list_voices

    list_voices(chosen_tag(language), as_json=as_json)


@app.command(cls=Command, help=_("List the braille codes that can be chosen."))
def codes(
    as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
) -> None:
    """List braille codes, a line each: name, language, description."""
    from api.listings import list_codes

    list_codes(as_json=as_json)


@app.command(cls=Command, help=_("Say what works on this machine and how to get what does not."))
def doctor() -> int:
    """Check the machine; leaves with 4 when something needed is missing."""
    from api.doctor import examine

    return examine()


@app.command(cls=Command, help=_("Show how a Chinese text is read: words, pinyin and braille cells."))
def read(
    text: Annotated[str, typer.Argument(metavar="TEXT", help=_("The text, or - for lines of standard input."))],
    code: Annotated[str | None, typer.Option("--code", metavar="NAME", help=_("A braille code for Chinese."))] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("One JSON object a line."))] = False,
) -> None:
    """Read a text aloud on paper."""
    from api.readings import show_readings

    show_readings(text, code=code, as_json=as_json)


@app.command(
    cls=Command, help=_("Ask how doubtful characters of a book are read; the answers are kept for its conversions.")
)
def proofread(
    book: Annotated[Path, typer.Argument(metavar="BOOK", readable=False, help=_("An EPUB or plain text file."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("List the doubts, one JSON object a line."))] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", callback=between(1, 1_000_000), help=_("Most doubts."))
    ] = None,
    below: Annotated[
        float,
        typer.Option(
            "--below", metavar="X", callback=between(0, 1), help=_("Ask what is less sure than this, from 0 to 1.")
        ),
    ] = 0.9,
    language: Annotated[
        str | None, typer.Option("--language", metavar="TAG", help=_("The book's language, a tag such as zh or en."))
    ] = None,
    code: Annotated[str | None, typer.Option("--code", metavar="NAME", help=_("A braille code for Chinese."))] = None,
) -> int:
    """Proofread a book."""
    from api.proofreading import proofread as run

    return run(book, as_json=as_json, limit=limit, below=below, language=chosen_tag(language), code=code)


app.add_typer(accounts_commands.app)
app.add_typer(catalog_commands.app)
app.add_typer(keys_commands.app)
orders_commands.add_to(app)
storage_commands.add_to(app)
worker_command.add_to(app)
serve_command.add_to(app)


if __name__ == "__main__":
    main()
