"""Whatever happens, in whatever order: no reminder is lost, none comes twice, nobody who answered or rests is told."""

import asyncio
import functools
import itertools
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from slack_sdk.web.async_client import AsyncWebClient
from small_room import BOT, UBE, YAMAGUCHI, new_room
from sqlalchemy import text
from talk import unfinished

from domain.calendar import TOKYO
from domain.dates.opendays import OFFICIAL
from domain.deadline import Deadline, Done, Move, Tap
from domain.model import Member, Role
from domain.pause import Pause
from domain.plan import STANDARD, Plan, is_over, occasions
from reminders.ahead import Ahead
from reminders.compose import Compose
from reminders.facts import Facts
from reminders.poster import Poster, Terms
from storage import catalogue, choices, deadlines, members, pauses, postings
from storage.database import clear, open_database
from storage.shelf import Shelf

HERE = "yamaguchi"
OWN = {YAMAGUCHI: ("352039",), UBE: ("352021", "352063")}
BODIES = tuple(code for codes in OWN.values() for code in codes)
HASTY = Terms(lease=60, settle=0, timeout=20, between=0, apart=0, backoff=(0,))
PLANS = (STANDARD, Plan(leads=(5, 2), at=time(14), again_every=2, again_times=2), Plan(leads=(15, 0), again_every=5))
LONG_AGO = datetime(2000, 1, 1, tzinfo=TOKYO)
FAULTS = ("drop_before", "drop_after", "error_before", "error_after", "rate_limited", "history_fails")


class Crash(Exception):
    """The process is gone at this point."""


class Client(AsyncWebClient):
    """The chat's client of a process that may be killed before it posts or before it reads the answer."""

    crash_at, meanwhile = "", None

    async def conversations_history(self, **given):
        answer = await super().conversations_history(**given)
        happens, self.meanwhile = self.meanwhile, None
        if happens:
            happens()
        return answer

    async def chat_postMessage(self, **given):  # noqa: N802 – Slack's name
        self.dies("before the post")
        answer = await super().chat_postMessage(**given)
        self.dies("after the post")
        return answer

    def dies(self, point):
        if self.crash_at == point:
            raise Crash(point)


@functools.cache
def moments(due_at, plan):
    return [each.at for each in occasions(due_at, plan, OFFICIAL)]


@dataclass
class World:
    """One room and one database, begun anew for each story."""

    runner: asyncio.Runner
    url: str
    room: object = field(default_factory=new_room)

    def __post_init__(self):
        self.database = open_database(self.url)
        self.runner.run(self.room.start())
        with self.database.begin() as db:
            catalogue.prepare(db, HERE)
        shelf = Shelf(self.database.read, self.room.clock, HERE)
        self.compose = Compose(Facts(self.database.read, self.room.clock, shelf))
        self.ahead = Ahead(self.room.clock, shelf)

    def begins(self):
        self.runner.run(self.room.reset())
        with self.database.begin() as db:
            clear(db)
            catalogue.prepare(db, HERE)
            members.keep(db, HERE, [Member(user, user, Role.MEMBER, codes) for user, codes in OWN.items()])

    def poster(self):
        client = Client(token=BOT.bot_token, base_url=self.room.api_url, retry_handlers=[])
        return Poster(client, self.database, HERE, self.room.clock, self.compose, HASTY), client

    def ends(self):
        self.runner.run(self.room.stop())
        self.database.close()


@dataclass
class Known:
    """What a deadline was at each time: its moments, the taps, and when it was called off."""

    deadline: Deadline
    moments: list
    taps: dict = field(default_factory=dict)
    cancelled: datetime | None = None

    def due_at(self, when):
        return [due for since, due in self.moments if since <= when][-1]

    def since(self, when):
        return [since for since, _ in self.moments if since <= when][-1]

    def open_for(self, code, when):
        states = [state for at, state in self.taps.get(code, []) if at <= when]
        return not states or states[-1] is Done.OPEN


