"""What could not be said: to whom, why, and what the secretariat can do."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.calendar import TOKYO
from domain.posting import Kept, State
from messages.blocks import Block, Message, actions, button, context, header, section
from messages.onward import onward
from messages.pieces import message
from messages.words import Markup, day, mention, render

MOST = 6
LEFT = "事務局の判断で送りませんでした"
KINDS = {
    "reminder": "締切のお知らせ",
    "snooze": "翌朝に延ばしたお知らせ",
    "resume": "再開のお知らせ",
    "counts": "トークルームへの締切の状況",
    "news": "トークルームへの締切のお知らせ",
    "digest": "朝のまとめ",
    "application": "参加の申し込み",
    "admission": "参加の申し込みへの答え",
    "welcome": "引き継ぎのお知らせ",
    "account": "アカウントの変更のお知らせ",
    "shared": "トークルームの共有のお知らせ",
    "backup": "バックアップのお知らせ",
    "board": "トークルームへの照会のお知らせ",
    "asked": "照会のお願い",
    "changed": "照会の締切の変更",
    "returned": "差し戻しのお知らせ",
    "asked_longer": "期限の延長の申し出",
    "given_longer": "期限の延長のお知らせ",
    "not_longer": "期限の延長のお知らせ",
    "nudge": "ご確認のお願い",
}


@dataclass(frozen=True, slots=True)
class Lost:
    """A posting that could not be said, and the post of whom it was for; empty for a room."""

    kept: Kept
    post: str


def failed(lost: Sequence[Lost]) -> Message:
    """Each with its reason and what can be done about it."""
    blocks = [header("failed", "届かなかったお知らせ"), section("intro", render("failed_posting.j2", count=len(lost)))]
    for nth, each in enumerate(lost[:MOST]):
        blocks += _one(nth, each)
    if len(lost) > MOST:
        blocks.append(context("more", f"ほかに{len(lost) - MOST}件あります。上のものを決めると、続きを見られます。"))
    return message([*blocks, onward(button("届かなかったお知らせ", "failed:list", "list"))])


def _one(nth: int, each: Lost) -> list[Block]:
    posting = each.kept.posting
    is_person = posting.to.startswith(("U", "W"))
    said = render(
        "failed_reason.j2",
        who=mention(posting.to) if is_person else Markup(f"<#{posting.to}>"),
        post=each.post,
        person=is_person,
        kind=KINDS.get(posting.kind, "お知らせ"),
        due=f"{day(posting.due_at.astimezone(TOKYO).date())} {posting.due_at.astimezone(TOKYO):%H:%M}",
        code=each.kept.reason.removeprefix("history: "),
        in_doubt=each.kept.state is not State.DEAD,
    )
    buttons = [
        {**button("もう一度送る", "failed:again", posting.key), "style": "primary"},
        button("送らない", "failed:leave", posting.key),
    ]
    return [section(f"failed-{nth}", said), actions(f"failed-actions-{nth}", buttons)]


def none_lost() -> Message:
    return _onward("none-lost", render("failed_none.j2"))


def decided(*, again: bool) -> Message:
    """What a person decided is done."""
    return _onward("decided", render("failed_decided.j2", again=again))


def gone() -> Message:
    """Somebody else has decided it meanwhile."""
    return _onward("decided-before", render("failed_gone.j2"))


def _onward(block_id: str, said: str) -> Message:
    return message([section(block_id, said), onward(button("届かなかったお知らせ", "failed:list", "list"))])
