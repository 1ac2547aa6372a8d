"""The forms in which the secretariat decides about one municipality, or somebody asks for more time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.model import Municipality
from domain.round import Progress, Round, State, What
from messages import round_forms
from messages.blocks import Block, Message, button, field, plain, plain_text, section
from messages.forms import modal
from messages.moments import short, until
from messages.onward import onward
from messages.pieces import message
from messages.round_opened import every
from messages.words import render, title

WORDS = {
    What.ACCEPTED: "受理する",
    What.RETURNED: "差し戻す（理由が必要です）",
    What.GIVEN_LONGER: "期限を延長する（新しい期限が必要です）",
    What.EXEMPTED: "対象外にする（理由が必要です）",
    What.INCLUDED: "対象に戻す",
}
NO_REASON = "理由を書いてください。市町の担当者に伝わります。"
NO_DAY = "新しい期限の日を選んでください。"
NOT_LATER = "今の締切より後の日を選んでください。"


def choices(state: State) -> list[What]:
    """What can be decided of a municipality that stands so."""
    return {
        State.REPORTED: [What.ACCEPTED, What.RETURNED, What.EXEMPTED],
        State.ACCEPTED: [What.RETURNED, What.EXEMPTED],
        State.EXEMPT: [What.INCLUDED],
    }.get(state, [What.GIVEN_LONGER, What.EXEMPTED])


def deciding(about: Round, now: Progress, by: str, metadata: str) -> dict[str, Any]:
    """What becomes of this municipality's report."""
    options = [round_forms.option(WORDS[what], what.value) for what in choices(now.state)]
    radio = {"type": "radio_buttons", "options": options, "initial_option": options[0]}
    blocks = [
        plain("now", _now(about, now, by)),
        field("what", "どうしますか", radio),
        _reason("理由（差し戻し・対象外のとき）", optional=True),
    ]
    if What.GIVEN_LONGER in choices(now.state):
        blocks.append(_day("新しい期限（延長のとき）", optional=True))
    return modal("round-decide", now.municipality.name, "決める", blocks, metadata)


def asking(about: Round, bodies: Sequence[Municipality]) -> dict[str, Any]:
    """More time, for one of the person's municipalities."""
    offered, options = round_forms.select_of(bodies)
    initial = {"initial_option": options[0]} if len(options) == 1 else {}
    which = {"type": "static_select", "placeholder": plain_text("市町を選ぶ"), **offered, **initial}
    blocks = [
        plain("about", about.title),
        field("body", "市町", which),
        _day("いつまで延ばしたいか", optional=False),
        _reason("理由（事務局に伝わります）", optional=False),
    ]
    return modal("round-longer", "期限の延長の申し出", "申し出る", blocks, about.id)


def refusing(about: Round, body: Municipality, metadata: str) -> dict[str, Any]:
    """Why not."""
    blocks = [plain("about", f"{about.title}\n{body.name}"), _reason("理由（担当者に伝わります）", optional=False)]
    return modal("round-refuse", "延長を認めない", "認めない", blocks, metadata)


def decided(about: Round, now: Progress, what: What) -> Message:
    """What was decided, and that its people hear of it."""
    return _said(what.value, about, now)


def was_decided(about: Round, now: Progress, by: str) -> Message:
    """Somebody else was first: how it stands now, and who said so."""
    return _said("was_decided", about, now, by=by)


def asked(about: Round, now: Progress, wanted: datetime) -> Message:
    """The secretariat hears of it."""
    return _said("asked", about, now, wanted=until(wanted))


def too_late(about: Round, now: Progress) -> Message:
    """The day that was asked for has passed: another one has to be chosen."""
    return _said("too_late", about, now)


def not_missing(about: Round, now: Progress) -> Message:
    """It has reported: there is nothing to put off."""
    return _said("not_missing", about, now)


def _said(what: str, about: Round, now: Progress, **more: str) -> Message:
    values = {"wanted": "", "by": "", **more}
    names = {"title": title(about.title), "name": now.municipality.name, "state": now.words()}
    said = render("round_decided.j2", what=what, until=until(now.due_at), **names, **values)
    return message([section("decided", said), onward(button("この照会を見る", "round:show", about.id), every())])


def _now(about: Round, now: Progress, by: str) -> str:
    lines = [about.title, f"{now.municipality.name}：{now.words()}　締切：{until(now.due_at)}"]
    if report := now.report:
        proxy = "・代理入力" if report.proxy else ""
        lines.append(f"報告：{short(report.at)}（{by or '名簿にない人'}{proxy}）")
    if now.last and now.last.reason:
        lines.append(f"前の理由：{now.last.reason}")
    return "\n".join(lines)


def _reason(label: str, *, optional: bool) -> Block:
    area = {"type": "plain_text_input", "multiline": True, "max_length": 500}
    return field("reason", label, area, optional=optional)


def _day(label: str, *, optional: bool) -> Block:
    picker = {"type": "datepicker", "placeholder": plain_text("日を選ぶ")}
    return field("day", label, picker, hint="時刻は、今の締切と同じです。", optional=optional)
