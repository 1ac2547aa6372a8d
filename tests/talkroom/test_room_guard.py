"""The guard: strangers, foreign pages and hostile text get nowhere."""

from base64 import b64encode

import pytest
from small_room import BOT, ROOM, YAMAGUCHI, client, new_room, section
from yarl import URL

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@pytest.fixture
async def locked():
    room = new_room(password="ひらけごま")
    await room.start()
    yield room
    await room.stop()


@pytest.mark.parametrize("path", ["", "page/main.js", "room/state", "page/nothing.js", "nowhere"])
async def test_every_answer_keeps_foreign_script_out(room, http, path):
    answer = await http.get(f"{room.url}{path}")

    assert CSP == answer.headers["Content-Security-Policy"]
    assert ("nosniff", "no-referrer") == (
        answer.headers["X-Content-Type-Options"],
        answer.headers["Referrer-Policy"],
    )


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:{port}",
        "127.0.0.1:1",
        "127.0.0.1",
        "127.0.0.1.evil.example:{port}",
        "",
        "[",
        "a:b:c",
    ],
)
@pytest.mark.parametrize("path", ["", "room/state"])
async def test_another_host_name_is_refused(room, http, host, path):
    port = URL(room.url).port
    answer = await http.get(f"{room.url}{path}", headers={"Host": host.format(port=port)})

    assert answer.status in {400, 403}


@pytest.mark.parametrize("host", ["127.0.0.1:{port}", "localhost:{port}", "[::1]:{port}"])
async def test_our_own_names_are_let_in(room, http, host):
    answer = await http.get(f"{room.url}room/state", headers={"Host": host.format(port=URL(room.url).port)})

    assert 200 == answer.status


@pytest.mark.parametrize("path", ["room/state", "api/auth.test", "socket", "respond/x"])
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"])
async def test_another_pages_requests_are_refused(room, http, path, origin):
    answer = await http.get(f"{room.url}{path}", headers={"Origin": origin})

    assert (403, "wrong_origin") == (answer.status, (await answer.json())["error"])


async def test_a_foreign_host_name_does_not_reach_the_web_api_either(room, http):
    answer = await http.post(f"{room.api_url}auth.test", headers={"Host": "evil.example"})

    assert 403 == answer.status


async def test_our_own_page_may_post(room, http):
    origin = {"Origin": room.url.rstrip("/")}
    answer = await http.post(
        f"{room.url}room/people/{YAMAGUCHI}/channels/{ROOM}/type", json={"text": "はい"}, headers=origin
    )

    assert 200 == answer.status


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
async def test_what_a_foreign_form_could_send_is_refused(room, http, content_type):
    url = f"{room.url}room/people/{YAMAGUCHI}/channels/{ROOM}/type"
    answer = await http.post(url, data=b'{"text": "x"}', headers={"Content-Type": content_type})

    assert (415, []) == (answer.status, room.persons.sees(YAMAGUCHI, ROOM))


@pytest.mark.parametrize("path", ["", "page/main.js", "room/state", f"room/people/{YAMAGUCHI}/live"])
@pytest.mark.parametrize("header", [None, "Basic ###", "Basic YTp3cm9uZw==", "Bearer ひらけごま", "Basic"])
async def test_without_the_password_nothing_is_shown(locked, http, path, header):
    headers = {"Authorization": header.encode().decode("latin-1")} if header else {}
    answer = await http.get(f"{locked.url}{path}", headers=headers)

    assert 401 == answer.status
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


OPENS = {"Authorization": f"Basic {b64encode('だれでも:ひらけごま'.encode()).decode()}"}


async def test_with_the_password_any_name_opens(locked, http):
    assert 200 == (await http.get(f"{locked.url}room/state", headers=OPENS)).status


async def test_a_password_opens_no_other_host_on_this_computer(locked, http):
    for path in ("room/state", "api/auth.test"):
        answer = await http.get(f"{locked.url}{path}", headers={**OPENS, "Host": "talkroom.example"})
        assert 403 == answer.status


async def test_apps_need_their_token_but_no_password(locked):
    assert (await client(locked).auth_test())["ok"]


async def test_a_room_with_a_password_may_listen_everywhere_under_any_name(http):
    room = new_room(password="ひらけごま")
    await room.start("0.0.0.0")

    assert room.url.startswith("http://127.0.0.1:")
    opened = await http.get(f"{room.url}room/state", headers={**OPENS, "Host": "talkroom.example"})
    assert 200 == opened.status
    await room.stop()


@pytest.mark.parametrize("name", ["../__init__.py", "..%2f__init__.py", "%2e%2e/world.py", "/etc/passwd", ".", ""])
async def test_no_file_outside_the_page_is_served(room, http, name):
    answer = await http.get(URL(f"{room.url}page/{name}", encoded=True))

    assert 404 == answer.status


async def test_the_page_is_revalidated_and_not_sent_twice(room, http):
    first = await http.get(room.url)
    again = await http.get(room.url, headers={"If-None-Match": first.headers["ETag"]})

    assert (200, 304) == (first.status, again.status)
    assert "no-cache" == again.headers["Cache-Control"]


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<!channel> <!everyone>",
        "*_~`",
        "\"'",
        "&lt;b&gt;",
        "\u202e逆",
        "あ" * 3001,
        "\x00",
    ],
)
async def test_hostile_text_from_a_person_stays_text(room, text):
    typed = await room.persons.type(YAMAGUCHI, ROOM, text)
    history = await client(room).conversations_history(channel=ROOM)

    kept = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert (typed.ts, kept) == (history["messages"][0]["ts"], history["messages"][0]["text"])


async def test_tokens_do_not_show_when_an_app_is_printed():
    assert not [secret for secret in (BOT.bot_token, BOT.app_token, BOT.signing_secret) if f"'{secret}'" in repr(BOT)]


async def test_what_an_app_says_is_given_to_the_page_as_it_is(room, http):
    hostile = "<script>alert(1)</script> & <!channel>"
    await client(room).chat_postMessage(channel=ROOM, text=hostile, blocks=[section(hostile)])

    answer = await http.get(f"{room.url}room/people/{YAMAGUCHI}/channels/{ROOM}/messages")
    message = (await answer.json())["messages"][0]
    assert (hostile, hostile) == (message["text"], message["blocks"][0]["text"]["text"])
    assert "application/json" == answer.content_type
