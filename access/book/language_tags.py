"""Language tags of books: made proper (BCP 47), and held against the script of the text."""

from __future__ import annotations

import re

from access.language import scripts

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


_EASTERN = re.compile(f"[{scripts.HAN}{scripts.KANA}{scripts.HANGUL}]")
_OWN_SCRIPT = {"zh", "ja", "ko", "yue", "wuu", "nan", "hak", "lzh"}
_ENOUGH = 200
"""Letters from which the script of a text says something."""


def contradicts_script(tag: str, text: str) -> bool:
    """Tell whether a text of some length cannot be in the language it is said to be in, by its script alone."""
    letters = sum(character.isalpha() for character in text)
    eastern = len(_EASTERN.findall(text))
    if letters < _ENOUGH:
        return False
    if tag.split("-", maxsplit=1)[0] in _OWN_SCRIPT:
        return eastern * 100 < letters
    return eastern * 10 > letters * 6
