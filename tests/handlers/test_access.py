"""Every listener there is, and everybody who must not reach it: generated from what the handlers register."""

import json
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

import bot
import handlers
from handlers.application import ASK
from handlers.members import TOLD
from storage import audit
from talkroom import Person
from talkroom.acts.answers import Exchange

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

# Who may do what: a listener that stands in none of these lists fails the test below.

SECRETARIATS = """
    action note:export
    action application:accept
    action application:refuse
    action audit:ask
    action audit:show
    action choices:change
    action choices:show
    action deadline:add
    action deadline:cancel
    action deadline:change
    action deadline:earlier
    action deadline:form
    action deadline:rewrite
    action disposal:confirm
    action disposal:list
    action failed:again
    action failed:leave
    action failed:list
    action nudge:delivery
    action nudge:preview
    action pause:end
    action reference:apply
    action reference:date
    action reference:drop
    action reference:file:
    action reference:list
    action reference:once
    action roster:add
    action roster:apply
    action roster:choose
    action roster:csv
    action roster:drop
    action roster:paste
    action roster:remove
    action round:accept
    action round:body
    action round:change
    action round:close
    action round:due
    action round:earlier
    action round:give
    action round:new
    action round:open
    action round:refuse
    action round:reopen
    action round:rewrite
    action round:template
    action round:template-stop
    action round:templates
    action succession:begin
    action unreported:chart
    action unreported:rates
    command /settings
    view audit
    view choices
    view deadline-confirm
    view deadline-move
    view deadline-new
    view nudge
    view reference-date
    view roster-choose
    view roster-paste
    view roster-person
    view round-change
    view round-confirm
    view round-decide
    view round-move
    view round-new
    view round-refuse
    view round-template
    view succession
"""
THEIR_OWN = """
    action ask:end:closed
    action ask:like:0
    action ask:pass:passed
    action ask:say:0
    action ask:send
    action ask:share:shared
    action ask:show:0
    action deadline:done
    action deadline:snooze
    action leave:begin
    action leave:end:
    action note:both
    action pmo:columns
    action pmo:keep
    action pmo:report:0
    view pmo-columns
    action note:delete
    action note:drop
    action note:edit
    action note:holds
    action note:leave
    action note:longer
    action note:restore
    action note:resume
    action note:save
    action note:undraft
    action note:write
    action pause:begin
    action report:confirm
    action report:draft
    action report:edit
    action report:history
    action report:leave
    action report:open:
    action report:same
    action report:sheet
    action report:sheet-keep
    action report:undraft
    action round:longer
    shortcut note_keep
    view ask
    view ask-pass
    view ask-say
    view ask-share
    view leave
    view note
    view note-mine
    view pause
    view report
    view report-again
    view round-longer
    view_closed note
    view_closed report
"""
EVERYBODYS = """
    action practice:start
    view practice:correct
    view practice:note
    view practice:report
    view practice:status
    action application:ask
    action ask-text
    action ask:counts
    action conference:ask
    action conference:choose:0
    action ask:find
    action ask:list
    action ask:open
    action deadline:calendar
    action deadline:leave
    action deadline:list
    action deadline:why
    action export:list
    action export:typed:
    action help
    action note:find
    action note:history
    action note:list
    action note:read
    action note:useful
    action note:version
    action report:list
    action roster:show
    action round:leave
    action round:list
    action round:show
    action search:back
    action search:in_form:back
    action search:narrow
    action status:
    action unreported:all
    command /ask
    command /deadline
    command /export
    command /help
    command /note
    command /report
    command /roster
    command /round
    command /search
    command /status
    command /unreported
    event
    event app_home_opened
    event app_mention
    event channel_shared
    event message
    event user_change
    view search
"""
REFUSED = "この操作は事務局だけができます。"


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


def payload(each, user, team, room=ROOM):
    """What the chat sends when this user sets it off there."""
    who, place = {"id": user, "team_id": team}, {"id": room}
    asked = {"team": {"id": team}, "user": who, "channel": place, "trigger_id": "1", "response_url": ""}
    action = {"action_id": each.name, "block_id": "b", "type": "button", "value": "1"}
    view = {"id": "V1", "callback_id": each.name, "private_metadata": "", "state": {"values": {}}, "type": "modal"}
    event = {"type": each.name or "anything", "user": user, "channel": room, "ts": "1.0", "text": "", "team": team}
    return {
        "command": {"command": each.name, "text": "", "user_id": user, "team_id": team, "channel_id": room},
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


def reaches(inside, each, user, room=ROOM, **marks):
    """Whether what this user sets off there comes to this listener."""
    talk, passed = inside
    before = len(passed)
    body = {**payload(each, user, talk.room.world.team.id, room), **marks}
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


def test_beside_the_bot_alone_they_reach_every_listener_too(inside):
    there = inside[0].direct(YAMAGUCHI)
    assert [] == [e for e in listeners() if e.name not in TOLD and not reaches(inside, e, YAMAGUCHI, there)]


def test_from_a_room_that_the_chat_calls_shared_nobody_reaches_any(inside):
    shared = {"is_ext_shared_channel": True}
    assert [] == [e for e in listeners() if e.name not in TOLD and reaches(inside, e, SECRETARY, **shared)]


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


def listed(names):
    """The listeners of one of the lists above: kind and name on a line; what the chat tells has no name."""
    return [Listener(*line.strip().partition(" ")[::2]) for line in names.strip().splitlines()]


def test_every_listener_has_its_row_of_rights():
    rows = [row for names in (SECRETARIATS, THEIR_OWN, EVERYBODYS) for row in listed(names)]

    assert len(rows) == len(set(rows))
    assert set(rows) == set(listeners())


@pytest.mark.parametrize("each", listed(SECRETARIATS), ids=lambda each: f"{each.kind} {each.name}")
def test_what_is_the_secretariats_is_refused_to_a_member_who_forges_it(talk, each):
    body = payload(each, YAMAGUCHI, talk.room.world.team.id)
    if each.kind == "action":
        exchange = Exchange(app=talk.room.world.apps["A0BOT"], person=YAMAGUCHI, channel=ROOM)
        body["response_url"] = talk.room.answers.response_url(exchange)

    answer = talk.delivers(body)

    assert REFUSED in json.dumps(answer, ensure_ascii=False) + "".join(m.text for m in talk.sees(YAMAGUCHI))
    assert 0 == audit.count(talk.database.read(), bot.CONFERENCE)


@pytest.mark.parametrize("command", ["/search 端末", "/note", "/note 山口市", "/ask", "/ask 1"])
def test_what_must_not_leave_is_not_shown_in_a_room_that_others_read(talk, command):
    talk.type("ノート 山口市 題：端末の更新\n本文です。", channel=talk.direct(YAMAGUCHI))
    talk.shares(ROOM)

    said = talk.type(command)

    assert "このトークルームには、連携会議以外の方がいる" in said.text
    assert "端末の更新" not in str(said.blocks)
