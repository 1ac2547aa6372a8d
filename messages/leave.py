"""Leave: the form in which it is set down, and what is said of it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from domain.leave import Leave
from domain.model import Member
from domain.roster import Roster
from messages.blocks import Message, button, field, plain, section
from messages.forms import modal
from messages.onward import onward
from messages.pieces import message
from messages.roster_forms import people
from messages.words import day, mention, render, title

WRONG = {
    "last": "終わりの日は、始まりの日より前にはできません。",
    "over": "今日以降の日を選んでください。",
    "who": "この人は名簿にありません。画面を開き直してください。",
}


def asking(member: Member, roster: Roster | None, today: date) -> dict[str, Any]:
    """From when until when; of the secretariat also who (`roster`)."""
    first = {"type": "datepicker", "initial_date": today.isoformat()}
    who = field("who", "だれが", people(roster, member.user)) if roster else section("who", mention(member.user))
    blocks = [
        plain("how", render("leave_how.j2")),
        who,
        field("first", "いつから", first),
        field("last", "いつまで（この日を含みます）", {"type": "datepicker"}),
    ]
    return modal("leave", "不在の登録", "登録する", blocks, member.user)


def kept(member: Member, leave: Leave, instead: Sequence[tuple[str, Sequence[str]]]) -> Message:
    """Who stands in where; where nobody does, everything goes on as it is."""
    words = render(
        "leave_kept.j2",
        user=mention(member.user),
        post=title(member.post),
        first=day(leave.first),
        last=day(leave.last),
        instead=[(body, [mention(user) for user in users]) for body, users in instead],
    )
    return message([section("kept", words)])


def ended(user: str, *, was: bool) -> Message:
    words = render("leave_ended.j2", user=mention(user), was=was)
    return message([section("ended", words), onward(button("名簿を見る", "roster:show", "1"))])
