"""Messages for later: they wait, and are posted when the room's clock comes to their time."""

from datetime import timedelta

import pytest
from slack_sdk.errors import SlackApiError
from small_room import OPEN, OTHER, ROOM, YAMAGUCHI, client, until

HOUR = 3600


def later(room, seconds):
    return int(room.clock().timestamp() + seconds)


def forward(room, **by):
    room.move_clock(room.clock() + timedelta(**by))


def texts(room):
    return [message.text for message in room.persons.sees(YAMAGUCHI, ROOM)]


async def test_a_message_for_later_is_posted_when_its_time_has_come(room, web):
    await web.chat_scheduleMessage(channel=ROOM, text="締切です", post_at=later(room, 2 * HOUR))
    forward(room, hours=1)
    assert [] == texts(room)

    forward(room, hours=1, minutes=1)
    assert ["締切です"] == texts(room)


async def test_it_is_posted_by_the_running_clock_too(room, web):
    await web.chat_scheduleMessage(channel=ROOM, text="まもなく", post_at=later(room, 2))

    await until(room, lambda: ["まもなく"] == texts(room))


async def test_several_are_posted_in_the_order_of_their_times(room, web):
    for hours, text in ((3, "三"), (1, "一"), (2, "二")):
        await web.chat_scheduleMessage(channel=ROOM, text=text, post_at=later(room, hours * HOUR))
    forward(room, days=1)

    assert ["一", "二", "三"] == texts(room)


async def test_the_next_due_is_known(room, web):
    assert room.next_due() is None
    at = later(room, HOUR)
    await web.chat_scheduleMessage(channel=ROOM, text="?", post_at=at)

    assert at == room.next_due().timestamp()


async def test_what_waits_is_listed_and_can_be_taken_back(room, web):
    at = later(room, HOUR)
    kept = await web.chat_scheduleMessage(channel=ROOM, text="取り消す予定", post_at=at)
    (listed,) = (await web.chat_scheduledMessages_list(channel=ROOM))["scheduled_messages"]
    assert (kept["scheduled_message_id"], at, "取り消す予定") == (listed["id"], listed["post_at"], listed["text"])
    assert [] == (await client(room, OTHER.bot_token).chat_scheduledMessages_list())["scheduled_messages"]

    await web.chat_deleteScheduledMessage(channel=ROOM, scheduled_message_id=kept["scheduled_message_id"])
    forward(room, days=1)
    assert [] == texts(room)


async def test_in_the_last_minute_it_is_too_late_to_take_it_back(room, web):
    kept = await web.chat_scheduleMessage(channel=ROOM, text="?", post_at=later(room, 50))

    with pytest.raises(SlackApiError, match="invalid_scheduled_message_id"):
        await web.chat_deleteScheduledMessage(channel=ROOM, scheduled_message_id=kept["scheduled_message_id"])


@pytest.mark.parametrize(
    ("seconds", "error"), [(-1, "time_in_past"), (121 * 24 * HOUR, "time_too_far"), (119 * 24 * HOUR, None)]
)
async def test_the_time_has_to_come_within_120_days(room, web, seconds, error):
    scheduling = web.chat_scheduleMessage(channel=ROOM, text="?", post_at=later(room, seconds))
    if not error:
        assert (await scheduling)["ok"]
        return
    with pytest.raises(SlackApiError, match=error):
        await scheduling


async def test_no_more_than_30_wait_for_the_same_five_minutes(room, web):
    for _ in range(30):
        await web.chat_scheduleMessage(channel=ROOM, text="?", post_at=later(room, HOUR))

    with pytest.raises(SlackApiError, match="restricted_too_many"):
        await web.chat_scheduleMessage(channel=ROOM, text="?", post_at=later(room, HOUR))


async def test_the_channel_is_judged_at_once(room, web):
    with pytest.raises(SlackApiError, match="not_in_channel"):
        await web.chat_scheduleMessage(channel=OPEN, text="?", post_at=later(room, HOUR))


async def test_one_with_metadata_is_never_posted_as_slack_has_it(room, web):
    metadata = {"event_type": "reminder", "event_payload": {}}
    await web.chat_scheduleMessage(channel=ROOM, text="?", post_at=later(room, HOUR), metadata=metadata)
    forward(room, days=1)

    assert [] == texts(room)
