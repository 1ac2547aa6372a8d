"""Files: uploaded by apps in Slack's three steps and by people, shared, downloaded, and kept from strangers."""

import asyncio
import io

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from small_room import BOT, ELSEWHERE, GUEST, OTHER, ROOM, SECRETARIAT, UBE, YAMAGUCHI, attached, client

from talkroom import RefusedError
from talkroom.files import LARGEST


def said(room, person=YAMAGUCHI):
    return room.persons.sees(person, ROOM)[-1]


def names(room, message):
    return [file.name for file in room.world.files.of(message)]


async def test_an_app_uploads_a_file_and_people_see_it(room, web):
    done = await web.files_upload_v2(
        channel=ROOM, content="a,b\n1,2\n", filename="報告.csv", title="10月の報告", initial_comment="お届けします"
    )

    message = said(room)
    assert ("お届けします", ["報告.csv"]) == (message.text, names(room, message))
    file = room.world.files.get(done["files"][0]["id"])
    assert (b"a,b\n1,2\n", "10月の報告", 8) == (room.world.files.contents(file), file.title, file.size)


async def test_several_files_stand_in_one_message_and_in_its_thread(room, web):
    head = await web.chat_postMessage(channel=ROOM, text="資料")
    uploads = [{"content": "一", "filename": "1.txt"}, {"content": "二", "filename": "2.txt"}]
    await web.files_upload_v2(channel=ROOM, file_uploads=uploads, thread_ts=head["ts"])

    (reply,) = room.persons.sees(YAMAGUCHI, ROOM, head["ts"])[1:]
    assert ["1.txt", "2.txt"] == names(room, reply)


async def test_a_file_without_a_channel_is_the_apps_alone(room, web):
    done = await web.files_upload_v2(content="下書き", filename="下書き.txt")

    assert [] == room.persons.sees(YAMAGUCHI, ROOM)
    with pytest.raises(RefusedError, match="見つかりません"):
        room.persons.file(YAMAGUCHI, done["files"][0]["id"])


async def test_what_is_known_of_a_file(room, web):
    done = await web.files_upload_v2(channel=ROOM, content="本文", filename="報告.txt")
    about = (await web.files_info(file=done["files"][0]["id"]))["file"]

    assert ("報告.txt", "text/plain", "txt", 6, BOT.bot_user, [ROOM]) == tuple(
        about[name] for name in ("name", "mimetype", "filetype", "size", "user", "groups")
    )
    assert [about["id"]] == [file["id"] for file in (await web.files_list(channel=ROOM))["files"]]
    history = await web.conversations_history(channel=ROOM)
    assert [about["id"]] == [file["id"] for file in history["messages"][0]["files"]]


async def test_the_bytes_are_downloaded_with_the_token_only(room, web, http):
    done = await web.files_upload_v2(channel=ROOM, content="本文", filename="報告.txt")
    address = done["files"][0]["url_private_download"]

    with_token = await http.get(address, headers={"Authorization": f"Bearer {BOT.bot_token}"})
    of_another_app = await http.get(address, headers={"Authorization": f"Bearer {OTHER.bot_token}"})
    without = await http.get(address)
    assert ("本文", 404, 403) == (await with_token.text(), of_another_app.status, without.status)


async def test_a_persons_upload_reaches_the_app(room):
    app = attached(room)
    file = room.persons.upload(YAMAGUCHI, "報告.xlsx", b"PK")
    await room.persons.type(YAMAGUCHI, ROOM, "確認をお願いします", files=[file.id])
    await room.settle()

    (shared,) = app.events("file_shared")
    assert (file.id, ROOM, YAMAGUCHI) == (shared["file_id"], shared["channel_id"], shared["user_id"])
    (message,) = app.events("message")
    assert ("file_share", file.id) == (message["subtype"], message["files"][0]["id"])
    about = await client(room).files_info(file=file.id)
    assert "報告.xlsx" == about["file"]["name"]


async def test_a_file_can_be_sent_without_words(room):
    file = room.persons.upload(YAMAGUCHI, "報告.xlsx", b"PK")

    assert (await room.persons.type(YAMAGUCHI, ROOM, "", files=[file.id])).ok
    assert ["報告.xlsx"] == names(room, said(room, SECRETARIAT))


async def test_nobody_sends_or_sees_a_file_of_a_room_they_are_not_in(room):
    file = room.persons.upload(UBE, "よそ.txt", b"?")
    await room.persons.type(UBE, ELSEWHERE, "よその資料", files=[file.id])

    for person in (YAMAGUCHI, GUEST):
        with pytest.raises(RefusedError, match="見つかりません"):
            room.persons.file(person, file.id)
    assert not (await room.persons.type(YAMAGUCHI, ROOM, "横流し", files=[file.id])).ok


async def test_an_empty_file_is_refused_in_words(room):
    with pytest.raises(RefusedError, match="空のファイル"):
        room.persons.upload(YAMAGUCHI, "空.txt", b"")


