"""What was reported: in the place of the form, or as a message; and what was reported already."""

from typing import Any

from domain.answers import Answers
from domain.filling import Asking
from domain.round import How, Report
from messages.blocks import Block, Message, actions, button, cut, plain, plain_text, section
from messages.pieces import message
from messages.report_words import at, changes
from messages.words import as_of, render, title

MOST = 12  # changes named one by one


def done(asking: Asking, kept: Report) -> list[Block]:
    """What was reported as of which day, and what is otherwise than before."""
    words = render(
        "report_done.j2",
        title=title(asking.round.title),
        municipality=asking.municipality.name,
        as_of=as_of(asking.round.as_of),
        same=kept.how is How.SAME,
        proxy=kept.proxy,
        kept=_same(kept.answers, asking.before),
        is_open=asking.round.is_open,
    )
    lines = _changed(asking, kept)
    return [section("reported", words), *([plain("changes", "\n".join(lines))] if lines else [])]


def _changed(asking: Asking, kept: Report) -> list[str]:
    """変わったところ, and the reason: what people wrote is no markup."""
    changed = changes(asking, kept.answers, asking.before)
    lines = ["変わったところ"] if changed else []
    lines += [f"• {label}：{before} → {after}" for label, before, after in changed[:MOST]]
    lines += [f"ほかに{len(changed) - MOST}項目が変わりました。"] if len(changed) > MOST else []
    return [*lines, *([f"理由・補足：{cut(kept.reason, 500)}"] if kept.reason else [])]


def known(asking: Asking, report: Report) -> list[Block]:
    """This is what was reported already."""
    words = render("report_known.j2", title=title(asking.round.title), municipality=_where(asking), at=at(report.at))
    return [section("known", words)]


def in_form(asking: Asking, blocks: list[Block]) -> dict[str, Any]:
    """In the place of the form, with the way back."""
    value = f"{asking.round.id} {asking.municipality.code}"
    return {
        "type": "modal",
        "title": plain_text("報告"),
        "close": plain_text("閉じる"),
        "blocks": [*blocks, actions("onward", [button("直す", "report:edit", value)])],
    }


def in_words(asking: Asking, blocks: list[Block]) -> Message:
    """As a message, with the way back and to how it came to that."""
    value = f"{asking.round.id} {asking.municipality.code}"
    onward = [button("直す", "report:open", value), button("履歴", "report:history", value)]
    return message([*blocks, actions("onward", onward)])


def _where(asking: Asking) -> str:
    return asking.municipality.name


def _same(now: Answers, before: Answers) -> int:
    return sum(before.get(place) == value for place, value in now.items())
