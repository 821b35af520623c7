"""Language tags of books: made proper (BCP 47), or found out from the script of the text."""

from __future__ import annotations

import re

_TAG = re.compile(r"^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$", re.IGNORECASE)
_NOBODYS = {"und", "mul", "zxx", "mis", "xx", "xxx", "none", "unknown"}

_SHORT = {
    "chi": "zh", "zho": "zh", "cmn": "zh", "eng": "en", "jpn": "ja", "kor": "ko", "fre": "fr", "fra": "fr",
    "ger": "de", "deu": "de", "spa": "es", "ita": "it", "rus": "ru", "por": "pt", "ara": "ar", "dut": "nl",
    "nld": "nl", "lat": "la", "gre": "el", "ell": "el", "heb": "he", "hin": "hi", "vie": "vi", "tha": "th",
    "swe": "sv", "dan": "da", "nor": "no", "fin": "fi", "pol": "pl", "tur": "tr", "ukr": "uk", "tib": "bo",
    "bod": "bo", "mon": "mn", "uig": "ug",
}  # fmt: skip
"""ISO 639-2 codes, both kinds, of which BCP 47 wants the two-letter form."""

_NAMES = {
    "chinese": "zh", "mandarin": "zh", "simplified chinese": "zh-CN", "traditional chinese": "zh-TW", "中文": "zh",
    "汉语": "zh", "漢語": "zh", "简体中文": "zh-CN", "簡體中文": "zh-CN",
    "繁体中文": "zh-TW", "繁體中文": "zh-TW", "chs": "zh-CN",
    "cht": "zh-TW", "english": "en", "英文": "en", "英语": "en", "japanese": "ja", "日本語": "ja", "korean": "ko",
    "french": "fr", "français": "fr", "german": "de", "deutsch": "de", "spanish": "es", "español": "es",
    "italian": "it", "russian": "ru", "portuguese": "pt", "arabic": "ar", "cn": "zh-CN", "jp": "ja", "kr": "ko",
}  # fmt: skip


def normalise_tag(written: str) -> str | None:
    """Return a proper tag (`zh-CN` for `zh_cn`, `en` for `eng` or `English`), or None if it names no language."""
    text = written.strip()
    named = _NAMES.get(text.lower())
    if named:
        return named
    text = text.split(".", 1)[0].replace("_", "-").strip("-")
    if not _TAG.match(text) or text.split("-")[0].lower() in _NOBODYS:
        return None
    first, *rest = text.split("-")
    parts = [_SHORT.get(first.lower(), first.lower())]
    for part in rest:
        if len(part) == 4 and part.isalpha():
            parts.append(part.title())
        elif len(part) == 2 and part.isalpha() and len(parts[-1]) != 1:
            parts.append(part.upper())
        else:
            parts.append(part.lower())
    return "-".join(parts)


_SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("han", re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")),
    ("kana", re.compile(r"[\u3041-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("ru", re.compile(r"[\u0400-\u04ff]")),
    ("ar", re.compile(r"[\u0620-\u06ff]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("th", re.compile(r"[\u0e01-\u0e5b]")),
    ("en", re.compile(r"[A-Za-z\u00c0-\u024f]")),
)
_OWN_SCRIPT = {"zh", "ja", "ko", "yue", "wuu", "nan", "hak", "lzh"}


def script_counts(text: str) -> dict[str, int]:
    """Count the letters of `text` by script (`han`, `kana`, otherwise the most usual language of the script)."""
    return {name: len(pattern.findall(text)) for name, pattern in _SCRIPTS}


def language_of_script(text: str) -> str:
    """Guess the language of a text from its script: one of zh, ja, ko, ru, ar, he, el, hi, th, else en."""
    counts = script_counts(text)
    han, kana = counts.pop("han"), counts.pop("kana")
    # A Latin word takes about five letters where Chinese takes one or two.
    counts["en"] //= 4
    east = "ja" if kana > (han + kana) * 0.05 else "zh"
    counts[east] = han + kana
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else "en"


def contradicts_script(tag: str, text: str) -> bool:
    """Tell whether a text of some length cannot be in the language it is said to be in, by its script alone."""
    counts = script_counts(text)
    east = counts["han"] + counts["kana"] + counts["ko"]
    total = sum(counts.values())
    if total < 200:
        return False
    if tag.split("-", maxsplit=1)[0] in _OWN_SCRIPT:
        return east * 100 < total
    return east * 10 > total * 6
