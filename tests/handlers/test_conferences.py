"""Several conferences in one installation: each request is one's, and nothing of another's is ever said or done."""

import pytest
from talk import HOFU, NOT_ON_THE_ROSTER, ROOM, SECRETARY, labels
from two import BOTH, HAMADA, MATSUE, NAMES, OURS, SHIMANE, THEIR_ROOM, THEIR_SECRETARY, talking_of_two

from reminders.plan import REMINDER
from storage import audit, deadlines, members, postings, questions

WHICH = "どの会議のことですか。"
GONE = "どの会議のものか分からないため"
REFUSED = "このボットは、連携会議の名簿にある担当者だけが使えます。"
SUBSIDY = "補助金の申請締切"


@pytest.fixture
def two(loaded_url):
    with talking_of_two(loaded_url) as talk:
        yield talk


def registers(two, by, room):
    two.type(f"/deadline 10月末 {SUBSIDY}", by=by, channel=room)
    two.press("この内容で登録する", by=by, channel=room)


@pytest.fixture
def reminded(two):
    """The same deadline in both conferences, of which whoever is in both was told twice."""
    registers(two, SECRETARY, ROOM)
    registers(two, THEIR_SECRETARY, THEIR_ROOM)
    two.clock("2022-10-17T09:00+09:00")
    two.drains()
    return two


def asks(two, text, by=BOTH):
    return two.type(text, by=by, channel=two.direct(by))


def chooses(two, name, by=BOTH):
    return two.press(name, by=by, channel=two.direct(by))


def tapped(two, conference):
    """What was tapped for the deadlines of a conference, by municipality."""
    db = two.database.read()
    every = deadlines.all_open(db, conference, since=two.room.clock().replace(year=2020))
    return {(body, tap.by) for taps in deadlines.taps(db, conference, every).values() for body, tap in taps.items()}


def count(two):
    """How much was written down in each conference."""
    return [audit.count(two.database.read(), each) for each in (OURS, SHIMANE)]


def test_a_room_is_one_conferences(two):
    assert two.type("/status 松江市", by=MATSUE, channel=THEIR_ROOM).text.startswith("松江市の現況")
    assert two.type("/status 山口市", by=BOTH).text.startswith("山口市の現況")
    assert "見つかりませんでした" in two.type("/status 山口市", by=BOTH, channel=THEIR_ROOM).text
    assert "見つかりませんでした" in two.type("/status 松江市", by=BOTH).text


def test_in_a_room_only_its_own_roster_counts(two):
    two.room.world.join(HOFU, THEIR_ROOM)

    said = two.type("/status 松江市", by=HOFU, channel=THEIR_ROOM).text

    assert said.startswith(REFUSED)
    assert f"島根の事務局（試験）：<@{THEIR_SECRETARY}>" in said
    assert SECRETARY not in said


def test_beside_the_bot_the_persons_roster_says_which(two):
    assert asks(two, "状況 松江市", by=MATSUE).text.startswith("松江市の現況")
    assert asks(two, "状況 防府市", by=HOFU).text.startswith("防府市の現況")
    assert "見つかりませんでした" in asks(two, "状況 防府市", by=MATSUE).text


@pytest.mark.parametrize("text", ["状況 松江市", "/status 松江市"])
def test_whoever_is_in_both_is_asked_once(two, text):
    asked = asks(two, text)
    assert asked.text.startswith(WHICH)
    assert list(NAMES) == labels(asked)

    assert chooses(two, NAMES[1]).text.startswith("松江市の現況")
    assert asks(two, "状況 浜田市").text.startswith("浜田市の現況")
    assert "見つかりませんでした" in asks(two, "状況 山口市").text


def test_it_can_be_chosen_anew(two):
    asks(two, "状況 松江市")
    chooses(two, NAMES[1])

    assert asks(two, "会議").text.startswith(WHICH)
    assert chooses(two, NAMES[0]).text.startswith(
        f"{NAMES[0]} のこととしてお答えします。".replace(NAMES[0], f"*{NAMES[0]}*")
    )
    assert asks(two, "状況 山口市").text.startswith("山口市の現況")


