"""Leave (不在): set down by a member for themselves, by the secretariat for anybody, and called off by a press."""

import re
from datetime import date
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.leave import Leave, deputies
from domain.model import Member, Role
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from handlers.roster_record import note
from messages import forms
from messages import leave as said
from storage import leaves, members
from storage import roster as kept


def register(app: AsyncApp) -> None:
    app.action("leave:begin")(begin)
    app.view("leave")(leave)
    app.action(re.compile("^leave:end:"))(end)


async def begin(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Open the form."""
    all_of_them = kept.of(desk.read(), desk.catalogue.conference.id) if member.role is Role.SECRETARIAT else None
    form = said.asking(member, all_of_them, desk.today())
    await client.views_open(trigger_id=body["trigger_id"], view=form)
    await ack()


async def leave(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """Keep it, and say who stands in."""
    values = view["state"]["values"]
    chosen = values["who"]["who"]["selected_option"]["value"] if "who" in values else member.user
    who = _theirs(chosen, member, desk)
    first, last = (date.fromisoformat(values[name][name]["selected_date"]) for name in ("first", "last"))
    wrong = {} if who else {"who": said.WRONG["who"]}
    wrong |= {"last": said.WRONG["last"]} if last < first else {}
    wrong |= {"last": said.WRONG["over"]} if last < desk.today() else {}
    if who is None or wrong:
        await ack(response_action="errors", errors=wrong)
        return
    taken = _kept(who, (first, last), member, desk)
    done = said.kept(who, taken, _instead(who, desk))
    await ack(response_action="update", view=forms.sentence(done, "不在の登録", "閉じる"))


async def end(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Call it off; a second press changes nothing."""
    user, nth = action["value"].split()
    _theirs(user, member, desk)
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        if was := leaves.end(db, where, user, int(nth), now):
            note(db, "leave.end", f"leave/{user}/{nth}", {}, member, desk)
    await desk.answers.to_press(ack, body, said.ended(user, was=was))


def _theirs(user: str, member: Member, desk: Desk) -> Member | None:
    """The person, where their leave is this member's to set down. Raises NotAllowed."""
    if user != member.user:
        for_the_secretariat(member)
    return members.of(desk.read(), desk.catalogue.conference.id, user)


def _kept(who: Member, days: tuple[date, date], member: Member, desk: Desk) -> Leave:
    """The leave, the reminders of whoever stands in, and the audit in one transaction."""
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        taken = leaves.keep(db, where, who.user, days, member.user, now)
        desk.ahead.again(db)
        detail = {"first": taken.first.isoformat(), "last": taken.last.isoformat()}
        note(db, "leave", f"leave/{who.user}/{taken.nth}", detail, member, desk)
    return taken


def _instead(who: Member, desk: Desk) -> list[tuple[str, list[str]]]:
    """Who stands in for each municipality for which this person is in charge."""
    charged = [m for m in desk.catalogue.municipalities if m.code in who.municipalities and not who.rung(m.code)]
    where = desk.catalogue.conference.id
    every = members.by_municipality(desk.read(), where, [body.code for body in charged])
    return [(body.name, _others(every[body.code], who.user)) for body in charged]


def _others(rungs: dict[str, int], away: str) -> list[str]:
    """Those in charge beside them, else the deputies."""
    beside = [user for user, rung in rungs.items() if not rung and user != away]
    return beside or deputies(rungs, {away})
