"""A round opens: what was filled in is shown as its receivers will see it, and it opens once."""

import pytest
from talk import HOFU, ROOM, SECRETARY, YAMAGUCHI, block, labels

from handlers import rounds as command
from storage import deadlines, rounds

SECRETARIAT_ONLY = "この操作は事務局だけができます。"
OPEN, CONFIRM = "照会を開く", "この内容で開く"
TITLE = "令和4年9月 標準化の進捗照会"
HERE = "yamaguchi"


@pytest.fixture
def form(talk):
    """The form of a new round stands before the secretariat."""
    talk.type("/round", by=SECRETARY)
    talk.press(OPEN, by=SECRETARY)
    return talk


@pytest.fixture
def opened(talk):
    """A round is open."""
    return with_round(talk)


def with_round(talk, **filled):
    talk.type("/round", by=SECRETARY)
    talk.press(OPEN, by=SECRETARY)
    assert {} == talk.submits(by=SECRETARY, **filled)
    assert {} == talk.submits(by=SECRETARY)
    return talk


def says(view):
    return "\n".join(b["text"]["text"] for b in view.blocks if b["type"] in {"section", "header"})


def the_round(talk):
    return rounds.asked(talk.database.read(), HERE)[-1]


def board(talk):
    return next(m for m in talk.sees(SECRETARY, ROOM) if m.app and m.text.startswith("照会："))


def test_without_a_round_the_list_says_how_one_is_opened(talk):
    said = talk.type("/round", by=SECRETARY)

    assert (
        "照会\n受付中の照会は、今はありません。「照会を開く」を押すか、`照会 標準化 10月末` のように入力してください。"
        == said.text
    )
    assert [OPEN, "毎月の照会", "使い方"] == labels(said)


def test_what_was_filled_in_is_shown_as_its_receivers_will_see_it(form):
    assert {} == form.submits(by=SECRETARY)

    shown = says(form.modals()[-1])
    assert "令和4年9月26日(月) 17:15 まで。あと18日（開庁日であと10日）。" in shown
    assert "宛先：19市町・担当者19人" in shown
    assert f"照会：{TITLE}\nテーマ：システム標準化・共通化　基準日：令和4年8月末時点" in shown
    assert "*報告0／未報告19*" in shown
    assert f"*{TITLE}* へのご回答をお願いします。" in shown
    assert "*下関市*　未報告\n前回の回答：" in shown
    assert [] == form.told()


def test_it_opens_with_one_board_in_the_room_and_one_message_to_each_person(opened):
    assert f"*{TITLE}* を開きました。令和4年9月26日(月) 17:15 まで" in says(opened.modals()[-1])
    assert [f"照会：{TITLE}"] == [text.splitlines()[0] for text in opened.told()]
    assert ["報告する", "詳しく"] == labels(board(opened))
    for user in (YAMAGUCHI, HOFU):
        (told,) = opened.said_to(user)
        assert told.text.startswith(f"照会：{TITLE}\n*{TITLE}* へのご回答をお願いします。")
        assert ["報告する", "変更なしで報告", "期限の延長を申し出る"] == labels(told)
    assert [] == opened.said_to(SECRETARY)


def test_the_buttons_know_the_round_and_the_municipality(opened):
    (told,) = opened.said_to(YAMAGUCHI)

    report, same = block(told, "own-0-report")["elements"]
    assert [("report:open", f"{the_round(opened).id} 352039"), ("report:same", f"{the_round(opened).id} 352039")] == [
        (each["action_id"], each["value"]) for each in (report, same)
    ]
    assert the_round(opened).id == block(board(opened), "board-actions")["elements"][0]["value"]


def test_who_answers_for_several_municipalities_gets_one_message(talk):
    talk.appoints("U0BOTH", "352039")
    with talk.database.begin() as db:
        db.exec_driver_sql("INSERT INTO member_municipality VALUES ('yamaguchi', 'U0BOTH', '352063', 0)")
    with_round(talk)

    (told,) = talk.said_to("U0BOTH")
    assert "*山口市*　未報告" in told.text
    assert "*防府市*　未報告" in told.text


def test_it_is_for_the_municipalities_that_were_chosen(talk):
    with_round(talk, bodies=["352063"])

    assert "*報告0／未報告1*" in board(talk).text
    assert [1, 0] == [len(talk.said_to(user)) for user in (HOFU, YAMAGUCHI)]
    talk.clock("2022-09-26T09:01+09:00")
    assert 2 == len(talk.said_to(HOFU))
    assert [] == talk.said_to(YAMAGUCHI)


