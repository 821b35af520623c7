"""Odd books: scripts, languages, characters and markup inside paragraphs."""

from __future__ import annotations

from tests.acceptance.epub_builder import EpubBuilder, Page, xhtml
from tests.acceptance.odd_book import OddBook
from tests.acceptance.odd_structures import HAN, SENTENCE

ARABIC = "كان المصباح فوق مكتب القراءة مضاء منذ الرابعة، ولم يأت أحد."
HEBREW = "המנורה מעל שולחן הקריאה דלקה מאז ארבע, ואיש לא בא."
TIBETAN = "བོད་ཡིག་གི་དཔེ་ཆ་ཞིག་ཡིན། སློབ་གྲྭར་འགྲོ།"
MONGOLIAN = "ᠮᠣᠩᠭᠣᠯ ᠪᠢᠴᠢᠭ᠌ ᠦᠨ ᠨᠣᠮ᠃"
KOREAN = "열람실의 등불은 네 시부터 켜져 있었지만 아무도 오지 않았다."
JAPANESE = (
    "<p>その<ruby>灯<rt>ともしび</rt></ruby>は<ruby><rb>閲</rb>"
    "<rb>覧</rb><rt>えつ</rt><rt>らん</rt></ruby>室で光っていた。</p>"
)


def one(body: str, language: str | None = "en", **options: str) -> EpubBuilder:
    """Return a book of one page."""
    return EpubBuilder([Page("c.xhtml", xhtml(body, **options) if options else body)], language=language)


def only_verse() -> EpubBuilder:
    stanza = "".join(f"<p class='line'>Line {n} of the song</p>" for n in range(4))
    marked = '<section epub:type="z3998:verse"><p>Marked one,<br/>marked two,<br/>marked three.</p></section>'
    return one(f"<div class='poem'><div class='stanza'>{stanza}</div><div class='stanza'>{stanza}</div></div>{marked}")


def chinese_verse() -> EpubBuilder:
    lines = ("床前明月光，", "疑是地上霜。", "举头望明月，", "低头思故乡。")
    body = "<h2>静夜思</h2><p class='author'>李白</p><blockquote><p>" + "<br/>\n".join(lines) + "</p></blockquote>"
    return one(body + "<pre>" + "\n".join(lines) + "</pre>", "zh")


def vertical_japanese() -> EpubBuilder:
    page = xhtml(
        "<h1>灯</h1>" + JAPANESE,
        attributes='lang="ja" xml:lang="ja"',
        body_attributes='style="writing-mode:vertical-rl"',
    )
    return EpubBuilder([Page("c.xhtml", page)], language="ja", spine_attributes='page-progression-direction="rtl"')


def nested_languages() -> EpubBuilder:
    body = (
        "<p>Plain <span xml:lang='fr' lang='fr'>mot <i xml:lang='de' lang='de'>Wort</i> encore</span> plain</p>"
        "<div xml:lang='zh' lang='zh'><p>汉字<span xml:lang='ja' lang='ja'>"
        "かな</span>汉字</p><p lang='ko' xml:lang='ko'>한국어</p></div>"
    )
    return one(body)


def drop_caps() -> EpubBuilder:
    return one('<p><span class="cap">O</span>nce upon<span> </span><b>a</b> <span>T</span><small>IME</small></p>')


def processing() -> EpubBuilder:
    comments = "<p>one<!-- not read -->two<?php echo 'not read' ?>three</p><!-- <p>gone</p> --><p>four</p>"
    return one(f"<?before x?>{comments}")


def utf_16() -> EpubBuilder:
    page = xhtml(f"<h1>灯</h1><p>{HAN}</p>", prologue='<?xml version="1.0" encoding="UTF-16"?>')
    return EpubBuilder([Page("c.xhtml", page.encode("utf-16"))], language="zh")


def declared_gb18030() -> EpubBuilder:
    page = xhtml(f"<h1>灯</h1><p>{HAN}</p>", prologue='<?xml version="1.0" encoding="gb18030"?>')
    return EpubBuilder([Page("c.xhtml", page.encode("gb18030"))], language="zh")


