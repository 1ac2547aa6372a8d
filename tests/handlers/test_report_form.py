"""The form of a report: filled with the last answer, checked at its fields, kept exactly once."""

import pytest
from asked import ask, close, told
from talk import HOFU, SECRETARY, YAMAGUCHI, labels

import bot
from domain.round import Event, How, What
from storage import rounds
from talkroom import blockkit

ONLINE = "オンライン化の照会（9月末）"
STEPS = "標準化の照会（9月末）"
OPEN = "報告する"


@pytest.fixture
def online(talk):
    return ask(talk, "online", ONLINE)


@pytest.fixture
def steps(talk):
    return ask(talk, "standardization", STEPS)


@pytest.fixture
def opens(talk):
    """Somebody opens the form of the newest round from the room."""

    def opened(by=YAMAGUCHI):
        press(talk, rounds.open_ones(talk.database.read(), bot.CONFERENCE)[-1].id, by=by)
        return talk.modals(by)[-1]

    return opened


def press(talk, value, by=YAMAGUCHI, action="report:open"):
    """Press a button of the board in the room, which says no more than its round."""
    talk.presses_button(action, value, by=by)


def says(view):
    return "\n".join(block["text"]["text"] for block in view.blocks if block["type"] in {"section", "header"})


def inputs(view):
    return {block["block_id"]: block for block in view.blocks if block["type"] == "input"}


def filled(view):
    """What stands in each input."""
    return {
        name: (block["element"].get("initial_option") or {}).get("value") or block["element"].get("initial_value")
        for name, block in inputs(view).items()
    }


def test_it_is_made_from_the_themes_fields_and_filled_with_the_last_answer(online, opens):
    view = opens()

    assert ["procedures", "connection", "disaster", "moving", "reason"] == list(inputs(view))
    assert {
        "procedures": "22",
        "connection": "specific_communication",
        "disaster": "own_system",
        "moving": None,
        "reason": None,
    } == filled(view)
    assert says(view) == (
        f"{ONLINE}\n*山口市*　基準日：令和4年9月30日時点\n締切：令和4年10月31日(月) 17:15 まで\n"
        "前回の回答：令和4年9月時点。その内容が入っています。\n分からないところは空欄のままで送れます。"
    )
    hint = inputs(view)["procedures"]["element"]["placeholder"]["text"]
    assert "0〜27。該当なし・対象外・検討中・未定も書けます" == hint
    assert ["該当なし", "対象外", "検討中", "未定", "－"] == [
        each["value"] for each in inputs(view)["moving"]["element"]["options"]
    ][1:]


def test_what_is_sent_is_stored_and_the_form_says_what_changed(talk, online, opens):
    opens()

    assert {} == talk.submits(by=YAMAGUCHI, procedures="２３手続", moving="検討中")

    (report,) = told(talk, online)
    assert (How.FORM, YAMAGUCHI, False, 1) == (report.how, report.by, report.proxy, report.nth)
    assert {
        ("procedures", 0): 23.0,
        ("connection", 0): "specific_communication",
        ("disaster", 0): "own_system",
        ("moving", 0): "検討中",
    } == report.answers
    assert says(talk.modals(YAMAGUCHI)[-1]) == (
        f"*{ONLINE}*（山口市）に報告しました。\n基準日：令和4年9月30日時点\n"
        "2項目は、前回と同じです。\n照会が締め切られるまで、何度でも直せます。\n変わったところ\n"
        "• マイナポータル利用手続数：22手続 → 23手続\n• 転出届・転入予約：空欄（不明） → 検討中"
    )
    assert (YAMAGUCHI, "report") in talk.audited()
    talk.clock("2022-10-08T09:00+09:00")
    assert "マイナポータル利用手続数：23手続" in talk.type("/status 山口市 オンライン化").text


def test_it_opens_from_the_reminder_and_afterwards_nobody_is_reminded_or_told_anything_superfluous(talk, online):
    talk.clock("2022-10-03T09:01+09:00")
    told = talk.said_to(YAMAGUCHI)
    talk.press(OPEN, channel=talk.direct())
    talk.submits(by=YAMAGUCHI)
    talk.clock("2022-10-31T09:01+09:00")

    assert [each.ts for each in told] == [each.ts for each in talk.said_to(YAMAGUCHI)]


