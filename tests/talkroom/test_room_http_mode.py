"""Signed HTTP against Bolt's own adapter: answers in the ack, the challenge, retries, refused signatures."""

from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from small_room import BOT, ROOM, YAMAGUCHI, actions, bolt, button, client, until

from talkroom import RefusedError
from talkroom.http_mode import signature


@pytest.fixture
async def serve():
    """Serve a handler on a port of its own; return its address."""
    async with AsyncExitStack() as stack:

        async def served(handler):
            site = web.Application()
            site.router.add_post("/slack/events", handler)
            runner = web.AppRunner(site, access_log=None)
            stack.push_async_callback(runner.cleanup)
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            return f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"

        yield served


def bolt_server(app):
    async def handle(request):
        answer = await app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(answer)

    return handle


@pytest.fixture
async def app(room, serve):
    """A Bolt app in HTTP mode that the room has verified."""
    app = bolt(room, signing_secret=BOT.signing_secret)
    await room.use_request_url(BOT.id, await serve(bolt_server(app)))
    return app


async def test_a_command_is_answered_in_the_ack(room, app):
    @app.command("/status")
    async def status(ack, command):
        await ack(text=f"{command['text']}は…", response_type="in_channel")

    await room.persons.type(YAMAGUCHI, ROOM, "/status 山口市 & 萩市")

    assert ["山口市 & 萩市は…"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_a_plain_text_ack_is_a_text(room, app):
    @app.command("/status")
    async def status(ack):
        await ack("はい")

    await room.persons.type(YAMAGUCHI, ROOM, "/status")

    assert ["はい"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_a_command_the_app_does_not_know_is_told_to_the_person(room, app):
    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status")

    assert "dispatch_failed" == typed.error


async def test_a_press_and_a_mention_arrive(room, app):
    @app.action("go")
    async def go(ack, respond):
        await ack()
        await respond("押しました", replace_original=True)

    @app.event("app_mention")
    async def mentioned(say):
        await say("お呼びでしょうか。")

    posted = await client(room).chat_postMessage(channel=ROOM, text="?", blocks=[actions(button(action_id="go"))])
    await room.persons.press(YAMAGUCHI, ROOM, posted["ts"], "go")
    await room.persons.type(YAMAGUCHI, ROOM, "@進捗ボット")
    await until(room, lambda: len(room.persons.sees(YAMAGUCHI, ROOM)) == 3)
    await room.settle()

    assert ["押しました", "<@U0BOT>", "お呼びでしょうか。"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_bolt_refuses_a_bad_signature(room, serve):
    app = bolt(room, signing_secret="another secret")

    with pytest.raises(RefusedError) as refused:
        await room.use_request_url(BOT.id, await serve(bolt_server(app)))

    assert "url_verification" == refused.value.code


async def test_an_app_that_loses_the_secret_is_not_reached(room, serve):
    secrets = [BOT.signing_secret, "another secret"]

    async def handle(request):
        return await bolt_server(bolt(room, signing_secret=secrets.pop(0)))(request)

    await room.use_request_url(BOT.id, await serve(handle))
    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status")

    assert "dispatch_failed" == typed.error


async def test_nobody_at_the_address_is_told_to_the_person(room, serve):
    async def handle(request):
        return web.Response(text=(await request.json())["challenge"])

    await room.use_request_url(BOT.id, await serve(handle))
    room.delivery._request_urls[BOT.id] = "http://127.0.0.1:1/slack/events"
    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status")

    assert "dispatch_failed" == typed.error


async def test_a_redirect_is_not_followed(room, serve):
    asked = []

    async def handle(request):
        asked.append(request)
        if len(asked) > 1:
            raise web.HTTPFound("http://127.0.0.1:1/")
        return web.json_response({"challenge": (await request.json())["challenge"]})

    await room.use_request_url(BOT.id, await serve(handle))
    typed = await room.persons.type(YAMAGUCHI, ROOM, "/status")

    assert ("dispatch_failed", 2) == (typed.error, len(asked))


async def test_an_event_that_failed_is_sent_again_with_its_number(hasty_room, serve):
    heard = []

    async def handle(request):
        body = await request.json()
        if body["type"] == "url_verification":
            return web.json_response({"challenge": body["challenge"]})
        heard.append((request.headers.get("X-Slack-Retry-Num"), request.headers.get("X-Slack-Retry-Reason")))
        hasty_room.world.read(YAMAGUCHI, ROOM, f"{len(heard)}")
        return web.Response(status=500)

    await hasty_room.use_request_url(BOT.id, await serve(handle))
    await hasty_room.persons.type(YAMAGUCHI, ROOM, "こんにちは")
    await until(hasty_room, lambda: len(heard) == 4)

    assert [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")] == heard


def test_a_signature_is_made_as_slack_documents_it():
    secret = "8f742231b10e8888abcd99yyyzzz85a5"
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V"
        b"&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text="
        b"&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554"
        b"%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )

    assert "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503" == signature(
        secret, "1531420618", body
    )
