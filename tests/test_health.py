"""How the process tells that it is well, and what it tells a monitor: numbers, and nothing about anybody."""

import re
import sqlite3
from contextlib import asynccontextmanager

import psutil
import pytest
from aiohttp import ClientSession
from process import running
from talk import NOT_ON_THE_ROSTER, ROOM, SECRETARY, YAMAGUCHI

from storage.database import HEAD

PEOPLES = (YAMAGUCHI, SECRETARY, NOT_ON_THE_ROSTER, "山口", "xox", "xapp", "secret")


@asynccontextmanager
async def watched(room, url, way, **more):
    """A bot whose health can be asked for."""
    async with running(room, url, way, **more) as process, ClientSession(f"http://127.0.0.1:{process.port}") as http:
        yield http


async def numbers(http):
    """What a monitor reads, by the name of the number and its labels."""
    answer = await http.get("/metrics")
    text = await answer.text()
    assert "text/plain; version=0.0.4; charset=utf-8" == answer.headers["Content-Type"]
    assert [] == [name for name in PEOPLES if name in text]
    read = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in read}


@pytest.mark.parametrize("way", ["socket", "http"])
async def test_a_bot_that_hears_and_posts_says_that_it_is_ready(room, loaded_url, way):
    async with watched(room, loaded_url, way) as http:
        up, ready = await http.get("/healthz"), await http.get("/readyz")

        assert {"ok": True} == await up.json()
        assert (200, {"ok": True, "line": True, "database": True, "ticks": True}) == (ready.status, await ready.json())


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
async def test_whoever_cannot_be_reached_any_more_is_not_ready_but_alive(room, loaded_url):
    async with watched(room, loaded_url, "socket") as http:
        room.faults.switch("outage", on=True)
        while (ready := await http.get("/readyz")).status == 200:  # until the cut line is noticed
            await ready.read()
        alive = await http.get("/healthz")

        assert (503, False) == (ready.status, (await ready.json())["line"])
        assert 200 == alive.status


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
async def test_a_database_of_another_version_is_not_ready(room, loaded_url):
    async with watched(room, loaded_url, "socket") as http:
        with sqlite3.connect(loaded_url.removeprefix("sqlite:///")) as file:
            file.execute("UPDATE alembic_version SET version_num = '0001'")
        ready = await http.get("/readyz")
        with sqlite3.connect(loaded_url.removeprefix("sqlite:///")) as file:
            file.execute("UPDATE alembic_version SET version_num = ?", (HEAD,))

        assert (503, False) == (ready.status, (await ready.json())["database"])


@pytest.mark.parametrize(("loaded_url", "way"), [("sqlite", "socket"), ("sqlite", "http")], indirect=["loaded_url"])
async def test_a_monitor_reads_how_long_answers_took_by_command_and_nobodys_name(room, loaded_url, way):
    async with watched(room, loaded_url, way, COMMAND_PREFIX="") as http:
        for _ in range(3):
            await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")
        await room.persons.type(NOT_ON_THE_ROSTER, ROOM, "/note 秘密")
        read = await numbers(http)

    assert 3 == read['bot_answer_seconds_count{command="/status"}']
    assert 3 == read['bot_answer_seconds_bucket{command="/status",le="+Inf"}']
    assert 0 < read['bot_answer_seconds_sum{command="/status"}'] < 10
    assert 1 == read['bot_answer_seconds_count{command="/note"}']
    assert (1, 1) == (read["bot_line_open"], read["bot_database_up"])
    assert 0 <= read["bot_envelope_age_seconds"] < read["bot_uptime_seconds"]
    assert read["bot_post_tick_age_seconds"] < 60


async def test_a_monitor_sees_what_is_due_and_what_became_of_it(room, loaded_url):
    async with watched(room, loaded_url, "socket") as http:
        read = await numbers(http)

    assert {"pending", "sending", "sent", "skipped", "uncertain", "dead"} <= {
        label for name in read for label in re.findall(r'bot_postings\{state="(\w+)"\}', name)
    }
    assert (0, 0) == (read["bot_postings_due"], read["bot_oldest_due_age_seconds"])
    assert 0 <= read["bot_socket_age_seconds"] < 60


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
async def test_what_comes_through_a_proxy_finds_no_numbers(room, loaded_url):
    async with watched(room, loaded_url, "http") as http:
        for header in ("X-Forwarded-For", "Forwarded", "Via"):
            answer = await http.get("/metrics", headers={header: "203.0.113.9"})

            assert 404 == answer.status


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
async def test_in_socket_mode_nothing_listens_unless_a_port_is_written(room, loaded_url):
    async with running(room, loaded_url, "socket", PORT="") as process:
        its = psutil.Process(process.pid).net_connections()

        assert [] == [line for line in its if line.status == psutil.CONN_LISTEN]
