"""The desk where orders are placed and asked about, in lines that can be listened to or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from access.errors import TongduError, UsageError
from access.production.orders import Orders, OrderView
from access.production.progress import PartView
from access.production.states import ENDS
from access.production.tables import OrderState, PartKind, Priority
from access.settings import Settings
from access.storage.opening import open_service_database
from api.language import _, told
from api.works.names import part_name, state_name, time_left_name
from api.works.options import choices_from, options_from

_ACTIONS = ("pause", "resume", "cancel", "retry")
_PAGE = 500


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for on the command line."""

    titles: tuple[int, ...]
    everything: bool
    formats: tuple[str, ...]
    priority: str | None
    voices: tuple[str, ...]
    codes: tuple[str, ...]
    rate: int


def place_orders(wanted: Wanted, *, as_json: bool) -> int:
    """Place orders and say their numbers; return the exit code.

    Raises UsageError, MissingVoiceError, MissingTableError and DatabaseAwayError; then nothing was ordered.
    """
    formats = wanted.formats
    priority = _priority(wanted)
    with _orders() as orders:
        titles = orders.titles_with_source() if wanted.everything else list(wanted.titles)
        if not titles:
            raise UsageError("No title was named that could be ordered.", advice="Give numbers of titles, or --all.")
        if formats:
            options = options_from(voices=wanted.voices, codes=wanted.codes, rate=wanted.rate)
            choices_from(formats, options)
            placed = orders.place(titles, formats, options=options, priority=priority)
        else:
            placed = [number for title in titles for number in orders.reorder(title, priority=priority)]
    for number in placed:
        print(json.dumps({"order": number}) if as_json else _("Order {number} was placed.").format(number=number))
    if not placed and not as_json:
        print(_("Nothing was made of these titles before; say what is wanted with --format."))
    return 0


def understood(words: Sequence[str]) -> tuple[str, list[int]]:
    """Return the action, empty where none was given, and the numbers. Raises UsageError."""
    action = words[0] if words and words[0] in _ACTIONS else ""
    rest = words[1:] if action else words
    for word in rest:
        if not word.isdecimal():
            raise UsageError("“{word}” is not the number of an order.", advice="`tongdu orders` lists them.", word=word)
    if action and not rest:
        raise UsageError("Which order is not said.", advice="`tongdu orders` lists them.")
    return action, [int(word) for word in rest]


def steer_orders(action: str, numbers: Sequence[int], *, as_json: bool) -> int:
    """Pause, resume, cancel or retry orders; return the exit code. Raises UsageError for the first that cannot be."""
    with _orders() as orders:
        for number in numbers:
            getattr(orders, action)(number)
            view = orders.view(number)
            print(json.dumps(as_plain(view), ensure_ascii=False) if as_json else _line(view))
    return 0


def show_order(number: int, *, as_json: bool) -> None:
    """Show one order with its parts. Raises UsageError."""
    with _orders() as orders:
        view = orders.view(number)
    if as_json:
        print(json.dumps(as_plain(view, parts=True), ensure_ascii=False))
        return
    print(_line(view))
    for failure in view.failures:
        name = part_name(view, failure.kind, failure.number)
        print("  " + _("{part} failed: {text}").format(part=name, text=told(failure.error)))
    for part in view.parts:
        print(_part_line(view, part))


def list_orders(*, unfinished: bool, as_json: bool) -> int:
    """List orders, a line each; return the exit code."""
    states = [state for state in OrderState if state not in ENDS] if unfinished else []
    last = 0
    with _orders() as orders:
        while found := orders.list(states, after=last, limit=_PAGE):
            for view in found:
                print(json.dumps(as_plain(view), ensure_ascii=False) if as_json else _line(view))
            last = found[-1].id
    if not last and not as_json:
        print(_("There are no orders."))
    return 0


def as_plain(view: OrderView, *, parts: bool = False) -> dict[str, object]:
    """Return an order fit for JSON; moments are ISO 8601 in UTC, times are seconds, errors in the reader's language."""
    plain: dict[str, object] = {
        "order": view.id,
        "title": view.title_id,
        "name": view.title,
        "formats": list(view.formats),
        "priority": str(view.priority),
        "state": str(view.state),
        "percent": view.percent,
        "seconds_left": None if view.time_left is None else round(view.time_left.total_seconds()),
        "created": _moment(view.created),
        "started": _moment(view.started),
        "ended": _moment(view.ended),
        "error": _error(view.error),
    }
    if parts:
        failed = {(failure.kind, failure.number): failure.error for failure in view.failures}
        plain["parts"] = [
            {
                "kind": str(part.kind),
                "number": part.number,
                "state": str(part.state),
                "weight": part.weight,
                "done": part.done,
                "fresh": part.fresh,
                "started": _moment(part.started),
                "ended": _moment(part.ended),
                "error": _error(failed.get((part.kind, part.number))),
            }
            for part in view.parts
        ]
    return plain


@contextmanager
def _orders() -> Iterator[Orders]:
    database = open_service_database(Settings())
    try:
        yield Orders(database)
    finally:
        database.close()


def _priority(wanted: Wanted) -> Priority:
    if wanted.priority is None:
        return Priority.BULK if wanted.everything or not wanted.formats else Priority.READER
    try:
        return Priority(wanted.priority)
    except ValueError:
        raise UsageError(
            "“{name}” is not a priority.", advice="Priorities are reader and bulk.", name=wanted.priority
        ) from None


def _line(view: OrderView) -> str:
    facts = [
        _("Order {number}").format(number=view.id),
        _("title {number} “{name}”").format(number=view.title_id, name=view.title),
        " ".join(view.formats),
        state_name(view.state),
    ]
    if view.state in {OrderState.WAITING, OrderState.RUNNING, OrderState.PAUSED, OrderState.FAILED}:
        facts.append(_("{percent} percent").format(percent=view.percent))
    if view.time_left is not None:
        facts.append(time_left_name(view.time_left))
    line = _(", ").join(facts)
    return _("{where}: {what}").format(where=line, what=told(view.error)) if view.error is not None else line


def _part_line(view: OrderView, part: PartView) -> str:
    facts = [part_name(view, part.kind, part.number), state_name(part.state)]
    if part.state is OrderState.RUNNING:
        facts.append(_("{percent} percent").format(percent=100 * min(part.done, part.weight) // max(1, part.weight)))
    if part.kind is PartKind.SPEAK and part.state is OrderState.DONE:
        facts.append(_("passages spoken anew {count}").format(count=part.fresh))
    return "  " + _(", ").join(facts)


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _error(error: TongduError | None) -> dict[str, str] | None:
    return None if error is None else {"kind": type(error).__name__, "text": told(error)}
