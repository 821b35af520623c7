"""What can be set for the service: by environment (`TONGDU_*`), over one TOML file, over defaults that need nothing.

The file is the one that `TONGDU_SETTINGS` names, else `tongdu.toml` in the data folder. Its keys are the names of the
settings below; the same in capitals behind `TONGDU_` are the variables. A relative folder in the file begins where the
file lies, one in the environment where the command runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

import platformdirs
from pydantic import Field, PrivateAttr, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from access.errors import SettingsError
from access.processes import available_cores

_PREFIX = "TONGDU_"
_HIDDEN = "***"
_FOLDERS = ("data", "cache", "contents")
_DATABASES = ("sqlite", "postgresql", "postgres", "postgresql+psycopg")
_REASONS = {
    "int_parsing": "it is not a whole number",
    "int_type": "it is not a whole number",
    "int_from_float": "it is not a whole number",
    "string_too_short": "it is empty",
    "string_type": "it is not a text",
    "path_type": "it is not the name of a folder or file",
}


class Origin(StrEnum):
    """Where the value of a setting comes from."""

    COMMAND = "command"
    ENVIRONMENT = "environment"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting as it may be shown, secrets hidden. `where` is the variable or the file that gives it."""

    name: str
    value: str
    origin: Origin
    where: str = ""


