"""chat.*: what an app says, changes and takes back."""

from typing import Any

from talkroom import wire
from talkroom.cast import Channel
from talkroom.content import content, metadata
from talkroom.errors import SlackError
from talkroom.message import Json, Message
from talkroom.methods.call import Call

LONGEST_UPDATE = 4_000


def post_message(call: Call) -> Json:
    said = call.world.post(to_post(call))
    return {"channel": said.channel, "ts": said.ts, "message": wire.message(call.world, said)}


def to_post(call: Call) -> Message:
    """Return the message as it was asked for, not yet said."""
    return _message(call, _where(call), only_for=None)


def post_ephemeral(call: Call) -> Json:
    channel, person = call.joined_channel(), call.person()
    if person.id not in channel.members:
        raise SlackError("user_not_in_channel")
    said = call.world.post(_message(call, channel, only_for=person.id))
    return {"message_ts": said.ts}


def update(call: Call) -> Json:
    """Change a message: a text without blocks takes the old blocks away, and shows as edited."""
    channel = call.joined_channel()
    said = _own(call, channel, otherwise="cant_update_message")
    if len(call.text("text")) > LONGEST_UPDATE:
        raise SlackError("msg_too_long")
    told = content(call.args, call.world.refused_blocks)
    fields: dict[str, Any] = {"text": told.text or said.text, "blocks": told.blocks}
    if not told.blocks:
        fields["edited"] = call.world.now_ts()
    if "metadata" in call.args:
        fields["metadata"] = metadata(call.args["metadata"])
    changed = call.world.change(said, **fields)
    whole = wire.message(call.world, changed)
    return {"channel": channel.id, "ts": said.ts, "text": changed.text, "message": whole}


def delete(call: Call) -> Json:
    channel = call.joined_channel()
    said = _own(call, channel, otherwise="cant_delete_message")
    call.world.delete(said)
    return {"channel": channel.id, "ts": said.ts}


def get_permalink(call: Call) -> Json:
    channel = call.channel()
    said = call.message(channel, "message_ts")
    link = f"{call.room.url}archives/{channel.id}/p{said.ts.replace('.', '')}"
    if said.is_reply:
        link += f"?thread_ts={said.thread_ts}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}


def _where(call: Call) -> Channel:
    """Return where to post: a channel by id or name, or the direct messages with a person."""
    asked = call.text("channel")
    person = call.world.people.get(asked)
    if person and not person.is_bot:
        return call.world.channels[call.world.open_im(person.id, call.app.bot_user)]
    named = [c.id for c in call.world.channels.values() if c.name and c.name == asked.removeprefix("#")]
    return call.joined_channel(named[0] if named else asked)


def _message(call: Call, channel: Channel, *, only_for: str | None) -> Message:
    thread = call.thread(channel)
    told = content(call.args, call.world.refused_blocks)
    return Message(
        channel=channel.id,
        user=call.app.bot_user,
        app=call.app.id,
        text=told.text,
        blocks=told.blocks,
        thread_ts=thread,
        only_for=only_for,
        metadata=metadata(call.args.get("metadata")),
    )


def _own(call: Call, channel: Channel, *, otherwise: str) -> Message:
    said = call.message(channel)
    if said.app != call.app.id:
        raise SlackError(otherwise)
    return said
