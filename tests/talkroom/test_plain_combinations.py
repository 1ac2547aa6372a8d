"""Every chat there can be, all 1,024: where each text arrives, and that the app hears the same from each of them."""

import json
import re

import pytest
from chats import EVERY
from plain_chat import Paper
from small_blocks import confirm, select
from small_room import ROOM, SECRETARIAT, YAMAGUCHI, actions, attached, button, client, section
from test_room_modals import field, modal, option

from talkroom import Person
from talkroom.plain import Face

BUTTONS = actions(button("報告する", action_id="report", value="12"), button("一覧", action_id="list", value="0"))
ALONE = actions(button("済", action_id="done", value="7"))
MINE = actions(button("開く", action_id="open", value="3"))
TWO = "　1 報告する　2 一覧\n［1］番号でお答えください。"
FIELDS = field("count"), field("kind", **select(options=[option("a"), option("b")]))
OUTSIDER = "U0OUTSIDER"
OF_THE_MOMENT = {"trigger_id", "response_url", "action_ts", "hash", "id", "root_view_id", "view_id"}


class Sheet(Paper):
    """Paper, in a chat that may show forms of its own."""

    def __init__(self):
        super().__init__()
        self.stack = []

    def forms(self, _person, stack):
        self.stack = list(stack)


def faces(room, *people):
    """A face of the room for each of the chats, all before the same people."""
    every = [Face(room, chat, Sheet()) for chat in EVERY]
    for face in every:
        for person in people:
            face.seat(person)
    return every


@pytest.fixture
async def said(room):
    """A round in the room, a word to one person, a change, an answer below, a thing to be done, a file; one is gone."""
    room.world.people[OUTSIDER] = Person(id=OUTSIDER, name="講師")
    room.world.join(OUTSIDER, ROOM)
    every, web = faces(room, YAMAGUCHI, SECRETARIAT), client(room)
    told = {"channel": ROOM, "text": "<!channel> 照会"}
    posted = await web.chat_postMessage(**told, blocks=[section("照会です"), section("10月まで"), BUTTONS])
    await web.chat_postEphemeral(channel=ROOM, user=YAMAGUCHI, text="…", blocks=[section("あなただけに"), MINE])
    changed = [section("照会です"), section("11月まで"), BUTTONS]
    await web.chat_update(**told, ts=posted["ts"], blocks=changed)
    below = await web.chat_postMessage(channel=ROOM, text="締切を延ばしました", thread_ts=posted["ts"])
    await web.chat_postMessage(channel=ROOM, text="確かめます", blocks=[section("確かめます"), ALONE])
    file = room.persons.upload(OUTSIDER, "様式.xlsx", b"form")
    await room.persons.type(OUTSIDER, ROOM, "様式です", files=[file.id])
    await web.chat_delete(channel=ROOM, ts=below["ts"])
    return every, posted["ts"]


def expected(face, ts):
    """What is said to whom, in its order: place, text, only for, below what, stamp, announced."""
    chat, direct = face.ground.chat, face.ground.direct(YAMAGUCHI)
    many, stays = "select" if chat.select_stamp else None, chat.edit or chat.note
    one, nth = "task" if chat.task_stamp else many, 3 if chat.ephemeral else 2
    mine = f"あなただけに\n　1 開く\n［{2 if chat.ephemeral else 1}］番号でお答えください。"
    difference = "（「照会です」が変わりました）\n11月まで"
    taken = "様式です\n　1 「様式.xlsx」（1KB）を受け取る"
    return [
        (ROOM, f"照会です\n10月まで\n{TWO}", "", "", many, chat.announce),
        (ROOM, mine, YAMAGUCHI, "", one, False) if chat.ephemeral else (direct, f"＞ 全体\n{mine}", "", "", one, False),
        *([] if stays else [(ROOM, difference, "", "", None, False)]),
        (ROOM, "締切を延ばしました", "", f"{ROOM}/{ts}", None, False)
        if chat.thread
        else (ROOM, "＞ 照会です\n締切を延ばしました", "", "", None, False),
        (ROOM, f"確かめます\n　1 済\n［{nth}］番号でお答えください。", "", "", one, False),
        (ROOM, f"{taken}\n［{nth + 1}］番号でお答えください。", "", "", one, False),
        (ROOM, "（「締切を延ばしました」は取り消されました）", "", "", None, False),
    ]


def heard(paper):
    return [
        (each.place, each.text, each.only_for, each.under, each.stamp and each.stamp.kind, each.announced)
        for each in paper.said
    ]


async def test_each_text_arrives_where_it_belongs_and_once(said):
    every, ts = said
    for face in every:
        chat, paper = face.ground.chat, face.ground.outlet
        whole = f"照会です\n11月まで\n{TWO}"

        assert expected(face, ts) == heard(paper), chat
        assert ([whole] if chat.edit else []) == [each.text for each in paper.changed], chat
        note = (ROOM, *whole.split("\n", maxsplit=1))
        assert ([note] if chat.note and not chat.edit else []) == paper.notes, chat


