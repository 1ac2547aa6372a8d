"""/settings: what the secretariat has decided, and the form in which it decides otherwise."""

from collections.abc import Sequence
from datetime import time
from typing import Any

from domain.calendar import WEEKDAYS
from domain.choices import LEADS, Choices
from domain.model import Municipality
from domain.pause import Pause
from domain.plan import Plan
from messages import pause as pauses
from messages.blocks import Block, Message, actions, button, cut, header, section
from messages.onward import onward
from messages.pieces import message
from messages.words import render

MOST_PAUSED = 20
NEVER = "never"
WRONG = {
    "leads": "0〜60の数字を10個まで、「20、10、3、1、0」のように区切ってお書きください。0は当日です。",
    "at": "お知らせしない時間帯に入っています。それ以外の時刻を選んでください。",
    "every": "1〜20の数字を書いてください。",
    "keeps": "1〜20の数字を書いてください。",
    "times": "1〜20の数字を書いてください。",
    "until": "お知らせを始める時刻は、終える時刻より前にしてください。",
    "head": "係長へのお知らせは、副担当と同じ時期か、その後にしてください。",
    "digest_at": "お知らせしない時間帯に入っています。それ以外の時刻を選んでください。",
}


def shown(choices: Choices, paused: Sequence[tuple[Municipality, Pause]], lost: int) -> Message:
    """What counts now, who is paused, and the ways to change it."""
    blocks = [header("choices", "設定"), section("chosen", _chosen(choices))]
    if paused:
        lines = [f"• {pauses.line(*each)}" for each in paused[:MOST_PAUSED]]
        lines += [f"ほか{len(paused) - MOST_PAUSED}市町"] if len(paused) > MOST_PAUSED else []
        blocks.append(section("paused", "\n".join(["*お知らせを休止中の市町*", *lines])))
        blocks.append(actions("resume", pauses.resuming([body for body, _ in paused[:MOST_PAUSED]])))
    change = {**button("変える", "choices:change", "change"), "style": "primary"}
    pause = button("市町のお知らせを止める", "pause:begin", "all")
    more = [button(f"届かなかったお知らせ（{lost}件）", "failed:list", "list")] if lost else []
    return message([*blocks, onward(change, pause, *more, *_records())])


def _records() -> list[Block]:
    return [
        button("操作の記録", "audit:show", "show"),
        button("廃棄の一覧をつくる", "disposal:list", "list"),
        button("ステップ・業務・様式の一覧", "reference:list", "list"),
    ]


def _chosen(choices: Choices) -> str:
    plan = choices.plan
    return render(
        "choices.j2",
        plan=plan_in_words(plan),
        at=_hour(plan.at),
        times=plan.again_times,
        quiet_from=_hour(plan.quiet_from),
        quiet_until=_hour(plan.quiet_until),
        names=choices.names_in_room,
        deputy=_lead(choices.deputy_from),
        head=_lead(choices.head_from),
        digest=_hour(choices.digest_at) if choices.digest else "",
        notes=WEEKDAYS[choices.notes_on] if choices.notes_on is not None else "",
        keeps=choices.keeps,
    )


def plan_in_words(plan: Plan) -> str:
    """20・10・3・1開庁日前と当日、過ぎた後は3開庁日ごと."""
    before = "・".join(str(lead) for lead in plan.leads if lead)
    said = [*([f"{before}開庁日前"] if before else []), *(["当日"] if 0 in plan.leads else [])]
    return f"{'と'.join(said)}、過ぎた後は{plan.again_every}開庁日ごと"


