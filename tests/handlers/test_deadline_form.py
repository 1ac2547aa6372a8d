"""A new deadline from a form, and for whom it is."""

import pytest
from talk import HOFU, SECRETARY, YAMAGUCHI, labels
from test_deadline import NOTHING, SECRETARIAT_ONLY, SUBSIDY, TITLE, listed

FORM, TARGETS = "フォームで登録", "対象の市町を選ぶ"
FILLED = {"title": "様式の提出", "day": "2022-10-31"}


@pytest.fixture
def form(talk):
    """The empty form stands before the secretariat."""
    listed(talk)
    talk.press(FORM, by=SECRETARY)
    return talk


def says(view):
    return "\n".join(block["text"]["text"] for block in view.blocks if block["type"] == "section")


def confirmed(talk, **values):
    assert {} == talk.submits(by=SECRETARY, **{**FILLED, **values})
    talk.submits(by=SECRETARY)
    return says(talk.modals()[-1])


def test_what_was_filled_in_is_shown_back_and_counts_once_it_is_confirmed(form):
    assert {} == form.submits(by=SECRETARY, **FILLED)

    shown = "様式の提出\n令和4年10月31日(月) 17:15 まで。あと53日（開庁日であと34日）。\n対象：全市町"
    assert shown == says(form.modals()[-1])
    assert [] == form.told()

    form.submits(by=SECRETARY)
    assert "*様式の提出* を登録しました。令和4年10月31日(月) 17:15 まで" in says(form.modals()[-1])
    assert ["新しい締切です：*様式の提出*"] == [text.splitlines()[0] for text in form.told()]
    assert "*様式の提出*\n令和4年10月31日(月) 17:15 まで" in listed(form, YAMAGUCHI).text


def test_it_is_for_the_municipalities_that_were_chosen(form):
    said = confirmed(form, bodies=["352063"], time="12:00")

    assert "対象：防府市" in said
    assert "対象：防府市" in form.told()[-1]
    assert "対象：防府市\n済 0／対象外 0／まだ 1" in listed(form, HOFU).text
    assert "済" in labels(listed(form, HOFU))
    assert "済" not in labels(listed(form, YAMAGUCHI))
    form.clock("2022-10-31T09:01+09:00")
    assert 1 == len(form.said_to(HOFU))
    assert [] == form.said_to(YAMAGUCHI)


def test_all_of_them_are_none_in_particular(form):
    every = [body.code for body in form._desk.catalogue.municipalities]

    assert "対象：" not in confirmed(form, bodies=every)
    assert "まだ 19" in listed(form).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": "  　 "}, {"title": "何の締切か、件名を書いてください。"}),
        ({"title": "あ" * 101}, {"title": "件名は100字までです（今は101字）。短くしてください。"}),
        ({"day": "2022-09-07"}, {"day": "その日時は、すでに過ぎています。これからの日時を選んでください。"}),
        (
            {"day": "2022-09-08", "time": "08:59"},
            {"day": "その日時は、すでに過ぎています。これからの日時を選んでください。"},
        ),
    ],
)
def test_what_is_wrong_is_said_at_the_field(form, wrong, said):
    assert said == form.submits(by=SECRETARY, **{**FILLED, **wrong})
    assert 1 == len(form.modals())


@pytest.mark.parametrize(
    ("day", "why", "before"),
    [
        ("2022-10-29", "土曜日", "令和4年10月28日(金)"),
        ("2022-11-03", "文化の日", "令和4年11月2日(水)"),
        ("2022-12-29", "年末年始", "令和4年12月28日(水)"),
    ],
)
def test_a_closed_day_is_warned_of_and_the_working_day_before_is_one_press_away(form, day, why, before):
    form.submits(by=SECRETARY, **{**FILLED, "day": day})
    assert f"※この日は閉庁日（{why}）です。" in says(form.modals()[-1])

    then = form.press_in_modal(f"{before}にする")

    assert f"{before} 17:15 まで" in says(then)
    assert "閉庁日" not in says(then)
    assert [] == form.told()
    form.submits(by=SECRETARY)
    assert f"*様式の提出*\n{before} 17:15 まで" in listed(form).text


def test_a_closed_day_can_be_kept_all_the_same(form):
    confirmed(form, day="2022-10-29")

    assert "令和4年10月29日(土) 17:15 まで" in listed(form).text


def test_it_can_be_written_anew_with_all_that_was_filled_in(form):
    form.submits(by=SECRETARY, **FILLED, bodies=["352063"], time="12:00", repeat="毎月最終開庁日")

    form.press_in_modal("書き直す")

    assert "「毎月最終開庁日」" in (form.submits(by=SECRETARY) or says(form.modals()[-1]))
    assert "次は令和4年10月31日(月) 12:00 まで" in says(form.modals()[-1])
    assert "対象：防府市" in says(form.modals()[-1])


