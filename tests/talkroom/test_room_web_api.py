"""The Web API against the stock SDK clients: every method, every error, and the four forms a body comes in."""

import asyncio

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from small_room import (
    BOT,
    ELSEWHERE,
    GUEST,
    OPEN,
    OTHER,
    ROOM,
    SCOPES,
    SECRETARIAT,
    UBE,
    YAMAGUCHI,
    actions,
    button,
    client,
    section,
)


def sync_client(room):
    return WebClient(token=BOT.bot_token, base_url=room.api_url)


async def error_of(calling):
    with pytest.raises(SlackApiError) as refused:
        await calling
    return refused.value.response


async def test_both_clients_say_who_they_are(room, web):
    by_async = await web.auth_test()
    by_sync = await asyncio.to_thread(sync_client(room).auth_test)

    assert by_sync.data == by_async.data
    assert (BOT.bot_user, BOT.bot_id, "T0TEAM") == (by_async["user_id"], by_async["bot_id"], by_async["team_id"])
    assert ",".join(SCOPES) == by_async.headers["x-oauth-scopes"]


async def test_what_one_client_posts_the_other_reads(room, web):
    posted = await asyncio.to_thread(
        sync_client(room).chat_postMessage, channel=ROOM, text="同期で", blocks=[section("同期で")]
    )
    await web.chat_postMessage(channel=ROOM, text="非同期で")

    by_async = await web.conversations_history(channel=ROOM)
    by_sync = await asyncio.to_thread(sync_client(room).conversations_history, channel=ROOM)
    assert ["非同期で", "同期で"] == [m["text"] for m in by_async["messages"]]
    assert by_sync["messages"] == by_async["messages"]
    assert posted["ts"] == by_sync["messages"][1]["ts"]


