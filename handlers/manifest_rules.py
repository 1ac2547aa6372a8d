"""Slack's rules for a manifest (github.com/slackapi/manifest-schema): what breaks one is told before it is sent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ADDRESS = r"https?://"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of so many letters; `form` is how it begins, `said` what that means."""

    least: int
    most: int
    form: str = ""
    said: str = ""

    def broken(self, value: str) -> Iterator[str]:
        if not self.least <= len(value) <= self.most:
            yield f"{len(value)}文字です（{self.least}文字以上{self.most}文字以下にしてください）"
        if not re.match(self.form, value):
            yield f"{self.said}にしてください（今は {value}）"


@dataclass(frozen=True, slots=True)
class Listed:
    """So many entries, no two of which are the same (by `by`, where they are tables)."""

    least: int
    most: int
    by: str = ""

    def broken(self, values: Sequence[Any]) -> Iterator[str]:
        if not self.least <= len(values) <= self.most:
            yield f"{len(values)}個あります（{self.least}個以上{self.most}個以下にしてください）"
        names = [each.get(self.by) if self.by else each for each in values]
        if twice := sorted({str(name) for name in names if names.count(name) > 1}):
            yield f"{'、'.join(twice)} が2回あります"


_URL = Text(1, 3_000, ADDRESS, "http:// か https:// で始まるアドレス")
_NAME = Text(1, 50, r"[a-z0-9_.:]+$", "半角の英小文字の名前")
RULES: Mapping[str, Text | Listed] = {
    "display_information.name": Text(1, 35),
    "display_information.description": Text(1, 140),
    "display_information.long_description": Text(175, 4_000),
    "display_information.background_color": Text(4, 7, r"#([0-9a-fA-F]{3}){1,2}$", "#1d6b4f のような色"),
    "features.bot_user.display_name": Text(1, 80),
    "features.shortcuts": Listed(1, 10, by="callback_id"),
    "features.shortcuts[].name": Text(1, 24),
    "features.shortcuts[].type": Text(1, 7, r"(message|global)$", "message か global"),
    "features.shortcuts[].callback_id": Text(1, 255),
    "features.shortcuts[].description": Text(1, 150),
    "features.slash_commands": Listed(1, 50, by="command"),
    "features.slash_commands[].command": Text(2, 32, r"/[a-z0-9_-]+$", "/ と、半角の英小文字・数字・-・_ の名前"),
    "features.slash_commands[].description": Text(1, 2_000),
    "features.slash_commands[].usage_hint": Text(1, 1_000),
    "features.slash_commands[].url": _URL,
    "oauth_config.scopes.bot": Listed(1, 255),
    "oauth_config.scopes.bot[]": _NAME,
    "oauth_config.scopes.bot_optional": Listed(0, 255),
    "oauth_config.scopes.bot_optional[]": _NAME,
    "settings.event_subscriptions.request_url": _URL,
    "settings.event_subscriptions.bot_events": Listed(1, 100),
    "settings.event_subscriptions.bot_events[]": _NAME,
    "settings.interactivity.request_url": _URL,
}


def broken(manifest: Mapping[str, Any]) -> list[str]:
    """What Slack would not take, each with where it stands."""
    found = ((where, rule, value) for path, rule in RULES.items() for where, value in _at(manifest, path))
    return [f"{where}: {said}" for where, rule, value in found for said in rule.broken(value)]


def _at(within: Any, path: str, where: str = "") -> Iterator[tuple[str, Any]]:
    """Everything that stands at that path, with where exactly; [] is every entry of a list."""
    name, _, rest = path.partition(".")
    bare = name.removesuffix("[]")
    if bare not in within:
        return
    there, here = within[bare], f"{where}.{bare}".lstrip(".")
    entries = [(f"{here}[{nth}]", each) for nth, each in enumerate(there)] if name != bare else [(here, there)]
    for place, each in entries:
        if rest:
            yield from _at(each, rest, place)
        else:
            yield place, each
