"""Made titles, any number and always the same: names, people, subjects, forms and copies spread as in real catalogues.

Chinese names are put together from the phrases of pypinyin with their readings, English ones from a written list of
words and from words made of syllables; both are drawn with the few common and the many rare ones of a real language
(Zipf). Two thirds are Chinese. Nothing in them is taken from a real catalogue.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from itertools import accumulate, islice

from sqlalchemy import insert, select

from access.catalog.search.record import Person, Shelved, TitleRecord
from access.catalog.tables import (
    Branch,
    Contribution,
    Copy,
    Form,
    FormKind,
    Identifier,
    Subject,
    Title,
    TitleChange,
)
from access.language.phrase_reader import PhraseReader
from access.storage.database import Database
from access.storage.tables import Table

ENGLISH = (  # noqa: SIM905
    "the of and a in to from life world history great book story art house love night day war river sea "
    "man woman children mind light dark city garden mountain road home little last first secret years "
    "time letters stories poems guide introduction modern ancient science nature music language travel "
    "winter summer red white black blue king queen island forest dream memory silence stone fire water "
    "earth sky moon star sun wind rain snow heart blood bone hand eye voice song dance death birth ghost "
    "angel devil god bread salt gold silver iron glass paper school teacher student doctor sailor soldier "
    "farmer hunter painter singer"
).split()
SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤鲁"  # noqa: E501
GIVEN = "伟芳娜秀敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉萍红建国文志海云春梅林生金凤永家宝德福新成东晓雪迅树人之青山月清宁安远思慧佳子轩宇涵"  # noqa: E501
SYLLABLES = (  # noqa: SIM905
    "ba be bri car cor dan del el fen fer gar gil har hol in jar kel kin lan lor mar mel mor nel nor o "
    "per ral rin ros sal sen ser tal ter tor ul van ver vil wen win yar zel"
).split()
SUBJECTS = (  # noqa: SIM905
    "小说 长篇小说 短篇小说 散文 诗歌 历史 中国文学 外国文学 传记 哲学 心理学 医学 盲文 音乐 儿童文学 教育 法律 经济 "
    "计算机 烹饪 Fiction History Biography Science Poetry Travel Music Philosophy Psychology Education"
).split()
BRANCHES = tuple(f"B{number:02}" for number in range(1, 13))
KINDS = tuple(kind.value for kind in FormKind)
FIRST_DAY = datetime(2010, 1, 1, tzinfo=UTC)


class Drawn:
    """Things drawn with the frequencies of Zipf: the first often, the last seldom."""

    def __init__(self, things: list[str], exponent: float = 0.9) -> None:
        self.things = things
        self.weights = list(accumulate(1 / (place + 8) ** exponent for place in range(len(things))))

    def draw(self, chance: random.Random) -> str:
        """Return one."""
        return chance.choices(self.things, cum_weights=self.weights)[0]


@dataclass
class Vocabulary:
    """What titles are made of."""

    seed: int = 7

    @cached_property
    def phrases(self) -> Drawn:
        """Chinese words of two to four characters, in an order that has nothing to do with the dictionary's."""
        from pypinyin.phrases_dict import phrases_dict

        known = sorted(phrase for phrase in phrases_dict if 2 <= len(phrase) <= 4 and "，" not in phrase)
        random.Random(self.seed).shuffle(known)
        return Drawn(sorted(known, key=len))

    @cached_property
    def readings(self) -> dict[str, str]:
        """The reading of every phrase with tone digits."""
        from pypinyin.contrib.tone_convert import to_tone3
        from pypinyin.phrases_dict import phrases_dict

        return {
            phrase: " ".join(to_tone3(each[0], neutral_tone_with_five=True).replace("ü", "v") for each in told)
            for phrase, told in phrases_dict.items()
        }

    @cached_property
    def words(self) -> Drawn:
        """English words, the written ones first."""
        chance = random.Random(self.seed)
        made = {"".join(chance.choices(SYLLABLES, k=chance.choice((2, 3, 3, 4)))) for _ in range(60_000)}
        return Drawn([*ENGLISH, *sorted(made - set(ENGLISH), key=lambda word: (len(word), word[::-1]))], 1.0)

    @cached_property
    def people(self) -> Drawn:
        """Names of people, Chinese and English, who write more or fewer books."""
        chance = random.Random(self.seed)
        chinese = {
            chance.choice(SURNAMES) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2, 2)))) for _ in range(120_000)
        }
        english = {
            f"{self.words.draw(chance).title()}, {self.words.things[chance.randrange(100, 3000)].title()}"
            for _ in range(50_000)
        }
        names = sorted(chinese | english)
        chance.shuffle(names)
        return Drawn(names, 0.7)

    def person(self, chance: random.Random) -> Person:
        """Return a person with the reading of the name."""
        name = self.people.draw(chance)
        return Person(name, "" if name.isascii() else " ".join(self.characters[character] for character in name))

    @cached_property
    def characters(self) -> dict[str, str]:
        """The reading of every character of names."""
        reader = PhraseReader()
        return {character: reader.read(character).pinyin[0] or "" for character in SURNAMES + GIVEN}


