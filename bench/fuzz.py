"""Throws made-up and damaged input at everything that reads: `python bench/fuzz.py --count 10000`, each in a process.

What reads a text, a file or a payload either understands it or says in words why not; nothing else may come out of it.
The same seed gives the same cases.
"""

import argparse
import csv
import inspect
import io
import logging
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from copy import deepcopy
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

import structlog  # noqa: E402 – found by the line above
from hypothesis import HealthCheck, given, seed, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from slack_bolt.async_app import AsyncBoltRequest  # noqa: E402
from talk import (  # type: ignore[import-not-found]  # noqa: E402
    ROOM,
    SECRETARY,
    YAMAGUCHI,
    Talk,
    settings_for,
    talking,
)

import bot  # noqa: E402
from bench.dates_fuzz import ATOMS, NOWS, complaint  # noqa: E402
from documents import answer_sheet, reference, roster, sheet, workbook  # noqa: E402
from documents.table import Unreadable  # noqa: E402
from domain import lookup, papers_asked, pmo_list, when  # noqa: E402
from domain.calendar import TOKYO  # noqa: E402
from domain.errors import NotAllowed, NothingAsked, UserError  # noqa: E402
from handlers import COMMANDS, brought  # noqa: E402
from handlers.pulse import Pulse  # noqa: E402
from handlers.text import SPOKEN, answered  # noqa: E402
from messages import errors as sentences  # noqa: E402
from talkroom import blockkit  # noqa: E402

Check = Callable[[Any], None]
TODAY = NOWS[0].astimezone(TOKYO).date()
PEOPLE = (YAMAGUCHI, SECRETARY)
SIGNS = ["", " ", "　", "、", "=", "：", "\n", "<!channel>", "`", "*", "\u202e", "\x1b", "{{7*7}}", "'; --"]


# What is made up


def _texts(words: Sequence[str], most: int = 8) -> st.SearchStrategy[str]:
    """Half of them words of the trade in a row, half anything that can be typed."""
    typed = st.lists(st.sampled_from([*words, *SIGNS, *ATOMS]), max_size=most).map("".join)
    return st.one_of(typed, typed, st.text(max_size=60))


def _tables(heads: Sequence[Sequence[str]], words: Sequence[str]) -> st.SearchStrategy[list[list[str]]]:
    """A head as somebody writes it, sometimes with a column more, less or twice, and rows that fit it badly."""
    head = st.sampled_from(heads).flatmap(lambda row: st.permutations(row) | st.just(row))
    cell = st.one_of(st.sampled_from(words), st.sampled_from(words), st.text(max_size=12))
    rows = st.lists(st.lists(cell, max_size=9), max_size=6)
    return st.builds(lambda first, before, below: [*before, list(first), *below], head, rows.map(lambda r: r[:1]), rows)


def _written(rows: list[list[str]], encoding: str) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    return made.getvalue().encode(encoding, errors="ignore")


def _packed(rows: list[list[str]], _: str) -> bytes:
    """The smallest workbook there is, its cells as they come: an office's own program writes no worse ones."""
    cells = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as parts:
        for name, text in PARTS.items():
            parts.writestr(name, text.replace("CELLS", cells))
    return made.getvalue()


def _cell(text: str) -> str:
    clean = "".join(letter for letter in text if letter.isprintable())
    escaped = clean.replace("&", "&amp;").replace("<", "&lt;")
    return f'<c t="inlineStr"><is><t>{escaped}</t></is></c>'


XMLNS = "http://schemas.openxmlformats.org"
MAIN, RELATIONS = f"{XMLNS}/spreadsheetml/2006/main", f"{XMLNS}/officeDocument/2006/relationships"
SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{XMLNS}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{SHEETML}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEETML}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{XMLNS}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="1" sheetId="1" r:id="r1"/></sheets>'
        "</workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{XMLNS}/package/2006/relationships"><Relationship Id="r1" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
    "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}"><sheetData>CELLS</sheetData></worksheet>',
}


def _damaged(contents: bytes, cuts: list[tuple[int, bytes]]) -> bytes:
    """The same with some bytes in the place of others."""
    for at, new in cuts:
        where = at % (len(contents) + 1)
        contents = contents[:where] + new + contents[where + len(new) :]
    return contents


