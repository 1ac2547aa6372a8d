"""Who of the chat is who in the room, and which talk is which channel."""

from dataclasses import dataclass, field, replace

from talkroom.cast import Channel, Person
from talkroom.direct.calls import Calls
from talkroom.direct.marks import Marks
from talkroom.direct.wire import GROUP, PAIR, Talk, User
from talkroom.plain import Face
from talkroom.world import World


def person(user: int) -> str:
    """Their id in the room."""
    return f"U{user}"


def channel(talk: int) -> str:
    """A talk's id in the room."""
    return f"C{talk}"


class NoTalk(Exception):
    """We are in no talk any more in which this could be said."""


@dataclass(slots=True, kw_only=True)
class Guests:
    """The people of every talk that the bot is in. They come, leave and change their names there."""

    world: World
    face: Face
    calls: Calls
    marks: Marks
    me: int = 0
    talks: dict[int, Talk] = field(default_factory=dict)
    _known: dict[int, User] = field(default_factory=dict)

    def remember(self) -> None:
        """Those who were there in an earlier run are told what is said before the chat can be asked who is there."""
        for kept in list(self.world.persons()):
            self.called(User(id=int(kept.id[1:]), name=kept.name))

    async def all(self, talks: list[Talk]) -> None:
        """These are the talks; what is none of them is over."""
        kept = {int(each.id[1:]) for each in self.world.channels.values() if not each.is_im}
        for gone in (self.talks.keys() | kept) - {each.id for each in talks}:
            self.leave(gone)
        for domain in {each.domain for each in talks}:
            await self._meet(domain, {user for each in talks if each.domain == domain for user in each.users})
        for each in talks:
            await self.take(each)
        self._unseat_who_left()

    async def take(self, talk: Talk) -> None:
        """A talk is new, or other people are in it, or we are not. One of another kind is none of ours."""
        if talk.kind not in {PAIR, GROUP}:
            return
        if self.me not in talk.users:
            self.leave(talk.id)
            return
        await self._meet(talk.domain, set(talk.users) - self._known.keys())
        known = self.talks.get(talk.id)
        self.talks[talk.id] = talk
        if talk.kind == GROUP:
            self.world.gather(Channel(id=channel(talk.id), name=talk.name, members=self._members(talk)))
        if known and set(known.users) - set(talk.users):
            self._unseat_who_left()

    def leave(self, talk: int) -> None:
        """We are in a talk no more."""
        gone, there = self.talks.pop(talk, None), self.world.channels.get(channel(talk))
        if there:  # the talk of two goes on where it was when it comes back
            self.marks.forget(talk)
            self.world.gather(replace(there, members=()))
        if gone:
            self._unseat_who_left()

    def called(self, user: User) -> None:
        """Somebody is called so, from now on."""
        self._known[user.id] = user
        self.world.introduce(Person(id=person(user.id), name=user.name))
        self.face.seat(person(user.id))

    def knows(self, user: int) -> bool:
        return user in self._known

    async def _meet(self, domain: int, users: set[int]) -> None:
        """Learn what they are called now."""
        others = sorted(users - {self.me})
        for user in await self.calls.users(domain, others) if others else ():
            self.called(user)

    # Places

    def heard_in(self, talk: Talk, user: int) -> str:
        """The channel in which the words of this person there are said."""
        return channel(talk.id) if talk.kind == GROUP else self.face.ground.direct(person(user))

    async def talk_for(self, place: str) -> Talk:
        """The talk in which is said what belongs there; one of two is opened where there is none. Raises NoTalk."""
        there = self.world.channels[place]
        if not there.is_im:
            talk = self.talks.get(int(place[1:]))
            if not talk:
                raise NoTalk(place)
            return talk
        user = int(there.members[0][1:])
        return self._pair(user) or await self._open(user)

    def _pair(self, user: int) -> Talk | None:
        return next((each for each in self.talks.values() if each.kind == PAIR and user in each.users), None)

    async def _open(self, user: int) -> Talk:
        met = next((each for each in self.talks.values() if user in each.users), None)
        if not met:
            raise NoTalk(person(user))
        talk = await self.calls.pair_talk(met.domain, user)
        self.talks[talk.id] = talk
        return talk

    def _members(self, talk: Talk) -> tuple[str, ...]:
        people = [person(each) for each in talk.users if each != self.me]
        return (*people, *(app.bot_user for app in self.world.apps.values()))

    def _unseat_who_left(self) -> None:
        here = {each for talk in self.talks.values() for each in talk.users}
        for user in self._known.keys() - here:
            known = self._known.pop(user)
            self.face.unseat(person(user))
            self.world.introduce(Person(id=person(user), name=known.name, deleted=True))
