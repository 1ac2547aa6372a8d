"""Reads the deadline a text begins with: the whole expression is understood, or it is asked about."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from domain.calendar import TOKYO
from domain.dates import lead as leading
from domain.dates import meaning, wording
from domain.dates.every import every
from domain.dates.guess import by_dateparser
from domain.dates.hours import HOUR, Hour, hour_of, moment
from domain.dates.inside import BASE_DAY, days_inside
from domain.dates.opendays import OFFICIAL, OpenDays
from domain.dates.reading import Impossible, Point, Reference, Unsure
from domain.dates.recurrence import occurrences
from domain.dates.rules import end_of
from domain.dates.spelling import Spelled, spelled
from domain.dates.verdict import Kind, Verdict

_MOST = 3  # candidates, each of which is a button
Guess = Callable[[str, datetime], date | None]


def read(text: str, now: datetime, days: OpenDays = OFFICIAL, guess: Guess | None = by_dateparser) -> Verdict:
    """The deadline with which the text begins, seen from `now` (aware); `days` is the office's calendar.

    `guess` reads what the grammar does not, and what it says is only asked.
    """
    if now.tzinfo is None:
        raise ValueError("when.read() needs an aware time")
    words, ref = spelled(text), Reference(now.astimezone(TOKYO), days)
    return _again(words, ref) or _once(words, ref) or _neither(words, ref, guess)


def _once(words: Spelled, ref: Reference) -> Verdict | None:
    """A day or a span; None where the text begins with neither."""
    lead = leading.lead(words.plain)
    if not lead:
        return None
    subject = _subject(words, lead.label, lead.end) if lead.whole else words.written.strip()
    try:
        point, hour = _sure(lead, words, ref)
    except Impossible as impossible:
        return Verdict(Kind.REJECT, wording.refusal(impossible.reason), subject)
    except Unsure as unsure:
        asked = _ask(unsure, subject, [] if lead.whole else days_inside(words.plain[lead.last.end :], ref))
        return replace(asked, at=lead.last.hour[0].strip(" の") if lead.whole and lead.last.hour else "")
    verdict = _verdict(point, hour, subject, words.cut(lead.begin, lead.last.end), ref)
    return replace(verdict, start=None) if lead.open else verdict


def _sure(lead: leading.Lead, words: Spelled, ref: Reference) -> tuple[Point, Hour | None]:
    """Raises Impossible and Unsure."""
    if not lead.whole:
        raise meaning.doubt(lead, words.plain, ref)
    point = meaning.point_of(lead, ref)
    hour = meaning.hour(lead.last, point)
    meaning.not_too_far(point, ref)
    meaning.one_day_only(lead, point, words.plain, ref)
    meaning.not_over(point, hour, ref)
    return point, hour


def _verdict(point: Point, hour: Hour | None, subject: str, said: str, ref: Reference) -> Verdict:
    """The echo of a day that is sure. One that has passed is not scheduled."""
    if point.day < ref.today:
        return Verdict(Kind.PAST, wording.passed(point.day, ref.today), subject, point.day, hour, point.start)
    say = wording.echo(point.day, hour, ref.today, ref.days)
    if moment(point.day, hour) <= ref.now:
        say += wording.CLOSED_FOR_TODAY
    if point.start:
        say = wording.echo_of_span(said, say)
    kind = Kind.RANGE if point.start else Kind.DATE
    closed = not ref.days.is_open(point.day)
    return Verdict(kind, say, subject, point.day, hour, point.start, closed_day=closed)


def _ask(unsure: Unsure, subject: str, others: Sequence[date] = ()) -> Verdict:
    candidates = tuple(dict.fromkeys((*unsure.candidates, *others)))[:_MOST]
    say = f"{unsure.why}。" if unsure.instead else wording.question(unsure.why, candidates)
    return Verdict(Kind.ASK, say, subject, candidates=candidates, instead=unsure.instead)


def _again(words: Spelled, ref: Reference) -> Verdict | None:
    """毎月末 and the like; None where the text begins with no such words."""
    label = leading.labelled(words.plain, leading.beginning(words.plain))
    found = every(words.plain, label[1])
    if not found:
        return None
    rule, match = found
    hour = HOUR.match(words.plain, end_of(match))
    end, whole = leading.closed(words.plain, end_of(hour or match))
    subject = _subject(words, label, end) if whole else words.written.strip()
    try:
        meaning.no_day_behind(words.plain, end, ref)
        return _rule(rule.means(match, ref), hour_of(hour) if hour else None, subject, match[0], ref, whole=whole)
    except Impossible as impossible:
        return Verdict(Kind.REJECT, wording.refusal(impossible.reason), subject)
    except Unsure as unsure:
        return _ask(unsure, subject)


def _rule(rule: str, hour: Hour | None, subject: str, said: str, ref: Reference, *, whole: bool) -> Verdict:
    """The rule with its first days; today's counts while its hour has not struck."""
    over = moment(ref.today, hour) <= ref.now
    coming = occurrences(rule, ref.today - timedelta(days=not over), count=3, days=ref.days)
    if not whole:
        raise Unsure(f"「{said}」の後に書かれた言葉を読み取れません", coming[:1])
    say = wording.again(said, coming, hour, rule, ref.days)
    closed = not ref.days.is_open(coming[0])
    return Verdict(Kind.RECUR, say, subject, coming[0], hour, rule=rule, closed_day=closed)


def _neither(words: Spelled, ref: Reference, guess: Guess | None) -> Verdict:
    """The text begins with no day: what stands inside it is asked about, or what a guess makes of it."""
    subject = words.written.strip()
    if BASE_DAY.match(words.plain):
        return _ask(Unsure("何の日から数えるのか分かりません。数え始める日と締切の日をお書きください"), subject)
    inside = days_inside(words.plain, ref)
    if not inside and guess and (guessed := guess(words.plain.strip(), ref.now)):
        inside = [guessed]
    why = "締切の日が先頭にありません" if inside else "締切の日を読み取れません"
    return _ask(Unsure(why, inside), subject)


def _subject(words: Spelled, label: tuple[int, int], end: int) -> str:
    """What is left of the text: behind the expression, or else what stood before it (申請締切：10月31日)."""
    behind = words.cut(end).strip(" 　、。，．,.:：;；\t\n\r")
    before = words.cut(*label).strip(" 　:：=＝は\t\n")
    return behind or ("" if leading.bare(before) else before)
