"""How people, channels and messages look on Slack's wire."""

from urllib.parse import quote

from talkroom.cast import Channel, Person
from talkroom.elements import state
from talkroom.files import File
from talkroom.message import Json, Message
from talkroom.view import View
from talkroom.world import World

TIME_ZONE = {"tz": "Asia/Tokyo", "tz_label": "Japan Standard Time", "tz_offset": 32400}


def user(world: World, person: Person) -> Json:
    return {
        "id": person.id,
        "team_id": world.team_of(person),
        "name": person.name,
        "real_name": person.name,
        "deleted": person.deleted,
        "color": person.colour.removeprefix("#"),
        **TIME_ZONE,
        "profile": _profile(world, person),
        "is_admin": False,
        "is_owner": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_stranger": person.is_stranger,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": 0,
    }


def _profile(world: World, person: Person) -> Json:
    profile = {
        "title": person.title,
        "real_name": person.name,
        "real_name_normalized": person.name,
        "display_name": "" if person.is_bot else person.name,
        "display_name_normalized": "" if person.is_bot else person.name,
        "team": world.team_of(person),
    }
    if app := world.app_of(person.id):
        profile |= {"api_app_id": app.id, "bot_id": app.bot_id}
    return profile


def kind(channel: Channel) -> str:
    """Return what events call it: `channel_type`."""
    if channel.is_im:
        return "im"
    return "group" if channel.is_private else "channel"


def conversation(world: World, channel: Channel, *, seen_by: str) -> Json:
    about: Json = {
        "id": channel.id,
        "created": 0,
        "is_im": channel.is_im,
        "is_mpim": False,
        "is_archived": False,
        "is_shared": channel.is_ext_shared,
        "is_ext_shared": channel.is_ext_shared,
        "is_pending_ext_shared": channel.is_pending_ext_shared,
        "is_org_shared": False,
        "context_team_id": world.team.id,
    }
    if channel.is_im:
        other = next((member for member in channel.members if member != seen_by), "")
        return about | {"user": other, "is_open": True}
    return about | {
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": not channel.is_private,
        "is_group": channel.is_private,
        "is_private": channel.is_private,
        "is_general": False,
        "is_member": seen_by in channel.members,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def message(world: World, said: Message) -> Json:
    """Return a message as `conversations.history` has it."""
    whole: Json = {"type": "message", "user": said.user, "text": said.text, "ts": said.ts, "team": world.team.id}
    if said.subtype:
        whole["subtype"] = said.subtype
    if said.app:
        whole |= {"app_id": said.app, "bot_id": world.apps[said.app].bot_id}
    if said.blocks:
        whole["blocks"] = list(said.blocks)
    if said.edited:
        whole["edited"] = {"user": said.user, "ts": said.edited}
    if said.reactions:
        whole["reactions"] = reactions(said)
    if said.pinned_by:
        whole["pinned_to"] = [said.channel]
    if said.files:
        whole |= {"files": [file(world, kept, world.files.base_url()) for kept in world.files.of(said)], "upload": True}
    return whole | _in_thread(world, said)


def reactions(said: Message) -> list[Json]:
    return [{"name": name, "users": list(users), "count": len(users)} for name, users in said.reactions.items()]


def _in_thread(world: World, said: Message) -> Json:
    if said.is_reply:
        return {"thread_ts": said.thread_ts}
    replies = world.replies(said)
    if not replies:
        return {}
    who = list(dict.fromkeys(reply.user for reply in replies))
    return {
        "thread_ts": said.ts,
        "reply_count": len(replies),
        "reply_users": who,
        "reply_users_count": len(who),
        "latest_reply": replies[-1].ts,
    }


def container(said: Message) -> Json:
    """Return where a message stands, as payloads name it."""
    where = {
        "type": "message",
        "message_ts": said.ts,
        "channel_id": said.channel,
        "is_ephemeral": said.is_ephemeral,
    }
    return where | {"thread_ts": said.thread_ts} if said.is_reply else where


def view(world: World, shown: View) -> Json:
    """Return a view as interactions and views.* have it, with the state of all its elements."""
    body, app = shown.body, world.apps[shown.app]
    return {
        "id": shown.id,
        "team_id": world.team.id,
        "type": shown.kind,
        "blocks": shown.blocks,
        "private_metadata": body.get("private_metadata") or "",
        "callback_id": body.get("callback_id") or "",
        "state": {"values": state(shown.blocks, shown.chosen)},
        "hash": shown.hash,
        "title": body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": bool(body.get("clear_on_close")),
        "notify_on_close": bool(body.get("notify_on_close")),
        "close": body.get("close"),
        "submit": body.get("submit"),
        "previous_view_id": shown.previous,
        "root_view_id": shown.root,
        "app_id": app.id,
        "external_id": shown.external_id,
        "app_installed_team_id": world.team.id,
        "bot_id": app.bot_id,
    }


def file(world: World, kept: File, base_url: str) -> Json:
    """Return a file as files.info and events have it; `base_url` is where the room is."""
    address = f"{base_url}files-pri/{world.team.id}-{kept.id}"
    private = {"is_public": False, "public_url_shared": False, "mode": "hosted", "is_external": False}
    shared = {channel: [{"ts": ts} for ts in said] for channel, said in kept.shares.items()}
    public = {channel for channel in shared if kind(world.channels[channel]) == "channel"}
    shares = {
        "public": {channel: said for channel, said in shared.items() if channel in public},
        "private": {channel: said for channel, said in shared.items() if channel not in public},
    }
    return {
        "id": kept.id,
        "created": int(float(kept.created)),
        "timestamp": int(float(kept.created)),
        "name": kept.name,
        "title": kept.title,
        "mimetype": kept.mimetype,
        "filetype": kept.filetype,
        "pretty_type": kept.filetype.upper(),
        "user": kept.user,
        "user_team": world.team.id,
        "size": kept.size,
        "alt_txt": kept.alt_text,
        **private,
        "url_private": f"{address}/{quote(kept.name)}",
        "url_private_download": f"{address}/download/{quote(kept.name)}",
        "permalink": f"{base_url}files/{kept.id}",
        "channels": sorted(public),
        "groups": [c for c in kept.shares if kind(world.channels[c]) == "group"],
        "ims": [c for c in kept.shares if world.channels[c].is_im],
        "shares": shares,
        "has_rich_preview": False,
    }


def pin(world: World, said: Message) -> Json:
    """Return a pinned message as pins.list and events have it."""
    created = {"created": int(float(said.ts)), "created_by": said.pinned_by}
    return {"type": "message", "channel": said.channel, "message": message(world, said), **created}
