"""The JSON API of the page: a person looks, types, presses and reads over HTTP, and hears what happens live."""

import asyncio
import json

import pytest
from small_room import (
    BOT,
    ELSEWHERE,
    GUEST,
    OPEN,
    ROOM,
    SECRETARIAT,
    UBE,
    YAMAGUCHI,
    actions,
    attached,
    bolt,
    button,
    client,
    new_room,
    section,
)

from talkroom import Answer, Waits


@pytest.fixture
def page(room, http):
    """Ask the JSON API as the page does; return the status and the JSON."""

    async def asked(path, **body):
        url = f"{room.url}room/{path}"
        answer = await (http.post(url, json=body) if body else http.get(url))
        return answer.status, await answer.json()

    return asked


@pytest.fixture
async def live(http):
    """Open a person's stream; return a function that reads the next event."""
    streams = []

    async def opened(room, person):
        stream = await http.get(f"{room.url}room/people/{person}/live")
        streams.append(stream)
        assert b": here\n" == await stream.content.readline()
        await stream.content.readline()

        async def heard():
            async with asyncio.timeout(3):
                line = await stream.content.readline()
                await stream.content.readline()
            return json.loads(line.removeprefix(b"data: ")) if line.startswith(b"data: ") else line.decode().strip()

        return heard

    yield opened
    for stream in streams:
        stream.close()


def at(person, channel=ROOM):
    return f"people/{person}/channels/{channel}"


async def test_the_state_names_people_apps_and_commands(page):
    _, state = await page("state")

    assert {"id": "T0TEAM", "name": "構築連携会議"} == state["team"]
    assert state["clock"]["now"].startswith("2022-09-08T09:00:0")
    assert state["clock"]["now"].endswith("+09:00")
    assert {"name": "/status", "description": "市町の状況を見る", "usage_hint": "山口市", "app": BOT.id} in state[
        "commands"
    ]
    assert [(BOT.id, "進捗ボット", BOT.bot_user, True)] == [
        tuple(app[name] for name in ("id", "name", "user", "home")) for app in state["apps"][:1]
    ]
    people = {person["id"]: person for person in state["people"]}
    assert ("person", "#123456", "デジタル政策課") == tuple(people[SECRETARIAT][n] for n in ("kind", "colour", "title"))
    assert (True, "app") == (people[GUEST]["is_restricted"], people[BOT.bot_user]["kind"])
    assert "USLACKBOT" not in people


async def test_channels_show_what_is_unread_and_the_apps_direct_messages(room, page):
    typed = await room.persons.type(SECRETARIAT, ROOM, "お願いします")

    _, before = await page(f"people/{YAMAGUCHI}/channels")
    await page(f"{at(YAMAGUCHI)}/read", ts=typed.ts)
    _, after = await page(f"people/{YAMAGUCHI}/channels")

    first = before["channels"][0]
    assert (ROOM, "全体", "channel", "照会と報告", None, typed.ts, True, 1) == tuple(first.values())
    assert 0 == after["channels"][0]["unread"]
    assert [("進捗ボット", BOT.bot_user), ("別のボット", "U0OTHER")] == [
        (c["name"], c["with"]) for c in before["channels"] if c["kind"] == "im"
    ]


async def test_a_message_is_shown_as_the_page_draws_it(room, page):
    posted = await client(room).chat_postMessage(channel=ROOM, text="お知らせ", blocks=[section("*お知らせ*")])
    await client(room).reactions_add(channel=ROOM, timestamp=posted["ts"], name="ok")

    _, seen = await page(f"{at(YAMAGUCHI)}/messages")
    message = seen["messages"][0]
    assert message.pop("blocks")[0]["block_id"]
    assert message.pop("colour").startswith("#")
    assert {
        "ts": posted["ts"],
        "user": BOT.bot_user,
        "name": "進捗ボット",
        "app": True,
        "text": "お知らせ",
        "ephemeral": False,
        "edited": False,
        "reactions": [{"name": "ok", "users": [BOT.bot_user], "count": 1}],
        "pinned": False,
        "mine": False,
        "files": [],
        "chosen": {},
    } == message


async def test_older_messages_come_by_the_page(room, page):
    for number in range(5):
        await room.persons.type(YAMAGUCHI, ROOM, f"{number}")

    _, newest = await page(f"{at(YAMAGUCHI)}/messages?limit=2")
    _, older = await page(f"{at(YAMAGUCHI)}/messages?limit=3&before={newest['messages'][0]['ts']}")
    assert (["3", "4"], True) == ([m["text"] for m in newest["messages"]], newest["more"])
    assert (["0", "1", "2"], False) == ([m["text"] for m in older["messages"]], older["more"])