def test_nobody_else_is_asked(two):
    assert "見つかりませんでした" in asks(two, "会議", by=MATSUE).text


def test_a_reminder_comes_from_each_and_a_press_counts_where_it_came_from(reminded):
    first, second = (m for m in reminded.said_to(BOTH) if SUBSIDY in m.text)
    assert [True, True] == ["（山口市）" in first.text or "（山口市）" in second.text, first.text != second.text]
    ours, theirs = sorted((first, second), key=lambda m: "松江市" in m.text)

    presses(reminded, theirs, "済")
    assert (set(), {("322016", BOTH)}) == (tapped(reminded, OURS), tapped(reminded, SHIMANE))
    asks(reminded, "状況 松江市")
    chooses(reminded, NAMES[1])
    presses(reminded, ours, "済")

    assert ({("352039", BOTH)}, {("322016", BOTH)}) == (tapped(reminded, OURS), tapped(reminded, SHIMANE))


def presses(two, message, label, by=BOTH):
    """Press that button of that very message."""
    action_id = next(
        e["action_id"]
        for b in message.blocks
        if b["type"] == "actions"
        for e in b["elements"]
        if e["text"]["text"] == label
    )
    two._runner.run(two._pressed(by, two.direct(by), message.ts, action_id))


def test_whoever_left_a_conference_acts_in_it_no_more(reminded):
    """Not even in the other one, of which they still are."""
    ours = next(m for m in reminded.said_to(BOTH) if "（山口市）" in m.text)
    with reminded.database.begin() as db:
        members.remove(db, OURS, BOTH)

    presses(reminded, ours, "済")

    assert REFUSED in reminded.newest(BOTH, reminded.direct(BOTH)).text
    assert (set(), set()) == (tapped(reminded, OURS), tapped(reminded, SHIMANE))


def test_what_is_written_below_a_reminder_is_its_conferences(reminded):
    ours = next(m for m in reminded.said_to(BOTH) if "（山口市）" in m.text)
    asks(reminded, "状況 松江市")
    chooses(reminded, NAMES[1])

    reminded.type("状況 山口市", by=BOTH, channel=reminded.direct(BOTH), thread=ours.ts)

    assert reminded.newest(BOTH, reminded.direct(BOTH)).text.startswith("山口市の現況")


def test_a_command_with_its_prefix_is_answered_once_the_conference_is_chosen(loaded_url):
    with talking_of_two(loaded_url, command_prefix="dx-") as talk:
        assert asks(talk, "/dx-status 松江市").text.startswith(WHICH)
        assert chooses(talk, NAMES[1]).text.startswith("松江市の現況")


def test_what_is_said_to_whoever_is_in_both_names_the_conference(reminded):
    said = [m.text.partition("\n")[0] for m in reminded.said_to(BOTH)]

    assert {f"〔{name}〕" for name in NAMES} == set(said)
    assert all("〔" not in m.text for m in reminded.said_to(MATSUE))


def test_a_form_is_kept_in_the_conference_in_which_it_was_opened(two):
    two.begins("/ask 補助金の対象は？", by=BOTH)
    asks(two, "状況 松江市")
    chooses(two, NAMES[1])
    before = count(two)

    two.submits(by=BOTH)

    assert [1, 0] == [len(list(questions.every(two.database.read(), each))) for each in (OURS, SHIMANE)]
    assert [before[0] + 1, before[1]] == count(two)


def test_each_conference_has_its_own_calendar(reminded):
    """The 14th of October is closed in one of them, so twenty open days before the end of the month come earlier."""
    days = [
        {
            each.posting.due_at.date().isoformat()
            for each in postings.of(reminded.database.read(), where)
            if each.posting.kind == REMINDER
        }
        for where in (OURS, SHIMANE)
    ]

    assert days[0] != days[1]
    assert all("2022-10-14" not in day for day in days[1])


