"""A modal in words: one field after the other, read back, reviewed, sent."""

import pytest
from plain_chat import Plain
from small_blocks import confirm, options, select
from small_blocks import plain as words
from small_room import SECRETARIAT, YAMAGUCHI, actions, button, section
from test_room_modals import field, modal, option

from talkroom import Answer

CLOSED = "送信しました。"


@pytest.fixture
def plain(room):
    return Plain(room)


async def test_the_fields_are_asked_reviewed_and_sent(plain):
    said = await plain.opens(section("10月分です"), field("one"), field("two", optional=True, initial_value="前の答え"))
    assert said.startswith("〔報告　1／2〕\n10月分です\n項目（必須）\n文章で書いてください。\n次：")

    said = await plain.writes("新しい答え")
    assert (
        said == "項目：新しい答え\n〔報告　2／2〕\n項目\n今の内容：前の答え\n"
        "文章で書いてください。（次・戻る・飛ばす・確認・中止）"
    )
    said = await plain.writes("次")
    assert (
        "〔報告　確認〕\n1 項目：新しい答え\n2 項目：前の答え\n"
        "「送信」と書くと「送信」を押します。直すところは番号で選べます。やめるときは「中止」と書いてください。" == said
    )
    assert CLOSED == await plain.writes("送信")
    assert ("新しい答え", "前の答え") == (plain.sent["one"]["value"], plain.sent["two"]["value"])


async def test_one_goes_back_skips_clears_and_mends(plain):
    await plain.opens(field("one"), field("two", optional=True, initial_value="前"), field("three"))
    await plain.writes("いち")
    await plain.writes("消す")
    await plain.writes("さん")
    await plain.writes("戻る")
    await plain.writes("戻る")
    assert "今の内容" not in (await plain.writes("飛ばす")).split("〔")[0]
    said = await plain.writes("確認")
    assert "1 項目：いち\n2 項目：（空欄）\n3 項目：さん" in said
    assert "今の内容：いち" in await plain.writes("1")
    assert "1 項目：直した" in await plain.writes("直した")
    await plain.writes("はい")
    assert ["直した", None, "さん"] == [plain.sent[each]["value"] for each in ("one", "two", "three")]


async def test_what_is_wanted_cannot_be_skipped(plain):
    await plain.opens(field())

    assert "この項目は必ずお答えください。" in await plain.writes("飛ばす")
    assert "※ 入力してください。" in await plain.writes("次")
    assert "※ 入力してください。" in (await plain.writes("確認"), await plain.writes("送信"))[1]


async def test_a_word_of_control_can_be_an_answer(plain):
    await plain.opens(field())
    await plain.writes("＝中止")
    await plain.writes("送信")

    assert "中止" == plain.sent["b"]["value"]


async def test_to_stop_is_asked_for_where_something_would_be_lost(plain):
    await plain.opens(field())
    assert "取りやめました。" == await plain.writes("中止")
    assert [] == plain.room.screens.stack(YAMAGUCHI)

    await plain.opens(field())
    await plain.writes("書きかけ")
    assert "やめますか。" in await plain.writes("中止")
    assert "1 項目：書きかけ" in await plain.writes("いいえ")
    await plain.writes("中止")
    assert "取りやめました。" == await plain.writes("はい")


KINDS = [
    (
        {"type": "number_input", "is_decimal_allowed": False, "max_value": "27"},
        "２，０",
        "20",
        ["28", "1.5", "たくさん"],
    ),
    ({"type": "datepicker"}, "令和4年10月31日(月)", "2022-10-31", ["10/32", "いつか", "2022-10-31(火)"]),
    ({"type": "timepicker"}, "午後５時１５分", "17:15", ["25時", "夕方"]),
    ({"type": "datetimepicker"}, "10月31日 17:15", 1667204100, ["10/31", "17:15"]),
    ({"type": "static_select", "options": options(12)}, "１１", "11", ["12", "-1", "どれか"]),
    ({"type": "radio_buttons", "options": [option("はい"), option("否")]}, "2", "否", ["3", "0", "1、2"]),
    ({"type": "email_text_input"}, "a@example.com", "a@example.com", ["a"]),
    ({"type": "url_text_input"}, "https://example.com", "https://example.com", ["example"]),
    ({"type": "users_select"}, "県", SECRETARIAT, ["9", "だれか"]),
]


