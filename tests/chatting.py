"""People in a chat that has words and little else: they read, type numbers, and touch what the chat lets them touch."""

from collections import Counter
from dataclasses import dataclass, field

from talk import ROOM, YAMAGUCHI, Talk

from talkroom.plain import Chat, Face, Said


@dataclass
class Screen:
    """What a chat shows. It takes nothing that the chat has not declared."""

    chat: Chat
    said: list[Said] = field(default_factory=list)
    notes: dict[str, tuple[str, str]] = field(default_factory=dict)
    stacks: dict[str, list] = field(default_factory=dict)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    read: list[str] = field(default_factory=list)  # all that was shown, in its order

    def say(self, said):
        kinds = {None, *(["select", "yes_no"] if self.chat.select_stamp else []), *(["task"] * self.chat.task_stamp)}
        assert (said.stamp and said.stamp.kind) in kinds
        assert self.chat.ephemeral or not said.only_for
        assert self.chat.thread or not said.under
        assert self.chat.announce or not said.announced
        assert said.text.strip()
        assert said.key not in {each.key for each in self.said}
        self.said.append(said)
        self.read.append(said.text)

    def change(self, said):
        assert self.chat.edit
        self.read.append(said.text)
        at = next(nth for nth, each in enumerate(self.said) if each.key == said.key)
        self.said[at] = said

    def note(self, _place, key, title, text, _menu=None):
        assert self.chat.note
        self.notes[key] = (title, text)
        self.read += [title, text]

    def forms(self, person, stack):
        assert self.chat.modal
        self.stacks[person] = list(stack)

    def file(self, _place, name, contents):
        self.files.append((name, contents))
        return f"「{name}」をお渡ししました。"