async def test_a_thread_is_shown_by_itself(room, page):
    head = await room.persons.type(YAMAGUCHI, ROOM, "相談です")
    _, typed = await page(f"{at(SECRETARIAT)}/type", text="どうぞ", thread_ts=head.ts)

    _, stream = await page(f"{at(YAMAGUCHI)}/messages")
    _, thread = await page(f"{at(YAMAGUCHI)}/threads/{head.ts}")
    assert [(1, typed["ts"])] == [(m["reply_count"], m["latest_reply"]) for m in stream["messages"]]
    assert [("相談です", None), ("どうぞ", head.ts)] == [(m["text"], m.get("thread_ts")) for m in thread["messages"]]


async def test_a_command_typed_in_the_page_says_what_it_ran(room, page):
    attached(room, Answer(200, {"text": "はい"}))

    assert (
        200,
        {"ok": True, "ran": "/status", "ts": None},
    ) == await page(f"{at(YAMAGUCHI)}/type", text="/status 山口市")


async def test_a_command_that_failed_stays_in_the_composer(page):
    status, refused = await page(f"{at(YAMAGUCHI)}/type", text="/status 山口市")

    assert (422, False, True, "app_not_running") == (status, refused["ok"], refused["keep"], refused["error"])
    assert "動いていません" in refused["say"]


async def test_a_button_is_pressed_in_the_page(room, page):
    listener = attached(room)
    posted = await client(room).chat_postMessage(
        channel=ROOM, text="?", blocks=[actions(button(action_id="go", value="12"), block_id="row")]
    )

    pressed = await page(f"{at(YAMAGUCHI)}/press", ts=posted["ts"], block_id="row", action_id="go", value="ignored")

    assert (200, {"ok": True}) == pressed
    assert "12" == listener.payload["actions"][0]["value"]


@pytest.mark.parametrize(
    ("path", "body", "error"),
    [
        (f"people/U0NOBODY/channels/{ROOM}/messages", {}, "user_not_found"),
        (f"people/{BOT.bot_user}/channels", {}, "user_not_found"),
        ("people/U0NOBODY/live", {}, "user_not_found"),
        (f"{at(YAMAGUCHI, ELSEWHERE)}/messages", {}, "channel_not_found"),
        (f"{at(YAMAGUCHI)}/messages?limit=x", {}, "invalid_limit"),
        (f"{at(YAMAGUCHI)}/threads/1.000001", {}, "message_not_found"),
        (f"{at(YAMAGUCHI)}/type", {"text": ""}, "no_text"),
        (f"{at(YAMAGUCHI)}/type", {"text": "?", "thread_ts": "1.000001"}, "message_not_found"),
        (f"{at(YAMAGUCHI)}/press", {"ts": "1.000001", "action_id": "go"}, "message_not_found"),
    ],
)
async def test_what_is_refused_says_so_in_a_sentence(page, path, body, error):
    status, refused = await page(path, **body)

    assert (True, error) == (400 <= status < 500, refused["error"])
    assert refused["say"].endswith("。")


@pytest.mark.parametrize("body", ["{", "[]", b"\xff", '{"text": NaN}', "[" * 100_000])
async def test_a_body_that_is_no_json_object_is_refused(room, http, body):
    headers = {"Content-Type": "application/json"}
    answer = await http.post(f"{room.url}room/{at(YAMAGUCHI)}/type", data=body, headers=headers)

    refused = await answer.json()
    assert (400, "JSON のオブジェクトを送ってください。") == (answer.status, refused["say"])


async def test_a_window_is_told_when_an_app_comes_and_direct_messages_show_it(room, page, live, connect):
    _, before = await page(f"people/{YAMAGUCHI}/channels")
    heard = await live(room, YAMAGUCHI)
    await connect(room, bolt(room))

    assert {"type": "channels"} == await heard()
    _, after = await page(f"people/{YAMAGUCHI}/channels")
    assert [(True, False, False), (True, True, False)] == [
        tuple(channel["running"] for channel in (seen["channels"][0], *seen["channels"][-2:]))
        for seen in (before, after)
    ]


async def test_half_a_character_breaks_no_window_and_no_app(room, page, live, connect):
    app = bolt(room)

    @app.command("/status")
    async def status(ack, command):
        await ack(command["text"], response_type="in_channel")

    await connect(room, app)
    heard = await live(room, YAMAGUCHI)
    await page(f"{at(YAMAGUCHI)}/type", text="\ud83d")
    await page(f"{at(YAMAGUCHI)}/type", text="/status \ud83d")

    assert ["\ud83d", "\ud83d"] == [(await heard())["message"]["text"] for _ in range(2)]