class Settings(BaseSettings):
    """The settings of one process; `Settings()` reads them, `Settings(port=8001)` with what a command line gives.

    Raises `SettingsError` for the first that is wrong.
    """

    model_config = SettingsConfigDict(env_prefix=_PREFIX, env_ignore_empty=True, extra="forbid", frozen=True)

    data: Path = Field(default_factory=lambda: Path(platformdirs.user_data_dir("tongdu", appauthor=False)))
    """The folder of what is kept for good."""
    cache: Path = Field(default_factory=lambda given: given["data"] / "cache")
    """What can be made again: spoken blocks, which workers share."""
    contents: Path = Field(default_factory=lambda given: given["data"] / "contents")
    """Sources and artefacts by content hash, which workers share."""
    database_url: str = Field(default_factory=lambda given: _sqlite(given["data"] / "library.db"))
    """`sqlite:////absolute/path` or `postgresql://user:password@host/name`."""
    works_url: str = Field(default_factory=lambda given: _works_url(given["database_url"], given["data"]))
    """The database that the durable engine keeps for itself."""
    host: str = "127.0.0.1"
    """The address that the service listens on."""
    port: int = Field(default=8000, ge=0, le=65535)
    """The port that it listens on; 0 is any free one."""
    library: str = Field(default="同读 Tongdu", min_length=1)
    """What the library is called in its catalogue."""
    speak_at_once: int = Field(default_factory=available_cores, ge=1, le=256)
    """Chapters that a worker speaks at the same time."""
    braille_at_once: int = Field(default=1, ge=1, le=256)
    """Books that a worker brailles at the same time."""
    publish_at_once: int = Field(default=1, ge=1, le=256)
    """Talking books that a worker puts together or checks at the same time."""
    orders_at_once: int = Field(default=8, ge=1, le=10_000)
    """Orders that all workers together have begun and not ended."""

    _origins: Mapping[str, tuple[Origin, str]] = PrivateAttr(default_factory=dict)

    def __init__(self, **given: Any) -> None:
        file = settings_file(given.get("data"))
        given = {name: value for name, value in given.items() if value is not None}
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise _told(error, given, file) from error
        self._origins = {name: _origin(name, given, file) for name in self.model_fields_set}

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line, environment, file."""
        given = init_settings.init_kwargs if isinstance(init_settings, InitSettingsSource) else {}
        return init_settings, env_settings, _File(settings_cls, settings_file(given.get("data")))

    def is_set(self, name: str) -> bool:
        """Tell whether a setting was set by anybody."""
        return name in self._origins

    def sources(self) -> Iterator[Setting]:
        """Yield every setting with where its value comes from, passwords and secrets hidden."""
        for name in type(self).model_fields:
            origin, where = self._origins.get(name, (Origin.DEFAULT, ""))
            yield Setting(name, _shown(getattr(self, name)), origin, where)

    @field_validator(*_FOLDERS)
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @field_validator("database_url", "works_url")
    @classmethod
    def _database(cls, url: str) -> str:
        parts = _split(url)
        if parts is None or parts.scheme not in _DATABASES:
            raise ValueError("it is not the address of an SQLite or PostgreSQL database")
        if parts.scheme == "sqlite" and not Path(parts.path[1:]).is_absolute():
            raise ValueError("the file of an SQLite database needs its whole path, as in sqlite:////srv/tongdu/x.db")
        return url


def settings_file(data: Path | str | None = None) -> Path:
    """Return the file of settings, whether it is there or not: `TONGDU_SETTINGS`, else one in the data folder."""
    chosen = os.environ.get(f"{_PREFIX}SETTINGS")
    if chosen:
        return Path(chosen).expanduser().absolute()
    folder = data or os.environ.get(f"{_PREFIX}DATA") or platformdirs.user_data_dir("tongdu", appauthor=False)
    return Path(folder).expanduser().absolute() / "tongdu.toml"


class _File(TomlConfigSettingsSource):
    """The file of settings; where none was named there need not be one."""

    def __init__(self, settings_cls: type[BaseSettings], path: Path) -> None:
        try:
            if os.environ.get(f"{_PREFIX}SETTINGS"):
                path.stat()
            super().__init__(settings_cls, path)
        except OSError as error:
            raise SettingsError(
                "The file of settings “{path}” cannot be read ({reason}).",
                advice="Check the name and the permissions.",
                path=path,
                reason=error.strerror or str(error),
            ) from error
        except ValueError as error:
            raise SettingsError(
                "The file of settings “{path}” is not TOML ({reason}).",
                advice='Put texts between quotation marks, one setting a line: host = "127.0.0.1".',
                path=path,
                reason=str(error),
            ) from error
        self._folder = path.parent

    def __call__(self) -> dict[str, Any]:
        values = super().__call__()
        begun = {
            name: str(self._folder / Path(values[name]).expanduser())
            for name in _FOLDERS
            if isinstance(values.get(name), str)
        }
        return values | begun


def _origin(name: str, given: Mapping[str, object], file: Path) -> tuple[Origin, str]:
    if name in given:
        return Origin.COMMAND, ""
    variable = f"{_PREFIX}{name}".upper()
    found = [key for key, value in os.environ.items() if key.upper() == variable and value]
    return (Origin.ENVIRONMENT, found[0]) if found else (Origin.FILE, str(file))


def _told(error: ValidationError, given: Mapping[str, object], file: Path) -> SettingsError:
    wrong = error.errors()[0]
    name = str(wrong["loc"][0]) if wrong["loc"] else ""
    where = _origin(name, given, file)[1]
    context = wrong.get("ctx", {})
    if wrong["type"] == "extra_forbidden":
        return SettingsError(
            "There is no setting “{name}”.",
            advice="Correct or remove it; `tongdu settings` lists what can be set.",
            where=where,
            name=name,
        )
    if "ge" in context:
        return SettingsError(
            "The setting “{name}” must be {limit} or more.", where=where, name=name, limit=context["ge"]
        )
    if "le" in context:
        return SettingsError(
            "The setting “{name}” must be {limit} or less.", where=where, name=name, limit=context["le"]
        )
    reason = str(context["error"]) if "error" in context else _REASONS.get(wrong["type"], wrong["msg"])
    return SettingsError(where=where, name=name, reason=reason)


def _sqlite(path: Path) -> str:
    return f"sqlite:///{path}"


def _works_url(database_url: str, data: Path) -> str:
    parts = _split(database_url)
    if parts is None or parts.scheme == "sqlite":
        return _sqlite(data / "works.db")
    return _joined(parts._replace(path=f"{parts.path}_works"))


def _split(url: str) -> SplitResult | None:
    try:
        return urlsplit(url)
    except ValueError:
        return None


def _shown(value: object) -> str:
    if isinstance(value, SecretStr):
        return _HIDDEN
    return shown_url(value) if isinstance(value, str) and "://" in value else str(value)


def shown_url(url: str) -> str:
    """Return an address as it may be shown: a password in it is hidden, wherever it stands."""
    parts = _split(url)
    if parts is None:
        return _HIDDEN
    who, at, where = parts.netloc.rpartition("@")
    user, colon, _password = who.partition(":")
    netloc = f"{user}:{_HIDDEN}{at}{where}" if colon else parts.netloc
    asked = [(name, _HIDDEN if "password" in name.lower() else value) for name, value in parse_qsl(parts.query)]
    return _joined(parts._replace(netloc=netloc, query=urlencode(asked, safe="*/:")))


def _joined(parts: SplitResult) -> str:
    """Put an address together again; `geturl` drops slashes where there is no host."""
    return f"{parts.scheme}://{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")