def test_an_unknown_person_is_told_of_each_and_asks_one(two):
    said = asks(two, "状況 松江市", by=NOT_ON_THE_ROSTER)
    assert 2 == said.text.count(REFUSED)
    assert ["参加を申し込む"] * 2 == labels(said)

    pressed = [b for b in said.blocks if b["type"] == "actions"][1]
    two._runner.run(
        two._pressed(
            NOT_ON_THE_ROSTER,
            two.direct(NOT_ON_THE_ROSTER),
            said.ts,
            pressed["elements"][0]["action_id"],
            block_id=pressed["block_id"],
        )
    )

    assert [0, 1] == count(two)
    assert "参加の申し込み" in two.said_to(THEIR_SECRETARY)[-1].text
    assert [] == two.said_to(SECRETARY)


def test_the_home_is_of_one_conference_and_can_be_changed(two):
    assert two.opens_home(BOTH).startswith(f"*{NAMES[0]}* のホームです。")
    two.press_at_home("会議を選ぶ", by=BOTH)
    chooses(two, NAMES[1])
    assert two.home(BOTH).startswith(f"*{NAMES[1]}* のホームです。")

    registers(two, SECRETARY, ROOM)

    assert two.home(BOTH).startswith(f"*{NAMES[1]}* のホームです。")
    assert SUBSIDY not in two.home(BOTH)
    registers(two, THEIR_SECRETARY, THEIR_ROOM)
    assert SUBSIDY in two.home(BOTH)


def test_the_home_of_whoever_is_in_one_says_nothing_of_others(two):
    assert "のホームです" not in two.opens_home(MATSUE)


def test_a_press_of_which_nobody_knows_where_it_came_from_does_nothing(two):
    """As of a message from before there were several, beside the bot: in a room the room says it."""
    press = {"action_id": "help", "block_id": "b", "type": "button", "value": "1"}
    before = count(two)

    for seal, room in (("", two.direct(BOTH)), ("@tottori", two.direct(BOTH)), ("@tottori", ROOM)):
        said = delivered(two, {**press, "block_id": f"b{seal}"}, room)
        assert said.startswith(GONE)

    assert "使い方" in delivered(two, press, THEIR_ROOM)
    assert before == count(two)


def delivered(two, press, room, by=BOTH):
    from talkroom.acts.answers import Exchange  # noqa: PLC0415

    exchange = Exchange(app=two.room.world.apps["A0BOT"], person=by, channel=room)
    url = two.room.answers.response_url(exchange)
    body = {
        "type": "block_actions",
        "team": {"id": two.room.world.team.id},
        "user": {"id": by, "team_id": two.room.world.team.id},
        "channel": {"id": room},
        "container": {"is_ephemeral": True},
        "response_url": url,
        "actions": [press],
    }
    two.delivers(body)
    return two.newest(by, room).text


def test_an_account_that_is_closed_is_told_in_each_of_its_conferences(two):
    two.changes(BOTH, deleted=True)

    assert [1, 1] == count(two)
    assert "停止" in two.said_to(SECRETARY)[-1].text
    assert "停止" in two.said_to(THEIR_SECRETARY)[-1].text


def test_a_room_that_is_shared_is_its_own_conferences_news(two):
    two.shares(THEIR_ROOM)

    assert [0, 1] == count(two)
    assert [] == two.said_to(SECRETARY)


def test_the_first_secretariat_of_each_comes_from_the_settings(loaded_url):
    with talking_of_two(loaded_url, secretariat=(HOFU, f"{SHIMANE}:{HAMADA}")) as talk:
        assert "事務局" in asks(talk, "使い方", by=HAMADA).text.partition("\n")[2]
        assert asks(talk, "/settings", by=HAMADA).text.startswith("設定")
        assert asks(talk, "/settings", by=HOFU).text.startswith("設定")
