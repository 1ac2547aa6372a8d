"""/settings: the secretariat sees what it decided – reminder plan, quiet hours, rungs, digest – and changes it."""

import re
import unicodedata
from dataclasses import replace
from datetime import time
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from domain.choices import LEADS, Choices
from domain.model import Member
from domain.plan import Plan
from handlers import pause, usage
from handlers.commands import Command, slash
from handlers.desk import Desk
from handlers.rights import for_the_secretariat
from messages import choices as said
from messages.blocks import Message
from storage import audit, failures
from storage import choices as kept

COMMAND = Command(
    "settings",
    "お知らせの予定・時間帯・まとめを決める・操作の記録や様式を見る（事務局）",
    "（何も付けずに）",
    (),
    ("設定", "settings"),
    lists=True,
)
LATEST_LEAD, MOST_LEADS, MOST = 60, 10, 20


class Unfit(Exception):
    """What was filled in cannot be: the names of the fields."""

    def __init__(self, *fields: str) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def register(app: AsyncApp) -> None:
    app.command(slash(COMMAND))(command)
    app.action("choices:show")(show)
    app.action("choices:change")(change)
    app.view("choices")(decide)


async def command(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_command(ack, body, answer(body.get("text", ""), member, desk))


async def show(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk) -> None:
    await desk.answers.to_press(ack, body, answer("", member, desk))


def answer(text: str, member: Member, desk: Desk) -> Message:
    """What counts now."""
    if text.strip() and usage.wanted(text):
        return usage.answer(text, member, desk)
    for_the_secretariat(member)
    db, where = desk.read(), desk.catalogue.conference.id
    holding = pause.holding(desk)
    paused = [(body, holding[body.code]) for body in desk.catalogue.municipalities if body.code in holding]
    return said.shown(kept.of(db, where), paused, len(failures.waiting(db, where)))


async def change(ack: AsyncAck, body: dict[str, Any], member: Member, desk: Desk, client: AsyncWebClient) -> None:
    """Open the form."""
    for_the_secretariat(member)
    now = kept.of(desk.read(), desk.catalogue.conference.id)
    await client.views_open(trigger_id=body["trigger_id"], view=said.changing(now))
    await ack()


async def decide(ack: AsyncAck, view: dict[str, Any], member: Member, desk: Desk) -> None:
    """Check every field, keep it all, plan anew, and show what counts now."""
    for_the_secretariat(member)
    try:
        wanted = _read(view["state"]["values"])
    except Unfit as unfit:
        await ack(response_action="errors", errors={field: said.WRONG[field] for field in unfit.fields})
        return
    decided, new = _decided(wanted, member, desk)
    await ack(response_action="update", view=said.changed(decided, new))
    desk.post_soon()


def _decided(wanted: Choices, member: Member, desk: Desk) -> tuple[Choices, int]:
    """The choices, the postings of the new plan and the audit in one transaction; the same again changes nothing."""
    where, now = desk.catalogue.conference.id, desk.now()
    with desk.begin() as db:
        before = kept.held(db, where)
        wanted = replace(wanted, plan_since=before.plan_since)
        if wanted == before:
            return before, 0
        if _plan_of(wanted) != _plan_of(before):
            wanted = replace(wanted, plan_since=now)
        kept.keep(db, where, wanted)
        new = desk.ahead.again(db)
        desk.ahead.digests(db)
        desk.ahead.notes(db)
        detail = {"before": kept.facts(before), "after": kept.facts(wanted)}
        audit.record(db, where, at=now, by=member.user, action="choices", subject="choices", detail=detail)
    return wanted, new


def _plan_of(choices: Choices) -> tuple[object, ...]:
    """What decides at which moments whom is told."""
    plan = choices.plan
    return plan.leads, plan.at, plan.again_every, plan.again_times, choices.deputy_from, choices.head_from


# What was filled in


def _read(values: dict[str, Any]) -> Choices:
    """The choices as they stand in the form. Raises Unfit with every field that is wrong."""
    given = {name: _value(element) for block in values.values() for name, element in block.items()}
    hours = {name: time.fromisoformat(given[name]) for name in ("at", "until", "quiet", "digest_at")}
    leads, every, times = _leads(given["leads"]), _number(given["every"]), _number(given["times"])
    keeps = _number(given["keeps"])
    deputy, head = _lead(given["deputy"]), _lead(given["head"])
    wrong = [
        name for name, value in (("leads", leads), ("every", every), ("times", times), ("keeps", keeps)) if not value
    ]
    wrong += _unfit_hours(**hours)
    wrong += ["head"] if deputy is not None and head is not None and head > deputy else []
    if wrong:
        raise Unfit(*wrong)
    plan = Plan(leads, hours["at"], every, times, hours["quiet"], hours["until"])
    named, digest = given["names"] == "names", given["digest"] == "yes"
    notes_on = int(given["notes"]) if given["notes"].isdecimal() else None
    return Choices(plan, None, named, deputy, head, digest, hours["digest_at"], notes_on, keeps)


def _value(element: dict[str, Any]) -> str:
    """What stands in an element, whatever its kind."""
    option = element.get("selected_option") or {}
    return str(option.get("value") or element.get("selected_time") or element.get("value") or "")


def _leads(text: str) -> tuple[int, ...]:
    """20、10、3: the farthest first, each once; nothing where one of them cannot be."""
    parts = [part for part in re.split(r"[,、，・\s]+", unicodedata.normalize("NFKC", text).strip()) if part]
    if not all(part.isdecimal() and int(part) <= LATEST_LEAD for part in parts) or len(parts) > MOST_LEADS:
        return ()
    return tuple(sorted({int(part) for part in parts}, reverse=True))


def _number(text: str) -> int:
    plain = unicodedata.normalize("NFKC", text).strip()
    return int(plain) if plain.isdecimal() and int(plain) <= MOST else 0


def _lead(value: str) -> int | None:
    return next((lead for lead in LEADS if str(lead) == value), None)


def _unfit_hours(at: time, until: time, quiet: time, digest_at: time) -> list[str]:
    """People are told of nothing outside the hours from `until` to `quiet`."""
    if until >= quiet:
        return ["until"]
    return [name for name, hour in (("at", at), ("digest_at", digest_at)) if not until <= hour < quiet]