def test_a_reminder_offers_to_report(opened):
    opened.clock("2022-09-20T09:01+09:00")
    opened.clock("2022-09-21T09:01+09:00")

    told = opened.said_to(YAMAGUCHI)[-1]
    assert "照会には「報告する」からお答えください。" in told.text
    assert "済" not in labels(told)
    assert labels(told)[:2] == ["報告する", "変更なしで報告"]


def test_at_night_nobody_is_disturbed(talk):
    talk.clock("2022-09-08T19:00+09:00")
    with_round(talk)
    assert [] == talk.told()
    assert [] == talk.said_to(YAMAGUCHI)

    talk.clock("2022-09-09T08:31+09:00")
    assert 1 == len(talk.told())
    assert 1 == len(talk.said_to(YAMAGUCHI))


def test_confirmed_twice_it_opens_once(form):
    form.submits(by=SECRETARY)
    form.submits(by=SECRETARY)
    form.again(kinds=("interactive",))

    assert 1 == len(rounds.asked(form.database.read(), HERE))
    assert 1 == len(form.told())
    assert 1 == len(form.said_to(YAMAGUCHI))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": "　"}, {"title": "照会の件名を書いてください。"}),
        ({"title": "あ" * 101}, {"title": "件名は100字までです（今は101字）。短くしてください。"}),
        ({"as_of": "2022-09-09"}, {"as_of": "基準日は、今日までの日を選んでください。"}),
        ({"day": "2022-09-07"}, {"day": "その日時は、すでに過ぎています。これからの日時を選んでください。"}),
        ({"theme": "own"}, {"lines": "項目を1つ以上書いてください。例：端末の台数｜数字｜台"}),
    ],
)
def test_what_is_wrong_is_said_at_the_field(form, wrong, said):
    assert said == form.submits(by=SECRETARY, **wrong)
    assert [] == rounds.asked(form.database.read(), HERE)


def test_a_closed_day_is_warned_of_and_the_working_day_before_is_one_press_away(form):
    form.submits(by=SECRETARY, day="2022-10-29")
    assert "※この日は閉庁日（土曜日）です。" in says(form.modals()[-1])

    then = form.press_in_modal("令和4年10月28日(金)にする")

    assert "令和4年10月28日(金) 17:15 まで" in says(then)
    form.submits(by=SECRETARY)
    assert "令和4年10月28日(金) 17:15 まで" in board(form).text


def test_the_usual_title_follows_the_theme_and_one_of_ones_own_stays(form):
    form.submits(by=SECRETARY, theme="online")
    assert "照会：令和4年9月 オンライン化の進捗照会" in says(form.modals()[-1])

    form.press_in_modal("書き直す")
    form.submits(by=SECRETARY, title="秋の調べ", theme="rpa")
    assert "照会：秋の調べ" in says(form.modals()[-1])


@pytest.mark.parametrize("step", ["the form", "the preview"])
def test_the_right_is_looked_at_again_when_it_is_sent(form, step):
    if step == "the preview":
        form.submits(by=SECRETARY)
    form.is_no_longer_the_secretariat(SECRETARY)

    form.submits(by=SECRETARY)

    assert SECRETARIAT_ONLY in says(form.modals()[-1])
    assert [] == rounds.asked(form.database.read(), HERE)


def test_everything_is_written_down(opened):
    assert (SECRETARY, "round.open") in opened.audited()


# A form for this once

LINES = "端末の台数｜数字｜台\n更新の方針｜選択｜今年度、来年度、未定\n普及率|割合\n課題｜文章\n更新の日｜日付"


