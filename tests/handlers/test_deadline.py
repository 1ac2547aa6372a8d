"""Deadlines: listed, registered, moved, called off."""

import pytest
from talk import ROOM, SECRETARY, YAMAGUCHI, block, buttons, labels

SUBSIDY = "/deadline 令和4年10月末 デジタル基盤改革支援補助金の申請締切"
TITLE = "デジタル基盤改革支援補助金の申請締切"
REGISTER = "この内容で登録する"
SECRETARIAT_ONLY = "この操作は事務局だけができます。"
NOTHING = "登録されている締切はありません。"
GONE = "その締切はもうありません。"


@pytest.fixture
def subsidy(talk):
    """The subsidy's deadline is registered."""
    register(talk, SUBSIDY)
    return talk


def register(talk, text):
    talk.type(text, by=SECRETARY)
    talk.press(REGISTER, by=SECRETARY)


def listed(talk, by=SECRETARY, text="/deadline"):
    talk.type(text, by=by)
    return talk.private(by)


def move(talk, day, time="17:15", reason=""):
    listed(talk)
    talk.press("日時を変える", by=SECRETARY)
    return talk.submits(by=SECRETARY, day=day, time=time, reason=reason)


# The list


def test_without_deadlines_the_list_says_how_to_register_one_and_shows_the_papers_own(talk):
    said = listed(talk).text

    assert "登録されている締切はありません。\n例：`締切 令和4年10月末" in said
    assert "マイナポータル申請管理の利用申請*　～R4.11（令和4年11月30日(水)まで）" in said


@pytest.mark.parametrize("text", ["/deadline", "/deadline 一覧", "/deadline　今月"])
def test_the_list_shows_days_and_working_days_left_and_how_many_have_answered(subsidy, text):
    subsidy.clock("2022-10-03T10:00+09:00")

    said = listed(subsidy, YAMAGUCHI, text)

    assert f"*{TITLE}*\n令和4年10月31日(月) 17:15 まで　あと28日（開庁日であと19日）" in said.text
    assert "済 0／対象外 0／まだ 19\n山口市：まだ" in said.text
    assert ["済", "対象外", "まだ"] == labels(said)[:3]


def test_this_month_leaves_the_others_out(subsidy):
    assert NOTHING in listed(subsidy, text="/deadline 今月").text


@pytest.mark.parametrize("sentence", ["締切", "〆切 一覧", "deadline"])
def test_the_list_can_be_asked_for_in_a_sentence(subsidy, sentence):
    assert TITLE in subsidy.type(sentence, channel=subsidy.direct()).text


def test_a_tap_in_the_list_counts_at_once(subsidy):
    listed(subsidy, YAMAGUCHI)
    subsidy.press("済", by=YAMAGUCHI)

    assert "済 1／対象外 0／まだ 18\n山口市：済" in listed(subsidy, YAMAGUCHI).text


def test_only_the_secretariat_sees_the_buttons_to_change_it(subsidy):
    assert {"日時を変える", "取り消す"} <= set(labels(listed(subsidy, SECRETARY)))
    assert not {"日時を変える", "取り消す"} & set(labels(listed(subsidy, YAMAGUCHI)))


# A new one


@pytest.mark.parametrize("text", [SUBSIDY, "/deadline ほげほげ", "/deadline 毎月末 実績報告"])
def test_a_member_may_not_add_one(talk, text):
    assert talk.type(text, by=YAMAGUCHI).text.startswith(SECRETARIAT_ONLY)
    assert NOTHING in listed(talk).text


def test_a_member_may_not_press_what_the_secretariat_was_shown(talk):
    talk.type("@進捗ボット 締切 令和4年10月末 補助金の申請", by=SECRETARY)
    thread = talk.newest(SECRETARY).thread_ts

    talk.press(REGISTER, by=YAMAGUCHI, thread=thread)

    assert talk.private(YAMAGUCHI).text.startswith(SECRETARIAT_ONLY)
    assert [] == [text for text in talk.told() if "新しい締切" in text]


