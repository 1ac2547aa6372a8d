"""練習: what a newcomer goes through once with a town that does not exist, in one form from first step to last."""

import json
from typing import Any

from domain.filling import Asking
from domain.round import Report
from messages import report_done, report_form
from messages.blocks import Block, Message, actions, button, context, field, header, plain_text, section
from messages.forms import modal
from messages.pieces import message
from messages.words import render
from messages.words import title as called

View = dict[str, Any]
START = button("練習する", "practice:start", "start")


def offered() -> Message:
    """That there is a practice round, and the button that begins it."""
    return message([section("practice", render("practice.j2", kind="offered")), actions("start", [START])])


def status(town: str) -> View:
    """The first step: a question is typed."""
    asked = field("question", "ボットに聞く言葉", _line(f"状況 {town}"))
    return _step("status", "練習 1／4", "聞く", [_said("status", town=town), asked])


def unasked(town: str) -> str:
    """What the first step says at its field where something else was typed."""
    return render("practice.j2", kind="unasked", town=town)


def report(asking: Asking, typed: dict[str, str]) -> View:
    """The second step: the answer to the question, and the form of a report as it really is."""
    said = _said("report", town=asking.municipality.name)
    return _step("report", "練習 2／4", "報告する", [said, *_form(asking, typed)])


def correct(asking: Asking, typed: dict[str, str], kept: Report) -> View:
    """The third step: what was reported, and the form once more after the round was closed. It carries what was."""
    shown = [_said("correct"), *report_done.done(asking, kept), *_form(asking, typed)]
    return _step("correct", "練習 3／4", "直す", shown, json.dumps(typed))


def note(asking: Asking, kept: Report) -> View:
    """The fourth step: what was corrected, and a note."""
    title, text = field("title", "題名", _line("窓口の工夫")), field("text", "本文", _line("", multiline=True))
    shown = [_said("note"), *report_done.done(asking, kept), title, text]
    return _step("note", "練習 4／4", "残す", shown)


def over(title: str) -> View:
    """The end: what was practised, and how it is done in earnest."""
    blocks = [header("over", "練習はここまでです"), _said("over", title=called(title))]
    return {"type": "modal", "title": plain_text("練習"), "close": plain_text("閉じる"), "blocks": blocks}


def _step(name: str, title: str, submit: str, blocks: list[Block], metadata: str = "") -> View:
    banner = context("practice", render("practice.j2", kind="banner"))
    return modal(f"practice:{name}", title, submit, [banner, *blocks], metadata)


def _said(kind: str, **words: str) -> Block:
    return section(f"step-{kind}", render("practice.j2", kind=kind, **words))


def _form(asking: Asking, typed: dict[str, str]) -> list[Block]:
    """The form of a report without what would keep anything of it."""
    made = report_form.form(asking, typed, "", draft=None, saved=False, proxy=False)
    return [block for block in made["blocks"] if block["block_id"] != "draft-actions"]


def _line(hint: str, *, multiline: bool = False) -> Block:
    hinted = {"placeholder": plain_text(hint)} if hint else {}
    return {"type": "plain_text_input", "multiline": multiline, "max_length": 300, **hinted}
