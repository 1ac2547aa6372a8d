"""The whole bot in chats that can do less than Slack: every pair of what a chat may lack or have.

With CHATS=all in the environment (`make chats`) in every chat there can be, 1,024 of them.
"""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from shutil import copy

import pytest
from asked import ask, filled, told
from chats import CHATS, EVERY, FLAGS, ROWS, named
from chatting import Chatting
from noted import kept
from talk import HOFU, NOT_ON_THE_ROSTER, ROOM, SECRETARY, YAMAGUCHI, settings_for, talking

import bot
from domain.round import How
from storage import deadlines, leaves, members, pauses, rounds


def test_the_chats_meet_every_pair_of_what_a_chat_can_do():
    for one, other in combinations(FLAGS, 2):
        assert 4 == len({(getattr(chat, one), getattr(chat, other)) for chat in [EVERY[0], *ROWS]})


@pytest.fixture(params=CHATS, ids=named)
def there(request, loaded_sqlite: Path, tmp_path: Path) -> Iterator[Chatting]:
    with talking(settings_for(f"sqlite:///{copy(loaded_sqlite, tmp_path / 'bot.db')}")) as talk:
        chatting = Chatting(talk, request.param)
        yield chatting
        assert [] == chatting.astray()


def test_a_standing_is_asked_for_in_the_room_and_alone(there):
    said = there.types("/status 山口市")

    assert ("＞ /status 山口市" in said) is not there.chat.ephemeral
    assert "マイナポータル利用手続数：22手続" in said
    assert "転出届・転入予約：不明（資料・報告なし）" in said
    assert "19市町" in there.chooses("オンライン化：全市町") or "下関市" in there.reads()
    assert "山口市の現況" in there.writes("状況 山口市")
    assert (there.chat.slash, "山口市の現況" in there.types("／状況 山口市")) in {(False, True), (True, False)}


def test_a_report_is_made_corrected_and_asked_for(there):
    asked = ask(there.talk, "online", "オンライン化の照会（9月末）")
    there.writes("/report")
    there.chooses("報告する")
    assert "0から27までの数字" in there.fills(マイナポータル="28")
    assert "22手続 → 23手続" in there.fills(マイナポータル="２３")
    there.presses("直す")
    there.fills(転出届="検討中", 理由="数え方を直しました")

    first, second = told(there.talk, asked)
    assert (22.0 + 1, "検討中") == (first.answers["procedures", 0], second.answers["moving", 0])

    assert "未報告 18" in there.types("/unreported", by=SECRETARY)
    there.chooses("ご確認のお願いを送る", by=SECRETARY)
    there.fills(by=SECRETARY)
    assert "ご確認のお願い" in there.reads(HOFU)
    assert "ご確認のお願い" not in there.reads(YAMAGUCHI)


def test_a_deadline_is_added_and_answered(there):
    there.writes("/deadline", by=SECRETARY)
    there.chooses("フォームで登録", by=SECRETARY)
    there.fills(by=SECRETARY, 件名="様式の提出", 締切の日="10/31")
    there.fills(by=SECRETARY)

    assert "新しい締切です：様式の提出" in "\n".join(each.text for each in there.screen.said if each.place == ROOM)
    assert "様式の提出\n令和4年10月31日(月) 17:15 まで" in there.writes("/deadline")
    assert "済" in there.chooses("済")
    assert "様式の提出\n令和4年10月31日(月) 17:15 まで　あと53日（開庁日であと34日）\n済 1" in there.writes("/deadline")


def test_a_note_is_written_and_read(there):
    there.writes("/note")
    there.chooses("書く")
    there.fills(題名="窓口の工夫", 本文="予約制にしました。")

    assert "窓口の工夫" in there.writes("/note 山口市", by=HOFU)
    assert "予約制にしました。" in there.chooses("読む", by=HOFU)
    assert "予約制にしました。" in there.writes("/note 検索 予約", by=SECRETARY)
    assert "窓口の工夫\nノート・山口市" in there.writes("/search 窓口の工夫", by=HOFU)
    assert "予約制にしました。" in there.chooses("読む", by=HOFU)


def test_a_question_is_asked_and_answered(there):
    there.writes("/ask")
    there.chooses("相談する")
    there.fills(種類="標準化", 内容="標準化の補助の対象は何ですか")

    assert "標準化の補助の対象は何ですか" in there.writes("/ask", by=SECRETARY)
    there.writes("/ask 1", by=SECRETARY)
    there.chooses("回答する", by=SECRETARY)
    there.fills(by=SECRETARY, 回答="移行の経費です。")
    assert "移行の経費です。" in there.reads()


