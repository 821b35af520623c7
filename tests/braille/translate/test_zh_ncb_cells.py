"""The cells of syllables against an independent list and, where liblouis' tables are here, against its table."""

import re
from pathlib import Path

import pytest
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_tone3

from braille.translate.zh_ncb.house import HouseRules
from braille.translate.zh_ncb.tables import ALONE, FINALS, INITIALS, LETTERS, syllable
from braille.translate.zh_ncb.tones import omits_tone, word_cells

_TABLE = Path("/usr/share/liblouis/tables/zhcn-cbs.ctb")
_OTHER_READINGS = set("藏强诶偲楱沲芶糸麽攴埸扌幁帩孻婒妢圚伬浟蛃嶲妳肙嚱琎鼫")
"""Characters for which the table has another reading than the dictionary (looked at one by one; the cells agree)."""


def test_cells_of_syllables_tell_syllables_apart():
    written = {}
    for final in FINALS:
        for initial in ("b", "zh", "l"):
            cells = INITIALS[initial] + FINALS[final]
            written.setdefault(cells, set()).add(initial + final)
    shared = {frozenset(names) for names in written.values() if len(names) > 1}
    assert shared == {frozenset({f"{initial}o", f"{initial}e"}) for initial in ("b", "zh", "l")}


def test_every_syllable_of_the_dictionary_has_cells():
    readings = {part for value in PINYIN_DICT.values() for part in value.split(",")}
    plain = {to_tone3(part, neutral_tone_with_five=True)[:-1] for part in readings}
    missing = {name for name in plain if syllable(name) is None}
    assert missing == set()


@pytest.mark.parametrize(
    ("plain", "tone", "omitted"),
    [
        ("feng", "1", True),
        ("feng", "2", False),
        ("pa", "2", True),
        ("tou", "2", False),
        ("le", "4", False),
        ("la", "4", True),
        ("zi", "4", False),
        ("ci", "2", True),
        ("yi", "1", True),
        ("yi", "4", False),
        ("wo", "3", True),
        ("wo", "4", False),
        ("ai", "4", True),
        ("e", "4", False),
        ("o", "1", True),
        ("er", "2", True),
        ("er", "4", False),
    ],
)
def test_tone_omission(plain, tone, omitted):
    assert omits_tone(plain, tone) is omitted


def test_letters_are_the_international_ones():
    assert LETTERS["a"] == "⠁"
    assert LETTERS["w"] == "⠺"
    assert len(set(LETTERS.values())) == 26
    assert ALONE["er"] == "⠗"


@pytest.mark.skipif(not _TABLE.exists(), reason="liblouis' tables are not in Debian's place")
def test_single_characters_agree_with_liblouis():
    house = HouseRules()
    different = set()
    compared = 0
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        parts = line.split()
        if len(parts) < 3 or parts[0] != "sign" or not re.fullmatch(r"[0-6-]+", parts[2]):
            continue
        character = re.sub(r"\\x([0-9A-Fa-f]{4})", lambda match: chr(int(match[1], 16)), parts[1])
        known = PINYIN_DICT.get(ord(character[0]))
        if len(character) != 1 or known is None:
            continue
        readings = [to_tone3(part, neutral_tone_with_five=True) for part in known.split(",")]
        readings += [reading[:-1] + "5" for reading in readings]
        cells = "".join(chr(0x2800 + sum(1 << int(dot) - 1 for dot in cell)) for cell in parts[2].split("-"))
        compared += 1
        if cells not in {word_cells(character, [reading], house)[0] for reading in readings}:
            different.add(character)
    assert compared > 7000
    assert different <= _OTHER_READINGS
