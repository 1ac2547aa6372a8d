"""/status デジテック: what the papers say of a topic that has no form."""

from collections.abc import Sequence

from domain.model import Initiative, ScheduleItem, Topic
from domain.standing import View
from messages.blocks import Message, actions, button, header, section
from messages.pieces import as_read, initiatives, message, upcoming
from messages.words import render

SOME = 12


def topic(topic: Topic, view: View, next_ones: Sequence[ScheduleItem], measures: Sequence[Initiative]) -> Message:
    """The initiatives and schedule items of the topic, with their sources; a plain sentence where there are none."""
    head = [header("topic", topic.name), as_read(view)]
    found = [*initiatives(measures, SOME), *upcoming(next_ones)]
    nothing = [section("nothing", render("nothing.j2", topic=topic))]
    onward = actions("onward", [button("県全体", "status:overall", "全体"), button("使い方", "help", "help")])
    return message([*head, *(found or nothing), onward])
