"""The manifest: within Slack's rules, and with no scope that the code does not need."""

import ast
import json
from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

import bot
import handlers
from admin.commands import Commands
from handlers.commands import KEPT_BY_SLACK
from handlers.manifest import EVENTS, SCOPES, SHORTCUTS, TO_LOOK, AgainstTheRules, KeptBySlack, manifest
from handlers.manifest_rules import broken

ROOT = Path(bot.__file__).parent
OURS = [ROOT / "bot.py", *(file for name in ("handlers", "reminders", "admin") for file in (ROOT / name).glob("*.py"))]
TAKES = {
    "apps_connections_open": (),
    "auth_test": (),
    "chat_delete": ("chat:write",),
    "chat_getPermalink": (),
    "chat_postEphemeral": ("chat:write",),
    "chat_postMessage": ("chat:write",),
    "chat_update": ("chat:write",),
    "conversations_history": ("channels:history", "groups:history", "im:history"),
    "conversations_info": ("channels:read", "groups:read"),
    "conversations_open": ("im:write",),
    "files_upload_v2": ("files:write",),
    "users_info": ("users:read",),
    "views_open": (),
    "views_publish": (),
    "views_push": (),
    "views_update": (),
}
"""What each Web API method takes, by Slack's reference."""
HEARS = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "channel_shared": ("channels:read", "groups:read"),
    "channel_unshared": ("channels:read", "groups:read"),
    "message.im": ("im:history",),
    "team_join": ("users:read",),
    "user_change": ("users:read",),
}
"""Likewise each event."""
BESIDE = {"commands", "files:read"}
"""Slash commands and shortcuts; what people bring is fetched from its address."""


def made(**otherwise):
    return manifest(handlers.COMMANDS, "dx-", **otherwise)


def called():
    """The Web API methods that stand in the code."""
    known = {name for name in dir(AsyncWebClient) if "_" in name.strip("_")} - {"api_call"}
    nodes = (node for file in OURS for node in ast.walk(ast.parse(file.read_text())))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute) and node.attr in known}


def test_the_scopes_are_those_the_code_needs_and_no_other():
    assert TAKES.keys() == called()
    assert HEARS.keys() == set(EVENTS)

    needed = {scope for scopes in (*TAKES.values(), *HEARS.values()) for scope in scopes} | BESIDE

    assert needed == {*SCOPES, *TO_LOOK}
    assert not {*SCOPES} & {*TO_LOOK}
    assert "url_private" in (ROOT / "handlers/files.py").read_text()


def test_every_event_and_shortcut_has_its_listener():
    written = "".join(file.read_text() for file in OURS)

    for event in EVENTS:
        assert event.split(".")[0].removeprefix("channel_") in written
    assert {"note_keep"} == {each["callback_id"] for each in SHORTCUTS}


@pytest.mark.parametrize("url", [None, "https://bot.example/slack/events"])
def test_it_is_within_slacks_rules(url):
    there = made(events_url=url)
    commands = there["features"]["slash_commands"]

    assert [] == broken(there)
    assert (url is None) == there["settings"]["socket_mode_enabled"]
    assert {url} == {each.get("url") for each in commands}
    assert not KEPT_BY_SLACK & {each["command"].removeprefix("/") for each in commands}
    assert all(each["usage_hint"] and not each["should_escape"] for each in commands)
    assert there == json.loads(json.dumps(there))


def test_a_name_slack_keeps_is_refused():
    with pytest.raises(KeptBySlack, match="COMMAND_PREFIX=dx-"):
        manifest(handlers.COMMANDS, "")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"usage_hint": ""}, "features.slash_commands[0].usage_hint: 0文字です（1文字以上1000文字以下に"),
        ({"description": "長" * 2_001}, "slash_commands[0].description: 2001文字です"),
        ({"name": "a" * 40}, "slash_commands[0].command: 44文字です（2文字以上32文字以下に"),
        ({"name": "状況"}, "slash_commands[0].command: / と、半角の英小文字"),
        ({"name": "help"}, "features.slash_commands: /dx-help が2回あります"),
    ],
)
def test_what_slack_would_refuse_is_told_with_where_it_stands(changed, said):
    first, *others = handlers.COMMANDS
    with pytest.raises(AgainstTheRules) as refused:
        manifest([replace(first, **changed), *others], "dx-")

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("part", "value", "said"),
    [
        ("name", "長" * 36, "display_information.name: 36文字"),
        ("long_description", "短い", "display_information.long_description: 2文字"),
        ("background_color", "green", "display_information.background_color: #1d6b4f のような色"),
    ],
)
def test_likewise_what_stands_at_its_head(part, value, said):
    there = made()
    there["display_information"][part] = value

    (reason,) = broken(there)
    assert reason.startswith(said)


def test_more_than_fifty_commands_and_an_address_that_is_none_are_told():
    many = [replace(handlers.COMMANDS[0], name=f"status{nth}") for nth in range(51)]
    with pytest.raises(AgainstTheRules) as refused:
        manifest(many, "dx-", "bot.example")

    assert "features.slash_commands: 51個あります" in str(refused.value)
    assert "settings.event_subscriptions.request_url: http:// か https://" in str(refused.value)


def test_the_sub_command_prints_it_or_says_why_not(capsys):
    commands = Commands(bot.installation, bot.REFUSALS, Path(".env.example"))
    commands.manifest(prefix="dx-", url=None)

    assert made() == json.loads(capsys.readouterr().out)

    with pytest.raises(SystemExit) as ended:
        commands.manifest(prefix="dx-", url="bot.example")

    assert 2 == ended.value.code
    assert "登録できません" in capsys.readouterr().err
