"""Which accessible forms a record tells of: by its coded data, and by the words that cataloguers use.

The catalogue has no kind for sound that is neither DAISY nor EPUB: cassettes, discs and files are all `mp3`, and what
they really are stands in the extent. Films are told of only with a description of the picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from access.catalog.marc.fields import Field, MarcRecord
from access.catalog.record import HeldForm, Holding
from access.catalog.tables import FormKind

_WORDS = {
    "braille": re.compile(r"盲文|点字|盲符|braille", re.IGNORECASE),
    "large": re.compile(r"大字|large[ -](?:print|type)", re.IGNORECASE),
    "sound": re.compile(
        r"有声|听书|录音|磁带|音频|talking book|audio ?book|sound (?:recording|disc|cassette)"
        r"|audio (?:disc|file|cassette)|spoken word|audio/mpeg|\bmp3\b",
        re.IGNORECASE,
    ),
    "daisy": re.compile(r"daisy", re.IGNORECASE),
    "described": re.compile(
        r"无障碍(?:电影|影片|影视|影像|电视)|口述(?:影像|电影)|audio[ -]?descri|descri(?:bed|ptive) video"
        r"|(?:films|video recordings|television programs) for people with visual disabilities",
        re.IGNORECASE,
    ),
    "electronic": re.compile(
        r"电子(?:书|图书|文本|版|资源|读物)|electronic resource|e-?book|e-?text|text file|online resource|epub",
        re.IGNORECASE,
    ),
    "epub": re.compile(r"epub", re.IGNORECASE),
    "brf": re.compile(r"\bbrf\b", re.IGNORECASE),
    "pef": re.compile(r"\bpef\b", re.IGNORECASE),
}
_VOLUMES = re.compile(r"(?<![\d.])(\d{1,4})\s*(?:v\.|vols?\b|volumes?\b|册|卷|本)", re.IGNORECASE)
LOCAL_TAG = "990"
LOCAL_MARK = "tongdu"
"""Field 990 with `$2 tongdu` tells of one form each, whole; any system may ignore it, as MARC's local fields are."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a record's codes say; `words` are texts in which a form may be named."""

    words: str = ""
    braille: bool = False
    large: bool = False
    sound: bool = False
    electronic: bool = False


def kind_told(evidence: Evidence) -> FormKind | None:
    """Return the form that a record is of, or None for print and whatever else is not accessible."""
    said = {name for name, pattern in _WORDS.items() if pattern.search(evidence.words)}
    sound = evidence.sound or "sound" in said
    electronic = evidence.electronic or "electronic" in said
    if "described" in said:
        return FormKind.DESCRIBED_FILM
    if "daisy" in said:
        return FormKind.DAISY202
    if evidence.braille or "braille" in said:
        return _braille(said, electronic=electronic)
    if sound:
        return FormKind.EPUB3 if "epub" in said else FormKind.MP3
    if evidence.large or "large" in said:
        return FormKind.LARGE_PRINT
    return FormKind.ETEXT if electronic else None


def _braille(said: set[str], *, electronic: bool) -> FormKind:
    if "pef" in said:
        return FormKind.PEF
    return FormKind.BRF if "brf" in said or electronic else FormKind.BRAILLE_VOLUMES


def volumes_in(extent: str) -> int:
    """Return the number of volumes that a printed extent begins with or holds (`3册`, `2 v.`), 0 when it tells none."""
    found = _VOLUMES.search(extent)
    return int(found[1]) if found else 0


SOUND_KINDS = frozenset({FormKind.DAISY202, FormKind.EPUB3, FormKind.MP3})
BRAILLE_KINDS = frozenset({FormKind.BRF, FormKind.PEF, FormKind.BRAILLE_VOLUMES})
ELECTRONIC_KINDS = frozenset(
    {FormKind.DAISY202, FormKind.EPUB3, FormKind.MP3, FormKind.BRF, FormKind.PEF, FormKind.ETEXT}
)
NAMES = {
    FormKind.DAISY202: ("DAISY talking book", "DAISY有声读物"),
    FormKind.EPUB3: ("EPUB talking book", "EPUB有声读物"),
    FormKind.MP3: ("MP3 talking book", "MP3有声读物"),
    FormKind.BRF: ("Braille file (BRF)", "盲文电子文件(BRF)"),
    FormKind.PEF: ("Braille file (PEF)", "盲文电子文件(PEF)"),
    FormKind.BRAILLE_VOLUMES: ("Braille book", "盲文读物"),
    FormKind.LARGE_PRINT: ("Large print book", "大字本"),
    FormKind.DESCRIBED_FILM: ("Video recording with audio description", "无障碍影片"),
    FormKind.ETEXT: ("Electronic text", "电子文本"),
}
"""How a form is named in the fields for people (genre, form), in English and Chinese."""


def local_forms(marc: MarcRecord) -> dict[str, HeldForm]:
    """Return the forms that fields 990 of ours tell of, by their link numbers ($8), without copies."""
    found: dict[str, HeldForm] = {}
    for field in marc.all(LOCAL_TAG):
        if field.first("2") != LOCAL_MARK or field.first("a") not in list(FormKind):
            continue
        volumes = field.first("c")
        found[field.first("8") or str(len(found) + 1)] = HeldForm(
            FormKind(field.first("a")),
            language=field.first("l"),
            extent=field.first("b"),
            volumes=int(volumes) if volumes.isascii() and volumes.isdigit() else 0,
            note=field.first("n"),
        )
    return found


def local_field(form: HeldForm, link: int) -> Field:
    """Return the field 990 for a form."""
    parts = [("8", str(link)), ("2", LOCAL_MARK), ("a", form.kind.value), ("b", form.extent)]
    parts += [("c", str(form.volumes) if form.volumes else ""), ("l", form.language), ("n", form.note)]
    return Field(LOCAL_TAG, "  ", tuple(part for part in parts if part[1]))


def with_copies(
    forms: dict[str, HeldForm], copies: list[tuple[str, Holding]], otherwise: HeldForm | None
) -> tuple[HeldForm, ...]:
    """Return the forms with their copies: those linked by number, the others to the first form.

    `otherwise` is the form of a record that tells of no form in field 990; None when it tells of none at all.
    """
    if not forms and otherwise is not None:
        forms = {"": otherwise}
    if not forms:
        return ()
    first = next(iter(forms))
    of_form: dict[str, list[Holding]] = {link: [] for link in forms}
    for link, copy in copies:
        of_form[link if link in of_form else first].append(copy)
    return tuple(replace(form, copies=tuple(of_form[link])) for link, form in forms.items())
