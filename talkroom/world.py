"""The state of a talk room: whatever changes it is a method of `World`, and its watchers are told."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import Any, Literal

from talkroom import ids
from talkroom.cast import SLACKBOT, App, Channel, Person, Team
from talkroom.clock import Clock
from talkroom.elements import still_chosen
from talkroom.files import File, Files
from talkroom.message import Message

Kind = Literal[
    "message",
    "changed",
    "deleted",
    "reacted",
    "unreacted",
    "pinned",
    "unpinned",
    "joined",
    "person",
    "channel",
    "im",
    "read",
    "chosen",
    "modal",
    "home",
    "file",
    "scheduled",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened: to a message of a channel, to a person there, or to what an app shows to a person."""

    kind: Kind
    channel: str = ""
    message: Message | None = None
    before: Message | None = None
    person: str = ""
    app: str = ""
    name: str = ""  # of a reaction, a file or a scheduled message


_TOMBSTONE: dict[str, Any] = {
    "text": "このメッセージは削除されました。",
    "blocks": (),
    "subtype": "tombstone",
    "user": SLACKBOT.id,
    "app": None,
    "files": (),
    "metadata": None,
    "pinned_by": None,
    "reactions": {},
}


class World:
    """People, channels, apps and what was said."""

    def __init__(
        self,
        *,
        team: Team,
        people: Iterable[Person],
        channels: Iterable[Channel],
        apps: Iterable[App],
        clock: Clock,
    ) -> None:
        self.team, self.clock = team, clock
        self.apps = {app.id: app for app in apps}
        bots = [Person(id=app.bot_user, name=app.name, is_bot=True) for app in self.apps.values()]
        self.people = {person.id: person for person in [SLACKBOT, *bots, *people]}
        self.refused_blocks: set[str] = set()  # block types this room does not take, as an older client might not
        self.watchers: list[Callable[[Change], None]] = []
        self.at_once: Callable[[], AbstractContextManager[None]] = nullcontext  # what happens within is kept together
        self.era = 0  # how often everything began anew
        self.files = Files(lambda file_id: self.tell(Change(kind="file", name=file_id)))
        self._furnished = tuple(channels)
        self.begin()

    def begin(self) -> None:
        """Begin with the channels as they were furnished, and nothing said in them."""
        self.era += 1
        self.channels = {channel.id: channel for channel in self._furnished}
        self.files.forget()
        self._messages: dict[str, dict[str, Message]] = {channel: {} for channel in self.channels}
        self._replies: dict[tuple[str, str], list[str]] = {}
        self._read: dict[tuple[str, str], str] = {}
        self._chosen: dict[tuple[str, str, str], dict[tuple[str, str], Any]] = {}
        self._last_ts = 0
        self._open_ims()

    # What there is

    def app_of(self, bot_user: str) -> App | None:
        return next((app for app in self.apps.values() if app.bot_user == bot_user), None)

    def apps_in(self, channel: str) -> list[App]:
        members = self.channels[channel].members
        return [app for app in self.apps.values() if app.bot_user in members]

    def persons(self) -> Iterator[Person]:
        """Go through the people who can speak here: no bots, nobody who left."""
        return filter(self.speaks, self.people.values())

    def speaks(self, person: Person) -> bool:
        return not (person.is_bot or person.deleted or person is SLACKBOT)

    def channels_of(self, user: str) -> list[Channel]:
        return [channel for channel in self.channels.values() if user in channel.members]

    def team_of(self, person: Person) -> str:
        return person.team_id or self.team.id

    def message(self, channel: str, ts: str) -> Message | None:
        return self._messages.get(channel, {}).get(ts)

    def said(self, channel: str) -> list[Message]:
        """Return what was said in a channel, oldest first, replies and ephemerals included."""
        return list(self._messages[channel].values())

    def stream(self, channel: str, person: str | None = None) -> list[Message]:
        """Return the channel without its threads' replies, as `person` sees it (None: what is everybody's)."""
        return [m for m in self.said(channel) if m.is_for(person or "") and not m.is_reply]

    def thread(self, channel: str, ts: str, person: str | None = None) -> list[Message]:
        """Return a message and its replies, as `person` sees them."""
        kept = self._messages[channel]
        found = [kept[each] for each in [ts, *self._replies.get((channel, ts), ())] if each in kept]
        return [m for m in found if m.is_for(person or "")]

    def sees_file(self, user: str, file: File) -> bool:
        return user == file.user or any(user in self.channels[m.channel].members for m in self.messages_with(file))

    def messages_with(self, file: File) -> list[Message]:
        """Return the messages in which a file still stands."""
        shared = [self.message(channel, ts) for channel, shares in file.shares.items() for ts in shares]
        return [said for said in shared if said and file.id in said.files]

    def replies(self, message: Message) -> list[Message]:
        return [m for m in self.thread(message.channel, message.ts)[1:] if not m.is_ephemeral]

    def chosen(self, person: str, message: Message) -> Mapping[tuple[str, str], Any]:
        """Return what a person has chosen in a message: by block_id and action_id."""
        return self._chosen.get((person, message.channel, message.ts), {})

    def pins(self, channel: str) -> list[Message]:
        """Return the pinned messages of a channel, oldest first."""
        return [message for message in self.said(channel) if message.pinned_by]

    def read_up_to(self, person: str, channel: str) -> str:
        return self._read.get((person, channel), "0")

    # What changes it

    def post(self, message: Message) -> Message:
        """Say it: the message gets its ts, and a reply to a reply goes to the head of the thread."""
        said = replace(message, ts=self._next_ts(), thread_ts=self._head(message))
        self._put(said, Change(kind="message", channel=said.channel, message=said))
        if said.thread_ts:
            self._replies.setdefault((said.channel, said.thread_ts), []).append(said.ts)
        return said

    def change(self, message: Message, **fields: Any) -> Message:
        changed = replace(message, **fields)
        self._forget_what_is_gone(message, changed)
        self._put(changed, Change(kind="changed", channel=message.channel, message=changed, before=message))
        return changed

    def delete(self, message: Message) -> None:
        """Take it back; the head of a thread leaves a tombstone so that its replies keep their place."""
        if self.replies(message):
            self.change(message, **_TOMBSTONE)
            return
        del self._messages[message.channel][message.ts]
        if message.is_reply:
            self._replies[message.channel, message.thread_ts or ""].remove(message.ts)
        self.tell(Change(kind="deleted", channel=message.channel, message=message))

    def react(self, message: Message, name: str, person: str, *, on: bool) -> bool:
        """Add or take back a person's reaction; False where nothing is to change."""
        users = message.reactions.get(name, ())
        if (person in users) == on:
            return False
        now = (*users, person) if on else tuple(user for user in users if user != person)
        reactions = {each: who for each, who in {**message.reactions, name: now}.items() if who}
        self._mark("reacted" if on else "unreacted", message, person, name=name, reactions=reactions)
        return True

    def pin(self, message: Message, person: str, *, on: bool) -> bool:
        """Pin a message to its channel, or take the pin away; False where nothing is to change."""
        if (message.pinned_by is not None) == on:
            return False
        self._mark("pinned" if on else "unpinned", message, person, pinned_by=person if on else None)
        return True

    def choose(self, person: str, message: Message, element: tuple[str, str], chosen: Any) -> None:
        self._chosen.setdefault((person, message.channel, message.ts), {})[element] = chosen
        self.tell(Change(kind="chosen", channel=message.channel, message=message, person=person))

    def join(self, user: str, channel: str) -> None:
        there = self.channels[channel]
        if user in there.members:
            return
        self.channels[channel] = replace(there, members=(*there.members, user))
        self.tell(Change(kind="joined", channel=channel, person=user))

    def introduce(self, person: Person) -> None:
        """Let somebody be known who comes from elsewhere, or is called otherwise now; they can speak with every app."""
        if self.people.get(person.id) != person:
            self.people[person.id] = person
            self.tell(Change(kind="person", person=person.id))
        self._open_ims_of(person)

    def gather(self, channel: Channel) -> None:
        """Let a channel be there with exactly these members; those who are new in one that was there have joined."""
        before = self.channels.get(channel.id)
        if before == channel:
            return
        self.channels[channel.id] = channel
        self._messages.setdefault(channel.id, {})
        self.tell(Change(kind="channel", channel=channel.id))
        for user in channel.members if before else ():
            if before and user not in before.members:
                self.tell(Change(kind="joined", channel=channel.id, person=user))

    def read(self, person: str, channel: str, ts: str) -> None:
        if ts > self.read_up_to(person, channel):
            self._read[person, channel] = ts
            self.tell(Change(kind="read", channel=channel, person=person))

    def open_im(self, person: str, bot_user: str) -> str:
        channel = ids.direct(person, bot_user)
        if channel not in self.channels:
            self.channels[channel] = Channel(id=channel, name="", members=(person, bot_user), is_im=True)
            self._messages[channel] = {}
            self.tell(Change(kind="im", channel=channel, person=person))
        return channel

    def put_back_person(self, person: Person) -> None:
        self.people.setdefault(person.id, person)

    def put_back(self, message: Message) -> None:
        """Put back a message that was kept, as it was; nobody is told."""
        self._messages[message.channel][message.ts] = message
        if message.is_reply:
            self._replies.setdefault((message.channel, message.thread_ts or ""), []).append(message.ts)
        self._last_ts = max(self._last_ts, int(message.ts.replace(".", "")))

    def put_back_read(self, person: str, channel: str, ts: str) -> None:
        self._read[person, channel] = ts

    def put_back_chosen(self, where: tuple[str, str, str], chosen: dict[tuple[str, str], Any]) -> None:
        self._chosen[where] = chosen

    def put_back_channel(self, channel: Channel) -> None:
        self.channels[channel.id] = channel
        self._messages.setdefault(channel.id, {})

    def now_ts(self) -> str:
        """Return the present as a ts that no message bears."""
        return self._next_ts()

    def _mark(self, kind: Kind, message: Message, person: str, *, name: str = "", **fields: Any) -> None:
        """Change what others put to a message; its words stay as they are."""
        marked = replace(message, **fields)
        change = Change(kind=kind, channel=message.channel, message=marked, before=message, person=person, name=name)
        self._put(marked, change)

    def _put(self, message: Message, change: Change) -> None:
        """Keep it and tell of it. What cannot be kept on the disk is not there at all, and nobody hears of it."""
        there, before = self._messages[message.channel], self.message(message.channel, message.ts)
        there[message.ts] = message
        try:
            self.tell(change)
        except BaseException:
            if before:
                there[message.ts] = before
            else:
                del there[message.ts]
            raise

    def _forget_what_is_gone(self, before: Message, now: Message) -> None:
        """What was chosen stays where the same element still stands."""
        for who, chosen in self._chosen.items():
            if who[1:] == (now.channel, now.ts) and before.blocks != now.blocks:
                self._chosen[who] = still_chosen(before.blocks, now.blocks, chosen)

    def _open_ims(self) -> None:
        for person in list(self.persons()):
            self._open_ims_of(person)

    def _open_ims_of(self, person: Person) -> None:
        for app in self.apps.values():
            self.open_im(person.id, app.bot_user)

    def _head(self, message: Message) -> str | None:
        head = self.message(message.channel, message.thread_ts or "")
        return head.thread_ts or head.ts if head else None

    def _next_ts(self) -> str:
        now = int(self.clock().timestamp() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def tell(self, change: Change) -> None:
        with self.at_once():
            for watch in self.watchers:
                watch(change)