@pytest.mark.parametrize(
    ("text", "asked", "offered"),
    [
        ("10月31日(火) 様式の提出", "月曜日", "令和4年10月31日(月)"),
        ("8月末 様式の提出", "過ぎた日にも読めます", "令和5年8月31日(木)"),
    ],
)
def test_what_may_mean_several_days_is_asked_and_one_press_puts_it_right(talk, text, asked, offered):
    question = talk.type(f"/deadline {text}", by=SECRETARY)
    assert asked in question.text

    talk.press(offered, by=SECRETARY)

    proposal = talk.private(SECRETARY)
    assert proposal.text.startswith(f"締切の登録\n様式の提出\n{offered} 17:15 まで")
    assert REGISTER in labels(proposal)


@pytest.mark.parametrize(
    ("text", "offered", "kept"),
    [
        ("10月31日(火) 17時 様式の提出", "令和4年10月31日(月) 17:00", "令和4年10月31日(月) 17:00 まで"),
        ("8月末 24時 様式の提出", "令和5年8月31日(木) 24:00", "令和5年8月31日(木) 24:00 まで"),
        ("9月8日 8時 様式の提出", "令和4年9月9日(金) 08:00", "令和4年9月9日(金) 08:00 まで"),
    ],
)
def test_the_hour_that_was_written_stands_on_the_button_and_is_kept(talk, text, offered, kept):
    question = talk.type(f"/deadline {text}", by=SECRETARY)
    assert all(label.endswith(offered[-5:]) for label in labels(question) if label.startswith("令和"))

    talk.press(offered, by=SECRETARY)

    assert talk.private(SECRETARY).text.startswith(f"締切の登録\n様式の提出\n{kept}")


@pytest.mark.parametrize(
    "text", ["2月30日 様式の提出", "3月分の実績報告", "ほげほげ", "9月1日 様式の提出 2021年", "9月8日 8時 朝礼"]
)
def test_what_is_no_day_to_come_cannot_be_registered(talk, text):
    answer = talk.type(f"/deadline {text}", by=SECRETARY)

    assert REGISTER not in labels(answer)
    assert "例：`締切 令和4年10月末 補助金の申請締切`" in answer.text


def test_a_day_without_a_subject_is_asked_for_one(talk):
    assert "何の締切か、日付の後に続けてお書きください。" in talk.type("/deadline 10月31日", by=SECRETARY).text


def test_a_closed_day_is_warned_of_and_the_working_day_before_is_offered(talk):
    proposal = talk.type("/deadline 10月29日 様式の提出", by=SECRETARY)
    assert "閉庁日（土曜日）" in proposal.text
    assert [REGISTER, "令和4年10月28日(金)にする", "対象の市町を選ぶ", "やめる"] == labels(proposal)

    talk.press("令和4年10月28日(金)にする", by=SECRETARY)

    assert "令和4年10月28日(金) 17:15 まで" in listed(talk).text


def test_what_was_left_is_not_registered(talk):
    talk.type(SUBSIDY, by=SECRETARY)
    talk.press("やめる", by=SECRETARY)

    assert "登録しませんでした。" in talk.private(SECRETARY).text
    assert NOTHING in listed(talk).text


@pytest.mark.parametrize(
    "title", ["<!channel> 全員へ", "*太字* と _斜体_ と `符号`", "あ" * 3_001, "<@U0SECRETARY> & 'x'"]
)
def test_a_hostile_title_stays_text(talk, title):
    register(talk, f"/deadline 10月31日 {title}")
    talk.clock("2022-10-17T09:01+09:00")

    said = [listed(talk), *talk.said_to(YAMAGUCHI)]
    texts = [message.text for message in said] + talk.told()

    assert 3 == len(texts)
    for text in texts:
        assert not any(sign in text for sign in ("<!channel>", "<@U0SECRETARY>", "*太字*", "`符号`", "あ" * 101))


