"""A report in a sentence – 報告 標準化 住民基本台帳=12 戸籍=対象外 – read, shown back, kept once confirmed."""

import difflib
import json
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from domain.answers import Place, Problem
from domain.filling import EVERY, REASON, Asking, Filled, as_typed, fill, name, wrong
from domain.forms import Kind
from domain.lookup import key
from domain.model import Member
from domain.round import Draft, How, Report
from handlers.desk import Desk
from handlers.report_asking import held
from handlers.reporting import keep
from messages import report_done
from messages import report_text as said
from messages.blocks import Message
from storage import rounds
from storage.database import Transaction

Pairs = Sequence[tuple[str, str]]
LONGEST_VALUE = 1_900  # characters: a button carries 2,000
_WRITTEN = str.maketrans({"＝": "=", "：": ":", "　": " ", "；": ";", "，": ","})
_PAIR = re.compile(r"(?:^|(?<=[\s、,;]))([^\s=:、,;\d][^\s=:、,;]*)\s*[=:](?!//)\s*")
_BETWEEN = " 、,;\n\r\t"
_ALL = ("全業務", "全業務をまとめて", "すべての業務", "全部")
_REASONS = ("理由", "補足", "理由・補足")


@dataclass(frozen=True, slots=True)
class Reading:
    """A report on its way: carried by its button until it is pressed, or in the `author`'s draft where it is long."""

    round: str
    body: str
    on: int
    once: str
    typed: Mapping[str, str] = field(default_factory=dict)
    author: str = ""

    def written(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def register(app: AsyncApp) -> None:
    app.action("report:confirm")(confirm)


def parted(text: str) -> tuple[str, Pairs]:
    """What stands before the first pair, and each pair as it was written: its name and its value."""
    plain = text.translate(_WRITTEN)
    found = list(_PAIR.finditer(plain))
    ends = [each.start() for each in found[1:]] + [len(plain)] * bool(found)
    pairs = [(each[1], plain[each.end() : end].strip(_BETWEEN)) for each, end in zip(found, ends, strict=True)]
    head = plain[: found[0].start()] if found else plain
    return head.strip(_BETWEEN), pairs


def reading(asking: Asking, pairs: Pairs, member: Member, desk: Desk) -> Message:
    """What was read, to be confirmed; or what is unclear, pair by pair, and nothing is kept."""
    typed, unclear = _placed(asking, pairs)
    if unclear:
        return said.asked(asking, unclear)
    code = asking.municipality.code
    made = Reading(asking.round.id, code, asking.on, secrets.token_hex(6), typed)
    return _shown_back(asking, made, member, desk)


async def confirm(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any], member: Member, desk: Desk) -> None:
    """Keep what was read, if nobody has reported since; otherwise show it back anew."""
    made = Reading(**json.loads(action["value"]))
    await desk.answers.to_press(ack, body, _confirmed(made, member, desk))
    desk.post_soon()


def _confirmed(made: Reading, member: Member, desk: Desk) -> Message:
    with desk.begin() as db:
        about = held(db, made.round, made.body, member, desk)
        if mine := next((each for each in about.reports if each.key == f"text:{made.once}"), None):
            return report_done.in_words(about, report_done.known(about, mine))
        typed = _typed(db, made, desk)
        if typed is None:
            return said.gone()
        filled = _filled(about, typed, desk)
        if about.on == made.on and not wrong(about, filled):
            kept = keep(db, _report(about, filled, made, member, desk), member, desk)
            return report_done.in_words(about, report_done.done(about, kept or about.reports[-1]))
    anew = Reading(made.round, made.body, about.on, made.once, typed)
    return _shown_back(about, anew, member, desk, moved=True)


def _shown_back(asking: Asking, made: Reading, member: Member, desk: Desk, *, moved: bool = False) -> Message:
    filled = _filled(asking, made.typed, desk)
    if found := wrong(asking, filled):
        return said.asked(asking, [(_pair(asking, each, made.typed), each) for each in found])
    proxy = made.body not in member.municipalities
    given = [place for place in _everything(asking) if name(place) in made.typed]
    return said.reading(asking, filled, given, _value(made, member, desk), proxy=proxy, moved=moved)


def _value(made: Reading, member: Member, desk: Desk) -> str:
    """What the button carries: all of it, or where to find it."""
    if len(made.written()) <= LONGEST_VALUE:
        return made.written()
    draft = Draft(made.round, made.body, member.user, made.typed, desk.now(), made.on)
    with desk.begin() as db:
        rounds.keep_draft(db, desk.catalogue.conference.id, draft)
    return Reading(made.round, made.body, made.on, made.once, author=member.user).written()


def _typed(db: Transaction, made: Reading, desk: Desk) -> Mapping[str, str] | None:
    if not made.author:
        return made.typed
    draft = rounds.draft(db, desk.catalogue.conference.id, made.round, made.body, made.author)
    return draft.typed if draft else None


def _filled(asking: Asking, typed: Mapping[str, str], desk: Desk) -> Filled:
    """What was written, over what was answered last."""
    return fill(asking, {**as_typed(asking.before), **typed}, desk.now(), desk.days)


def _report(about: Asking, filled: Filled, made: Reading, member: Member, desk: Desk) -> Report:
    return Report(
        about.round.id,
        made.body,
        member.user,
        desk.now(),
        How.TEXT,
        filled.answers,
        key=f"text:{made.once}",
        reason=filled.reason,
        proxy=made.body not in member.municipalities,
    )


# Which pair is which field


def _placed(asking: Asking, pairs: Pairs) -> tuple[dict[str, str], list[said.Unclear]]:
    """What was written by the names of its places, and the pairs whose names are none, or stand there twice."""
    names, typed, unclear = _names(asking), {}, []
    for called, value in pairs:
        place = names.get(key(called))
        if place is None:
            unclear.append((f"{called}={value}", _unknown(called, asking, names)))
        elif name(place) in typed:
            unclear.append((f"{called}={value}", Problem(place, "twice")))
        else:
            typed[name(place)] = value
    return typed, unclear


def _names(asking: Asking) -> dict[str, Place]:
    """Every name by which a place can be called: labels, headings, systems and their aliases."""
    called: dict[str, Place] = {key(word): REASON for word in _REASONS}
    for about in asking.form:
        if about.kind is Kind.STEPS:
            called |= {key(word): (about.id, EVERY) for word in _ALL}
            called |= {key(word): (about.id, s.number) for s in asking.systems for word in (s.name, *s.aliases)}
        else:
            short = re.sub(r"[（(].*?[）)]", "", about.label)
            called |= {key(word): (about.id, 0) for word in (about.label, short, about.heading) if word}
    return called


def _unknown(called: str, asking: Asking, names: Mapping[str, Place]) -> Problem:
    """The labels that are alike, or else all that there are."""
    alike = [names[each] for each in difflib.get_close_matches(key(called), names, n=3, cutoff=0.5)]
    places = dict.fromkeys(alike or _everything(asking))
    return Problem(REASON, "unknown_item", near=tuple(said.label(asking, each) for each in places))


def _everything(asking: Asking) -> list[Place]:
    every = [(about.id, item) for about, item in asking.places()]
    return [*every, *((about.id, EVERY) for about in asking.form if about.kind is Kind.STEPS)]


def _pair(asking: Asking, problem: Problem, typed: Mapping[str, str]) -> str:
    """住民基本台帳=99, as far as it was written."""
    value = typed.get(name(problem.place))
    label = said.label(asking, problem.place)
    return label if value is None else f"{label}={value}"