@pytest.mark.parametrize(
    "call",
    [
        lambda web: web.users_list(limit=1),
        lambda web: web.conversations_open(users=[YAMAGUCHI], return_im=True),
        lambda web: web.conversations_list(types=["private_channel", "im"], exclude_archived=True),
        lambda web: web.users_info(user=YAMAGUCHI, include_locale=True),
        lambda web: web.bots_info(bot=BOT.bot_id),
        lambda web: web.team_info(),
        lambda web: web.conversations_members(channel=ROOM),
        lambda web: web.conversations_info(channel=ROOM, include_num_members=True),
    ],
)
async def test_forms_queries_and_empty_bodies_are_read_alike(room, web, call):
    by_sync = await asyncio.to_thread(call, sync_client(room))
    by_async = await call(web)

    assert by_sync.data == by_async.data


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "application/json; charset=utf-8"}, '{"channel": "C0ROOM", "text": "こんにちは"}'),
        (
            {"Content-Type": "application/x-www-form-urlencoded"},
            "channel=C0ROOM&text=%E3%81%93%E3%82%93%E3%81%AB%E3%81%A1%E3%81%AF",
        ),
    ],
)
async def test_a_message_is_posted_from_json_and_from_a_form(room, http, headers, body):
    bearer = {"Authorization": f"Bearer {BOT.bot_token}"}
    answer = await http.post(f"{room.api_url}chat.postMessage", data=body, headers=headers | bearer)

    assert (await answer.json())["ok"]
    assert ["こんにちは"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_a_message_is_posted_from_a_query_with_an_empty_body_and_blocks_as_text(room, http):
    query = {"token": BOT.bot_token, "channel": ROOM, "text": "問い", "blocks": '[{"type":"divider"}]'}
    await http.post(f"{room.api_url}chat.postMessage", params=query)

    assert ["divider"] == [block["type"] for block in room.persons.sees(YAMAGUCHI, ROOM)[0].blocks]


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        ("", "auth.test", "not_authed"),
        ("xoxb-wrong", "auth.test", "invalid_auth"),
        ("xoxb-ｗｒｏｎｇ", "auth.test", "invalid_auth"),
        (BOT.app_token, "auth.test", "not_allowed_token_type"),
        (BOT.bot_token, "apps.connections.open", "not_allowed_token_type"),
        (BOT.bot_token, "chat.meMessage", "unknown_method"),
        (BOT.bot_token, "usergroups.list", "unknown_method"),
        (BOT.bot_token, "nonsense", "unknown_method"),
    ],
)
async def test_tokens_and_methods_are_checked(room, http, token, method, error):
    answer = await http.post(f"{room.api_url}{method}", data={"token": token})

    assert (200, error) == (answer.status, (await answer.json())["error"])


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda web: web.chat_postMessage(channel="C0NOWHERE", text="?"), "channel_not_found"),
        (lambda web: web.chat_postMessage(channel=ELSEWHERE, text="?"), "channel_not_found"),
        (lambda web: web.chat_postMessage(channel=OPEN, text="?"), "not_in_channel"),
        (lambda web: web.chat_postMessage(channel=ROOM, text="?", thread_ts="1.000001"), "thread_not_found"),
        (lambda web: web.chat_postMessage(channel=ROOM, text="?", blocks="{"), "invalid_blocks_format"),
        (lambda web: web.chat_postMessage(channel=ROOM, text="?", markdown_text="?"), "markdown_text_conflict"),
        (lambda web: web.chat_postEphemeral(channel=ROOM, user=UBE, text="?"), "user_not_in_channel"),
        (lambda web: web.chat_postEphemeral(channel=ROOM, user="U0NOBODY", text="?"), "user_not_found"),
        (lambda web: web.chat_update(channel=ROOM, ts="1.000001", text="?"), "message_not_found"),
        (lambda web: web.chat_delete(channel=ROOM, ts="1.000001"), "message_not_found"),
        (lambda web: web.chat_getPermalink(channel=ROOM, message_ts="1.000001"), "message_not_found"),
        (lambda web: web.users_info(user="U0NOBODY"), "user_not_found"),
        (lambda web: web.users_list(cursor="nonsense"), "invalid_cursor"),
        (lambda web: web.users_list(limit=-1), "invalid_limit"),
        (lambda web: web.bots_info(bot="B0NOBODY"), "bot_not_found"),
        (lambda web: web.conversations_info(channel=ELSEWHERE), "channel_not_found"),
        (lambda web: web.conversations_history(channel=OPEN), "not_in_channel"),
        (lambda web: web.conversations_replies(channel=ROOM, ts="1.000001"), "thread_not_found"),
        (lambda web: web.conversations_open(users=["U0NOBODY"]), "user_not_found"),
        (lambda web: web.conversations_open(users=[OTHER.bot_user]), "cannot_dm_bot"),
        (lambda web: web.conversations_open(users=[YAMAGUCHI, UBE]), "method_not_supported_for_channel_type"),
        (lambda web: web.reactions_add(channel=ROOM, timestamp="1.000001", name="ok"), "message_not_found"),
    ],
)
async def test_what_slack_refuses_is_refused_by_its_code(web, call, error):
    assert error == (await error_of(call(web)))["error"]


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.postEphemeral"])
async def test_a_message_that_says_nothing_is_refused(room, http, method):
    said = {"token": BOT.bot_token, "channel": ROOM, "user": YAMAGUCHI, "text": ""}
    answer = await (await http.post(f"{room.api_url}{method}", data=said)).json()

    assert "no_text" == answer["error"]


async def test_bad_blocks_are_refused_with_the_place_and_the_reason(web):
    refused = await error_of(web.chat_postMessage(channel=ROOM, text="?", blocks=[section("あ" * 3001)]))

    reason = "must be less than 3001 characters [3001] [json-pointer:/blocks/0/text/text]"
    assert ("invalid_blocks", [reason]) == (refused["error"], refused["errors"])
    assert [f"[ERROR] {reason}"] == refused["response_metadata"]["messages"]


async def test_an_app_changes_only_what_it_said_itself(room, web):
    typed = await room.persons.type(YAMAGUCHI, ROOM, "私の発言")

    assert "cant_update_message" == (await error_of(web.chat_update(channel=ROOM, ts=typed.ts, text="?")))["error"]
    assert "cant_delete_message" == (await error_of(web.chat_delete(channel=ROOM, ts=typed.ts)))["error"]


