"""A roster handed in: checked line by line, shown as a difference, applied once."""

import pytest
from talk import HOFU, SECRETARY, YAMAGUCHI, labels
from test_roster import listed

from talkroom import Person

NEW = "U0NEW"
HEAD = "市町,役割,利用者ID,段階,権限"


@pytest.fixture
def room(talk):
    """Somebody is in the chat who is not on the roster yet."""
    talk.room.world.people[NEW] = Person(id=NEW, name="新任")
    return talk


def present(talk):
    """The present roster as the file says it, line by line."""
    talk.type("/roster CSV", by=SECRETARY)
    (file,) = talk.files(talk.said_to(SECRETARY)[-1])
    return file.decode("utf-8-sig").splitlines()


def other(talk, **lines):
    """The present roster, with the line of an account changed (or left out), and new lines at its end."""
    new = [lines.pop("new")] if "new" in lines else []
    kept = [lines.get(line.split(",")[2], line) for line in present(talk)]
    return "\r\n".join([*filter(None, kept), *new]).encode()


def brings(talk, contents):
    return talk.brings("名簿.csv", contents)


def confirms(talk, label="名簿に反映する"):
    return talk.press(label, by=SECRETARY, channel=talk.direct(SECRETARY))


def changed(talk):
    return other(
        talk,
        U0352063="",
        U0352039="山口市,山口市 DX推進課長,U0352039,係長,市町",
        new="山口市,山口市 デジタル推進担当,U0NEW,担当,市町",
    )


