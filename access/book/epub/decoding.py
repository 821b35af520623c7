"""From the bytes of an XML or HTML file to text that any parser takes: no DTD, no entities, no forbidden characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from html.entities import html5

from access.errors import UnsafeBookError

MOST_EXPANDED = 1_000_000
"""Characters that the entities of one file may add to it."""

MOST_SUBSET = 200_000
"""Characters of a document type's internal part that are looked at."""

MOST_ATTRIBUTES = 2000
"""Attributes of one element; parsers take time that grows with their square."""

_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{20000,}")
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_NOT_CHARSETS = {"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "utf-7", "mbcs", "oem"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_DECLARATION = re.compile(r"^\s*<\?xml\b[^>]*\?>\s*")
_ENTITY = re.compile(
    r"<!ENTITY\s+(?P<name>[\w.:-]{1,100})\s+(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|(?P<outside>SYSTEM|PUBLIC)\b)"
)
_REFERENCE = re.compile(r"&(?:#(?P<number>[xX]?[0-9A-Fa-f]{1,8});|(?P<name>[A-Za-z_][\w.-]{0,99});)|&")
_KEPT = {"lt", "gt", "amp", "quot", "apos"}


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text without XML declaration, DTD and entities. `outside` tells that it asked for a file outside of itself."""

    text: str
    guessed_encoding: bool = False
    outside: bool = False


def decode_markup(data: bytes) -> Decoded:
    """Decode and defuse a file; UnsafeBookError if its entities multiply or an element has a flood of attributes."""
    text, guessed = _decode(data)
    text = _DECLARATION.sub("", _FORBIDDEN.sub("", text), count=1)
    for tag in _LONG_TAG.finditer(text):
        if tag.group().count("=") > MOST_ATTRIBUTES:
            raise UnsafeBookError(reason="an element in it has too many attributes")
    text, entities, outside = _without_doctype(text)
    return Decoded(_expand(text, entities), guessed, outside)


def _decode(data: bytes) -> tuple[str, bool]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), False
    if data[:4] == b"<\x00?\x00":
        return data.decode("utf-16-le", "replace"), False
    if data[:4] == b"\x00<\x00?":
        return data.decode("utf-16-be", "replace"), False
    head = data[:2000]
    declared = _XML_ENCODING.search(head) or _META_CHARSET.search(head)
    names = [declared.group(1).decode("ascii").lower().replace("_", "-")] if declared else []
    for place, name in enumerate([*names, "utf-8", "gb18030"]):
        if name.replace("-", "_") in _NOT_CHARSETS or name in _NOT_CHARSETS or name.startswith("utf-16"):
            continue
        try:
            text = data.decode(name)
        except (LookupError, ValueError):
            continue
        return text, place > 0 and (bool(declared) or name != "utf-8")
    return data.decode("utf-8" if _mostly_utf8(data) else "cp1252", "replace"), True


def _mostly_utf8(data: bytes) -> bool:
    """A few broken bytes in a UTF-8 file do not make it Latin."""
    return data.decode("utf-8", "replace").count("\ufffd") * 50 < max(len(data), 1)


def _without_doctype(text: str) -> tuple[str, dict[str, str], bool]:
    """Cut out the document type; return the text, its internal entities and whether any of them lie outside."""
    start = text.find("<!DOCTYPE", 0, 100_000)
    if start < 0:
        start = text.find("<!doctype", 0, 100_000)
    if start < 0:
        return text, {}, False
    close, bracket = text.find(">", start), text.find("[", start)
    subset = ""
    end = close + 1
    if 0 <= bracket < close:
        finish = re.compile(r"\]\s*>").search(text, bracket)
        end = finish.end() if finish else close + 1
        subset = text[bracket + 1 : finish.start()][:MOST_SUBSET] if finish else ""
    if close < 0:
        return text, {}, False
    entities: dict[str, str] = {}
    outside = False
    for match in _ENTITY.finditer(subset):
        if match["outside"]:
            entities.setdefault(match["name"], "")
            outside = True
        else:
            entities.setdefault(match["name"], match["double"] if match["double"] is not None else match["single"])
    if re.search(r"<!ENTITY\s+%", subset):
        outside = True
    return text[:start] + text[end:], entities, outside


def _expand(text: str, entities: dict[str, str]) -> str:
    """Replace entities by what they stand for; unknown ones and stray ampersands become plain text."""
    expanded = _flat_entities(entities)
    budget = MOST_EXPANDED

    def replace(match: re.Match[str]) -> str:
        nonlocal budget
        number, name = match["number"], match["name"]
        if number is not None:
            return _number(number)
        if name is None:
            return "&amp;"
        if name in _KEPT:
            return match.group()
        if name in expanded:
            budget -= len(expanded[name])
            if budget < 0:
                raise UnsafeBookError(reason="its entities would multiply into a huge text")
            return expanded[name]
        return _html_entity(name)

    if "&" not in text:
        return text
    if "<![CDATA[" not in text:
        return _REFERENCE.sub(replace, text)
    parts: list[str] = []
    place = 0
    while (start := text.find("<![CDATA[", place)) >= 0 and (end := text.find("]]>", start)) >= 0:
        parts += [_REFERENCE.sub(replace, text[place:start]), text[start : end + 3]]
        place = end + 3
    return "".join([*parts, _REFERENCE.sub(replace, text[place:])])


def _number(number: str) -> str:
    try:
        code = int(number[1:], 16) if number[0] in "xX" else int(number)
        character = chr(code)
    except (ValueError, OverflowError):
        return ""
    if _FORBIDDEN.match(character):
        return ""
    return f"&#{code};"


def _flat_entities(entities: dict[str, str]) -> dict[str, str]:
    """Resolve entities in entities, a few levels deep and never to more than the budget."""
    flat = dict(entities)
    for _ in range(6):
        changed = False
        for name, value in flat.items():
            if "&" not in value:
                continue
            parts: list[str] = []
            size = 0
            place = 0
            for match in _REFERENCE.finditer(value):
                inner = match["name"]
                if inner is None or inner in _KEPT or inner not in flat:
                    continue
                changed = True
                parts += [value[place : match.start()], flat[inner] if inner != name else ""]
                size += len(parts[-1])
                place = match.end()
                if size > MOST_EXPANDED:
                    raise UnsafeBookError(reason="its entities would multiply into a huge text")
            flat[name] = "".join(parts) + value[place:]
        if not changed:
            break
    return {name: _REFERENCE.sub(_plain_reference, value) for name, value in flat.items()}


def _plain_reference(match: re.Match[str]) -> str:
    if match["number"] is not None:
        return _number(match["number"])
    if match["name"] is None:
        return "&amp;"
    return match.group() if match["name"] in _KEPT else _html_entity(match["name"])


def _html_entity(name: str) -> str:
    """Return what an entity of HTML stands for, or its name as text if there is none."""
    known = html5.get(name + ";")
    return known.replace("&", "&amp;").replace("<", "&lt;") if known is not None else f"&amp;{name};"
