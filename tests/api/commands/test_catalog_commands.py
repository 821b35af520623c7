"""`tongdu catalog import` and `export`, as somebody at a terminal meets them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from access.errors import UsageError
from api.commands.catalog_work import Export, Import, run_export, run_import
from tests.samples.marc_bytes import EMMA, MEDICINE, cnmarc, iso2709


@pytest.fixture(autouse=True)
def _own_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TONGDU_LANGUAGE", "en")
    for name in ("TONGDU_DATABASE_URL", "TONGDU_CONTENTS", "TONGDU_SETTINGS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    file = tmp_path / "records.iso"
    damaged = b"00033" + cnmarc(MEDICINE)[5:]
    file.write_bytes(cnmarc(MEDICINE, encoding="gbk") + damaged + cnmarc([("200", "1 $a彷徨$f鲁迅著")], encoding="gbk"))
    return file


def test_an_import_is_told_in_lines(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_import(Import((records,)), every=True, as_json=False) == 0
    assert capsys.readouterr().out.splitlines() == [
        "records.iso, record 1: taken as title 1.",
        "records.iso, record 2: The record was refused: it is not as long as it says.",
        "records.iso, record 3: taken as title 2.",
        "2 taken, 0 merged, 0 unchanged, 1 refused.",
    ]
    run_import(Import((records,)), every=False, as_json=False)
    assert capsys.readouterr().out.splitlines() == [
        "records.iso, record 2: The record was refused: it is not as long as it says.",
        "0 taken, 0 merged, 2 unchanged, 1 refused.",
    ]


def test_an_import_is_told_in_chinese(
    records: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGDU_LANGUAGE", "zh")
    run_import(Import((records,)), every=True, as_json=False)
    assert capsys.readouterr().out.splitlines() == [
        "records.iso 第 1 条记录：已收入，题名 1。",
        "records.iso 第 2 条记录：这条记录没有收入：实际长度与记录里写的不符。",
        "records.iso 第 3 条记录：已收入，题名 2。",
        "收入 2 条，合并 0 条，未变 0 条，拒绝 1 条。",
    ]


def test_an_import_is_told_as_json(records: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_import(Import((records,), source="OURS"), every=False, as_json=True)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == {"outcome": "taken", "file": "records.iso", "record": 1, "title": 1}
    assert lines[1]["reason"] == "The record was refused: it is not as long as it says."
    assert lines[-1] == {"outcome": "done", "taken": 2, "merged": 0, "unchanged": 0, "refused": 1}


def test_the_exit_code_says_when_all_was_refused(tmp_path: Path) -> None:
    bad = tmp_path / "bad.mrc"
    bad.write_bytes(b"00033" + iso2709(EMMA)[5:])
    assert run_import(Import((bad,)), every=False, as_json=False) == 3
    assert run_import(Import((tmp_path / "missing",)), every=False, as_json=False) == 3
    empty = tmp_path / "empty.mrc"
    empty.write_bytes(b"")
    assert run_import(Import((empty,)), every=False, as_json=False) == 0


def test_what_is_exported_can_be_imported(records: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_import(Import((records,)), every=False, as_json=False)
    out = tmp_path / "out.csv"
    run_export(Export(out, "csv"), as_json=False)
    assert capsys.readouterr().out.splitlines()[-1] == f"2 titles written to {out}."
    run_export(Export(out, "csv", language="zh", form="braille-volumes"), as_json=True)
    assert json.loads(capsys.readouterr().out) == {"written": 1, "left_out": []}
    run_import(Import((out,)), every=False, as_json=False)
    assert capsys.readouterr().out.splitlines() == ["0 taken, 0 merged, 1 unchanged, 0 refused."]


@pytest.mark.parametrize(
    "wrong",
    [{"source_format": "pdf"}, {"encoding": "latin-1"}, {"form": "vinyl"}, {"language": "%"}],
)
def test_wrong_options(wrong: dict[str, str], records: Path) -> None:
    with pytest.raises(UsageError):
        run_import(Import((records,), **wrong), every=False, as_json=False)


def test_the_command_itself(records: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "api", "catalog", "import", str(records), "--format", "cnmarc", "--encoding", "gbk"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "2 taken, 0 merged, 0 unchanged, 1 refused."


def test_help_loads_nothing_heavy() -> None:
    program = "import sys, api.commands.catalog; print({'sqlalchemy', 'pymarc', 'lxml', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
