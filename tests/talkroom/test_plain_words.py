"""What an app says in blocks, as people read it in words."""

import pytest
from small_blocks import (
    bar,
    card,
    container,
    context_actions,
    data_table,
    feedback,
    icon_button,
    image,
    mrkdwn,
    options,
    pie,
    plain,
    rich,
    task,
    video,
)

from talkroom.content import with_ids
from talkroom.plain import words
from talkroom.plain.told import Told

NAMES = {"U1": "山口市 情報政策担当", "C1": "全体"}


def told(*blocks, **how):
    return Told(lambda each: NAMES.get(each, each), **how).tell(with_ids(list(blocks)))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("*照会* を _開き_ ました ~旧~ `12`", "照会 を 開き ました 旧 12"),
        ("2*3*4 と a_b_c", "2*3*4 と a_b_c"),
        ("*_重ねた_*", "重ねた"),
        ("<@U1> さん、<#C1> で <!channel>", "@山口市 情報政策担当 さん、#全体 で @全員"),
        (
            "<https://example.com/a|資料> と <https://example.com/b>",
            "資料（https://example.com/a） と https://example.com/b",
        ),
        ("<mailto:a@example.com|a@example.com>", "a@example.com"),
        ("&lt;!channel&gt; &amp;amp;", "<!channel> &amp;"),
        ("&gt; 引用\n本文", "＞ 引用\n本文"),
        ("```\nコード\n```", "コード\n"),
        ("\0001\000", "1"),
    ],
)
def test_markup_leaves_no_signs_and_data_stays_as_it_is(written, read):
    assert read == words.mrkdwn(written, lambda each: NAMES.get(each, each))


def test_what_a_person_wrote_is_never_markup():
    said = {"type": "rich_text_quote", "elements": [{"type": "text", "text": "*至急* <!channel>\n&amp;"}]}

    assert ["＞ *至急* <!channel>", "＞ &amp;"] == told({"type": "rich_text", "elements": [said]}).lines


def test_what_is_chosen_below_a_table_is_named_after_the_table():
    states = data_table() | {"caption": "市町ごとの状態"}
    picker = {"type": "static_select", "action_id": "s", "options": options(11)}
    (offer,) = told(states, {"type": "actions", "elements": [picker]}).offers

    assert "市町ごとの状態" == offer.about


def test_a_list_and_its_parts():
    def item(*parts):
        return {"type": "rich_text_section", "elements": list(parts)}

    inline = [
        {"type": "user", "user_id": "U1"},
        {"type": "link", "url": "https://example.com", "text": "資料"},
        {"type": "broadcast", "range": "here"},
        {"type": "emoji", "name": "tada"},
        {"type": "date", "timestamp": 1662595200, "format": "{date}"},
        {"type": "color", "value": "#fff"},
    ]
    listed = {"type": "rich_text_list", "style": "ordered", "indent": 1, "offset": 2, "elements": [item(*inline)]}
    bullets = {**listed, "style": "bullet", "indent": 0, "elements": [item({"type": "channel", "channel_id": "C1"})]}

    assert [
        "　3. @山口市 情報政策担当資料（https://example.com）@全員:tada:2022-09-08 09:00#fff",
        "・ #全体",
    ] == told({"type": "rich_text", "elements": [listed, bullets]}).lines


def test_a_table_and_a_chart_in_lines():
    rows = [["市町", "数"], ["山口市", "12"], ["田布施町", "1,000"]]
    table = data_table() | {"rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]}

    assert ["〔表〕", "市町｜数", "山口市｜12", "田布施町｜1,000"] == told(table).lines
    assert ["〔表〕", "市町    ｜数", "山口市  ｜12", "田布施町｜1,000"] == told(table, aligned=True).lines
    assert ["〔グラフ：割合〕", "0：1", "1：2"] == told(pie()).lines
    assert ["〔グラフ：件数〕", "（0）", "0：1.5", "1：1.5", "2：1.5"] == told(bar()).lines


EVERY = [
    ({"type": "section", "text": mrkdwn("*文*"), "fields": [plain("項目\n値")]}, ["文", "項目：値"]),
    ({"type": "section", "text": plain("図あり"), "accessory": image()}, ["図あり", "〔図：図〕"]),
    ({"type": "header", "text": plain("題")}, ["■ 題"]),
    ({"type": "divider"}, ["――――――――"]),
    ({"type": "context", "elements": [image(), plain("小さい字")]}, ["〔図：図〕　小さい字"]),
    (image(title=plain("図の題")), ["図の題", "〔図：図〕"]),
    ({"type": "markdown", "text": "**太い** 字"}, ["太い 字"]),
    (rich("文"), ["文"]),
    ({"type": "alert", "text": plain("ご注意")}, ["※ ご注意"]),
    (card(subtitle=plain("副題"), hero_image=image()), ["山口市", "副題", "〔図：図〕"]),
    ({"type": "carousel", "elements": [card()]}, ["山口市"]),
    (container({"type": "divider"}, subtitle=plain("副題")), ["■ 履歴", "副題", "――――――――"]),
    (container({"type": "divider"}, title=..., rich_text_title=rich("題")), ["■ 題", "――――――――"]),
    (video(description=plain("説明")), ["〔動画：説明会〕https://example.com/v", "説明"]),
    (task(output=rich("20行")), ["取り込み：完了", "20行"]),
    (
        {"type": "plan", "title": "計画", "tasks": [task(sources=[{"url": "https://example.com", "text": "表"}])]},
        ["■ 計画", "取り込み：完了", "表（https://example.com）"],
    ),
    (context_actions(feedback(), icon_button()), ["　1 良い　2 悪い　3 消す"]),
    ({"type": "call"}, ["（ここでは表示できない部品があります：call）"]),
]


@pytest.mark.parametrize(("block", "lines"), EVERY, ids=lambda each: each["type"] if isinstance(each, dict) else "")
def test_every_block_is_told(block, lines):
    block = {name: each for name, each in block.items() if each is not ...}

    assert lines == told(block).lines
