"""What was typed into a form is never lost: drafts, two people at once, a late trigger, a database in trouble."""

import time
from contextlib import closing, contextmanager

import pytest
from asked import ask, close, told
from sqlalchemy import create_engine, event
from sqlalchemy import text as sql
from talk import HOFU, YAMAGUCHI, labels
from test_report_form import filled, inputs, press, says

import bot
from storage import rounds

ONLINE = "オンライン化の照会（9月末）"
SECOND = "U0SECOND"


@pytest.fixture
def online(talk):
    return ask(talk, "online", ONLINE)


@pytest.fixture
def opens(talk, online):
    def opened(by=YAMAGUCHI):
        press(talk, f"{online.id} 352039", by=by)
        return talk.modals(by)[-1]

    return opened


@pytest.fixture
def second(talk):
    """Somebody else who answers for 山口市."""
    talk.appoints(SECOND, "352039")
    talk.joins(SECOND)
    return SECOND


def draft(talk, online, user=YAMAGUCHI):
    return rounds.draft(talk.database.read(), bot.CONFERENCE, online.id, "352039", user)


def buttons_of(view):
    return [e["text"]["text"] for block in view.blocks if block["type"] == "actions" for e in block["elements"]]


# Drafts


def test_a_draft_is_kept_and_gone_on_with(talk, online, opens):
    opens()
    view = talk.press_in_modal("下書きとして保存", by=YAMAGUCHI, procedures="99", moving="検討中")
    assert "令和4年9月8日(木) 9:00に下書きを保存しました。" in says(view)
    assert [] == told(talk, online)

    talk.closes(YAMAGUCHI)
    view = opens()

    assert "令和4年9月8日(木) 9:00の下書きから続けています。" in says(view)
    assert ("99", "検討中") == tuple(filled(view)[name] for name in ("procedures", "moving"))
    assert {} == talk.submits(by=YAMAGUCHI, procedures="9")
    assert {("procedures", 0): 9.0, ("moving", 0): "検討中"}.items() <= told(talk, online)[0].answers.items()
    assert draft(talk, online) is None
    assert "下書き" not in says(opens())


def test_a_draft_can_be_thrown_away(talk, online, opens):
    opens()
    talk.press_in_modal("下書きとして保存", by=YAMAGUCHI, procedures="99")

    view = talk.press_in_modal("下書きを捨てる", by=YAMAGUCHI, procedures="98")

    assert "22" == filled(view)["procedures"]
    assert "下書き" not in says(view)
    assert {} == talk.submits(by=YAMAGUCHI)
    assert 22.0 == told(talk, online)[0].answers["procedures", 0]


def test_what_stands_in_a_form_that_is_saved_twice_stays(talk, online, opens):
    opens()
    talk.press_in_modal("下書きとして保存", by=YAMAGUCHI, procedures="1")
    talk.press_in_modal("下書きとして保存", by=YAMAGUCHI, procedures="2")

    assert "2" == draft(talk, online).typed["procedures"]
    assert {} == talk.submits(by=YAMAGUCHI)
    assert 2.0 == told(talk, online)[0].answers["procedures", 0]


def test_a_form_that_is_closed_keeps_what_the_chat_tells_of_it(talk, online, opens):
    opens()
    talk.submits(by=YAMAGUCHI, procedures="28", moving="未定")

    talk.closes(YAMAGUCHI)

    assert ("28", "未定") == tuple(draft(talk, online).typed[name] for name in ("procedures", "moving"))
    assert "28" == filled(opens())["procedures"]


def test_a_form_that_was_only_looked_at_leaves_no_draft(talk, online, opens):
    opens()
    talk.closes(YAMAGUCHI)

    assert draft(talk, online) is None


def test_a_draft_is_its_authors_alone(talk, online, opens, second):
    opens()
    talk.press_in_modal("下書きとして保存", by=YAMAGUCHI, procedures="9")

    assert "22" == filled(opens(second))["procedures"]


# Two people at once


def test_the_second_sees_what_the_first_has_reported_and_reports_anew(talk, online, opens, second):
    opens()
    opens(second)
    talk.submits(by=SECOND, procedures="24", moving="未定")

    assert {} == talk.submits(by=YAMAGUCHI, procedures="23", moving="検討中")

    view = talk.modals(YAMAGUCHI)[-1]
    assert says(view) == (
        f"入力の間に、352039の担当が令和4年9月8日(木) 9:00に *{ONLINE}*（山口市）を報告しました。\n"
        "今回の入力は下書きに残っています。違うところを確かめて、どちらにするかを選んでください。\n"
        "マイナポータル利用手続数\n前の報告：24手続　今回の入力：23手続\n"
        "転出届・転入予約\n前の報告：未定　今回の入力：検討中"
    )
    assert [24.0] == [each.answers["procedures", 0] for each in told(talk, online)]
    assert "23" == draft(talk, online).typed["procedures"]
    assert {} == talk.submits(by=YAMAGUCHI)
    assert [24.0, 23.0] == [each.answers["procedures", 0] for each in told(talk, online)]
    assert [SECOND, YAMAGUCHI] == [each.by for each in told(talk, online)]
    assert draft(talk, online) is None