def test_what_comes_again_begins_with_the_first_day_from_there_on(form):
    said = confirmed(form, day="2022-10-03", repeat="毎月最終開庁日", time="17:00")

    assert "*様式の提出* を、繰り返す締切（毎月最終開庁日）として登録しました。" in said
    assert "次は令和4年10月31日(月) 17:00 までです。" in said
    assert "令和4年9月30日" not in listed(form).text.split("*予定・締切*")[0]


def test_midnight_ends_the_day_before(form):
    form.submits(by=SECRETARY, title="電子申請", day="2022-11-01", time="00:00")

    assert "令和4年10月31日(月) 24:00 まで" in says(form.modals()[-1])


def test_a_form_confirmed_twice_keeps_one_deadline(form):
    form.submits(by=SECRETARY, **FILLED)
    form.submits(by=SECRETARY)
    form.again(kinds=("interactive",))

    assert 1 == len([text for text in form.told() if "新しい締切" in text])
    assert 1 == listed(form).text.count("*様式の提出*")


def test_what_could_not_be_read_can_be_put_into_the_form(talk):
    talk.type("/deadline 秋頃 手順書の確認", by=SECRETARY)
    talk.press(FORM, by=SECRETARY)

    talk.submits(by=SECRETARY, day="2022-11-30")

    assert says(talk.modals()[-1]).startswith("手順書の確認\n令和4年11月30日(水) 17:15 まで")


def test_only_the_secretariat_has_the_form(talk):
    assert FORM in labels(listed(talk, SECRETARY))
    assert FORM not in labels(listed(talk, YAMAGUCHI))
    talk.type("@進捗ボット 締切", by=SECRETARY)
    thread = talk.newest(SECRETARY).thread_ts

    talk.press(FORM, by=YAMAGUCHI, thread=thread)

    assert talk.private(YAMAGUCHI).text.startswith(SECRETARIAT_ONLY)
    assert [] == talk.modals(YAMAGUCHI)


@pytest.mark.parametrize("step", ["the form", "what was understood"])
def test_the_right_is_looked_at_again_when_it_is_sent(form, step):
    if step == "what was understood":
        form.submits(by=SECRETARY, **FILLED)
    form.is_no_longer_the_secretariat(SECRETARY)

    form.submits(by=SECRETARY, **(FILLED if step == "the form" else {}))

    assert SECRETARIAT_ONLY in says(form.modals()[-1])
    assert NOTHING in listed(form, YAMAGUCHI).text


# For whom, from a text


def test_names_of_municipalities_in_a_text_narrow_nothing_by_themselves(talk):
    proposal = talk.type("/deadline 10月末 山口市・防府市 補助金の申請", by=SECRETARY)

    assert proposal.text.endswith("対象：全市町")
    assert "山口市・防府市 補助金の申請" in proposal.text
    assert TARGETS in labels(proposal)


def test_for_whom_is_chosen_from_the_proposal(talk):
    talk.type(SUBSIDY, by=SECRETARY)
    talk.press(TARGETS, by=SECRETARY)
    talk.submits(by=SECRETARY, bodies=["352039", "352063"])
    assert "対象：山口市、防府市" in says(talk.modals()[-1])
    talk.submits(by=SECRETARY)

    assert f"*{TITLE}*\n令和4年10月31日(月) 17:15 まで" in listed(talk).text
    assert "対象：山口市、防府市\n済 0／対象外 0／まだ 2" in listed(talk).text
    assert "対象：山口市、防府市" in talk.told()[-1]


def test_the_proposal_and_the_form_made_of_it_keep_one_deadline(talk):
    talk.type("@進捗ボット 締切 10月31日 様式の提出", by=SECRETARY)
    thread = talk.newest(SECRETARY).thread_ts
    talk.press(TARGETS, by=SECRETARY, thread=thread)
    talk.submits(by=SECRETARY, bodies=["352063"])
    talk.submits(by=SECRETARY)

    talk.press("この内容で登録する", by=SECRETARY, thread=thread)

    assert "すでに登録されています" in talk.private(SECRETARY).text
    assert 1 == len([text for text in talk.told() if "新しい締切" in text])


def test_what_was_written_of_something_recurring_stays_so_in_the_form(talk):
    talk.type("/deadline 隔週金曜 定例報告", by=SECRETARY)
    talk.press(TARGETS, by=SECRETARY)
    talk.submits(by=SECRETARY, bodies=["352063"])

    assert "「隔週金曜」に繰り返します。次は令和4年9月9日(金) 17:15 まで、その次は9月23日(金)" in says(
        talk.modals()[-1]
    )


def test_news_of_a_move_says_for_whom(talk):
    talk.type(SUBSIDY, by=SECRETARY)
    talk.press(TARGETS, by=SECRETARY)
    talk.submits(by=SECRETARY, bodies=["352063"])
    talk.submits(by=SECRETARY)
    listed(talk)
    talk.press("日時を変える", by=SECRETARY)
    talk.submits(by=SECRETARY, day="2022-11-10", time="17:15", reason="延期")

    assert talk.told()[-1].endswith("理由：延期\n対象：防府市")
