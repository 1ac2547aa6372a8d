"""People in a chat that has words and little else: they read, type numbers, and touch what the chat lets them touch."""

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
    changes: int = 0

    def say(self, said):
        kinds = {None, *(["select", "yes_no"] if self.chat.select_stamp else []), *(["task"] * self.chat.task_stamp)}
        assert (said.stamp and said.stamp.kind) in kinds
        assert self.chat.ephemeral or not said.only_for
        assert self.chat.thread or not said.under
        assert self.chat.announce or not said.announced
        assert said.text.strip()
        assert said.key not in {each.key for each in self.said}
        self.said.append(said)

    def change(self, said):
        assert self.chat.edit
        self.changes += 1
        at = next(nth for nth, each in enumerate(self.said) if each.key == said.key)
        self.said[at] = said

    def note(self, _place, key, title, text):
        assert self.chat.note
        self.notes[key] = (title, text)

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
        before, changes = len(self.screen.said), self.screen.changes
        self._does(self.face.hears(by, channel, text))
        new = self.screen.said[before:]
        return "\n".join(each.text for each in new) if new or changes == self.screen.changes else self.reads(by)

    def writes(self, text, by=YAMAGUCHI):
        """Type a line in the talk with the bot alone."""
        return self.types(text, by, self.direct(by))

    def chooses(self, label, by=YAMAGUCHI, channel=None):
        """Choose it in the newest message that offers it: touched where the chat has stamps, typed by number else."""
        before, changes = len(self.screen.said), self.screen.changes
        said, nth = self._offering(label, by, channel)
        if said.stamp:
            for each in self.screen.said:
                self.face.has_read(by, each.place, each.key)
            self._does(self.face.touched(by, said.key, nth))
        else:
            self._reads_all(by)
            menu = self.face.ground.menus.of(said.place, said.key)
            self._does(self.face.hears(by, said.place, f"{menu.number}-{nth + 1}"))
        new = self.screen.said[before:]
        return "\n".join(each.text for each in new) if new or changes == self.screen.changes else self.reads(by)

    def fills(self, by=YAMAGUCHI, send="送信", **answers):
        """Fill in the form by its labels: in the chat's own form, or one question after the other."""
        if self.chat.modal:
            return self._fills_the_chats_own(by, answers)
        said = self.writes("確認", by)
        for label, answer in answers.items():
            number = next(line.split()[0] for line in said.split("\n") if line[:1].isdigit() and label in line)
            self.writes(number, by)
            said = self.writes(answer, by)
        return self.writes(send, by) if send else said

    def presses(self, label, by=YAMAGUCHI):
        """Press a button of the form that stands before them."""
        self._reads_all(by)
        return self.talk.press_in_modal(label, by=by) if self.chat.modal else self.writes(label, by)

    def reads(self, by=YAMAGUCHI):
        """The newest message that this person sees."""
        return self._seen(by)[-1].text

    def note(self):
        """What the notes of the room say."""
        return "\n".join("\n".join(each) for each in self.screen.notes.values())

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
        for said in reversed(self._seen(by)):
            menu = self.face.ground.menus.of(said.place, said.key)
            labels = [each.label for each in menu.choices] if menu and said.place in places else []
            found = [nth for nth, each in enumerate(labels) if each == label or each.startswith(f"{label}（")]
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
        before = len(self.screen.said)
        wrong = self._does(self.talk.room.persons.submit(by, view.id, form.state()))
        said = [each.text for each in self.screen.said[before:]]
        shown = [
            self.face._asking._form(self.face.ground.seats[by], each).ask().text for each in self.screen.stacks[by]
        ]
        return "\n".join([*wrong.values(), *said, *shown[-1:]])

    def _does(self, act):
        async def done():
            result = await act
            await self.talk._settled()
            return result

        return self.talk._runner.run(done())
