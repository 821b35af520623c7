"""How expected Chinese braille is written in the tests, and a way from it to cells (nothing of the translator)."""

import re


def _listed(names: str, cells: str) -> dict[str, str]:
    return dict(zip(names.split(), cells, strict=True))


_INITIAL = _listed("b p m f d t n l g k h j q x zh ch sh r z c s", "⠃⠏⠍⠋⠙⠞⠝⠇⠛⠅⠓⠛⠅⠓⠌⠟⠱⠚⠵⠉⠎")
_FINAL = _listed("a o e i u v ai ei ao ou an en ang eng ong er", "⠔⠢⠢⠊⠥⠬⠪⠮⠖⠷⠧⠴⠦⠼⠲⠗")
_FINAL |= _listed("ia ie iao iu ian in iang ing iong", "⠫⠑⠜⠳⠩⠣⠭⠡⠹")
_FINAL |= _listed("ua uo uai ui uan un uang ve van vn", "⠿⠕⠽⠺⠻⠒⠶⠾⠯⠸")
_SPELT = {"yi": "i", "ya": "ia", "ye": "ie", "yao": "iao", "you": "iu", "yan": "ian", "yin": "in", "yang": "iang"}
_SPELT |= {"ying": "ing", "yong": "iong", "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan"}
_SPELT |= {"wen": "un", "wang": "uang", "weng": "ong", "yu": "v", "yue": "ve", "yuan": "van", "yun": "vn"}
_TONE = {"1": "⠁", "2": "⠂", "3": "⠄", "4": "⠆", "": ""}
_PART = re.compile(r"([a-z]+)([1-4]?)|(.)")


def syllable(plain: str) -> str:
    """The cells of a toneless syllable."""
    if plain in _SPELT:
        return _FINAL[_SPELT[plain]]
    if plain in _FINAL:
        return _FINAL[plain]
    initial = plain[:2] if plain[1:2] == "h" else plain[:1]
    final = plain[len(initial) :]
    if final == "i" and initial in ("zh", "ch", "sh", "r", "z", "c", "s"):
        return _INITIAL[initial]
    if (initial in ("j", "q", "x") and final.startswith("u")) or final == "ue":
        final = "v" + final[1:]
    return _INITIAL[initial] + _FINAL[final]


def cells(expected: str) -> str:
    """What an expectation means in cells."""
    out = []
    for plain, tone, other in _PART.findall(expected):
        out.append(syllable(plain) + _TONE[tone] if plain else {" ": "\u2800", ".": ""}.get(other, other))
    return "".join(out)