@pytest.mark.parametrize(
    ("element", "typed", "sent", "wrong"), KINDS, ids=lambda each: each["type"] if isinstance(each, dict) else ""
)
async def test_every_kind_of_field_is_read_and_what_is_no_answer_is_asked_again(plain, element, typed, sent, wrong):
    await plain.opens(field(**element))
    for each in wrong:
        assert (await plain.writes(each)).startswith("※ "), each
    await plain.writes(typed)
    await plain.writes("送信")
    said = plain.sent["b"]
    chosen = next(value for name, value in said.items() if name != "type")

    assert sent == (chosen["value"] if isinstance(chosen, dict) else chosen)


@pytest.mark.parametrize(
    ("element", "typed", "sent"),
    [
        ({"type": "checkboxes", "options": [option("a"), option("b"), option("c")]}, "1、3", ["a", "c"]),
        ({"type": "multi_static_select", "options": [option("a"), option("b"), option("c")]}, "1〜2", ["a", "b"]),
        ({"type": "multi_static_select", "options": [option("a")]}, "aです", ["a"]),
        ({"type": "multi_users_select"}, "1 2", None),
    ],
)
async def test_several_are_chosen_by_their_numbers(plain, element, typed, sent):
    await plain.opens(field(**element))
    assert "※ " in await plain.writes("1、99")
    await plain.writes(typed)
    await plain.writes("送信")
    chosen = plain.sent["b"].get("selected_options") or plain.sent["b"]["selected_users"]

    assert sent in ([each["value"] if isinstance(each, dict) else each for each in chosen], None)
    assert len(chosen) == len(sent or "ab")


TOWNS = [{"text": words(text), "value": text[:3]} for text in ("山口市（やまぐちし）", "防府市（ほうふし）", "防災課")]


@pytest.mark.parametrize(("typed", "sent"), [("山口市、防府市", ["山口市", "防府市"]), ("防府", ["防府市"])])
async def test_options_are_chosen_by_the_beginning_of_their_words(plain, typed, sent):
    await plain.opens(field(type="multi_static_select", options=TOWNS))
    for unclear in ("防", "山口市、萩市", "、"):
        assert "※ " in await plain.writes(unclear), unclear
    await plain.writes(typed)
    await plain.writes("送信")

    assert sent == [each["value"] for each in plain.sent["b"]["selected_options"]]


async def test_options_that_begin_with_a_number_are_chosen_by_it(plain):
    steps = [{"text": words(text), "value": text} for text in ("0 未着手", "5 移行中", "対象外")]
    said = await plain.opens(field(type="static_select", options=steps))

    assert "\n0 未着手\n5 移行中\n6 対象外\n" in said
    await plain.writes("5")
    await plain.writes("送信")
    assert "5 移行中" == plain.sent["b"]["selected_option"]["value"]


async def test_what_an_app_offers_is_searched_for(plain):
    await plain.opens(field(type="external_select"))
    plain.app.answers.append(Answer(200, {"options": [option("x"), option("y")]}))
    assert "1 xです\n2 yです" in await plain.writes("え")
    plain.app.answers.append(Answer(200, {"options": []}))
    assert "当てはまるものはありません" in await plain.writes("ない")
    plain.app.answers.append(Answer(200, {"options": [option("y")]}))
    await plain.writes("わい")
    assert "項目：yです" in await plain.writes("1")
    await plain.writes("送信")
    assert "y" == plain.sent["b"]["selected_option"]["value"]


async def test_a_file_is_handed_in(plain):
    await plain.opens(field(type="file_input"))
    assert "ファイルを送ってください。" in await plain.writes("これです")
    await plain.face.brings(YAMAGUCHI, plain.direct(), "様式.csv", b"1")
    assert "1 項目：様式.csv" in plain.paper.said[-1].text
    await plain.writes("送信")
    assert ["様式.csv"] == [each["name"] for each in plain.sent["b"]["files"]]


