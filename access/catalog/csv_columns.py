"""The columns of a table of titles, by their names in English and Chinese, and how several values stand in one cell.

Values of one cell stand with semicolons between them; one that is part of a value has a backslash before it. What a
value is stands behind it in brackets: `鲁迅 [aut]`, `Courtship--Fiction [lcsh]`, `(NLC)001234567` for a control number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

COLUMNS: dict[str, tuple[str, ...]] = {
    "title": ("name", "题名", "书名", "正题名", "标题", "名称", "片名", "题名与责任者"),
    "subtitle": ("副题名", "副标题", "其他题名信息", "其它题名"),
    "pinyin": ("拼音", "题名拼音"),
    "language": ("lang", "语种", "语言", "文种", "作品语种"),
    "contributors": ("responsibility", "statement of responsibility", "责任者", "责任说明", "主要责任者", "责任者说明"),
    "author": ("authors", "creator", "by", "作者", "著者", "著作者"),
    "translator": ("translators", "译者"),
    "narrator": ("narrators", "reader", "播讲", "播讲者", "朗读者", "演播", "演播者", "播音"),
    "subjects": ("subject", "keywords", "主题", "主题词", "关键词"),
    "class": ("classification", "class number", "clc", "分类号", "中图分类号", "中图法分类号", "分类"),
    "series": ("丛书", "丛书名", "丛编", "丛编题名", "系列"),
    "series number": ("volume", "丛书号", "丛编号", "丛书序号", "卷次", "分卷号"),
    "description": ("summary", "abstract", "内容简介", "内容提要", "简介", "摘要", "提要"),
    "publisher": ("出版社", "出版者", "出版单位", "制作单位"),
    "published": ("date", "year", "publication date", "publication year", "出版年", "出版日期", "出版时间", "年份"),
    "isbn": ("isbns", "isbn号", "国际标准书号", "标准书号"),
    "issn": ("issns", "国际标准刊号"),
    "uri": ("uris", "url", "网址"),
    "control numbers": ("control number", "record number", "id", "控制号", "记录号", "记录控制号", "编号", "系统号"),
    "form": ("format", "kind", "载体", "载体形式", "载体类型", "形式", "文献类型", "资料类型", "类型"),
    "form language": ("载体语种",),
    "extent": ("载体形态", "页数", "规格", "篇幅", "时长"),
    "volumes": ("册数", "卷数", "总册数"),
    "note": ("notes", "备注", "附注", "说明"),
    "branch": ("location", "library", "馆藏地", "馆藏地点", "馆藏", "分馆", "所在馆", "馆藏单位", "收藏馆"),
    "barcode": ("barcodes", "条码", "条码号", "条形码", "登录号", "馆藏条码"),
    "call number": ("callnumber", "shelf mark", "索书号", "排架号", "索取号"),
    "copies": ("count", "number of copies", "复本", "复本数", "馆藏数", "馆藏册数"),
}
"""Each column's name as it is written, and what else it is called."""
TITLE_COLUMNS = tuple(COLUMNS)[: tuple(COLUMNS).index("form")]
"""Those that are about the title, and the same in all rows of one title."""
_NOT_TOLD_APART = re.compile(r"[\s_\-.:：（）()［］\[\]*]+")


def _plain(name: str) -> str:
    return _NOT_TOLD_APART.sub("", unicodedata.normalize("NFKC", name)).casefold()


_BY_NAME = {_plain(name): column for column, names in COLUMNS.items() for name in (column, *names)}


def column_of(name: str) -> str:
    """Return the column that a name in the first line means, or nothing."""
    return _BY_NAME.get(_plain(name), "")


def split_cell(cell: str) -> list[str]:
    """Return the values of a cell."""
    values = re.findall(r"(?:[^;；|\\]|\\.)+", cell)
    return [bare for value in values if (bare := re.sub(r"\\(.)", r"\1", value).strip())]


def join_cell(values: Iterable[str]) -> str:
    """Return values as one cell; the way back from `split_cell`."""
    return "; ".join(re.sub(r"([;；|\\])", r"\\\1", value) for value in values)


def marked(value: str, mark: str) -> str:
    """Return a value with what it is behind it."""
    return f"{value} [{mark}]"


def unmarked(value: str) -> tuple[str, str]:
    """Return a value without what stands in brackets behind it, and that; the way back from `marked`."""
    found = re.fullmatch(r"(.*\S)\s*\[([^\[\]]*)\]", value)
    return (found[1], found[2]) if found else (value, "")
