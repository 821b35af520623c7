"""How the surname of a contributor is read, where it is read otherwise than the word or character is.

Only for names of Chinese people: a foreign one in Chinese characters (查尔斯·狄更斯) is read by sound.
"""

from __future__ import annotations

import re

from access.language.scripts import HAN
from access.language.surnames import SURNAMES

_CHINESE_NAME = re.compile(f"[{HAN}]{{2,4}}")
_BODY = re.compile("[社报军部局院会团组厂台馆所系校室司队店]$")
"""How the names of bodies end: 解放日报, 华文社."""


def surname_reading(name: str) -> tuple[str, ...]:
    """Return the syllables of the surname that a Chinese person's name begins with, none when it is read as usual.

    `name` is Han characters only, two to four of them, else nothing is told.
    """
    if not _CHINESE_NAME.fullmatch(name) or _BODY.search(name):
        return ()
    return (SURNAMES.get(name[:2]) if len(name) > 2 else None) or SURNAMES.get(name[0], ())
