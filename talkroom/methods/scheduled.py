"""chat.scheduleMessage and what belongs to it: messages that are posted later."""

from talkroom import wire
from talkroom.errors import SlackError
from talkroom.message import Json
from talkroom.methods.call import Call, cursor
from talkroom.methods.chat import to_post
from talkroom.scheduled import Waiting


def schedule(call: Call) -> Json:
    post_at = call.number("post_at", 0)
    if not post_at:
        raise SlackError("invalid_time")
    waiting = call.room.scheduled.add(to_post(call), post_at)
    said = {**wire.message(call.world, waiting.message), "type": "delayed_message"}
    del said["ts"]
    where = {"channel": waiting.message.channel, "scheduled_message_id": waiting.id, "post_at": str(waiting.post_at)}
    return {**where, "message": said}


def delete(call: Call) -> Json:
    waiting = call.room.scheduled.get(call.text("scheduled_message_id"))
    if not waiting or waiting.message.app != call.app.id or waiting.message.channel != call.channel().id:
        raise SlackError("invalid_scheduled_message_id")
    call.room.scheduled.delete(waiting)
    return {}


def all_of_them(call: Call) -> Json:
    asked = call.text("channel")
    mine = [w for w in call.room.scheduled.all(asked) if w.message.app == call.app.id]
    page, following = call.page([w for w in mine if _within(call, w)], default=100)
    return {"scheduled_messages": [_listed(waiting) for waiting in page], **cursor(following)}


def _within(call: Call, waiting: Waiting) -> bool:
    return call.number("oldest", 0) <= waiting.post_at <= call.number("latest", 10**11)


def _listed(waiting: Waiting) -> Json:
    return {
        "id": waiting.id,
        "channel_id": waiting.message.channel,
        "post_at": waiting.post_at,
        "date_created": waiting.created,
        "text": waiting.message.text,
    }