async def test_errors_are_told_at_their_field_and_asked_again_one_after_the_other(plain):
    await plain.opens(
        field("one", initial_value="1"), field("two", initial_value="2"), field("three", initial_value="3")
    )
    await plain.writes("確認")
    plain.app.answers.append(
        Answer(
            200, {"response_action": "errors", "errors": {"one": "違います", "three": "足りません", "no": "ほかにも"}}
        )
    )
    said = await plain.writes("送信")
    assert "※ ほかにも" in said
    assert "〔報告　1／3〕\n※ 違います\n項目（必須）\n今の内容：1" in said
    said = await plain.writes("10")
    assert "〔報告　3／3〕\n※ 足りません" in said
    assert "1 項目：10\n2 項目：2\n3 項目：30" in await plain.writes("30")
    assert CLOSED == await plain.writes("送信")


async def test_an_app_that_listens_hears_of_a_field_and_may_ask_for_more(plain):
    chooser = {**field("kind", type="static_select", options=[option("a"), option("b")]), "dispatch_action": True}
    await plain.opens(chooser, field("last"))
    view = plain.room.screens.stack(YAMAGUCHI)[-1]
    await plain.writes("2")
    assert "b" == plain.pressed["selected_option"]["value"]

    await plain.web.views_update(view_id=view.id, view=modal(chooser, field("more"), field("last")))
    assert "〔報告　3／3〕" in plain.paper.said[-1].text
    assert "1 項目：bです\n2 項目：（空欄）" in await plain.writes("確認")


async def test_a_button_of_the_form_is_pressed_with_what_is_filled_in_and_after_a_question(plain):
    draft = button("下書き", action_id="draft", value="1")
    gone = button("消す", action_id="gone", value="1", confirm=confirm())
    await plain.opens(field(), actions(draft, gone, block_id="x"))
    await plain.writes("書きかけ")

    assert "\n2 下書き\n3 消す\n" in plain.read()
    await plain.writes("2")
    assert "draft" == plain.pressed["action_id"]
    assert "書きかけ" == plain.app.payload["view"]["state"]["values"]["b"]["a"]["value"]
    assert "送りますか" in await plain.writes("消す")
    await plain.writes("はい")
    assert "gone" == plain.pressed["action_id"]
    assert "選べません" in await plain.writes("9")


async def test_a_modal_laid_on_top_comes_first_and_the_one_below_goes_on(plain):
    await plain.opens(field(), field("two"))
    await plain.writes("一番目")
    await plain.writes("二番目")
    plain.app.answers.append(Answer(200, {"response_action": "push", "view": modal(field("sub"), title=words("追加"))}))
    assert "〔追加　1／1〕" in await plain.writes("送信")
    await plain.writes("追加分")
    said = await plain.writes("送信")
    assert "〔報告　確認〕\n1 項目：一番目\n2 項目：二番目" in said


async def test_a_form_laid_in_the_place_of_the_one_that_was_sent_is_read_from_its_beginning(plain):
    await plain.opens(field(), field("two"))
    await plain.writes("一番目")
    await plain.writes("二番目")
    second = modal(section("もう一度、直してください"), field(), field("two"), title=words("訂正"))
    plain.app.answers.append(Answer(200, {"response_action": "update", "view": second}))

    assert "〔訂正　1／2〕\nもう一度、直してください\n項目（必須）\n今の内容：一番目\n" in await plain.writes("送信")
    assert "〔訂正　確認〕\n1 項目：一番目\n2 項目：二番目" in await plain.writes("確認")


async def test_what_is_only_to_be_read_holds_nobody_up(plain):
    await plain.opens(field())
    done = modal(section("受け付けました"), actions(button("直す", action_id="again", value="1")))
    del done["submit"]
    plain.app.answers.append(Answer(200, {"response_action": "update", "view": done}))
    await plain.writes("答え")

    assert "〔報告〕\n受け付けました\n　1 直す\n［1］番号でお答えください。" == await plain.writes("送信")
    await plain.writes("直す")
    assert "again" == plain.pressed["action_id"]


