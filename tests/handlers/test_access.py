"""Every listener there is, and everybody who must not reach it: generated from what the handlers register."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import Phase, find, settings
from hypothesis import strategies as st
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncBoltRequest
from talk import NOT_ON_THE_ROSTER, ROOM, SECRETARY, YAMAGUCHI

import handlers
from handlers.application import ASK
from handlers.members import TOLD
from talkroom import Person

OUTSIDERS = {
    "unknown": {},
    "guest": {"is_restricted": True},
    "guest of one room": {"is_ultra_restricted": True},
    "other team": {"team_id": "T0OTHERTEAM"},
    "stranger": {"is_stranger": True},
    "bot": {"is_bot": True},
    "deleted": {"deleted": True},
    "lookup failure": None,
}
WHO = "U0SOMEBODY"


@dataclass(frozen=True)
class Listener:
    kind: str
    name: str


class Recorder:
    """Takes down what the handlers register, whatever the kind."""

    def __init__(self):
        self.listeners = []

    def __getattr__(self, kind):
        def register(pattern: object) -> Callable:
            self.listeners.append(Listener(kind, _sample(pattern)))
            return lambda listener: listener

        return register


@cache
def _sample(pattern):
    """A name that the pattern matches."""
    if not isinstance(pattern, re.Pattern):
        return pattern if isinstance(pattern, str) else ""
    first = settings(phases=[Phase.generate])
    return find(st.from_regex(pattern, fullmatch=True), lambda text: not text.endswith("\n"), settings=first)


@cache
def listeners():
    recorder = Recorder()
    handlers.register(recorder)
    return [each for each in recorder.listeners if each.kind != "error"]


def payload(each, user, team):
    """What the chat sends when this user sets it off."""
    who, place = {"id": user, "team_id": team}, {"id": ROOM}
    asked = {"team": {"id": team}, "user": who, "channel": place, "trigger_id": "1", "response_url": ""}
    action = {"action_id": each.name, "block_id": "b", "type": "button", "value": "1"}
    view = {"id": "V1", "callback_id": each.name, "private_metadata": "", "state": {"values": {}}, "type": "modal"}
    event = {"type": each.name or "anything", "user": user, "channel": ROOM, "ts": "1.0", "text": "", "team": team}
    return {
        "command": {"command": each.name, "text": "", "user_id": user, "team_id": team, "channel_id": ROOM},
        "action": {**asked, "type": "block_actions", "actions": [action], "container": {}},
        "view": {**asked, "type": "view_submission", "view": view},
        "view_closed": {**asked, "type": "view_closed", "view": view, "is_cleared": False},
        "shortcut": {**asked, "type": "shortcut", "callback_id": each.name},
        "options": {**asked, "type": "block_suggestion", "action_id": each.name, "value": ""},
        "event": {"type": "event_callback", "team_id": team, "event": event},
    }[each.kind]


@pytest.fixture
def inside(talk):
    """Whatever comes past the door, before any listener sees it: the member it was let in as."""
    passed = []

    async def note(req, resp, next):
        passed.append(req.context.get("member"))
        return BoltResponse(status=200, body="")

    talk._transport.app.middleware(note)
    return talk, passed


def reaches(inside, each, user):
    """Whether what this user sets off comes to this listener."""
    talk, passed = inside
    before = len(passed)
    body = payload(each, user, talk.room.world.team.id)
    talk._runner.run(talk._transport.app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode")))
    return len(passed) > before


def test_every_kind_of_listener_is_known():
    assert {"command", "action", "view", "event"} <= {each.kind for each in listeners()}
    assert 40 < len(listeners())
    for each in listeners():
        assert payload(each, WHO, "T")


@pytest.mark.parametrize("outsider", OUTSIDERS)
def test_no_outsider_reaches_any_listener_but_the_one(inside, outsider):
    marks = OUTSIDERS[outsider]
    listed = outsider not in {"unknown", "lookup failure"}
    inside[0].enters(Person(id=WHO, name="だれか", **(marks or {})), on_the_roster=listed)
    if marks is None:
        inside[0].forgets(WHO)
    reached = [each.name for each in listeners() if reaches(inside, each, WHO) and each.name not in TOLD]

    assert ([ASK] if outsider == "unknown" else []) == reached


@pytest.mark.parametrize("user", [SECRETARY, YAMAGUCHI])
def test_the_people_of_the_roster_reach_every_listener_as_themselves(inside, user):
    everyone = [each for each in listeners() if each.name not in TOLD]
    assert [] == [each for each in everyone if not reaches(inside, each, user)]
    assert {user} == {member.user for member in inside[1]}


def test_what_the_chat_tells_comes_in_without_a_member(inside):
    for each in (each for each in listeners() if each.name in TOLD):
        reaches(inside, each, YAMAGUCHI)

    assert {None} == set(inside[1])


def test_the_one_press_opens_nothing_that_comes_with_it(inside):
    talk, passed = inside
    body = payload(Listener("action", ASK), NOT_ON_THE_ROSTER, talk.room.world.team.id)
    other = {"action_id": "roster:apply", "block_id": "b", "type": "button", "value": "1"}
    for actions in ([*body["actions"], other], [other, *body["actions"]], []):
        asked = AsyncBoltRequest(body={**body, "actions": actions}, mode="socket_mode")
        talk._runner.run(talk._transport.app.async_dispatch(asked))

    assert [] == passed
