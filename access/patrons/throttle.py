"""How often a secret may be tried: guessers wait ever longer, and the owner of an account is not locked out by them.

Failed tries are counted three times: of an account from one place, of an account from all places that it does not
know, and of a network whichever accounts it tries. Beyond some free ones each failure makes the next try wait, twice
as long as before and up to a limit; as time goes by failures are forgotten one by one. A try that comes too early is
not looked at and not counted.

From a place that an account knows (a network, or a browser that was remembered, from which its owner signed in before)
only the failures from that very place count. So nobody elsewhere can keep the owner out there. A login that nobody has
is counted as others are: waiting tells nothing. PINs, of which there are few, are slowed more than pass phrases.

A try is counted before its secret is looked at and given back when it was right, so that many at once are as slow as
one after the other.
"""

from __future__ import annotations

import hashlib
import ipaddress
import math
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, text
from sqlalchemy.orm import Session

from access.clock import now
from access.errors import TooManyTriesError
from access.patrons.tables import KnownPlace, TryCount
from access.storage.database import Database

NETWORK_KNOWN = timedelta(days=180)
BROWSER_KNOWN = timedelta(days=365)
MOST_PLACES = 40
"""Networks, and browsers, that an account knows; those that run out first are dropped."""
_LOCK = 0x746F6E67_64750002
"""The number of PostgreSQL's lock on the counts ("tongdu", 2)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """`free` failures cost nothing; the next makes the try after it wait for `first`, each further one twice as long,
    up to `most`. One failure is forgotten in every `forget`.
    """

    free: int
    first: timedelta
    most: timedelta
    forget: timedelta

    @property
    def ceiling(self) -> int:
        """The count from which the wait is longest; more is not counted."""
        return self.free + 1 + math.ceil(math.log2(self.most / self.first))

    def wait(self, failures: int) -> timedelta:
        """Return how long the next try waits after so many failures."""
        if failures <= self.free:
            return timedelta()
        return min(self.most, self.first * (1 << min(failures - self.free - 1, 30)))


_MINUTE, _HOUR = timedelta(minutes=1), timedelta(hours=1)
PIN_HERE = Limit(free=3, first=_MINUTE / 2, most=_HOUR, forget=_HOUR)
PIN_ELSEWHERE = Limit(free=10, first=_MINUTE / 2, most=_HOUR, forget=_HOUR)
PHRASE_HERE = Limit(free=5, first=_MINUTE / 12, most=15 * _MINUTE, forget=15 * _MINUTE)
PHRASE_ELSEWHERE = Limit(free=20, first=_MINUTE / 12, most=15 * _MINUTE, forget=15 * _MINUTE)
NETWORK = Limit(free=30, first=_MINUTE / 12, most=5 * _MINUTE, forget=5 * _MINUTE)
"""Many readers may sit behind one address: a school, a reading room."""


@dataclass(frozen=True, slots=True)
class Count:
    """Failures that are not forgotten: the last of them is at `forgotten`. The next try is taken from `open` on."""

    forgotten: datetime
    open: datetime

    def failed(self, limit: Limit, moment: datetime) -> Count:
        """Return the count with one more failure."""
        latest = moment + limit.ceiling * limit.forget
        forgotten = min(max(self.forgotten, moment) + limit.forget, latest)
        failures = math.ceil((forgotten - moment) / limit.forget)
        return Count(forgotten, moment + limit.wait(failures))


@dataclass(frozen=True, slots=True)
class Admitted:
    """A try that was taken: the digest of its place, empty for none that can be known, and what was counted for it."""

    place: str
    counted: tuple[tuple[str, Limit, Count], ...]


def network_of(address: str) -> str:
    """Return what counts as one network: an IPv4 address, or the /64 of an IPv6 address; empty for what is neither."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    if mapped is not None or found.version == 4:
        return str(mapped or found)
    return str(ipaddress.ip_network((int(found), 64), strict=False))


