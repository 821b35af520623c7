"""A reading as the pinyin that a voice is given to speak.

A `Reading` holds base tones. Speech needs the changes that speakers make without thinking: a third tone before a third
tone becomes a second, 一 and 不 follow the tone after them. Numbers are spoken as Chinese says them, and marks become
the pauses that a voice knows.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from access.language.annotations import pinyin_of_annotation
from access.language.reading import Reading
from audio.voices.numerals import Syllable, with_numbers_spoken

_PAUSES = str.maketrans("，、；：。．？！…—～\n", ",,;:..?!,,,,")
_KEPT = frozenset(",;:.?!")
_STAND_INS = {
    # Sounds that are no syllables of the voice: the nearest that it has.
    "hm": "heng",
    "hng": "heng",
    "m": "mu",
    "n": "en",
    "ng": "en",
    "ê": "ei",
    "wong": "weng",
}
_MOST_SYLLABLES = 7
_NUMERALS = frozenset("零〇一二三四五六七八九十0123456789")
_DATE_WORDS = frozenset("月日号")

_Word = list[Syllable]


def spoken_pinyin(reading: Reading) -> str:
    """Return what a pinyin voice is given: syllables of a word joined, words apart, marks as pauses.

    A text with nothing to say gives an empty string.
    """
    words = _follow_one_and_not(with_numbers_spoken(reading))
    tokens: list[_Word | str] = []
    for word in words:
        syllables = [syllable for syllable in word if syllable.pinyin]
        if syllables:
            tokens.append(syllables)
        marks = "".join(syllable.character for syllable in word if not syllable.pinyin).translate(_PAUSES)
        tokens.extend(mark for mark in marks if mark in _KEPT)
    if not any(isinstance(token, list) for token in tokens):
        return ""
    spoken = _third_tones(tokens)
    text = " ".join(token if isinstance(token, str) else "".join(map(_voiced, token)) for token in spoken)
    return re.sub(r"\s+([,;:.?!])", r"\1", text)


def spoken_latin_pinyin(text: str) -> str | None:
    """Return pinyin that is printed as such (`huàn`, `Běijīng`) for the voice, or None where it is not all pinyin."""
    spoken = []
    for word in re.findall(r"[^\W\d_]+[1-5]?", unicodedata.normalize("NFC", text)):
        syllables = next(filter(None, (pinyin_of_annotation(word, count) for count in range(1, _MOST_SYLLABLES))), None)
        if syllables is None:
            return None
        spoken.append("".join(_voiced(Syllable("", syllable)) for syllable in syllables))
    return " ".join(spoken) or None


def _voiced(syllable: Syllable) -> str:
    sound, tone = syllable.pinyin[:-1], syllable.pinyin[-1]
    return _STAND_INS.get(sound, sound) + tone


def _follow_one_and_not(words: list[_Word]) -> list[_Word]:
    """Change 一 and 不 by the syllable that follows without a pause.

    一 keeps its tone at the end of a word (统一), after 第, inside numbers and before 月 日 号.
    """
    line = [(w, s) for w, word in enumerate(words) for s in range(len(word))]
    changed = [list(word) for word in words]
    for place, (w, s) in enumerate(line):
        syllable = words[w][s]
        if syllable.character not in "一不" or not syllable.pinyin or place + 1 == len(line):
            continue
        after_word, after_place = line[place + 1]
        after = words[after_word][after_place]
        if not after.pinyin or (after_word != w and len(words[w]) > 1):
            continue
        if syllable.character == "不":
            if after.pinyin.endswith("4"):
                changed[w][s] = syllable.toned("2")
            continue
        before = words[line[place - 1][0]][line[place - 1][1]].character if place else ""
        if before == "第" or before in _NUMERALS or after.character in _NUMERALS or after.character in _DATE_WORDS:
            continue
        falling = after.pinyin.endswith("4") or after.character == "个"
        changed[w][s] = syllable.toned("2" if falling else "4")
    return changed


def _third_tones(tokens: list[_Word | str]) -> list[_Word | str]:
    """Apply third-tone sandhi inside stretches without a pause.

    Within a word every third tone before another becomes second. Across words only the last syllable before a third
    tone changes where one of the two words has a single syllable, as in careful reading aloud.
    """
    changed = [token if isinstance(token, str) else _within_word(token) for token in tokens]
    for left, right in pairwise(range(len(changed))):
        before, after = changed[left], tokens[right]
        if isinstance(before, str) or isinstance(after, str) or min(len(before), len(after)) > 1:
            continue
        if before[-1].pinyin.endswith("3") and after[0].pinyin.endswith("3"):
            changed[left] = [*before[:-1], before[-1].toned("2")]
    return changed


def _within_word(word: _Word) -> _Word:
    changed = list(word)
    for index, (syllable, after) in enumerate(pairwise(word)):
        if syllable.pinyin.endswith("3") and after.pinyin.endswith("3"):
            changed[index] = syllable.toned("2")
    return changed