def test_nothing_changed_at_all_is_still_a_report(talk, online, opens):
    opens()
    talk.submits(by=YAMAGUCHI)

    assert 22.0 == told(talk, online)[0].answers["procedures", 0]
    assert "変わったところ" not in says(talk.modals(YAMAGUCHI)[-1])
    assert "3項目は、前回と同じです。" in says(talk.modals(YAMAGUCHI)[-1])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("28", "0から27までの数字を書いてください。"),
        ("-1", "0から27までの数字を書いてください。"),
        (
            "たくさん",
            "0から27までの数字を書いてください。数字で答えられないときは、該当なし・対象外・検討中・未定のどれかを書いてください。",
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_stored(talk, online, opens, typed, said):
    opens()

    assert {"procedures": said} == talk.submits(by=YAMAGUCHI, procedures=typed, moving="未定")
    assert [] == told(talk, online)
    assert {} == talk.submits(by=YAMAGUCHI, procedures="27")
    assert "未定" == told(talk, online)[0].answers["moving", 0]


@pytest.mark.parametrize("word", ["該当なし", "対象外", "検討中", "未定"])
def test_the_four_can_be_answered_everywhere(talk, online, opens, word):
    opens()
    talk.submits(by=YAMAGUCHI, procedures=word, connection=word, disaster=word, moving=word)

    assert {word} == set(told(talk, online)[0].answers.values())


def test_a_blank_is_unknown_not_zero(talk, online, opens):
    opens()
    talk.submits(by=YAMAGUCHI, procedures="", connection="－")

    assert {("disaster", 0)} == set(told(talk, online)[0].answers)
    assert "• マイナポータル利用手続数：22手続 → 空欄（不明）" in says(talk.modals(YAMAGUCHI)[-1])


# 20 systems × 40 steps


def test_twenty_systems_stay_on_one_screen_within_slacks_limits(steps, opens):
    view = opens()

    assert 24 == len([name for name in inputs(view) if name.startswith("systems")]) + 3
    assert ["target_systems", "completed_step", "systems-all", "systems-1"] == list(inputs(view))[:4]
    assert ["systems-20", "excluded_systems", "reason"] == list(inputs(view))[-3:]
    assert len(view.blocks) <= 100
    assert blockkit.size_of(view.body) <= 30_000
    assert ("20", "3", None) == tuple(
        filled(view)[name] for name in ("target_systems", "completed_step", "systems-all")
    )


def test_all_systems_at_once_with_exceptions(talk, steps, opens):
    opens()
    assert {} == talk.submits(by=YAMAGUCHI, **{"systems-all": "5", "systems-3": "12", "systems-11": "対象外"})

    answers = told(talk, steps)[0].answers
    assert (5.0, 12.0, "対象外", 5.0) == tuple(answers["systems", n] for n in (1, 3, 11, 20))
    assert "ほかに8項目が変わりました。" in says(talk.modals(YAMAGUCHI)[-1])


def test_a_step_goes_back_only_with_a_reason(talk, steps, opens):
    opens()
    talk.submits(by=YAMAGUCHI, **{"systems-all": "5"})
    talk.press_in_modal("直す", by=YAMAGUCHI)

    wrong = talk.submits(by=YAMAGUCHI, completed_step="2", **{"systems-3": "4"})
    assert {
        "completed_step": "前回（ステップ3）より前に戻っています。正しい場合は、「理由・補足」に理由を書いてください。",
        "systems-3": "前回（ステップ5）より前に戻っています。正しい場合は、「理由・補足」に理由を書いてください。",
    } == wrong
    assert {} == talk.submits(by=YAMAGUCHI, reason="集計の誤り")
    assert "集計の誤り" == told(talk, steps)[1].reason


def test_all_systems_back_at_once_are_one_error(talk, steps, opens):
    opens()
    talk.submits(by=YAMAGUCHI, **{"systems-all": "5"})
    talk.press_in_modal("直す", by=YAMAGUCHI)

    assert ["systems-all"] == list(talk.submits(by=YAMAGUCHI, **{"systems-all": "4"}))


# Once, whatever happens


def test_a_form_delivered_twice_is_one_report_and_the_second_hears_so(talk, online, opens):
    opens()
    talk.submits(by=YAMAGUCHI, procedures="23")
    submission = talk.delivered()[-1]

    again = talk.delivers(submission)

    assert "記録されています" in again["view"]["blocks"][0]["text"]["text"]
    assert 1 == len(told(talk, online))


def test_a_form_clicked_twice_at_the_same_time_is_one_report(talk, online, opens):
    opens()
    talk.submits(by=YAMAGUCHI, procedures="28")
    refused = talk.delivered()[-1]
    refused["view"]["state"]["values"]["procedures"]["last"]["value"] = "24"

    talk.delivers(*[refused] * 5)

    assert [24.0] == [each.answers["procedures", 0] for each in told(talk, online)]


def test_the_same_from_two_windows_is_kept_once(talk, online, opens):
    view = opens()
    opens()
    talk.submits(by=YAMAGUCHI, procedures="24")
    submission = talk.delivered()[-1]
    other = {**submission["view"], "id": view.id}

    said = talk.delivers({**submission, "view": other})

    assert "記録されています" in said["view"]["blocks"][0]["text"]["text"]
    assert 1 == len(told(talk, online))


def test_it_can_be_mended_again_and_again(talk, online, opens):
    opens()
    for typed in ("23", "24", "25"):
        talk.submits(by=YAMAGUCHI, procedures=typed)
        view = talk.press_in_modal("直す", by=YAMAGUCHI)

    assert "（この照会で3回目）" in says(view)
    assert "25" == filled(view)["procedures"]
    assert [23.0, 24.0, 25.0] == [each.answers["procedures", 0] for each in told(talk, online)]


# Who may


def test_nobody_reports_for_another_municipality(talk, online, opens):
    opens()
    press = talk.delivered()[-1]
    press["user"]["id"] = HOFU

    talk.delivers(press)

    assert [] == talk.modals(HOFU)


def test_the_right_is_looked_at_again_when_it_is_sent(talk, online, opens):
    opens()
    talk.dismisses(YAMAGUCHI)
    talk.submits(by=YAMAGUCHI)

    assert "事務局だけ" in says(talk.modals(YAMAGUCHI)[-1])
    assert [] == told(talk, online)


def test_a_button_that_names_no_municipality_opens_ones_own(talk, online):
    press(talk, online.id)

    assert "*山口市*" in says(talk.modals(YAMAGUCHI)[-1])


def test_of_several_municipalities_it_is_asked_which(talk, online):
    talk.appoints("U0BOTH", "352039")
    talk.also_answers("U0BOTH", "352063")
    talk.joins("U0BOTH")

    press(talk, online.id, by="U0BOTH")

    assert [] == talk.modals("U0BOTH")
    assert "どの市町として報告しますか。" in talk.private("U0BOTH").text
    assert ["山口市", "防府市"] == labels(talk.private("U0BOTH"))


# After the close


def test_after_the_close_a_correction_needs_a_reason(talk, online, opens):
    opens()
    talk.submits(by=YAMAGUCHI, procedures="23")
    close(talk, online)
    view = talk.press_in_modal("直す", by=YAMAGUCHI)

    assert "この照会は締め切られています。直すときは" in says(view)
    assert "理由・補足（直す理由を必ず書いてください）" == inputs(view)["reason"]["label"]["text"]
    talk.submits(by=YAMAGUCHI, procedures="24")
    assert 1 == len(told(talk, online))
    blank = talk.submits(by=YAMAGUCHI, procedures="24", reason=" 　")
    assert {"reason": "この照会は締め切られています。直す理由を書いてください。"} == blank
    assert {} == talk.submits(by=YAMAGUCHI, procedures="24", reason="転記の誤り")
    assert [23.0, 24.0] == [each.answers["procedures", 0] for each in told(talk, online)]
    assert "何度でも直せます" not in says(talk.modals(YAMAGUCHI)[-1])


# The secretariat's hand


def test_the_secretariats_hand_is_marked(talk, online):
    press(talk, f"{online.id} 352063", by=SECRETARY)
    assert {} == talk.submits(by=SECRETARY, procedures="3")

    (report,) = told(talk, online, "352063")
    assert (True, SECRETARY) == (report.proxy, report.by)
    assert "（代理入力）" in says(talk.modals(SECRETARY)[-1])


# Seen


def test_the_first_opening_is_noted_once_and_only_that_of_the_municipality(talk, online, opens):
    press(talk, f"{online.id} 352039", by=SECRETARY)
    opens()
    opens()

    (event,) = rounds.events(talk.database.read(), bot.CONFERENCE, online.id)["352039"]
    assert Event("352039", What.SEEN, YAMAGUCHI, event.at) == event


def test_of_two_people_at_once_the_second_is_asked(talk, online, opens):
    talk.appoints("U0SECOND", "352039")
    talk.joins("U0SECOND")
    opens()
    press(talk, f"{online.id} 352039", by="U0SECOND")
    talk.submits(by=YAMAGUCHI, procedures="28")
    first = talk.delivered()[-1]
    talk.submits(by="U0SECOND", procedures="28")
    second = talk.delivered()[-1]
    first["view"]["state"]["values"]["procedures"]["last"]["value"] = "23"
    second["view"]["state"]["values"]["procedures"]["last"]["value"] = "24"

    answer = talk.delivers(first, second)

    assert [23.0] == [each.answers["procedures", 0] for each in told(talk, online)]
    assert "先に報告がありました" == answer["view"]["title"]["text"]