@pytest.mark.parametrize(
    ("given", "kept"), [("../../etc/passwd", "passwd"), ("C:\\資料\\報告.xlsx", "報告.xlsx"), ("", "ファイル")]
)
async def test_a_file_name_is_a_name_and_no_path(room, given, kept):
    assert kept == room.persons.upload(YAMAGUCHI, given, b"?").name


def announced(web, filename="a.txt", length=1):
    return web.files_getUploadURLExternal(filename=filename, length=length)


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (
            lambda web: web.files_getUploadURLExternal(filename="a.txt", length=LARGEST + 1),
            "file_upload_size_restricted",
        ),
        (lambda web: web.files_getUploadURLExternal(filename="", length=1), "invalid_arguments"),
        (lambda web: web.files_completeUploadExternal(files=[{"id": "F0NONE"}]), "file_not_found"),
        (lambda web: web.files_info(file="F0NONE"), "file_not_found"),
        (lambda web: web.files_delete(file="F0NONE"), "file_not_found"),
    ],
)
async def test_what_slack_refuses_is_refused(web, call, error):
    with pytest.raises(SlackApiError) as refused:
        await call(web)

    assert error == refused.value.response["error"]


async def test_bytes_of_another_length_than_announced_are_refused(room, web, http):
    announced = await web.files_getUploadURLExternal(filename="a.txt", length=3)
    sent = await http.post(announced["upload_url"], data=b"four")

    assert (400, "invalid_upload_length") == (sent.status, (await sent.json())["error"])
    with pytest.raises(SlackApiError, match="file_not_found"):
        await web.files_completeUploadExternal(files=[{"id": announced["file_id"]}], channel_id=ROOM)


async def test_bytes_may_come_as_a_form_too(room, web, http):
    announced = await web.files_getUploadURLExternal(filename="a.txt", length=4)
    form = aiohttp.FormData()
    form.add_field("body", b"text", filename="a.txt")
    sent = await http.post(announced["upload_url"], data=form)
    await web.files_completeUploadExternal(files=[{"id": announced["file_id"]}], channel_id=ROOM)

    assert 200 == sent.status
    assert b"text" == room.world.files.contents(room.world.files.of(said(room))[0])


async def test_a_deleted_file_is_gone_from_its_message(room, web):
    done = await web.files_upload_v2(channel=ROOM, content="本文", filename="報告.txt", initial_comment="どうぞ")
    await web.files_delete(file=done["files"][0]["id"])

    assert ("どうぞ", []) == (said(room).text, names(room, said(room)))


async def test_the_page_hands_in_and_downloads(room, http):
    base = f"{room.url}room/people/{YAMAGUCHI}"
    raw = {"Content-Type": "application/octet-stream"}
    handed_in = await http.post(f"{base}/files?name=写真.png", data=b"\x89PNG", headers=raw)
    file = (await handed_in.json())["file"]
    assert ("写真.png", 4, True) == (file["name"], file["size"], file["image"])

    given = await http.get(f"{room.url.rstrip('/')}{file['url']}")
    assert (b"\x89PNG", "image/png") == (await given.read(), given.content_type)
    assert "sandbox" in given.headers["Content-Security-Policy"]


async def test_a_page_among_the_files_is_saved_and_never_run(room, http):
    file = room.persons.upload(YAMAGUCHI, "悪い.html", b"<script>alert(1)</script>")
    given = await http.get(f"{room.url}room/people/{YAMAGUCHI}/files/{file.id}")

    assert "application/octet-stream" == given.content_type
    assert given.headers["Content-Disposition"].startswith("attachment")


async def test_an_upload_that_is_broken_off_leaves_nothing_and_breaks_nothing(room, caplog):
    _, writer = await asyncio.open_connection("127.0.0.1", int(room.url.rstrip("/").rpartition(":")[2]))
    head = f"POST /room/people/{YAMAGUCHI}/files?name=a.txt HTTP/1.1\r\nHost: {room.url[7:-1]}\r\n"
    writer.write(f"{head}Content-Type: application/octet-stream\r\nContent-Length: 100\r\n\r\nhalf".encode())
    await writer.drain()
    writer.transport.abort()
    await until_gone(room)

    assert [] == room.world.files.all()
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


async def until_gone(room):
    """Ask for something else: by then the room has heard that the connection is gone."""
    for _ in range(3):
        await client(room).auth_test()


async def test_a_file_too_large_is_refused_with_the_limit(room, http):
    raw = {"Content-Type": "application/octet-stream"}
    url = f"{room.url}room/people/{YAMAGUCHI}/files?name=大きい.bin"
    refused = await http.post(url, data=io.BytesIO(b"0" * (LARGEST + 1)), headers=raw)

    assert (413, "20MB") == (refused.status, "20MB" if "20MB" in (await refused.json())["say"] else "")
