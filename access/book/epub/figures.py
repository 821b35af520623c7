"""Pictures with what stands for them: alternative text, caption, long description."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lxml import etree

from access.book.epub.converting import Context, FlowItem
from access.book.epub.elements import is_skipped, shows_text
from access.book.epub.markup import attribute, children_named, descendants, is_hidden, local_name, text_content
from access.book.epub.package import is_remote, resolve
from access.book.model import Block, Figure

if TYPE_CHECKING:
    from access.book.epub.document import DocumentReader

_PICTURES = frozenset({"img", "svg", "image"})


def is_decorative(element: etree._Element) -> bool:
    """Tell whether a picture is said to mean nothing: an empty `alt`, or a role or state that takes it away."""
    if set(element.get("role", "").split()) & {"presentation", "none"} or element.get("aria-hidden") == "true":
        return True
    return local_name(element) == "img" and element.get("alt") is not None and not alternative(element)


def alternative(element: etree._Element) -> str:
    """Return the text that stands for a picture; empty if there is none."""
    labels = [element.get("aria-label"), element.get("alt")]
    if local_name(element) == "svg":
        labels += [text_content(title) for title in children_named(element, "title")]
        labels.append(" ".join(text_content(text) for text in descendants(element, "text")))
        labels += [
            attribute(picture, "alt") or attribute(picture, "title") for picture in descendants(element, "image")
        ]
    for label in labels:
        text = " ".join((label or "").split())
        if text:
            return text
    return ""


def read_picture(
    reader: DocumentReader,
    element: etree._Element,
    out: list[FlowItem],
    context: Context,
    *,
    caption: tuple[Block, ...] = (),
    described: tuple[Block, ...] = (),
) -> None:
    """Add a picture as a figure, unless it is decorative and nothing is said of it."""
    if is_decorative(element) and not caption and not described:
        return
    context = reader.within(element, context)
    text = alternative(element)
    image = _image(reader, element)
    identifier = reader.leaf("fig", f"{text}\0{image or ''}")
    description = (*_description(reader, element, context), *described)
    out.append(Figure(identifier, text, description, caption, image, context.language))


def _image(reader: DocumentReader, element: etree._Element) -> str | None:
    shelf = reader.shared.images
    if local_name(element) == "svg":
        inside = [attribute(image, "href") for image in descendants(element, "image")]
        shapes = [
            child for child in element.iter() if local_name(child) in {"path", "rect", "circle", "line", "text", "g"}
        ]
        if len(inside) != 1 or len(shapes) > 1:
            return shelf.put_svg(f"{reader.name}#svg-{len(shelf.images) + 1}", element)
        source = inside[0]
    else:
        source = attribute(element, "src") or attribute(element, "href")
    if not source.strip():
        return None
    if is_remote(source):
        if not source.strip().lower().startswith("data:"):
            reader.shared.remarks.add("A picture lies on another computer and was left out.", source.strip()[:200])
        return None
    return reader.shared.find_image(reader.name, source)


def _description(reader: DocumentReader, element: etree._Element, context: Context) -> tuple[Block, ...]:
    """Return the long description that a picture names, where it is not read anyway in its own place."""
    blocks: list[Block] = []
    inner = replace(context.inside(), nested=True)
    if local_name(element) == "svg":
        for described in children_named(element, "desc"):
            text = text_content(described)
            if text:
                blocks.append(reader.paragraph_of(text, inner))
    named = f"{element.get('aria-describedby', '')} {element.get('aria-details', '')}".split()
    longdesc = element.get("longdesc", "").strip()
    if longdesc.startswith("#"):
        named.append(longdesc[1:])
    for identifier in dict.fromkeys(named):
        target = reader.by_id.get(identifier)
        if target is not None and target is not element and _is_out_of_sight(target):
            blocks += reader.hidden_blocks(target, inner)
    if longdesc and not longdesc.startswith("#") and not is_remote(longdesc):
        blocks += reader.shared.describe(*resolve(reader.name, longdesc))
    return tuple(blocks)


def _is_out_of_sight(element: etree._Element) -> bool:
    return any(is_hidden(place) for place in (element, *element.iterancestors()))


def read_figure(reader: DocumentReader, element: etree._Element, out: list[FlowItem], context: Context) -> None:
    """Add a `<figure>`: its picture with caption and description; what else is in it stays as it is."""
    inner = context.inside()
    pictures = [child for child in _outer_pictures(element) if not _hidden_within(child, element)]
    captions = [child for child in element if local_name(child) == "figcaption" and not is_skipped(child)]
    label = element.get("aria-label", "")
    if len(pictures) != 1 or _other_content(element, pictures):
        reader.content(element, out, inner)
        return
    picture = pictures[0]
    if not alternative(picture) and label and picture.get("alt") is None:
        picture.set("aria-label", label)
    reader.visit(picture)
    caption: tuple[Block, ...] = ()
    described: tuple[Block, ...] = ()
    for child in captions:
        reader.visit(child)
        caption += reader.blocks(child, reader.within(child, inner))
    for child in element:
        if local_name(child) == "details" and not is_skipped(child):
            described += reader.blocks(child, reader.within(child, inner))
    read_picture(reader, picture, out, context, caption=caption, described=described)


def _outer_pictures(element: etree._Element) -> list[etree._Element]:
    found = [child for child in element.iter() if local_name(child) in _PICTURES and child is not element]
    inside_svg = {
        child for picture in found if local_name(picture) == "svg" for child in picture.iter() if child is not picture
    }
    return [child for child in found if child not in inside_svg]


def _hidden_within(element: etree._Element, outer: etree._Element) -> bool:
    place: etree._Element | None = element
    while place is not None and place is not outer:
        if is_skipped(place):
            return True
        place = place.getparent()
    return False


def _other_content(element: etree._Element, pictures: list[etree._Element]) -> bool:
    """Tell whether a figure shows text besides its picture, caption and details."""
    if (element.text or "").strip():
        return True
    for child in element:
        if (child.tail or "").strip():
            return True
        if local_name(child) not in {"figcaption", "details"} and child not in pictures and shows_text(child):
            return True
    return False
