"""The settings: read once from the environment and `.env`, frozen, and wrong ones named all at once."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from pydantic import AwareDatetime, Field, SecretStr, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SLACK = "https://slack.com/api/"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
CONFERENCE = "yamaguchi"
FOLDER = Path(__file__).parent / "data" / "conferences"
_ID = re.compile(r"[a-z][a-z0-9-]{0,29}")

SECRETS = (
    *("slack_bot_token", "slack_app_token", "slack_signing_secret", "database_url"),
    *("talkroom_password", "talkroom_bot_token", "talkroom_app_token", "talkroom_signing_secret", "direct_token"),
)
"""What may be read from a file instead: the setting of its name with `_FILE` behind it says from which."""
IN_FILE = "_file"

Value = TypeVar("Value")
Checked = Annotated[Value, Field(validate_default=True)]
"""A setting whose absence may be wrong, because of another one."""


class Transport(StrEnum):
    """How the bot hears: from the embedded talk room, over Socket Mode, or over signed HTTP."""

    TALK_ROOM = "talk room"
    SOCKET_MODE = "socket mode"
    HTTP = "http"


class Settings(BaseSettings):
    """Every setting of `.env.example`. An empty value counts as none."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    # In this order: a check across settings stands at the last of them, so that all that is wrong is named at once.
    slack_api_url: str = SLACK
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_bot_token: Checked[SecretStr | None] = None
    direct_endpoint: Checked[str] = ""
    direct_token: Checked[SecretStr | None] = None
    conferences: Annotated[tuple[str, ...], NoDecode] = (CONFERENCE,)
    secretariat: Checked[Annotated[tuple[str, ...], NoDecode]] = ()
    port: Annotated[int, Field(ge=1, le=65_535)] = 8080
    listen_host: str = ""
    talkroom_port: Annotated[int, Field(ge=0, le=65_535)] = 3000
    talkroom_host: str = "127.0.0.1"
    talkroom_password: Checked[SecretStr | None] = None
    talkroom_file: str = "var/talkroom.db"
    talkroom_bot_token: SecretStr | None = None
    talkroom_app_token: SecretStr | None = None
    talkroom_signing_secret: SecretStr | None = None
    talkroom_apps: Annotated[tuple[str, ...], NoDecode] = ()
    database_url: Annotated[str, Field(pattern=r"^(sqlite:///|postgresql://)")] = "sqlite:///var/bot.db"
    command_prefix: Annotated[str, Field(pattern=r"^([a-z0-9]+[-_])?$")] = ""
    room: str = ""
    posts_per_minute: Annotated[int, Field(ge=1, le=6_000)] = 300
    backup_dir: str = ""
    backup_keep: Annotated[int, Field(ge=1, le=3_650)] = 14
    backup_at: Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")] = "03:00"
    seed: Annotated[str, Field(pattern="^(papers|none)$")] = "papers"
    clock: AwareDatetime | None = None
    slack_bot_token_file: str = ""
    slack_app_token_file: str = ""
    slack_signing_secret_file: str = ""
    database_url_file: str = ""
    talkroom_password_file: str = ""
    talkroom_bot_token_file: str = ""
    talkroom_app_token_file: str = ""
    talkroom_signing_secret_file: str = ""
    direct_token_file: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_files(cls, given: dict[str, Any]) -> dict[str, Any]:
        """A secret whose file is named is what stands in it. Which file cannot be read is said at its own setting."""
        named = [name for name in SECRETS if given.get(f"{name}{IN_FILE}") and not given.get(name)]
        found = {name: _contents(str(given[f"{name}{IN_FILE}"])) for name in named}
        return {**given, **{name: secret for name, secret in found.items() if secret}}

    @field_validator(*(f"{name}_file" for name in SECRETS))
    @classmethod
    def _only_there(cls, value: str, about: ValidationInfo) -> str:
        secret = about.data.get(str(about.field_name).removesuffix(IN_FILE))
        if value and not (held := _contents(value)):
            raise ValueError(f"{value} を読めないか、空です")
        if value and secret and _plain(secret) != held:
            raise ValueError("値とファイルの両方は書けません。どちらかを消してください")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _address(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("http:// か https:// で始まるアドレスを書いてください")
        return value if value.endswith("/") else f"{value}/"

    @field_validator("slack_bot_token")
    @classmethod
    def _tokens(cls, value: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        way_in = others.data.get("slack_app_token") or others.data.get("slack_signing_secret")
        if way_in and not value:
            raise ValueError("ボットのトークン（xoxb-…）を書いてください")
        if value and not way_in:
            raise ValueError("一緒に SLACK_APP_TOKEN（Socket Mode）か SLACK_SIGNING_SECRET（HTTP）を書いてください")
        if not value and others.data.get("slack_api_url", SLACK) != SLACK:
            raise ValueError("SLACK_API_URL を使うときは、つなぐ先のトークンも書いてください")
        return value

    @field_validator("direct_endpoint")
    @classmethod
    def _line(cls, value: str, others: ValidationInfo) -> str:
        parts = urlsplit(value)
        if value and (parts.scheme not in {"wss", "ws"} or not parts.hostname):
            raise ValueError("wss:// で始まるアドレスを書いてください")
        if parts.scheme == "ws" and parts.hostname not in LOOPBACK:
            raise ValueError("暗号化されない ws:// は使えません。wss:// で始まるアドレスを書いてください")
        if value and (others.data.get("slack_app_token") or others.data.get("slack_signing_secret")):
            raise ValueError("Slack につなぐ設定と、両方は書けません。どちらかを消してください")
        return value

    @field_validator("direct_token")
    @classmethod
    def _line_token(cls, value: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if bool(value) != bool(others.data.get("direct_endpoint", value)):
            raise ValueError("DIRECT_ENDPOINT と一緒に書いてください")
        return value

    @field_validator("conferences", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        listed = _listed(value)
        ids = [Path(str(each)).name for each in listed]
        if len(set(ids)) < len(ids) or not all(map(_ID.fullmatch, ids)):
            raise ValueError("半角の英小文字・数字・- の名前（またはその名前のフォルダー）を、一度ずつ書いてください")
        if missing := [each for each in listed if not (_folder(str(each)) / "conference.yaml").is_file()]:
            raise ValueError(f"{missing[0]} の conference.yaml がありません")
        return listed

    @field_validator("secretariat", mode="before")
    @classmethod
    def _ids(cls, value: object, others: ValidationInfo) -> object:
        ids, every = _listed(value), _known(others)
        _all_known(ids, every)
        if any(others.data.get(name) for name in ("slack_app_token", "slack_signing_secret", "direct_endpoint")):
            for each in every:
                if not _of(each, ids, every[0]):
                    whose = f"{each} の" if len(every) > 1 else ""
                    raise ValueError(f"{whose}最初の事務局担当者の利用者ID（U…）を、カンマ区切りで書いてください")
        return ids

    @field_validator("talkroom_apps", mode="before")
    @classmethod
    def _paths(cls, value: object) -> object:
        return _listed(value)

    @field_validator("room")
    @classmethod
    def _rooms(cls, value: str, others: ValidationInfo) -> str:
        every = _listed(value)
        _all_known(every, _known(others))
        if twice := [room for room, count in Counter(each.rpartition(":")[2] for each in every).items() if count > 1]:
            raise ValueError(f"{twice[0]} が2回書かれています。1つの部屋は、1つの会議だけのものです")
        return value

    @field_validator("talkroom_password")
    @classmethod
    def _guarded(cls, value: SecretStr | None, others: ValidationInfo) -> SecretStr | None:
        if not value and others.data["talkroom_host"] not in LOOPBACK:
            raise ValueError("このパソコン以外からも開けるようにするときは、パスワードを書いてください")
        return value

    @field_validator("clock")
    @classmethod
    def _not_for_slack(cls, value: datetime | None, others: ValidationInfo) -> datetime | None:
        is_slack = others.data.get("slack_bot_token") and others.data.get("slack_api_url") == SLACK
        if value and (is_slack or others.data.get("direct_endpoint")):
            raise ValueError("本物のチャットでは使えません。行を消してください")
        return value

    @property
    def transport(self) -> Transport:
        if self.slack_app_token:
            return Transport.SOCKET_MODE
        return Transport.HTTP if self.slack_signing_secret else Transport.TALK_ROOM

    @property
    def listens_at(self) -> str | None:
        """The address at which PORT is opened, empty for all of this machine's; None where it is not opened.

        HTTP mode hears there. Otherwise only the process's health is told, to this machine, where PORT is written.
        """
        if self.transport is Transport.HTTP:
            return self.listen_host
        return (self.listen_host or "127.0.0.1") if "port" in self.model_fields_set else None

    @property
    def folders(self) -> dict[str, Path]:
        """The conferences of this installation, the first one first: where each has its own facts."""
        return {Path(each).name: _folder(each) for each in self.conferences}

    def rooms_of(self, conference: str) -> tuple[str, ...]:
        """The rooms of a conference: in the first it is told what concerns all; from the others it can be asked."""
        return _of(conference, _listed(self.room), self.first)

    def secretariat_of(self, conference: str) -> tuple[str, ...]:
        return _of(conference, self.secretariat, self.first)

    @property
    def first(self) -> str:
        """Whose everything is that names no conference."""
        return next(iter(self.folders))

    @property
    def slack_itself(self) -> bool:
        """Whether this is Slack, and not a talk room or a test's server."""
        return self.transport is not Transport.TALK_ROOM and self.slack_api_url == SLACK

    @property
    def has_real_people(self) -> bool:
        """Whether those who talk are no play: Slack itself, or a chat over the direct line."""
        return self.slack_itself or bool(self.direct_endpoint)

    @property
    def starts_at(self) -> datetime:
        """When a new talk room's clock starts: the time of the conference's papers unless CLOCK says otherwise."""
        return self.clock or datetime.fromisoformat("2022-09-08T09:00:00+09:00")


class WrongSettings(Exception):
    """The start is stopped: the sentence names every missing or wrong setting."""


def read(env_file: str | None = ".env") -> Settings:
    """Read the settings. Raises WrongSettings with one Japanese message that names all that is wrong."""
    try:
        return Settings(_env_file=env_file)  # type: ignore[call-arg]  # pydantic-settings takes it at run time
    except ValidationError as error:
        listed = "\n".join(f"  ・{_line(wrong)}" for wrong in error.errors())
        raise WrongSettings(f"{TITLE}\n{listed}") from None


def _contents(path: str) -> str:
    """What stands in a secret's file; nothing where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _plain(secret: SecretStr | str) -> str:
    return secret.get_secret_value() if isinstance(secret, SecretStr) else secret


def _listed(value: object) -> tuple[str, ...]:
    """What stands between commas."""
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split(",") if part.strip())
    return tuple(value) if isinstance(value, Iterable) else ()


def _folder(conference: str) -> Path:
    """Where its facts are: an id is one of `data/conferences`, anything else the path of a folder called by its id."""
    return Path(conference) if Path(conference).name != conference else FOLDER / conference


def _known(others: ValidationInfo) -> list[str]:
    """The ids of the conferences; those that are wrong are told of themselves."""
    return [Path(each).name for each in others.data.get("conferences", (CONFERENCE,))]


def _all_known(values: Iterable[str], conferences: Iterable[str]) -> None:
    for conference, colon, _ in (each.rpartition(":") for each in values):
        if colon and conference not in conferences:
            raise ValueError(f"{conference} という会議は CONFERENCES にありません")


def _of(conference: str, values: Iterable[str], first: str) -> tuple[str, ...]:
    """Of conference:value those of this one; what names no conference is the first one's."""
    pairs = [(named or first, value) for named, _, value in (each.rpartition(":") for each in values)]
    return tuple(value for named, value in pairs if named == conference)


def _line(wrong: ErrorDetails) -> str:
    name = str(wrong["loc"][0]).upper()
    said = wrong["msg"].removeprefix("Value error, ")
    return f"{name}: {said if wrong['type'] == 'value_error' else _WRONG.get(name, '書き方が正しくありません')}"


TITLE = "設定を確認してください（.env または環境変数。説明は .env.example にあります）"
_WRONG = {
    "DATABASE_URL": "sqlite:///ファイル か postgresql://利用者@サーバー/名前 の形で書いてください",
    "PORT": "1 から 65535 の数字を書いてください",
    "TALKROOM_PORT": "0 から 65535 の数字を書いてください",
    "COMMAND_PREFIX": "半角の英小文字と数字に - か _ を付けてください（例 dx-）",
    "POSTS_PER_MINUTE": "1 から 6000 の数字を書いてください",
    "BACKUP_KEEP": "1 から 3650 の数字を書いてください",
    "BACKUP_AT": "24時間の時刻を書いてください（例 03:00）",
    "SEED": "papers か none を書いてください",
    "CLOCK": "時差付きの日時を書いてください（例 2022-09-08T09:00+09:00）",
}