async def test_what_is_chosen_is_the_same_to_the_app_and_a_file_is_handed_over(room, said):
    every, _ = said
    app = attached(room)
    for face in every:
        for words, nth in (("10月", 1), ("あなただけに", 0), ("確かめます", 0), ("様式", 0)):
            await chooses(face, words, nth)

        assert [("様式.xlsx", b"form")] == face.ground.outlet.files, face.ground.chat
        assert (ROOM, "「様式.xlsx」をお渡ししました。") == heard(face.ground.outlet)[-1][:2], face.ground.chat
    presses = [lasting(payload) for _, payload in app.heard]
    assert presses[:3] * len(EVERY) == presses
    assert ["list", "open", "done"] == [each["actions"][0]["action_id"] for _, each in app.heard[:3]]


async def chooses(face, words, nth):
    """Choose in the message with these words: touched where the chat has stamps, by its number else."""
    each = next(each for each in face.ground.outlet.said if words in each.text)
    face.has_read(YAMAGUCHI, each.place, each.key)
    number = re.search("［(.+)］", each.text)[1]
    touch = face.touched(YAMAGUCHI, each.key, nth) if each.stamp else None
    await (touch or face.hears(YAMAGUCHI, each.place, f"{number}-{nth + 1}"))


async def test_what_has_to_be_asked_first_is_asked_and_then_told_to_the_app(room):
    app, every, web = attached(room), faces(room, YAMAGUCHI), client(room)
    picker = select(action_id="town", options=[option(f"{n}") for n in range(11)], confirm=confirm())
    await web.chat_postMessage(channel=ROOM, text="…", blocks=[section("市町です"), actions(picker)])
    for face in every:
        chat, paper = face.ground.chat, face.ground.outlet
        await chooses(face, "市町です", 0)
        for answer, nth, kind in (("2", 2, "select"), ("はい", 0, "yes_no")):
            asked = paper.said[-1]
            assert (kind if chat.select_stamp else None) == (asked.stamp and asked.stamp.kind), chat
            touch = face.touched(YAMAGUCHI, asked.key, nth) if asked.stamp else None
            await (touch or face.hears(YAMAGUCHI, asked.place, answer))

        assert [ROOM, *[face.ground.direct(YAMAGUCHI)] * 2] == [each.place for each in paper.said], chat
        assert paper.said[-1].text.startswith("【確認】送りますか"), chat
    presses = [lasting(payload) for _, payload in app.heard if payload["type"] == "block_actions"]
    assert (len(EVERY), 1) == (len(presses), len(set(presses)))
    assert "2" == app.payload["actions"][0]["selected_option"]["value"]


async def test_a_form_is_filled_in_wherever_it_is_shown(room):
    app, web = attached(room), client(room)
    for chat in EVERY:
        face = Face(room, chat, Sheet())
        face.seat(YAMAGUCHI)
        await face.hears(YAMAGUCHI, ROOM, "/status")
        await web.views_open(trigger_id=app.payload["trigger_id"], view=modal(*FIELDS))
        await fills(face)
        face.close()

        told = [each.text for each in face.ground.outlet.said]
        assert ([] if chat.modal else ["送信しました。"]) == told[-1:], chat
        assert (0 if chat.modal else 4) == len(told), chat
        assert [] == face.ground.outlet.stack
    sent = [payload for kind, payload in app.heard if payload.get("type") == "view_submission"]
    assert (len(EVERY), 1) == (len(sent), len({lasting(payload) for payload in sent}))


async def fills(face):
    """Answer what is asked: in the chat's own form, by touch, or in words."""
    chat, paper = face.ground.chat, face.ground.outlet
    if chat.modal:
        (view,) = paper.stack
        state = {"count": {"a": "23"}, "kind": {"a": "b"}}
        assert {} == await face._room.persons.submit(YAMAGUCHI, view.id, state)
        return
    for answer, touched in (("23", None), ("2", 1), ("送信", 0)):
        asked = paper.said[-1]
        assert (touched is not None and chat.select_stamp) is bool(asked.stamp)
        touch = face.touched(YAMAGUCHI, asked.key, touched) if asked.stamp else None
        await (touch or face.hears(YAMAGUCHI, face.ground.direct(YAMAGUCHI), answer))


def lasting(payload):
    """A payload without what is another each time."""

    def kept(part):
        if isinstance(part, dict):
            return {name: kept(value) for name, value in part.items() if name not in OF_THE_MOMENT}
        return [kept(each) for each in part] if isinstance(part, list) else part

    return json.dumps(kept(payload), sort_keys=True)
