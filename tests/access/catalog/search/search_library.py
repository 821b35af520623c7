"""A catalogue to search in: titles put in, changed and taken out as the service does, with the feed told of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete

from access.catalog.search.index import SearchIndex
from access.catalog.search.question import Hit, Query, Why
from access.catalog.search.record import Person, Shelved, TitleRecord
from access.catalog.tables import Contribution, Copy, Form, Identifier, Subject, Title, TitleChange
from access.storage.database import Database, sqlite_url
from access.storage.schema import schema
from bench.made_titles import store_titles

NAHAN = TitleRecord(
    1, "呐喊", pinyin="na4 han3", language="zh", people=(Person("鲁迅", "lu3 xun4"),), subjects=("短篇小说",),
    description="收录十四篇小说，阿Q正传在其中。", numbers=("9787020000012",), popularity=9,
    forms=(Shelved("daisy202", branches=("MAIN",)), Shelved("brf", "en")),
)  # fmt: skip
PRIDE = TitleRecord(
    2, "Pride and Prejudice", language="en", people=(Person("Austen, Jane"),), subjects=("Love stories",), popularity=8,
    series="Standard Novels", forms=(Shelved("epub3", branches=("EAST", "MAIN")),),
)  # fmt: skip
DREAM = TitleRecord(
    3, "红楼梦", subtitle="脂砚斋重评石头记", pinyin="hong2 lou2 meng4", language="zh",
    people=(Person("曹雪芹", "cao2 xue3 qin2"),), subjects=("长篇小说",), popularity=7, forms=(Shelved("mp3"),),
)  # fmt: skip
TEA = TitleRecord(4, "茶馆", pinyin="cha2 guan3", language="zh", people=(Person("老舍", "lao3 she3"),), popularity=6)
STREETS = TitleRecord(
    5, "四世同堂", pinyin="si4 shi4 tong2 tang2", language="zh", people=(Person("老舍", "lao3 she3"),), popularity=5
)
BANKER = TitleRecord(6, "银行行长", pinyin="yin2 hang2 hang2 zhang3", language="zh", popularity=4)
GATSBY = TitleRecord(7, "The Great Gatsby", language="en", people=(Person("Fitzgerald, F. Scott"),), popularity=3)
SAINT = TitleRecord(8, "三体：黑暗森林", pinyin="san1 ti3 hei1 an4 sen1 lin2", language="zh", popularity=2)
YEAR = TitleRecord(9, "1984", language="en", people=(Person("Orwell, George"),), popularity=1)
JAVA = TitleRecord(10, "Java编程思想", pinyin="bian1 cheng2 si1 xiang3", language="zh")
GREEN = TitleRecord(11, "绿女", pinyin="lv4 nv3", language="zh")
SHELF = (NAHAN, PRIDE, DREAM, TEA, STREETS, BANKER, GATSBY, SAINT, YEAR, JAVA, GREEN)
ALL = 1_000_000


def new_database(folder: Path) -> Database:
    """An empty catalogue in SQLite."""
    return with_tables(Database(sqlite_url(folder / "library.db")))


def with_tables(database: Database) -> Database:
    schema().create_all(database.engine)
    return database


def put(database: Database, *records: TitleRecord) -> None:
    """Put titles in; one whose number is there already is replaced. One transaction a title, as the service writes."""
    for record in records:
        take_out(database, record.id, told=False)
        moment = record.created or datetime(2026, 1, 1, tzinfo=UTC)
        store_titles(database, iter([replace(record, created=moment)]))


def take_out(database: Database, number: int, *, told: bool = True) -> None:
    with database.writing() as session:
        forms = Form.__table__.select().with_only_columns(Form.id).where(Form.title_id == number)
        session.execute(delete(Copy).where(Copy.form_id.in_(forms)))
        for table in (Form, Identifier, Contribution, Subject):
            session.execute(delete(table).where(table.title_id == number))
        session.execute(delete(Title).where(Title.id == number))
        if told:
            session.add(TitleChange(title_id=number, at=datetime(2026, 1, 1, tzinfo=UTC)))


def filled_index(folder: Path, records: Iterable[TitleRecord] = SHELF) -> SearchIndex:
    database = new_database(folder)
    put(database, *records)
    index = SearchIndex(folder / "index", database)
    index.follow()
    return index


def found(index: SearchIndex, text: str, **filters: object) -> list[int]:
    """The numbers of all titles found, in order."""
    hits = index.search(Query(text, limit=ALL, **filters))
    assert hits.total == len(hits.titles)
    return [hit.title_id for hit in hits.titles]


def first(index: SearchIndex, text: str) -> Hit | None:
    hits = index.search(Query(text, limit=1))
    return hits.titles[0] if hits.titles else None


def why(index: SearchIndex, text: str, number: int) -> Why | None:
    hits = index.search(Query(text, limit=ALL))
    return next((hit.why for hit in hits.titles if hit.title_id == number), None)
