"""/settings: what the secretariat decides, and what comes of it."""

import pytest
from talk import SECRETARY, YAMAGUCHI, labels

SUBSIDY = "/deadline 令和4年10月末 デジタル基盤改革支援補助金の申請締切"
SECRETARIAT_ONLY = "この操作は事務局だけができます。"


@pytest.fixture
def subsidy(talk):
    """The subsidy's deadline is registered."""
    talk.type(SUBSIDY, by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    return talk


def shown(talk):
    return talk.type("/settings", by=SECRETARY)


def change(talk, **values):
    shown(talk)
    talk.press("変える", by=SECRETARY)
    return talk.submits(by=SECRETARY, **values)


def days_told(talk, *days, hour="09:01"):
    told = []
    for day in days:
        before = len(talk.said_to(YAMAGUCHI))
        talk.clock(f"2022-{day}T{hour}+09:00")
        told += [day] * (len(talk.said_to(YAMAGUCHI)) - before)
    return told


def test_the_settings_show_what_counts(talk):
    assert (
        "設定\n*お知らせの予定*　20・10・3・1開庁日前と当日、過ぎた後は3開庁日ごと（10回まで）\n"
        "*お知らせの時刻*　09:00\n"
        "*お知らせする時間帯*　開庁日の 08:30〜18:00\n*副担当*　当日から、担当の回答がまだのときに\n"
        "*係長*　3開庁日後から、担当の回答がまだのときに\n*トークルームへのお知らせ*　件数だけ\n"
        "*事務局への朝のまとめ*　開庁日の 08:45（まだのものがある日だけ）\n"
        "*ノートのまとめ*　毎週月曜日の 09:00（新しいノートがある週だけ、全員へ）\n"
        "*記録の保存年限*　5年（終わった年度の翌年度から）"
    ) == shown(talk).text
    assert shown(talk).text == talk.type("設定", by=SECRETARY, channel=talk.direct(SECRETARY)).text


def test_another_plan_is_kept_shown_and_followed_by_what_is_registered_already(subsidy):
    assert {} == change(subsidy, leads="５、２", at="10:00", every="2", times="1")

    (done,) = subsidy.modals()
    said = done.blocks[0]["text"]["text"]
    assert "*お知らせの予定*　5・2開庁日前、過ぎた後は2開庁日ごと（1回まで）\n*お知らせの時刻*　10:00" in said
    assert "登録済みの締切のお知らせを予定し直し、" in said
    days = ("09-30", "10-17", "10-24", "10-26", "10-27", "10-31", "11-02", "11-04", "11-07")
    assert ["10-24", "10-27", "11-02"] == days_told(subsidy, *days, hour="10:01")


def test_what_the_new_plan_does_not_name_is_skipped_with_the_reason(subsidy):
    change(subsidy, leads="5")
    subsidy.clock("2022-10-17T09:01+09:00")

    assert [] == subsidy.said_to(YAMAGUCHI)
    kept = subsidy.posting(f"reminder/2022-10-17T09:00/{YAMAGUCHI}")
    assert ("skipped", "この時刻のお知らせは、今の予定にはありません") == (kept.state, kept.reason)


def test_a_new_plan_brings_nothing_of_the_days_that_passed(subsidy):
    subsidy.clock("2022-10-18T10:00+09:00")
    before = len(subsidy.said_to(YAMAGUCHI))
    change(subsidy, leads="10、9、3")  # nine working days before is 18 October 09:00

    assert before == len(subsidy.said_to(YAMAGUCHI))
    assert ["10-26"] == days_told(subsidy, "10-19", "10-26")


def test_what_could_not_be_said_before_the_plan_was_changed_is_still_said(subsidy):
    subsidy.trouble("outage", minutes=60 * 24 * 30)
    subsidy.clock("2022-10-17T09:01+09:00")
    subsidy.heals()
    change(subsidy, leads="3")
    subsidy.drains()

    assert 1 == len(subsidy.said_to(YAMAGUCHI))


def test_what_two_plans_would_have_said_during_an_outage_is_said_once(subsidy):
    subsidy.trouble("error_before", methods="chat.postMessage", times=10_000)
    subsidy.clock("2022-10-17T09:01+09:00")
    change(subsidy, leads="1")
    subsidy.clock("2022-10-26T09:01+09:00")  # planned before the change alone
    subsidy.heals()
    subsidy.clock("2022-10-26T10:00+09:00")
    subsidy.drains()

    assert 1 == len(subsidy.said_to(YAMAGUCHI))


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"leads": "二十"}, {"leads"}),
        ({"leads": "61"}, {"leads"}),
        ({"leads": "1,2,3,4,5,6,7,8,9,10,11"}, {"leads"}),
        ({"every": "0", "times": "21"}, {"every", "times"}),
        ({"at": "08:00"}, {"at"}),
        ({"digest_at": "18:00"}, {"digest_at"}),
        ({"until": "18:00"}, {"until"}),
        ({"deputy": "-3", "head": "0"}, {"head"}),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_kept(talk, wrong, fields):
    before = shown(talk).text

    assert fields == change(talk, **wrong).keys()
    assert before == shown(talk).text


def test_every_change_is_audited_and_the_same_again_is_none(talk):
    change(talk, leads="5")
    change(talk, leads="5")

    assert [(SECRETARY, "choices")] == talk.audited()


def test_the_settings_are_the_secretariats(talk):
    assert talk.type("/settings", by=YAMAGUCHI).text.startswith(SECRETARIAT_ONLY)
    talk.type("@進捗ボット 設定", by=SECRETARY)
    thread = talk.newest(SECRETARY).thread_ts

    talk.press("変える", by=YAMAGUCHI, thread=thread)

    assert talk.private(YAMAGUCHI).text.startswith(SECRETARIAT_ONLY)
    assert [] == talk.modals(YAMAGUCHI)


def test_why_a_reminder_came_names_the_plan_that_counts(subsidy):
    change(subsidy, leads="5、0")
    subsidy.clock("2022-10-24T09:01+09:00")

    said = subsidy.press("なぜ届いたか", channel=subsidy.direct()).text

    assert "5開庁日前のお知らせ（山口市 情報政策担当）" in said
    assert "会議で決めた予定（5開庁日前と当日、過ぎた後は3開庁日ごと）" in said


def test_the_way_on_leads_to_pauses_and_the_audit_log(talk):
    assert [
        "変える",
        "市町のお知らせを止める",
        "操作の記録",
        "廃棄の一覧をつくる",
        "ステップ・業務・様式の一覧",
        "使い方",
    ] == labels(shown(talk))


def test_quiet_hours_that_were_changed_count_at_once(subsidy):
    change(subsidy, until="10:00", at="11:00", digest_at="10:00")
    subsidy.clock("2022-09-30T18:01+09:00")
    subsidy.clock("2022-10-03T09:59+09:00")
    assert [] == subsidy.said_to(YAMAGUCHI)

    subsidy.clock("2022-10-03T11:01+09:00")
    assert 1 == len(subsidy.said_to(YAMAGUCHI))
