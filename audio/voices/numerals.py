"""Numbers in Chinese text as they are said.

1919年 is said digit by digit, 12 as a cardinal, 3.5 with 点, 40% as 百分之四十, 9:30 as 九点三十分, 2个 as 两个;
long rows of digits (telephone numbers, codes) digit by digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from access.language.reading import Reading


@dataclass(frozen=True, slots=True)
class Syllable:
    """A character as it is said: pinyin with its tone digit, or empty for a mark."""

    character: str
    pinyin: str

    def toned(self, tone: str) -> Syllable:
        """Return the same sound in another tone."""
        return Syllable(self.character, self.pinyin[:-1] + tone)


_SAID = {
    "零": "ling2",
    "一": "yi1",
    "二": "er4",
    "三": "san1",
    "四": "si4",
    "五": "wu3",
    "六": "liu4",
    "七": "qi1",
    "八": "ba1",
    "九": "jiu3",
    "十": "shi2",
    "百": "bai3",
    "千": "qian1",
    "万": "wan4",
    "亿": "yi4",
    "0": "ling2",
    "1": "yi1",
    "2": "er4",
    "3": "san1",
    "4": "si4",
    "5": "wu3",
    "6": "liu4",
    "7": "qi1",
    "8": "ba1",
    "9": "jiu3",
    "点": "dian3",
    "分": "fen1",
    "之": "zhi1",
    "到": "dao4",
    "负": "fu4",
    "两": "liang3",
}
_DIGIT_NAMES = "零一二三四五六七八九"
_LONGEST_CARDINAL = 8
"""More digits than this in a row, without separators, are a code or a telephone number."""
_MEASURES_WITH_LIANG = frozenset("个只本条张位名件头匹座辆台次遍句页家间块片双对封杯碗瓶种类层岁倍")

_NUMBER = re.compile(
    r"(?P<clock>(?<![\d.])(?P<hour>[01]?\d|2[0-4])[:：](?P<minute>[0-5]\d)(?![\d:：]))"
    r"|(?P<over>\d+)/(?P<under>\d+)(?![\d/])"
    r"|(?P<sign>(?<![\w.])[-−])?(?P<whole>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<part>\d+))?(?P<percent>[%％])?"
)
_YEAR = re.compile(r"^[12]\d{3}$")
_RANGE_MARKS = frozenset("-–—~～至")
_SYMBOLS = {
    "+": (("加", "jia1"),),
    "=": (("等", "deng3"), ("于", "yu2")),
    "×": (("乘", "cheng2"),),
    "÷": (("除", "chu2"), ("以", "yi3")),
    "℃": (("摄", "she4"), ("氏", "shi4"), ("度", "du4")),
    "°": (("度", "du4"),),
    "¥": (("元", "yuan2"),),
    "￥": (("元", "yuan2"),),
}


def with_numbers_spoken(reading: Reading) -> list[list[Syllable]]:
    """Return the words of a reading as syllables, its numbers and common symbols said in Chinese.

    Marks keep their place as syllables without pinyin; white space is dropped.
    """
    text = _narrow(reading.text)
    said: dict[int, tuple[int, list[Syllable]]] = {}
    for match in _NUMBER.finditer(text):
        said[match.start()] = (match.end(), _say(match, text))
    words: list[list[Syllable]] = []
    skip_to = 0
    for word in reading.words:
        syllables: list[Syllable] = []
        for index in range(word.start, word.end):
            if index < skip_to:
                continue
            if index in said:
                skip_to, number = said[index]
                if syllables:
                    words.append(syllables)
                    syllables = []
                words.extend(_grouped(number))
            else:
                syllables.extend(_character(reading, text, index))
        if syllables:
            words.append(syllables)
    return words


def _character(reading: Reading, text: str, index: int) -> Iterator[Syllable]:
    character, pinyin = text[index], reading.pinyin[index]
    if pinyin is not None:
        yield Syllable(character, pinyin)
    elif character in _SYMBOLS:
        yield from (Syllable(*pair) for pair in _SYMBOLS[character])
    elif character in _RANGE_MARKS and _between_digits(text, index):
        yield Syllable("到", _SAID["到"])
    else:
        yield Syllable(character, "")


def _between_digits(text: str, index: int) -> bool:
    return 0 < index < len(text) - 1 and text[index - 1].isdecimal() and text[index + 1].isdecimal()


def _narrow(text: str) -> str:
    """Full-width digits as plain ones, one code point for one."""
    return text.translate({0xFF10 + digit: str(digit) for digit in range(10)})


def _grouped(number: list[Syllable]) -> Iterator[list[Syllable]]:
    """Four syllables at most to a word, so that the voice breathes inside long numbers."""
    for start in range(0, len(number), 4):
        yield number[start : start + 4]


def _say(match: re.Match[str], text: str) -> list[Syllable]:
    after = text[match.end() : match.end() + 1]
    before = text[match.start() - 1 : match.start()]
    if match["clock"]:
        minute = "整" if match["minute"] == "00" else cardinal(int(match["minute"])) + "分"
        said = _hours(int(match["hour"])) + "点" + minute.replace("整", "")
        return _syllables(said)
    if match["over"]:
        return _syllables(cardinal(int(match["under"])) + "分之" + cardinal(int(match["over"])))
    whole = match["whole"].replace(",", "")
    if match["percent"]:
        said = "百分之" + _whole(whole) + _fraction(match["part"])
    elif match["part"]:
        said = _whole(whole) + _fraction(match["part"])
    elif after == "年" and _YEAR.match(whole):
        said = whole
    elif whole == "2" and after in _MEASURES_WITH_LIANG and before != "第":
        said = "两"
    else:
        said = _whole(whole)
    return _syllables(("负" if match["sign"] else "") + said)


def _hours(hour: int) -> str:
    return "两" if hour == 2 else cardinal(hour)


def _whole(digits: str) -> str:
    if len(digits) > _LONGEST_CARDINAL or (len(digits) > 1 and digits.startswith("0")):
        return digits
    return cardinal(int(digits))


def _fraction(digits: str | None) -> str:
    return "点" + digits if digits else ""


def _syllables(said: str) -> list[Syllable]:
    return [Syllable(character, _SAID[character]) for character in said]


def cardinal(number: int) -> str:
    """Return a whole number, 0 or more and below 10 to the 16th, in Chinese: 10500 is 一万零五百."""
    if number == 0:
        return "零"
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10_000)
        groups.append(group)
    said = ""
    for power in range(len(groups) - 1, -1, -1):
        group = groups[power]
        if group == 0:
            continue
        if (said and group < 1000) or (said and groups[power + 1] == 0):
            said += "零"
        said += _below_ten_thousand(group) + ("", "万", "亿", "万亿")[power]
    return said.removeprefix("一") if said.startswith("一十") else said


def _below_ten_thousand(number: int) -> str:
    said, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            said += ("零" if gap and said else "") + _DIGIT_NAMES[digit] + name
            gap = False
        else:
            gap = True
    return said
