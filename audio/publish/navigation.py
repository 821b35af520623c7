"""The navigation file of EPUB 3: contents, pages of the print edition, landmarks."""

from __future__ import annotations

from access.book.model import Metadata
from audio.publish.clips import block_id
from audio.publish.epub_content import EpubContent, xhtml
from audio.publish.markup import escape, one_line
from audio.publish.survey import OutlineSection
from audio.publish.words import words


def navigation(metadata: Metadata, content: EpubContent) -> str:
    """Return `nav.xhtml`."""
    language = metadata.language
    title = escape(one_line(metadata.title))
    contents = _contents(content.found.outline, content)
    if not contents:
        contents = f'<ol>\n<li><a href="{content.files[0].name}.xhtml">{title}</a></li>\n</ol>\n'
    heading = escape(words("contents", language))
    body = [
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-label="{heading}">\n<h1>{heading}</h1>\n{contents}</nav>\n'
    ]
    pages = "".join(_page(page.id, page.label, page.leaf_id, content) for page in content.found.pages)
    if pages:
        heading = escape(words("pages", language))
        body.append(
            '<nav epub:type="page-list" role="doc-pagelist" id="pages" hidden="hidden" '
            f'aria-label="{heading}">\n<h2>{heading}</h2>\n<ol>\n{pages}</ol>\n</nav>\n'
        )
    heading = escape(words("landmarks", language))
    body.append(
        f'<nav epub:type="landmarks" id="landmarks" hidden="hidden" aria-label="{heading}">\n<h2>{heading}</h2>\n<ol>\n'
        f'<li><a epub:type="bodymatter" href="{content.files[0].name}.xhtml">'
        f"{escape(words('start', language))}</a></li>\n</ol>\n</nav>\n"
    )
    return xhtml(metadata.title, language, "".join(body))


def _contents(outline: list[OutlineSection], content: EpubContent) -> str:
    entries = "".join(_entry(part, content) for part in outline)
    return f"<ol>\n{entries}</ol>\n" if entries else ""


def _entry(part: OutlineSection, content: EpubContent) -> str:
    """An entry; a section without text of its own is stood for by its subsections."""
    file = content.file_of.get(part.section.id)
    if file is None or not part.title:
        return "".join(_entry(child, content) for child in part.children)
    link = f'<a href="{file}.xhtml#{block_id(part.section.id)}">{escape(part.title)}</a>'
    return f"<li>{link}\n{_contents(part.children, content)}</li>\n"


def _page(page_id: str, label: str, leaf_id: str, content: EpubContent) -> str:
    clip = content.clips.of_page(page_id)
    file = content.clips.file_of_leaf.get(leaf_id)
    target = clip.target if clip is not None else block_id(page_id)
    shown = escape(one_line(label)) or escape(content.word("page"))
    return f'<li><a href="{file}.xhtml#{target}">{shown}</a></li>\n' if file is not None else ""
