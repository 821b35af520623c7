"""A question as a page asks it."""

from typing import Any

from access.language.title_lexicon import TitleLexicon
from api.web.proofreading.questions import askings

SENTENCE = "我们在弄堂里弄来弄去。"


def told(word: str, index: int) -> dict[str, Any]:
    return {
        "character": word[index], "before": word[:index], "after": word[index + 1 :], "word": word, "index": index,
        "sentence": SENTENCE, "offset": SENTENCE.index(word) + index, "section": "", "page": "", "count": 1,
        "choices": ["nong4", "long4"], "heard": {},
    }  # fmt: skip


def test_a_character_that_stands_twice_in_its_word_is_told_by_its_number() -> None:
    found = askings([told("弄来弄去", 0), told("弄来弄去", 2), told("弄堂", 0)], TitleLexicon("a book"))
    assert [one.word for one in found] == ["弄来弄去", "弄来弄去", "弄堂"]
    assert [one.ordinal for one in found] == [1, 2, 0]
