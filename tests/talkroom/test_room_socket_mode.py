"""Socket Mode against the stock clients: Bolt async and sync, the aiohttp client and the built-in one."""

import asyncio
import threading

import aiohttp
import pytest
from slack_bolt import App as SyncBolt
from slack_bolt.adapter.socket_mode.builtin import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.builtin import SocketModeClient as BuiltinClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from small_room import BOT, ROOM, YAMAGUCHI, actions, bolt, button, section, until


async def open_url(room):
    return (await AsyncWebClient(base_url=room.api_url).apps_connections_open(app_token=BOT.app_token))["url"]


async def echo(ack, command):
    await ack(command["text"])


class Socket:
    """A bare WebSocket client: it hears frames, and acks only when told to."""

    def __init__(self, socket):
        self.socket = socket

    async def hear(self):
        async with asyncio.timeout(3):
            return await self.socket.receive_json()

    async def ack(self, envelope, **payload):
        await self.socket.send_json({"envelope_id": envelope["envelope_id"], **payload})


@pytest.fixture
async def sockets(http):
    kept = []

    async def connected(room):
        kept.append(Socket(await http.ws_connect(await open_url(room))))
        assert "hello" == (await kept[-1].hear())["type"]
        return kept[-1]

    return connected


async def test_a_command_is_answered_in_the_ack(room, connect):
    app = bolt(room)

    @app.command("/status")
    async def status(ack, command):
        await ack(response_type="ephemeral", text=f"{command['text']}は…", blocks=[section("*山口市*")])

    await connect(room, app)
    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")

    assert typed.ok
    assert ["山口市は…"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_a_plain_text_ack_is_a_text(room, connect):
    app = bolt(room)
    app.command("/status")(echo)

    await connect(room, app)
    await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")

    assert ["山口市"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_a_text_with_the_word_payload_arrives(room, connect):
    app = bolt(room)
    app.command("/status")(echo)

    await connect(room, app)
    await room.persons.type(YAMAGUCHI, ROOM, "/status payload={}&command=x")

    assert ["payload={}&command=x"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_a_mention_is_answered_in_its_thread(room, connect):
    app = bolt(room)

    @app.event("app_mention")
    async def mentioned(event, say):
        await say("お呼びでしょうか。", thread_ts=event["ts"])

    @app.event("message")
    async def heard():
        pass

    await connect(room, app)
    typed = await room.persons.type(YAMAGUCHI, ROOM, "@進捗ボット 状況")
    await until(room, lambda: len(room.persons.sees(YAMAGUCHI, ROOM, typed.ts)) == 2)

    assert "お呼びでしょうか。" == room.persons.sees(YAMAGUCHI, ROOM, typed.ts)[-1].text


async def test_a_sync_bolt_app_with_the_built_in_client_works_too(room):
    def start():
        app = SyncBolt(client=WebClient(token=BOT.bot_token, base_url=room.api_url), process_before_response=True)
        app.command("/status")(lambda ack, command: ack(f"{command['text']}は…"))
        app.action("go")(lambda ack, respond: (ack(), respond("押しました", replace_original=True)))
        handler = SocketModeHandler(app, BOT.app_token)
        handler.connect()
        return handler

    handler = await asyncio.to_thread(start)
    await room.connected(BOT.id)
    await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")
    posted = await AsyncWebClient(token=BOT.bot_token, base_url=room.api_url).chat_postMessage(
        channel=ROOM, text="?", blocks=[actions(button(action_id="go"))]
    )
    await room.persons.press(YAMAGUCHI, ROOM, posted["ts"], "go")
    await until(room, lambda: room.persons.sees(YAMAGUCHI, ROOM)[-1].text == "押しました")
    await asyncio.to_thread(handler.close)

    assert ["山口市は…", "押しました"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_the_bare_aiohttp_client_hears_and_acks(room):
    web = AsyncWebClient(token=BOT.bot_token, base_url=room.api_url)
    socket = SocketModeClient(app_token=BOT.app_token, web_client=web)

    async def answer(client, request):
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, {"text": request.type}))

    socket.socket_mode_request_listeners.append(answer)
    await socket.connect()
    await room.connected(BOT.id)
    await room.persons.type(YAMAGUCHI, ROOM, "/status")
    await socket.close()

    assert ["slash_commands"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_the_bare_built_in_client_is_pinged_back(room):
    web = WebClient(token=BOT.bot_token, base_url=room.api_url)
    socket = BuiltinClient(app_token=BOT.app_token, web_client=web, ping_interval=0.05)
    ponged = threading.Event()
    socket.on_message_listeners.append(lambda _: None)

    await asyncio.to_thread(socket.connect)
    await room.connected(BOT.id)

    def pong():
        for _ in range(60):
            if (session := socket.current_session) and session.last_ping_pong_time:
                ponged.set()
            if ponged.wait(0.05):
                return True
        return False

    assert await asyncio.to_thread(pong)
    await asyncio.to_thread(socket.close)


async def test_a_ticket_opens_one_connection(room, http):
    url = await open_url(room)
    async with http.ws_connect(url):
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await http.ws_connect(url)

        assert 403 == refused.value.status


async def test_a_ticket_is_not_spent_by_an_upgrade_that_failed(room, http):
    url = await open_url(room)
    not_an_upgrade = await http.get(url.replace("ws://", "http://"))

    async with http.ws_connect(url) as socket:
        assert (400, "hello") == (not_an_upgrade.status, (await socket.receive_json())["type"])


async def test_a_ticket_expires(hasty_room, http):
    url = await open_url(hasty_room)
    await asyncio.to_thread(threading.Event().wait, 0.06)

    with pytest.raises(aiohttp.WSServerHandshakeError):
        await http.ws_connect(url)


async def test_each_envelope_goes_to_one_connection_and_they_take_turns(room, sockets):
    first, second = await sockets(room), await sockets(room)

    typing = asyncio.gather(*(room.persons.type(YAMAGUCHI, ROOM, f"/status {n}") for n in range(2)))
    heard = [await first.hear(), await second.hear()]
    for socket, envelope in zip((first, second), heard, strict=True):
        await socket.ack(envelope, payload={"text": envelope["payload"]["text"]})

    assert all(typed.ok for typed in await typing)
    assert {"0", "1"} == {envelope["payload"]["text"] for envelope in heard}


async def test_a_command_without_an_ack_is_told_to_the_person(hasty_room, sockets):
    await sockets(hasty_room)

    typed = await hasty_room.persons.type(YAMAGUCHI, ROOM, "/status 山口市")

    assert "/status は時間内に応答がありませんでした。もう一度お試しください。" == typed.say


async def test_a_connection_cut_before_the_ack_is_told_to_the_person(room, sockets):
    socket = await sockets(room)

    typing = asyncio.create_task(room.persons.type(YAMAGUCHI, ROOM, "/status 山口市"))
    await socket.hear()
    await socket.socket.close()

    assert "dispatch_failed" == (await typing).error


async def test_an_event_without_an_ack_is_sent_again_up_to_three_times(hasty_room, sockets):
    socket = await sockets(hasty_room)

    await hasty_room.persons.type(YAMAGUCHI, ROOM, "こんにちは")
    envelopes = [await socket.hear() for _ in range(4)]

    assert [
        (0, ""),
        (1, "timeout"),
        (2, "timeout"),
        (3, "timeout"),
    ] == [(e["retry_attempt"], e["retry_reason"]) for e in envelopes]
    assert 1 == len({e["payload"]["event_id"] for e in envelopes})
    assert 4 == len({e["envelope_id"] for e in envelopes})


async def test_an_acknowledged_event_is_not_sent_again(hasty_room, sockets):
    socket = await sockets(hasty_room)

    await hasty_room.persons.type(YAMAGUCHI, ROOM, "ひとつめ")
    await socket.ack(await socket.hear())
    await hasty_room.settle()
    await hasty_room.persons.type(YAMAGUCHI, ROOM, "ふたつめ")

    assert "ふたつめ" == (await socket.hear())["payload"]["event"]["text"]


async def test_an_event_said_while_nobody_listened_is_sent_when_they_do(hasty_room, sockets):
    listener_came = asyncio.Event()

    async def later():
        socket = await sockets(hasty_room)
        listener_came.set()
        return await socket.hear()

    hasty_room.events._waits = type(hasty_room.events._waits)(again=(0.2,))
    await hasty_room.persons.type(YAMAGUCHI, ROOM, "聞こえますか")
    envelope = await later()

    assert ("connection_failed", "聞こえますか") == (envelope["retry_reason"], envelope["payload"]["event"]["text"])


async def test_an_eleventh_connection_is_turned_away(room, sockets, http):
    for _ in range(10):
        await sockets(room)

    eleventh = Socket(await http.ws_connect(await open_url(room)))

    assert {"type": "disconnect", "reason": "too_many_websockets"} == await eleventh.hear()


async def test_nonsense_on_the_socket_is_passed_over(room, sockets):
    socket = await sockets(room)
    for nonsense in ("{", "[]", '"x"', '{"envelope_id": "unknown"}'):
        await socket.socket.send_str(nonsense)

    typing = asyncio.create_task(room.persons.type(YAMAGUCHI, ROOM, "/status"))
    await socket.ack(await socket.hear(), payload={"text": "はい"})

    assert (await typing).ok
