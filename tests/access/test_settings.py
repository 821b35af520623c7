"""Settings come from the environment, over a file, over defaults; what is wrong is said with where it stands."""

import os
from pathlib import Path

import pytest

from access.errors import SettingsError
from access.processes import available_cores
from access.settings import Origin, Settings, settings_file, shown_url
from api.folders import cache_folder, data_folder


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [name for name in os.environ if name.upper().startswith("TONGDU_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("TONGDU_DATA", str(folder))
    return folder


def origins(settings: Settings) -> dict[str, tuple[Origin, str]]:
    return {setting.name: (setting.origin, setting.where) for setting in settings.sources()}


def test_nothing_needs_to_be_set() -> None:
    settings = Settings()
    assert settings.data.is_absolute()
    assert settings.database_url == f"sqlite:///{settings.data}/library.db"
    assert settings.works_url == f"sqlite:///{settings.data}/works.db"
    assert settings.cache == settings.data / "cache"
    assert settings.contents == settings.data / "contents"
    assert settings.speak_at_once == available_cores()
    assert {origin for origin, _where in origins(settings).values()} == {Origin.DEFAULT}


def test_environment_over_file_over_defaults(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = data / "tongdu.toml"
    file.write_text('host = "0.0.0.0"\nport = 9000\nlibrary = "盲文图书馆"\n')
    monkeypatch.setenv("TONGDU_PORT", "9001")
    monkeypatch.setenv("TONGDU_LANGUAGE", "zh")
    settings = Settings(host="::1", speak_at_once=None)
    assert (settings.host, settings.port, settings.library) == ("::1", 9001, "盲文图书馆")
    told = origins(settings)
    assert told["host"] == (Origin.COMMAND, "")
    assert told["port"] == (Origin.ENVIRONMENT, "TONGDU_PORT")
    assert told["library"] == (Origin.FILE, str(file))
    assert told["speak_at_once"] == (Origin.DEFAULT, "")
    assert settings.is_set("library")
    assert not settings.is_set("cache")


def test_a_file_by_name_and_folders_within_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "etc" / "service.toml"
    file.parent.mkdir()
    file.write_text('data = "../library"\ncache = "/fast/cache"\n')
    monkeypatch.setenv("TONGDU_SETTINGS", str(file))
    settings = Settings()
    assert settings.data.resolve() == tmp_path / "library"
    assert settings.cache == Path("/fast/cache")
    assert data_folder() == settings.data
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TONGDU_DATA", "here")
    assert Settings().data == tmp_path / "here"
    assert settings_file() == file


def test_the_folder_of_a_command_says_where_its_file_lies(data: Path, tmp_path: Path) -> None:
    (data / "tongdu.toml").write_text("port = 1\n")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "tongdu.toml").write_text("port = 2\n")
    assert Settings().port == 1
    assert Settings(data=tmp_path / "other").port == 2


def test_the_engines_database_stands_beside_the_librarys(data: Path) -> None:
    server = "postgresql://reader:geheim@db.example:5433"
    settings = Settings(database_url=f"{server}/tongdu?sslmode=require")
    assert settings.works_url == f"{server}/tongdu_works?sslmode=require"
    assert Settings(database_url="sqlite:////srv/x.db").works_url == f"sqlite:///{data}/works.db"
    assert Settings(works_url="sqlite:////srv/y.db").works_url == "sqlite:////srv/y.db"


def test_no_password_is_shown(data: Path) -> None:
    settings = Settings(
        database_url="postgresql://reader:p%40ss@[::1]:5433/tongdu", works_url="postgresql:///w?user=a&password=geheim"
    )
    shown = {setting.name: setting.value for setting in settings.sources()}
    assert shown["database_url"] == "postgresql://reader:***@[::1]:5433/tongdu"
    assert shown["works_url"] == "postgresql:///w?user=a&password=***"
    assert shown["data"] == str(data)


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////srv/tongdu/x.db",
        "postgresql://reader@host/name",
        "postgresql+psycopg://host:5432/name?sslmode=require",
    ],
)
def test_addresses_without_a_password_are_shown_as_they_are(url: str) -> None:
    assert shown_url(url) == url


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("TONGDU_PORT", "eighty", "port.*whole number"),
        ("TONGDU_PORT", "70000", "port.*65535 or less"),
        ("TONGDU_SPEAK_AT_ONCE", "0", "speak_at_once.*1 or more"),
        ("TONGDU_DATABASE_URL", "mysql://geheim@host/x", "database_url.*SQLite or PostgreSQL"),
        ("TONGDU_DATABASE_URL", "postgresql://[geheim/x", "database_url.*SQLite or PostgreSQL"),
        ("TONGDU_DATABASE_URL", "geheim", "database_url.*SQLite or PostgreSQL"),
        ("TONGDU_DATABASE_URL", "sqlite:///geheim.db", "database_url.*whole path"),
        ("TONGDU_DATABASE_URL", "sqlite://", "database_url.*whole path"),
    ],
)
def test_a_wrong_variable_is_told(
    data: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError, match=f"(?s)^{variable}: .*{words}") as raised:
        Settings()
    assert "geheim" not in str(raised.value)
    assert raised.value.exit_code == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("prot = 8000", "There is no setting “prot”"),
        ("port = 8000.5", "“port”.*whole number"),
        ("library = 5", "“library”.*not a text"),
        ('library = ""', "“library”.*empty"),
        ("cache = 5", "“cache”.*folder or file"),
        ("[service]\nport = 8000", "There is no setting “service”"),
        ("port: 8000", "is not TOML"),
        ('library = "\udcff"', "is not TOML"),
    ],
)
def test_a_wrong_file_is_told(data: Path, content: str, words: str) -> None:
    (data / "tongdu.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(SettingsError, match=f"(?s){words}") as raised:
        Settings()
    assert str(data / "tongdu.toml") in str(raised.value)


def test_a_file_that_was_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TONGDU_SETTINGS", str(tmp_path / "missing.toml"))
    with pytest.raises(SettingsError, match="cannot be read"):
        Settings()


def test_a_single_conversion_keeps_to_the_platforms_cache(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert data_folder() == data
    assert data not in cache_folder().parents
    monkeypatch.setenv("TONGDU_CACHE", str(data / "fast"))
    assert cache_folder() == data / "fast"


def test_settings_do_not_change(data: Path) -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().port = 1  # type: ignore[misc]
