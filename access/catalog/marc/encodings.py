"""Which encoding the characters of an ISO 2709 record are in, told by the record itself.

MARC 21 says `a` in place 9 of the leader for UTF-8 and nothing for MARC-8; CNMARC says it in 100 $a, where hardly
anybody fills it in; and Chinese systems write GBK under either. So what a record says is believed when it can be true.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pymarc import marc8_to_unicode

from access.book.text.frequent_han import COMMON
from access.errors import RefusedRecordError

Decode = Callable[[bytes], str]
ENCODINGS = ("utf-8", "gb18030", "marc-8")
"""What may be forced; GBK and GB 2312 are parts of GB 18030."""

_HAN_PAIR = re.compile(rb"[\xb0-\xf7][\xa1-\xfe]")
_THREE_BYTES = re.compile(rb"\x1b\$,?1([^\x1b]*)")
"""Stretches of East Asian characters in MARC-8, three bytes each."""
_HIGH = re.compile(rb"[\x80-\xff]")


def decoder(values: Iterable[bytes], leader: bytes, *, marc21: bool, forced: str | None = None) -> Decode:
    """Return what decodes the values of one record.

    Raises RefusedRecordError when they are in no encoding that is known, or not in the forced one.
    """
    whole = b"\x1e".join(values)
    if forced == "marc-8" or (forced is None and marc21 and b"\x1b" in whole and leader[9:10] != b"a"):
        return _marc8
    for name in (forced,) if forced else ("ascii", "utf-8"):
        if _fits(whole, name):
            return _strict(name)
    if forced:
        raise RefusedRecordError(reason="its characters are not in the encoding that was given")
    chinese = _fits(whole, "gb18030")
    if marc21 and leader[9:10] != b"a" and not (chinese and _reads_as_chinese(whole)):
        return _marc8
    if chinese:
        return _strict("gb18030")
    raise RefusedRecordError(reason="its characters are in no encoding that is known, or are damaged")


def _fits(data: bytes, name: str) -> bool:
    try:
        data.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _strict(name: str) -> Decode:
    return lambda data: data.decode(name)


def _marc8(data: bytes) -> str:
    if data.isascii() and b"\x1b" not in data:
        return data.decode("ascii")
    if any(len(stretch) % 3 for stretch in _THREE_BYTES.findall(data)):
        raise RefusedRecordError(reason="its characters are in no encoding that is known, or are damaged")
    text = marc8_to_unicode(data, hide_utf8_warnings=True)
    assert isinstance(text, str)
    return text


def _reads_as_chinese(data: bytes) -> bool:
    """Whether most bytes beyond ASCII stand in pairs of GB 2312, and as text they are characters in use.

    In MARC-8 a byte beyond ASCII is a diacritic before its letter or a letter by itself: pairs are rare.
    """
    paired = sum(len(pair) for pair in _HAN_PAIR.findall(data))
    if paired * 2 < len(_HIGH.findall(data)):
        return False
    han = [character for character in data.decode("gb18030") if "\u4e00" <= character <= "\u9fff"]
    return sum(character in COMMON for character in han) * 2 >= len(han)
