"""Small EPUBs for tests, made in memory: proper ones in one call, and as broken as a test wants them.

`simple_epub` makes a valid EPUB 3 from the bodies of its documents. `build_epub` writes exactly the files it is given,
with a container and a package where they are not among them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

CONTAINER = """<?xml version="1.0" encoding="UTF-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
  <rootfiles><rootfile full-path="{opf}" media-type="application/oebps-package+xml"/></rootfiles>
</container>"""

MEDIA_TYPES = {
    "xhtml": "application/xhtml+xml", "html": "application/xhtml+xml", "ncx": "application/x-dtbncx+xml",
    "css": "text/css", "png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml",
    "webp": "image/webp", "otf": "font/otf", "ttf": "font/ttf", "js": "text/javascript", "mp3": "audio/mpeg",
}  # fmt: skip

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)
"""A picture of one pixel."""


def document(body: str, *, language: str = "en", title: str = "", head: str = "", body_attributes: str = "") -> str:
    """Return an XHTML document around the inside of a body."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'lang="{language}" xml:lang="{language}"><head><title>{escape(title)}</title>{head}</head>'
        f"<body {body_attributes}>{body}</body></html>"
    )


def navigation(lines: str, *, pages: str = "", language: str = "en") -> str:
    """Return a navigation document: `lines` is the inside of the contents' `<ol>`, `pages` that of the page list's."""
    page_list = f'<nav epub:type="page-list" hidden=""><ol>{pages}</ol></nav>' if pages else ""
    return document(f'<nav epub:type="toc"><h2>Contents</h2><ol>{lines}</ol></nav>{page_list}', language=language)


def contents(*lines: tuple[str, str]) -> str:
    """Return flat lines of contents from pairs of address and label."""
    return "".join(f'<li><a href="{escape(href)}">{escape(label)}</a></li>' for href, label in lines)


def package(
    names: Iterable[str],
    *,
    title: str | None = "A book",
    language: str | None = "en",
    identifier: str | None = "urn:test:book",
    metadata: str = "",
    spine: Sequence[str] | None = None,
    nonlinear: Iterable[str] = (),
    manifest: str = "",
    version: str = "3.0",
    nav: str = "nav.xhtml",
) -> str:
    """Return a package document; all documents but `nav` are the spine, in order, unless `spine` says otherwise."""
    names = list(names)
    order = [name for name in names if _ending(name) in {"xhtml", "html"} and name != nav] if spine is None else spine
    ids = {name: f"item-{place}" for place, name in enumerate(names)}
    said_nav = {nav: ' properties="nav"'} if version >= "3" else {}
    items = "".join(
        f'<item id="{ids[name]}" href="{escape(name)}" '
        f'media-type="{MEDIA_TYPES.get(_ending(name), "text/plain")}"{said_nav.get(name, "")}/>'
        for name in names
    )
    outside = dict.fromkeys(nonlinear, ' linear="no"')
    references = "".join(f'<itemref idref="{ids.get(name, name)}"{outside.get(name, "")}/>' for name in order)
    ncx = next((f' toc="{ids[name]}"' for name in names if name.endswith(".ncx")), "")
    said = "".join(
        f"<dc:{name}{extra}>{escape(value)}</dc:{name}>"
        for name, extra, value in (
            ("title", "", title),
            ("language", "", language),
            ("identifier", ' id="book-id"', identifier),
        )
        if value is not None
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><package xmlns="http://www.idpf.org/2007/opf" version="{version}" '
        'unique-identifier="book-id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:opf="http://www.idpf.org/2007/opf">{said}{metadata}</metadata>'
        f"<manifest>{items}{manifest}</manifest><spine{ncx}>{references}</spine></package>"
    )


def _ending(name: str) -> str:
    return name.rpartition(".")[2].lower()


def build_epub(
    files: Mapping[str, str | bytes],
    *,
    opf: str | None = None,
    opf_name: str = "OEBPS/content.opf",
    container: str | None = None,
    mimetype: str | None = "application/epub+zip",
    compression: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """Return an archive of `files` by their full names, with mimetype, container and package `opf` added.

    A part is left out where it is empty (`container=""`, `mimetype=None`) and not written where `files` has it already.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        if mimetype is not None:
            archive.writestr("mimetype", mimetype, compress_type=zipfile.ZIP_STORED)
        container = CONTAINER.format(opf=opf_name) if container is None else container
        if container and "META-INF/container.xml" not in files:
            archive.writestr("META-INF/container.xml", container)
        if opf and opf_name not in files:
            archive.writestr(opf_name, opf)
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def simple_epub(
    bodies: Mapping[str, str],
    *,
    title: str | None = "A book",
    language: str | None = "en",
    nav: str | None = None,
    others: Mapping[str, str | bytes] | None = None,
    metadata: str = "",
    identifier: str | None = "urn:test:book",
    spine: Sequence[str] | None = None,
    nonlinear: Iterable[str] = (),
    pages: str = "",
) -> bytes:
    """Return an EPUB 3 of documents given as the insides of their bodies.

    A body that begins with `<?xml`, `<!DOCTYPE` or `<html` is taken as a whole document. `nav` is the inside of the
    contents' list; by default it has a line for each document. `others` are pictures and the like by name.
    """
    whole = ("<?xml", "<!DOCTYPE", "<html")
    language_here = language or "en"
    documents = {
        name: body if body.startswith(whole) else document(body, language=language_here, title=title or "")
        for name, body in bodies.items()
    }
    lines = contents(*((name, Path(name).stem) for name in bodies)) if nav is None else nav
    names = {**documents, "nav.xhtml": navigation(lines, pages=pages, language=language_here), **(others or {})}
    opf = package(
        names,
        title=title,
        language=language,
        identifier=identifier,
        metadata=metadata,
        spine=spine,
        nonlinear=nonlinear,
    )
    return build_epub({f"OEBPS/{name}": data for name, data in names.items()}, opf=opf)