class Story(RuleBasedStateMachine):
    """Everything that may happen in a world, and what must hold whenever it has."""

    world = None
    known = Bundle("known")

    def __init__(self):
        super().__init__()
        self.world.begins()
        self.poster, self.client = self.world.poster()
        self.all = []
        self.pauses = {code: [] for code in BODIES}
        self.plans = [(LONG_AGO, STANDARD)]

    # What happens

    @initialize(target=known)
    def begin(self):
        return self.add(20, 17)

    @precondition(lambda self: len(self.all) < 5)  # a message names no more than fit into it
    @rule(target=known, days=st.integers(0, 45), hour=st.sampled_from([9, 12, 17]))
    def add(self, days, hour):
        due = datetime.combine((self.now() + timedelta(days=days)).date(), time(hour), TOKYO)
        asked = Deadline("", "様式の提出", max(due, self.now() + timedelta(hours=1)), "", bodies=BODIES)
        with self.world.database.begin() as db:
            kept = deadlines.add(db, HERE, asked, now := self.now())
            self.world.ahead.add(db, kept)
        self.all.append(Known(kept, [(now, kept.due_at)]))
        return self.all[-1]

    @rule(about=known, code=st.sampled_from(BODIES), state=st.sampled_from(Done))
    def tap(self, about, code, state):
        with self.world.database.begin() as db:
            deadlines.tap(db, HERE, about.deadline, Tap(code, state, "U", now := self.now()))
        about.taps.setdefault(code, []).append((now, state))

    @rule(about=known, code=st.sampled_from(BODIES))
    def tap_while_the_room_is_looked_into(self, about, code):
        self.client.meanwhile = lambda: self.tap(about, code, Done.DONE)

    @rule(about=known, days=st.integers(1, 45))
    def move(self, about, days):
        after = datetime.combine((self.now() + timedelta(days=days)).date(), time(17), TOKYO)
        with self.world.database.begin() as db:
            held = deadlines.held(db, HERE, about.deadline.id)
            if held.cancelled or held.due_at == after:
                return
            deadlines.move(db, HERE, held, Move(held.due_at, after, "U", now := self.now()))
            self.world.ahead.add(db, deadlines.one(db, HERE, held.id))
        about.moments.append((now, after))

    @rule(about=known)
    def cancel(self, about):
        with self.world.database.begin() as db:
            deadlines.cancel(db, HERE, about.deadline.id, now := self.now())
        about.cancelled = about.cancelled or now

    @rule(code=st.sampled_from(BODIES), days=st.one_of(st.none(), st.integers(0, 12)))
    def pause(self, code, days):
        midnight = datetime.combine(self.now().date(), time(), TOKYO)
        until = None if days is None else midnight + timedelta(days=days + 1)
        since = next((each.since for each in self.pauses[code] if each.holds(self.now())), self.now())
        self.rests(Pause(code, since, until, "議会", "U"))

    @rule(code=st.sampled_from(BODIES))
    def resume(self, code):
        for held in [each for each in self.pauses[code] if each.holds(self.now())]:
            self.rests(replace(held, until=self.now()))

    def rests(self, pause):
        with self.world.database.begin() as db:
            pauses.keep(db, HERE, pause, self.now())
            self.world.ahead.after(db, pause)
        self.pauses[pause.body] = [each for each in self.pauses[pause.body] if each.since != pause.since] + [pause]

    @rule(plan=st.sampled_from(PLANS))
    def change_the_plan(self, plan):
        if plan == self.plans[-1][1]:
            return
        with self.world.database.begin() as db:
            decided = replace(choices.held(db, HERE), plan=plan, plan_since=(now := self.now()))
            choices.keep(db, HERE, decided)
            self.world.ahead.again(db)
        self.plans.append((now, plan))

    @rule(days=st.integers(0, 8), hour=st.sampled_from([9, 9, 9, 10, 14, 17, 20, 3]))
    def time_passes(self, days, hour):
        to = datetime.combine((self.now() + timedelta(days=days)).date(), time(hour, 1), TOKYO)
        self.world.runner.run(self.moved(to))
        self.ticks()

    @rule(reminders=st.integers(1, 3))
    def the_next_reminders_come(self, reminders):
        for _ in range(reminders):
            self.to_the_next_one()
            self.ticks()

    @rule(point=st.sampled_from(["before the post", "after the post"]))
    def the_process_is_killed_over_the_next_one(self, point):
        self.client.crash_at = point
        self.to_the_next_one()
        self.ticks()
        self.poster, self.client = self.world.poster()

    @rule(fault=st.sampled_from(FAULTS), times=st.integers(1, 3))
    def something_breaks(self, fault, times):
        values = {"times": times} | ({} if fault == "history_fails" else {"methods": "chat.,conversations."})
        self.world.runner.run(self.broken(fault, values))

    @rule()
    def the_chat_is_down(self):
        self.world.runner.run(self.broken("outage", {"minutes": 60 * 24 * 20}))

    @rule()
    def it_is_up_again(self):
        self.world.runner.run(self.healed())

    @rule()
    def leases_and_waits_end(self):
        with self.world.database.begin() as db:
            db.execute(text("UPDATE posting SET next_try_at = 0"))
            db.execute(text("UPDATE pace SET next_at = 0"))
        self.ticks()

    # What must hold

    @invariant()
    def nothing_comes_twice(self):
        keys = [m.metadata["event_payload"]["key"] for user in OWN for m in self.said(user)]
        assert len(keys) == len(set(keys))

    @invariant()
    def nobody_is_reminded_of_what_was_answered_or_called_off_or_rests(self):
        for user, codes in OWN.items():
            for message in self.said(user):
                when = self.at(message)
                for about, code in self.items(message):
                    assert code in codes
                    assert about.open_for(code, when)
                    assert not any(pause.holds(when) for pause in self.pauses[code])
                    assert about.cancelled is None or about.cancelled > when

    @invariant()
    def nobody_is_reminded_at_night_or_on_a_closed_day(self):
        for message in (m for user in OWN for m in self.said(user)):
            when = self.at(message).astimezone(TOKYO)
            assert OFFICIAL.is_open(when.date())
            assert STANDARD.quiet_until <= when.time() < STANDARD.quiet_from

    @invariant()
    def something_new_came_up_between_two_reminders(self):
        for user in OWN:
            said = self.said(user)
            for before, after in itertools.pairwise(said):
                since, until = self.at(before), self.at(after)
                if any(self.ended_between(code, since, until) for _, code in self.items(after)):
                    continue
                abouts = {about.deadline.id: about for about, _ in self.items(after)}.values()
                pairs = ((moment, about.since(until)) for about in abouts for moment in self.plan(about, until))
                assert any(max(since, known) < moment <= until for moment, known in pairs)

    def ended_between(self, code, since, until):
        """Whether a pause of it ended: what was passed over in it is said afterwards."""
        return any(pause.until and since < pause.until <= until for pause in self.pauses[code])

    def teardown(self):
        """In the end all is well again, and everything that came up was said."""
        if self.all:
            self.world.runner.run(self.healed())
            self.world.runner.run(self.moved(self.a_working_afternoon()))
            self.client.meanwhile = None
            while unfinished(self.world.database.read(), self.now()):
                self.leases_and_waits_end()
            for user, codes in OWN.items():
                for about, code in itertools.product(self.all, codes):
                    self.nothing_is_lost(user, about, code)
            self.nothing_comes_twice()
            self.nobody_is_reminded_of_what_was_answered_or_called_off_or_rests()
            self.nobody_is_reminded_at_night_or_on_a_closed_day()
            self.something_new_came_up_between_two_reminders()

    def nothing_is_lost(self, user, about, code):
        now = self.now()
        if about.cancelled or not about.open_for(code, now) or any(pause.holds(now) for pause in self.pauses[code]):
            return
        if is_over(about.due_at(now), self.plans[-1][1], OFFICIAL, now):
            return
        taken_back = max((at for at, _ in about.taps.get(code, [])), default=about.moments[-1][0])
        since = max(taken_back, about.moments[-1][0])
        came_up = [moment for moment in self.plan(about, now) if since < moment <= now]
        if came_up:
            told = [self.at(m) for m in self.said(user) if (about, code) in self.items(m)]
            assert told, (user, about, came_up)
            assert told[-1] >= came_up[-1], (user, about, came_up)

    # How it is looked at

    def to_the_next_one(self):
        due = postings.next_due(self.world.database.read(), HERE, self.now())
        self.world.runner.run(self.moved((due or self.now()) + timedelta(minutes=1)))

    def now(self):
        return self.world.room.clock()

    def at(self, message):
        return datetime.fromtimestamp(float(message.ts), TOKYO)

    def plan(self, about, when):
        """The moments of a deadline, each by the plan of its time."""
        ends = [since for since, _ in self.plans[1:]] + [datetime.max.replace(tzinfo=TOKYO)]
        due_at = about.due_at(when)
        periods = zip(self.plans, ends, strict=True)
        return [at for (since, plan), end in periods for at in moments(due_at, plan) if since < at <= end]

    def said(self, user):
        direct = [c for c in self.world.room.world.channels_of(user) if c.is_im]
        return [m for c in direct for m in self.world.room.world.stream(c.id, user) if m.app]

    def items(self, message):
        values = [e["value"] for b in message.blocks if b["type"] == "actions" for e in b["elements"][:1]]
        pairs = [value.split() for value in values if " " in value]
        return [(next(a for a in self.all if a.deadline.id == id_), code) for id_, code in pairs]

    def ticks(self):
        self.world.runner.run(self.poster.post_due())

    async def moved(self, to):
        if to > self.now():
            self.world.room.move_clock(to)

    async def healed(self):
        self.world.room.faults.all_off()

    async def broken(self, fault, values):
        self.world.room.faults.switch(fault, on=True, values=values)

    def a_working_afternoon(self):
        day = self.now().date()
        day = day + timedelta(days=1) if self.now().hour >= 17 else day
        while not OFFICIAL.is_open(day):
            day += timedelta(days=1)
        return datetime.combine(day, time(17), TOKYO)


@pytest.fixture
def world(tmp_path):
    with asyncio.Runner() as runner:
        there = World(runner, f"sqlite:///{tmp_path / 'bot.db'}")
        yield there
        there.ends()


def test_never_lost_never_doubled(world):
    run_state_machine_as_test(
        type("Here", (Story,), {"world": world}),
        settings=settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            derandomize=True,
        ),
    )
