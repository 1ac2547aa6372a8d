"""/roster: who answers for what, and what is missing there."""

import pytest
from talk import ROOM, SECRETARY, YAMAGUCHI, labels

from talkroom import Person

SECRETARIAT_ONLY = "この操作は事務局だけができます。"


def listed(talk, by=SECRETARY, text=""):
    return talk.type(f"/roster{text}", by=by)


def test_the_secretariat_sees_every_municipality_in_code_order(talk):
    said = listed(talk)

    assert said.text.startswith(
        "名簿\n名簿にあるのは20人です。不在の間は副担当の方が代理になります。\n"
        f"*事務局*\n• 事務局 行政DX推進班　<@{SECRETARY}>\n"
        "*下関市*\n• 下関市 情報政策担当　<@U0352012>（担当）\n*宇部市*"
    )
    assert 19 == sum(block["block_id"].startswith("body-") for block in said.blocks)
    buttons = [
        "名簿を貼り付ける",
        "CSVで受け取る",
        "CSVのひな形",
        "人を加える",
        "変える・外す",
        "異動",
        "不在を登録する",
    ]
    assert [*buttons, "使い方"] == labels(said)


def test_a_member_sees_the_people_of_their_own_municipality(talk):
    said = listed(talk, YAMAGUCHI)

    assert ["*山口市*"] == [line for line in said.text.splitlines() if line.startswith("*")]
    assert ["不在を登録する", "使い方"] == labels(said)


def test_one_municipality_by_any_of_its_names(talk):
    assert "*山口市*" in listed(talk, text=" やまぐちし").text
    assert "*防府市*" not in listed(talk, text=" やまぐちし").text
    said = listed(talk, YAMAGUCHI, " <!channel>").text
    assert "「&lt;!channel&gt;」という市町は、見られる範囲にありません。" in said


def test_by_text_too(talk):
    assert talk.type("名簿", by=SECRETARY, channel=talk.direct(SECRETARY)).text == listed(talk).text


def test_rungs_and_whoever_is_missing_are_marked(talk):
    talk.appoints("U0DEPUTY", "352039", rung=1)
    talk.dismisses("U0352063")
    said = listed(talk).text

    assert "<@U0DEPUTY>（副担当）" in said
    assert "*防府市*\n【担当者がいません】お知らせが届きません。" in said
    assert 1 == said.count("【担当者がいません】")


@pytest.mark.parametrize(
    ("marks", "mark"),
    [
        ({"deleted": True}, "利用停止"),
        ({"is_restricted": True}, "ゲスト"),
        ({"is_stranger": True}, "ほかの組織"),
        ({"is_bot": True}, "ボット"),
    ],
)
def test_an_account_that_cannot_be_told_is_marked(talk, marks, mark):
    talk.changes(YAMAGUCHI, **marks)
    said = listed(talk).text

    assert f"<@{YAMAGUCHI}>（担当）【{mark}】\n【担当者がいません】お知らせが届きません。" in said


def test_an_account_that_the_chat_does_not_know_is_marked(talk):
    talk.forgets(YAMAGUCHI)

    assert f"<@{YAMAGUCHI}>（担当）【チャットにいない】" in listed(talk).text


def test_what_could_not_be_looked_up_is_not_held_against_anybody(talk):
    listed(talk)  # the asker's own account is known
    talk.room.world.people["U0NEW"] = Person(id="U0NEW", name="新しい人")
    talk.appoints("U0NEW", "352063")
    talk.trouble("error_before", methods="users.info", times=1)

    assert "<@U0NEW>（担当）\n" in listed(talk).text


def test_the_roster_comes_as_a_file_that_excel_opens_and_it_is_noted(talk):
    said = talk.press("CSVで受け取る", by=SECRETARY) if listed(talk) else None
    (file,) = talk.files(talk.said_to(SECRETARY)[-1])

    assert "1対1の画面にお送りしました。" in talk.private(SECRETARY).text, said
    assert file.startswith("\ufeff市町,役割,利用者ID,段階,権限\r\n".encode())
    assert "山口市,山口市 情報政策担当,U0352039,担当,市町\r\n" in file.decode("utf-8-sig")
    assert ",事務局 行政DX推進班,U0SECRETARY,担当,事務局\r\n" in file.decode("utf-8-sig")
    assert "庁内限り・転載禁止" in talk.said_to(SECRETARY)[-1].text
    assert (SECRETARY, "roster.export") in talk.audited()


def test_a_template_names_every_municipality(talk):
    listed(talk)
    talk.press("CSVのひな形", by=SECRETARY)
    (file,) = talk.files(talk.said_to(SECRETARY)[-1])

    assert 21 == len(file.decode("utf-8-sig").splitlines())


def test_what_is_the_secretariats_is_refused_to_a_member(talk):
    assert listed(talk, YAMAGUCHI, " CSV").text.startswith(SECRETARIAT_ONLY)
    talk.type("@進捗ボット 名簿", by=SECRETARY)
    thread = talk.newest(SECRETARY).thread_ts
    for label in ("CSVで受け取る", "CSVのひな形", "名簿を貼り付ける"):
        talk.press(label, by=YAMAGUCHI, thread=thread)

        assert talk.private(YAMAGUCHI, ROOM).text.startswith(SECRETARIAT_ONLY), label
    assert [] == talk.modals(YAMAGUCHI)
    assert [] == talk.audited()


def test_a_file_that_cannot_be_sent_is_said(talk):
    talk.trouble("error_before", methods="files.", times=1)

    assert listed(talk, text=" CSV").text.startswith("ファイルを送れませんでした。")
