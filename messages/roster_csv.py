"""A roster that is handed in: what is wrong with it, how it differs from the present one, and what was done."""

from collections.abc import Sequence
from typing import Any

from domain.model import Member, Municipality, Role
from domain.roster import Changes, Roster, without_anybody
from domain.roster_check import Problem
from messages.blocks import Block, Message, actions, button, confirm, field, header, plain, section
from messages.forms import modal
from messages.onward import onward
from messages.pieces import message
from messages.roster import bodies_of, vacancy
from messages.words import escape, mention, render, title

MOST = 20
LONGEST_PASTE = 3_000  # what a field of a form takes
_DOCUMENT = {"type": "plain_text_input", "multiline": True, "max_length": LONGEST_PASTE}


def pasting() -> dict[str, Any]:
    """The form into which a roster is pasted."""
    how = plain("how", render("roster_paste.j2"))
    return modal(
        "roster-paste", "名簿を貼り付ける", "確かめる", [how, field("rows", "名簿（見出しの行から）", _DOCUMENT)], ""
    )


def problems(found: Sequence[Problem]) -> Message:
    """Line by line what is wrong; nothing of it counts."""
    lines = [render("roster_problem.j2", each=each) for each in found[:MOST]]
    lines += [f"ほかに{len(found) - MOST}件あります。"] if len(found) > MOST else []
    said = section("wrong", render("roster_problems.j2", count=len(found)))
    return message([header("problems", "名簿の確認"), said, plain("lines", "\n".join(lines)), _again()])


def proposal(
    wanted: Changes, after: Roster, everyone: Sequence[Municipality], id_: str, *, again: bool = False
) -> Message:
    """What would change, before it counts."""
    same = len(after.members) - len(wanted.touched)
    intro = render("roster_proposal.j2", wanted=wanted, same=same, again=again)
    apply = {**button("名簿に反映する", "roster:apply", id_), "style": "primary"}
    if wanted.removed:
        sure = confirm(
            "名簿に反映しますか",
            f"{len(wanted.removed)}人が名簿から外れ、ボットを使えなくなります。",
            "反映する",
            "やめる",
        )
        apply = {**apply, "confirm": sure}
    buttons = actions("decide", [apply, button("やめる", "roster:drop", id_)])
    return message(
        [header("proposal", "名簿の変更の確認"), section("intro", intro), *_parts(wanted, after, everyone), buttons]
    )


def same() -> Message:
    return _said("same", render("roster_same.j2"))


def applied(wanted: Changes) -> Message:
    return _said("applied", render("roster_applied.j2", wanted=wanted))


def settled() -> Message:
    """A second press."""
    return _said("settled", render("roster_settled.j2"))


def dropped() -> Message:
    return _said("dropped", render("roster_dropped.j2"))


def checking() -> Message:
    """What stands in the form's place."""
    return message([section("checking", render("roster_checking.j2"))])


def _parts(wanted: Changes, after: Roster, everyone: Sequence[Municipality]) -> list[Block]:
    names = {body.code: body.name for body in everyone}
    parts = [
        ("added", "追加", [_person(each, everyone) for each in wanted.added]),
        ("changed", "変更", [_changed(*each, everyone) for each in wanted.changed]),
        ("removed", "削除", [_person(each, everyone) for each in wanted.removed]),
        ("vacated", "利用者IDのない役割（空席として載せます）", [vacancy(each, names) for each in wanted.vacated]),
        ("filled", "なくなる空席", [vacancy(each, names) for each in wanted.filled]),
        ("empty", "反映すると担当者がいない市町", [escape(names[code]) for code in without_anybody(names, after)]),
    ]
    return [section(name, _listed(heading, lines)) for name, heading, lines in parts if lines]


def _listed(heading: str, lines: Sequence[str]) -> str:
    more = [f"ほかに{len(lines) - MOST}件"] if len(lines) > MOST else []
    return "\n".join([f"*{heading}*（{len(lines)}）", *(f"• {line}" for line in lines[:MOST]), *more])


def _person(member: Member, everyone: Sequence[Municipality]) -> str:
    return f"{mention(member.user)}　{_facts(member, everyone)}"


def _changed(before: Member, after: Member, everyone: Sequence[Municipality]) -> str:
    return f"{mention(after.user)}　{_facts(before, everyone)} → {_facts(after, everyone)}"


def _facts(member: Member, everyone: Sequence[Municipality]) -> str:
    """山口市 情報政策担当：山口市、防府市（副担当）・事務局."""
    where = bodies_of(member, everyone)
    rights = "・".join(filter(None, (where, "事務局" if member.role is Role.SECRETARIAT else "")))
    return escape(f"{title(member.post)}［{rights}］")


def _again() -> Block:
    template = button("CSVのひな形", "roster:template", "template")
    return onward(button("名簿を貼り付ける", "roster:paste", "paste"), template)


def _said(block_id: str, words: str) -> Message:
    return message([section(block_id, words), onward(button("名簿を見る", "roster:show", "1"))])
