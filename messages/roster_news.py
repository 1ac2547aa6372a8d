"""What is said of the roster unasked: to the secretariat, to whoever asked to join, to a successor."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.model import Member, Municipality
from domain.roster import Roster
from messages.blocks import Message, actions, button, confirm, header, section
from messages.moments import left, until
from messages.onward import onward
from messages.pieces import message
from messages.reminder import Open
from messages.roster import ACCOUNTS, bodies_of, lacking
from messages.words import Markup, escape, mention, render, title

MOST = 10


def application(user: str, name: str) -> Message:
    """Somebody asks to be put on the roster."""
    sure = confirm("申し込みを断りますか", "断ったことを、申し込んだ方にお知らせします。", "断る", "やめる")
    buttons = [
        {**button("名簿に載せる", "application:accept", user), "style": "primary"},
        {**button("断る", "application:refuse", user), "confirm": sure},
    ]
    words = render("application.j2", user=mention(user), name=title(name))
    return message([header("application", "参加の申し込み"), section("asked", words), actions("decide", buttons)])


def admission(member: Member | None, everyone: Sequence[Municipality], secretariat: str) -> Message:
    """What became of it: on the roster, or not."""
    if member is None:
        return message([section("admission", render("application_refused.j2", secretariat=secretariat))])
    words = render("application_accepted.j2", post=title(member.post), bodies=bodies_of(member, everyone))
    return message([section("admission", words), onward(button("締切の一覧", "deadline:list", "一覧"))])


def welcome(
    member: Member, old: str, everyone: Sequence[Municipality], items: Sequence[Open], now: datetime, days: OpenDays
) -> Message:
    """What is the successor's from today, and what is open for them."""
    shown = sorted(items, key=lambda item: (item.deadline.due_at, item.municipality.code))
    lines = [_open(item, now, days) for item in shown[:MOST]]
    lines += [f"ほかに{len(shown) - MOST}件あります。"] if len(shown) > MOST else []
    words = render("welcome.j2", post=title(member.post), old=mention(old), bodies=bodies_of(member, everyone))
    found = section(
        "open", "\n".join(["*まだ回答のない締切*", *lines] if lines else ["まだ回答のない締切はありません。"])
    )
    buttons = onward(button("締切の一覧", "deadline:list", "一覧"))
    return message([header("welcome", "引き継ぎのお知らせ"), section("taken-over", words), found, buttons])


def account(
    member: Member, state: str, everyone: Sequence[Municipality], roster: Roster, closed: Mapping[str, str]
) -> Message:
    """A member's account is none of our own any more."""
    bare = lacking(everyone, roster, closed)
    empty = [name for name, code in ((m.name, m.code) for m in bare) if code in member.municipalities]
    words = render(
        "account_closed.j2",
        user=mention(member.user),
        post=title(member.post),
        state=ACCOUNTS[state],
        empty="、".join(empty),
        bodies=bodies_of(member, everyone),
    )
    buttons = onward({**button("異動の手続き", "succession:begin", member.user), "style": "primary"}, roster_button())
    return message([header("account", "名簿のアカウントの変更"), section("closed", words), buttons])


def roster_button() -> dict[str, object]:
    return button("名簿を見る", "roster:show", "1")


def shared(room: str, *, is_shared: bool) -> Message:
    """A room is open to others now, or no longer."""
    words = render("room_shared.j2", room=Markup(f"<#{room}>"), is_shared=is_shared)
    return message([section("shared", words), onward(button("届かなかったお知らせ", "failed:list", "list"))])


def _open(item: Open, now: datetime, days: OpenDays) -> str:
    head = f"• *{escape(title(item.deadline.title))}*（{escape(item.municipality.name)}）"
    return f"{head}　{until(item.deadline.due_at)}　{left(item.deadline.due_at, now, days)}"