@pytest.mark.parametrize("odd", [[], {}, 1, True, [{}], {"value": {}}, "よそ", None])
async def test_odd_values_are_refused_or_taken_but_break_nothing(room, page, odd):
    attached(room)
    options = [{"text": {"type": "plain_text", "text": "萩市"}, "value": "萩市"}]
    menu = actions({"type": "static_select", "action_id": "town", "options": options}, button(action_id="go"))
    posted = await client(room).chat_postMessage(channel=ROOM, text="?", blocks=[menu])

    asked = [
        await page(f"{at(YAMAGUCHI)}/type", text=odd, thread_ts=odd),
        await page(f"{at(YAMAGUCHI)}/press", ts=posted["ts"], action_id="town", selected=odd),
        await page(f"{at(YAMAGUCHI)}/press", ts=posted["ts"], action_id="go", value=odd, block_id=odd),
        await page(f"{at(YAMAGUCHI)}/press", ts=odd, action_id=odd),
        await page(f"{at(YAMAGUCHI)}/read", ts=odd),
    ]
    assert not [status for status, _ in asked if status >= 500]


async def test_two_windows_see_each_other_live(room, live):
    yamaguchi, ube = await live(room, YAMAGUCHI), await live(room, UBE)

    typed = await room.persons.type(YAMAGUCHI, OPEN, "おはようございます")

    for heard in (await yamaguchi(), await ube()):
        assert ("message", OPEN, typed.ts) == (heard["type"], heard["channel"], heard["message"]["ts"])


async def test_a_window_hears_only_what_its_person_may_see(room, live):
    ube = await live(room, UBE)
    web = client(room)

    await web.chat_postMessage(channel=ROOM, text="別の部屋で")
    await web.chat_postEphemeral(channel=ROOM, user=YAMAGUCHI, text="別の人に")
    await room.persons.type(YAMAGUCHI, OPEN, "ここで")

    assert "ここで" == (await ube())["message"]["text"]


async def test_changes_deletions_and_the_clock_are_heard_live(room, live):
    heard = await live(room, YAMAGUCHI)
    web = client(room)

    posted = await web.chat_postMessage(channel=ROOM, text="報告0")
    await web.chat_update(channel=ROOM, ts=posted["ts"], text="報告1")
    await web.chat_delete(channel=ROOM, ts=posted["ts"])
    room.clock.move(room.clock().replace(month=10))

    said, changed, deleted, moved = [await heard() for _ in range(4)]
    assert ("message", "報告0") == (said["type"], said["message"]["text"])
    assert ("changed", "報告1", True) == (changed["type"], changed["message"]["text"], changed["message"]["edited"])
    assert {"type": "deleted", "channel": ROOM, "ts": posted["ts"]} == deleted
    assert ("clock", "2022-10-08T09:00") == (moved["type"], moved["now"][:16])


async def test_a_reply_tells_its_thread_and_a_new_channel_is_told(room, live):
    head = await room.persons.type(YAMAGUCHI, OPEN, "相談です")
    heard = await live(room, UBE)

    await room.persons.type(YAMAGUCHI, OPEN, "続きです", thread_ts=head.ts)
    room.join(UBE, ROOM)

    reply, joined = await heard(), await heard()
    assert head.ts == reply["message"]["thread_ts"]
    assert {"type": "channels"} == joined


async def test_a_quiet_stream_is_kept_alive(http, live):
    room = new_room(waits=Waits(heartbeat=0.05))
    await room.start()

    heard = await live(room, YAMAGUCHI)
    assert ": still here" == await heard()
    await room.stop()


async def test_opening_an_apps_direct_messages_tells_the_app(room, page):
    listener = attached(room)
    direct = room.world.open_im(YAMAGUCHI, BOT.bot_user)

    await page(f"{at(YAMAGUCHI, direct)}/messages")
    await room.settle()

    assert [(YAMAGUCHI, direct, "messages")] == [(e["user"], e["channel"], e["tab"]) for e in listener.events()]


@pytest.mark.parametrize(
    ("by", "now"),
    [
        ({"forward": 3600}, "2022-09-08T10:00:00+09:00"),
        ({"forward": 86400}, "2022-09-09T09:00:00+09:00"),
        ({"to": "2022-10-03T09:00"}, "2022-10-03T09:00:00+09:00"),
        ({"to": "2022-10-03T00:00:00+00:00"}, "2022-10-03T09:00:00+09:00"),
    ],
)
async def test_the_clock_is_moved_forward_and_every_window_is_told(room, page, live, by, now):
    hear = await live(room, YAMAGUCHI)

    status, answer = await page("clock", **by)

    assert (200, now[:-8]) == (status, answer["now"][:-8])
    assert "clock" == (await hear())["type"]


@pytest.mark.parametrize(
    "by", [{"forward": -1}, {"to": "2022-09-07T09:00"}, {"to": "きのう"}, {"forward": 1e300}, {"x": 1}]
)
async def test_the_clock_is_not_moved_back_nor_by_nonsense(page, by):
    status, answer = await page("clock", **by)

    assert (400, False, True) == (status, answer["ok"], bool(answer["say"]))
