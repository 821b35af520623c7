"""`tongdu serve --demo`: how the library to try things out in is opened and how its people sign in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

from access.errors import OutputError
from access.patrons.roles import Role
from access.settings import Settings
from api.demo.filling import fill
from api.demo.people import PASS_PHRASE, PEOPLE, PIN
from api.language import _
from api.web.names import role_name

_LIBRARY = "北院试用图书馆 Beiyuan Demo Library"


def serve_demo(host: str | None, port: int | None, data: Path | None, *, with_worker: bool) -> None:
    """Fill the library where that is needed, say who can sign in, and serve until it is stopped.

    Without a folder it lives in a temporary one and is gone afterwards. Settings of the environment are left aside, so
    that this library is in its folder and nowhere else. Raises what filling and serving raise.
    """
    from api.serving.server import serve

    for name in Settings.model_fields:
        os.environ.pop(f"TONGDU_{name.upper()}", None)
    os.environ.pop("TONGDU_SETTINGS", None)
    with _folder(data) as folder:
        settings = Settings(host=host, port=port, data=folder, library=_LIBRARY)
        print(_("The library is being filled; the first time takes some seconds."), flush=True)
        fill(settings)
        for line in how_to_sign_in():
            print(line)
        print(
            _("What is done here is kept in {path}.").format(path=folder)
            if data is not None
            else _("What is done here is gone when it is stopped; --data DIR keeps it.")
        )
        print(
            _("It listens on this machine only.")
            if _is_loopback(settings.host)
            else _("Others can reach it too, and these pass phrases are no secret: let no real work or people into it.")
        )
        serve(settings, with_worker=with_worker)


def how_to_sign_in() -> Iterator[str]:
    """Yield lines that say who there is and how each signs in, readers first."""
    yield _("Nobody in this library exists. They sign in like this:")
    for person in PEOPLE:
        line = _("{role}: card {login}, {name}") if person.role is Role.READER else _("{role}: name {login}, {name}")
        yield line.format(role=role_name(person.role), login=person.login, name=person.name)
    yield _("The PIN of the readers: {pin}").format(pin=PIN)
    yield _("The pass phrase of all others: {phrase}").format(phrase=PASS_PHRASE)


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    try:
        held = TemporaryDirectory(prefix="tongdu-demo-", ignore_cleanup_errors=True)
    except OSError as error:
        raise OutputError(path=gettempdir(), reason=error.strerror or str(error)) from error
    with held as folder:
        yield Path(folder)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
