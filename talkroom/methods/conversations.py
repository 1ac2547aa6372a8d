"""conversations.*: the channels an app can see, who is in them, and what was said there."""

from collections.abc import Iterator

from talkroom import wire
from talkroom.bodies import flag, listed
from talkroom.cast import Channel
from talkroom.errors import SlackError
from talkroom.message import Json, Message
from talkroom.methods.call import Call, cursor

KINDS = {"public_channel": "channel", "private_channel": "group", "im": "im"}


def all_of_them(call: Call) -> Json:
    kinds = {KINDS.get(each, each) for each in listed(call.text("types", "public_channel"))}
    page, following = call.page(list(_visible(call, kinds)), default=100)
    return {"channels": [_conversation(call, channel) for channel in page], **cursor(following)}


def info(call: Call) -> Json:
    channel = call.channel()
    call.permit_in(channel, "read")
    about = _conversation(call, channel)
    if flag(call.args.get("include_num_members")):
        about["num_members"] = len(channel.members)
    return {"channel": about}


def members(call: Call) -> Json:
    channel = call.channel()
    call.permit_in(channel, "read")
    page, following = call.page(channel.members, default=100)
    return {"members": page, **cursor(following)}


def history(call: Call) -> Json:
    channel = call.joined_channel()
    call.permit_in(channel, "history")
    said = [m for m in reversed(call.world.stream(channel.id)) if _between(call, m)]
    page, following = call.page(said, default=100)
    return {"messages": [_message(call, m) for m in page], "has_more": bool(following), **cursor(following)}


def replies(call: Call) -> Json:
    channel = call.joined_channel()
    call.permit_in(channel, "history")
    asked = call.world.message(channel.id, call.text("ts"))
    if not asked or asked.is_ephemeral:
        raise SlackError("thread_not_found")
    head, *rest = call.world.thread(channel.id, asked.thread_ts or asked.ts)
    page, following = call.page([head, *(m for m in rest if _between(call, m))])
    return {"messages": [_message(call, m) for m in page], "has_more": bool(following), **cursor(following)}


def open_im(call: Call) -> Json:
    """Open the direct messages with one person; several at once are not spoken here."""
    users = listed(call.args.get("users") or "")
    if not users:
        raise SlackError("users_list_not_supplied")
    if len(users) > 1:
        raise SlackError("method_not_supported_for_channel_type")
    if users[0] not in call.world.people:
        raise SlackError("user_not_found")
    if not call.world.speaks(call.world.people[users[0]]):
        raise SlackError("cannot_dm_bot")
    channel = call.world.channels[call.world.open_im(users[0], call.app.bot_user)]
    whole = flag(call.args.get("return_im"))
    return {"channel": _conversation(call, channel) if whole else {"id": channel.id}}


def _visible(call: Call, kinds: set[str]) -> Iterator[Channel]:
    for channel in call.world.channels.values():
        public = wire.kind(channel) == "channel"
        if wire.kind(channel) in kinds and (public or call.app.bot_user in channel.members):
            yield channel


def _conversation(call: Call, channel: Channel) -> Json:
    return wire.conversation(call.world, channel, seen_by=call.app.bot_user)


def _message(call: Call, said: Message) -> Json:
    whole = wire.message(call.world, said)
    if said.metadata and flag(call.args.get("include_all_metadata")):
        whole["metadata"] = said.metadata
    return whole


def _between(call: Call, said: Message) -> bool:
    oldest, latest = call.text("oldest", "0"), call.text("latest")
    try:
        after, before = float(oldest or 0), float(latest or "inf")
    except ValueError as error:
        raise SlackError("invalid_ts_oldest") from error
    ts = float(said.ts)
    if call.room.faults.hides(said.ts):
        return False
    return after < ts < before or (flag(call.args.get("inclusive")) and ts in {after, before})
