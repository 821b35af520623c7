"""Languages as records name them: three letters of the MARC list (ISO 639-2/B), and BCP 47 tags as we do."""

from __future__ import annotations

import re

from access.book.language_tags import normalise_tag
from access.catalog.record import NO_LANGUAGE
from access.language.runs import primary_subtag

_TWO_AND_THREE: list[str] = re.findall(
    r"\w+",
    """
    aa aar ab abk af afr ak aka sq alb am amh ar ara an arg hy arm as asm av ava ae ave ay aym az aze ba bak bm bam
    eu baq be bel bn ben bi bis bo tib bs bos br bre bg bul my bur ca cat cs cze ch cha ce che zh chi cu chu cv chv
    kw cor co cos cr cre cy wel da dan de ger dv div nl dut dz dzo el gre en eng eo epo et est ee ewe fo fao fa per
    fj fij fi fin fr fre fy fry ff ful ka geo gd gla ga gle gl glg gv glv gn grn gu guj ht hat ha hau he heb hz her
    hi hin ho hmo hr hrv hu hun ig ibo is ice io ido ii iii iu iku ie ile ia ina id ind ik ipk it ita jv jav ja jpn
    kl kal kn kan ks kas kr kau kk kaz km khm ki kik rw kin ky kir kv kom kg kon ko kor kj kua ku kur lo lao la lat
    lv lav li lim ln lin lt lit lb ltz lu lub lg lug mk mac mh mah ml mal mi mao mr mar ms may mg mlg mt mlt mn mon
    na nau nv nav nr nbl nd nde ng ndo ne nep nn nno nb nob no nor ny nya oc oci oj oji or ori om orm os oss pa pan
    pi pli pl pol pt por ps pus qu que rm roh ro rum rn run ru rus sg sag sa san si sin sk slo sl slv se sme sm smo
    sn sna sd snd so som st sot es spa sc srd sr srp ss ssw su sun sw swa sv swe ty tah ta tam tt tat te tel tg tgk
    tl tgl th tha ti tir to ton tn tsn ts tso tk tuk tr tur tw twi ug uig uk ukr ur urd uz uzb ve ven vi vie vo vol
    wa wln wo wol xh xho yi yid yo yor za zha zu zul
    """,
)
"""Two letters (ISO 639-1) and three (ISO 639-2/B) by turns."""
_THREE_OF = dict(zip(_TWO_AND_THREE[::2], _TWO_AND_THREE[1::2], strict=True))
_TWO_OF = {three: two for two, three in _THREE_OF.items()} | {
    "sqi": "sq", "hye": "hy", "eus": "eu", "bod": "bo", "mya": "my", "ces": "cs", "zho": "zh", "cym": "cy", "deu": "de",
    "nld": "nl", "ell": "el", "fas": "fa", "fra": "fr", "kat": "ka", "isl": "is", "mkd": "mk", "mri": "mi", "msa": "ms",
    "ron": "ro", "slk": "sk", "scr": "hr", "scc": "sr", "cmn": "zh",
}  # fmt: skip
_CHINESE_NAMES = {
    "汉": "zh", "漢": "zh", "中文": "zh", "普通话": "zh", "英": "en", "英文": "en", "日": "ja", "法": "fr",
    "德": "de", "俄": "ru", "朝鲜": "ko", "韩": "ko", "藏": "bo", "蒙古": "mn", "蒙": "mn", "维吾尔": "ug",
    "哈萨克": "kk", "彝": "ii", "壮": "za", "西班牙": "es", "意大利": "it", "葡萄牙": "pt", "阿拉伯": "ar",
    "拉丁": "la", "世界": "eo", "粤": "yue",
}  # fmt: skip


def language_tag(code: str) -> str:
    """Return the BCP 47 tag of a MARC code (`chi`), a tag, or a name in Chinese (`汉语`); `und` when it is none."""
    written = code.strip()
    two = _TWO_OF.get(written.lower())
    if two:
        return two
    bare = written.removesuffix("语").removesuffix("語").removesuffix("文") or written
    named = _CHINESE_NAMES.get(written) or _CHINESE_NAMES.get(bare)
    return named or normalise_tag(written) or NO_LANGUAGE


def marc_code(tag: str) -> str:
    """Return the three letters for a tag's language, `und` where the list has none."""
    primary = primary_subtag(tag)
    return _THREE_OF.get(primary, primary if len(primary) == 3 else NO_LANGUAGE)


def fits_code(tag: str) -> bool:
    """Whether the three letters say all that the tag says."""
    return language_tag(marc_code(tag)) == tag
