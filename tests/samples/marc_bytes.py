"""MARC records as bytes, laid out by hand, so that what reads them is not what made them."""

from __future__ import annotations

RECORD_END, FIELD_END, DELIMITER = b"\x1d", b"\x1e", b"\x1f"

Fields = list[tuple[str, str]]
"""Tags and values: a control field's data, else two indicators and the subfields with `$` before each code."""


def iso2709(fields: Fields, *, encoding: str = "utf-8", leader: str = "nam a22", tail: str = " c 4500") -> bytes:
    """Return one record; `leader` is its places 5 to 11, `tail` its places 17 to 23."""
    directory, body = b"", b""
    for tag, value in fields:
        data = value.encode(encoding)
        if tag >= "010":
            data = data[:2] + data[2:].replace(b"$", DELIMITER)
        data += FIELD_END
        directory += f"{tag}{len(data):04}{len(body):05}".encode()
        body += data
    base = 24 + len(directory) + 1
    length = base + len(body) + 1
    head = f"{length:05}{leader}{base:05}{tail}".encode()
    assert len(head) == 24
    return head + directory + FIELD_END + body + RECORD_END


def cnmarc(fields: Fields, *, encoding: str = "utf-8", kind: str = "a") -> bytes:
    """Return one record with a leader as Chinese systems write it."""
    return iso2709(fields, encoding=encoding, leader=f"n{kind}m0 22", tail="   450 ")


MEDICINE: Fields = [
    ("001", "012003000123"),
    ("005", "20030511103500.0"),
    ("010", "  $a7-5002-1234-8$b盲文$dCNY30.00"),
    ("100", "  $a20030511d2003    em y0chiy0121    ea"),
    ("101", "0 $achi"),
    ("102", "  $aCN$b110000"),
    ("106", "  $af"),
    ("200", "1 $a按摩学基础$9an mo xue ji chu$e盲校教材$f(日)高桥著$g王春译"),
    ("210", "  $a北京$c中国盲文出版社$d2003"),
    ("215", "  $a3册$c盲文$d28cm"),
    ("225", "2 $a盲人医疗按摩丛书$v第5辑"),
    ("300", "  $a据人民卫生出版社2001年版转录"),
    ("330", "  $a本书介绍按摩的基本手法。"),
    ("606", "0 $a按摩疗法(中医)$x教材"),
    ("690", "  $aR244.1$v4"),
    ("701", " 0$c(日)$a高桥$9gao qiao$4著"),
    ("702", " 0$a王春$9wang chun$4译"),
    ("801", " 0$aCN$bNLC$c20030511"),
    ("905", "  $aA$b00123456$b00123457$dR244.1$e12"),
    ("905", "  $aB$dR244.1$e12$f2"),
]
"""A braille textbook in CNMARC."""
EMMA: Fields = [
    ("001", "ocm00000042"),
    ("003", "OCoLC"),
    ("007", "sz zunznnnzneu"),
    ("008", "090115s2008    enknnn s      f  n eng d"),
    ("020", "  $a9780141439587 (pbk.) :$c£6.99"),
    ("020", "  $a0141439580"),
    ("041", "1 $deng$hger"),
    ("100", "1 $aAusten, Jane,$d1775-1817."),
    ("245", "10$aEmma$h[sound recording] :$ba novel in three volumes /$cJane Austen."),
    ("260", "  $aLondon :$bNaxos,$cc2008."),
    ("300", "  $a1 DAISY CD (16 hr., 40 min.)"),
    ("490", "1 $aClassic fiction ;$v12"),
    ("520", "  $aHandsome, clever, and rich."),
    ("650", " 0$aYoung women$vFiction."),
    ("650", " 7$aMatchmaking.$2fast"),
    ("653", "  $aRegency"),
    ("700", "1 $aStevenson, Juliet,$enarrator."),
    ("852", "8 $bMain$hAUS$p3000001"),
    ("852", "8 $bEast$hAUS$p3000002"),
]
"""A DAISY talking book in MARC 21, punctuated as catalogues are."""
