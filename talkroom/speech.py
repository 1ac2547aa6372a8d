"""What people say, as Slack's clients send it; and what the room says to a person by itself."""

import re
from collections.abc import Iterable

from talkroom.cast import SLACKBOT, App, Channel, Person
from talkroom.message import Message
from talkroom.world import World

_SENTENCES = {
    "operation_timeout": "{what} は時間内に応答がありませんでした。もう一度お試しください。",
    "dispatch_failed": "{what} をアプリに届けられませんでした。もう一度お試しください。",
    "app_not_running": "「{app}」は今、動いていません。起動してから、もう一度お試しください。",
}


def undelivered(code: str, *, what: str, app: App) -> str:
    return _SENTENCES[code].format(what=what, app=app.name)


def as_sent(text: str, people: Iterable[Person]) -> str:
    """Escape `& < >`, and turn the mention of a known person into `<@U…>`."""
    known = {person.id: person for person in people}
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = re.sub(r"&lt;@(\w+)&gt;", lambda m: f"<@{m[1]}>" if m[1] in known else m[0], escaped)
    for person in sorted(filter(lambda each: each.name, known.values()), key=lambda each: -len(each.name)):
        name = person.name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        escaped = escaped.replace(f"@{name}", f"<@{person.id}>")
    return escaped


def whisper(world: World, person: str, channel: str, text: str) -> Message:
    """Let the room tell something to one person."""
    return world.post(Message(channel=channel, user=SLACKBOT.id, text=text, only_for=person))


def channel_name(channel: Channel) -> str:
    """Return the name that payloads give a channel: Slack hides those of private ones."""
    if channel.is_im:
        return "directmessage"
    return "privategroup" if channel.is_private else channel.name


def channel_of(channel: Channel) -> dict[str, str]:
    """Return a channel as interactions name it."""
    return {"id": channel.id, "name": channel_name(channel)}
