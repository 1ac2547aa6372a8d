"""毎月の照会: the list of rounds that open themselves, and the form in which one is made or changed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from domain.forms import Theme
from domain.model import Municipality
from domain.template import Template
from messages import round_forms
from messages.blocks import Block, Message, actions, button, confirm, cut, field, header, section
from messages.deadline_forms import LONGEST_TITLE
from messages.forms import modal
from messages.onward import onward
from messages.pieces import message
from messages.round_opened import every
from messages.targets import line
from messages.words import day, render, title

MOST = 8
OPEN_DAYS, DAYS, LENGTHS = range(1, 11), range(1, 32), (3, 5, 7, 10, 15, 20)


def listing(
    templates: Sequence[Template],
    themes: Mapping[str, Theme],
    coming: Mapping[str, date | None],
    everyone: Sequence[Municipality],
) -> Message:
    """Each with its day, what it asks, and when it opens next."""
    blocks: list[Block] = [header("templates", "毎月の照会")]
    for nth, each in enumerate(templates[:MOST]):
        about, at = themes.get(each.theme), coming.get(each.id)
        said = render(
            "round_template.j2",
            title=title(each.title),
            theme=about.name if about else each.theme,
            words=each.words(),
            days=each.days,
            next=day(at) if at else "",
            whom=line(each.bodies, everyone),
            closes=each.closes,
        )
        blocks += [section(f"template-{nth}", said), actions(f"template-{nth}-actions", _buttons(each))]
    if not templates:
        blocks.append(section("none", render("no_round_templates.j2")))
    new = {**button("毎月の照会を作る", "round:template", ""), "style": "primary"}
    return message([*blocks, onward({**new, "value": "new"}, every())])


def editing(
    template: Template, themes: Sequence[Theme], everyone: Sequence[Municipality], metadata: str
) -> dict[str, Any]:
    """A new one, or one that is there, filled in."""
    options = [round_forms.option(each.name, each.id) for each in themes]
    chosen = next((each for each in options if each["value"] == template.theme), options[0])
    name = {"type": "plain_text_input", "initial_value": cut(template.title, LONGEST_TITLE)}
    hint = "{年月} は、その月に置き換わります（令和4年10月）。"
    blocks = [
        field("theme", "テーマ", {"type": "static_select", "options": options, "initial_option": chosen}),
        field("title", "件名（100字まで）", name, hint=hint),
        field("when", "開く日（9時に開きます）", _when(template), hint="基準日は、前の月の末日になります。"),
        field("days", "締切", _days(template)),
        round_forms.targets(template.bodies, everyone),
        round_forms.closing(chosen=template.closes),
    ]
    return modal("round-template", "毎月の照会", "決める", blocks, metadata)


def kept(template: Template, at: date | None) -> Message:
    return _said("kept", template, at)


def stopped(template: Template | None) -> Message:
    """It opens no round any more, or did not already."""
    return _said("stopped" if template else "gone", template, None)


def _said(what: str, template: Template | None, at: date | None) -> Message:
    named, words = (title(template.title), template.words()) if template else ("", "")
    said = render("round_template_said.j2", what=what, title=named, words=words, next=day(at) if at else "")
    back = button("毎月の照会", "round:templates", "list")
    return message([section("template", said), onward(back, every())])


def _buttons(template: Template) -> list[Block]:
    sure = confirm("やめますか", "この照会は、来月から開かなくなります。受付中の照会はそのままです。", "やめる", "戻る")
    stop = {**button("毎月開くのをやめる", "round:template-stop", template.id), "confirm": sure}
    return [button("変える", "round:template", template.id), stop]


def _when(template: Template) -> Block:
    """An open day of the month, or a date."""
    nths = [round_forms.option(f"毎月第{nth}開庁日", f"nth {nth}") for nth in OPEN_DAYS]
    dates = [round_forms.option(f"毎月{on}日（閉庁日なら次の開庁日）", f"day {on}") for on in DAYS]
    now = f"nth {template.nth}" if template.nth else f"day {template.on_day}"
    initial = next((each for each in [*nths, *dates] if each["value"] == now), nths[0])
    return {"type": "static_select", "options": [*nths, *dates], "initial_option": initial}


def _days(template: Template) -> Block:
    options = [round_forms.option(f"開いた日の{n}開庁日後 17:15", str(n)) for n in LENGTHS]
    initial = next((each for each in options if each["value"] == str(template.days)), options[3])
    return {"type": "static_select", "options": options, "initial_option": initial}