def test_a_paper_the_roster_and_the_settings_are_at_hand(there):
    there.writes("/export 進捗", by=SECRETARY)
    there.chooses("CSV", by=SECRETARY)
    (label,) = [
        each.label
        for said in there.screen.said
        for menu in [there.face.ground.menus.of(said.place, said.key)]
        for each in (menu.choices if menu else ())
        if ".csv" in each.label
    ]
    there.chooses(label, by=SECRETARY)
    ((name, contents),) = there.screen.files
    assert (True, True) == (name.endswith(".csv"), "山口市" in contents.decode("utf-8-sig"))

    assert "山口市 情報政策担当" in there.writes("/roster 山口市", by=SECRETARY)
    assert "設定" in there.writes("/settings", by=SECRETARY)


def test_a_newcomer_practises(there):
    there.writes("/help 練習")
    there.chooses("練習する")
    there.fills(ボットに聞く="状況 練習町")
    there.fills(手続数="7")
    there.fills(手続数="8", 理由="数え方を直しました")
    assert "どこにも残っていません" in there.fills(題名="窓口の工夫", 本文="予約制です")


# Rounds


def opens_a_round(there):
    """The secretariat opens a round in the form; all its receivers hear of it."""
    there.writes("/round", by=SECRETARY)
    there.chooses("照会を開く", by=SECRETARY)
    there.fills(by=SECRETARY, テーマ="2", 締切の日="10/31")
    there.fills(by=SECRETARY)
    return rounds.asked(stored(there), bot.CONFERENCE)[-1]


def stored(there):
    return there.talk.database.read()


def board(there):
    """What the room reads of the round now, however the chat shows it."""
    return there.note() or [each for each in there.told() if "／未報告" in each][-1]


def test_a_round_is_opened_and_its_board_follows_the_reports(there):
    asked = opens_a_round(there)
    assert "報告0／未報告19\nご質問は" in board(there)
    assert "山口市　未報告" in there.reads(YAMAGUCHI, there.direct(YAMAGUCHI))
    before, stays = len(there.told()), there.chat.edit or there.chat.note
    there.chooses("報告する", channel=there.direct(YAMAGUCHI))
    there.fills(マイナポータル="23")
    there.chooses("変更なしで報告", by=HOFU)

    assert "報告2／未報告17" in board(there)
    assert ("ご質問は" in board(there)) is stays
    assert before + (0 if stays else 2) == len(there.told())
    assert [How.FORM, How.SAME] == [told(there.talk, asked, code)[-1].how for code in ("352039", "352063")]


def test_a_report_is_given_back_and_a_longer_time_is_granted(there):
    opens_a_round(there)
    there.chooses("変更なしで報告")
    there.writes("/round オンライン化", by=SECRETARY)
    there.picks("市町を選んで決める", "3", by=SECRETARY)
    there.fills(by=SECRETARY, どうします="2", 理由="桁を確かめてください")
    assert "理由：桁を確かめてください" in there.reads(YAMAGUCHI, there.direct(YAMAGUCHI))

    there.chooses("期限の延長を申し出る", by=HOFU)
    there.fills(by=HOFU, いつまで="11/4", 理由="議会のため")
    assert "理由：議会のため" in there.reads(SECRETARY, there.direct(SECRETARY))
    there.chooses("認める", by=SECRETARY)
    assert "令和4年11月4日(金) 17:15 まで" in there.reads(HOFU, there.direct(HOFU))

    asked = rounds.asked(stored(there), bot.CONFERENCE)[-1]
    assert ["10/31", "11/04"] == sorted(
        f"{each.due_at:%m/%d}" for each in deadlines.of_round(stored(there), bot.CONFERENCE, asked.id)
    )
    assert "｜差し戻し" in there.writes("/round オンライン化", by=SECRETARY)


def test_a_round_is_put_off_for_all_and_closed(there):
    asked = opens_a_round(there)
    there.writes("/round オンライン化", by=SECRETARY)
    there.chooses("日時を変える", by=SECRETARY)
    assert "令和4年11月7日(月) 17:15 まで に変えました" in there.fills(by=SECRETARY, 新しい日="11/7")
    assert "令和4年11月7日(月) 17:15 まで" in there.reads(HOFU, there.direct(HOFU))
    there.writes("/round オンライン化", by=SECRETARY)
    assert "はい／いいえ" in there.chooses("締め切る", by=SECRETARY)
    assert there.writes("はい", by=SECRETARY).startswith(f"{asked.title} を締め切りました。")

    assert "この照会は締め切りました。" in board(there)
    assert [] == rounds.open_ones(stored(there), bot.CONFERENCE)
    assert "受付中の照会は、今はありません" in there.writes("/report", by=HOFU)


