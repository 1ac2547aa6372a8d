"""The state of a talk room: whatever changes it is a method of `World`, and its watchers are told."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from talkroom import ids
from talkroom.cast import SLACKBOT, App, Channel, Person, Team
from talkroom.clock import Clock
from talkroom.message import Message

Kind = Literal["message", "changed", "deleted", "joined", "channels"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What happened in a channel: to a message, or to a person there."""

    kind: Kind
    channel: str
    message: Message | None = None
    before: Message | None = None
    person: str = ""


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
        self.channels = {channel.id: channel for channel in channels}
        self.refused_blocks: set[str] = set()  # block types this room does not take, as an older client might not
        self.watchers: list[Callable[[Change], None]] = []
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

    def replies(self, message: Message) -> list[Message]:
        return [m for m in self.thread(message.channel, message.ts)[1:] if not m.is_ephemeral]

    def chosen(self, person: str, message: Message) -> Mapping[tuple[str, str], Any]:
        """Return what a person has chosen in a message: by block_id and action_id."""
        return self._chosen.get((person, message.channel, message.ts), {})

    def read_up_to(self, person: str, channel: str) -> str:
        return self._read.get((person, channel), "0")

    # What changes it

    def post(self, message: Message) -> Message:
        """Say it: the message gets its ts, and a reply to a reply goes to the head of the thread."""
        said = replace(message, ts=self._next_ts(), thread_ts=self._head(message))
        self._messages[said.channel][said.ts] = said
        if said.thread_ts:
            self._replies.setdefault((said.channel, said.thread_ts), []).append(said.ts)
        self._tell(Change(kind="message", channel=said.channel, message=said))
        return said

    def change(self, message: Message, **fields: Any) -> Message:
        changed = replace(message, **fields)
        self._messages[message.channel][message.ts] = changed
        self._tell(Change(kind="changed", channel=message.channel, message=changed, before=message))
        return changed

    def delete(self, message: Message) -> None:
        """Take it back; the head of a thread leaves a tombstone so that its replies keep their place."""
        if self.replies(message):
            self.change(
                message, text="このメッセージは削除されました。", blocks=(), subtype="tombstone", user=SLACKBOT.id
            )
            return
        del self._messages[message.channel][message.ts]
        if message.is_reply:
            self._replies[message.channel, message.thread_ts or ""].remove(message.ts)
        self._tell(Change(kind="deleted", channel=message.channel, message=message))

    def react(self, message: Message, name: str, users: tuple[str, ...]) -> None:
        """Let exactly these users have reacted with this name."""
        reactions = {**message.reactions, name: users}
        self.change(message, reactions={each: who for each, who in reactions.items() if who})

    def choose(self, person: str, message: Message, element: tuple[str, str], chosen: Any) -> None:
        self._chosen.setdefault((person, message.channel, message.ts), {})[element] = chosen

    def join(self, user: str, channel: str) -> None:
        there = self.channels[channel]
        if user in there.members:
            return
        self.channels[channel] = replace(there, members=(*there.members, user))
        self._tell(Change(kind="joined", channel=channel, person=user))

    def read(self, person: str, channel: str, ts: str) -> None:
        if ts > self.read_up_to(person, channel):
            self._read[person, channel] = ts
            self._tell(Change(kind="channels", channel=channel, person=person))

    def open_im(self, person: str, bot_user: str) -> str:
        channel = ids.direct(person, bot_user)
        if channel not in self.channels:
            self.channels[channel] = Channel(id=channel, name="", members=(person, bot_user), is_im=True)
            self._messages[channel] = {}
        return channel

    def now_ts(self) -> str:
        """Return the present as a ts that no message bears."""
        return self._next_ts()

    def _open_ims(self) -> None:
        for person in list(self.persons()):
            for app in self.apps.values():
                self.open_im(person.id, app.bot_user)

    def _head(self, message: Message) -> str | None:
        head = self.message(message.channel, message.thread_ts or "")
        return head.thread_ts or head.ts if head else None

    def _next_ts(self) -> str:
        now = int(self.clock().timestamp() * 1_000_000)
        self._last_ts = max(now, self._last_ts + 1)
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def _tell(self, change: Change) -> None:
        for tell in self.watchers:
            tell(change)