def test_the_difference_is_shown_and_applied_once_confirmed(room):
    said = brings(room, changed(room))

    assert (
        "名簿の変更の確認\n追加 1人・変更 1人・削除 1人（変わらない人 18人）。まだ反映していません。\n"
        "*追加*（1）\n• <@U0NEW>　山口市 デジタル推進担当［山口市］\n"
        "*変更*（1）\n• <@U0352039>　山口市 情報政策担当［山口市］ → 山口市 DX推進課長［山口市（係長）］\n"
        "*削除*（1）\n• <@U0352063>　防府市 情報政策担当［防府市］\n"
        "*反映すると担当者がいない市町*（1）\n• 防府市"
    ) == said.text
    assert ["名簿に反映する", "やめる"] == labels(said)
    assert "U0NEW" not in listed(room).text

    done = confirms(room)

    assert done.text.startswith("名簿に反映しました：追加 1人・変更 1人・削除 1人。")
    assert "山口市 デジタル推進担当　<@U0NEW>（担当）" in listed(room).text
    assert "名簿にある担当者だけが使えます" in room.type("/status 防府市", by=HOFU).text
    assert (SECRETARY, "roster.import") == room.audited()[-1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_way_an_office_saves_it_is_read(room, encoding, end):
    said = brings(room, end.join(changed(room).decode().splitlines()).encode(encoding))

    assert "追加 1人・変更 1人・削除 1人" in said.text


def test_a_second_press_changes_nothing(room):
    brings(room, changed(room))
    confirms(room)
    count = len(room.audited())

    assert "すでに反映されたか、取りやめられています。" in confirms(room).text
    assert count == len(room.audited())


def test_what_was_given_up_cannot_be_applied(room):
    brings(room, changed(room))

    assert "取りやめました。名簿は変わっていません。" in confirms(room, "やめる").text
    assert "すでに反映されたか" in confirms(room).text
    assert "U0NEW" not in listed(room).text


def test_a_roster_that_changed_meanwhile_is_asked_again(room):
    brings(room, changed(room))
    room.appoints("U0OTHER", "352063")
    said = confirms(room)

    assert "名簿がほかの方によって変わりました。" in said.text
    assert "• <@U0OTHER>　352063の担当［防府市］" in said.text
    assert "U0NEW" not in listed(room).text

    confirms(room)
    assert "U0NEW" in listed(room).text


def test_the_same_roster_changes_nothing(room):
    assert "今の名簿と同じです。" in brings(room, other(room)).text


def test_it_may_be_pasted_from_a_sheet(room):
    listed(room)
    room.press("名簿を貼り付ける", by=SECRETARY)
    text = other(room, new="山口市,山口市 課長,U0NEW,係長,市町").decode().replace(",", "\t")
    assert {} == room.submits(rows=text)

    assert "確かめています。" in room.modals()[-1].blocks[0]["text"]["text"]
    assert "追加 1人・変更 0人・削除 0人" in room.said_to(SECRETARY)[-1].text
    assert "U0NEW" not in listed(room).text
    confirms(room)
    assert "U0NEW" in listed(room).text


def test_several_municipalities_stand_in_one_cell_or_in_several_lines(room):
    room.room.world.people["U0SECOND"] = Person(id="U0SECOND", name="兼務")
    both = '"山口市、萩市",広域担当,U0NEW,副担当,市町'
    twice = "山口市,広域担当,U0SECOND,担当,市町\r\n萩市,広域担当,<@U0SECOND>,係長,市町"
    lines = f"{other(room).decode()}\r\n{both}\r\n{twice}"
    said = brings(room, lines.encode())

    assert "<@U0NEW>　広域担当［山口市（副担当）、萩市（副担当）］" in said.text
    assert "<@U0SECOND>　広域担当［山口市、萩市（係長）］" in said.text


def test_a_post_without_an_account_is_flagged_and_kept_as_vacant(room):
    said = brings(room, other(room, new="防府市,防府市 DX推進担当,,副担当,市町"))
    assert "*利用者IDのない役割（空席として載せます）*（1）\n• 防府市：防府市 DX推進担当（副担当）" in said.text

    confirms(room)

    assert "• 【空席】防府市 DX推進担当（副担当）" in listed(room).text
    assert "防府市,防府市 DX推進担当,,副担当,市町" in present(room)


WRONG = {
    "山口しい,担当,U0NEW,担当,市町": "22行目：「山口しい」という市町はありません。",
    ",担当,U0NEW,担当,市町": "22行目：市町が書かれていません。",
    "山口市,担当,U0NEW,主任,市町": "22行目：段階「主任」は、担当・副担当・係長のどれかにしてください。",
    "山口市,担当,U0NEW,担当,管理者": "22行目：権限「管理者」は、事務局・市町のどちらかにしてください。",
    "山口市,担当,たろう,担当,市町": "22行目：利用者ID「たろう」は、U か W で始まる英数字にしてください",
    "山口市,,U0NEW,担当,市町": "22行目：役割（職名）が書かれていません。",
    f"山口市,{'長' * 61},U0NEW,担当,市町": "22行目：役割（職名）は60字までです（今は61字）。",
    "山口市,担当,U0352039,担当,市町": "22行目：U0352039 の同じ行が2つあります。",
    "山口市,担当,U0NOBODY,担当,市町": "22行目：U0NOBODY というアカウントは、チャットにありません。",
    "山口市,担当,U0GUEST,担当,市町": "22行目：U0GUEST はゲストのため、名簿に載せられません。",
    "山口市,担当,U0ELSEWHERE,担当,市町": "22行目：U0ELSEWHERE はほかの組織の方のため、名簿に載せられません。",
    "山口市,担当,U0BOT,担当,市町": "22行目：U0BOT はボットのため、名簿に載せられません。",
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.items())
def test_what_is_wrong_is_said_with_its_line_and_nothing_is_kept(room, line, sentence):
    said = brings(room, other(room, new=line))

    assert "次の1件を直して、もう一度お送りください。名簿は変わっていません。" in said.text
    assert sentence in said.text
    assert "名簿に反映する" not in labels(said)


def test_a_name_that_was_mistyped_is_offered_again(room):
    assert "防府市" in brings(room, other(room, new="防附市,担当,U0NEW,担当,市町")).text.partition("のことですか")[0]


def test_the_last_of_the_secretariat_cannot_be_removed(room):
    said = brings(room, other(room, U0SECRETARY=""))

    assert "事務局の人が1人もいなくなります。" in said.text


def test_those_of_the_settings_stay_of_the_secretariat(talking_with):
    with talking_with(secretariat=(SECRETARY,)) as talk:
        brings(talk, other(talk, U0SECRETARY="山口市,山口市 課長,U0SECRETARY,係長,市町"))
        confirms(talk)

        assert "山口市 課長 としてお使いいただけます。" in talk.type("/help", by=SECRETARY).text
        assert "名簿を貼り付ける" in labels(listed(talk))


def test_what_looks_like_a_formula_is_text_both_ways(room):
    brings(room, other(room, new='山口市,"=HYPERLINK(""http://x"")<!channel>",U0NEW,担当,市町'))
    confirms(room)

    assert '=HYPERLINK("http://x")&lt;!channel&gt;　<@U0NEW>' in listed(room).text
    assert any("\"'=HYPERLINK" in line for line in present(room))
    assert "今の名簿と同じです。" in brings(room, other(room)).text


UNREADABLE = {
    b"PK\x03\x04xlsx": "Excel のファイルとして読めませんでした。",
    b"\x81\xff\xfe\x00": "文字として読めませんでした。",
    b"\r\n \r\n": "ファイルに何も書かれていません。",
    HEAD.encode(): "見出しの行だけで、中身の行がありません。",
    "市町,役割\n山口市,担当".encode(): "見出しの行に、次の列がありません：利用者ID。",
    "市町,役割,利用者ID,職名\n山口市,担当,U1,長".encode(): "同じ意味の見出し「職名」が2つあります。",
    f'{HEAD}\n山口市,"担当,U1'.encode(): '2行目からの引用符（"）が正しく閉じていません。',
    b"x" * 5_000_001: "ファイルが大きすぎます（5MB まで）。",
    f"{HEAD}\n".encode() + "山口市,担当,,,\n".encode() * 5_001: "行が多すぎます（5000行まで）。",
}


@pytest.mark.parametrize(("contents", "sentence"), UNREADABLE.items(), ids=UNREADABLE.values())
def test_a_bad_file_gets_one_clear_sentence(room, contents, sentence):
    said = brings(room, contents)

    assert said.text.startswith(sentence)
    assert said.text.endswith("何も記録していません。")
    assert [] == room.audited()


def test_a_file_that_the_chat_does_not_hand_over(room):
    room.direct(SECRETARY)
    room.room.world.apps["A0BOT"] = replaced(room.room.world.apps["A0BOT"])

    assert brings(room, b"a").text.startswith("ファイルを受け取れませんでした。")


def replaced(app):
    from dataclasses import replace  # noqa: PLC0415

    return replace(app, scopes=tuple(scope for scope in app.scopes if scope != "files:read"))


def test_a_member_who_brings_one_is_refused(room):
    said = room.brings("名簿.csv", HEAD.encode(), by=YAMAGUCHI)

    assert said.text.startswith("この操作は事務局だけができます。")


def test_the_right_is_asked_again_when_it_is_applied(room):
    room.appoints("U0OTHER", "352063")
    brings(room, changed(room))
    room.is_no_longer_the_secretariat(SECRETARY)

    assert confirms(room).text.startswith("この操作は事務局だけができます。")
    assert "<@U0NEW>" not in room.type("/roster", by=YAMAGUCHI).text


def test_another_file_is_no_roster(room):
    assert "使い方" in room.brings("写真.png", b"x", text="使い方").text
