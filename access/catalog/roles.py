"""What contributors did: MARC relator codes, and the words and numbers that stand for them in records."""

from __future__ import annotations

import re

DEFAULT_ROLE = "aut"
OTHER_ROLE = "ctb"
MOST_STATEMENT = 2000
"""Characters of a statement of responsibility that are looked at."""

_CHINESE = {
    "著": "aut", "撰": "aut", "作": "aut", "作者": "aut", "著者": "aut", "原著": "aut", "编著": "aut", "撰写": "aut",
    "译": "trl", "翻译": "trl", "译者": "trl", "编译": "trl", "译注": "trl", "主编": "edt", "编": "edt",
    "编辑": "edt", "编者": "edt", "校": "edt", "校订": "edt", "编选": "com", "选编": "com", "辑": "com",
    "编纂": "com", "汇编": "com", "绘": "ill", "绘画": "ill", "插图": "ill", "图": "ill", "朗读": "nrt",
    "朗诵": "nrt", "播讲": "nrt", "演播": "nrt", "播音": "nrt", "诵读": "nrt", "讲述": "nrt", "注": "ann",
    "注释": "ann", "校注": "ann", "评注": "ann", "评": "cwt", "改编": "adp", "导演": "drt", "编剧": "aus",
    "演": "act", "主演": "act", "表演": "prf", "制片": "pro", "摄影": "pht", "口述": "ive", "整理": "com",
    "作序": "aui", "序": "aui", "作曲": "cmp", "作词": "lyr", "解说": "nrt", "盲文翻译": "brl", "盲文编辑": "brl",
    "录音": "rce", "设计": "dsr", "出版": "pbl", "主讲": "spk", "讲": "spk", "审校": "pfr", "审定": "rev",
}  # fmt: skip
_ENGLISH = {
    "author": "aut", "translator": "trl", "editor": "edt", "illustrator": "ill", "narrator": "nrt", "reader": "nrt",
    "compiler": "com", "annotator": "ann", "adapter": "adp", "director": "drt", "film director": "drt", "actor": "act",
    "screenwriter": "aus", "performer": "prf", "composer": "cmp", "lyricist": "lyr", "photographer": "pht",
    "braille embosser": "brl", "contributor": "ctb", "writer of introduction": "wst", "publisher": "pbl",
    "recording engineer": "rce", "speaker": "spk", "proofreader": "pfr", "producer": "pro", "voice actor": "vac",
}  # fmt: skip
_UNIMARC = {
    "070": "aut", "730": "trl", "340": "edt", "440": "ill", "550": "nrt", "220": "com", "020": "ann", "010": "adp",
    "300": "drt", "005": "act", "690": "aus", "590": "prf", "230": "cmp", "520": "lyr", "600": "pht", "205": "ctb",
    "080": "aui", "650": "pbl", "670": "rce", "630": "pro", "100": "ant", "160": "bsl", "210": "cmm", "410": "ill",
}  # fmt: skip
_WORD_OF = {
    "aut": "著", "trl": "译", "edt": "编", "com": "编选", "ill": "绘", "nrt": "朗读", "ann": "注", "adp": "改编",
    "drt": "导演", "aus": "编剧", "act": "演", "prf": "表演", "pht": "摄影", "aui": "序", "cmp": "作曲",
    "lyr": "作词", "pbl": "出版", "spk": "主讲", "pfr": "审校", "brl": "盲文翻译", "rce": "录音", "pro": "制片",
    "ive": "口述", "cwt": "评", "dsr": "设计", "rev": "审定",
}  # fmt: skip
_CODE = re.compile("[a-z]{3}")


def role_of(written: str) -> str:
    """Return the relator code for a code, its address, a UNIMARC number, or a word in Chinese or English.

    `OTHER_ROLE` when it is none of these: somebody had a part in it.
    """
    bare = written.strip().strip(".,:;[]()（）［］，。 ").rsplit("/", 1)[-1].lower()
    known = _UNIMARC.get(bare) or _ENGLISH.get(bare) or _CHINESE.get(bare)
    if known:
        return known
    if _CODE.fullmatch(bare):
        return bare
    for length in (2, 1):  # 主编并译 and the like: by what they end in
        if bare[-length:] in _CHINESE:
            return _CHINESE[bare[-length:]]
    return OTHER_ROLE


def chinese_word(role: str) -> str:
    """Return the word that Chinese records use, or the code where there is none that says the same."""
    return _WORD_OF.get(role, role)


def split_statement(statement: str) -> tuple[tuple[str, str], ...]:
    """Split a Chinese statement of responsibility into names and roles: `(英)狄更斯著 ; 张谷若译`.

    Several names of one role stand with commas or blanks: `张三, 李四编`. Raises nothing: what has no word for a
    role at its end is an author.
    """
    found: list[tuple[str, str]] = []
    for part in re.split(r"[;；]", statement[:MOST_STATEMENT]):
        text = part.strip(" .。[]［］")
        word = next(
            (text[-length:] for length in (4, 3, 2, 1) if text[-length:] in _CHINESE and len(text) > length), ""
        )
        names = text[: len(text) - len(word)] if word else text
        role = _CHINESE.get(word, DEFAULT_ROLE)
        found.extend((name, role) for written in re.split(r"[,，、]", names) if (name := _bare(written)))
    return tuple(found)


def _bare(name: str) -> str:
    """A name without the `...[等]` of a statement that names not all, nor `(英)` before it."""
    cut = re.sub(r"(?:\.\.\.|…+)?\s*[\[［(（]?等[\])）］]?\s*$", "", name.strip())
    return re.sub(r"^[(（\[［][^)）\]］]{1,6}[)）\]］]\s*", "", cut).strip(" .")
