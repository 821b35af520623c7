"""Records as MARCXML, in and out.

The text between `<record` and `</record>` is parsed by itself: a record that is not well-formed costs only itself,
memory is that of one record, and there is nowhere for a document type with entities to stand (no file, no network, no
bomb). Records wrapped in answers of OAI-PMH or SRU are found as well.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from lxml import etree

from access.catalog.marc.fields import Field, MarcRecord
from access.catalog.record import MOST_DESCRIPTION
from access.errors import RefusedRecordError

NAMESPACE = "http://www.loc.gov/MARC21/slim"
_MARK = re.compile(r"<(/?)((?:[A-Za-z_][\w.-]*:)?)record(?=[\s/>])[^<>]*>")
_CONTENT = re.compile("<(?:[^<>:]*:)?(?:leader|controlfield|datafield)[ />]")
"""By which a record of MARC is told from one of OAI-PMH that stands around it."""
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][\w.-]*):[A-Za-z_]")
_CHUNK = 1 << 16
_MOST_RECORD = 1 << 22
"""Characters of a record, as text; ISO 2709 would allow a fortieth of it."""
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK_LEADER = " " * 24


def xml_records(file: BinaryIO) -> Iterator[MarcRecord | RefusedRecordError]:
    """Yield the records of a file, or for each that is damaged why."""
    for text in _record_texts(_decoded_stream(file)):
        try:
            yield text if isinstance(text, RefusedRecordError) else _parse(text)
        except RefusedRecordError as error:
            yield error


def _decoded_stream(file: BinaryIO) -> Iterator[str]:
    head = file.read(_CHUNK)
    declared = _DECLARED.match(head.removeprefix(codecs.BOM_UTF8))
    encoding = "utf-16" if head[:2] in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE} else "utf-8-sig"
    if declared and encoding == "utf-8-sig":
        name = declared[1].decode("ascii").lower()
        encoding = "gb18030" if name in {"gbk", "gb2312"} else "utf-8-sig" if name in {"utf-8", "utf8"} else name
    try:
        decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    except LookupError as error:
        raise RefusedRecordError(reason="its encoding is not known here") from error
    while head:
        yield decoder.decode(head)
        head = file.read(_CHUNK)
    yield decoder.decode(b"", final=True)


def _record_texts(stream: Iterator[str]) -> Iterator[str | RefusedRecordError]:
    """Yield the text of every innermost `record` element; what stands around them is passed over."""
    held, begun, seen = "", -1, 0
    for block in stream:
        held += block
        for mark in _MARK.finditer(held, seen):
            seen = mark.end()
            if mark[1] and begun >= 0:
                yield held[begun:seen]
                begun = -1
            elif not mark[1]:
                if begun >= 0 and _CONTENT.search(held, begun, mark.start()):
                    yield RefusedRecordError(reason="it is cut off, or its end mark is missing")
                begun = -1 if mark[0].endswith("/>") else mark.start()
        keep = begun if begun >= 0 else max(held.rfind("<"), seen)
        held, seen, begun = held[keep:], max(seen - keep, 0), min(begun, 0)
        if len(held) > _MOST_RECORD:
            yield RefusedRecordError(reason="it is too long")
            held, seen, begun = "", 0, -1
    if begun >= 0:
        yield RefusedRecordError(reason="it is cut off, or its end mark is missing")


def _parse(text: str) -> MarcRecord:
    if _SURROGATE.search(text):
        raise RefusedRecordError(reason="its characters are in no encoding that is known, or are damaged")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    prefixes = "".join(
        f' xmlns:{prefix}="{prefix}"' for prefix in sorted(set(_PREFIX.findall(text)) - {"xml", "xmlns"})
    )
    try:
        root = etree.fromstring(f"<all{prefixes}>{text}</all>".encode(), parser)[0]
    except etree.XMLSyntaxError as error:
        raise RefusedRecordError(reason="its XML is damaged") from error
    leader, fields = "", []
    for element in root:
        name = etree.QName(element).localname if isinstance(element.tag, str) else ""
        if name == "leader":
            leader = _text(element)
        elif name == "controlfield":
            fields.append(Field(element.get("tag", ""), data=_text(element)))
        elif name == "datafield":
            fields.append(_data_field(element))
    if not fields:
        raise RefusedRecordError(reason="it has no fields")
    return MarcRecord((leader + _BLANK_LEADER)[:24], tuple(fields))


def _data_field(element: etree._Element) -> Field:
    indicators = f"{element.get('ind1', ' ')[:1] or ' '}{element.get('ind2', ' ')[:1] or ' '}"
    subfields = tuple(
        (part.get("code", "")[:1], _text(part)) for part in element if isinstance(part.tag, str) and part.get("code")
    )
    return Field(element.get("tag", ""), indicators, subfields)


def _text(element: etree._Element) -> str:
    return "".join(str(piece) for piece in element.itertext())[:MOST_DESCRIPTION]


def xml_element(record: MarcRecord) -> etree._Element:
    """Return a record as an element `record` of MARCXML."""
    namespaces: dict[Any, str] = {None: NAMESPACE}  # a namespace without a prefix, which the types do not foresee
    root = etree.Element(f"{{{NAMESPACE}}}record", nsmap=namespaces)
    etree.SubElement(root, f"{{{NAMESPACE}}}leader").text = record.leader
    for field in record.fields:
        if field.data:
            etree.SubElement(root, f"{{{NAMESPACE}}}controlfield", tag=field.tag).text = field.data
            continue
        marks = {"tag": field.tag, "ind1": field.indicators[0], "ind2": field.indicators[1]}
        element = etree.SubElement(root, f"{{{NAMESPACE}}}datafield", marks)
        for code, value in field.subfields:
            etree.SubElement(element, f"{{{NAMESPACE}}}subfield", code=code).text = value
    return root
