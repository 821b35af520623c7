"""Which encoding bytes of text are in, decided by how likely the decoded text is.

A byte order mark decides; then strict UTF-8; then UTF-16 without a mark; then the likeliest of the encodings that are
met in Chinese libraries. Likelihood is crude and honest: every character costs the nats of its class (a frequent Han
character, an accented letter, a control character …), and the decoding with the lowest sum over the same bytes wins.
That tells GB 18030 from Big5 in one sentence, where byte statistics do not.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from access.book.opened import BookWarning
from access.book.text.frequent_han import COMMON, FREQUENT
from access.errors import NoTextError, UnknownFormatError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16 LE, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDE_CANDIDATES: Final = (("utf-16-le", 5.0), ("utf-16-be", 5.0))
_CANDIDATES: Final = (
    ("utf-8", 0.0),
    ("gb18030", 0.0),
    ("cp950", 1.0),
    ("big5hkscs", 2.0),
    ("cp1252", 1.0),
    ("cp932", 8.0),
    ("euc_jp", 8.0),
    ("cp949", 10.0),
    ("cp1251", 8.0),
    ("koi8_r", 10.0),
)
_NAMES: Final = {
    "cp950": "Big5",
    "big5hkscs": "Big5",
    "cp1252": "windows-1252",
    "cp932": "Shift_JIS",
    "cp949": "EUC-KR",
}
_PUNCTUATION: Final = frozenset("，。、；：？！“”‘’《》「」『』（）…—　·–")
_FREQUENT_HANGUL: Final = frozenset("이다는의에은을를가한하고지기로사도어나리그서대자인시아수들있것안만보")
_HEAD: Final = 1 << 16
_SURE: Final = 5.0
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]+")
_DROPPED: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff\ufffe\uffff]+")
_CONTROL_BYTE: Final = re.compile(rb"[\x00-\x08\x0b\x0e-\x19\x1c-\x1f]")
_ADJACENT: Final = re.compile("[À-ÿ](?=[À-ÿ])")
_HANGUL: Final = re.compile("[가-힣]")
_TWO_ALPHABETS: Final = re.compile("[A-Za-z](?=[А-я])|[А-я](?=[A-Za-z])")
_UNUSUAL: Final = {  # what would be odd about a text in this encoding, and its cost
    "cp1252": (_ADJACENT, 2.0),  # accented letters seldom stand side by side
    "cp1251": (_TWO_ALPHABETS, 8.0),
    "koi8_r": (_TWO_ALPHABETS, 8.0),
    "utf-16-le": (_HANGUL, 5.0),  # two bytes hit one of 11,172 syllables too easily
    "utf-16-be": (_HANGUL, 5.0),
}
_LINE_END: Final = re.compile("\r\n|\r|\n")
_INVISIBLE: Final = " \t\r\n\v\f\0\x1a\x85\u00a0\u00ad\u3000\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class DecodedText:
    """Text without a byte order mark or control characters, the encoding it was in and what had to be mended."""

    text: str
    encoding: str
    warnings: tuple[BookWarning, ...] = ()


def decode_text(data: bytes) -> DecodedText:
    """Decode the bytes of a text file.

    Raises `UnknownFormatError` for data that is not text or whose encoding cannot be told, `NoTextError` for text
    without a letter or digit.
    """
    body, encoding, sure = _choose(data)
    text, broken = _decode_whole(body, encoding)
    if not text.strip(_INVISIBLE):
        raise NoTextError
    _refuse_binary(text, encoding, broken, guessed=encoding != "utf-8" and not data.startswith(tuple(dict(_MARKS))))
    if not any(map(str.isalnum, text)):
        raise NoTextError
    warnings = _warnings(text, _NAMES.get(encoding, encoding.upper()), broken, sure)
    return DecodedText(_DROPPED.sub("", text), _NAMES.get(encoding, encoding), warnings)


def _choose(data: bytes) -> tuple[bytes, str, bool]:
    """Return the bytes without their mark, the encoding and whether it is sure."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :], encoding, True
    if _CONTROL_BYTE.search(data, 0, _HEAD) is None:  # else it may be UTF-16 whose bytes happen to be valid UTF-8
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            return data, "utf-8", True
    head = data[:_HEAD]
    best_wide = min((_cost((head,), name) + prior, name) for name, prior in _WIDE_CANDIDATES)
    best_narrow = min((_cost((head,), name) + prior, name) for name, prior in _CANDIDATES)
    if best_wide < best_narrow:
        return data, best_wide[1], best_narrow[0] - best_wide[0] > _SURE
    sample = _sample(data)
    ranked = sorted((_cost(sample, name) + prior, name) for name, prior in _CANDIDATES)
    rivals = [cost for cost, name in ranked[1:] if {name, ranked[0][1]} != {"cp950", "big5hkscs"}]
    return data, ranked[0][1], rivals[0] - ranked[0][0] > _SURE


