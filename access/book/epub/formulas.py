"""Formulas: MathML as readable text, and cleaned for those who can use the MathML itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from access.book.epub.converting import Context, FlowItem
from access.book.epub.markup import MATHML, copy_of, is_well_formed, local_name, text_content
from access.book.model import Math

if TYPE_CHECKING:
    from access.book.epub.document import DocumentReader

_ANNOTATIONS = frozenset({"annotation", "annotation-xml", "script", "maction"})
MOST_MATHML = 200_000


def formula_text(element: etree._Element) -> str:
    """Return a formula as text: its `alttext`, or else what it shows."""
    said = " ".join(element.get("alttext", "").split())
    return said or text_content(_without_annotations(element))


def _without_annotations(element: etree._Element) -> etree._Element:
    copy = copy_of(element)
    for inner in list(copy.iter()):
        parent = inner.getparent()
        if parent is not None and local_name(inner) in _ANNOTATIONS:
            parent.remove(inner)
            continue
        for key in list(inner.attrib):
            if str(key).lower().startswith("on") or str(key).rpartition("}")[2].lower() in {"href", "src", "base"}:
                del inner.attrib[key]
    etree.cleanup_namespaces(copy)
    return copy


def read_formula(reader: DocumentReader, element: etree._Element, out: list[FlowItem], context: Context) -> None:
    """Add a formula that stands by itself."""
    text = formula_text(element)
    if not text:
        return
    cleaned = _without_annotations(element)
    mathml = etree.tostring(cleaned, encoding="unicode")
    if MATHML not in mathml:
        mathml = mathml.replace("<math", f'<math xmlns="{MATHML}"', 1)
    usable = len(mathml) <= MOST_MATHML and is_well_formed(mathml.encode())
    out.append(Math(reader.leaf("math", text), text, mathml if usable else None, context.language))
