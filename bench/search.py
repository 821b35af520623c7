"""Search over a million made titles: seconds to build, size, memory, and milliseconds by kind of question.

`scripts/bench search [--titles N] [--postgres] [--keep FOLDER]` stores made titles in SQLite (and in PostgreSQL),
builds the index, and asks from one process on one core. With `--keep` what is there already is used again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path

import psutil
from sqlalchemy import URL

from access.catalog.search.feed import newest_change
from access.catalog.search.index import SearchIndex
from access.catalog.search.question import Query
from access.catalog.search.record import TitleRecord
from access.catalog.search.syllables import keys_of
from access.catalog.search.units import units_of
from access.catalog.tables import TitleChange
from access.storage.database import Database, sqlite_url
from access.storage.schema import schema
from bench.made_titles import BRANCHES, KINDS, made_titles, store_titles

PER_KIND = 250
WARMING = 1000
FOLLOWED = 50


def main() -> None:
    """Measure what is asked for."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--titles", type=int, default=1_000_000)
    arguments.add_argument("--postgres", action="store_true", help="the same over PostgreSQL")
    arguments.add_argument("--keep", type=Path, help="a folder for database and index, used again when it is there")
    chosen = arguments.parse_args()
    with ExitStack() as stack:
        folder = chosen.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongdu-search-")))
        folder.mkdir(parents=True, exist_ok=True)
        database = Database(sqlite_url(folder / "library.db"))
        measure("SQLite", database, folder / "index", chosen.titles)
        if chosen.postgres:
            sys.path.insert(0, str(Path(__file__).parents[1]))
            from tests.samples.postgres import PostgresServer

            server = stack.enter_context(PostgresServer())
            measure("PostgreSQL", Database(server.url("search")), folder / "index-postgres", chosen.titles)


def measure(name: str, database: Database, folder: Path, titles: int) -> list[float]:
    """Print all figures of one database; return the milliseconds that each question took, by the clock."""
    print(f"{titles:,} titles, {name}")
    index = SearchIndex(folder, database)
    schema().create_all(database.engine)
    if not newest_change(database).number:
        begun = time.perf_counter()
        store_titles(database, made_titles(titles))
        print(f"  stored in {time.perf_counter() - begun:,.0f} s", flush=True)
    if not folder.exists():
        begun, cpu = time.perf_counter(), time.process_time()
        index.rebuild()
        print(
            f"  index built in {time.perf_counter() - begun:,.0f} s ({time.process_time() - cpu:,.0f} s of processor)"
        )
        print(f"  most memory while building {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MiB")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"  index on disk {size / 2**20:,.0f} MiB")
    follow(index, database, titles)
    sys.stdout.flush()
    # A reader is a process of its own: what building held does not count.
    context = multiprocessing.get_context("spawn")
    ours, its = context.Pipe(duplex=False)
    reader = context.Process(target=ask_all, args=(folder, database.url, titles, its))
    reader.start()
    its.close()  # so that a reader that dies is the end of what can be received
    taken: list[float] = ours.recv()
    reader.join()
    return taken


