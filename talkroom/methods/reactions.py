"""reactions.*: an app's reactions to a message."""

from talkroom import wire
from talkroom.errors import SlackError
from talkroom.message import Json, Message
from talkroom.methods.call import Call


def add(call: Call) -> Json:
    if not call.world.react(_said(call), _name(call), call.app.bot_user, on=True):
        raise SlackError("already_reacted")
    return {}


def remove(call: Call) -> Json:
    if not call.world.react(_said(call), _name(call), call.app.bot_user, on=False):
        raise SlackError("no_reaction")
    return {}


def get(call: Call) -> Json:
    said = _said(call)
    return {"type": "message", "channel": said.channel, "message": wire.message(call.world, said)}


def _said(call: Call) -> Message:
    return call.message(call.joined_channel(), "timestamp")


def _name(call: Call) -> str:
    name = call.text("name").strip(":")
    if not name:
        raise SlackError("no_reaction" if "name" in call.args else "invalid_name")
    return name
