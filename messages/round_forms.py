"""The form in which a round is opened or changed, and what is said at its fields."""

from collections.abc import Sequence
from typing import Any

from domain.asking import OWN, Wanted
from domain.calendar import TOKYO
from domain.forms import Theme
from domain.model import Municipality
from domain.own_form import Wrong
from domain.round import Round
from messages.blocks import Block, cut, field, plain_text
from messages.deadline_forms import LONGEST_TITLE
from messages.forms import modal
from messages.words import render

OPTIONS = 100  # that a select can hold
LONGEST_LINES = 1_200  # what is typed of a form is carried to the second page
NO_TITLE = "照会の件名を書いてください。"
AHEAD_OF_US = "基準日は、今日までの日を選んでください。"
OWN_WORDS = "このときだけの様式"
EXAMPLE = "端末の台数｜数字｜台\n更新の方針｜選択｜今年度、来年度、未定\n課題｜文章"


def opening(wanted: Wanted, themes: Sequence[Theme], everyone: Sequence[Municipality], metadata: str) -> dict[str, Any]:
    """A new round, filled in as far as it is known."""
    here = wanted.due_at.astimezone(TOKYO)
    title = {"type": "plain_text_input", "initial_value": cut(wanted.title, LONGEST_TITLE)}
    blocks = [
        _themes(wanted, themes),
        field("title", "件名（100字まで）", title, hint="テーマを変えて件名をそのままにすると、テーマに合わせます。"),
        field("as_of", "基準日", {"type": "datepicker", "initial_date": wanted.as_of.isoformat()}),
        field("day", "締切の日", {"type": "datepicker", "initial_date": here.date().isoformat()}),
        time(f"{here:%H:%M}"),
        targets(wanted.bodies, everyone),
        closing(chosen=wanted.closes),
        lines(wanted.lines),
    ]
    return modal("round-new", "照会を開く", "見本を見る", blocks, metadata)


def changing(about: Round) -> dict[str, Any]:
    """Another title and as-of for one that is open."""
    title = {"type": "plain_text_input", "initial_value": cut(about.title, LONGEST_TITLE)}
    blocks = [
        field("title", "件名（100字まで）", title),
        field("as_of", "基準日", {"type": "datepicker", "initial_date": about.as_of.last.isoformat()}),
        closing(chosen=about.closes),
    ]
    return modal("round-change", "照会を直す", "直す", blocks, about.id)


def too_long(length: int) -> str:
    return f"件名は{LONGEST_TITLE}字までです（今は{length}字）。短くしてください。"


def wrong_line(wrong: Wrong) -> str:
    """What is wrong with a form of its own, in words."""
    return render("own_form_wrong.j2", line=wrong.line, kind=wrong.kind, said=wrong.said).replace("\n", "")


def time(initial: str) -> Block:
    picker = {"type": "timepicker", "initial_time": initial, "timezone": "Asia/Tokyo"}
    return field("time", "時刻", picker, hint="24時（その日の終わり）は、次の日の 00:00 を選んでください。")


def targets(chosen: Sequence[str], everyone: Sequence[Municipality]) -> Block:
    """For whom it is; more than a select holds stand in groups."""
    offered, options = select_of(everyone)
    initial = [each for each in options if each["value"] in chosen]
    select = {"type": "multi_static_select", "placeholder": plain_text("全市町"), "max_selected_items": OPTIONS}
    known = {"initial_options": initial} if initial else {}
    return field("bodies", "対象の市町（選ばなければ全市町）", {**select, **offered, **known}, optional=True)


def select_of(bodies: Sequence[Municipality], before: str = "") -> tuple[dict[str, Any], list[Block]]:
    """What a select of these municipalities offers; kana beside the name: it finds what stands in its label."""
    options = [option(f"{body.name}（{body.kana}）", f"{before}{body.code}") for body in bodies]
    parts = [options[at : at + OPTIONS] for at in range(0, len(options), OPTIONS)][:OPTIONS]
    groups = [{"label": plain_text(cut(f"{each[0]['text']['text']}から", 75)), "options": each} for each in parts]
    return ({"options": options} if len(parts) == 1 else {"option_groups": groups}), options


def closing(*, chosen: bool) -> Block:
    one = option("締切の時刻に自動で締め切る", "closes")
    boxes = {"type": "checkboxes", "options": [one], **({"initial_options": [one]} if chosen else {})}
    hint = "選ばなければ、事務局が締め切るまで、遅れた報告も受け付けます。"
    return field("closes", "締め切り方", boxes, hint=hint, optional=True)


def lines(typed: str) -> Block:
    """The fields of a form for this once, a line each."""
    area = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST_LINES}
    area |= {"placeholder": plain_text(EXAMPLE)} | ({"initial_value": typed} if typed else {})
    hint = render("own_form_hint.j2").replace("\n", "　")
    return field("lines", f"{OWN_WORDS}の項目（10個まで、1行に1つ）", area, hint=hint, optional=True)


def option(label: str, value: str) -> Block:
    return {"text": plain_text(cut(label, 75)), "value": value}


def _themes(wanted: Wanted, themes: Sequence[Theme]) -> Block:
    options = [*(option(each.name, each.id) for each in themes), option(OWN_WORDS, OWN)]
    initial = next((each for each in options if each["value"] == wanted.theme), options[0])
    return field("theme", "テーマ", {"type": "static_select", "options": options, "initial_option": initial})