def changing(choices: Choices) -> dict[str, Any]:
    """All of it in one form, filled with what counts now."""
    plan = choices.plan
    leads = {"type": "plain_text_input", "action_id": "leads", "max_length": 60}
    leads["initial_value"] = "、".join(str(lead) for lead in plan.leads)
    names = _one_of(
        "names", [("counts", "件数だけ"), ("names", "件数と、まだの市町の名前")], int(choices.names_in_room)
    )
    digest = _one_of("digest", [("yes", "送る"), ("no", "送らない")], int(not choices.digest))
    return {
        "type": "modal",
        "callback_id": "choices",
        "title": _words("設定"),
        "submit": _words("変える"),
        "close": _words("やめる"),
        "blocks": [
            _input("leads", "締切の何開庁日前にお知らせするか", leads, "「20、10、3、1、0」のように（0は当日）"),
            _input("at", "お知らせの時刻", _time("at", plan.at)),
            _input("every", "締切の後、何開庁日ごとにお願いするか", _number("every", plan.again_every)),
            _input("times", "締切の後、何回までお願いするか", _number("times", plan.again_times)),
            _input("until", "お知らせしてよい時間帯：始まり", _time("until", plan.quiet_until)),
            _input("quiet", "お知らせしてよい時間帯：終わり", _time("quiet", plan.quiet_from)),
            _input("deputy", "副担当にもお知らせする時期", _from("deputy", choices.deputy_from)),
            _input("head", "係長にもお知らせする時期", _from("head", choices.head_from)),
            _input("names", "トークルームへのお知らせ", names),
            _input("digest", "事務局への朝のまとめ", digest),
            _input("digest_at", "朝のまとめの時刻", _time("digest_at", choices.digest_at)),
            _input("notes", "ノートのまとめ（全員へ、毎週）", _weekday("notes", choices.notes_on)),
            _input("keeps", "記録の保存年限（年）", _number("keeps", choices.keeps)),
        ],
    }


def changed(choices: Choices, new: int) -> dict[str, Any]:
    """It is kept: what counts now, and how many reminders it brought."""
    return pauses.done("設定を変えました", render("choices_changed.j2", chosen=_chosen(choices), new=new))


def _lead(lead: int | None) -> str:
    """10開庁日前から, 当日から, 3開庁日後から; nothing for never."""
    if lead is None:
        return ""
    return "当日から" if lead == 0 else f"{abs(lead)}開庁日{'前' if lead > 0 else '後'}から"


def _from(action_id: str, lead: int | None) -> Block:
    every = [(NEVER, "お知らせしない"), *((str(each), _lead(each)) for each in LEADS)]
    found = [value for value, _ in every].index(NEVER if lead is None else str(lead))
    return {**_one_of(action_id, every, found), "type": "static_select"}


def _one_of(action_id: str, every: Sequence[tuple[str, str]], chosen: int) -> Block:
    options = [{"text": _words(label), "value": value} for value, label in every]
    return {"type": "radio_buttons", "action_id": action_id, "options": options, "initial_option": options[chosen]}


def _weekday(action_id: str, chosen: int | None) -> Block:
    every = [(NEVER, "送らない"), *((str(day), f"{WEEKDAYS[day]}曜日（閉庁日なら次の開庁日）") for day in range(5))]
    found = 0 if chosen is None else chosen + 1
    return {**_one_of(action_id, every, found), "type": "static_select"}


def _time(action_id: str, chosen: time) -> Block:
    return {"type": "timepicker", "action_id": action_id, "initial_time": _hour(chosen), "timezone": "Asia/Tokyo"}


def _number(action_id: str, chosen: int) -> Block:
    limits = {"min_value": "1", "max_value": "20", "is_decimal_allowed": False}
    return {"type": "number_input", "action_id": action_id, "initial_value": str(chosen), **limits}


def _input(block_id: str, label: str, element: Block, hint: str = "") -> Block:
    block = {"type": "input", "block_id": block_id, "label": _words(label), "element": element}
    return {**block, "hint": _words(hint)} if hint else block


def _words(text: str) -> Block:
    return {"type": "plain_text", "text": cut(text, 150), "emoji": False}


def _hour(at: time) -> str:
    return f"{at:%H:%M}"
