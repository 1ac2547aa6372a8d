"""/roster: who answers for what, by municipality, and what is missing there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from domain.leave import Leave
from domain.model import Member, Municipality, Role
from domain.roster import RUNGS, Roster, Vacancy
from messages.blocks import Block, Message, button, context, cut, header, section
from messages.onward import onward
from messages.pieces import message
from messages.words import day, escape, mention, render, title

PAGE = 20  # municipalities shown at a time
MOST_LEAVES = 5  # buttons that call one off
FILE, TEMPLATE, TITLE = "roster.csv", "roster-template.csv", "名簿"
ACCOUNTS = {
    "deleted": "利用停止",
    "guest": "ゲスト",
    "other_team": "ほかの組織",
    "bot": "ボット",
    "nobody": "チャットにいない",
    "unsure": "",
}
"""What is wrong with an account, as the roster marks it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the roster says: of these municipalities, of who is on leave, of what is wrong with accounts.

    `ends` are the times of leave that the reader may call off, each with its person's post.
    """

    bodies: Sequence[Municipality]
    roster: Roster
    leaves: Mapping[str, Leave] = field(default_factory=dict)
    accounts: Mapping[str, str] = field(default_factory=dict)
    ends: Sequence[tuple[Leave, str]] = ()
    secretariat: bool = False
    page: int = 1
    notice: str = ""


def listing(shown: Shown) -> Message:
    """Municipality by municipality; nobody there is said."""
    first = (shown.page - 1) * PAGE
    here = shown.bodies[first : first + PAGE]
    blocks = [header("roster", "名簿"), context("about", render("roster.j2", count=len(shown.roster.members)))]
    if shown.notice:
        blocks.append(context("notice", escape(shown.notice)))
    if shown.secretariat and shown.page == 1:
        people = [_person(each, None, shown) for each in shown.roster.members if each.role is Role.SECRETARIAT]
        blocks.append(section("secretariat", "\n".join(["*事務局*", *(people or ["【担当者がいません】"])])))
    blocks += [section(f"body-{body.code}", _body(body, shown)) for body in here]
    return message([*blocks, onward(*_buttons(shown, more=len(shown.bodies) - first - PAGE))])


def bodies_of(member: Member, everyone: Sequence[Municipality]) -> str:
    """山口市、防府市（副担当）."""
    own = [(body, member.rung(body.code)) for body in everyone if body.code in member.municipalities]
    return "、".join(f"{body.name}（{RUNGS[rung]}）" if rung else body.name for body, rung in own)


def lacking(everyone: Sequence[Municipality], roster: Roster, accounts: Mapping[str, str]) -> list[Municipality]:
    """The municipalities where nobody in charge can be reached."""
    there = {
        code
        for member in roster.members
        for code in member.municipalities
        if not member.rung(code) and not ACCOUNTS.get(accounts.get(member.user, ""))
    }
    return [body for body in everyone if body.code not in there]


def vacancy(each: Vacancy, names: Mapping[str, str]) -> str:
    """山口市：情報政策担当（副担当）."""
    return f"{escape(names[each.municipality])}：{escape(title(each.post))}（{RUNGS[each.rung]}）"


def comment(count: int, today: str) -> str:
    """The words beside the file."""
    return render("roster_file.j2", count=count, today=today)


def template_comment() -> str:
    return render("roster_template.j2")


def handed() -> Message:
    """Where the file went."""
    return message([section("roster-sent", render("roster_sent.j2")), onward(button("名簿を見る", "roster:show", "1"))])


def failed() -> Message:
    return message([section("roster-failed", render("roster_failed.j2")), onward()])


def _body(body: Municipality, shown: Shown) -> str:
    answering = [member for member in shown.roster.members if body.code in member.municipalities]
    answering.sort(key=lambda member: (member.rung(body.code), member.user))
    lines = [_person(member, member.rung(body.code), shown) for member in answering]
    free = [each for each in shown.roster.vacancies if each.municipality == body.code]
    lines += [f"• 【空席】{escape(title(each.post))}（{RUNGS[each.rung]}）" for each in free]
    if lacking([body], shown.roster, shown.accounts):
        lines.append("【担当者がいません】お知らせが届きません。")
    return "\n".join([f"*{escape(body.name)}*", *lines])


def _person(member: Member, rung: int | None, shown: Shown) -> str:
    """• 山口市 情報政策担当　@山口（担当）　不在 令和4年10月20日(木)まで."""
    on = f"（{RUNGS[rung]}）" if rung is not None else ""
    mark = ACCOUNTS.get(shown.accounts.get(member.user, ""), "")
    leave = shown.leaves.get(member.user)
    away = f"　不在 {day(leave.first)}〜{day(leave.last)}" if leave else ""
    return f"• {escape(title(member.post))}　{mention(member.user)}{on}{f'【{mark}】' if mark else ''}{away}"


def _buttons(shown: Shown, more: int) -> list[Block]:
    following = [button(f"次の{min(more, PAGE)}市町", "roster:show", str(shown.page + 1))] if more > 0 else []
    leaves = [button("不在を登録する", "leave:begin", "leave"), *_ends(shown.ends)]
    if not shown.secretariat:
        return [*following, *leaves]
    return [
        *following,
        {**button("名簿を貼り付ける", "roster:paste", "paste"), "style": "primary"},
        button("CSVで受け取る", "roster:csv", "csv"),
        button("CSVのひな形", "roster:template", "template"),
        button("人を加える", "roster:add", "add"),
        button("変える・外す", "roster:choose", "choose"),
        button("異動", "succession:begin", "anybody"),
        *leaves,
    ]


def _ends(leaves: Sequence[tuple[Leave, str]]) -> list[Block]:
    return [
        button(
            f"不在を取り消す（{post} {leave.first.month}/{leave.first.day}〜）",
            f"leave:end:{nth}",
            f"{leave.user} {leave.nth}",
        )
        for nth, (leave, post) in enumerate(leaves[:MOST_LEAVES])
    ]


def no_such(text: str) -> str:
    return f"「{cut(text, 40)}」という市町は、見られる範囲にありません。全体を表示しています。"
