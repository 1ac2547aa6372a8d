"""What happened to a municipality in a round: sent back, given longer or not, left out; and what it asks for."""

from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.round import Event, Progress, Round, What
from messages.blocks import Block, Message, actions, button, header, plain, section
from messages.moments import until
from messages.pieces import message
from messages.report_buttons import answering
from messages.round_state import Asked
from messages.words import render, title

HEADS = {
    What.RETURNED: "差し戻しのお知らせ",
    What.EXEMPTED: "対象外のお知らせ",
    What.INCLUDED: "照会のお知らせ",
    What.ASKED_LONGER: "期限の延長の申し出",
    What.GIVEN_LONGER: "期限の延長のお知らせ",
    What.NOT_LONGER: "期限の延長のお知らせ",
}


def happened(about: Round, now: Progress, event: Event, nth: int, said_by: str) -> Message:
    """Told to its people – a request, to the secretariat – with the reason as it was written and the next step."""
    said = render(
        "round_event.j2",
        what=event.what.value,
        title=title(about.title),
        name=now.municipality.name,
        until=until(now.due_at),
        wanted=until(event.until) if event.until else "",
        said_by=said_by,
    )
    why = [plain("why", f"理由：{event.reason}")] if event.reason else []
    return message([header("event", HEADS[event.what]), section("what", said), *why, *_next(about, now, event, nth)])


def deciding(about: Round, code: str, nth: int) -> list[Block]:
    """認める or 認めない, of the nth thing that happened there."""
    value = f"{about.id} {code} {nth}"
    return [
        {**button("認める", "round:give", value), "style": "primary"},
        button("認めない", "round:refuse", value),
    ]


def begun(asked: Asked, now: datetime, days: OpenDays) -> Message:
    """For the secretariat: the month's round has opened."""
    said = render("round_begun.j2", **asked.facts(now, days), targets=asked.matter.asked)
    buttons = [button("詳しく", "round:show", asked.round.id), button("毎月の照会", "round:templates", "list")]
    head = header("begun", "毎月の照会を開きました")
    return message([head, section("what", said), actions("begun-actions", buttons)])


def _next(about: Round, now: Progress, event: Event, nth: int) -> list[Block]:
    code = now.municipality.code
    if event.what is What.ASKED_LONGER:
        details = button("照会を見る", "round:show", about.id)
        return [actions("decide", [*deciding(about, code, nth), details])]
    if event.what is What.EXEMPTED:
        return [actions("next", [button("照会を見る", "round:show", about.id)])]
    return [actions("next", answering(about.id, code))]
