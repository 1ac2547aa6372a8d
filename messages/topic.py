"""/status デジテック, 予定: what the papers say is planned and done, of a topic or of a municipality."""

from collections.abc import Sequence

from domain.model import Initiative, ScheduleItem
from domain.standing import View
from messages.blocks import Message, actions, button, header, section
from messages.pieces import as_read, initiatives, message, upcoming
from messages.words import render

MOST = 12


def topic(
    title: str, view: View, items: Sequence[ScheduleItem], measures: Sequence[Initiative], back: str = "全体"
) -> Message:
    """Schedule items and initiatives with their sources; a plain sentence where there are none."""
    found = [*upcoming(items, MOST), *initiatives(measures, MOST)]
    nothing = [section("nothing", render("nothing.j2", title=title))]
    label = "県全体" if back == "全体" else f"{back}の現況"
    onward = actions("onward", [button(label, "status:back", back), button("使い方", "help", "help")])
    return message([header("topic", title), as_read(view), *(found or nothing), onward])
