"""/round: which are open, and how one stands in every municipality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.calendar import TOKYO
from domain.dates.opendays import OpenDays
from domain.round import Event, Progress, Round, State
from messages import round_asked, round_events, round_forms
from messages.blocks import Block, Message, actions, button, confirm, context, data_table, header, plain_text, section
from messages.moments import short, until
from messages.onward import onward
from messages.pieces import message
from messages.round_opened import every, fields
from messages.round_state import Asked, Own
from messages.words import day, escape, render, title

MOST, MOST_OWN, MOST_CLOSED, MOST_REQUESTS, LONGEST_TABLE = 8, 5, 5, 5, 100


@dataclass(frozen=True, slots=True)
class Request:
    """期限の延長の申し出 that waits for an answer: the nth thing that happened in that municipality."""

    progress: Progress
    event: Event
    nth: int


def listing(open_ones: Sequence[Asked], closed: Sequence[Round], now: datetime, days: OpenDays) -> Message:
    """For the secretariat: the open rounds with their counts, and the closed ones of late."""
    blocks: list[Block] = [header("rounds", "照会")]
    for nth, each in enumerate(open_ones[:MOST]):
        said = render("round_line.j2", **each.facts(now, days))
        blocks += [section(f"round-{nth}", said), actions(f"round-{nth}-actions", _managing(each.round))]
    if not open_ones:
        blocks.append(section("none", render("no_rounds.j2", member=False)))
    if len(open_ones) > MOST:
        blocks.append(context("more", f"ほかに{len(open_ones) - MOST}件あります。"))
    return message([*blocks, *_closed(closed), _opening(copy=bool(open_ones or closed))])


def mine(open_ones: Sequence[tuple[Asked, Sequence[Own]]], now: datetime, days: OpenDays) -> Message:
    """For a member: the open rounds that concern their municipalities, with the buttons to report."""
    blocks: list[Block] = [header("rounds", "自分の市町への照会")]
    for nth, (asked, own) in enumerate(open_ones[:MOST_OWN]):
        blocks.append(section(f"round-{nth}", render("round_line.j2", **{**asked.facts(now, days), "counts": ""})))
        for place, each in enumerate(own[:3]):
            blocks += round_asked.item(f"round-{nth}-{place}", asked.round, each)
        if any(each.progress.is_missing for each in own):
            longer = button("期限の延長を申し出る", "round:longer", asked.round.id)
            blocks.append(actions(f"round-{nth}-actions", [longer]))
    if not open_ones:
        blocks.append(section("none", render("no_rounds.j2", member=True)))
    if len(open_ones) > MOST_OWN:
        blocks.append(context("more", f"ほかに{len(open_ones) - MOST_OWN}件あります。"))
    return message([*blocks, onward(button("締切の一覧", "deadline:list", "一覧"))])


def one(asked: Asked, requests: Sequence[Request], posts: Mapping[str, str], now: datetime, days: OpenDays) -> Message:
    """For the secretariat: every municipality with its state, who reported when, and what can be done about it."""
    about = asked.round
    said = render("round_line.j2", **{**asked.facts(now, days), "title": ""})
    blocks = [header("round", f"照会：{about.title}"), section("facts", said), *fields(about)]
    for nth, each in enumerate(requests[:MOST_REQUESTS]):
        blocks += _request(nth, about, each)
    rows = [_row(each, posts) for each in asked.stands]
    if rows:
        head = ["市町", "状態", "報告", "報告した人", "締切"]
        blocks.append(data_table("states", "市町ごとの状態", [head, *rows[:LONGEST_TABLE]]))
        blocks.append(_choosing(asked))
    words = {"states": escape("\n".join("　".join(row) for row in rows))}
    return message([*blocks, actions("manage", _all_of_it(asked)), onward(every())], words)


def no_such(text: str) -> Message:
    """No round is called that."""
    return message([section("no-such", render("no_such_round.j2", text=title(text))), onward(every())])


def done(said: str, round: str) -> Message:
    """What a press did."""
    return message([section("done", said), onward(button("この照会を見る", "round:show", round), every())])


def closing(about: Round) -> Block:
    """締め切る, asked once more before it counts."""
    told = "締め切ると、お知らせは止まります。後から届く報告は、理由の付いた訂正として受け付けます。"
    sure = confirm("締め切りますか", told, "締め切る", "やめる")
    return {**button("締め切る", "round:close", about.id), "confirm": sure}


def _managing(about: Round) -> list[Block]:
    return [
        button("詳しく", "round:show", about.id),
        button("日時を変える", "round:due", about.id),
        button("件名などを直す", "round:change", about.id),
        closing(about),
    ]


def _all_of_it(asked: Asked) -> list[Block]:
    """What is done with the round as a whole."""
    about = asked.round
    copy = button("同じ内容で次を開く", "round:copy", about.id)
    if not about.is_open:
        return [button("もう一度受け付ける", "round:reopen", about.id), copy]
    reported = sum(each.state is State.REPORTED for each in asked.stands)
    accept = button(f"報告済みの{reported}市町をすべて受理する", "round:accept", about.id)
    return [*([accept] if reported else []), *_managing(about)[1:], copy]


def _choosing(asked: Asked) -> Block:
    """A municipality is chosen, and a form opens for it."""
    offered, _ = round_forms.select_of([each.municipality for each in asked.stands], f"{asked.round.id} ")
    select = {"type": "static_select", "action_id": "round:body", "placeholder": plain_text("市町を選んで決める")}
    return actions("choose", [{**select, **offered}])


def _row(each: Progress, posts: Mapping[str, str]) -> list[str]:
    report = each.report
    when = short(report.at) if report else "－"
    proxy = "（代理）" if report and report.proxy else ""
    who = f"{posts.get(report.by, '')}{proxy}" if report else "－"
    return [each.municipality.name, each.words(), when, who or "－", short(each.due_at)]


def _request(nth: int, about: Round, each: Request) -> list[Block]:
    name, event = each.progress.municipality.name, each.event
    wanted = until(event.until) if event.until else ""
    said = render("round_request.j2", name=name, wanted=wanted, reason=title(event.reason))
    buttons = round_events.deciding(about, each.progress.municipality.code, each.nth)
    return [section(f"request-{nth}", said), actions(f"request-{nth}-actions", buttons)]


def _closed(closed: Sequence[Round]) -> list[Block]:
    if not closed:
        return []
    shown = closed[:MOST_CLOSED]
    lines = [f"• {escape(title(each.title))}　{_closed_on(each)}" for each in shown]
    buttons = [button(f"見る：{each.title}", f"round:show:{nth}", each.id) for nth, each in enumerate(shown)]
    return [section("closed", "\n".join(["*締め切った照会*", *lines])), actions("closed-actions", buttons)]


def _closed_on(about: Round) -> str:
    return f"{day(about.closed_at.astimezone(TOKYO).date())}に締切" if about.closed_at else ""


def _opening(*, copy: bool) -> Block:
    first = {**button("照会を開く", "round:new", "new"), "style": "primary"}
    again = [button("前回と同じ内容で開く", "round:copy", "last")] if copy else []
    return onward(first, *again, button("毎月の照会", "round:templates", "list"))