class Chatting:
    """The people of a room in such a chat, all through one face."""

    def __init__(self, talk: Talk, chat: Chat, *people: str) -> None:
        self.talk, self.chat, self.screen = talk, chat, Screen(chat)
        self.face = Face(talk.room, chat, self.screen)
        for person in people or [each.id for each in talk.room.world.persons()]:
            self.face.seat(person)

    def types(self, text, by=YAMAGUCHI, channel=ROOM):
        """Type a line; what is read then, all of it."""
        before = len(self.screen.read)
        self._does(self.face.hears(by, channel, text))
        return self._since(before)

    def writes(self, text, by=YAMAGUCHI):
        """Type a line in the talk with the bot alone."""
        return self.types(text, by, self.direct(by))

    def answers(self, words, text, by=YAMAGUCHI):
        """Type it below the newest message with these words; what is read then."""
        said = next(each for each in reversed(self._seen(by)) if words in each.text)
        before = len(self.screen.read)
        self._does(self.face.hears(by, said.place, text, said.key))
        return self._since(before)

    def chooses(self, label, by=YAMAGUCHI, channel=None):
        """Choose it in the newest message that offers it: touched where the chat has stamps, typed by number else."""
        before = len(self.screen.read)
        said, nth = self._offering(label, by, channel)
        if said.stamp:
            for each in self.screen.said:
                self.face.has_read(by, each.place, each.key)
            self._does(self.face.touched(by, said.key, nth))
        else:
            self._reads_all(by)
            menu = self.face.ground.menus.of(said.place, said.key)
            self._does(self.face.hears(by, said.place, f"{menu.number}-{nth + 1}"))
        return self._since(before)

    def fills(self, by=YAMAGUCHI, send="送信", **answers):
        """Fill in the form by its labels: in the chat's own form, or one question after the other."""
        if self.chat.modal:
            return self._fills_the_chats_own(by, answers)
        said = self.writes("確認", by)
        for label, answer in answers.items():
            number = next(line.split()[0] for line in said.split("\n") if line[:1].isdigit() and label in _asked(line))
            self.writes(number, by)
            said = self.writes(answer, by)
        return self.writes(send, by) if send else said

    def stops(self, by=YAMAGUCHI):
        """Leave the form that stands before them, without sending it; what is read then."""
        if self.chat.modal:
            return self.talk.closes(by)
        said = self.writes("中止", by)
        return self.writes("はい", by) if "やめますか" in said else said

    def picks(self, label, answer, by=YAMAGUCHI):
        """Choose from a list too long to be told at once: by its number, once it has been asked."""
        self.chooses(label, by)
        return self.writes(answer, by)

    def brings(self, name, contents, by=YAMAGUCHI):
        """Send a file to the bot alone; what is read then."""
        before = len(self.screen.read)
        self._does(self.face.brings(by, self.direct(by), name, contents))
        return self._since(before)

    def fetches(self, name, by=YAMAGUCHI):
        """Take the newest file of that name."""
        self.chooses(f"「{name}", by)
        return self.screen.files[-1][1]

    def passes(self, to):
        """Time goes by; what everybody reads then."""
        before = len(self.screen.read)
        self.talk.clock(to)
        return self._since(before)

    def presses(self, label, by=YAMAGUCHI):
        """Press a button of the form that stands before them; what is read then."""
        self._reads_all(by)
        if not self.chat.modal:
            return self.writes(label, by)
        self.talk.press_in_modal(label, by=by)
        return self.shown(by)

    def shown(self, by=YAMAGUCHI):
        """What the chat's own form on top says."""
        return self.face._asking._form(self.face.ground.seats[by], self.screen.stacks[by][-1]).ask().text

    def reads(self, by=YAMAGUCHI, place=""):
        """The newest message that this person sees, there or anywhere."""
        return [each for each in self._seen(by) if place in {"", each.place}][-1].text

    def told(self, place=ROOM):
        """All that stands at a place, the newest last."""
        return [each.text for each in self.screen.said if each.place == place]

    def note(self):
        """What the notes of the room say."""
        return "\n".join("\n".join(each) for each in self.screen.notes.values())

    def astray(self):
        """What the bot has said that was not told exactly once wherever it belongs."""
        told = Counter((each.place, each.key) for each in self.screen.said)
        world = self.talk.room.world
        said = [each for channel in world.channels for each in world.said(channel) if each.app]
        wanted = {(place, f"{each.channel}/{each.ts}") for each in said for place in self._places(each)}
        return [each for each in wanted if told[each] != 1]

    def _places(self, said):
        """Where a message of the bot's is told, by what this chat can do."""
        here = [p for p in self.talk.room.world.channels[said.channel].members if p in self.face.ground.seats]
        reached = [person for person in here if said.is_for(person)]
        alone = said.is_ephemeral and not self.chat.ephemeral
        return {self.direct(person) if alone else said.channel for person in reached}

    def direct(self, by):
        return self.face.ground.direct(by)

    def _seen(self, by):
        mine = {each.id for each in self.talk.room.world.channels_of(by)}
        return [each for each in self.screen.said if each.place in mine and each.only_for in {"", by}]

    def _reads_all(self, by):
        for each in self._seen(by):
            self.face.has_read(by, each.place, each.key)

    def _offering(self, label, by, channel):
        places = {channel} if channel else {each.id for each in self.talk.room.world.channels_of(by)}
        named = (label,) if {"「", "（"} & set(label) else ()
        for said in reversed(self._seen(by)):
            menu = self.face.ground.menus.of(said.place, said.key)
            labels = [each.label for each in menu.choices] if menu and said.place in places else []
            found = [nth for nth, each in enumerate(labels) if each == label or each.startswith((f"{label}（", *named))]
            if found:
                return said, found[0]
        raise AssertionError(f"nobody offers {label}: {self.reads(by)}")

    def _fills_the_chats_own(self, by, answers):
        view = self.screen.stacks[by][-1]
        form = self.face._asking._form(self.face.ground.seats[by], view)
        for label, answer in answers.items():
            each = next(each for each in form.fields if label in each.label)
            today = self.talk.room.clock().date()
            form.filled[each.element.key] = each.read(answer, today, form.offered)
        before = len(self.screen.read)
        wrong = self._does(self.talk.room.persons.submit(by, view.id, form.state()))
        said = self.screen.read[before:]
        shown = [
            self.face._asking._form(self.face.ground.seats[by], each).ask().text for each in self.screen.stacks[by]
        ]
        return "\n".join([*wrong.values(), *said, *shown[-1:]])

    def _since(self, before):
        return "\n".join(self.screen.read[before:])

    def _does(self, act):
        async def done():
            result = await act
            await self.talk._settled()
            return result

        return self.talk._runner.run(done())


def _asked(line):
    """What a line of the review asks, without what was answered."""
    return line.partition("：")[0]
