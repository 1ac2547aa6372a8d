"""The forms of /deadline: a new one, what was understood of it, and another moment for one that is there."""

from collections.abc import Sequence
from typing import Any

from domain.calendar import TOKYO
from domain.dates.recurrence import USUAL
from domain.deadline import Deadline, Draft
from domain.model import Municipality
from messages.blocks import Block, actions, button, cut, field, plain, plain_text
from messages.deadline import understood
from messages.forms import modal
from messages.moments import until
from messages.targets import line

ONCE = "繰り返さない"
CLOSES = "17:15"
LONGEST_TITLE = 100
NO_TITLE = "何の締切か、件名を書いてください。"
OPTIONS = 100  # that a select can hold


def too_long(length: int) -> str:
    return f"件名は{LONGEST_TITLE}字までです（今は{length}字）。短くしてください。"


def adding(draft: Draft, everyone: Sequence[Municipality], metadata: str) -> dict[str, Any]:
    """A new deadline, filled in as far as it is known."""
    here = draft.due_at.astimezone(TOKYO) if draft.due_at else None
    initial = {"initial_value": cut(draft.title, LONGEST_TITLE)} if draft.title else {}
    day = {"initial_date": here.date().isoformat()} if here else {}
    blocks = [
        field("title", "件名（100字まで）", {"type": "plain_text_input", **initial}),
        field("day", "締切の日", {"type": "datepicker", **day, "placeholder": plain_text("日を選ぶ")}),
        _time(f"{here:%H:%M}" if here else CLOSES),
        _targets(draft, everyone),
        _repeat(draft),
    ]
    return modal("deadline-new", "締切の登録", "確認へ進む", blocks, metadata)


def confirming(draft: Draft, say: str, before: str, everyone: Sequence[Municipality], metadata: str) -> dict[str, Any]:
    """What was understood, before it counts; `before` is the working day before a closed one."""
    earlier = [button(f"{before}にする", "deadline:earlier", "earlier")] if before else []
    buttons = actions("change", [*earlier, button("書き直す", "deadline:rewrite", "rewrite")])
    blocks = [*understood(draft.title, say, line(draft.bodies, everyone)), buttons]
    return modal("deadline-confirm", "締切の登録", "この内容で登録する", blocks, metadata)


def moving(about: Deadline) -> dict[str, Any]:
    """Give a deadline another moment, with the reason the others will read."""
    here = about.due_at.astimezone(TOKYO)
    reason = {"type": "plain_text_input", "max_length": 200}
    blocks = [
        plain("now", f"{about.title}\n今の締切：{until(about.due_at)}"),
        field("day", "新しい日", {"type": "datepicker", "initial_date": here.date().isoformat()}),
        _time(f"{here:%H:%M}"),
        field("reason", "理由（トークルームのお知らせに載ります）", reason, optional=True),
    ]
    return modal("deadline-move", "締切の日時を変える", "変える", blocks, about.id)


def _time(initial: str) -> Block:
    picker = {"type": "timepicker", "initial_time": initial, "timezone": "Asia/Tokyo"}
    return field("time", "時刻", picker, hint="24時（その日の終わり）は、次の日の 00:00 を選んでください。")


def _targets(draft: Draft, everyone: Sequence[Municipality]) -> Block:
    """Kana beside the name: a select finds what stands in its label. More than a select holds stand in groups."""
    options = [_option(f"{body.name}（{body.kana}）", body.code) for body in everyone]
    chosen = [each for each in options if each["value"] in draft.bodies]
    parts = [options[at : at + OPTIONS] for at in range(0, len(options), OPTIONS)]
    groups = [{"label": plain_text(f"{each[0]['text']['text']}から"), "options": each} for each in parts]
    offered = {"options": options} if len(parts) == 1 else {"option_groups": groups}
    initial = {"initial_options": chosen} if chosen else {}
    select = {"type": "multi_static_select", "placeholder": plain_text("全市町"), "max_selected_items": OPTIONS}
    return field("bodies", "対象の市町（選ばなければ全市町）", {**select, **offered, **initial}, optional=True)


def _repeat(draft: Draft) -> Block:
    """None, the usual ones, and whatever else was written."""
    usual = {rule: words for words, rule in USUAL.items()}
    chosen = usual.get(draft.rule, draft.words) if draft.rule else ONCE
    options = [_option(words, words) for words in dict.fromkeys((ONCE, *USUAL, chosen))]
    initial = next(each for each in options if each["value"] == chosen)
    select = {"type": "static_select", "options": options, "initial_option": initial}
    return field("repeat", "繰り返し", select, hint="選んだ日か、その後の最初の日から始まります。")


def _option(label: str, value: str) -> Block:
    return {"text": plain_text(cut(label, 75)), "value": value}
