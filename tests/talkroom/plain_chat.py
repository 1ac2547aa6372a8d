"""A chat of words before the small room, and what a person reads and types in it."""

from small_room import BOT, ROOM, YAMAGUCHI, attached, client
from test_room_modals import modal

from talkroom.plain import Chat, Face


class Paper:
    """All that is said, line by line."""

    def __init__(self):
        self.said, self.changed, self.notes, self.files = [], [], [], []

    def say(self, said):
        self.said.append(said)

    def change(self, said):
        self.changed.append(said)

    def note(self, place, _key, title, text, _menu=None):
        self.notes.append((place, title, text))

    def forms(self, *_):
        raise AssertionError("this chat has no forms of its own")

    def file(self, _place, name, contents):
        self.files.append((name, contents))
        return f"「{name}」をお渡ししました。"


class Plain:
    """One person before the small room, in words; the app answers as it is told."""

    def __init__(self, room, *people, chat=None, together=False):
        self.room, self.paper, self.app = room, Paper(), attached(room)
        self.face = Face(room, chat or Chat(), self.paper, together=together)
        for person in people or (YAMAGUCHI,):
            self.face.seat(person)
        self.web = client(room)

    async def types(self, text, by=YAMAGUCHI, channel=ROOM):
        """Type a line; all that is read then."""
        before = len(self.paper.said)
        await self.face.hears(by, channel, text)
        return self.read(before)

    async def writes(self, text, by=YAMAGUCHI):
        return await self.types(text, by, self.direct(by))

    async def posts(self, *blocks, text="お知らせ", channel=ROOM, **more):
        """The app posts a message; what is read of it."""
        before = len(self.paper.said)
        posted = await self.web.chat_postMessage(channel=channel, text=text, blocks=list(blocks), **more)
        self.ts = posted["ts"]
        return self.read(before)

    async def opens(self, *blocks, **more):
        """A command opens a modal; what is asked first."""
        before = len(self.paper.said)
        await self.room.persons.type(YAMAGUCHI, ROOM, "/status")
        await self.web.views_open(trigger_id=self.app.payload["trigger_id"], view=modal(*blocks, **more))
        return self.read(before)

    def read(self, first=0):
        return "\n".join(each.text for each in self.paper.said[first:])

    def direct(self, by=YAMAGUCHI):
        return self.face.ground.direct(by)

    @property
    def pressed(self):
        return self.app.payload["actions"][0]

    @property
    def sent(self):
        """What stands in each field of the form that was sent, by block."""
        values = self.app.payload["view"]["state"]["values"]
        return {block_id: next(iter(each.values())) for block_id, each in values.items()}


__all__ = ["BOT", "Plain"]
