"""Is the book protected against reading? (EPUB OCF 3.3, sections 4.2.6.3.2 encryption.xml and 4.3 font obfuscation)."""

from __future__ import annotations

from urllib.parse import unquote

from access.book.epub.gate import Archive, EntryError
from access.book.epub.markup import attribute, children_named, descendants, parse_package_xml
from access.errors import EncryptedBookError

FONT_OBFUSCATION = {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
_FONTS = (".otf", ".ttf", ".ttc", ".woff", ".woff2", ".dfont")
_TEXT = (".xhtml", ".html", ".htm", ".xml", ".opf", ".ncx", ".svg", ".css", ".png", ".jpg", ".jpeg", ".gif")
_RIGHTS = {
    "meta-inf/rights.xml": "it is protected by digital rights management",
    "meta-inf/sinf.xml": "it is protected by Apple FairPlay",
    "meta-inf/license.lcpl": "it is protected by a lending licence (LCP)",
}


def check_protection(archive: Archive) -> None:
    """Raise EncryptedBookError if anything but fonts is encrypted, or a rights file says that it is."""
    for name, reason in _RIGHTS.items():
        if archive.find(name) is not None:
            raise EncryptedBookError(reason=reason)
    name_of_list = archive.find("META-INF/encryption.xml")
    if name_of_list is None:
        return
    try:
        data = archive.read(name_of_list)
    except EntryError as error:
        raise EncryptedBookError(reason="its list of encrypted parts cannot be read") from error
    if not data.strip():
        return
    root = parse_package_xml(data)
    if root is None:
        raise EncryptedBookError(reason="its list of encrypted parts cannot be read")
    for encrypted in descendants(root, "EncryptedData"):
        methods = [attribute(method, "Algorithm") for method in children_named(encrypted, "EncryptionMethod")]
        parts = [unquote(attribute(part, "URI")).lower() for part in descendants(encrypted, "CipherReference")]
        only_fonts = all(part.endswith(_FONTS) or not part.endswith(_TEXT) for part in parts)
        if not methods or not set(methods) <= FONT_OBFUSCATION or not only_fonts:
            raise EncryptedBookError(reason="its text is protected by digital rights management")
