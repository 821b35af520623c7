"""Characters, attributes and addresses that are safe to write into XML."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*\Z")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\Z")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})


def clean(text: str) -> str:
    """Return the text without the characters that XML 1.0 cannot hold."""
    return _ILLEGAL.sub("", text)


def escape(text: str) -> str:
    """Return the text as XML character data; it is also safe between double quotes."""
    cleaned = clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return cleaned.replace('"', "&quot;").replace("\r", "&#13;")


def one_line(text: str) -> str:
    """Return the text cleaned, its white space folded to single blanks."""
    return " ".join(clean(text).split())


def attributes(**values: str | None) -> str:
    """Return attributes, each with a blank before it; `None` leaves one out. `_` stands for `:`, `__` for `-`."""
    parts = []
    for name, value in values.items():
        if value is not None:
            written = name.rstrip("_").replace("__", "-").replace("_", ":")
            parts.append(f' {written}="{escape(one_line(value))}"')
    return "".join(parts)


def language_tag(tag: str | None) -> str | None:
    """Return a language tag that has the form of BCP 47, or `None`."""
    if tag is None:
        return None
    written = tag.strip().replace("_", "-")
    return written if _LANGUAGE.match(written) else None


def language_attributes(tag: str | None) -> str:
    """Return `lang` and `xml:lang`, or nothing when the tag is no language tag."""
    written = language_tag(tag)
    return attributes(lang=written, xml_lang=written)


def is_right_to_left(tag: str) -> bool:
    """Tell whether a language is written from right to left, going by its primary subtag."""
    return tag.lower().split("-")[0] in _RIGHT_TO_LEFT


def outside_address(target: str) -> str | None:
    """Return an address outside the book in the form of RFC 3986, or `None` when it has none that works."""
    try:
        parts = urlsplit(target.strip())
        port = parts.port
    except ValueError:
        return None
    scheme = parts.scheme.lower()
    if scheme in {"mailto", "tel"}:
        return f"{scheme}:{quote(parts.path, safe='@+-._~,')}" if parts.path and not parts.netloc else None
    host = parts.hostname or ""
    if scheme not in {"http", "https"} or not _HOST.match(host):
        return None
    place = host if port is None else f"{host}:{port}"
    path = quote(parts.path, safe="/%:@!$&'()*+,;=-._~")
    query = quote(parts.query, safe="/?%:@!$&'()*+,;=-._~")
    fragment = quote(parts.fragment, safe="/?%:@!$&'()*+,;=-._~")
    return urlunsplit((scheme, place, _whole_escapes(path), _whole_escapes(query), _whole_escapes(fragment)))


def _whole_escapes(text: str) -> str:
    """A percent sign that begins no escape is one itself."""
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