def test_the_second_leaves_it_at_that(talk, online, opens, second):
    opens()
    opens(second)
    talk.submits(by=SECOND, procedures="24")
    talk.submits(by=YAMAGUCHI, procedures="23")

    view = talk.press_in_modal("前の報告のままにする", by=YAMAGUCHI)

    assert "352039の担当の報告（令和4年9月8日(木) 9:00）のままにしました。" in says(view)
    assert [24.0] == [each.answers["procedures", 0] for each in told(talk, online)]
    assert draft(talk, online) is None


def test_the_second_goes_back_to_what_they_typed(talk, online, opens, second):
    opens()
    opens(second)
    talk.submits(by=SECOND, procedures="24")
    talk.submits(by=YAMAGUCHI, procedures="23", moving="未定")

    view = talk.press_in_modal("入力に戻る", by=YAMAGUCHI)

    assert ("23", "未定") == tuple(filled(view)[name] for name in ("procedures", "moving"))
    assert {} == talk.submits(by=YAMAGUCHI, procedures="25")
    assert [24.0, 25.0] == [each.answers["procedures", 0] for each in told(talk, online)]


def test_who_closes_the_choice_finds_it_again(talk, online, opens, second):
    opens()
    opens(second)
    talk.submits(by=SECOND, procedures="24")
    talk.submits(by=YAMAGUCHI, procedures="23")
    talk.closes(YAMAGUCHI)

    assert "23" == filled(opens())["procedures"]


def test_the_same_from_both_is_kept_once(talk, online, opens, second):
    opens()
    opens(second)
    talk.submits(by=SECOND, procedures="24")
    talk.submits(by=YAMAGUCHI, procedures="24")

    assert "に記録されています。もう一度送る必要はありません。" in says(talk.modals(YAMAGUCHI)[-1])
    assert 1 == len(told(talk, online))


def test_a_draft_from_before_somebodys_report_is_compared_with_it(talk, online, opens, second):
    opens()
    talk.press_in_modal("下書きとして保存", by=YAMAGUCHI, procedures="23")
    talk.closes(YAMAGUCHI)
    opens(second)
    talk.submits(by=SECOND, procedures="24")

    opens()
    talk.submits(by=YAMAGUCHI)

    assert "先に報告がありました" == talk.modals(YAMAGUCHI)[-1].body["title"]["text"]


def test_a_choice_delivered_twice_is_one_report(talk, online, opens, second):
    opens()
    opens(second)
    talk.submits(by=SECOND, procedures="24")
    talk.submits(by=YAMAGUCHI, procedures="23")
    form = talk.delivered()[-1]
    talk.submits(by=YAMAGUCHI)
    choice = talk.delivered()[-1]

    for each in (choice, form):
        assert "記録されています" in talk.delivers(each)["view"]["blocks"][0]["text"]["text"]
    assert [24.0, 23.0] == [each.answers["procedures", 0] for each in told(talk, online)]
    assert draft(talk, online) is None


def test_a_third_who_came_in_between_is_shown_as_well(talk, online, opens, second):
    opens()
    opens(second)
    talk.submits(by=SECOND, procedures="24")
    talk.submits(by=YAMAGUCHI, procedures="23")
    talk.press_in_modal("直す", by=SECOND)
    talk.submits(by=SECOND, procedures="25")

    talk.submits(by=YAMAGUCHI)

    assert "前の報告：25手続　今回の入力：23手続" in says(talk.modals(YAMAGUCHI)[-1])
    talk.submits(by=YAMAGUCHI)
    assert [24.0, 25.0, 23.0] == [each.answers["procedures", 0] for each in told(talk, online)]


def test_a_choice_made_after_the_close_needs_a_reason(talk, online, opens, second):
    opens()
    opens(second)
    talk.submits(by=SECOND, procedures="24")
    talk.submits(by=YAMAGUCHI, procedures="23")
    close(talk, online)

    wrong = talk.submits(by=YAMAGUCHI)

    assert {"reason": "この照会は締め切られています。直す理由を書いてください。"} == wrong
    assert {} == talk.submits(by=YAMAGUCHI, reason="転記の誤り")


# Late triggers, and a database in trouble


def test_a_trigger_that_is_spent_is_said_and_the_button_offered_again(talk, online, opens):
    opens()
    talk.press_in_modal("下書きとして保存", by=YAMAGUCHI, procedures="9")
    talk.closes(YAMAGUCHI)
    late = next(each for each in talk.delivered() if each["actions"][0]["action_id"] == "report:open")

    talk.delivers(late)

    assert "時間が過ぎたため、報告の画面を開けませんでした。" in talk.private(YAMAGUCHI).text
    assert ["報告する", "変更なしで報告"] == labels(talk.private(YAMAGUCHI))
    talk.press("報告する")
    assert "9" == filled(talk.modals(YAMAGUCHI)[-1])["procedures"]