def _files(heads: Sequence[Sequence[str]], words: Sequence[str]) -> st.SearchStrategy[bytes]:
    encodings = st.sampled_from(["utf-8", "utf-8-sig", "cp932", "utf-16"])
    ways = st.sampled_from([_written, _packed])
    made = st.builds(lambda way, *given: way(*given), ways, _tables(heads, words), encodings)
    cuts = st.lists(st.tuples(st.integers(0, 5_000), st.binary(min_size=1, max_size=4)), max_size=3)
    return st.one_of(made, made, st.builds(_damaged, made, cuts), st.binary(max_size=200))


JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


def _payloads(seeds: Sequence[Mapping[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """What the chat has sent, with some of its leaves gone or something else in their place."""
    change = st.tuples(st.integers(0, 10_000), st.just(GONE) | JUNK)
    return st.builds(_changed, st.sampled_from(seeds), st.lists(change, min_size=1, max_size=3))


GONE = object()


def _changed(payload: Mapping[str, Any], changes: list[tuple[int, Any]]) -> dict[str, Any]:
    made = deepcopy(dict(payload))
    for nth, new in changes:
        places = list(_places(made))
        holder, key = places[nth % len(places)]
        if new is GONE:
            del holder[key]
        else:
            holder[key] = new
        if not made:
            return {}
    return made


def _places(thing: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in it that holds something, as the container and the key there."""
    pairs = list(thing.items() if isinstance(thing, dict) else enumerate(thing))
    for key, value in pairs:
        yield thing, key
        if isinstance(value, dict | list):
            yield from _places(value)


# What is read


def dates(there: Talk) -> tuple[st.SearchStrategy[Any], Check]:
    days = there._desk.days  # noqa: SLF001 – a bench looks inside

    def read(case: tuple[str, int, bool]) -> None:
        text, now, guesses = case[0], NOWS[case[1]], case[2]
        verdict = when.read(text, now, days) if guesses else when.read(text, now, days, None)
        assert not complaint(text, verdict, now) or not set(text) <= set("".join(ATOMS)), complaint(text, verdict, now)
        verdict.facts()

    guess = st.integers(0, 9).map(lambda n: n == 0)  # the library that guesses is slow
    return st.tuples(_texts(ATOMS), st.integers(0, len(NOWS) - 1), guess), read


def lookups(there: Talk) -> tuple[st.SearchStrategy[Any], Check]:
    catalogue = there._desk.catalogue  # noqa: SLF001 – likewise
    names = catalogue.names
    words = [name for thing in catalogue.municipalities for name in lookup.names_of(thing)]
    words += [each.name for each in (*catalogue.themes, *catalogue.systems, *papers_asked.DOCUMENTS)]

    def read(text: str) -> None:
        for reading in (lookup.read, partial(papers_asked.read, fields={})):
            try:
                reading(text, names, TODAY)
            except NothingAsked:
                continue
            except UserError as error:
                _judged(sentences.explain(error, ""))

    return _texts(words), read


def commands(there: Talk) -> tuple[st.SearchStrategy[Any], Check]:
    desk = there._desk  # noqa: SLF001 – likewise
    words = [word for command, _ in SPOKEN for word in command.words]
    words += [each.name for each in desk.catalogue.municipalities[:5]]
    words += ["標準化", "カード", "=12", "対象外", "変更なし", "検索", "書く", "履歴", "取消", "1", "#1", "全市町"]

    def read(case: tuple[str, str]) -> None:
        member = desk.compose.facts.member(case[1])
        assert member
        try:
            reply = answered(case[0], member, desk)
        except UserError as error:
            reply = sentences.explain(error, desk.prefix)
        if isinstance(reply, dict):
            _judged(reply)
        elif inspect.iscoroutine(reply):
            reply.close()

    first = st.sampled_from(words[: sum(len(command.words) for command, _ in SPOKEN)])
    sentence = st.builds(lambda verb, rest: f"{verb} {rest}", first, _texts(words)) | _texts(words)
    return st.tuples(sentence, st.sampled_from(PEOPLE)), read


def uploads(there: Talk) -> tuple[st.SearchStrategy[Any], Check]:
    desk = there._desk  # noqa: SLF001 – likewise
    heads: list[Sequence[str]] = [answer_sheet.HEAD, [each[0] for each in roster.COLUMNS.values()]]
    heads += [[each[0] for each in columns.values()] for columns in reference.COLUMNS.values()]
    heads += [[each[0] for each in pmo_list.COLUMNS.values()]]
    words = [
        "山口市",
        "352039",
        "住民基本台帳",
        "12",
        "ステップ９",
        "対象外",
        "",
        "=1+1",
        "2022-10-31",
        "令和4年9月",
        "○",
    ]
    words += ["照会番号", "１", "担当", YAMAGUCHI, "0", "-1", "1e999", "99999999999999999999", "該当なし", "５０％"]

    def read(contents: bytes) -> None:
        member = desk.compose.facts.member(SECRETARY)
        assert member
        there._runner.run(_taken(contents, member, desk))  # noqa: SLF001 – likewise

    return _files(heads, words), read


async def _taken(contents: bytes, member: Any, desk: Any) -> None:
    try:
        opened = sheet.opened("表.csv", contents)
        reader = next((each for each in brought.READERS if each.is_mine(opened.lines)), None)
        if reader:
            _judged(await reader.take(opened, member, desk))
        assert len(opened.lines) <= workbook.MOST_ROWS
    except (Unreadable, NotAllowed):
        pass


def payloads(there: Talk) -> tuple[st.SearchStrategy[Any], Check]:
    """Of what the chat sends any part may be gone or another: it is answered, and no exception leaves Bolt."""
    transport = there._transport  # noqa: SLF001 – likewise
    _use(there)
    seeds = [payload for _, payload in transport.delivered]

    def read(payload: dict[str, Any]) -> None:
        there._runner.run(_dispatched(there, payload))  # noqa: SLF001 – likewise

    return _payloads(seeds), read


async def _dispatched(there: Talk, payload: dict[str, Any]) -> None:
    app = there._transport.app  # noqa: SLF001 – likewise
    try:
        response = await app.async_dispatch(AsyncBoltRequest(body=payload, mode="socket_mode"))
    except Exception as error:
        if _is_bolts_own(error):  # what Bolt itself cannot read reaches none of ours
            return
        raise
    assert response.status in {200, 404}, response.status
    await there._desk.answers.finish()  # noqa: SLF001 – likewise


def _is_bolts_own(error: BaseException) -> bool:
    """Whether it was raised before anything of ours was called."""
    at = error.__traceback__
    while at and at.tb_next:
        at = at.tb_next
    return at is not None and "slack_bolt" in at.tb_frame.f_code.co_filename


def _use(there: Talk) -> None:
    """A little of everything, so that there is something to damage."""
    for command in COMMANDS:
        there.type(f"/{command.name} 山口市", by=SECRETARY)
        there.type(command.words[0], channel=there.direct(YAMAGUCHI))
        while there.room.screens.stack(SECRETARY):
            there.closes()
    there.type("/status 山口市")
    there.begins("/note 書く")
    there.submits(by=YAMAGUCHI)
    there.opens_home()
    there.type("<@U0BOT> 状況 標準化", channel=ROOM)


def _judged(message: Any) -> None:
    """It is said within Slack's limits."""
    assert blockkit.strict({"text": message["text"], "blocks": list(message["blocks"])}) == []


TARGETS = {"dates": dates, "lookups": lookups, "commands": commands, "uploads": uploads, "payloads": payloads}


# How it is run


@contextmanager
def talk() -> Iterator[Talk]:
    with tempfile.TemporaryDirectory() as folder:
        chosen = settings_for(f"sqlite:///{folder}/bot.db")
        with bot.opened(chosen):
            pass
        with talking(chosen) as there:
            yield there


def run(name: str, count: int, number: int) -> tuple[str, int, float, str]:
    """How many cases one reader was given, in how many seconds, and what came of the one that broke it."""
    pulse, began, tried = Pulse(()), time.process_time(), 0
    logging.disable()
    structlog.configure(processors=[structlog.processors.add_log_level, pulse.counted, _dropped])
    with talk() as there:
        cases, check = TARGETS[name](there)

        @seed(number)
        @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(cases)
        def reads(case: Any) -> None:
            nonlocal tried
            tried += 1
            check(case)

        try:
            reads()
            broken = ""
        except Exception as error:  # noqa: BLE001 – this is what is looked for
            broken = "\n".join([repr(error), *getattr(error, "__notes__", ())])
    return name, tried, time.process_time() - began, broken


def _dropped(*_: object) -> Any:
    raise structlog.DropEvent


def main(chosen: argparse.Namespace) -> int:
    with ProcessPoolExecutor(min(len(chosen.targets), os.cpu_count() or 1)) as pool:
        works = [pool.submit(run, name, chosen.count, chosen.seed) for name in chosen.targets]
        results = [work.result() for work in works]
    for name, tried, seconds, broken in results:
        print(f"{name:10s} {tried:>9,} cases {seconds:6.1f} s  {broken or 'all well'}", flush=True)
    return sum(bool(broken) for *_, broken in results)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", nargs="*", choices=list(TARGETS), default=list(TARGETS))
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(1 if main(arguments()) else 0)
