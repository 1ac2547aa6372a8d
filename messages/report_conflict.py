"""Somebody else has reported meanwhile: who, when, what is different, and a choice."""

from typing import Any

from domain.answers import Answers
from domain.filling import REASON, Asking, name
from domain.round import Report
from messages.blocks import Block, actions, button, context, field, plain, plain_text, section
from messages.forms import modal
from messages.report_words import Change, at, changes
from messages.words import render, title

MOST = 60  # differences: with what stands around them, within the 100 blocks of a modal


def conflict(asking: Asking, now: Answers, who: str, reason: str, metadata: str) -> dict[str, Any]:
    """Each difference with both answers; sent, it is reported anew."""
    report = _last(asking)
    words = render(
        "report_conflict.j2",
        who=who,
        at=at(report.at),
        title=title(asking.round.title),
        municipality=asking.municipality.name,
    )
    different = changes(asking, now, report.answers)
    initial = {"initial_value": reason} if reason else {}
    asked = {"type": "plain_text_input", "multiline": True, **initial}
    blocks = [
        section("conflict", words),
        actions("conflict-actions", _ways(asking)),
        *(_difference(nth, each) for nth, each in enumerate(different[:MOST])),
        *([context("more", f"ほかに{len(different) - MOST}項目が違います。")] if len(different) > MOST else []),
        field(name(REASON), "理由・補足", asked, optional=asking.round.is_open),
    ]
    return modal("report-again", "先に報告がありました", "今回の内容で報告し直す", blocks, metadata)


def left(asking: Asking, who: str) -> dict[str, Any]:
    """The other report stays."""
    words = render("report_left.j2", who=who, at=at(_last(asking).at))
    blocks = [section("left", words)]
    return {"type": "modal", "title": plain_text("報告"), "close": plain_text("閉じる"), "blocks": blocks}


def _ways(asking: Asking) -> list[Block]:
    where = f"{asking.round.id} {asking.municipality.code}"
    return [
        button("前の報告のままにする", "report:leave", where),
        button("入力に戻る", "report:edit", where),
    ]


def _difference(nth: int, change: Change) -> Block:
    label, before, after = change
    return plain(f"different-{nth}", f"{label}\n前の報告：{before}　今回の入力：{after}")


def _last(asking: Asking) -> Report:
    if asking.report is None:
        raise ValueError("nothing was reported meanwhile")
    return asking.report
