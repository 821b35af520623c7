"""Braille codes by name: what can be chosen, and what is taken for a language when nothing is.

A code is ours (`zh-ncb`) or a table of liblouis. `CODES` lists all of them in the order in which `tongdu codes` shows
them: the codes a library chooses from first, then those that are taken by themselves when a stretch in another language
turns up inside a book. Uncontracted tables are taken for these, since their readers may not know that language's
contractions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from access.errors import MissingTableError
from access.language.runs import primary_subtag
from braille.translate.liblouis import liblouis_status, table_is_here


@dataclass(frozen=True, slots=True)
class Code:
    """A way of writing a language in cells.

    `language` is a primary language subtag; `table` a table of liblouis, or None for a code of our own. `cells` and
    `lines` are the usual sheet (`lines` counts every line of it). `break_sign` is what marks a word that goes on in the
    next line, at the end of the line or, with `sign_first`, at the start of the next one. `emphasis` says that italics
    and bold have signs. `by_words` says that Chinese is written with blanks between words, `by_syllables` that a line
    may end after any syllable without a sign. `traditional` says that the code is made for traditional characters.
    """

    name: str
    language: str
    description: str
    description_zh: str
    table: str | None = None
    cells: int = 40
    lines: int = 25
    break_sign: str = "⠤"
    sign_first: bool = False
    emphasis: bool = False
    by_words: bool = False
    by_syllables: bool = False
    traditional: bool = False


_CHOSEN = (
    Code(
        "en-ueb-g2",
        "en",
        "English, Unified English Braille, contracted (grade 2)",
        "英语，统一英语盲文，二级（缩写）",
        "en-ueb-g2.ctb",
        emphasis=True,
    ),
    Code(
        "en-ueb-g1",
        "en",
        "English, Unified English Braille, uncontracted (grade 1)",
        "英语，统一英语盲文，一级（无缩写）",
        "en-ueb-g1.ctb",
        emphasis=True,
    ),
    Code(
        "zh-ncb",
        "zh",
        "Chinese, national common braille (GF 0019-2018), written by words",
        "汉语，国家通用盲文（GF 0019-2018），分词连写",
        cells=30,
        lines=26,
        sign_first=True,
        by_words=True,
    ),
    Code(
        "zh-current",
        "zh",
        "Chinese, current braille (1952) with tones",
        "汉语，现行盲文，带调",
        "zhcn-g1.ctb",
        cells=30,
        lines=26,
        sign_first=True,
        by_words=True,
    ),
    Code(
        "zh-double",
        "zh",
        "Chinese, two-cell braille (1975)",
        "汉语，汉语双拼盲文",
        "zhcn-g2.ctb",
        cells=30,
        lines=26,
        sign_first=True,
        by_words=True,
    ),
    Code(
        "zh-hk",
        "zh",
        "Chinese, Cantonese braille of Hong Kong, for traditional characters",
        "粤语，香港盲文（用于繁体字）",
        "zh-hk.ctb",
        cells=30,
        lines=26,
        break_sign="",
        by_syllables=True,
        traditional=True,
    ),
    Code(
        "zh-tw",
        "zh",
        "Chinese, Mandarin braille of Taiwan, for traditional characters",
        "国语，台湾盲文（用于繁体字）",
        "zh-tw.ctb",
        cells=30,
        lines=26,
        break_sign="",
        by_syllables=True,
        traditional=True,
    ),
)

_INSIDE_BOOKS = (
    ("ar", "Arabic", "阿拉伯语", "ar-ar-g1.utb"),
    ("cs", "Czech", "捷克语", "cs-g1.ctb"),
    ("da", "Danish", "丹麦语", "da-dk-g16.ctb"),
    ("de", "German", "德语", "de-g1.ctb"),
    ("el", "Greek", "希腊语", "el.ctb"),
    ("eo", "Esperanto", "世界语", "eo-g1.ctb"),
    ("es", "Spanish", "西班牙语", "es-g1.ctb"),
    ("fa", "Persian", "波斯语", "fa-ir-g1.utb"),
    ("fi", "Finnish", "芬兰语", "fi.utb"),
    ("fr", "French", "法语", "fr-bfu-comp6.utb"),
    ("grc", "Ancient Greek", "古希腊语", "grc-international-en.utb"),
    ("he", "Hebrew", "希伯来语", "he-IL.utb"),
    ("hi", "Hindi", "印地语", "hi-in-g1.utb"),
    ("hu", "Hungarian", "匈牙利语", "hu-hu-g1.ctb"),
    ("it", "Italian", "意大利语", "it-it-comp6.utb"),
    ("ko", "Korean", "朝鲜语", "ko-g1.ctb"),
    ("la", "Latin", "拉丁语", "en-ueb-g1.ctb"),
    ("mn", "Mongolian", "蒙古语", "mn-MN-g1.utb"),
    ("nl", "Dutch", "荷兰语", "nl-NL-g0.utb"),
    ("no", "Norwegian", "挪威语", "no-no-g0.utb"),
    ("pl", "Polish", "波兰语", "Pl-Pl-g1.utb"),
    ("pt", "Portuguese", "葡萄牙语", "pt-pt-g1.utb"),
    ("ru", "Russian", "俄语", "ru-litbrl.ctb"),
    ("sv", "Swedish", "瑞典语", "sv-g0.utb"),
    ("tr", "Turkish", "土耳其语", "tr-g1.ctb"),
    ("uk", "Ukrainian", "乌克兰语", "uk.utb"),
    ("vi", "Vietnamese", "越南语", "vi-vn-g0.utb"),
)

CODES: Mapping[str, Code] = MappingProxyType(
    {code.name: code for code in _CHOSEN}
    | {
        name: Code(name, name, f"{english}, for passages inside other books", f"{chinese}，用于书中的段落", table)
        for name, english, chinese, table in _INSIDE_BOOKS
    }
)
"""Every code by its name, in the order in which they are shown."""

CHOSEN_CODES = tuple(code.name for code in _CHOSEN)
"""The names of the codes a whole book is written in; the others are for passages inside books."""

_DEFAULTS = {"zh": "zh-ncb", "en": "en-ueb-g2"}
_WITHOUT_LETTERS = {"zh", "ja", "ko"}
_SAME_LANGUAGE = {"lzh": "zh", "yue": "zh", "wuu": "zh", "nb": "no", "nn": "no", "iw": "he"}


def primary_language(language: str) -> str:
    """Return the primary subtag of a BCP 47 tag, Chinese languages as `zh`, `und` where there is none.

    Pinyin and other romanisations (`zh-Latn`) are `en`: the code of Chinese has no letters with marks.
    """
    primary = primary_subtag(language)
    primary = _SAME_LANGUAGE.get(primary, primary)
    romanised = primary in _WITHOUT_LETTERS and "latn" in language.lower()
    return "en" if romanised else primary


def default_code(language: str) -> str:
    """Return the name of the code a language is written in when none is chosen.

    Chinese is written in `zh-ncb` whatever its script: the service's readers read that code. A language without a code
    of its own is written in uncontracted English braille, which has signs for all Latin letters and their accents.
    """
    primary = primary_language(language)
    if primary in _DEFAULTS:
        return _DEFAULTS[primary]
    return primary if primary in CODES else "en-ueb-g1"


def listed_code(name: str) -> Code:
    """Return the code of that name, whether it can be used here or not. Raises MissingTableError if there is none."""
    code = CODES.get(name)
    if code is None:
        raise MissingTableError(name=name, reason="there is no code of that name")
    return code


def code_by_name(name: str) -> Code:
    """Return the code of that name, ready for use.

    Raises MissingTableError where there is no such code, or liblouis or the code's table is not on this machine.
    """
    code = listed_code(name)
    if code.table is not None:
        status = liblouis_status()
        if status.version is None:
            raise MissingTableError(name=name, reason=status.reason)
        if not table_is_here(code.table):
            raise MissingTableError(name=name, reason=f"liblouis {status.version} has no table {code.table}")
    return code


def codes_here() -> tuple[Code, ...]:
    """Return the codes that can be used on this machine, in the order in which they are shown."""
    return tuple(code for code in CODES.values() if code.table is None or table_is_here(code.table))
