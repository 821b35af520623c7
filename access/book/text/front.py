"""The title and author that the first lines of a text name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from access.book.model import Contributor
from access.book.text.headings import Kind, explicit_heading, placed_heading
from access.book.text.lines import Unit, columns, is_wide

_TITLE_LINE: Final = re.compile(r"(?:title|书名|書名|标题|標題)\s*[:：]\s*(\S.*)", re.IGNORECASE)
_ROLE_LINES: Final = (
    (
        "aut",
        re.compile(r"(?:author|作者|著者|文)\s*[:：]\s*(\S.*)|by\s+(\S.*)|(\S.{0,30}?)\s*(?:著|撰|作)", re.IGNORECASE),
    ),
    (
        "trl",
        re.compile(
            r"(?:translator|译者|譯者)\s*[:：]\s*(\S.*)|translated by\s+(\S.*)|(\S.{0,30}?)\s*[译譯]", re.IGNORECASE
        ),
    ),
    (
        "edt",
        re.compile(r"(?:editor|编者|編者)\s*[:：]\s*(\S.*)|edited by\s+(\S.*)|(\S.{0,30}?)\s*[编編]", re.IGNORECASE),
    ),
)
_COUNTRY: Final = re.compile(r"^[\[［〔(（【][^\])）］〕】]{1,4}[\]］〕)）】]\s*")
_HAN_NAME: Final = re.compile(
    r"[\u3400-\u9fff]{2,4}|[\u3400-\u9fff]{1,6}(?:[·・][\u3400-\u9fff]{1,6}){1,3}|[\u3400-\u9fff] [\u3400-\u9fff]{1,2}"
)
_LATIN_NAME: Final = re.compile(
    r"(?!(?:The|An?|In|On|Of|Le|La|Les|Der|Die|Das) )(?:[A-Z][\w’'.-]*|de|van|von|la|le|du)"
    r"(?: (?:[A-Z][\w’'.-]*|de|van|von|la|le|du)){1,4}"
)
_HEADER_UNITS: Final = 30
_LONG: Final = 90


@dataclass(frozen=True, slots=True)
class Front:
    """What the first units say: `body` is the number of units that are the title page's (0: the text has none)."""

    body: int
    title: str | None
    contributors: tuple[Contributor, ...] = ()


def split_title_line(units: list[Unit]) -> None:
    """Part the first line from the lines that are set directly beneath it, so that it can be a title."""
    if units and 1 < len(units[0].lines) <= 4 and all(columns(line.text) <= 60 for line in units[0].lines):
        first, *others = units[0].lines
        units[0:1] = [Unit((first,), 99), *(Unit((line,), 0) for line in others)]


def read_front(units: Sequence[Unit]) -> Front:
    """Read the title and the contributors from the first units of a text."""
    stated = [line.text for unit in units[:_HEADER_UNITS] for line in unit.lines if len(line.text) < 200]
    titles = [match[1] for line in stated if (match := _TITLE_LINE.fullmatch(line))]
    named = [person for line in stated if re.match(r"[\w]+\s*[:：]", line) and (person := _person(line))]
    if len(units) < 2 or not _is_title(units[0]):
        return Front(0, _bare_title(titles[0]) if titles else None, tuple(named))
    body, people = 1, list(named)
    for place in range(1, min(4, len(units))):
        if explicit_heading(units[place].text) is not None or columns(units[place].text) > _LONG:
            break
        person = _author_at(units, place)
        if person is not None:
            people += [person] if person not in people else []
            body = place + 1
    return Front(body, _bare_title(titles[0] if titles else units[0].text), tuple(people))


def name_at(units: Sequence[Unit], place: int) -> Contributor | None:
    """Return the author if the unit is nothing but a name of the usual form."""
    name = _COUNTRY.sub("", units[place].text)
    return Contributor(name) if _HAN_NAME.fullmatch(name) or _LATIN_NAME.fullmatch(name) else None


def _is_title(unit: Unit) -> bool:
    text = unit.text
    if len(unit.lines) > 1 or explicit_heading(text) is not None:
        return False
    placed = placed_heading(text)
    return (placed is not None and placed.kind is Kind.BARE) or _in_brackets(text)


def _in_brackets(text: str) -> bool:
    return len(text) <= 40 and text[0] == "《" and text[-1] == "》"


def _bare_title(text: str) -> str:
    return text[1:-1] if _in_brackets(text) and "》" not in text[:-1] else text


def _author_at(units: Sequence[Unit], place: int) -> Contributor | None:
    unit = units[place]
    if len(unit.lines) > 1 or columns(unit.text) > 60 or explicit_heading(unit.text) is not None:
        return None
    person = _person(unit.text)
    if person is not None:
        return person
    following = units[place + 1] if place + 1 < len(units) else None
    if place > 1 or following is None or (unit.gap and columns(following.text) > _LONG):
        return None  # a name between blank lines above the text may be the title of its first piece
    return name_at(units, place)


def _person(line: str) -> Contributor | None:
    """Read `作者：鲁迅`, `鲁迅 著`, `by Jane Austen`, `罗新璋 译` and the like."""
    if columns(line) > 60 or re.search("[，。！？；,;!?]", line):
        return None
    for role, pattern in _ROLE_LINES:
        match = pattern.fullmatch(line)
        if match is not None:
            name = _COUNTRY.sub("", next(group for group in match.groups() if group)).strip()
            plain = _HAN_NAME.fullmatch(name) is not None or not any(map(is_wide, name)) or ":" in line or "：" in line
            return Contributor(name, role) if name and plain else None
    return None
