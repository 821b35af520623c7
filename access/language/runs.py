"""Language runs: which stretch of a text is in which language, by what is marked and by script.

What has no language of its own (digits, blanks, punctuation, symbols) goes with its neighbours:

- between two runs of one language, with it;
- East Asian marks with the Chinese or Japanese beside them; doubled …… and —— too;
- ASCII marks and blanks directly after a Latin run in Chinese or Japanese text, with that run ("Hello, world! 你好");
- a pair of quotation marks or brackets around a whole run, with the text around it; one inside a run, with the run;
- digits attached to Latin letters (MP3, A4, H2O, 4K) with them, and so are a number before a blank and a unit of
  measure (5 kg) and a number after a Latin word and a blank (Windows 95), unless a Chinese measure word follows it;
- everything else with the language of the text around.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from access.book.walk import FlatText, Mark, TextSpan
from access.language.scripts import (
    ARABIC,
    BOPOMOFO,
    CJK_PUNCTUATION,
    COMBINING,
    CYRILLIC,
    DEVANAGARI,
    GREEK,
    HAN,
    HANGUL,
    HEBREW,
    KANA,
    KANA_MARKS,
    LATIN,
    MONGOLIAN,
    THAI,
    TIBETAN,
)


@dataclass(frozen=True, slots=True)
class LanguageRun:
    """Code points `start` to `end` (half open) are in `language`: a BCP 47 tag as marked, or a primary subtag."""

    start: int
    end: int
    language: str


_SCRIPTS = {
    "han": HAN,
    "kana": KANA,
    "bopomofo": BOPOMOFO,
    "hangul": HANGUL,
    "latin": LATIN,
    "cyrillic": CYRILLIC,
    "greek": GREEK,
    "arabic": ARABIC,
    "hebrew": HEBREW,
    "devanagari": DEVANAGARI,
    "thai": THAI,
    "tibetan": TIBETAN,
    "mongolian": MONGOLIAN,
}
_LANGUAGE_OF_SCRIPT = {
    "han": "zh",
    "kana": "ja",
    "bopomofo": "zh",
    "hangul": "ko",
    "latin": "en",
    "cyrillic": "ru",
    "greek": "el",
    "arabic": "ar",
    "hebrew": "he",
    "devanagari": "hi",
    "thai": "th",
    "tibetan": "bo",
    "mongolian": "mn",
}
_SCRIPTS_OF_LANGUAGE = {
    **dict.fromkeys(("zh", "yue", "wuu", "nan", "hak", "lzh", "cmn"), frozenset({"han", "bopomofo"})),
    "ja": frozenset({"han", "kana"}),
    "ko": frozenset({"hangul", "han"}),
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk", "kk", "ky", "tg", "tt"), frozenset({"cyrillic"})),
    "sr": frozenset({"cyrillic", "latin"}),
    "el": frozenset({"greek"}),
    "grc": frozenset({"greek"}),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ug", "sd", "ckb"), frozenset({"arabic"})),
    **dict.fromkeys(("he", "yi"), frozenset({"hebrew"})),
    **dict.fromkeys(("hi", "mr", "ne", "sa"), frozenset({"devanagari"})),
    "th": frozenset({"thai"}),
    **dict.fromkeys(("bo", "dz"), frozenset({"tibetan"})),
    "mn": frozenset({"mongolian", "cyrillic"}),
    **dict.fromkeys(("und", "mul", "zxx", ""), frozenset()),
}
_SCRIPTS_BY_TAG = {
    "latn": frozenset({"latin"}),
    "cyrl": frozenset({"cyrillic"}),
    "arab": frozenset({"arabic"}),
    "mong": frozenset({"mongolian"}),
}
_EAST_ASIAN = frozenset({"zh", "yue", "wuu", "nan", "hak", "lzh", "cmn", "ja"})

_ANY = "".join(_SCRIPTS.values())
_SHARED_NEUTRAL = rf"[^{_ANY}{CJK_PUNCTUATION}…—]"
_ANY_NEUTRAL = rf"[^{_ANY}]"
_MARKS = {"han": COMBINING, "kana": COMBINING + KANA_MARKS}


def _run_pattern(name: str, letters: str) -> str:
    """Letters of one script, and what stands between them, as long as no other script comes between."""
    marks = _MARKS.get(name, COMBINING)
    if name == "latin":
        number = r"(?:(?<![\d.,:])\d+(?:[.,:]\d+)*)?"
        body = rf"{number}[{letters}](?:[{letters}\d{marks}]|['’.\-_&@/:=?%~](?=[{letters}\d]))*[+#]*"
        between = rf"(?:(?:{_SHARED_NEUTRAL}|[…—](?![…—]))+{body})*"
    else:
        body = rf"[{letters}][{letters}{marks}]*"
        neutral = _ANY_NEUTRAL if name in ("han", "kana") else _SHARED_NEUTRAL
        between = rf"(?:{neutral}+{body})*"
    return rf"(?P<{name}>{body}{between})"


_STRONG = re.compile("|".join(_run_pattern(name, letters) for name, letters in _SCRIPTS.items()))
_KANA = re.compile(f"[{KANA}]")
_GREEK_WORD = re.compile(f"[{_SCRIPTS['greek']}]{{2}}")
_EAST_ASIAN_MARK = re.compile(rf"[{CJK_PUNCTUATION}]|……|——")
_SENTENCE_END = re.compile(r"[。！？!?\n]|\.(?=\s)")
_NUMBER_AFTER_WORD = re.compile(
    r"[ \u00a0]+\d+(?:[.,]\d+)*"
    r"(?![\d年月日号號时時点點分秒个個名人次位元万萬亿億千百种種台章页頁岁歲届屆只件家条條度％%])"
)
_NUMBER_BEFORE_UNIT = re.compile(r"(?<![\d.,:])\d+(?:[.,]\d+)*[ \u00a0]$")
_UNIT = re.compile(
    r"(?:[kKMGTdcmµn]?(?:m|g|s|L|l|W|V|A|J|N|F|B|b|Hz|Pa|mol|cal|eV|bit|byte|bps|Wh)|[kKMGT]i?B|km/h|m/s|mAh|mmHg"
    r"|dB|dpi|rpm|ppm|px|pt|inch|in|ft|lb|oz|mph|h|min|ml|cc|USD|EUR|CNY|RMB|GBP|JPY|HKD|am|pm|AM|PM)"
    rf"(?![{LATIN}\d])"
)
_OPENING = {"(": ")", "[": "]", "{": "}", "“": "”", "‘": "’", '"': '"', "'": "'", "<": ">"}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}


@dataclass(frozen=True, slots=True)
class _Zone:
    """A stretch inside the same marked spans; `tags` from the text's own language inwards."""

    start: int
    end: int
    tags: tuple[str, ...]

    @property
    def tag(self) -> str:
        return self.tags[-1]