@contextmanager
def held_by_somebody_else(talk, table):
    """Another program holds the table: on SQLite the whole file against writing, on PostgreSQL against all."""
    engine = create_engine(talk.database.engine.url)
    with closing(engine.connect()) as other:
        if engine.dialect.name == "sqlite":
            other.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            other.execute(sql(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE"))
        yield
        other.exec_driver_sql("ROLLBACK")
    engine.dispose()


@contextmanager
def slow_until_something_stands_there(talk, seconds):
    """Every statement takes its time; those that were waited for."""
    waited = []

    def wait(*_):
        if not talk.modals(YAMAGUCHI):
            waited.append(seconds)
            time.sleep(seconds)

    event.listen(talk.database.engine, "before_cursor_execute", wait)
    yield waited
    event.remove(talk.database.engine, "before_cursor_execute", wait)


def test_a_report_that_cannot_be_stored_leaves_the_form_open_with_all_that_was_typed(talk, online, opens):
    opens()
    with held_by_somebody_else(talk, "report"):
        wrong = talk.submits(by=YAMAGUCHI, procedures="23")

    sentence = "記録できませんでした。入力した内容はこの画面に残っています。少し待ってから、もう一度送ってください。"
    assert {"procedures": sentence} == wrong
    assert [] == told(talk, online)
    assert {} == talk.submits(by=YAMAGUCHI)
    assert [23.0] == [each.answers["procedures", 0] for each in told(talk, online)]


def test_a_form_opens_in_time_though_the_database_is_held(talk, online):
    with held_by_somebody_else(talk, "draft"):
        press(talk, f"{online.id} 352039")
        view = talk.modals(YAMAGUCHI)[-1]
        if talk.database.engine.dialect.name == "sqlite":  # whose readers wait for nobody
            assert "procedures" in inputs(view)
            return
        assert "記録を読み込めませんでした。" in says(view)

    talk.press_in_modal("もう一度開く", by=YAMAGUCHI)

    assert "22" == filled(talk.modals(YAMAGUCHI)[-1])["procedures"]


def test_a_form_that_reads_slowly_opens_in_time_and_is_filled_then(talk, online):
    """Read to the end it would come after the three seconds of its trigger."""
    with slow_until_something_stands_there(talk, 0.45) as waited:
        press(talk, f"{online.id} 352039")

    assert sum(waited) < 3
    assert "22" == filled(talk.modals(YAMAGUCHI)[-1])["procedures"]
    assert {} == talk.submits(by=YAMAGUCHI, procedures="23")
    assert 1 == len(told(talk, online))


# 変更なしで報告


def same(talk, value, by=YAMAGUCHI):
    press(talk, value, by=by, action="report:same")
    return talk.private(by)


def test_nothing_new_is_one_tap(talk, online):
    said = same(talk, f"{online.id} 352039")

    (report,) = told(talk, online)
    assert ("same", 22.0) == (report.how.value, report.answers["procedures", 0])
    assert said.text == (
        f"*{ONLINE}*（山口市）に、前回から変更なしで報告しました。\n基準日：令和4年9月30日時点\n"
        "3項目は、前回と同じです。\n照会が締め切られるまで、何度でも直せます。"
    )
    assert ["直す", "履歴"] == labels(said)


def test_a_second_tap_changes_nothing(talk, online):
    same(talk, f"{online.id} 352039")
    said = same(talk, f"{online.id} 352039")
    talk.again(kinds=("interactive",))

    assert "に記録されています。" in said.text
    assert 1 == len(told(talk, online))


def test_where_nothing_is_known_the_form_is_offered(talk):
    steps = ask(talk, "support", "相談の照会")

    said = same(talk, f"{steps.id} 352063", by=HOFU)

    assert said.text.startswith("*相談の照会*（防府市）には、前回の回答がまだありません。")
    assert ["報告する"] == labels(said)
    assert [] == told(talk, steps, "352063")


def test_after_it_was_given_back_the_same_is_a_new_report(talk, online):
    same(talk, f"{online.id} 352039")
    talk.gives_back(online.id, "352039")
    same(talk, f"{online.id} 352039")
    same(talk, f"{online.id} 352039")

    assert [1, 2] == [each.nth for each in told(talk, online)]


def test_after_the_close_one_tap_is_not_enough(talk, online):
    close(talk, online)

    assert "この照会は締め切られています。" in same(talk, f"{online.id} 352039").text
    assert [] == told(talk, online)


def test_a_reminder_is_answered_in_one_tap_and_mended_from_there(talk, online):
    talk.clock("2022-10-03T09:01+09:00")
    talk.press("変更なしで報告", channel=talk.direct())

    assert "前回から変更なしで報告しました。" in talk.said_to(YAMAGUCHI)[-1].text
    talk.press("直す", channel=talk.direct())
    assert {} == talk.submits(by=YAMAGUCHI, procedures="23")
    assert ["same", "form"] == [each.how.value for each in told(talk, online)]
