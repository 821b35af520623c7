"""Which short lines read as headings: patterns of parts, chapters, front and back matter, and lone numerals."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from access.book.text.lines import columns, is_wide


class Kind(IntEnum):
    """What a heading is, from the outermost inwards."""

    VOLUME = 0
    PART = 1
    BOOK = 2
    CHAPTER = 3
    SECTION = 4
    ITEM = 5
    SUBITEM = 6
    NUMERAL = 7
    NAMED = 8
    """Front and back matter (序, PREFACE); always outermost."""
    BARE = 9
    """A title that nothing but its place marks as one."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A line that reads as a heading; `number` is its numeral's value where it has one, `untitled` without a title."""

    kind: Kind
    role: str | None = None
    number: int | None = None
    style: str = ""
    untitled: bool = False


_HAN_NUMBER: Final = "[0-9０-９一二三四五六七八九十百千零〇○两兩廿卅壹贰叁肆伍陆柒捌玖拾貳參陸]{1,9}"
_SEPARATOR: Final = r"[\s\u3000:：.．、·—–-]"
_UNITS: Final = {
    "册": Kind.VOLUME, "冊": Kind.VOLUME, "部分": Kind.PART, "部": Kind.PART, "编": Kind.PART, "編": Kind.PART,
    "卷": Kind.BOOK, "集": Kind.BOOK, "篇": Kind.BOOK, "辑": Kind.BOOK, "輯": Kind.BOOK,
    "章": Kind.CHAPTER, "回": Kind.CHAPTER, "话": Kind.CHAPTER, "話": Kind.CHAPTER, "幕": Kind.CHAPTER,
    "折": Kind.CHAPTER, "장": Kind.CHAPTER, "节": Kind.SECTION, "節": Kind.SECTION, "场": Kind.SECTION,
    "場": Kind.SECTION, "절": Kind.SECTION,
}  # fmt: skip
_ORDINAL: Final = re.compile(
    rf"(?:第|제)\s*(?P<number>{_HAN_NUMBER})\s*(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})"
    rf"(?P<rest>.*)"
)
_SCROLL: Final = re.compile(rf"(?:卷|部|篇)(?:之)?(?P<number>{_HAN_NUMBER}|[上中下首末])(?P<rest>{_SEPARATOR}.*|)")
_HALF: Final = re.compile(rf"[上中下](?P<unit>[部卷篇编編册冊集])(?P<rest>{_SEPARATOR}.*|)")
_NAMED_HAN: Final = (
    (
        "preface",
        "自序|原序|代序|总序|總序|序言|序文|序曲|序|前言|弁言|小引|题记|題記|写在前面|まえがき|はじめに|서문|머리말",
    ),
    ("introduction", "引言|导言|導言|导读|導讀|绪论|緒論|绪言|出版说明|出版說明|凡例"),
    ("prologue", "楔子|引子|序章|プロローグ|프롤로그"),
    ("epilogue", "尾声|尾聲|终章|終章|エピローグ|에필로그"),
    ("afterword", "后记|後記|跋|跋语|译后记|譯後記|编后记|あとがき|おわりに|후기|맺음말"),
    ("conclusion", "结语|結語|结论|結論|余论|餘論"),
    ("appendix", "附录|附錄|付録|부록"),
    ("chapter", "番外篇|番外"),
    ("acknowledgments", "致谢|致謝|鸣谢|謝辭"),
    ("dedication", "献词|獻詞"),
    ("toc", "目录|目錄|目次|차례"),
)
_EDITIONS: Final = "译者|譯者|作者|编者|編者|再版|初版|修订版|修訂版|中文版|英文版|新版|出版"
_NAMED_SUFFIX: Final = rf"(?:\s*{_HAN_NUMBER}|\s*[A-Za-z])?(?:{_SEPARATOR}.*|[（(].*[)）])?"
_NAMED_HAN_LINES: Final = tuple(
    (role, re.compile(rf"(?:{_EDITIONS})?(?:{names}){_NAMED_SUFFIX}")) for role, names in _NAMED_HAN
)
_HAN_BEGINNINGS: Final = frozenset("第제卷部篇上中下") | {
    name[0] for names in (_EDITIONS, *(names for _, names in _NAMED_HAN)) for name in names.split("|")
}
_NAMED_LATIN: Final = (
    ("preface", "preface|foreword|to the reader|préface|vorwort|предисловие"),
    ("introduction", "introduction|einleitung|введение"),
    ("prologue", "prologue|prolog|prólogo|пролог"),
    ("epilogue", "epilogue|epilog|épilogue|epílogo|эпилог"),
    ("afterword", "afterword|postscript|nachwort|послесловие"),
    ("conclusion", "conclusion|interlude|заключение"),
    ("appendix", "appendix|приложение"),
    ("acknowledgments", "acknowledgements?|acknowledgments?"),
    ("dedication", "dedication"),
    ("bibliography", "bibliography|references"),
    ("glossary", "glossary"),
    ("index", "index"),
    ("toc", "contents|table of contents|table des matières|inhalt|содержание|оглавление"),
)
_NAMED_LATIN_LINES: Final = tuple(
    (
        role,
        re.compile(rf"(?:{names})(?: (?:[A-Z]|[0-9]+|[IVX]+|to .*))?[.:]?(?:\s*[—–:-]\s*\S.*)?", re.IGNORECASE),
    )
    for role, names in _NAMED_LATIN
)
_LATIN_UNITS: Final = {
    "volume": Kind.VOLUME, "vol.": Kind.VOLUME, "том": Kind.VOLUME, "tome": Kind.VOLUME,
    "part": Kind.PART, "часть": Kind.PART, "teil": Kind.PART, "partie": Kind.PART,
    "book": Kind.BOOK, "книга": Kind.BOOK, "buch": Kind.BOOK, "livre": Kind.BOOK, "act": Kind.BOOK,
    "chapter": Kind.CHAPTER, "chap.": Kind.CHAPTER, "letter": Kind.CHAPTER, "canto": Kind.CHAPTER,
    "stave": Kind.CHAPTER, "глава": Kind.CHAPTER, "kapitel": Kind.CHAPTER, "chapitre": Kind.CHAPTER,
    "capítulo": Kind.CHAPTER, "capitolo": Kind.CHAPTER, "scene": Kind.SECTION, "section": Kind.SECTION,
}  # fmt: skip
_TENS: Final = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_ONES: Final = "one|two|three|four|five|six|seven|eight|nine"
_ORDINALS: Final = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|last"
_DECADES: Final = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_LATIN: Final = re.compile(
    rf"(?P<unit>{'|'.join(map(re.escape, _LATIN_UNITS))})\s+"
    rf"(?P<number>[0-9]{{1,4}}|[ivxlcdm]+|{_ONES}|{_TENS}|(?:{_DECADES})(?:[ -](?:{_ONES}))?|(?:the )?(?:{_ORDINALS})"
    r"|перв(?:ая|ый)|втор(?:ая|ой)|треть?(?:я|ий))"
    r"(?P<rest>[.:)\]]?\s*|[.:—–-]+\s*\S.*|\s+\S.*)",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(rf"(?P<number>{_HAN_NUMBER})\s*[、．.]\s*(?P<rest>\S.*)")
_SUBITEM: Final = re.compile(rf"[（(](?P<number>{_HAN_NUMBER})[）)]\s*(?P<rest>.*)")
_LATIN_ITEM: Final = re.compile(r"(?P<number>[0-9]{1,3}|[IVXLC]+)[.)]\s+(?P<rest>[^a-z\s].*)")
_LONE: Final = re.compile(rf"[§—–-]?\s*(?P<number>[0-9]{{1,3}}|[IVXLC]+|{_HAN_NUMBER})\s*[.、．]?\s*[—–-]?")
_HAN_DIGITS: Final = {
    c: i % 10 for i, c in enumerate("〇一二三四五六七八九零壹贰叁肆伍陆柒捌玖○一兩貳參肆伍陸柒捌玖")
} | {"两": 2}
_HAN_POWERS: Final = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_FULL_STOP: Final = re.compile(r"[。，；,;]$|[。；]")
_SENTENCE_FINAL: Final = re.compile(r"[。！？…；，：、,;:.!?”」』’\"—-]$")
_SPEECH: Final = tuple('“"‘「『—-*•·＊[［【〔(（#=_~')
_ORNAMENT: Final = re.compile(r"[\W_]+")
_NOTES: Final = re.compile(
    r"[【［\[〔]?(?:注释|註釋|注釋|附注|注|註|notes?|footnotes?)[】］\]〕]?[:：]?", re.IGNORECASE
)
_ENDS: Final = re.compile(r"(?:the end|finis|fin|全书完|全書完|全文完|完|本书完|（完）|\(完\))[.。]?", re.IGNORECASE)
_SMALL_WORDS: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "de",
        "der",
        "des",
        "du",
        "for",
        "from",
        "in",
        "into",
        "la",
        "le",
        "nor",
        "of",
        "on",
        "or",
        "the",
        "to",
        "von",
        "with",
    ]
)