def _sample(data: bytes) -> tuple[bytes, ...]:
    """Return stretches that begin with the first byte that is not ASCII, from up to 8 places in the data."""
    beyond_ascii = re.compile(rb"[\x80-\xff]")
    stretches: list[bytes] = []
    end = 0
    for part in range(8):
        start = max(end, len(data) * part // 8)
        if part:  # only after a line end is it sure that a byte is the first of its character
            start = data.find(b"\n", start) + 1
            if start == 0:
                break
        found = beyond_ascii.search(data, start)
        if found is None:
            break
        line = data.rfind(b"\n", start, found.start()) + 1
        begin = max(line, start, found.start() - 200)
        end = min(len(data), found.start() + _HEAD // 2)
        stretches.append(data[begin:end])
    return tuple(stretches) or (data[:_HEAD],)


def _cost(stretches: tuple[bytes, ...], encoding: str) -> float:
    """Return the nats that the stretches cost when decoded so; a character cut off by a long stretch's end is free."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    total = 0.0
    for stretch in stretches:
        decoder.reset()
        text = decoder.decode(stretch, len(stretch) < _HEAD // 2)
        total += sum(_character_cost(character) * count for character, count in Counter(text).items())
        if encoding in _UNUSUAL:
            pattern, price = _UNUSUAL[encoding]
            total += price * len(pattern.findall(text))
    return total


@lru_cache(maxsize=1 << 16)
def _character_cost(character: str) -> float:
    code = ord(character)
    if code < 0x80:
        if code == 0:
            return 18.0
        if character.islower() or character in " \t\n\r\f":
            return 2.8
        if code >= 0x20:
            return 4.5 if character.isalnum() or character in ".,;:?!'\"-()" else 6.0
        return 14.0
    if character == "\ufffd":
        return 25.0
    if character in _PUNCTUATION:
        return 5.0
    if character in FREQUENT:
        return 6.5
    if character in COMMON:
        return 9.9
    if 0x4E00 <= code <= 0x9FFF:
        return 14.0
    if 0x3041 <= code <= 0x30FF:
        return 5.5
    if 0xAC00 <= code <= 0xD7A3:
        return 6.0 if character in _FREQUENT_HANGUL else 8.8
    if 0x0410 <= code <= 0x044F:
        return 3.8 if code >= 0x0430 else 6.0
    if 0xC0 <= code <= 0x17F:
        return 7.5
    if 0xA0 <= code <= 0xBF or 0xFF01 <= code <= 0xFF5E:
        return 9.0
    return _odd_character_cost(character)


def _odd_character_cost(character: str) -> float:
    category = unicodedata.category(character)
    if category in {"Co", "Cn"}:
        return 22.0
    if category == "Cc":
        return 16.0
    if category == "Lo" and ord(character) > 0x3400:
        return 17.0
    return 13.0 if category != "Lo" else 9.0


def _decode_whole(data: bytes, encoding: str) -> tuple[str, int]:
    """Return the text and how many places in it could not be decoded."""
    try:
        return data.decode(encoding), 0
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    honest = data.count("\ufffd".encode(encoding)) if encoding in {"utf-8", "gb18030"} else 0
    return text, max(1, text.count("\ufffd") - honest)


def _refuse_binary(text: str, encoding: str, broken: int, guessed: bool) -> None:
    controls = sum(map(len, _CONTROLS.findall(text)))
    zeros = text.count("\0")
    if (controls > 2 and controls * 100 > len(text)) or zeros * 1000 > len(text):
        raise UnknownFormatError(reason="it holds binary data, not text")
    beyond = sum(1 for character in text[:_HEAD] if character > "\x7f")
    lost = text.count("\ufffd", 0, _HEAD)
    if broken > 5 and lost * 50 > beyond:
        raise _unclear()
    if encoding == "cp1252" and beyond >= 20 and len(_ADJACENT.findall(text[:_HEAD])) * 2 > beyond:
        raise _unclear()
    cost = sum(_character_cost(character) for character in text[:_HEAD] if character > "\x7f")
    if guessed and beyond >= 12 and cost > 13.5 * beyond:
        raise _unclear()


def _unclear() -> UnknownFormatError:
    return UnknownFormatError(
        "Its character encoding cannot be told.", advice="Save it as UTF-8 in the program it comes from."
    )


def _warnings(text: str, name: str, broken: int, sure: bool) -> tuple[BookWarning, ...]:
    warnings: list[BookWarning] = []
    if not sure:
        warnings.append(
            BookWarning("The character encoding is not certain; it was taken to be {encoding}.", "", {"encoding": name})
        )
    if broken:
        place = _line_number(text, text.find("\ufffd"))
        warnings.append(
            BookWarning(
                "{count} places could not be decoded from {encoding} and became “�”, the first in line {line}.",
                f"line {place}",
                {"count": broken, "encoding": name, "line": place},
            )
        )
    dropped = _DROPPED.search(text.rstrip("\x1a\0").lstrip("\ufeff"))
    if dropped is not None and dropped.group().strip("\ufeff"):
        place = _line_number(text, dropped.start())
        warnings.append(
            BookWarning("Control characters were left out, the first in line {line}.", f"line {place}", {"line": place})
        )
    return tuple(warnings)


def _line_number(text: str, position: int) -> int:
    return len(_LINE_END.findall(text, 0, max(position, 0))) + 1
