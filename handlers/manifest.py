"""The Slack app manifest, made from what the handlers declare."""

from collections.abc import Sequence
from typing import Any

from handlers.commands import KEPT_BY_SLACK, Command
from handlers.manifest_rules import broken

NAME = "進捗ボット"
ABOUT = """県の事務局と市町が、いつものトークルームで、取組の現況・照会への報告・締切・相談・ノートを扱うボットです。
数字には必ず基準日と出典が付き、資料にないものは「不明」と答えます。
締切は、まだ答えていない市町の担当者にだけ、開庁日の時間内にお知らせします。
名簿にない方、ゲスト、ほかの組織の方にはお答えせず、外部の組織と共有されたトークルームには投稿しません。ノートは、担当者だけに見える形で示します。
使い方は、コマンドの後に help と入力するか、ボットの「ホーム」を開いてください。"""
COLOUR = "#1d6b4f"
SCOPES = [
    "app_mentions:read",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:read",
    "im:history",
    "im:write",
    "users:read",
]
TO_LOOK = ["channels:history", "groups:history"]
"""Optional: only to look whether a posting in doubt is in the room already. Without them it is not sent again."""
KEEP = "note_keep"
SHORTCUTS = [
    {
        "name": "ノートに残す",
        "type": "message",
        "callback_id": KEEP,
        "description": "この発言を、市町のノートに残します（外部への公開厳禁）",
    },
]
EVENTS = [
    "app_home_opened",
    "app_mention",
    "channel_shared",
    "channel_unshared",
    "message.im",
    "team_join",
    "user_change",
]


class KeptBySlack(Exception):
    """Slack keeps these names for its own commands; a manifest that lists one is refused as a whole."""

    def __init__(self, names: Sequence[str]) -> None:
        listed = "、".join(names)
        super().__init__(
            f"{listed} は Slack 自身のコマンドのため登録できません。COMMAND_PREFIX=dx- と設定してください。"
        )


class AgainstTheRules(Exception):
    """Slack would refuse the manifest: every reason at once."""

    def __init__(self, reasons: Sequence[str]) -> None:
        listed = "\n".join(f"  ・{each}" for each in reasons)
        super().__init__(f"このマニフェストは Slack に登録できません。次のところを直してください。\n{listed}")
        self.reasons = tuple(reasons)


def manifest(commands: Sequence[Command], prefix: str, events_url: str | None = None) -> dict[str, Any]:
    """The manifest as JSON can say it. With `events_url` for HTTP mode, else for Socket Mode.

    Raises KeptBySlack, AgainstTheRules.
    """
    kept = [f"/{prefix}{command.name}" for command in commands if f"{prefix}{command.name}" in KEPT_BY_SLACK]
    if kept:
        raise KeptBySlack(kept)
    made = draft(commands, prefix, events_url)
    if reasons := broken(made):
        raise AgainstTheRules(reasons)
    return made


def draft(commands: Sequence[Command], prefix: str, events_url: str | None = None) -> dict[str, Any]:
    """The same, whatever the names: the talk room keeps none for itself."""
    return {
        "display_information": {
            "name": NAME,
            "description": "市町の進捗と締切をまとめ、お知らせします",
            "long_description": ABOUT,
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "shortcuts": SHORTCUTS,
            "slash_commands": [_command(command, prefix, events_url) for command in commands],
        },
        "oauth_config": {"scopes": {"bot": SCOPES, "bot_optional": TO_LOOK}},
        "settings": _settings(events_url),
    }


def _command(command: Command, prefix: str, events_url: str | None) -> dict[str, Any]:
    said = {"command": f"/{prefix}{command.name}", "description": command.description, "should_escape": False}
    said["usage_hint"] = command.usage_hint
    return {**said, "url": events_url} if events_url else said


def _settings(events_url: str | None) -> dict[str, Any]:
    address = {"request_url": events_url} if events_url else {}
    return {
        "event_subscriptions": {**address, "bot_events": EVENTS},
        "interactivity": {"is_enabled": True, **address},
        "org_deploy_enabled": False,
        "socket_mode_enabled": events_url is None,
        "token_rotation_enabled": False,
    }