def test_a_report_is_brought_in_a_file(there):
    asked = ask(there.talk, "online", "オンライン化の照会（9月末）")
    there.writes("/report")
    there.chooses("ファイルで報告")
    form = there.fetches("報告_")
    assert "E7 山口市" in there.brings("報告.xlsx", filled(form, {"マイナポータル": 99}))
    assert "22手続 → 23手続" in there.brings("報告.xlsx", filled(form, {"マイナポータル": 23}))
    assert [] == told(there.talk, asked)
    assert "1市町分を報告しました：山口市" in there.chooses("この内容で報告する")

    (report,) = told(there.talk, asked)
    assert (How.FILE, 23.0) == (report.how, report.answers["procedures", 0])


def test_a_report_is_made_in_a_sentence(there):
    asked = ask(there.talk, "online", "オンライン化の照会（9月末）")
    assert "13手続（前回：22手続）" in there.writes("報告 オンライン化 利用手続数＝１３")
    assert [] == told(there.talk, asked)
    there.chooses("この内容で報告する")

    (report,) = told(there.talk, asked)
    assert (How.TEXT, 13.0) == (report.how, report.answers["procedures", 0])


# Deadlines and reminders


def registers(there):
    there.writes("/deadline 令和4年10月末 補助金の申請締切", by=SECRETARY)
    there.chooses("この内容で登録する", by=SECRETARY)


def test_a_deadline_is_put_off_and_one_municipality_pauses(there):
    registers(there)
    there.writes("/deadline", by=SECRETARY)
    there.chooses("日時を変える", by=SECRETARY)
    there.fills(by=SECRETARY, 新しい日="11/7", 理由="国の都合")
    assert "令和4年10月31日(月) 17:15 まで → 令和4年11月7日(月) 17:15 まで" in there.told()[-1]

    there.writes("/deadline")
    there.chooses("しばらく止める")
    assert "令和4年11月1日(火)まで止めました（議会）" in there.fills(いつまで="11/1", 理由="議会")
    assert ["352039"] == list(pauses.last(stored(there), bot.CONFERENCE))
    read = there.passes("2022-10-24T09:01+09:00")
    assert (True, False) == ("補助金の申請締切（防府市）" in read, "補助金の申請締切（山口市）" in read)
    there.writes("/deadline")
    assert "山口市 へのお知らせを再開しました" in there.chooses("山口市のお知らせを再開する")


def test_a_reminder_comes_with_the_clock_and_is_answered_or_put_off(there):
    registers(there)
    there.passes("2022-10-17T09:01+09:00")
    assert "補助金の申請締切（山口市）" in there.reads()
    assert "10開庁日前" in there.chooses("なぜ届いたか")
    there.chooses("済")
    there.chooses("明日の朝にもう一度", by=HOFU)
    read = there.passes("2022-10-18T09:01+09:00")

    assert (True, False) == ("補助金の申請締切（防府市）" in read, "補助金の申請締切（山口市）" in read)
    (subsidy,) = deadlines.kept(stored(there), bot.CONFERENCE)
    assert ["352039"] == list(deadlines.taps(stored(there), bot.CONFERENCE, [subsidy])[subsidy.id])


# Notes and questions


def writes_a_note(there):
    there.writes("/note 書く")
    there.fills(題名="窓口の工夫", 本文="予約制にしました。")


def mends(there, by):
    """A person has the note before them in the form."""
    there.writes("/note 山口市", by)
    there.chooses("読む", by)
    there.chooses("直す", by)


def test_two_people_mend_one_note_and_its_history_tells(there):
    writes_a_note(there)
    mends(there, YAMAGUCHI)
    mends(there, SECRETARY)
    there.fills(by=SECRETARY, 本文="予約制です。")
    said = there.fills(本文="予約制にしました。電話も減りました。")
    assert "先に直されています" in said
    assert "＋ 電話も減りました。" in said
    there.fills()
    assert "電話も減りました。" in there.writes("/note 検索 電話", by=HOFU)

    there.writes("/note 山口市")
    there.chooses("読む")
    assert "全3版" in there.chooses("履歴")
    assert "第1版" in there.chooses("第1版を読む")
    there.chooses("履歴")
    there.chooses("この版に戻す（最初の版です")
    there.writes("はい")
    (note,) = kept(there.talk)
    assert (4, "予約制にしました。") == (note.version.number, note.writing.body)