def test_a_form_for_this_once_is_read_line_by_line_and_shown(form):
    assert {} == form.submits(by=SECRETARY, theme="own", title="端末の調査", lines=LINES)

    shown = says(form.modals()[-1])
    assert (
        "このときだけの様式\n1. 端末の台数（数字・台）\n2. 更新の方針（選択：今年度、来年度、未定）\n"
        "3. 普及率（割合・%）\n4. 課題（文章）\n5. 更新の日（日付）"
    ) in shown
    form.submits(by=SECRETARY)
    kept = the_round(form)
    assert ["端末の台数", "更新の方針", "普及率", "課題", "更新の日"] == [f.label for f in kept.form.form]
    assert (("c1", "今年度"), ("c2", "来年度"), ("c3", "未定")) == kept.form.form[1].choices
    assert "テーマ" not in board(form).text


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("端末の台数", "1行目の種類が分かりません。数字・割合・選択・文章・日付のどれかを"),
        ("台数｜数字\n方針｜三択", "2行目の種類「三択」が分かりません。"),
        ("方針｜選択｜はい", "1行目「方針」の選択肢を、「、」で区切って2〜20個書いてください"),
        ("｜数字", "1行目に項目名がありません。"),
        ("台数｜数字\n台数｜文章", "2行目の「台数」は、前の行にもあります。"),
        ("\n".join(f"項目{n}｜文章" for n in range(11)), "項目は10個までです（今は11個）。"),
        (f"{'あ' * 61}｜文章", "1行目の項目名は60字までにしてください。"),
    ],
)
def test_what_is_wrong_in_a_line_is_said_in_words(form, lines, said):
    wrong = form.submits(by=SECRETARY, theme="own", title="端末の調査", lines=lines)

    assert wrong["lines"].startswith(said)


# From a text


def test_a_theme_and_a_day_are_a_proposal_that_one_press_opens(talk):
    said = talk.type("/round 標準化 10月末", by=SECRETARY)
    assert (
        f"照会を開く\n*{TITLE}*\nテーマ：システム標準化・共通化\n宛先：19市町・担当者19人\n"
        "令和4年10月31日(月) 17:15 まで。あと53日（開庁日であと34日）。"
    ) == said.text
    assert [] == talk.told()

    talk.press(CONFIRM, by=SECRETARY)

    assert "令和4年10月31日(月) 17:15 まで" in board(talk).text


def test_a_proposal_can_be_looked_at_in_the_form(talk):
    talk.type("/round 標準化 10月末", by=SECRETARY)
    talk.press("見本を見る・直す", by=SECRETARY)
    talk.submits(by=SECRETARY)
    talk.submits(by=SECRETARY)
    talk.press(CONFIRM, by=SECRETARY)

    assert "すでに開かれています" in talk.private(SECRETARY).text
    assert 1 == len(rounds.asked(talk.database.read(), HERE))


@pytest.mark.parametrize("text", ["標準化", "標準化 ほげほげ", "標準化 8月末"])
def test_where_no_day_is_understood_the_form_is_one_press_away(talk, text):
    said = talk.type(f"/round {text}", by=SECRETARY)

    assert ["フォームで開く", "照会の一覧"] == labels(said)
    assert "例：`照会 標準化 10月末`（開く）" in said.text


def test_the_last_one_is_opened_once_more_with_the_days_of_this_month(talk):
    with_round(talk, theme="own", title="端末の調査", lines=LINES, bodies=["352063"])
    first = the_round(talk)
    talk.clock("2022-10-03T10:00+09:00")
    talk.type("/round", by=SECRETARY)
    talk.press("前回と同じ内容で開く", by=SECRETARY)
    talk.submits(by=SECRETARY)
    talk.submits(by=SECRETARY)

    again = the_round(talk)
    assert again.id != first.id
    assert (first.theme, first.bodies, "2022-09-30") == (again.theme, again.bodies, f"{again.as_of.last}")
    assert [f.label for f in first.form.form] == [f.label for f in again.form.form]
    assert "2022-10-18" == f"{deadlines.of_round(talk.database.read(), HERE, again.id)[0].due_at:%Y-%m-%d}"


def test_a_member_gets_their_own_instead_of_a_refusal(opened):
    said = opened.type("/round", by=YAMAGUCHI)

    assert said.text.startswith(f"自分の市町への照会\n*{TITLE}*")
    assert ["報告する", "変更なしで報告", "期限の延長を申し出る"] == labels(said)[:3]
    assert SECRETARIAT_ONLY in opened.type("/round 標準化 10月末", by=YAMAGUCHI).text


@pytest.mark.parametrize("sentence", ["照会", "round 標準化", "照会 進捗照会"])
def test_it_can_be_asked_for_in_a_sentence(opened, sentence):
    said = opened.type(sentence, by=SECRETARY, channel=opened.direct(SECRETARY))

    assert TITLE in said.text
    assert "照会" in command.COMMAND.words
