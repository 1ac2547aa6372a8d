"""python bot.py manifest: the description of the app that Slack is given, as JSON."""

import json
from collections.abc import Callable

import handlers
from admin.installation import Refused
from handlers.manifest import AgainstTheRules, KeptBySlack, manifest


def show(prefix: str, url: str | None, say: Callable[[str], None]) -> None:
    """Say it: the commands with this prefix, `url` (…/slack/events) for HTTP mode. Raises Refused."""
    try:
        made = manifest(handlers.COMMANDS, prefix, url)
    except (KeptBySlack, AgainstTheRules) as refusal:
        raise Refused(str(refusal)) from refusal
    say(json.dumps(made, ensure_ascii=False, indent=2))
