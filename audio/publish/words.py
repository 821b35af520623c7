"""The few words that talking books need and no book brings: in Chinese for Chinese books, else in English."""

from __future__ import annotations

_WORDS = {
    "contents": ("目录", "Contents"),
    "pages": ("页码", "Pages"),
    "landmarks": ("要处", "Landmarks"),
    "start": ("正文", "Start of the book"),
    "unknown author": ("佚名", "Unknown"),
    "page": ("页", "Page"),
    "text": ("正文", "Text"),
    "sidebar": ("旁注", "Sidebar"),
    "summary": (
        "全书文字与朗读同步，可按标题{pages}浏览。{images}",
        "The whole text is synchronised with its narration and can be navigated by headings{pages}.{images}",
    ),
    "summary pages": ("和印刷页码", " and by the pages of the print edition"),
    "summary images": ("图片有替代文字。", " Pictures have alternative text."),
    "summary images without": ("有些图片没有替代文字。", " Some pictures have no alternative text."),
}


def words(key: str, language: str) -> str:
    """Return one of the phrases in the language of a book."""
    chinese, english = _WORDS[key]
    return chinese if language.lower().split("-")[0] in {"zh", "cmn", "yue"} else english
