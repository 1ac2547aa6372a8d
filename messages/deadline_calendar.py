"""Deadlines in a calendar: what an entry says, and what the person is told who asked for the file."""

from collections.abc import Sequence

from domain.deadline import Deadline
from domain.model import Municipality, ScheduleItem
from messages import words
from messages.blocks import Message, button, section
from messages.moments import until
from messages.onward import onward
from messages.pieces import message
from messages.targets import line
from messages.words import origin, render

FILE, TITLE = "deadlines.ics", "締切カレンダー"


def summary(about: Deadline) -> str:
    return f"【{'取消' if about.cancelled else '締切'}】{about.title}"


def summary_of(item: ScheduleItem) -> str:
    return f"【資料の予定】{item.title}"


def described(about: Deadline, everyone: Sequence[Municipality]) -> str:
    """Until when, for whom, and how the time was written. Plain text: a calendar knows no markup."""
    gone = ["取り消されました。"] if about.cancelled else []
    written = [f"書かれた日：{about.words}"] if about.words else []
    how = (
        "「照会」と入力して「報告する」を押してください。"
        if about.round
        else "「締切」と入力して「済」を押してください。"
    )
    answer = [] if about.cancelled else [f"終わったら、トークルームで{how}"]
    return "\n".join([*gone, until(about.due_at), line(about.bodies, everyone), *written, *answer])


def described_of(item: ScheduleItem) -> str:
    """The paper's words, who has to do it, and where that stands."""
    where = origin((item.as_of, item.source))
    noted = [f"備考：{item.note}"] if item.note else []
    return "\n".join([f"{item.words}{words.until(item)}", f"担当：{item.who}", *noted, f"出典：{where}"])


def comment(deadlines: int, items: int) -> str:
    """The words beside the file."""
    return render("calendar_file.j2", deadlines=deadlines, items=items)


def handed(deadlines: int, items: int) -> Message:
    """Where the file went."""
    return _onward("calendar-sent", render("calendar_sent.j2", deadlines=deadlines, items=items))


def failed() -> Message:
    return _onward("calendar-failed", render("calendar_failed.j2"))


def nothing() -> Message:
    return _onward("calendar-empty", render("calendar_empty.j2"))


def _onward(block_id: str, said: str) -> Message:
    return message([section(block_id, said), onward(button("締切の一覧", "deadline:list", "一覧"))])