def follow(index: SearchIndex, database: Database, titles: int) -> None:
    """Print how long it takes to see a change of one title."""
    taken = []
    for number in range(1, FOLLOWED + 1):
        with database.writing() as session:
            session.add(TitleChange(title_id=number * (titles // FOLLOWED), at=datetime.now(UTC)))
        begun = time.perf_counter()
        index.follow()
        index.search(Query("nh", limit=1))
        taken.append((time.perf_counter() - begun) * 1000)
    print(f"  milliseconds from a change to its being found{figures(taken)}  (p50, p95, p99, most)")


def ask_all(folder: Path, url: URL, titles: int, answer: Connection) -> None:
    """Ask every kind of question, print percentiles, and send the milliseconds of all."""
    index = SearchIndex(folder, Database(url.render_as_string(hide_password=False)))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    asked = list(questions(titles, seed=11))
    random.Random(3).shuffle(asked)
    others = list(questions(titles, seed=12))  # a reader has been asked something before, but nothing of this
    for _, query in random.Random(4).sample(others, WARMING):
        index.search(query)
    taken: dict[str, list[float]] = defaultdict(list)
    spent: dict[str, list[float]] = defaultdict(list)
    found: dict[str, int] = defaultdict(int)
    for kind, query in asked:
        begun, cpu = time.perf_counter(), time.thread_time()
        hits = index.search(query)
        spent[kind].append((time.thread_time() - cpu) * 1000)
        taken[kind].append((time.perf_counter() - begun) * 1000)
        found[kind] += bool(hits.total)
    print(f"  {'':34}{'by the clock':^32}{'of the processor':^32}")
    print(f"  {'milliseconds':34}{('p50'.rjust(8) + 'p95'.rjust(8) + 'p99'.rjust(8) + 'most'.rjust(8)) * 2}   found")
    for kind in sorted(taken):
        print(f"  {kind:34}{figures(taken[kind])}{figures(spent[kind])}{found[kind] / len(taken[kind]):8.0%}")
    print(f"  {'all':34}{figures(list(chain(*taken.values())))}{figures(list(chain(*spent.values())))}")
    print(
        f"  memory of the reader {psutil.Process().memory_info().rss / 2**20:,.0f} MiB, pages of the index among them",
        flush=True,
    )
    answer.send(list(chain(*taken.values())))


def figures(times: list[float]) -> str:
    """The percentiles of some milliseconds as columns."""
    cuts = statistics.quantiles(times, n=100)
    return "".join(f"{value:8.1f}" for value in (cuts[49], cuts[94], cuts[98], max(times)))


def questions(titles: int, seed: int) -> Iterator[tuple[str, Query]]:
    """Yield kinds of question and questions, made from titles that are there."""
    chance = random.Random(seed)
    known = list(made_titles(min(titles, 20_000)))
    chinese = [title for title in known if title.language == "zh" and title.people]
    english = [title for title in known if title.language == "en" and title.people]
    for number in range(PER_KIND):
        for kind, text in texts(chance.choice(chinese), chance.choice(english), chance):
            query = Query(text)
            yield kind, query
            if number % 4 == 0:
                yield f"{kind}, filtered", filtered(query, chance)
        for length in range(1, 9):
            digits = keys_of(units_of(chance.choice(known).name).spellings[0])[:length]
            yield f"{length} key{'s' if length > 1 else ''}", Query(digits)
            if number % 4 == 0:
                yield f"{length} key{'s' if length > 1 else ''}, filtered", filtered(Query(digits), chance)


def filtered(query: Query, chance: random.Random) -> Query:
    """The same with filters."""
    return replace(
        query,
        forms=tuple(chance.sample(KINDS, chance.randrange(3))),
        languages=chance.choice(((), ("zh",), ("en",))),
        branch=chance.choice((None, *BRANCHES[:2])),
    )


def texts(zh: TitleRecord, en: TitleRecord, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Yield kinds and texts about a Chinese and an English title."""
    units = units_of(zh.name, zh.pinyin)
    pinyin = units.spellings[0]
    word = chance.choice(en.name.split())
    long_words = [each for each in en.name.split() if len(each) >= 4] or [en.name]
    yield "Chinese name", zh.name
    yield "Chinese, two characters", zh.name[:2]
    yield "Chinese, one character", zh.name[0]
    yield "Chinese, homophone", homophone(zh.name, chance)
    yield "Chinese name and person", f"{zh.name[:2]} {zh.people[0].name}"
    yield "pinyin, whole", pinyin
    yield "pinyin, while typing", pinyin[: chance.randrange(1, len(pinyin) + 1)]
    yield "pinyin, with a typo", mistyped(pinyin, chance)
    yield "initials", units.initials[0]
    yield "keys of initials", keys_of(units.initials[0])
    yield "pinyin and person", f"{pinyin} {units_of(zh.people[0].name, zh.people[0].pinyin).squeezed}"
    yield "English name", en.name
    yield "English, one word", word
    yield "English, one letter", word[0]
    yield "English, with a typo", " ".join([*en.name.split()[:2], mistyped(chance.choice(long_words), chance)])
    yield "person", chance.choice((zh, en)).people[0].name
    yield "not there", "".join(chance.choices("bcdfghjklmnpqrstvwxz", k=9))


def mistyped(text: str, chance: random.Random) -> str:
    """A text with one letter lost, doubled, changed, or two in the wrong order."""
    place = chance.randrange(1, max(2, len(text) - 1))
    head, rest = text[:place], text[place:]
    return chance.choice(
        (head + rest[1:], head + rest[:1] + rest, head + "e" + rest[1:], head + rest[1:2] + rest[:1] + rest[2:])
    )


def homophone(name: str, chance: random.Random) -> str:
    """A name with one character taken for another of the same sound, of a few that have many."""
    same = {
        "shi": "是事世市",
        "yi": "一意义易",
        "zhi": "只知之志",
        "ji": "几及机记",
        "li": "里力立利",
        "wei": "为位未味",
    }
    units = list(units_of(name).units)
    places = [place for place, unit in enumerate(units) if unit.letters and unit.letters[0] in same]
    if not places:
        return name
    place = chance.choice(places)
    return name[:place] + chance.choice(same[units[place].letters[0]]) + name[place + 1 :]


if __name__ == "__main__":
    main()
