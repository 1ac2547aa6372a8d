"""The secretariat's morning digest."""

import pytest
from talk import NOT_ON_THE_ROSTER, SECRETARY, YAMAGUCHI

TITLE = "補助金の申請締切"


def register(talk, text=f"/deadline 令和4年10月末 {TITLE}"):
    talk.type(text, by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)


def digests(talk, user=SECRETARY):
    return [m.text for m in talk.said_to(user) if m.text.startswith("朝のまとめ")]


def settle(talk, **values):
    talk.type("/settings", by=SECRETARY)
    talk.press("変える", by=SECRETARY)
    assert {} == talk.submits(by=SECRETARY, **values)


def test_it_names_what_is_overdue_due_today_soon_and_later_and_who_is_missing(talk):
    register(talk, "/deadline 10月14日 様式１")
    register(talk, "/deadline 10月17日 様式２")
    register(talk, "/deadline 10月20日 様式３")
    register(talk)
    talk.type("/deadline", by=YAMAGUCHI)
    talk.press("済", by=YAMAGUCHI)  # the last one of the list

    talk.clock("2022-10-17T08:46+09:00")

    (said,) = digests(talk)
    heads = ["【締切を過ぎたもの】\n*様式１*", "【今日までのもの】\n*様式２*", "【3開庁日以内のもの】\n*様式３*"]
    places = [said.index(head) for head in [*heads, f"【その先のもの】\n*{TITLE}*"]]
    assert places == sorted(places)
    assert "まだ回答のない締切が4件あります。" in said
    assert "済 1／対象外 0／まだ 18\nまだ：下関市、宇部市、萩市" in said


def test_it_comes_each_working_morning_while_something_is_open(talk):
    register(talk)
    for day in ("10-14", "10-15", "10-16", "10-17", "10-18"):
        talk.clock(f"2022-{day}T08:46+09:00")

    assert ["(金)", "(月)", "(火)"] == [text.partition("\n")[0][-3:] for text in digests(talk)]
    assert "sent" == talk.posting(f"digest/2022-10-17/{SECRETARY}").state


def test_it_is_planned_the_day_before(talk):
    register(talk)
    talk.clock("2022-10-14T10:00+09:00")

    assert "pending" == talk.posting(f"digest/2022-10-17/{SECRETARY}").state


def test_nothing_open_is_no_digest(talk):
    talk.clock("2022-10-17T08:46+09:00")

    assert [] == talk.said_to(SECRETARY)
    assert "まだの締切も相談もありません" == talk.posting(f"digest/2022-10-17/{SECRETARY}").reason


def test_a_morning_that_was_missed_is_not_made_up_for(talk):
    register(talk)
    talk.clock("2022-10-14T10:00+09:00")
    talk.clock("2022-10-17T15:00+09:00")

    assert ["朝のまとめ　令和4年10月14日(金)"] == [text.partition("\n")[0] for text in digests(talk)]
    assert "その日の朝のまとめは、送る時期を過ぎました" == talk.posting(f"digest/2022-10-17/{SECRETARY}").reason


def test_who_is_paused_is_named_with_the_reason(talk):
    register(talk)
    talk.type("/deadline", by=YAMAGUCHI)
    talk.press("しばらく止める", by=YAMAGUCHI)
    talk.submits(by=YAMAGUCHI, until="2022-10-20", reason="議会")
    talk.clock("2022-10-17T08:46+09:00")

    (said,) = digests(talk)
    assert "まだ 19（うち休止中 1）" in said
    assert "山口市（休止中）" in said
    assert "*お知らせを休止中の市町*\n• 山口市（議会）令和4年10月20日(木)まで" in said


@pytest.mark.parametrize(("hour", "early", "on_time"), [("08:30", "08:29", "08:31"), ("10:00", "09:59", "10:01")])
def test_the_hour_is_the_secretariats_also_for_what_is_planned_already(talk, hour, early, on_time):
    register(talk)
    talk.clock("2022-10-14T10:30+09:00")
    settle(talk, digest_at=hour)
    before = len(digests(talk))
    talk.clock(f"2022-10-17T{early}+09:00")
    assert before == len(digests(talk))

    talk.clock(f"2022-10-17T{on_time}+09:00")
    assert before + 1 == len(digests(talk))


def test_it_can_be_stopped(talk):
    register(talk)
    talk.clock("2022-10-13T07:00+09:00")
    settle(talk, digest="no")
    talk.clock("2022-10-14T08:46+09:00")
    talk.clock("2022-10-17T08:46+09:00")

    assert [] == digests(talk)


def test_the_first_secretariat_of_the_settings_reads_it_as_well(talking_with):
    with talking_with(secretariat=(NOT_ON_THE_ROSTER,)) as talk:
        register(talk)
        talk.clock("2022-10-17T08:46+09:00")

        assert (1, 1) == (len(digests(talk)), len(digests(talk, NOT_ON_THE_ROSTER)))


def test_the_page_does_not_stop_at_every_digest(talk):
    register(talk)
    talk.ticks()

    assert "2022-09-30T09:00:00+09:00" == talk.room.next_due().astimezone(talk.room.clock().tzinfo).isoformat()
