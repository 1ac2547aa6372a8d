"""Faults on request: what each does to a call, an event or a connection, and that nothing else changes."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from small_room import BOT, ROOM, YAMAGUCHI, attached, bolt, client, section

from talkroom import RefusedError
from talkroom.faults import KNOWN


def texts(room):
    return [message.text for message in room.persons.sees(YAMAGUCHI, ROOM)]


def unretried(room):
    return AsyncWebClient(token=BOT.bot_token, base_url=room.api_url, retry_handlers=[])


async def post(room, text="お知らせ", web=None):
    return await (web or unretried(room)).chat_postMessage(channel=ROOM, text=text)


async def test_nothing_is_wrong_until_a_fault_is_switched_on(room):
    assert not any(fault["on"] for fault in room.faults.shown())

    await post(room)
    assert ["お知らせ"] == texts(room)


async def test_a_busy_room_tells_how_long_to_wait_and_then_takes_it(room):
    room.faults.switch("rate_limited", on=True, values={"retry_after": 7, "times": 1})
    with pytest.raises(SlackApiError) as refused:
        await post(room)

    response = refused.value.response
    assert (429, "7", "ratelimited") == (response.status_code, response.headers["Retry-After"], response["error"])
    await post(room)
    assert ["お知らせ"] == texts(room)


async def test_the_stock_retry_handler_gets_over_it(room):
    room.faults.switch("rate_limited", on=True, values={"retry_after": 1, "times": 1})
    patient = AsyncWebClient(
        token=BOT.bot_token, base_url=room.api_url, retry_handlers=[AsyncRateLimitErrorRetryHandler()]
    )
    await post(room, web=patient)

    assert ["お知らせ"] == texts(room)


async def test_it_happens_as_often_as_asked_and_to_the_methods_named(room):
    room.faults.switch("error_before", on=True, values={"methods": "chat.postMessage", "times": 2})
    await client(room).auth_test()
    for left in (1, 0):
        with pytest.raises((SlackApiError, aiohttp.ClientError)):
            await post(room)
        assert left == fault(room, "error_before")["left"]

    await post(room)
    assert not fault(room, "error_before")["on"]


def fault(room, name):
    return next(each for each in room.faults.shown() if each["name"] == name)


@pytest.mark.parametrize(
    ("name", "kept"),
    [("drop_before", []), ("drop_after", ["お知らせ"]), ("error_before", []), ("error_after", ["お知らせ"])],
)
async def test_a_call_that_fails_was_taken_or_not(room, name, kept):
    room.faults.switch(name, on=True)
    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await post(room)

    assert kept == texts(room)


async def test_a_slow_answer_comes_late(room):
    room.faults.switch("slow", on=True, values={"seconds": 60, "times": 1})

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(post(room), 0.2)
    await post(room)


async def test_a_refused_block_is_named(room):
    room.faults.switch("refused_block", on=True, values={"types": "section"})
    with pytest.raises(SlackApiError) as refused:
        await unretried(room).chat_postMessage(channel=ROOM, text="?", blocks=[section("?")])
    assert ["unsupported type: section [json-pointer:/blocks/0/type]"] == refused.value.response["errors"]

    room.faults.switch("refused_block", on=False)
    await unretried(room).chat_postMessage(channel=ROOM, text="?", blocks=[section("?")])


async def test_an_event_is_delivered_twice_under_the_same_id(room):
    app = attached(room)
    room.faults.switch("event_twice", on=True, values={"times": 1})
    for text in ("一", "二"):
        await room.persons.type(YAMAGUCHI, ROOM, text)
    await room.settle()

    heard = [(payload["event"]["text"], payload["event_id"]) for _, payload in app.heard]
    assert ["一", "一", "二"] == sorted(text for text, _ in heard)
    assert 2 == len(set(heard))


async def test_a_history_fails_or_lags(room):
    await post(room)
    room.faults.switch("history_fails", on=True)
    with pytest.raises(SlackApiError, match="internal_error"):
        await client(room).conversations_history(channel=ROOM)

    room.faults.switch("history_lags", on=True, values={"seconds": 60})
    assert [] == (await client(room).conversations_history(channel=ROOM))["messages"]
    room.move_clock(room.clock() + timedelta(seconds=61))
    assert 1 == len((await client(room).conversations_history(channel=ROOM))["messages"])


async def test_an_outage_lasts_until_the_rooms_clock_has_passed_it(room, connect):
    app = bolt(room)
    await connect(room, app)
    room.faults.switch("outage", on=True, values={"minutes": 10})

    with pytest.raises((SlackApiError, aiohttp.ClientError)):
        await post(room)
    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status")
    assert (False, "app_not_running") == (typed.ok, typed.error)

    room.move_clock(room.clock() + timedelta(minutes=11))
    assert not fault(room, "outage")["on"]
    await post(room)
    assert ["お知らせ"] == texts(room)


async def test_a_cut_connection_is_opened_anew_by_the_stock_client(room, connect):
    app = bolt(room)
    app.command("/status")(answer)
    await connect(room, app)
    room.faults.switch("cut", on=True)

    assert not fault(room, "cut")["on"]
    await asyncio.wait_for(room.connected(BOT.id), 20)
    assert (await room.persons.type(YAMAGUCHI, ROOM, "/status")).ok


async def answer(ack):
    await ack("はい")


@pytest.mark.parametrize("value", ["二", 0, -1, "1e999"])
async def test_a_value_that_is_no_number_is_refused_in_words(room, value):
    with pytest.raises(RefusedError, match="数字で指定"):
        room.faults.switch("slow", on=True, values={"seconds": value})

    assert not fault(room, "slow")["on"]


async def test_the_page_sees_and_switches_them(room, http):
    url = f"{room.url}room/faults"
    known = await (await http.get(url)).json()
    switched = await (await http.post(url, json={"name": "slow", "on": True, "seconds": 3})).json()

    assert [each.name for each in KNOWN] == [each["name"] for each in known["faults"]]
    assert [("slow", 3)] == [(each["name"], each["fields"][1]["value"]) for each in switched["faults"] if each["on"]]
    wrong = await http.post(url, json={"name": "nonsense", "on": True})
    assert 404 == wrong.status