def numeral_value(numeral: str) -> int | None:
    """Return the value of an Arabic, Roman or Chinese numeral, or None."""
    if numeral.isdecimal():
        return int(numeral)
    if all(character in _ROMAN for character in numeral.upper()):
        values = [_ROMAN[character] for character in numeral.upper()]
        return sum(-v if v < max(values[i + 1 :], default=0) else v for i, v in enumerate(values))
    return _han_value(numeral)


def _han_value(numeral: str) -> int | None:
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if not any(character in _HAN_POWERS for character in numeral):
        digits = [_HAN_DIGITS.get(character) for character in numeral]
        return None if None in digits else int("".join(map(str, digits)))
    total = digit = 0
    for character in numeral:
        if character in _HAN_POWERS:
            total += (digit or 1) * _HAN_POWERS[character]
            digit = 0
        elif character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        else:
            return None
    return total + digit


def numeral_style(numeral: str) -> str:
    """Return `arabic`, `roman` or `han`."""
    if numeral[0].isdecimal():
        return "arabic"
    return "roman" if numeral[0] in "IVXLCDMivxlcdm" else "han"


def explicit_heading(line: str) -> Pattern | None:
    """Read a line as a part, chapter or named piece that says so itself, wherever it stands."""
    if len(line) > 90 or line.startswith(_SPEECH) or columns(line) > 90:
        return None
    return _chinese_heading(line) or _latin_heading(line)