def language_runs(flat: FlatText, language: str) -> tuple[LanguageRun, ...]:
    """Divide a text in `language` (BCP 47) into runs that cover it wholly, in order; neighbours differ in language.

    A marked span's language wins over the text's, and its tag is kept as it stands; but script wins over a language
    that is not written in it. An empty text has no runs.
    """
    text = flat.text
    zones = list(_zones(flat, primary_subtag(language)))
    strong = [list(_strong_runs(text, zone)) for zone in zones]
    if len(zones) == 1 and len(only := {run.language for run in strong[0]}) == 1:
        single = only.pop()
        if single in _EAST_ASIAN or not _EAST_ASIAN_MARK.search(text):
            return (LanguageRun(0, len(text), single),)
    runs: list[LanguageRun] = []
    for number, zone in enumerate(zones):
        before = after = zone.tag
        if len(zone.tags) == 1:
            before = runs[-1].language if runs else zone.tag
            if number + 1 < len(zones):
                following = strong[number + 1]
                after = following[0].language if following else zones[number + 1].tag
        for run in _filled(text, zone, strong[number], before, after):
            _append(runs, run)
    return tuple(runs)


def primary_subtag(tag: str) -> str:
    """Return the language part of a BCP 47 tag in lower case: `zh` of `zh-Hant-TW`, `und` of an empty tag.

    Mandarin's own tag `cmn` is `zh`, as everybody writes it.
    """
    subtag = tag.replace("_", "-").split("-", 1)[0].strip().lower() or "und"
    return "zh" if subtag == "cmn" else subtag


def _append(runs: list[LanguageRun], run: LanguageRun) -> None:
    if run.start == run.end:
        return
    if runs and runs[-1].language == run.language:
        run = LanguageRun(runs.pop().start, run.end, run.language)
    runs.append(run)


def _zones(flat: FlatText, language: str) -> Iterator[_Zone]:
    """Cut the text where marked spans begin and end."""
    size = len(flat.text)
    spans = [span for span in flat.spans if span.mark is Mark.LANGUAGE and span.start < span.end and span.value]
    edges = sorted({0, size, *(edge for span in spans for edge in (span.start, span.end))})
    open_spans: list[TextSpan] = []
    waiting = 0
    for start, end in pairwise(edges):
        open_spans = [span for span in open_spans if span.end > start]
        while waiting < len(spans) and spans[waiting].start <= start:
            open_spans.append(spans[waiting])
            waiting += 1
        yield _Zone(start, end, (language, *(span.value for span in open_spans)))


@lru_cache(maxsize=256)
def _scripts(tag: str) -> frozenset[str]:
    for subtag in tag.replace("_", "-").lower().split("-")[1:]:
        if subtag in _SCRIPTS_BY_TAG:
            return _SCRIPTS_BY_TAG[subtag]
    return _SCRIPTS_OF_LANGUAGE.get(primary_subtag(tag), frozenset({"latin"}))


