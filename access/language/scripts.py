"""Which characters belong to which script, as insides of regular-expression character classes (Unicode 15 blocks)."""

from __future__ import annotations

HAN = (
    r"\u2e80-\u2fdf\u3005\u3007\u3021-\u3029\u3038-\u303b\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    r"\U00020000-\U000323af"
)
KANA = r"\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fd-\u30ff\u31f0-\u31ff\uff66-\uff6f\uff71-\uff9d"
KANA_MARKS = r"\u3099\u309a\u30fb\u30fc\uff65\uff70\uff9e\uff9f"
"""Signs that belong to kana only beside kana: the length mark, the middle dot, the voicing marks."""
BOPOMOFO = r"\u3105-\u312f\u31a0-\u31bf"
HANGUL = r"\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff"
LATIN = (
    r"A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1d00-\u1d25\u1e00-\u1eff\u2160-\u2188\u2c60-\u2c7f"
    r"\ua720-\ua7ff\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a"
)
CYRILLIC = r"\u0400-\u0481\u0483-\u052f\u1c80-\u1c8f\u2de0-\u2dff\ua640-\ua69f"
GREEK = r"\u0370-\u037d\u037f-\u0386\u0388-\u03ff\u1f00-\u1fff"
ARABIC = r"\u0620-\u065f\u066e-\u06d3\u06d5-\u06dc\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
HEBREW = r"\u0591-\u05bd\u05bf-\u05c7\u05d0-\u05f2\ufb1d-\ufb4f"
DEVANAGARI = r"\u0900-\u0963\u0971-\u097f\ua8e0-\ua8ff"
THAI = r"\u0e01-\u0e3a\u0e40-\u0e4e"
TIBETAN = r"\u0f00\u0f18-\u0f39\u0f3e-\u0fbc"
MONGOLIAN = r"\u1807\u180b-\u180f\u1820-\u18af"
COMBINING = (
    r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U000e0100-\U000e01ef"
)
"""What is written onto the character before it, in any script: diacritics, joiners, variation selectors."""
CJK_PUNCTUATION = (
    r"\u3000-\u3004\u3008-\u3020\u3030\u303d\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40"
    r"\uff5b-\uff64\ufe10-\ufe1f\ufe30-\ufe4f"
)
"""Marks that only East Asian typesetting uses, the wide blank among them. “ ” ‘ ’ … — · are shared and not here."""
