"""Why a reminder came: which deadline, which rule of the plan, which post and rung."""

from collections.abc import Sequence

from domain.plan import Plan
from messages.blocks import Message, button, section
from messages.choices import plan_in_words
from messages.onward import onward
from messages.pieces import message
from messages.reminder import RUNGS
from messages.words import render, title

MOST = 20
Rule = tuple[str, str, str | int | None, int]
"""A deadline's title, the municipality, the last occasion's lead (or why it is paused, or none yet), and the rung."""


def why(rules: Sequence[Rule], post: str, plan: Plan) -> Message:
    """Each deadline with its rule, and the plan that they come from."""
    named = [
        (title(name), _rule(lead), f"{where}の{RUNGS[rung]}として" if rung else post)
        for name, where, lead, rung in rules[:MOST]
    ]
    said = render("deadline_why.j2", rules=named, plan=plan_in_words(plan))
    return message([section("why", said), onward(button("締切の一覧", "deadline:list", "一覧"))])


def _rule(lead: str | int | None) -> str:
    """10開庁日前のお知らせ."""
    if lead is None:
        return "これからお知らせします"
    if isinstance(lead, str):
        return f"休止中のため、お知らせを止めています：{title(lead)}"
    if lead == 0:
        return "当日のお知らせ"
    return f"{lead}開庁日前のお知らせ" if lead > 0 else f"締切から{-lead}開庁日後のご確認のお願い"
