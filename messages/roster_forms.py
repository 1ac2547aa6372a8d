"""The forms of the roster: one person added or changed, whom to change, and who takes over from whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.model import Member, Municipality, Role
from domain.roster import ROLES, RUNGS, Roster
from domain.roster_check import LONGEST_POST
from messages.blocks import Block, Message, actions, button, confirm, cut, field, plain, plain_text, section
from messages.forms import modal
from messages.onward import onward
from messages.pieces import message
from messages.roster import bodies_of
from messages.words import day, mention, render, title

OPTIONS = 100  # that a select can hold, and that a form can hold of groups
BODIES = {"in_charge": 0, "deputy": 1, "head": 2}
"""The three fields for municipalities, and the rung of each."""

ACCOUNTS = {
    "nobody": "このアカウントはチャットにありません。",
    "deleted": "このアカウントは停止されています。",
    "bot": "ボットは名簿に載せられません。",
    "guest": "ゲストは名簿に載せられません。",
    "other_team": "ほかの組織の方は名簿に載せられません。",
    "unsure": "アカウントを確かめられませんでした。少し待ってからお試しください。",
}
WRONG = {
    "known": "この人は、すでに名簿にあります。「変える・外す」から変えてください。",
    "no_post": "役割（職名）を書いてください。",
    "no_body": "受け持つ市町を選んでください（事務局の人は空けておけます）。",
    "twice": "同じ市町を2つの段階で選んでいます。1つにしてください。",
    "same": "後任は、前任と別の人を選んでください。",
    "past": "今日以降の日を選んでください。",
    "gone": "この人は名簿にありません。画面を開き直してください。",
    "last": "事務局の人が1人もいなくなるため、変えられません。",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the form of one person: empty for a new one. `fixed` where the account cannot be chosen."""

    user: str = ""
    post: str = ""
    member: Member | None = None
    fixed: bool = False


def person(filled: Filled, everyone: Sequence[Municipality]) -> dict[str, Any]:
    """One person: the account, the post, the municipalities by rung, the rights."""
    member = filled.member
    initial = {"initial_value": cut(filled.post, LONGEST_POST)} if filled.post else {}
    chosen = {"initial_user": filled.user} if filled.user else {}
    account = field("user", "利用者", {"type": "users_select", **chosen})
    who = section("user", mention(filled.user)) if filled.fixed else account
    post = {"type": "plain_text_input", "max_length": LONGEST_POST, **initial}
    blocks = [
        who,
        field("post", "役割（職名）", post),
        *(_bodies(name, rung, member, everyone) for name, rung in BODIES.items()),
        field("role", "権限", _role(member)),
    ]
    if member:
        sure = confirm("名簿から外しますか", "ボットを使えなくなり、お知らせも届かなくなります。", "外す", "やめる")
        remove = {**button("名簿から外す", "roster:remove", filled.user), "style": "danger", "confirm": sure}
        blocks.append(actions("remove", [remove]))
    heading, submit = ("名簿の変更", "変える") if member else ("名簿に加える", "加える")
    return modal("roster-person", heading, submit, blocks, filled.user if filled.fixed else "")


def choosing(roster: Roster) -> dict[str, Any]:
    """Whom to change."""
    return modal("roster-choose", "変える・外す", "次へ", [field("who", "だれを変えますか", people(roster))], "")


def succession(roster: Roster, old: str, today: date) -> dict[str, Any]:
    """Who takes over from whom, and from which day."""
    blocks = [
        plain("how", render("succession_how.j2")),
        field("old", "前任（名簿から外れる人）", people(roster, old)),
        field("new", "後任", {"type": "users_select"}),
        field("day", "引き継ぐ日", {"type": "datepicker", "initial_date": today.isoformat()}),
    ]
    return modal("succession", "異動", "引き継ぐ", blocks, "")


def kept(member: Member, everyone: Sequence[Municipality], *, new: bool) -> Message:
    """What stands on the roster now."""
    words = render(
        "roster_kept.j2",
        user=mention(member.user),
        post=title(member.post),
        bodies=bodies_of(member, everyone),
        new=new,
    )
    return message([section("kept", words)])


def removed(member: Member, empty: Sequence[str]) -> Message:
    """Who is no longer on it, and which municipalities are without anybody now."""
    words = render("roster_removed.j2", user=mention(member.user), post=title(member.post), empty="、".join(empty))
    return message([section("removed", words)])


def passed_on(member: Member, old: str, everyone: Sequence[Municipality]) -> Message:
    """It is done."""
    bodies, post = bodies_of(member, everyone), title(member.post)
    words = render("succession_done.j2", old=mention(old), new=mention(member.user), post=post, bodies=bodies)
    return message([section("passed-on", words)])


def planned(old: str, new: str, on: date) -> Message:
    """It will be done by itself."""
    words = render("succession_planned.j2", old=mention(old), new=mention(new), day=day(on))
    return message([section("planned", words)])


def gone() -> Message:
    return message([plain("gone", WRONG["gone"]), onward()])


def last() -> Message:
    return message([plain("last", WRONG["last"]), onward()])


def _bodies(name: str, rung: int, member: Member | None, everyone: Sequence[Municipality]) -> Block:
    """The municipalities for which somebody stands on this rung. More than a select holds stand in groups."""
    options = [_option(f"{body.name}（{body.kana}）", body.code) for body in everyone]
    own = [code for code in member.municipalities if member.rung(code) == rung] if member else []
    chosen = [each for each in options if each["value"] in own]
    select = {"type": "multi_static_select", **_offered(options), "max_selected_items": OPTIONS}
    initial = {"initial_options": chosen} if chosen else {}
    return field(name, f"{RUNGS[rung]}として受け持つ市町", {**select, **initial}, optional=True)


def people(roster: Roster, chosen: str = "") -> Block:
    """Those on the roster, whatever became of their accounts."""
    members = sorted(roster.members, key=lambda member: (member.municipalities, member.user))
    options = [_option(f"{cut(member.post, 50)}（{member.user}）", member.user) for member in members]
    initial = [{"initial_option": each} for each in options if each["value"] == chosen]
    return {"type": "static_select", **_offered(options), **(initial[0] if initial else {})}


def _offered(options: Sequence[Block]) -> Block:
    if len(options) <= OPTIONS:
        return {"options": list(options)}
    parts = [options[at : at + OPTIONS] for at in range(0, len(options), OPTIONS)][:OPTIONS]
    return {
        "option_groups": [
            {"label": plain_text(f"{each[0]['text']['text'][:60]}から"), "options": each} for each in parts
        ]
    }


def _role(member: Member | None) -> Block:
    options = [_option(ROLES[role], role.value) for role in (Role.MEMBER, Role.SECRETARIAT)]
    chosen = next(each for each in options if each["value"] == (member.role if member else Role.MEMBER).value)
    return {"type": "radio_buttons", "options": options, "initial_option": chosen}


def _option(label: str, value: str) -> Block:
    return {"text": plain_text(cut(label, 75)), "value": value}
