"""The index keeps up with the catalogue, whatever happens to whoever writes it."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import delete, func, select

from access.catalog.search.index import SearchIndex
from access.catalog.search.question import Query
from access.catalog.search.record import Person, Shelved, TitleRecord
from access.catalog.tables import TitleChange
from access.errors import SearchIndexError
from access.storage.database import Database, sqlite_url
from tests.access.catalog.search.search_library import (
    ALL,
    DREAM,
    NAHAN,
    PRIDE,
    SHELF,
    filled_index,
    found,
    new_database,
    put,
    take_out,
    with_tables,
)
from tests.samples.postgres import PostgresServer

QUESTIONS = ("", "nahan", "6", "62", "hong", "呐", "呐喊", "laoshe", "pride", "prode", "the", "nh", "小说", "hlm luxun")
_FOLLOW = """
import sys
from pathlib import Path
from access.catalog.search.index import SearchIndex
from access.storage.database import Database
database = Database(sys.argv[1])
index = SearchIndex(Path(sys.argv[2]), database)
print("ready", flush=True)
while True:
    getattr(index, sys.argv[3])()
"""


def answers(index: SearchIndex) -> list[object]:
    """Everything that an index says to some questions."""
    asked = [Query(text, limit=ALL) for text in QUESTIONS]
    asked += [Query("", forms=("brf",), languages=("zh",), limit=ALL), Query("", branch="MAIN", limit=ALL)]
    return [index.search(query) for query in asked]


def test_a_change_is_seen_after_following(tmp_path: Path) -> None:
    index = filled_index(tmp_path, [NAHAN, PRIDE])
    database = Database(sqlite_url(tmp_path / "library.db"))
    other = SearchIndex(tmp_path / "index", database)
    assert found(other, "hongloumeng") == []
    put(database, DREAM)
    assert found(index, "hongloumeng") == []
    assert index.follow() == 1
    assert found(index, "hongloumeng") == [DREAM.id]
    assert found(other, "hongloumeng") == [DREAM.id], "another reader sees it without a word"
    assert index.follow() == 0
    take_out(database, DREAM.id)
    assert other.follow() == 1
    assert found(index, "hongloumeng") == []


def test_a_search_asks_no_database(tmp_path: Path) -> None:
    index = filled_index(tmp_path)
    (tmp_path / "library.db").unlink()
    away = SearchIndex(tmp_path / "index", Database(sqlite_url(tmp_path / "library.db")))
    assert found(index, "nahan") == found(away, "nahan") == [NAHAN.id]
    assert not (tmp_path / "library.db").exists()


def test_who_does_not_write_does_not_wait(tmp_path: Path) -> None:
    index = filled_index(tmp_path, [NAHAN])
    database = Database(sqlite_url(tmp_path / "library.db"))
    other = SearchIndex(tmp_path / "index", database)
    put(database, PRIDE)
    with index._store.writing(wait=False) as mine:
        assert mine
        assert other.follow() == 0
        assert found(other, "nahan") == [NAHAN.id]
    assert other.follow() == 1


@pytest.mark.parametrize("damage", ["gone", "meta", "segments", "terms", "about", "version", "empty"])
def test_what_cannot_be_read_is_made_anew(tmp_path: Path, damage: str) -> None:
    index = filled_index(tmp_path)
    wanted = answers(index)
    current = tmp_path / "index" / "current"
    match damage:
        case "gone":
            for path in current.iterdir():
                path.unlink()
            current.rmdir()
        case "meta":
            (current / "meta.json").write_text("{", "utf-8")
        case "segments":
            for path in current.glob("*.idx"):
                path.unlink()
        case "terms":
            for path in current.glob("*.term"):
                path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        case "about":
            (current / "about").unlink()
        case "version":
            (current / "about").write_text((current / "about").read_text("utf-8").replace("1", "0"), "utf-8")
        case "empty":
            for path in current.iterdir():
                path.write_bytes(b"")
    fresh = SearchIndex(tmp_path / "index", Database(sqlite_url(tmp_path / "library.db")))
    assert answers(fresh) == wanted


def test_an_index_of_another_database_is_not_taken(tmp_path: Path) -> None:
    filled_index(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    database = new_database(other)
    put(database, PRIDE)
    assert found(SearchIndex(tmp_path / "index", database), "") == [PRIDE.id]


def test_a_feed_that_was_purged_too_far_has_the_index_made_anew(tmp_path: Path) -> None:
    index = filled_index(tmp_path, [NAHAN])
    database = Database(sqlite_url(tmp_path / "library.db"))
    put(database, PRIDE, DREAM)
    with database.writing() as session:
        last = session.scalar(select(func.max(TitleChange.number)))
        session.execute(delete(TitleChange).where(TitleChange.number < last))
    index.follow()
    assert set(found(index, "")) == {NAHAN.id, PRIDE.id, DREAM.id}


def test_a_database_that_was_restored_is_not_taken_for_the_one_before(tmp_path: Path) -> None:
    index = filled_index(tmp_path, [NAHAN])
    database, file = index._database, tmp_path / "library.db"
    database.close()
    saved = file.read_bytes()
    put(database, PRIDE)
    index.follow()
    database.close()
    file.write_bytes(saved)
    put(database, DREAM)
    index.follow()
    assert set(found(index, "")) == {NAHAN.id, DREAM.id}


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    index = SearchIndex(tmp_path / "file" / "index", new_database(tmp_path))
    with pytest.raises(SearchIndexError):
        index.follow()


def test_threads_search_while_another_follows(tmp_path: Path) -> None:
    index = filled_index(tmp_path)
    database = Database(sqlite_url(tmp_path / "library.db"))
    done = threading.Event()
    failures: list[BaseException] = []

    def ask() -> None:
        try:
            while not done.is_set():
                assert found(index, "nahan") == [NAHAN.id]
        except BaseException as error:
            failures.append(error)

    readers = [threading.Thread(target=ask) for _ in range(3)]
    for reader in readers:
        reader.start()
    for number in range(100, 105):
        put(database, TitleRecord(number, f"Made {number}"))
        index.follow()
    index.rebuild()
    done.set()
    for reader in readers:
        reader.join()
    assert not failures
    assert index.state.titles == len(SHELF) + 5


@pytest.mark.parametrize("work", ["follow", "rebuild"])
def test_a_killed_writer_costs_nothing(tmp_path: Path, work: str) -> None:
    index = filled_index(tmp_path)
    url = sqlite_url(tmp_path / "library.db")
    database = Database(url)
    number = 100
    for _ in range(2):
        command = [sys.executable, "-c", _FOLLOW, url, str(tmp_path / "index"), work]
        with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=Path(__file__).parents[4]) as writer:
            assert writer.stdout is not None
            writer.stdout.readline()
            for _ in range(3):
                number += 1
                put(database, TitleRecord(number, f"Made {number}", language="en"))
            os.kill(writer.pid, signal.SIGKILL)
        assert found(index, "nahan") == [NAHAN.id]
        index.follow()
        assert found(index, f"made {number}") == [number]
    fresh = SearchIndex(tmp_path / "fresh", database)
    fresh.follow()
    assert answers(index) == answers(fresh)
    assert index.state == fresh.state


def test_the_same_over_postgresql(tmp_path: Path, postgres: PostgresServer) -> None:
    database = with_tables(Database(postgres.url("search")))
    try:
        index = SearchIndex(tmp_path / "postgres", database)
        put(database, *SHELF)
        index.follow()
        put(database, TitleRecord(NAHAN.id, "彷徨", pinyin="pang2 huang2"))
        take_out(database, PRIDE.id)
        assert index.follow() == 2
        lite = SearchIndex(tmp_path / "lite", new_database(tmp_path))
        put(lite._database, *(title for title in SHELF if title.id not in (NAHAN.id, PRIDE.id)))
        put(lite._database, TitleRecord(NAHAN.id, "彷徨", pinyin="pang2 huang2"))
        lite.follow()
        assert answers(index) == answers(lite)
        assert found(index, "panghuang") == [NAHAN.id]
    finally:
        database.close()


NAMES = st.sampled_from(
    ["呐喊", "吶喊", "彷徨", "红楼梦", "红楼", "四世同堂", "The Tea", "Pride", "Proud", "6", "三体", "Java 编程", "绿"]
)
RECORDS = st.builds(
    TitleRecord,
    id=st.integers(1, 6),
    name=NAMES,
    subtitle=st.sampled_from(["", "小说", "a novel"]),
    language=st.sampled_from(["zh", "en", "und"]),
    popularity=st.integers(0, 3),
    people=st.lists(st.sampled_from([Person("鲁迅", "lu3 xun4"), Person("老舍")]), max_size=2).map(tuple),
    forms=st.lists(
        st.builds(Shelved, st.sampled_from(["brf", "mp3"]), st.just("und"), st.sampled_from([(), ("MAIN",)])),
        max_size=2,
    ).map(tuple),
)


class Library(RuleBasedStateMachine):
    """Titles come, change and go; now and then somebody follows, rebuilds, purges the feed or damages the index."""

    folders: ClassVar[pytest.TempPathFactory]
    runs: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        folder = self.folders.mktemp("library")
        self.database = new_database(folder)
        self.folder = folder
        self.index = SearchIndex(folder / "index", self.database)
        self.titles: dict[int, TitleRecord] = {}
        self.followed = False

    def teardown(self) -> None:
        self.database.close()

    @rule(record=RECORDS)
    def put(self, record: TitleRecord) -> None:
        put(self.database, record)
        self.titles[record.id] = record
        self.followed = False

    @precondition(lambda self: self.titles)
    @rule(data=st.data())
    def take_out(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.titles)))
        take_out(self.database, number)
        del self.titles[number]
        self.followed = False

    @rule()
    def follow(self) -> None:
        self.index.follow()
        self.followed = True

    @rule()
    def rebuild(self) -> None:
        self.index.rebuild()
        self.followed = True

    @rule()
    def another_process(self) -> None:
        self.index = SearchIndex(self.folder / "index", self.database)

    @rule()
    def lose_the_index(self) -> None:
        meta = self.folder / "index" / "current" / "meta.json"
        if meta.exists():
            meta.write_text("", "utf-8")
            self.index = SearchIndex(self.folder / "index", self.database)

    @rule()
    def purge_the_feed(self) -> None:
        with self.database.writing() as session:
            last = session.scalar(select(func.max(TitleChange.number))) or 0
            session.execute(delete(TitleChange).where(TitleChange.number < last))

    @invariant()
    def holds_what_the_catalogue_holds(self) -> None:
        if not self.followed:
            return
        self.runs += 1
        fresh = SearchIndex(self.folder / f"fresh{self.runs}", self.database)
        fresh.rebuild()
        assert answers(self.index) == answers(fresh)
        assert set(found(self.index, "")) == set(self.titles)


def test_any_order_of_events(tmp_path_factory: pytest.TempPathFactory) -> None:
    from hypothesis.stateful import run_state_machine_as_test

    Library.folders = tmp_path_factory
    run_state_machine_as_test(Library, settings=settings(max_examples=8, stateful_step_count=10, deadline=None))