async def test_a_text_without_blocks_takes_the_old_blocks_away_and_shows_as_edited(room, web):
    posted = await web.chat_postMessage(channel=ROOM, text="報告0", blocks=[section("報告0")])

    await web.chat_update(channel=ROOM, ts=posted["ts"], text="報告1")

    said = room.persons.sees(YAMAGUCHI, ROOM)[0]
    assert ("報告1", (), True) == (said.text, said.blocks, said.edited is not None)


async def test_new_blocks_do_not_show_as_edited(room, web):
    posted = await web.chat_postMessage(channel=ROOM, text="報告0", blocks=[section("報告0")])

    await web.chat_update(channel=ROOM, ts=posted["ts"], text="報告1", blocks=[section("報告1")])

    assert room.persons.sees(YAMAGUCHI, ROOM)[0].edited is None


async def test_an_update_has_a_shorter_limit_than_a_message(room, web):
    posted = await web.chat_postMessage(channel=ROOM, text="あ" * 40_001)

    assert 40_000 == len(room.persons.sees(YAMAGUCHI, ROOM)[0].text)
    refused = await error_of(web.chat_update(channel=ROOM, ts=posted["ts"], text="あ" * 4_001))
    assert "msg_too_long" == refused["error"]


async def test_a_deleted_message_is_gone_but_the_head_of_a_thread_leaves_its_place(room, web):
    alone = await web.chat_postMessage(channel=ROOM, text="ひとつ")
    head = await web.chat_postMessage(channel=ROOM, text="スレッドの頭")
    await web.chat_postMessage(channel=ROOM, text="返信", thread_ts=head["ts"])

    await web.chat_delete(channel=ROOM, ts=alone["ts"])
    await web.chat_delete(channel=ROOM, ts=head["ts"])

    assert ["このメッセージは削除されました。"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_an_ephemeral_message_is_for_one_and_in_no_history(room, web):
    await web.chat_postEphemeral(channel=ROOM, user=YAMAGUCHI, text="あなただけに")

    assert ["あなただけに"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]
    assert [] == room.persons.sees(SECRETARIAT, ROOM)
    assert [] == (await web.conversations_history(channel=ROOM))["messages"]


async def test_a_message_to_a_person_goes_to_their_direct_messages(room, web):
    posted = await web.chat_postMessage(channel=YAMAGUCHI, text="こんにちは")

    assert room.persons.open_im(YAMAGUCHI, BOT.id) == posted["channel"]
    assert ["こんにちは"] == [m.text for m in room.persons.sees(YAMAGUCHI, posted["channel"])]


async def test_another_apps_direct_messages_do_not_exist_for_an_app(room, web):
    theirs = room.persons.open_im(YAMAGUCHI, OTHER.bot_user)

    assert "channel_not_found" == (await error_of(web.conversations_history(channel=theirs)))["error"]


async def test_a_channel_is_found_by_its_name(room, web):
    await web.chat_postMessage(channel="#全体", text="名前で")

    assert ["名前で"] == [m.text for m in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_people_are_listed_page_by_page(room):
    members, pages = [], 0
    async for page in await client(room).users_list(limit=3):
        members += [member["id"] for member in page["members"]]
        pages += 1

    assert {SECRETARIAT, YAMAGUCHI, UBE, GUEST, BOT.bot_user, OTHER.bot_user, "USLACKBOT"} == set(members)
    assert (7, 3) == (len(members), pages)


async def test_a_person_of_another_team_shows_as_such(web):
    user = (await web.users_info(user=GUEST))["user"]

    assert ("T0OTHER", True, "委託業者") == (user["team_id"], user["is_restricted"], user["profile"]["display_name"])


async def test_channels_are_listed_by_kind(web):
    listed = await web.conversations_list(types="public_channel,private_channel")

    assert [(ROOM, True), (OPEN, False)] == [(c["id"], c["is_member"]) for c in listed["channels"]]


async def test_history_is_cut_by_time_and_replies_are_in_their_thread(room, web):
    times = [(await web.chat_postMessage(channel=ROOM, text=f"{n}"))["ts"] for n in range(4)]
    await web.chat_postMessage(channel=ROOM, text="返信", thread_ts=times[1])

    between = await web.conversations_history(channel=ROOM, oldest=times[0], latest=times[2])
    inclusive = await web.conversations_history(channel=ROOM, oldest=times[0], latest=times[2], inclusive=True)
    newest = await web.conversations_history(channel=ROOM, limit=1)
    thread = await web.conversations_replies(channel=ROOM, ts=times[1])
    assert ["1"] == [m["text"] for m in between["messages"]]
    assert ["2", "1", "0"] == [m["text"] for m in inclusive["messages"]]
    assert (["3"], True) == ([m["text"] for m in newest["messages"]], newest["has_more"])
    assert ["1", "返信"] == [m["text"] for m in thread["messages"]]
    assert 1 == between["messages"][0]["reply_count"]


async def test_metadata_comes_back_when_it_is_asked_for(web):
    key = {"event_type": "posting", "event_payload": {"key": "round:12"}}
    await web.chat_postMessage(channel=ROOM, text="知らせ", metadata=key)

    with_it = await web.conversations_history(channel=ROOM, include_all_metadata=True)
    without = await web.conversations_history(channel=ROOM)
    assert key == with_it["messages"][0]["metadata"]
    assert "metadata" not in without["messages"][0]


async def test_reactions_are_added_once_and_taken_back(room, web):
    posted = await web.chat_postMessage(channel=ROOM, text="受け取りました")
    where = {"channel": ROOM, "timestamp": posted["ts"]}

    await web.reactions_add(name="white_check_mark", **where)

    assert "already_reacted" == (await error_of(web.reactions_add(name="white_check_mark", **where)))["error"]
    got = await web.reactions_get(**where)
    assert [{"name": "white_check_mark", "users": [BOT.bot_user], "count": 1}] == got["message"]["reactions"]
    await web.reactions_remove(name="white_check_mark", **where)
    assert "no_reaction" == (await error_of(web.reactions_remove(name="white_check_mark", **where)))["error"]


async def test_a_permalink_leads_to_its_place_in_the_page(room, web, http):
    posted = await web.chat_postMessage(channel=ROOM, text="ここ")
    link = await web.chat_getPermalink(channel=ROOM, message_ts=posted["ts"])

    answer = await http.get(link["permalink"], allow_redirects=False)

    assert f"/#{ROOM}/{posted['ts']}" == answer.headers["Location"]


async def test_markdown_is_kept_as_a_markdown_block(room, web):
    await web.chat_postMessage(channel=ROOM, markdown_text="**太字**")

    assert [("markdown", "**太字**")] == [(b["type"], b["text"]) for b in room.persons.sees(YAMAGUCHI, ROOM)[0].blocks]


@pytest.mark.parametrize("body", ["{", "[]", '"text"', b"\xff", '{"limit": NaN}', "[" * 100_000])
async def test_a_body_that_is_no_json_object_is_refused(room, http, body):
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {BOT.bot_token}"}
    answer = await (await http.post(f"{room.api_url}auth.test", data=body, headers=headers)).json()

    assert answer["error"] in {"invalid_json", "json_not_object"}


async def test_given_ids_are_kept_and_missing_ones_filled_in(web):
    posted = await web.chat_postMessage(
        channel=ROOM, text="?", blocks=[actions(button(action_id="mine"), button("もう一つ"), block_id="ours")]
    )

    block = posted["message"]["blocks"][0]
    first, second = block["elements"]
    assert ("ours", "mine", 5) == (block["block_id"], first["action_id"], len(second["action_id"]))


async def test_two_apps_speak_side_by_side(room):
    room.join(OTHER.bot_user, ROOM)
    other: AsyncWebClient = client(room, OTHER.bot_token)

    await other.chat_postMessage(channel=ROOM, text="別のボットです")

    assert [OTHER.id] == [m.app for m in room.persons.sees(YAMAGUCHI, ROOM)]
