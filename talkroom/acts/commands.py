"""Slash commands: the payload goes to the app, and its answer comes back in the ack."""

import logging
import re

from talkroom import speech
from talkroom.acts.answers import Answers, Exchange
from talkroom.acts.telling import Telling
from talkroom.cast import App, Channel, Command, Person
from talkroom.errors import RefusedError, SlackError
from talkroom.message import Json
from talkroom.world import World

log = logging.getLogger(__name__)
_TYPED = re.compile(r"(/\S+)\s*(.*)", re.DOTALL)


class Commands:
    """Runs what a person types behind a slash."""

    def __init__(self, world: World, telling: Telling, answers: Answers) -> None:
        self._world, self._telling, self._answers = world, telling, answers

    async def run(self, person: Person, channel: Channel, typed: str) -> str:
        """Run the typed command and show its answer; return its name."""
        app, command, text = self._meant(typed)
        exchange = Exchange(app=app, person=person.id, channel=channel.id, typed=typed)
        payload, era = self._payload(exchange, command, text), self._world.era
        answer = await self._telling.send(app, "slash_commands", payload, what=command.name)
        if answer.body and era == self._world.era:  # else the room began anew meanwhile
            self._show(exchange, answer.body)
        return command.name

    def _meant(self, typed: str) -> tuple[App, Command, str]:
        name, text = split(typed)
        for app in reversed(self._world.apps.values()):  # the app installed last wins, as in Slack
            for command in app.commands:
                if command.name == name:
                    return app, command, text
        raise RefusedError("unknown_command", f"{name} というコマンドはありません。/ を入力すると一覧が出ます。")

    def _payload(self, exchange: Exchange, command: Command, text: str) -> Json:
        world, channel = self._world, self._world.channels[exchange.channel]
        person = world.people[exchange.person]
        return {
            "token": "",
            "team_id": world.team_of(person),
            "team_domain": world.team.domain,
            "channel_id": channel.id,
            "channel_name": speech.channel_name(channel),
            "user_id": person.id,
            "user_name": person.name,
            "command": command.name,
            "text": text,
            "api_app_id": exchange.app.id,
            "is_enterprise_install": "false",
            "response_url": self._answers.response_url(exchange),
            "trigger_id": self._telling.trigger(exchange.app, person, channel=channel.id),
        }

    def _show(self, exchange: Exchange, said: Json) -> None:
        """Show the ack's answer. Slack does not tell the app when it cannot; neither do we."""
        try:
            self._answers.show(exchange, said)
        except SlackError as refusal:
            log.warning("ack of %s not shown: %s %s", exchange.app.id, refusal.code, refusal.details.get("errors", ""))
            speech.whisper(self._world, exchange.person, exchange.channel, "表示できない内容でした。")


def split(typed: str) -> tuple[str, str]:
    """Part a command line into the command's name and its text."""
    match = _TYPED.fullmatch(typed.strip())
    return (match[1], match[2]) if match else ("", typed)
