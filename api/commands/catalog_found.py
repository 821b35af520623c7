"""What `tongdu catalog search` does, and how it tells of what was found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from access.catalog.listed import ListedTitle, listed_titles
from access.catalog.search.opening import open_search
from access.catalog.search.question import Hit, Hits, Query, Why
from access.catalog.tables import FormKind
from access.errors import UsageError
from access.settings import Settings
from access.storage.database import Database
from access.storage.opening import open_service_database
from api.arguments import chosen_tag, split
from api.language import _
from api.reasons import reason


@dataclass(frozen=True, slots=True)
class Found:
    """A title as it is told."""

    number: int
    name: str
    contributors: tuple[str, ...]
    language: str
    forms: tuple[str, ...]
    why: Why


def run_search(
    text: str,
    *,
    forms: Sequence[str] | None = None,
    languages: Sequence[str] | None = None,
    branch: str | None = None,
    limit: int = 20,
    after: int = 0,
    as_json: bool = False,
) -> int:
    """Search and tell; return 1 when nothing was found, else 0.

    Raises UsageError for a form or language that there is not, StorageError.
    """
    tags = tuple(tag for tag in map(chosen_tag, split(languages)) if tag)
    query = Query(text, _kinds(split(forms)), tags, branch, limit, after)
    settings = Settings()
    database = open_service_database(settings)
    try:
        index = open_search(settings, database)
        index.follow()
        hits = index.search(query)
        titles = _titles(database, hits.titles)
    finally:
        database.close()
    _tell_json(hits, titles) if as_json else _tell(hits, titles, after)
    return 0 if hits.total else 1


def _kinds(names: Iterable[str]) -> tuple[str, ...]:
    for name in names:
        if name not in list(FormKind):
            raise UsageError(
                "“{name}” is not a form.", advice="Choose of {forms}.", name=name, forms=_(", ").join(FormKind)
            )
    return tuple(names)


def _titles(database: Database, hits: Sequence[Hit]) -> list[Found]:
    """Look up what was found, in its order; a title that was taken out a moment ago is left out."""
    why = {hit.title_id: hit.why for hit in hits}
    with database.reading() as session:
        return [_found(title, why[number]) for number, title in listed_titles(session, list(why)).items()]


def _found(title: ListedTitle, why: Why) -> Found:
    people = tuple(dict.fromkeys(one.name for one in title.contributors))
    return Found(title.number, title.name, people, title.language, title.forms, why)


def _tell_json(hits: Hits, titles: Iterable[Found]) -> None:
    summary = {"total": hits.total, "elsewhere": hits.elsewhere, "suggestions": hits.suggestions}
    print(json.dumps(summary, ensure_ascii=False))
    for title in titles:
        entry = {
            "title": title.number, "name": title.name, "contributors": title.contributors, "language": title.language,
            "forms": title.forms, "why": title.why,
        }  # fmt: skip
        print(json.dumps(entry, ensure_ascii=False))


def _tell(hits: Hits, titles: Iterable[Found], after: int) -> None:
    print(_("Titles found: {count}.").format(count=hits.total) if hits.total else _("Nothing was found."))
    if hits.elsewhere:
        print(_("Without the options more is found: {count}.").format(count=hits.elsewhere))
    for suggestion in hits.suggestions:
        print(_("This finds something: {text}").format(text=suggestion))
    for place, title in enumerate(titles, after + 1):
        facts = [
            title.name,
            *title.contributors,
            title.language,
            *(title.forms or [_("no form yet")]),
            _("title {number}").format(number=title.number),
            *filter(None, [reason(title.why)]),
        ]
        print(f"{place}. {_(', ').join(facts)}")