async def test_what_is_only_to_be_read_is_told_once(plain):
    page = modal(section("受け付けました"))
    del page["submit"]
    await plain.opens(field())
    plain.app.answers.append(Answer(200, {"response_action": "update", "view": page}))
    await plain.writes("答え")
    assert "〔報告〕\n受け付けました" == await plain.writes("送信")
    sure = {"title": words("確認"), "text": words("締め切りますか"), "confirm": words("はい"), "deny": words("いいえ")}
    await plain.posts(actions(button("締め切る", action_id="close", value="1", confirm=sure)), channel=plain.direct())

    assert (await plain.writes("締め切る")).startswith("【確認】締め切りますか")
    assert "" == await plain.writes("はい")
    assert "close" == plain.pressed["action_id"]


async def test_a_command_is_no_answer(plain):
    await plain.opens(field())
    assert "※ 入力の途中です。" in await plain.writes("／status 山口市")
    await plain.writes("＝/status 山口市")
    await plain.writes("送信")
    assert "/status 山口市" == plain.sent["b"]["value"]


async def test_a_word_of_control_without_a_form_is_not_said_to_the_app(plain):
    assert "入力の途中のものはありません。" in await plain.writes("中止")
    assert [] == plain.room.persons.sees(YAMAGUCHI, plain.direct())
    await plain.writes("＝中止")
    assert "中止" == plain.room.persons.sees(YAMAGUCHI, plain.direct())[-1].text
    await plain.types("中止")
    assert "中止" == plain.room.persons.sees(YAMAGUCHI, "C0ROOM")[-1].text


async def test_a_word_of_control_is_said_to_the_people_of_a_room(room):
    plain = Plain(room, together=True)
    await plain.types("中止")

    assert "中止" == plain.room.persons.sees(YAMAGUCHI, "C0ROOM")[-1].text


async def test_the_only_option_there_is_is_named(plain):
    await plain.opens(field(type="static_select", options=[option("a")]))
    assert "※ 「議会」という選択肢はありません。選べるのは1だけです。1とお答えください。" in await plain.writes("議会")


async def test_a_field_that_asks_for_a_command_takes_one(plain):
    await plain.opens(field(placeholder=words("/status 練習町")))
    await plain.writes("/status 練習町")
    await plain.writes("送信")
    assert "/status 練習町" == plain.sent["b"]["value"]


async def test_a_question_mark_says_how_to_go_on_in_a_form(plain):
    await plain.opens(field())
    assert "中止：やめる" not in await plain.writes("次")
    assert "次：このまま進む　戻る：前の項目" in await plain.writes("？")
    await plain.writes("＝？")
    await plain.writes("送信")
    assert "？" == plain.sent["b"]["value"]


async def test_what_comes_in_between_does_not_take_the_answer(plain):
    await plain.opens(field(type="static_select", options=[option("a"), option("b")]))
    said = await plain.posts(actions(button("別の", action_id="other", value="9")), channel=plain.direct())

    assert said.endswith("番号でお答えください。（次・戻る・確認・中止）")
    assert "（入力の途中です）" in said
    await plain.writes("2")
    await plain.writes("送信")
    assert "b" == plain.sent["b"]["selected_option"]["value"]


async def test_what_is_said_in_the_room_meanwhile_is_no_answer(plain):
    await plain.opens(field())
    await plain.types("皆さんへ")

    assert [] == list(plain.room.screens.stack(YAMAGUCHI)[-1].chosen)
    assert "皆さんへ" == plain.room.persons.sees(YAMAGUCHI, "C0ROOM")[-1].text


async def test_a_form_that_is_gone_is_refused_in_words(plain):
    await plain.opens(field())
    plain.room.screens.forget()

    assert "その画面は、すでに閉じています。" in await plain.writes("答え")


async def test_a_field_outside_of_an_input_is_told_to_the_app_at_once(plain):
    picker = select(action_id="s", options=[option("a"), option("b")], placeholder=words("期間"))
    await plain.opens(actions(picker, block_id="x"), field())
    assert "期間：bです" in await plain.writes("2")
    assert "b" == plain.pressed["selected_option"]["value"]
