"""How people, channels and messages are shown on the page."""

import hashlib

from talkroom import wire
from talkroom.cast import Channel, Person
from talkroom.message import Json, Message
from talkroom.world import World

COLOURS = ("#3b6ea8", "#2f7d6b", "#8a5a9e", "#b0602f", "#5b7a2f", "#a04a5f", "#4a6b8a", "#7a6a2f")


def colour(person: Person) -> str:
    """Return the person's colour; without one, one that is always theirs."""
    return person.colour or COLOURS[hashlib.sha256(person.id.encode()).digest()[0] % len(COLOURS)]


def person(each: Person) -> Json:
    return {
        "id": each.id,
        "name": each.name,
        "title": each.title,
        "colour": colour(each),
        "is_restricted": each.is_restricted or each.is_ultra_restricted,
        "kind": "app" if each.is_bot else "person",
    }


def channel(world: World, there: Channel, *, seen_by: str) -> Json:
    other = next((member for member in there.members if member != seen_by), None) if there.is_im else None
    seen = world.stream(there.id, seen_by)
    read = world.read_up_to(seen_by, there.id)
    return {
        "id": there.id,
        "name": world.people[other].name if other else there.name,
        "kind": "im" if there.is_im else "channel",
        "topic": there.topic,
        "with": other,
        "last_ts": seen[-1].ts if seen else None,
        "unread": sum(m.ts > read and m.user != seen_by for m in seen),
    }


def message(world: World, said: Message) -> Json:
    author = world.people[said.user]
    shown: Json = {
        "ts": said.ts,
        "user": author.id,
        "name": author.name,
        "colour": colour(author),
        "app": author.is_bot,
        "text": said.text,
        "blocks": list(said.blocks),
        "ephemeral": said.is_ephemeral,
        "edited": said.edited is not None,
        "reactions": wire.reactions(said),
    }
    if said.command:
        shown["command"] = said.command
    return shown | _in_thread(world, said)


def _in_thread(world: World, said: Message) -> Json:
    if said.is_reply:
        return {"thread_ts": said.thread_ts}
    replies = world.replies(said)
    return {"reply_count": len(replies), "latest_reply": replies[-1].ts} if replies else {}
