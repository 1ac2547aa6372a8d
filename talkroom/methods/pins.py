"""pins.*: the messages an app pins to a channel."""

from talkroom import wire
from talkroom.errors import SlackError
from talkroom.message import Json
from talkroom.methods.call import Call


def add(call: Call) -> Json:
    said = call.message(call.joined_channel(), "timestamp")
    if not call.world.pin(said, call.app.bot_user, on=True):
        raise SlackError("already_pinned")
    return {}


def remove(call: Call) -> Json:
    said = call.message(call.joined_channel(), "timestamp")
    if not call.world.pin(said, call.app.bot_user, on=False):
        raise SlackError("no_pin")
    return {}


def all_of_them(call: Call) -> Json:
    channel = call.joined_channel()
    return {"items": [wire.pin(call.world, said) for said in call.world.pins(channel.id)]}
