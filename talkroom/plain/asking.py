"""Asks what an app's forms want to know, one field after the other, and carries the outcome to the app."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from talkroom.clock import JST
from talkroom.message import Json, Message
from talkroom.plain import forms
from talkroom.plain.chat import Said, Stamp
from talkroom.plain.form import ASK, Asked, Form, Move
from talkroom.plain.ground import Ground
from talkroom.plain.menus import Choice
from talkroom.plain.seat import Seat
from talkroom.plain.told import Offer, options
from talkroom.view import View

BUSY = "※ 入力の途中です。コマンドは、送信するか中止した後にお願いします（文字として送るときは「＝/…」）。"
SENT, STOPPED, CLOSED = "送信しました。", "取りやめました。", "閉じました。"


class Asking:
    """Keeps every person's forms in step with what the app shows them."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.choices: Callable[[View, Sequence[Offer]], list[Choice]] = lambda _, __: []

    # What there is to ask

    def changed(self, person: str) -> None:
        """What the app shows has changed. What a person's own act changes is told when it is over."""
        seat = self._ground.seats.get(person)
        if seat and seat.acting:
            seat.pending = True
        elif seat:
            self.show(seat)

    def show(self, seat: Seat) -> None:
        """Ask the next question, if there is one; a chat that has forms of its own shows them itself."""
        seat.pending = False
        self._keep_up(seat)
        if self._ground.chat.modal:
            self._ground.outlet.forms(seat.person, self._stack(seat))
        elif seat.view and _is_a_page(seat) and seat.page != (seat.view.id, seat.view.hash):
            seat.page = seat.view.id, seat.view.hash
            self._tell_page(seat, seat.view, seat.forms[seat.view.id])
        if form := self.asks(seat):
            self._say(seat, form.ask())

    def asks(self, seat: Seat) -> Form | None:
        """The form that the person's next line belongs to."""
        return seat.question if self._ground.chat.modal or _is_a_page(seat) else seat.form

    def offered(self, person: str) -> dict[str, Json]:
        return dict(self._ground.room.uploads.waiting(person))

    def directories(self) -> Mapping[str, Mapping[str, str]]:
        """The people and rooms that a select of them offers."""
        world = self._ground.room.world
        rooms = {each.id: each.name for each in world.channels.values() if not each.is_im}
        people = {each.id: each.name for each in world.persons()}
        return {"users": people, "channels": rooms, "conversations": rooms}

    def _stack(self, seat: Seat) -> list[View]:
        return self._ground.room.screens.stack(seat.person)

    def _keep_up(self, seat: Seat) -> None:
        """Take over what the app shows now: a form anew where it has changed, with what was filled in."""
        stack = self._stack(seat)
        top, before = stack[-1] if stack else None, seat.view
        kept = {view.id: seat.forms[view.id] for view in stack if view.id in seat.forms}
        if top and (not before or (before.id, before.hash) != (top.id, top.hash)):
            form = self._form(seat, top)
            if top.id in kept and before and before.id == top.id:
                form.take_over(kept[top.id])
            kept[top.id] = form if top.id not in kept or (before and before.id == top.id) else kept[top.id]
        seat.forms, seat.view = kept, top

    def _form(self, seat: Seat, view: View) -> Form:
        return forms.of_view(view, self._ground.names, self.directories(), self.offered(seat.person))

    def _tell_page(self, seat: Seat, view: View, page: Form) -> None:
        """What is only to be read: told once, its buttons numbered like those of a message."""
        place, key = self._ground.private(seat.person, view.app), self._ground.key("page")
        choices = self.choices(view, page.buttons)
        menu = self._ground.menus.add(place, key, choices, seat.person) if choices else None
        text = "\n".join([*page.notes, f"〔{page.title}〕", *page.after, *self._ground.footer(menu)])
        page.notes = []
        stamp = self._ground.stamp(tuple(choices))
        self._ground.outlet.say(Said(place=place, key=key, text=text, stamp=stamp, menu=menu))

    def _say(self, seat: Seat, asked: Asked) -> None:
        seat.key = self._ground.key("form")
        place = self._ground.private(seat.person, seat.view.app if seat.view else "")
        self._ground.outlet.say(Said(place=place, key=seat.key, text=asked.text, stamp=self._stamp(asked)))

    def _stamp(self, asked: Asked) -> Stamp | None:
        if not self._ground.chat.select_stamp or not asked.options:
            return None
        labels = tuple(label for _, label in asked.options)
        return Stamp(kind="yes_no" if asked.yes_no else "select", options=labels)

    # What is answered

    async def hear(self, seat: Seat, text: str) -> None:
        if form := self.asks(seat):
            seat.pending = True
            if seat.view and not form.single:
                self._ground.room.persons.view(seat.person, seat.view.id)  # raises where it is gone
            if self._is_a_command(text) and not _wants_a_command(form):
                form.notes.append(BUSY)
                return
            move = form.hear(text, self._ground.room.clock().astimezone(JST).date())
            await self.follow(seat, form, move)

    def _is_a_command(self, text: str) -> bool:
        """Whether a line was meant for an app, and not as the answer to a question."""
        name = text.strip().replace("／", "/", 1).split(maxsplit=1)[:1]
        return any([command.name] == name for app in self._ground.room.world.apps.values() for command in app.commands)

    async def touched(self, seat: Seat, nth: int) -> None:
        """One of the options of the present question was touched."""
        form = self.asks(seat)
        given = form.ask().options if form else ()
        if 0 <= nth < len(given):
            await self.hear(seat, given[nth][0])

    async def brought(self, seat: Seat, file: str) -> bool:
        """Take a file into the field that waits for one."""
        form = self.asks(seat)
        if not form or not form.here or form.here.element.type != "file_input":
            return False
        seat.pending = True
        form.offered |= self.offered(seat.person)
        there = form.stands(form.here) or []
        await self.follow(seat, form, form.fill(form.here, [*there, file]))
        return True

    async def follow(self, seat: Seat, form: Form, move: Move) -> None:
        if move.kind == "search":
            await self._search(seat, form, move)
        elif move.kind == "submit" and seat.view:
            await self._submit(seat, form, seat.view)
        elif form.single:
            await self._after_question(seat, form, move)
        elif move.kind == "close" and seat.view:
            await self._ground.room.persons.close(seat.person, seat.view.id)
            self._ground.tell(seat.person, STOPPED if form.submit else CLOSED)
        elif move.kind == "press":
            seat.about = seat.view
            await self.press(seat, move, form.state())

    async def press(self, seat: Seat, move: Move, state: Mapping[str, Any] | None = None) -> None:
        """Press as the page would, in the message or the view that it stands in."""
        element, where = move.element, seat.about
        if not element or not where:
            return
        how = {"block_id": element.block_id, "value": move.value, "selected": move.raw}
        persons, action_id = self._ground.room.persons, str(element.json["action_id"])
        if isinstance(where, View):
            await persons.press_in(seat.person, where.id, action_id, **how, state=state or {})
            return
        waiting = seat.drafts.setdefault(where.ts, {})
        if _waits_for_a_button(where, element.block_id):
            waiting[element.block_id] = {action_id: move.raw}
        else:
            await persons.press(seat.person, where.channel, where.ts, action_id, **how, state=waiting)

    async def _after_question(self, seat: Seat, form: Form, move: Move) -> None:
        """One question about a message: after its answer, or when it is left, it is over."""
        over = move is not ASK or (not form.fields and not form.sure)
        if not over:
            return
        seat.question = None
        if move.kind == "press":
            await self.press(seat, move)
        else:
            self._ground.tell(seat.person, STOPPED)

    async def _submit(self, seat: Seat, form: Form, view: View) -> None:
        wrong = await self._ground.room.persons.submit(seat.person, view.id, form.state())
        stack = self._stack(seat)
        if wrong:
            form.refuse(wrong)
        elif not stack:
            self._ground.tell(seat.person, SENT)
        elif stack[-1].id == view.id:
            form.at = 0  # what stands in its place now is read from its beginning

    async def _search(self, seat: Seat, form: Form, move: Move) -> None:
        """Let the app say what there is for these words; the answers are numbered."""
        where = seat.about if form.single else seat.view
        if not where or not move.element:
            return
        ids = str(move.element.json["action_id"]), move.element.block_id
        offered = await self._ground.room.persons.offered(seat.person, where, *ids, move.text)
        form.found = options(offered)
        form.offered |= {option["value"]: option for option in form.found}
        if not form.found:
            form.notes.append(f"「{move.text}」に当てはまるものはありません。別の言葉を書いてください。")


def _wants_a_command(form: Form) -> bool:
    """Whether the field itself shows a command as the example of an answer."""
    return bool(form.here and form.here.is_free and form.here.hint.startswith("（/"))


def _is_a_page(seat: Seat) -> bool:
    """Whether what stands before them alone has nothing to fill in or to send."""
    form = seat.forms.get(seat.view.id) if seat.view and not seat.view.previous else None
    return bool(form and not form.fields and not form.submit and not form.sure)


def _waits_for_a_button(said: Message, block_id: str) -> bool:
    """Whether what is filled in there comes along only when something else is pressed."""
    block = next((each for each in said.blocks if each["block_id"] == block_id), {})
    return block.get("type") == "input" and not block.get("dispatch_action")