def test_what_comes_again_is_kept_sixty_days_ahead(talk):
    register(talk, "/deadline 毎月末 実績報告")
    assert "繰り返す締切（毎月末）として登録しました。次は令和4年9月30日(金) 17:15 までです。" in talk.private().text
    assert ["令和4年9月30日(金)", "令和4年10月31日(月)"] == days_of(listed(talk))

    talk.clock("2022-10-03T10:00+09:00")

    assert ["令和4年9月30日(金)", "令和4年10月31日(月)", "令和4年11月30日(水)"] == days_of(listed(talk))
    assert "*繰り返す締切*\n• 毎月末　実績報告" in listed(talk).text


def test_each_occurrence_is_answered_by_itself(talk):
    register(talk, "/deadline 毎月末 実績報告")
    listed(talk, YAMAGUCHI)
    talk.press("済", by=YAMAGUCHI)  # the newest of them, by the first in the list
    talk.clock("2022-09-29T09:01+09:00")

    assert not any("令和4年9月30日" in message.text for message in talk.said_to(YAMAGUCHI))
    talk.clock("2022-10-31T09:01+09:00")
    assert "令和4年10月31日" in talk.said_to(YAMAGUCHI)[-1].text


def test_what_recurs_can_be_ended(talk):
    register(talk, "/deadline 毎月末 実績報告")
    listed(talk)
    talk.press("やめる：実績報告", by=SECRETARY)

    assert "*実績報告*（毎月末）は取り消されました。お知らせはもう届きません。" == talk.told()[-1]
    talk.clock("2022-10-31T09:01+09:00")
    assert [] == talk.said_to(YAMAGUCHI)
    assert "実績報告" not in listed(talk).text


def days_of(message):
    lines = [line for line in message.text.splitlines() if " 17:15 まで" in line]
    return [line.partition(" 17:15")[0] for line in lines]


# A change


def test_a_moved_deadline_is_told_once_with_what_changed_and_why(subsidy):
    assert {} == move(subsidy, "2022-11-10", reason="国の受付が延びたため")

    assert (
        f"*{TITLE}* の締切が変わりました。\n令和4年10月31日(月) 17:15 まで → *令和4年11月10日(木) 17:15 まで*　"
        "あと63日（開庁日であと41日）\n理由：国の受付が延びたため"
    ) == subsidy.told()[-1]
    assert 2 == len(subsidy.told())


def test_a_moved_deadline_is_reminded_of_by_its_new_plan_alone(subsidy):
    move(subsidy, "2022-11-10")
    for day in ("2022-09-30", "2022-10-12", "2022-10-17"):
        subsidy.clock(f"{day}T09:01+09:00")

    assert ["令和4年11月10日(木) 17:15 まで"] == [m.text.splitlines()[3][:22] for m in subsidy.said_to()]


def test_a_deadline_moved_nearer_is_not_reminded_of_for_days_that_passed(subsidy):
    subsidy.clock("2022-10-18T10:00+09:00")
    before = len(subsidy.said_to())
    move(subsidy, "2022-11-14")  # ten working days before is 28 October
    subsidy.clock("2022-10-26T09:01+09:00")
    assert before == len(subsidy.said_to())

    subsidy.clock("2022-10-28T09:01+09:00")
    assert before + 1 == len(subsidy.said_to())


def test_who_has_answered_stays_so_when_it_is_moved(subsidy):
    listed(subsidy, YAMAGUCHI)
    subsidy.press("済", by=YAMAGUCHI)
    move(subsidy, "2022-11-10")
    subsidy.clock("2022-11-10T09:01+09:00")

    assert [] == subsidy.said_to(YAMAGUCHI)


def test_the_same_moment_again_changes_nothing(subsidy):
    move(subsidy, "2022-10-31")

    assert 1 == len(subsidy.told())


def test_a_moment_that_has_passed_is_refused_in_the_form(subsidy):
    assert {"day": "その日時は、すでに過ぎています。これからの日時を選んでください。"} == move(subsidy, "2022-09-01")
    assert 1 == len(subsidy.modals())


