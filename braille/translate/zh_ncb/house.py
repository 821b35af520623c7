"""House rules: where the sources of national common braille disagree or say nothing, a library decides once.

Each field is a question that the standards as reported leave open, with the answer taken when nobody chooses.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The answers. All are about word division unless they say otherwise."""

    idioms_joined: bool = True
    """Idioms of four characters are one word (advocated in 2025); otherwise two pairs."""
    names_apart: bool = True
    """Surname and given name are two words, as in pinyin: 鲁 迅."""
    place_names_apart: bool = True
    """The proper and the common part of a place name are two words, as in pinyin: 北京 市."""
    numeral_measure_joined: bool = True
    """A numeral in characters and its measure word of one syllable are one word: 一个 人. Otherwise 一 个 人."""
    negation_joined: bool = True
    """不 and 没 are joined to a following word of one syllable: 不好, 没来; never to a longer one."""
    adverb_joined: bool = True
    """Adverbs of degree of one syllable are joined to a following word of one syllable: 很好 (GF 12.2.6)."""
    kin_joined: bool = True
    """我 你 他 她 and a person or home of one syllable are joined: 我家, 你姨 (GF 12.2.6)."""
    place_joined: bool = True
    """A noun and a place word, one syllable each, are joined: 山上 (GF 12.2.6), not only where a dictionary does."""
    aspect_joined: bool = True
    """着 了 过 are joined to the verb (GB/T 16159); otherwise they stand apart."""
    objects_apart: bool = True
    """Verb and object are two words where only a segmenter's dictionary joins them: 写 信, 打 电话."""
    possible_joined: bool = True
    """The three-syllable forms of possibility are one word: 看得见, 听不懂 (GB/T 16159)."""
    words_as_read: bool = False
    """No rule of division is used: the words of the reading stand as they are, since somebody has set them."""
    ask_keeps_tone_in_words: bool = False
    """问 keeps its tone mark inside longer words too, not only as a word of its own (GF 10.2.8 names the character)."""
    english_in_letters_up_to: int = 6
    """A group of capitals of at most this length (WTO) is written in letters, a longer one in English braille."""