def html_entities() -> EpubBuilder:
    doctype = "<!DOCTYPE html>"
    return one(
        "<p>caf&eacute; &hellip; a&nbsp;b &mdash; &ldquo;so&rdquo; &copy; &alpha;&thinsp;&notin; &#x4E00;&#20108;</p>",
        prologue=doctype,
    )


def math() -> EpubBuilder:
    formula = (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="x squared plus one">'
        "<msup><mi>x</mi><mn>2</mn></msup>"
        "<mo>+</mo><mn>1</mn></math>"
    )
    bare = '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block"><mi>y</mi><mo>=</mo><mn>5</mn></math>'
    return one(f"<p>Before {formula} after.</p>{bare}<p>End.</p>")


def code() -> EpubBuilder:
    return one(
        "<h1>Code</h1><pre><code>def f(x):\n\treturn   x &lt; 1\n\n\nprint(f(2))</code>"
        "</pre><p>Use <code>a  b</code> so.</p>"
    )


WRITING = (
    OddBook(
        "only-verse", "nothing but verse", only_verse, ("Line 0", "Line 3", "Line 0", "marked two,", "marked three.")
    ),
    OddBook(
        "chinese-verse",
        "a poem by line breaks and by pre",
        chinese_verse,
        ("静夜思", "床前明月光", "低头思故乡", "床前"),
        headings=1,
    ),
    OddBook(
        "arabic", "right to left", lambda: one(f'<h1 dir="rtl">مصباح</h1><p dir="rtl">{ARABIC}</p>', "ar"), (ARABIC,)
    ),
    OddBook(
        "hebrew",
        "right to left, with English inside",
        lambda: one(f'<p>{HEBREW} <bdo dir="ltr">lamp</bdo></p>', "he"),
        (HEBREW, "lamp"),
    ),
    OddBook(
        "vertical-japanese",
        "vertical with ruby",
        vertical_japanese,
        ("その灯は閲覧室で光っていた。",),
        absent=("ともしび", "えつ"),
    ),
    OddBook(
        "pinyin-ruby",
        "Chinese with pinyin over it",
        lambda: one("<p><ruby>灯<rp>(</rp><rt>dēng</rt><rp>)</rp></ruby>亮了</p>", "zh"),
        ("灯亮了",),
        absent=("dēng", "("),
    ),
    OddBook(
        "mixed-paragraph",
        "Chinese and English in one paragraph",
        lambda: one("<p>我用 Python 3 写了一个 web app，叫做 <i>Lamp</i>。OK？</p>", "zh"),
        ("我用 Python 3 写了一个 web app，叫做 Lamp。OK？",),
    ),
    OddBook(
        "latin-declared-chinese",
        "English text that says it is Chinese",
        lambda: one(f"<p>{SENTENCE}</p>", "zh"),
        (SENTENCE,),
    ),
    OddBook(
        "chinese-declared-english", "Chinese text that says it is English", lambda: one(f"<p>{HAN}</p>", "en"), (HAN,)
    ),
    OddBook(
        "no-language", "no language anywhere", lambda: one(f"<p>{HAN}</p>", None), (HAN,), languages=((HAN, "zh"),)
    ),
    OddBook(
        "nested-languages",
        "languages inside languages",
        nested_languages,
        ("Plain mot Wort encore plain", "汉字かな汉字"),
        languages=(
            ("mot", "fr"),
            ("Wort", "de"),
            ("encore", "fr"),
            ("Plain", "en"),
            ("汉字", "zh"),
            ("かな", "ja"),
            ("한국어", "ko"),
        ),
    ),
    OddBook(
        "astral-characters",
        "emoji and rare Han",
        lambda: one("<p>𠀀𠮷野家👩‍🚒🏳️‍🌈👍🏽 end</p>", "zh"),
        ("𠀀𠮷野家👩‍🚒🏳️‍🌈👍🏽 end",),
    ),
    OddBook(
        "combining-characters",
        "letters with loose accents",
        lambda: one("<p>cafe\u0301 a\u0323\u0302 q\u0307\u0323 Z\u0351\u036b\u0343</p>"),
        ("cafe\u0301",),
    ),
    OddBook(
        "long-word", "a word of 5,000 letters", lambda: one(f"<p>{'antidis' * 715}end</p>"), ("antidis" * 715 + "end",)
    ),
    OddBook(
        "long-paragraph", "a paragraph of 200,000 characters", lambda: one(f"<p>{HAN * 8000}</p>", "zh"), (HAN * 8000,)
    ),
    OddBook(
        "only-punctuation",
        "a chapter of punctuation",
        lambda: one("<h1>……</h1><p>？！——。。。</p><h1>!</h1><p>* * *</p><h1>灯</h1><p>亮了</p>", "zh"),
        ("……", "？！——。。。", "* * *"),
    ),
    OddBook("formulas", "MathML with and without its words", math, ("Before", "after.", "End."), same_letters=False),
    OddBook(
        "code",
        "program text with tabs and blank lines",
        code,
        ("def f(x):\n\treturn   x < 1\n\n\nprint(f(2))", "Use a b so."),
    ),
    OddBook(
        "cdata", "text in CDATA", lambda: one("<p>one <![CDATA[<two> & three]]> four</p>"), ("one <two> & three four",)
    ),
    OddBook(
        "html-entities",
        "named entities without their declarations",
        html_entities,
        ("café … a\u00a0b — “so” © α", "一二"),
    ),
    OddBook(
        "comments",
        "comments and processing instructions",
        processing,
        ("onetwothree", "four"),
        absent=("read", "gone", "echo"),
    ),
    OddBook(
        "line-breaks-for-paragraphs",
        "paragraphs made by br",
        lambda: one(f"{SENTENCE}<br/><br/>{SENTENCE}<br/>\n<br/>last"),
        (SENTENCE, SENTENCE, "last"),
    ),
    OddBook(
        "all-in-spans",
        "every word in a span",
        lambda: one("<div>" + "".join(f"<span>w{n} </span>" for n in range(500)) + "</div>"),
        ("w0 w1 w2", "w499"),
    ),
    OddBook("drop-caps", "first letters stand apart", drop_caps, ("Once upon a TIME",)),
    OddBook(
        "soft-hyphens",
        "soft hyphens in words",
        lambda: one("<p>Donau\u00addampf\u00adschiff</p>", "de"),
        anywhere=("Donau",),
    ),
    OddBook(
        "zero-width",
        "characters without width",
        lambda: one("<p>a\u200bb\u200cc\u200dd\ufeffe\u2060f \u202aleft\u202c</p>"),
        anywhere=("left",),
    ),
    OddBook(
        "blank-filled",
        "tabs, line ends and blanks everywhere",
        lambda: one("<p>\n\t one\t\t two \n\n three\u3000\u3000four </p>\n\n<p>\t</p>"),
        ("one two three",),
    ),
    OddBook("utf-16-page", "a page in UTF-16", utf_16, ("灯", HAN), headings=1),
    OddBook("gb18030-page", "a page that says it is GB 18030", declared_gb18030, ("灯", HAN), headings=1),
    OddBook("tibetan", "Tibetan", lambda: one(f"<h1>བོད</h1><p>{TIBETAN}</p>", "bo"), (TIBETAN,)),
    OddBook("mongolian", "traditional Mongolian", lambda: one(f"<p>{MONGOLIAN}</p>", "mn"), (MONGOLIAN,)),
    OddBook("korean", "Korean", lambda: one(f"<p>{KOREAN}</p>", "ko"), (KOREAN,)),
    OddBook(
        "numbers",
        "mostly numbers and dates",
        lambda: one("<p>1923-08-01 12:30:05 3.14159 1,234,567 50% No. 7 §3 ½ Ⅻ ٣ 二〇二六年</p>" * 50),
        ("1923-08-01 12:30:05 3.14159", "二〇二六年"),
    ),
)