def _strong_runs(text: str, zone: _Zone) -> Iterator[LanguageRun]:
    """Yield the stretches of one script in a zone, each with its language."""
    japanese: _JapaneseSentences | None = None
    for match in _STRONG.finditer(text, zone.start, zone.end):
        script = match.lastgroup or ""
        start, end = match.span()
        language = next((tag for tag in reversed(zone.tags) if script in _scripts(tag)), None)
        if language is None and script == "greek" and not _GREEK_WORD.search(text, start, end):
            language = zone.tag  # single letters are symbols: the angle α
        if language is None:
            language = _LANGUAGE_OF_SCRIPT[script]
            if script == "han":
                japanese = japanese or _JapaneseSentences(text, zone)
                if japanese.touch(start, end):
                    language = "ja"
        yield LanguageRun(start, end, language)


class _JapaneseSentences:
    """Where kana and sentence ends stand in a zone: Han in a sentence with kana is Japanese."""

    def __init__(self, text: str, zone: _Zone) -> None:
        self._kana = [match.start() for match in _KANA.finditer(text, zone.start, zone.end)]
        self._ends = (
            [match.start() for match in _SENTENCE_END.finditer(text, zone.start, zone.end)] if self._kana else []
        )

    def touch(self, start: int, end: int) -> bool:
        """Tell whether kana stand in the sentences of this stretch."""
        if not self._kana:
            return False
        before = bisect_left(self._ends, start)
        after = bisect_left(self._ends, end)
        left = self._ends[before - 1] if before else 0
        first = bisect_left(self._kana, left)
        if first == len(self._kana):
            return False
        return after == len(self._ends) or self._kana[first] < self._ends[after]


def _filled(text: str, zone: _Zone, strong: list[LanguageRun], before: str, after: str) -> Iterator[LanguageRun]:
    """Give the characters between strong runs to them; `before` and `after` are the languages beside the zone."""
    place = zone.start
    previous: LanguageRun | None = None
    for following in [*strong, None]:
        gap_end = following.start if following else zone.end
        left = previous.language if previous else before
        right = following.language if following else after
        yield from _gap(text, (place, gap_end), (left, right, zone.tag), (previous, following))
        if following:
            yield following
            place, previous = following.end, following


def _gap(
    text: str,
    gap: tuple[int, int],
    languages: tuple[str, str, str],
    beside: tuple[LanguageRun | None, LanguageRun | None],
) -> Iterator[LanguageRun]:
    """Divide what stands between two runs. `languages` are before, after and around it."""
    start, end = gap
    before, after, around = languages
    east_before, east_after, east_around = (primary_subtag(tag) in _EAST_ASIAN for tag in languages)
    if start == end:
        return
    if before == after and (east_before or not east_around or not _EAST_ASIAN_MARK.search(text, start, end)):
        yield LanguageRun(start, end, before)
    elif not east_before and (east_after or east_around):
        rest = after if east_after else around
        cut = _tail_end(text, start, end, beside[0]) if east_around else _first_east_mark(text, start, end)
        yield LanguageRun(start, cut, before)
        head = _head_start(text, cut, end, beside[1]) if not east_after else end
        yield LanguageRun(cut, head, rest)
        yield LanguageRun(head, end, after)
    elif east_before and not east_after:
        if east_around:
            cut = head = _head_start(text, start, end, beside[1])
        else:
            cut, head = _last_east_mark(text, start, end), end
        yield LanguageRun(start, cut, before if before == around or not east_around else around)
        yield LanguageRun(cut, head, after if after == around else around)
        yield LanguageRun(head, end, after)
    else:
        yield LanguageRun(start, end, around if around in (before, after) else before)


def _first_east_mark(text: str, start: int, end: int) -> int:
    match = _EAST_ASIAN_MARK.search(text, start, end)
    return match.start() if match else end


def _last_east_mark(text: str, start: int, end: int) -> int:
    last = start
    for match in _EAST_ASIAN_MARK.finditer(text, start, end):
        last = match.end()
    return last


def _tail_end(text: str, start: int, end: int, run: LanguageRun | None) -> int:
    """Find where what still belongs to the Latin run before a gap ends."""
    number = _NUMBER_AFTER_WORD.match(text, start, len(text)) if run else None
    place = number.end() if number and number.end() <= end else start
    inside = text[run.start : run.end] if run else ""
    while place < end:
        character = text[place]
        if character in _CLOSING and character not in "<>":
            opening = _CLOSING[character]
            if opening == character:
                if inside.count(character) % 2 == 0:
                    break
            elif inside.count(opening) <= inside.count(character):
                break
            inside += character
        elif not (character in " \t\n\u00a0.,;:!?…-–—/&%*" and not _EAST_ASIAN_MARK.match(text, place, end)):
            break
        place += 1
    return place


def _head_start(text: str, start: int, end: int, run: LanguageRun | None) -> int:
    """Find where what already belongs to the Latin run after a gap begins."""
    if run is None:
        return end
    unit = _UNIT.match(text, run.start)
    number = _NUMBER_BEFORE_UNIT.search(text[start:end]) if unit else None
    if number:
        return start + number.start()
    inside = text[run.start : run.end]
    place = end
    while place > start and (closing := _OPENING.get(text[place - 1])) is not None:
        opening = text[place - 1]
        partner = inside.count(closing) % 2 if opening == closing else inside.count(closing) > inside.count(opening)
        if not partner:
            break
        place -= 1
    return place
