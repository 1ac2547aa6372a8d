"""How people, channels and messages are shown on the page."""

import hashlib
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from talkroom import wire
from talkroom.cast import App, Channel, Person
from talkroom.clock import JST
from talkroom.elements import raw_state
from talkroom.files import File
from talkroom.message import Json, Message
from talkroom.view import View
from talkroom.world import World

if TYPE_CHECKING:
    from talkroom.room import Talkroom

COLOURS = ("#3b6ea8", "#2f7d6b", "#8a5a9e", "#b0602f", "#5b7a2f", "#a04a5f", "#4a6b8a", "#7a6a2f")


def colour(person: Person) -> str:
    """Return the person's colour; without one, one that is always theirs."""
    return person.colour or COLOURS[hashlib.sha256(person.id.encode()).digest()[0] % len(COLOURS)]


def clock(room: "Talkroom") -> Json:
    due = room.next_due()
    return {"now": room.clock.iso(), "running": True, "next_due": due and due.astimezone(JST).isoformat()}


def person(each: Person) -> Json:
    return {
        "id": each.id,
        "name": each.name,
        "title": each.title,
        "colour": colour(each),
        "is_restricted": each.is_restricted or each.is_ultra_restricted,
        "kind": "app" if each.is_bot else "person",
    }


def channel(room: "Talkroom", there: Channel, *, seen_by: str) -> Json:
    """Return a channel as this person sees it; direct messages tell whether their app is `running`."""
    world = room.world
    app = next(iter(world.apps_in(there.id)), None) if there.is_im else None
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
        "running": room.delivery.reaches(app) if app else True,
        "unread": sum(m.ts > read and m.user != seen_by for m in seen),
    }


def message(world: World, said: Message, *, seen_by: str) -> Json:
    """Return a message as this person sees it."""
    author = world.people[said.user]
    shown: Json = {
        "ts": said.ts,
        "user": author.id,
        "name": author.name,
        "colour": colour(author),
        "app": author.is_bot,
        "text": said.text,
        "blocks": [with_near_files(world, block, seen_by=seen_by) for block in said.blocks],
        "ephemeral": said.is_ephemeral,
        "edited": said.edited is not None,
        "reactions": wire.reactions(said),
        "pinned": said.pinned_by is not None,
        "mine": said.user == seen_by,
        "files": [file(each, seen_by=seen_by) for each in world.files.of(said)],
        "chosen": raw_state(said.blocks, world.chosen(seen_by, said)),
    }
    if said.command:
        shown["command"] = said.command
    return shown | _in_thread(world, said)


def file(kept: File, *, seen_by: str) -> Json:
    return {
        "id": kept.id,
        "name": kept.name,
        "title": kept.title,
        "mimetype": kept.mimetype,
        "size": kept.size,
        "url": f"/room/people/{seen_by}/files/{kept.id}",
        "image": kept.is_image,
        "alt_text": kept.alt_text,
    }


def view(world: World, shown: View) -> Json:
    """Return a modal or Home as the page draws it."""
    body, app = shown.body, world.apps[shown.app]
    return {
        "id": shown.id,
        "type": shown.kind,
        "app": {"id": app.id, "name": app.name},
        "callback_id": body.get("callback_id") or "",
        **{name: body.get(name) for name in ("title", "submit", "close")},
        "blocks": [with_near_files(world, block, seen_by=shown.person) for block in shown.blocks],
        "hash": shown.hash,
        "values": raw_state(shown.blocks, shown.chosen),
        "channel": shown.channel,
    }


def app(each: App, world: World) -> Json:
    return {
        "id": each.id,
        "name": each.name,
        "user": each.bot_user,
        "colour": colour(world.people[each.bot_user]),
        "home": each.has_home,
        "shortcuts": [asdict(shortcut) for shortcut in each.shortcuts],
    }


def with_near_files(world: World, value: Any, *, seen_by: str) -> Any:
    """Copy a block, its slack_files with the address at which this page finds them."""
    if isinstance(value, list):
        return [with_near_files(world, each, seen_by=seen_by) for each in value]
    if not isinstance(value, dict):
        return value
    found = {name: with_near_files(world, each, seen_by=seen_by) for name, each in value.items()}
    if isinstance(given := value.get("slack_file"), dict) and (file_id := _file_id(world, given)):
        found["slack_file"] = {"id": file_id, "url": f"/room/people/{seen_by}/files/{file_id}"}
    return found


def _file_id(world: World, given: Json) -> str:
    """Find a file by its id, or by the private address in which its id stands."""
    named = re.search(r"-(F[A-Z0-9]+)", str(given.get("url") or ""))
    file_id = str(given.get("id") or (named[1] if named else ""))
    return file_id if world.files.get(file_id) else ""


def _in_thread(world: World, said: Message) -> Json:
    if said.is_reply:
        return {"thread_ts": said.thread_ts}
    replies = world.replies(said)
    return {"reply_count": len(replies), "latest_reply": replies[-1].ts} if replies else {}