def test_a_form_sent_too_late_stays_open_under_the_reason(subsidy):
    listed(subsidy)
    subsidy.press("日時を変える", by=SECRETARY)
    cancel(subsidy)

    subsidy.submits(by=SECRETARY, day="2022-11-10", time="17:15", reason="延期")

    form, sentence = subsidy.modals()
    assert GONE in sentence.blocks[0]["text"]["text"]
    assert form.body["callback_id"] == "deadline-move"


@pytest.mark.parametrize("label", ["日時を変える", "取り消す"])
def test_a_member_may_not_move_or_cancel(subsidy, label):
    subsidy.type("@進捗ボット 締切", by=SECRETARY)
    thread = subsidy.newest(SECRETARY).thread_ts

    subsidy.press(label, by=YAMAGUCHI, thread=thread)

    assert subsidy.private(YAMAGUCHI).text.startswith(SECRETARIAT_ONLY)
    assert [] == subsidy.modals(YAMAGUCHI)
    assert 1 == len([text for text in subsidy.told() if "締切です" in text])


def test_a_member_may_not_answer_for_another_municipality_but_the_secretariat_may(subsidy):
    subsidy.type("@進捗ボット 締切", by=YAMAGUCHI)
    thread = subsidy.newest(YAMAGUCHI).thread_ts

    subsidy.press("済", by="U0352012", thread=thread)
    assert subsidy.private("U0352012").text.startswith(SECRETARIAT_ONLY)
    subsidy.press("済", by=SECRETARY, thread=thread)
    assert "山口市を「済」と記録しました" in subsidy.private(SECRETARY).text


def cancel(talk):
    listed(talk)
    talk.press("取り消す", by=SECRETARY)


def test_calling_it_off_stops_everything_and_is_told_once(subsidy):
    cancel(subsidy)
    subsidy.clock("2022-10-17T09:01+09:00")

    assert (
        f"*{TITLE}*（令和4年10月31日(月) 17:15 まで）は取り消されました。お知らせはもう届きません。"
        == subsidy.told()[-1]
    )
    assert [] == subsidy.said_to(YAMAGUCHI)
    assert NOTHING in listed(subsidy).text


def test_a_press_on_what_is_gone_is_explained(subsidy):
    shown = listed(subsidy, YAMAGUCHI)
    cancel(subsidy)

    subsidy.press("済", by=YAMAGUCHI)

    assert shown.is_ephemeral
    assert GONE in subsidy.private(YAMAGUCHI).text


def test_a_deadline_leaves_the_list_once_nothing_follows_it(subsidy):
    subsidy.clock("2022-12-01T10:00+09:00")
    assert TITLE in listed(subsidy).text

    subsidy.clock("2022-12-28T10:00+09:00")
    assert NOTHING in listed(subsidy).text


def test_eight_are_listed_and_more_are_counted(talk):
    for nth in range(9):
        register(talk, f"/deadline 10月{nth + 3}日 様式の提出その{nth}")

    said = listed(talk)
    assert "ほかに1件あります。" in said.text
    assert 8 == len([each for each in buttons(said) if each["action_id"] == "deadline:change"])


def test_a_midnight_deadline_belongs_to_the_day_it_ends(talk):
    proposal = talk.type("/deadline 10月31日 24時 電子申請", by=SECRETARY)
    assert "令和4年10月31日(月) 24:00 まで" in proposal.text
    talk.press(REGISTER, by=SECRETARY)

    talk.clock("2022-10-31T09:01+09:00")

    assert "令和4年10月31日(月) 24:00 まで　今日まで" in talk.said_to(YAMAGUCHI)[-1].text


def test_the_proposal_has_a_place_for_each_part(talk):
    proposal = talk.type(SUBSIDY, by=SECRETARY)

    assert TITLE == block(proposal, "title")["text"]["text"]
    assert ROOM == proposal.channel
