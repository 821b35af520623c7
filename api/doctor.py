"""What works on this machine, and how to get what does not."""

from __future__ import annotations

import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from access.errors import MissingResourceError, OutputError
from api.folders import cache_folder, nearest_writable, speech_cache
from api.language import _, filled, on_one_line
from api.making import generator
from audio.voices.catalogue import drivers
from braille.translate.codes import CODES, codes_here
from braille.translate.liblouis import liblouis_status

_LEAST_FREE = 2 * 1024**3
"""Bytes: a long novel as sound, twice, and its cache."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `needed` says that conversions fail without it."""

    name: str
    works: bool
    detail: str
    remedy: str = ""
    needed: bool = True


def examine() -> int:
    """Print what was found; return 0, or 4 when something needed does not work."""
    findings = list(_findings())
    for finding in findings:
        detail = on_one_line(finding.detail)
        if finding.works:
            print(_("Works: {name}: {detail}").format(name=finding.name, detail=detail))
        else:
            word = _("Missing: {name}: {detail}") if finding.needed else _("Not here, not needed: {name}: {detail}")
            print(word.format(name=finding.name, detail=detail))
            if finding.remedy:
                print(_("  How to get it: {remedy}").format(remedy=finding.remedy))
    broken = [finding for finding in findings if finding.needed and not finding.works]
    if broken:
        print(_("{count} needed things do not work.").format(count=len(broken)))
        return MissingResourceError.exit_code
    print(_("Everything that is needed works."))
    return 0


def _findings() -> Iterator[Finding]:
    versions = (generator(), f"Python {platform.python_version()}", sys.platform)
    yield Finding(_("version"), works=True, detail=_(", ").join(versions))
    for driver in drivers():
        reason = driver.check()
        detail = _(reason) if reason else _("{count} voices").format(count=len(driver.voices()))
        needed = driver.name == "espeak"
        remedy = _("run scripts/setup again") if needed else _("install a voice in the system's settings")
        yield Finding(_(", ").join((driver.name, _(driver.description))), reason is None, detail, remedy, needed)
    status = liblouis_status()
    yield Finding(
        _("liblouis, braille tables"),
        status.version is not None,
        _(", ").join((status.version, str(status.tables))) if status.version else _(status.reason),
        _("on Debian: apt-get install python3-louis; on macOS: brew install liblouis"),
    )
    here, listed = len(codes_here()), len(CODES)
    yield Finding(
        _("braille codes"),
        here == listed,
        _("{here} of {listed}").format(here=here, listed=listed),
        _("a newer liblouis has more tables"),
        needed=here == 0,
    )
    yield _cache_finding()


def _cache_finding() -> Finding:
    name, remedy = _("cache folder"), _("set TONGDU_CACHE to a folder with room that may be written")
    try:
        free = shutil.disk_usage(nearest_writable(speech_cache())).free
    except OutputError as error:
        return Finding(name, works=False, detail=filled(error.what, error.details).rstrip(".。"), remedy=remedy)
    detail = _("{path}, {free:.1f} GB free").format(path=_home_as_tilde(cache_folder()), free=free / 1e9)
    return Finding(name, free > _LEAST_FREE, detail, remedy)


def _home_as_tilde(path: Path) -> Path:
    try:
        return Path("~") / path.relative_to(Path.home())
    except ValueError:
        return path
