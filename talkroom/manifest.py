"""An app as its Slack manifest describes it: by this, any app can join the room."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from talkroom.cast import App, Command, Shortcut
from talkroom.message import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Secrets:
    """By which an app and the room know each other."""

    bot_token: str
    app_token: str
    signing_secret: str


class UnreadableManifest(Exception):
    """It is not a manifest that names an app."""


def app(manifest: Any, *, number: str, secrets: Secrets) -> App:
    """Make the app that a manifest describes; its ids end in `number`. Raises UnreadableManifest."""
    try:
        return _app(manifest, number, secrets)
    except (AttributeError, KeyError, TypeError) as error:
        raise UnreadableManifest("アプリのマニフェストとして読めません。") from error


def numbered(number: int) -> Secrets:
    """Return the documented secrets of the first (1), second … app of a room on this computer."""
    end = "talkroom" if number == 1 else f"talkroom-{number}"
    return Secrets(bot_token=f"xoxb-{end}", app_token=f"xapp-{end}", signing_secret=f"secret-{end}")


def _app(manifest: Json, number: str, secrets: Secrets) -> App:
    features, settings = manifest.get("features") or {}, manifest.get("settings") or {}
    name = _text((features.get("bot_user") or {}).get("display_name") or manifest["display_information"]["name"])
    oauth = (manifest.get("oauth_config") or {}).get("scopes") or {}
    return App(
        id=f"A0{number}",
        name=name,
        bot_user=f"U0{number}",
        bot_id=f"B0{number}",
        bot_token=secrets.bot_token,
        app_token=secrets.app_token,
        signing_secret=secrets.signing_secret,
        commands=tuple(_command(each) for each in features.get("slash_commands") or ()),
        shortcuts=tuple(_shortcut(each) for each in features.get("shortcuts") or ()),
        has_home=bool((features.get("app_home") or {}).get("home_tab_enabled")),
        request_url=None if settings.get("socket_mode_enabled") else _request_url(features, settings),
        scopes=(*_texts(oauth.get("bot")), *_texts(oauth.get("bot_optional"))),
        events=_texts((settings.get("event_subscriptions") or {}).get("bot_events")) or ("none",),
    )


def _command(said: Json) -> Command:
    described = {"description": said.get("description", ""), "usage_hint": said.get("usage_hint", "")}
    return Command(name=_text(said["command"]), **described)


def _shortcut(said: Json) -> Shortcut:
    described = {"type": said["type"], "description": said.get("description", "")}
    return Shortcut(callback_id=_text(said["callback_id"]), name=_text(said["name"]), **described)


def _request_url(features: Json, settings: Json) -> str | None:
    """Return the one address of the app: this room sends everything to the first that is named."""
    named: Iterable[Json] = [
        settings.get("event_subscriptions") or {},
        settings.get("interactivity") or {},
        *({"request_url": each.get("url")} for each in features.get("slash_commands") or ()),
    ]
    return next((_text(each["request_url"]) for each in named if each.get("request_url")), None)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise TypeError("a manifest's names are words")
    return value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, type(None))):
        raise TypeError("a manifest's scopes and events are lists")
    return tuple(_text(each) for each in value or ())