def test_what_is_said_in_the_room_becomes_a_note(there):
    there.types("窓口が混みます")
    there.types("/操作")
    there.chooses("ノートに残す")
    there.fills(題名="混雑")

    assert ["窓口が混みます"] == [each.writing.body for each in kept(there.talk)]
    assert "窓口が混みます" in there.writes("/note 検索 混雑", by=HOFU)


def test_an_answer_is_shared_with_all_and_read_from_the_room(there):
    there.writes("/ask")
    there.chooses("相談する")
    there.fills(種類="標準化", 相談の内容="補助の対象は何ですか")
    if there.chat.thread:
        there.answers("新しい相談", "移行の経費です。", by=SECRETARY)
        there.chooses("回答として送る", by=SECRETARY)
        there.fills(by=SECRETARY)
    else:
        there.chooses("回答する", by=SECRETARY)
        there.fills(by=SECRETARY, 回答="移行の経費です。")
    there.writes("/ask 1", by=SECRETARY)
    there.chooses("全市町に共有する", by=SECRETARY)
    there.fills(by=SECRETARY)
    assert "相談の回答が1件共有されました。" in there.told()[-1]
    before = len(there.told())

    assert "＞ 移行の経費です。" in there.chooses("読む", by=HOFU)
    assert there.chat.ephemeral or before == len(there.told())
    openly = [each.text for each in there.screen.said if each.place == ROOM and not each.only_for]
    assert "移行の経費です。" not in "\n".join(openly)
    there.chooses("解決した", channel=there.direct(YAMAGUCHI))
    assert "解決" in there.writes("/ask 1")


# People


def test_a_newcomer_applies_and_is_let_in(there):
    there.writes("状況 山口市", by=NOT_ON_THE_ROSTER)
    assert "お申し込みを事務局に送りました" in there.chooses("参加を申し込む", by=NOT_ON_THE_ROSTER)
    there.chooses("名簿に載せる", by=SECRETARY)
    assert "※ 入力してください。" in there.fills(by=SECRETARY) or there.chat.modal
    there.fills(by=SECRETARY, 役割="山口市 DX推進担当", 担当として="3")

    assert "山口市 DX推進担当（山口市） としてお使いいただけます。" in there.reads(NOT_ON_THE_ROSTER)
    assert "山口市の現況" in there.writes("状況 山口市", by=NOT_ON_THE_ROSTER)
    assert ("352039",) == members.of(stored(there), bot.CONFERENCE, NOT_ON_THE_ROSTER).municipalities


def test_a_roster_is_brought_in_a_file(there):
    there.writes("/roster CSV", by=SECRETARY)
    listed = there.fetches("roster", by=SECRETARY)
    read = there.brings("名簿.csv", listed + "山口市,山口市 係,U0STRANGER,副担当,市町\r\n".encode(), by=SECRETARY)
    assert "山口市 係" in read
    there.chooses("名簿に反映する", by=SECRETARY)

    assert "山口市 係" == members.of(stored(there), bot.CONFERENCE, NOT_ON_THE_ROSTER).post
    assert "山口市の現況" in there.writes("状況 山口市", by=NOT_ON_THE_ROSTER)


def test_a_person_of_the_roster_is_changed_succeeded_and_removed(there):
    there.writes("/roster", by=SECRETARY)
    there.chooses("変える・外す", by=SECRETARY)
    there.fills(by=SECRETARY, だれ="山口市 情報政策担当（U0352039）")
    there.fills(by=SECRETARY, 役割="山口市 DX推進室")
    assert "山口市 DX推進室 としてお使いいただけます。" in there.writes("/help")

    there.writes("/roster", by=SECRETARY)
    there.chooses("異動", by=SECRETARY)
    there.fills(by=SECRETARY, 前任="山口市 DX推進室（U0352039）", 後任="名簿にない職員")
    assert members.of(stored(there), bot.CONFERENCE, YAMAGUCHI) is None
    assert "山口市 DX推進室" == members.of(stored(there), bot.CONFERENCE, NOT_ON_THE_ROSTER).post
    assert "このボットは、連携会議の名簿にある担当者だけが使えます。" in there.writes("状況 山口市")


