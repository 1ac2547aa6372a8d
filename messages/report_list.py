"""/report: what a person's municipalities are asked now, how it stands there, and the buttons that answer it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.dates.opendays import OpenDays
from domain.deadline import Deadline
from domain.filling import Asking
from domain.model import Municipality
from domain.round import Progress, Round
from messages.blocks import Block, Message, actions, button, context, cut, header, section
from messages.moments import left, until
from messages.onward import onward
from messages.pieces import message
from messages.report_buttons import answering
from messages.report_words import at, how
from messages.words import as_of, render, title

MOST = 12  # rounds and municipalities in one answer


@dataclass(frozen=True, slots=True)
class Listed:
    """An open round in one municipality."""

    round: Round
    progress: Progress


@dataclass(frozen=True, slots=True)
class Counted:
    """An open round across the municipalities it concerns."""

    round: Round
    reported: int
    missing: int
    due_at: datetime | None


def listing(items: Sequence[Listed], now: datetime, days: OpenDays) -> Message:
    """Each with its state and its buttons."""
    blocks = [header("reports", "報告")]
    for nth, item in enumerate(items[:MOST]):
        blocks += _item(nth, item, now, days)
    if len(items) > MOST:
        blocks.append(context("more", render("report_list.j2", kind="more", count=len(items) - MOST)))
    return message([*blocks, onward()])


def overview(items: Sequence[Counted], prefix: str) -> Message:
    """For the secretariat, which reports for others: what is open, and how to report for one of them."""
    lines = [
        render("report_list.j2", kind="count", title=title(each.round.title), each=each, due=_due(each.due_at))
        for each in items[:MOST]
    ]
    example = items[0].round.title if items else ""
    sheets = [
        button(cut(f"様式：{each.round.title}", 75), f"report:sheet:{nth}", each.round.id)
        for nth, each in enumerate(items[:5])
    ]
    return message(
        [
            header("reports", "報告"),
            section("rounds", "\n".join(lines)),
            section("how", render("report_list.j2", kind="how", prefix=prefix, example=title(example))),
            *([actions("sheets", sheets)] if sheets else []),
            onward(),
        ]
    )


def nothing_open(coming: Deadline | None) -> Message:
    """Nothing is asked now; and what is due next, if anything."""
    due = until(coming.due_at) if coming else ""
    words = render("report_list.j2", kind="nothing", coming=title(coming.title) if coming else "", due=due)
    return message([header("reports", "報告"), section("nothing", words), onward()])


def none_of_them() -> Message:
    """A theme that no round asks for now, or a municipality that is not asked."""
    again = button("受付中の照会", "report:list", "list")
    return message([section("none", render("report_list.j2", kind="none")), onward(again)])


def which(round: str, codes: Sequence[str], municipalities: Sequence[Municipality]) -> Message:
    """For which of one's own municipalities; whoever has none reports for one by name."""
    named = [body for body in municipalities if body.code in codes]
    words = section("which", render("report_list.j2", kind="which" if named else "nobody"))
    buttons = [button(body.name, f"report:open:{body.code}", f"{round} {body.code}") for body in named[:24]]
    return message([words, actions("municipalities", buttons)] if buttons else [words])


def no_answers(asking: Asking) -> Message:
    """Nothing is known yet that could be reported again."""
    return _only_the_form("no-answers", "report_nothing.j2", asking)


def form_changed(asking: Asking) -> Message:
    """The form does not take all that was answered last any more: a choice is gone."""
    return _only_the_form("form-changed", "report_form_changed.j2", asking)


def _only_the_form(block_id: str, template: str, asking: Asking) -> Message:
    words = render(template, title=title(asking.round.title), municipality=asking.municipality.name)
    open_ = answering(asking.round.id, asking.municipality.code)[:1]
    return message([section(block_id, words), actions("answering", open_)])


def _item(nth: int, item: Listed, now: datetime, days: OpenDays) -> list[Block]:
    where, about = item.progress.municipality, item.round
    words = render(
        "report_list.j2",
        kind="item",
        title=title(about.title),
        municipality=where.name,
        as_of=as_of(about.as_of),
        due=until(item.progress.due_at),
        left=left(item.progress.due_at, now, days),
        state=item.progress.words(),
        reported=_reported(item.progress),
        returned=_returned(item.progress),
    )
    history = button("履歴", "report:history", f"{about.id} {where.code}")
    sheet = button("ファイルで報告", "report:sheet", about.id)
    buttons = [*answering(about.id, where.code), sheet, *([history] if item.progress.report else [])]
    return [section(f"round-{nth}", words), actions(f"answering-{nth}", buttons)]


def _reported(progress: Progress) -> str:
    """When, and how where that is worth a word."""
    if progress.report is None:
        return ""
    way = how(progress.report)
    return f"{at(progress.report.at)}{f'・{way}' if way else ''}"


def _returned(progress: Progress) -> str:
    if progress.is_missing and progress.last and progress.report:
        return progress.last.reason
    return ""


def _due(due_at: datetime | None) -> str:
    return until(due_at) if due_at else ""
