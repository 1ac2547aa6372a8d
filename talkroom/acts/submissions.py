"""Modals as a person leaves them: submitted with all they hold, or closed."""

import logging
from collections.abc import Mapping
from typing import Any

from talkroom.acts.answers import Answers, Exchange
from talkroom.acts.checks import wrong
from talkroom.acts.offers import Offers
from talkroom.acts.telling import Telling
from talkroom.cast import Person
from talkroom.elements import Element, elements, filled_in
from talkroom.errors import RefusedError, SlackError
from talkroom.message import Json
from talkroom.screens import Screens
from talkroom.transport import Answer
from talkroom.uploads import Uploads
from talkroom.view import View
from talkroom.view_body import view_body
from talkroom.world import World

log = logging.getLogger(__name__)


class Submissions:
    """Carries a modal's end to its app, and does what the app answers."""

    def __init__(
        self, world: World, screens: Screens, telling: Telling, answers: Answers, offers: Offers, uploads: Uploads
    ) -> None:
        self._world, self._screens, self._telling = world, screens, telling
        self._answers, self._offers, self._uploads = answers, offers, uploads
        self._under_way: set[str] = set()

    def read(self, person: Person, view: View, state: Mapping[str, Any]) -> dict[tuple[str, str], Any]:
        """Read what stands in a view's elements from the page's words: {block_id: {action_id: raw}}."""
        said = filled_in(view.blocks, state, lambda element: self._offered(person, view, element))
        return {**view.chosen, **said}

    async def submit(self, person: Person, view: View, state: Mapping[str, Any]) -> dict[str, str]:
        """Submit a modal; return what is wrong with it by block_id, nothing if it was taken."""
        if not view.body.get("submit"):
            raise RefusedError("no_submit", "この画面には送信ボタンがありません。")
        view = self._screens.choose(view, self.read(person, view, state))
        if found := wrong(view):
            return found
        answer = await self._once(person, view)
        try:
            return self._follow(view, answer)
        except SlackError as refusal:
            log.warning("answer of %s to a submission: %s %s", view.app, refusal.code, refusal.details)
            raise RefusedError(
                refusal.code, "アプリが、表示できない画面を返しました。システムの管理者に知らせてください。"
            ) from refusal

    async def close(self, person: Person, view: View, *, whole_stack: bool) -> None:
        """Close a modal, or the whole stack; the app is told where it asked for that."""
        whole_stack = whole_stack or bool(view.body.get("clear_on_close"))
        for gone in self._screens.close(view, whole_stack=whole_stack):
            if gone.wants_to_know_of_its_end:
                await self._tell_of_end(person, gone, is_cleared=whole_stack)

    async def _once(self, person: Person, view: View) -> Answer:
        """Bring it to the app; from a second window not while the first is waiting for the answer."""
        if view.id in self._under_way:
            raise RefusedError("under_way", "送信しています。少しお待ちください。", status=409)
        self._under_way.add(view.id)
        try:
            payload = self._payload(person, view)
            return await self._telling.send(self._world.apps[view.app], "interactive", payload, what="送信")
        finally:
            self._under_way.discard(view.id)

    async def _tell_of_end(self, person: Person, view: View, *, is_cleared: bool) -> None:
        app = self._world.apps[view.app]
        payload = self._telling.interaction(
            "view_closed", app, person, view=self._telling.view(view), is_cleared=is_cleared
        )
        try:
            await self._telling.send(app, "interactive", payload, what="終了")
        except RefusedError as refusal:  # the person has closed it all the same
            log.warning("view_closed not delivered to %s: %s", app.id, refusal.code)

    def _follow(self, view: View, answer: Answer) -> dict[str, str]:
        said = answer.body
        match said.get("response_action"):
            case "errors":
                return _errors(said.get("errors"))
            case "update":
                self._screens.update(view, view_body(said.get("view"), "modal"))
            case "push":
                self._screens.push(view.app, view.person, view_body(said.get("view"), "modal"))
            case "clear":
                self._screens.close(view, whole_stack=True)
            case _:
                self._screens.close(view)
        return {}

    def _payload(self, person: Person, view: View) -> Json:
        app = self._world.apps[view.app]
        trigger = self._telling.trigger(app, person, channel=view.channel, view=view)
        return self._telling.interaction(
            "view_submission",
            app,
            person,
            trigger_id=trigger,
            view=self._telling.view(view),
            response_urls=self._response_urls(person, view),
        )

    def _response_urls(self, person: Person, view: View) -> list[Json]:
        """For every conversation chosen in a select that asks for it, a URL to answer there."""
        urls = []
        for element in elements(view.blocks):
            channel = view.chosen.get(element.key, element.initial)
            if element.json.get("response_url_enabled") and channel in self._world.channels:
                exchange = Exchange(app=self._world.apps[view.app], person=person.id, channel=channel)
                where = {"block_id": element.block_id, "action_id": element.json["action_id"], "channel_id": channel}
                urls.append(where | {"response_url": self._answers.response_url(exchange)})
        return urls

    def _offered(self, person: Person, view: View, element: Element) -> Mapping[str, Json]:
        if element.type == "file_input":
            return self._uploads.waiting(person.id)
        return self._offers.of(person, view.id, element, view.chosen)


def _errors(given: Any) -> dict[str, str]:
    """What an app finds wrong, by block_id; an answer that names nothing is none."""
    if not isinstance(given, dict) or not given:
        raise SlackError("invalid_errors")
    return {str(block): str(sentence) for block, sentence in given.items()}