def test_while_somebody_is_away_the_deputy_is_told(there):
    there.talk.appoints("U0DEPUTY", "352039", rung=1)
    there.face.seat("U0DEPUTY")
    registers(there)
    there.writes("/roster")
    there.chooses("不在を登録する")
    assert "@U0DEPUTY さんにお知らせします" in there.fills(いつから="10/10", いつまで="10/20")
    there.passes("2022-10-17T09:01+09:00")
    assert "担当の方が不在のため、代理としてお知らせしています" in there.reads("U0DEPUTY")

    there.writes("/roster")
    there.chooses("不在を取り消す")
    assert [] == leaves.coming(stored(there), bot.CONFERENCE, there.talk.room.clock().date())


# What is at hand


def test_the_home_shows_what_is_open_and_its_buttons_answer(there):
    asked = ask(there.talk, "online", "オンライン化の照会（9月末）")
    assert "オンライン化の照会（9月末）（山口市）" in there.writes("ホーム")
    read = there.chooses("変更なしで報告")
    assert (True, 1) == ("ご回答をお待ちしているものは、今はありません。" in read, read.count("相談の一覧"))
    assert [How.SAME] == [each.how for each in told(there.talk, asked)]
    assert "報告 1／未報告 18" in there.writes("ホーム", by=SECRETARY)
    assert "山口県全体の現況" in there.chooses("県全体の現況", by=SECRETARY)
    assert "未報告 18" in there.chooses("未報告", by=SECRETARY)


def test_a_mention_is_answered_to_everybody_below_it_or_with_its_words(there):
    said = there.types("@進捗ボット 状況 防府市", by=HOFU)
    (answer,) = [each for each in there.screen.said if each.place == ROOM]

    quoted = said.startswith("＞ @進捗ボット 状況 防府市\n■ 防府市の現況")
    assert (not there.chat.thread, there.chat.thread) == (quoted, bool(answer.under))
    assert "19市町" in there.chooses("オンライン化：全市町", channel=ROOM)


def test_what_is_ambiguous_or_unknown_is_asked_back(there):
    assert "「山口」は2つに当てはまります。" in there.types("@進捗ボット 状況 山口")
    assert "山口市の現況" in there.chooses("山口市")
    assert "「あああ」という市町・テーマ・業務は見つかりませんでした。" in there.types("/status あああ")
    assert "" == there.types("皆さん、よろしくお願いします")
    assert "入力の途中のものはありません" in there.writes("中止")
    there.writes("/help")
    assert "何も行っていません。" in there.writes("99")


def test_a_form_is_gone_back_in_and_left_without_a_trace(there):
    asked = ask(there.talk, "online", "オンライン化の照会（9月末）")
    there.writes("/report")
    there.chooses("報告する")
    if not there.chat.modal:
        there.writes("23")
        assert "〔報告：オンライン化　1／5〕" in there.writes("戻る")
        assert "※ 入力の途中です。" in there.writes("/status 山口市")
        assert "ここまでの入力は送られません。やめますか。" in there.writes("中止")
        assert "〔報告：オンライン化　1／5〕" in there.writes("いいえ")
    there.stops()

    assert [] == told(there.talk, asked)
    assert "山口市の現況" in there.writes("状況 山口市")


def test_two_people_are_in_the_middle_of_forms_while_something_is_posted(there):
    asked = ask(there.talk, "online", "オンライン化の照会（9月末）")
    for person in (YAMAGUCHI, HOFU):
        there.writes("/report", by=person)
        there.chooses("報告する", by=person)
    registers(there)
    read = there.passes("2022-10-17T09:01+09:00")
    assert (0 if there.chat.modal else 4) == read.count("（入力の途中です）")  # two messages, two people
    there.fills(by=HOFU, マイナポータル="5")
    there.fills(マイナポータル="23")

    assert [23.0, 5.0] == [told(there.talk, asked, c)[-1].answers["procedures", 0] for c in ("352039", "352063")]
    assert "済" in there.chooses("済", by=HOFU)


def test_the_settings_and_the_monthly_round_are_decided(there):
    there.writes("/settings", by=SECRETARY)
    there.chooses("変える", by=SECRETARY)
    assert "10:00" in there.fills(by=SECRETARY, お知らせの時刻="10:00")
    there.writes("/round", by=SECRETARY)
    there.chooses("毎月の照会", by=SECRETARY)
    there.chooses("毎月の照会を作る", by=SECRETARY)
    there.fills(by=SECRETARY)
    there.passes("2022-10-03T10:01+09:00")

    (asked,) = rounds.asked(stored(there), bot.CONFERENCE)
    assert f"照会：{asked.title}" in "\n".join(there.told())