class Throttle:
    """The counts in a database. Every method raises `DatabaseAwayError`."""

    def __init__(self, database: Database, clock: Callable[[], datetime] = now) -> None:
        self._database = database
        self._clock = clock

    def admit(
        self, login: str, address: str, *, pin: bool, account_id: str | None = None, browser: str = ""
    ) -> Admitted:
        """Take a try at a login (folded) from an address, counted as failed until `succeeded`.

        `account_id` is whose login it is, if anybody's; `browser` is the token of `remember_browser`. Raises
        TooManyTriesError, and counts nothing, for one that comes too early.
        """
        name = network_of(address)
        network, cookie = _place("network", name), _place("browser", browser)
        with self._database.writing() as session:
            place = self._known(session, account_id, cookie if browser else "", network if name else "")
            subject = ("pin" if pin else "phrase", login)
            counts = [(_digest("here", *subject, place or network), PIN_HERE if pin else PHRASE_HERE)]
            if not place:
                counts.append((_digest("elsewhere", *subject), PIN_ELSEWHERE if pin else PHRASE_ELSEWHERE))
                counts.append((_digest("all", network), NETWORK))
            return Admitted(place or (network if name else ""), self._count(session, counts))

    def admit_any(self, purpose: str, address: str, limit: Limit) -> None:
        """Take something that a stranger may do so often from one network: each time counts.

        Raises TooManyTriesError for one that comes too early.
        """
        with self._database.writing() as session:
            self._count(session, [(_digest("purpose", purpose, network_of(address)), limit)])

    def succeeded(self, admitted: Admitted, account_id: str) -> None:
        """Give a try back whose secret was right, and know its place from now on."""
        moment = self._clock()
        here, *others = admitted.counted
        with self._database.writing() as session:
            _hold(session)
            session.execute(delete(TryCount).where(TryCount.key == here[0]))
            for key, limit, counted in others:
                row = session.get(TryCount, key)
                if row is not None:
                    row.forgotten = max(moment, row.forgotten - limit.forget)
                    row.open = moment if row.open == counted.open else row.open
            if admitted.place:
                self._know(session, account_id, admitted.place, NETWORK_KNOWN)

    def remember_browser(self, account_id: str) -> str:
        """Return a token for a browser from which the owner just signed in, to be shown with later tries."""
        token = secrets.token_urlsafe(32)
        with self._database.writing() as session:
            self._know(session, account_id, _place("browser", token), BROWSER_KNOWN)
        return token

    def forget_places(self, account_id: str) -> None:
        """Know no place of an account any more, as when its secret may be in wrong hands."""
        with self._database.writing() as session:
            session.execute(delete(KnownPlace).where(KnownPlace.account_id == account_id))

    def purge(self) -> None:
        """Drop what is forgotten, and places that were not used for long."""
        moment = self._clock()
        with self._database.writing() as session:
            _hold(session)
            session.execute(delete(TryCount).where(TryCount.forgotten < moment))
            session.execute(delete(KnownPlace).where(KnownPlace.until < moment))

    def _count(self, session: Session, counts: Sequence[tuple[str, Limit]]) -> tuple[tuple[str, Limit, Count], ...]:
        moment = self._clock()
        _hold(session)
        session.execute(delete(TryCount).where(TryCount.forgotten < moment))
        keys = [key for key, _limit in counts]
        rows = {row.key: row for row in session.scalars(select(TryCount).where(TryCount.key.in_(keys)))}
        opening = max((row.open for row in rows.values()), default=moment)
        if opening > moment:
            seconds = math.ceil((opening - moment).total_seconds())
            raise TooManyTriesError(seconds=seconds, minutes=math.ceil(seconds / 60))
        counted = []
        for key, limit in counts:
            row = rows.get(key)
            count = (Count(row.forgotten, row.open) if row else Count(moment, moment)).failed(limit, moment)
            if row is None:
                session.add(TryCount(key=key, forgotten=count.forgotten, open=count.open))
            else:
                row.forgotten, row.open = count.forgotten, count.open
            counted.append((key, limit, count))
        return tuple(counted)

    def _known(self, session: Session, account_id: str | None, *places: str) -> str:
        """Return the first of the places that an account knows, empty for none."""
        wanted = select(KnownPlace.place).where(
            KnownPlace.account_id == (account_id or ""), KnownPlace.place.in_(places), KnownPlace.until > self._clock()
        )
        found = set(session.scalars(wanted))
        return next((place for place in places if place in found), "")

    def _know(self, session: Session, account_id: str, place: str, lasting: timedelta) -> None:
        until = self._clock() + lasting
        row = session.get(KnownPlace, (account_id, place))
        if row is not None:
            row.until = max(until, row.until)
            return
        session.add(KnownPlace(account_id=account_id, place=place, until=until))
        session.flush()
        kind = place.partition(":")[0]
        latest = select(KnownPlace.place).where(
            KnownPlace.account_id == account_id, KnownPlace.place.startswith(f"{kind}:")
        )
        latest = latest.order_by(KnownPlace.until.desc(), KnownPlace.place).offset(MOST_PLACES)
        for old in list(session.scalars(latest)):
            session.delete(session.get_one(KnownPlace, (account_id, old)))


def _hold(session: Session) -> None:
    """Let tries be counted one after the other; an SQLite database that is written to is held anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _place(kind: str, name: str) -> str:
    return f"{kind}:{_digest(name)}"


def _digest(*parts: str) -> str:
    """Not to hide it from who has the database, but so that rows list no networks and no names that were tried."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
