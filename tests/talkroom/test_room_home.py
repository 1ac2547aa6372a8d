"""App Home: opened, published, updated, and each person's own."""

from dataclasses import replace

import pytest
from slack_sdk.errors import SlackApiError
from small_room import BOT, GUEST, ROOM, SECRETARIAT, YAMAGUCHI, actions, attached, button, client, new_room, section

from talkroom import RefusedError


def home(*blocks, **more):
    return {"type": "home", "blocks": list(blocks) or [section("ようこそ")], **more}


def words(view):
    return [block["text"]["text"] for block in view.blocks]


async def test_opening_it_tells_the_app_and_shows_nothing_yet(room):
    app = attached(room)

    assert room.persons.open_home(YAMAGUCHI, BOT.id) is None
    await room.settle()
    (event,) = app.events("app_home_opened")
    assert (YAMAGUCHI, "home", False) == (event["user"], event["tab"], "view" in event)
    assert room.world.channels[event["channel"]].is_im


async def test_what_is_published_is_the_one_persons(room, web):
    published = await web.views_publish(user_id=YAMAGUCHI, view=home(section("山口市の報告")))

    assert ["山口市の報告"] == words(room.screens.home(BOT.id, YAMAGUCHI))
    assert room.screens.home(BOT.id, SECRETARIAT) is None
    assert "home" == published["view"]["type"]


async def test_the_next_opening_tells_what_stands_there(room, web):
    published = await web.views_publish(user_id=YAMAGUCHI, view=home())
    app = attached(room)
    room.persons.open_home(YAMAGUCHI, BOT.id)
    await room.settle()

    assert published["view"] == app.events("app_home_opened")[0]["view"]


async def test_it_is_published_anew_under_the_same_id_and_an_old_hash_conflicts(web):
    first = await web.views_publish(user_id=YAMAGUCHI, view=home())
    second = await web.views_publish(user_id=YAMAGUCHI, view=home(section("二")), hash=first["view"]["hash"])
    assert first["view"]["id"] == second["view"]["id"]

    with pytest.raises(SlackApiError, match="hash_conflict"):
        await web.views_publish(user_id=YAMAGUCHI, view=home(), hash=first["view"]["hash"])


@pytest.mark.parametrize("view", [{"type": "modal", "blocks": []}, home(*[section("?")] * 101), None])
async def test_what_is_no_home_is_refused(web, view):
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await web.views_publish(user_id=YAMAGUCHI, view=view or {})


@pytest.mark.parametrize("user", ["U0NOBODY", BOT.bot_user, ""])
async def test_nobody_elses_home_can_be_published(web, user):
    with pytest.raises(SlackApiError, match="invalid_arguments"):
        await web.views_publish(user_id=user, view=home())


async def test_an_app_without_a_home_tab_publishes_none():
    room = new_room(apps=(replace(BOT, has_home=False),))
    await room.start()

    with pytest.raises(SlackApiError, match="not_enabled"):
        await client(room).views_publish(user_id=YAMAGUCHI, view=home())
    await room.stop()


async def test_a_press_in_it_carries_the_view(room, web):
    app = attached(room)
    published = await web.views_publish(user_id=YAMAGUCHI, view=home(actions(button(action_id="go", value="1"))))
    view_id = published["view"]["id"]
    await room.persons.press_in(YAMAGUCHI, view_id, "go")

    payload = app.payload
    assert ("view", view_id, "1") == (
        payload["container"]["type"],
        payload["view"]["id"],
        payload["actions"][0]["value"],
    )


async def test_it_is_updated_like_any_view_and_cannot_be_submitted(room, web):
    published = await web.views_publish(user_id=YAMAGUCHI, view=home())
    await web.views_update(view_id=published["view"]["id"], view=home(section("新")))

    assert ["新"] == words(room.screens.home(BOT.id, YAMAGUCHI))
    with pytest.raises(RefusedError, match="送信ボタンがありません"):
        await room.persons.submit(YAMAGUCHI, published["view"]["id"], {})


async def test_a_guest_has_a_home_of_their_own_too(room, web):
    await web.views_publish(user_id=GUEST, view=home(section("ゲストの方へ")))

    assert ["ゲストの方へ"] == words(room.screens.home(BOT.id, GUEST))


async def test_a_direct_message_can_be_sent_to_a_person(room, web):
    posted = await web.chat_postMessage(channel=YAMAGUCHI, text="ご確認ください")

    assert ["ご確認ください"] == [m.text for m in room.persons.sees(YAMAGUCHI, posted["channel"])]
    assert ROOM != posted["channel"]
