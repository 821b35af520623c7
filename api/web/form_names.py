"""What forms of titles and the parts that people had in them are called."""

from __future__ import annotations

from access.catalog.tables import FormKind
from api.language import _

_FORM_WORDS = {
    FormKind.DAISY202: "Talking book (DAISY 2.02)",
    FormKind.EPUB3: "Talking book with text (EPUB 3)",
    FormKind.MP3: "Sound (MP3)",
    FormKind.BRF: "Braille for the embosser (BRF)",
    FormKind.PEF: "Braille (PEF)",
    FormKind.BRAILLE_VOLUMES: "Braille volumes",
    FormKind.LARGE_PRINT: "Large print",
    FormKind.DESCRIBED_FILM: "Film with audio description",
    FormKind.ETEXT: "Electronic text",
}
_PERSON_WORDS = {
    "aut": "author",
    "trl": "translator",
    "edt": "editor",
    "com": "compiler",
    "nrt": "narrator",
    "ill": "illustrator",
    "ann": "annotator",
    "adp": "adapter",
    "wst": "writer of an introduction",
    "cmp": "composer",
    "lyr": "lyricist",
    "drt": "director",
    "act": "actor",
    "spk": "speaker",
    "pht": "photographer",
    "ctb": "contributor",
}
"""By MARC relator code, those that a library often needs."""


def form_name(kind: str) -> str:
    """Return what a form is called in the reader's language."""
    return _(_FORM_WORDS[FormKind(kind)])


def person_role_name(code: str) -> str:
    """Return what somebody did, by a MARC relator code; a rare code stands for itself."""
    return _(_PERSON_WORDS.get(code, "")) or code


def person_roles(*also: str) -> list[tuple[str, str]]:
    """Return the codes that can be chosen with their names, and others that are there already."""
    codes = dict.fromkeys([*_PERSON_WORDS, *also])
    return [(code, person_role_name(code)) for code in codes]