def _chinese_heading(line: str) -> Pattern | None:
    if len(line) > 45 or line[0] not in _HAN_BEGINNINGS:
        return None
    for pattern in (_ORDINAL, _SCROLL, _HALF):
        match = pattern.fullmatch(line)
        if match is None:
            continue
        groups = match.groupdict()
        unit, rest = groups.get("unit", "卷"), groups["rest"]
        loose = bool(rest) and re.match(_SEPARATOR + "|[《〈「『“（(【]", rest) is None
        if loose and (
            unit != "章" or len(rest) > 20 or _SENTENCE_FINAL.search(rest) or rest[0] in "的里中是程讲說说写寫"
        ):
            return None
        if _FULL_STOP.search(rest):
            # couplets of chaptered novels have a comma in the middle: 第一回 甄士隐梦幻识通灵，贾雨村风尘怀闺秀
            return None
        kind = _UNITS[unit]
        role = {Kind.CHAPTER: "chapter", Kind.SECTION: "subchapter", Kind.VOLUME: "volume"}.get(kind, "part")
        return Pattern(kind, role, numeral_value(groups.get("number") or "x"), untitled=not rest.strip())
    for role, pattern in _NAMED_HAN_LINES:
        if pattern.fullmatch(line) and not _FULL_STOP.search(line):
            return Pattern(Kind.NAMED, role)
    return None


def _latin_heading(line: str) -> Pattern | None:
    if not line[0].isupper():
        return None
    match = _LATIN.fullmatch(line)
    if match is not None:
        rest = match["rest"].strip(" .:—–-)]")
        titled = not rest or rest[0] in "“\"‘'([_" or rest[0].isdigit() or not rest[0].islower()
        if titled and not re.search(r"[a-zа-я]{3}[.;,]$", line) and line[-1] not in ",;":
            kind = _LATIN_UNITS[match["unit"].lower()]
            role = {Kind.CHAPTER: "chapter", Kind.SECTION: "subchapter", Kind.VOLUME: "volume"}.get(kind, "part")
            return Pattern(kind, role, numeral_value(match["number"]), untitled=not rest)
        return None
    if len(line) <= 60:
        for role, pattern in _NAMED_LATIN_LINES:
            if pattern.fullmatch(line):
                return Pattern(Kind.NAMED, role)
    return None


def placed_heading(line: str) -> Pattern | None:
    """Read a line that stands between blank lines as a numeral, an item or a bare title."""
    if columns(line) > 70 or _ORNAMENT.fullmatch(line) or _NOTES.fullmatch(line) or _ENDS.fullmatch(line):
        return None
    lone = _LONE.fullmatch(line)
    if lone is not None:
        value = numeral_value(lone["number"])
        return (
            None if value is None else Pattern(Kind.NUMERAL, None, value, numeral_style(lone["number"]), untitled=True)
        )
    for kind, pattern in ((Kind.ITEM, _ITEM), (Kind.SUBITEM, _SUBITEM), (Kind.ITEM, _LATIN_ITEM)):
        match = pattern.fullmatch(line)
        if match is not None:
            if columns(line) > 60 or _SENTENCE_FINAL.search(match["rest"]):
                return None
            return Pattern(
                kind, None, numeral_value(match["number"]), numeral_style(match["number"]), not match["rest"]
            )
    return Pattern(Kind.BARE) if is_title_like(line) else None


def is_title_like(line: str) -> bool:
    """Say whether a line alone may be a title: short, without sentence punctuation, not speech."""
    if line.startswith(_SPEECH) or not any(character.isalpha() for character in line):
        return False
    if any(map(is_wide, line)):
        return (
            columns(line) <= 40
            and _SENTENCE_FINAL.search(line) is None
            and not re.search("[，。；！？“”「」『』]", line)
        )
    if columns(line) > 60 or re.search(r"[,;:]$", line):
        return False
    words = re.findall(r"[^\W\d_][\w’'-]*", line)
    capitalised = sum(word[0].isupper() for word in words)
    if line.isupper():
        return True
    tall = all(not word[0].islower() or word.lower() in _SMALL_WORDS for word in words)
    return tall and capitalised > 0 and words[0][0].isupper() and line[-1] not in '.!?”"’'
