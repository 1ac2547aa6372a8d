"""reactions.*: an app's reactions to a message."""

from talkroom import wire
from talkroom.errors import SlackError
from talkroom.message import Json, Message
from talkroom.methods.call import Call


def add(call: Call) -> Json:
    said, name = _said(call), _name(call)
    users = said.reactions.get(name, ())
    if call.app.bot_user in users:
        raise SlackError("already_reacted")
    call.world.react(said, name, (*users, call.app.bot_user))
    return {}


def remove(call: Call) -> Json:
    said, name = _said(call), _name(call)
    users = said.reactions.get(name, ())
    if call.app.bot_user not in users:
        raise SlackError("no_reaction")
    call.world.react(said, name, tuple(user for user in users if user != call.app.bot_user))
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
