"""What `tongdu catalog import` and `tongdu catalog export` do, and how they tell of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from access.catalog.entry import Place
from access.catalog.exporting import TargetFormat, export_titles
from access.catalog.importing import import_entries
from access.catalog.marc.converting import Wish
from access.catalog.report import ImportReport, Line, Outcome
from access.catalog.sources import SourceFormat, catalogue_entries
from access.catalog.tables import FormKind
from access.errors import InputError, UsageError
from access.language.title_lexicon import library_reader_factory
from access.settings import Settings
from access.storage.audit import COMMAND
from access.storage.opening import open_contents, open_service_database
from api.arguments import chosen_tag
from api.language import _, told, told_warning

_ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb18030": "gb18030", "gbk": "gb18030", "gb2312": "gb18030", "marc-8": "marc-8",
    "marc8": "marc-8",
}  # fmt: skip
_TOLD_EVERY = 10_000
"""Records after which a long import says that it still goes on."""


@dataclass(frozen=True, slots=True)
class Import:
    """What was asked for, as it was written."""

    paths: tuple[Path, ...]
    source_format: str = "auto"
    encoding: str | None = None
    source: str = ""
    form: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Export:
    """What was asked for, as it was written."""

    file: Path
    target_format: str
    language: str | None = None
    form: str | None = None


def run_import(wanted: Import, *, every: bool, as_json: bool) -> int:
    """Import and tell of it; return 3 when there was something and all of it was refused, else 0.

    Raises UsageError for a wrong option, and StorageError.
    """
    wish = Wish(wanted.source, _kind(wanted.form), chosen_tag(wanted.language))
    source_format = _chosen(SourceFormat, wanted.source_format)
    encoding = _encoding(wanted.encoding)
    settings = Settings()
    database = open_service_database(settings)
    teller = _Teller(every=every, as_json=as_json)
    try:
        report = import_entries(
            database,
            catalogue_entries(wanted.paths, wish, source_format=source_format, encoding=encoding),
            library_reader_factory(settings.data)(),
            open_contents(settings),
            actor=COMMAND,
            tell=teller.tell,
        )
    finally:
        database.close()
    _tell_counts(report, as_json=as_json)
    return InputError.exit_code if report.all_refused else 0


def run_export(wanted: Export, *, as_json: bool) -> None:
    """Export and tell of it. Raises UsageError for a wrong option, OutputError and StorageError."""
    target = _chosen(TargetFormat, wanted.target_format)
    kind = _kind(wanted.form)
    language = chosen_tag(wanted.language)
    database = open_service_database(Settings())
    try:
        report = export_titles(database, wanted.file, target, actor=COMMAND, language=language, form=kind)
    finally:
        database.close()
    if as_json:
        left_out = [{"title": number, "reason": error.english()} for number, error in report.left_out]
        print(json.dumps({"written": report.written, "left_out": left_out}, ensure_ascii=False))
        return
    for number, error in report.left_out:
        print(_("Title {title} was left out: {reason}").format(title=number, reason=told(error)))
    print(_("{count} titles written to {file}.").format(count=report.written, file=wanted.file))


class _Teller:
    """Prints lines as they come."""

    def __init__(self, *, every: bool, as_json: bool) -> None:
        self._every = every
        self._as_json = as_json
        self._records = 0

    def tell(self, line: Line) -> None:
        if self._as_json:
            print(json.dumps(line.as_json(), ensure_ascii=False))
            return
        self._records += 1
        alone = not line.place.record and not line.place.line
        if self._every or alone or line.remarks or line.outcome in {Outcome.MERGED, Outcome.REFUSED}:
            print(told_line(line))
        if self._records % _TOLD_EVERY == 0:
            print(_("{count} records so far.").format(count=self._records), flush=True)


def told_line(line: Line) -> str:
    """A line of the report as sentences in the reader's language."""
    number = line.title_id
    texts = {
        Outcome.TAKEN: _("taken as title {title}.").format(title=number),
        Outcome.MERGED: _("merged into title {title}.").format(title=number),
        Outcome.UNCHANGED: _("nothing new for title {title}.").format(title=number),
        Outcome.REFUSED: told(line.error) if line.error else "",
        Outcome.REMARK: "",
    }
    sentences = [texts[line.outcome], *(told_warning(remark) for remark in line.remarks)]
    what = " ".join(sentence for sentence in sentences if sentence)
    return _("{where}: {what}").format(where=told_place(line.place), what=what)


def told_place(place: Place) -> str:
    """Where a record stands, in the reader's language."""
    if place.line:
        return _("{file}, line {line}").format(file=place.file, line=place.line)
    if place.record:
        return _("{file}, record {record}").format(file=place.file, record=place.record)
    return place.file


def _tell_counts(report: ImportReport, *, as_json: bool) -> None:
    counts = report.as_json()
    if as_json:
        print(json.dumps({"outcome": "done", **counts}))
    else:
        print(_("{taken} taken, {merged} merged, {unchanged} unchanged, {refused} refused.").format(**counts))


_Choice = TypeVar("_Choice", bound=StrEnum)


def _chosen(choices: type[_Choice], name: str) -> _Choice:
    try:
        return choices(name)
    except ValueError as error:
        raise UsageError(
            "“{name}” is not a format.", advice="Choose of {formats}.", name=name, formats=_(", ").join(choices)
        ) from error


def _kind(name: str | None) -> FormKind | None:
    if name is None:
        return None
    if name not in list(FormKind):
        raise UsageError(
            "“{name}” is not a form.", advice="Choose of {forms}.", name=name, forms=_(", ").join(FormKind)
        )
    return FormKind(name)


def _encoding(name: str | None) -> str | None:
    if name is None:
        return None
    if name.lower() not in _ENCODINGS:
        raise UsageError(
            "“{name}” is not an encoding that can be chosen.", advice="Choose of utf-8, gb18030 and marc-8.", name=name
        )
    return _ENCODINGS[name.lower()]
