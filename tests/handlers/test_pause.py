"""A pause of one municipality's reminders, and what follows it."""

import pytest
from talk import SECRETARY, SHIMONOSEKI, YAMAGUCHI, labels

SUBSIDY = "/deadline 令和4年10月末 補助金の申請締切"
SECRETARIAT_ONLY = "この操作は事務局だけができます。"
PAUSE = "しばらく止める"


@pytest.fixture
def subsidy(talk):
    """The subsidy's deadline is registered."""
    talk.type(SUBSIDY, by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    return talk


def pause(talk, by=YAMAGUCHI, **values):
    talk.type("/deadline", by=by)
    talk.press(PAUSE, by=by)
    return talk.submits(by=by, **{"reason": "議会", **values})


def resume(talk, by=YAMAGUCHI):
    talk.type("/deadline", by=by)
    talk.press("山口市のお知らせを再開する", by=by)


def told(talk, user=YAMAGUCHI):
    return [m.text for m in talk.said_to(user)]


def test_a_paused_municipality_hears_nothing_and_the_reason_is_kept(subsidy):
    assert {} == pause(subsidy, until="2022-10-20")
    assert (
        "*山口市* へのお知らせを、令和4年10月20日(木)まで止めました（議会）。"
        in subsidy.modals(YAMAGUCHI)[0].blocks[0]["text"]["text"]
    )

    subsidy.clock("2022-10-17T09:01+09:00")

    assert ([], 1) == (told(subsidy), len(told(subsidy, SHIMONOSEKI)))
    kept = subsidy.posting(f"reminder/2022-10-17T09:00/{YAMAGUCHI}")
    assert ("skipped", "休止中（議会）") == (kept.state, kept.reason)


def test_after_it_what_was_missed_and_is_still_open_is_said_once_on_the_next_working_morning(subsidy):
    pause(subsidy, until="2022-10-21")  # a Friday
    for moment in ("10-17T09:01", "10-22T10:00", "10-24T08:00"):
        subsidy.clock(f"2022-{moment}+09:00")
        assert [] == told(subsidy)

    subsidy.clock("2022-10-24T08:31+09:00")

    (said,) = told(subsidy)
    assert said.startswith("締切のお知らせ\nお知らせを再開しました。止めていた間のお知らせを、1通にまとめています。")
    assert "sent" == subsidy.posting(f"resume/2022-10-24T08:30/{YAMAGUCHI}").state
    subsidy.clock("2022-10-26T09:01+09:00")
    assert [said, "締切のお知らせ\nまだ回答をいただいていない締切が1件あります"] == [
        said,
        told(subsidy)[-1].partition("。")[0],
    ]


def test_a_pause_without_a_missed_moment_ends_in_silence(subsidy):
    pause(subsidy, until="2022-09-20")
    subsidy.clock("2022-09-21T08:31+09:00")

    assert [] == told(subsidy)
    assert "休止の間に見送ったお知らせはありません" == subsidy.posting(f"resume/2022-09-21T08:30/{YAMAGUCHI}").reason


def test_who_answered_meanwhile_hears_nothing_after_it(subsidy):
    pause(subsidy, until="2022-10-20")
    subsidy.clock("2022-10-18T10:00+09:00")
    subsidy.type("/deadline", by=YAMAGUCHI)
    subsidy.press("済", by=YAMAGUCHI)
    subsidy.clock("2022-10-21T08:31+09:00")

    assert [] == told(subsidy)


def test_a_pause_that_ends_on_the_day_of_a_reminder_is_followed_by_that_alone(subsidy):
    pause(subsidy, until="2022-10-25")
    for moment in ("10-17T09:01", "10-26T08:31", "10-26T09:01"):
        subsidy.clock(f"2022-{moment}+09:00")

    assert 1 == len(told(subsidy))


def test_an_open_pause_ends_with_a_press_and_what_was_missed_is_said_at_once(subsidy):
    pause(subsidy, reason="災害対応")
    subsidy.clock("2022-10-17T09:01+09:00")
    assert [] == told(subsidy)

    subsidy.clock("2022-10-18T10:00+09:00")
    resume(subsidy)

    assert 1 == len(told(subsidy))
    assert "*山口市* へのお知らせを再開しました。" in subsidy.private(YAMAGUCHI).text


def test_what_was_missed_in_one_pause_is_still_said_after_the_next_one(subsidy):
    pause(subsidy, reason="災害対応")
    subsidy.clock("2022-10-17T09:01+09:00")
    subsidy.clock("2022-10-18T20:00+09:00")  # at night nothing is said
    resume(subsidy)
    pause(subsidy, until="2022-10-20")
    subsidy.clock("2022-10-21T08:31+09:00")

    assert 1 == len(told(subsidy))


def test_what_was_said_late_after_an_outage_is_not_said_again_because_of_a_pause(subsidy):
    pause(subsidy, until="2022-10-14")
    subsidy.trouble("outage", minutes=60 * 24 * 60)
    subsidy.clock("2022-09-30T09:01+09:00")  # passed over
    subsidy.clock("2022-10-17T09:01+09:00")
    subsidy.heals()
    subsidy.clock("2022-10-18T10:00+09:00")
    subsidy.drains()

    assert 1 == len(told(subsidy))


def test_an_end_that_was_put_off_counts_alone(subsidy):
    pause(subsidy, until="2022-10-17")
    subsidy.clock("2022-10-17T09:01+09:00")
    pause(subsidy, by=SECRETARY, body="352039", until="2022-10-20", reason="議会の延長")
    subsidy.clock("2022-10-18T08:31+09:00")
    assert [] == told(subsidy)

    subsidy.clock("2022-10-21T08:31+09:00")
    assert 1 == len(told(subsidy))


def test_the_list_and_the_settings_say_who_is_paused(subsidy):
    pause(subsidy, until="2022-10-20", reason="<!channel> 議会")

    assert "山口市：まだ（休止中）" in subsidy.type("/deadline", by=YAMAGUCHI).text
    settings = subsidy.type("/settings", by=SECRETARY)
    assert "• 山口市：令和4年10月20日(木)まで（&lt;!channel&gt; 議会）" in settings.text
    assert "山口市のお知らせを再開する" in labels(settings)


def test_the_secretariat_pauses_any_from_its_settings(subsidy):
    subsidy.type("/settings", by=SECRETARY)
    subsidy.press("市町のお知らせを止める", by=SECRETARY)
    assert {} == subsidy.submits(by=SECRETARY, body="352012", until="2022-10-20", reason="災害対応")
    subsidy.clock("2022-10-17T09:01+09:00")

    assert ([], 1) == (told(subsidy, SHIMONOSEKI), len(told(subsidy)))
    assert [(SECRETARY, "deadline.add"), (SECRETARY, "pause")] == subsidy.audited()


def test_a_reminder_offers_it(subsidy):
    subsidy.clock("2022-10-17T09:01+09:00")
    subsidy.press(PAUSE, by=YAMAGUCHI, channel=subsidy.direct())
    assert {} == subsidy.submits(by=YAMAGUCHI, reason="議会")
    subsidy.clock("2022-10-26T09:01+09:00")

    assert 1 == len(told(subsidy))


@pytest.mark.parametrize(
    ("values", "field"),
    [({"until": "2022-09-08"}, "until"), ({"until": "2022-09-01"}, "until"), ({"reason": "　"}, "reason")],
)
def test_what_cannot_be_is_said_at_the_field(subsidy, values, field):
    assert {field} == pause(subsidy, **values).keys()
    assert "休止中" not in subsidy.type("/deadline", by=YAMAGUCHI).text


def test_a_member_may_not_end_anothers_pause(subsidy):
    pause(subsidy)
    subsidy.type("@進捗ボット 締切", by=YAMAGUCHI)
    thread = subsidy.newest(YAMAGUCHI).thread_ts

    subsidy.press("山口市のお知らせを再開する", by=SHIMONOSEKI, thread=thread)

    assert subsidy.private(SHIMONOSEKI).text.startswith(SECRETARIAT_ONLY)
    assert "休止中" in subsidy.type("/deadline", by=YAMAGUCHI).text


def test_the_right_is_asked_again_when_the_form_is_sent(subsidy):
    subsidy.type("/deadline", by=YAMAGUCHI)
    subsidy.press(PAUSE, by=YAMAGUCHI)
    subsidy.dismisses(YAMAGUCHI)

    subsidy.submits(by=YAMAGUCHI, body="352039", reason="議会")

    assert SECRETARIAT_ONLY in subsidy.modals(YAMAGUCHI)[-1].blocks[0]["text"]["text"]


def test_a_second_press_finds_it_ended(subsidy):
    pause(subsidy)
    shown = subsidy.type("/deadline", by=YAMAGUCHI)
    resume(subsidy)
    subsidy.again(kinds={"interactive"})

    assert "山口市のお知らせを再開する" in labels(shown)
    assert [(YAMAGUCHI, "pause"), (YAMAGUCHI, "resume")] == [e for e in subsidy.audited() if "deadline" not in e[1]][:2]


def test_why_says_that_it_is_paused(subsidy):
    subsidy.clock("2022-10-17T09:01+09:00")
    pause(subsidy)
    said = subsidy.press("なぜ届いたか", channel=subsidy.direct()).text

    assert "休止中のため、お知らせを止めています：議会" in said