def made_titles(count: int, seed: int = 7, first: int = 1) -> Iterator[TitleRecord]:
    """Yield titles numbered from `first`."""
    vocabulary = Vocabulary()
    chance = random.Random(seed)
    for number in range(first, first + count):
        yield _title(number, vocabulary, chance)


def _title(number: int, vocabulary: Vocabulary, chance: random.Random) -> TitleRecord:
    chinese = chance.random() < 0.67
    if chinese:
        phrases = [vocabulary.phrases.draw(chance) for _ in range(chance.choices((1, 2, 3, 4), (2, 5, 4, 1))[0])]
        name, pinyin = "".join(phrases), " ".join(vocabulary.readings[phrase] for phrase in phrases)
    else:
        words = [vocabulary.words.draw(chance) for _ in range(chance.choices(range(1, 8), (2, 4, 5, 5, 3, 2, 1))[0])]
        name, pinyin = " ".join(words).capitalize(), ""
    draw = vocabulary.phrases.draw if chinese else vocabulary.words.draw
    gap = "" if chinese else " "
    return TitleRecord(
        id=number,
        name=name,
        subtitle=gap.join(draw(chance) for _ in range(3)) if chance.random() < 0.15 else "",
        pinyin=pinyin,
        language="zh" if chinese else chance.choices(("en", "fr", "de"), (18, 1, 1))[0],
        series=f"{draw(chance)}{gap}{'丛书' if chinese else 'library'}" if chance.random() < 0.2 else "",
        description=("，" if chinese else " ").join(draw(chance) for _ in range(chance.randrange(30)))
        if chance.random() < 0.6
        else "",
        popularity=int(chance.paretovariate(0.8)) - 1,
        created=FIRST_DAY + timedelta(minutes=number * 8),
        people=tuple(vocabulary.person(chance) for _ in range(chance.choices((0, 1, 2, 3), (1, 12, 5, 2))[0])),
        subjects=tuple(chance.sample(SUBJECTS, chance.randrange(4))),
        forms=_forms(chance),
        numbers=(f"978{number:010}",) if chance.random() < 0.7 else (),
    )


def _forms(chance: random.Random) -> tuple[Shelved, ...]:
    kinds = chance.sample(KINDS, chance.choices((0, 1, 2, 3), (1, 6, 3, 1))[0])
    return tuple(
        Shelved(kind, branches=tuple(chance.sample(BRANCHES, chance.choices((0, 1, 2), (3, 2, 1))[0])))
        for kind in sorted(kinds)
    )


def store_titles(database: Database, titles: Iterator[TitleRecord], batch: int = 2000) -> int:
    """Write titles that are not there yet, with one change each; return how many. For measurements and tests."""
    with database.reading() as session:
        branches = {branch.code: branch.id for branch in session.scalars(select(Branch))}
    count = 0
    while some := list(islice(titles, batch)):
        rows = _Rows(branches)
        for title in some:
            rows.add(title)
        with database.writing() as session:
            for table, values in rows.by_table.items():
                if values:
                    session.execute(insert(table), values)
        count += len(some)
    return count


class _Rows:
    """Rows of many titles, numbered here because they refer to each other."""

    def __init__(self, branches: dict[str, int]) -> None:
        self.branches = branches
        self.by_table: dict[type[Table], list[dict[str, object]]] = {
            table: [] for table in (Branch, Title, Identifier, Contribution, Subject, Form, Copy, TitleChange)
        }

    def add(self, title: TitleRecord) -> None:
        moment = title.created or FIRST_DAY
        self._add(
            Title, id=title.id, name=title.name, subtitle=title.subtitle, pinyin=title.pinyin, language=title.language,
            series=title.series, description=title.description, popularity=title.popularity, created=moment,
            changed=moment, series_number="", publisher="", published="", source="", source_name="", match_key="",
        )  # fmt: skip
        for isbn in title.numbers:
            self._add(Identifier, title_id=title.id, scheme="isbn", value=isbn)
        for place, person in enumerate(title.people):
            self._add(
                Contribution, title_id=title.id, position=place, name=person.name, pinyin=person.pinyin, role="aut"
            )
        for place, heading in enumerate(title.subjects):
            self._add(Subject, title_id=title.id, position=place, heading=heading, scheme="")
        for place, form in enumerate(title.forms):
            number = title.id * 10 + place
            self._add(
                Form, id=number, title_id=title.id, kind=form.kind, language=form.language, extent="", volumes=0,
                note="", artefact_id=None,
            )  # fmt: skip
            for code in form.branches:
                self._add(Copy, form_id=number, branch_id=self._branch(code), barcode=None, call_number="", count=1)
        self._add(TitleChange, title_id=title.id, at=moment)

    def _branch(self, code: str) -> int:
        if code not in self.branches:
            self.branches[code] = len(self.branches) + 1
            self._add(Branch, id=self.branches[code], code=code, name=code)
        return self.branches[code]

    def _add(self, table: type[Table], **values: object) -> None:
        self.by_table[table].append(values)
