"""App Home: a member's own open reports, deadlines, questions and standing; for the secretariat the board of all."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.dates.opendays import OpenDays
from domain.model import Municipality
from domain.unreported import Matter
from messages.blocks import Block, Message, actions, button, context, header, section
from messages.conferences import here
from messages.onward import overall, standing_of, usage
from messages.unreported import Item, summary, waiting
from messages.words import escape, render

View = dict[str, Any]

MOST, MOST_OWN, MOST_BUTTONS = 9, 10, 5
LINES, PARTS = 20, 10  # of the board in one paragraph, and its paragraphs
MOST_BLOCKS = 100
NUMBERS = "①②③④⑤⑥⑦⑧⑨"


def member(  # noqa: PLR0913, PLR0917 – a Home is made of all that is the person's
    post: str,
    items: Sequence[Item],
    questions: Sequence[Block],
    own: Sequence[Municipality],
    card: Sequence[Block],
    now: datetime,
    days: OpenDays,
) -> View:
    """One list for everything a person answers for, however many municipalities that is."""
    listed = sorted(items, key=lambda item: (item[1].due_at, item[1].municipality.code))
    rounds = [item for item in listed if item[0].round]
    others = [item for item in listed if not item[0].round]
    blocks = [header("home", post), context("intro", render("home_intro.j2"))]
    blocks += _waiting("round", "報告をお待ちしている照会", rounds, now, days)
    blocks += _waiting("deadline", "次の締切", others, now, days)
    blocks += [*questions, *_card(own, card)]
    return _view([*blocks, actions("home-steps", [*_steps(), overall("県全体の現況"), usage()])])


def secretariat(
    post: str,
    matters: Sequence[Matter],
    questions: Sequence[Block],
    everyone: Sequence[Municipality],
    now: datetime,
    days: OpenDays,
) -> View:
    """Each matter with its counts and what can be done, then who has not answered which of them."""
    steps = [
        *_steps(),
        button("照会", "round:list", "list"),
        button("設定", "choices:show", "show"),
        overall("県全体の現況"),
        usage(),
    ]
    blocks = [header("home", post), actions("home-steps", steps), context("intro", render("home_intro.j2"))]
    for nth, each in enumerate(matters[:MOST]):
        blocks.append(section(f"matter-{nth}", f"{NUMBERS[nth]} {summary(each, now, days)}"))
        blocks.append(actions(f"matter-actions-{nth}", _managing(each, nth)))
    if len(matters) > MOST:
        blocks.append(context("more", f"ほかに{len(matters) - MOST}件あります。「未報告」ですべて見られます。"))
    return _view([*blocks, *questions, *_board(matters[:MOST], everyone)])


def elsewhere(message: Message) -> View:
    """A message in the place of the Home: whom to ask."""
    return _view(message["blocks"])


def beside(view: View, notes: Sequence[Block]) -> View:
    """The same with the newest notes, before the last buttons of a member's, below the board of the secretariat's."""
    blocks = view["blocks"]
    last = blocks[-1:] if blocks[-1]["block_id"] == "home-steps" else []
    above = blocks[: len(blocks) - len(last)]
    room = MOST_BLOCKS - len(notes) - len(last)
    return _view([*above[:room], *notes, *last])


def headed(view: View, name: str) -> View:
    """The same below the name of its conference, for whoever is in several."""
    return _view([*here(name), *view["blocks"]][:MOST_BLOCKS])


def _waiting(name: str, heading: str, items: Sequence[Item], now: datetime, days: OpenDays) -> list[Block]:
    none = "" if items else f"\n{render('home_none.j2')}"
    blocks = [section(f"{name}-head", f"*{heading}*{none}")]
    for nth, item in enumerate(items[:MOST_OWN]):
        blocks += waiting(f"{name}-{nth}", item, now, days)
    if len(items) > MOST_OWN:
        blocks.append(context(f"{name}-more", f"ほかに{len(items) - MOST_OWN}件あります。答えると、続きが出ます。"))
    return blocks


def _card(own: Sequence[Municipality], card: Sequence[Block]) -> list[Block]:
    """The first municipality's standing, without its head and buttons; the others in a press."""
    if not own:
        return []
    short = [block for block in card if block["block_id"].startswith(("theme-", "origin-"))]
    head = section("card-head", f"*{escape(own[0].name)}の現況*")
    others = [{**each, "action_id": f"status:own:{nth}"} for nth, each in enumerate(map(standing_of, own))]
    return [{"type": "divider", "block_id": "rule"}, head, *short, actions("own", others[:MOST_BUTTONS])]


def _managing(matter: Matter, nth: int) -> list[Block]:
    shown = button("まだの市町を見る", f"unreported:one:{nth}", f"{matter.name} late 0")
    asking = {**button("ご確認のお願いを送る", f"nudge:preview:{nth}", matter.name), "style": "primary"}
    return [shown, *([asking] if matter.missing else [])]


def _board(matters: Sequence[Matter], everyone: Sequence[Municipality]) -> list[Block]:
    """山口市　①未報告・遅延　②まだ: a line for each that has not answered something, in paragraphs of twenty."""
    said: dict[str, list[str]] = {}
    for nth, matter in enumerate(matters):
        for each in matter.missing:
            said.setdefault(each.municipality.code, []).append(f"{NUMBERS[nth]}{each.words}")
    lines = [f"*{escape(body.name)}*　{'　'.join(said[body.code])}" for body in everyone if body.code in said]
    parts = [lines[start : start + LINES] for start in range(0, len(lines), LINES)][:PARTS]
    done = len(everyone) - len(lines)
    head = render("home_board.j2", all=len(everyone), done=done, open=len(matters))
    more = len(lines) - LINES * PARTS
    further = [context("board-more", f"ほかに{more}市町あります。「未報告」ですべて見られます。")] if more > 0 else []
    return [
        section("board-head", head),
        *(section(f"board-{nth}", "\n".join(part)) for nth, part in enumerate(parts)),
        *further,
    ]


def _steps() -> list[Block]:
    return [button("未報告", "unreported:all", "all late 0"), button("締切", "deadline:list", "一覧")]


def _view(blocks: Sequence[Block]) -> View:
    return {"type": "home", "blocks": list(blocks)[:MOST_BLOCKS]}
