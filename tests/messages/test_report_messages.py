"""The words of reports, read as prose."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.answers import Problem
from domain.calendar import TOKYO
from domain.errors import AmbiguousName
from domain.filling import Asking, Filled
from domain.forms import Field, Kind, Theme
from domain.model import AsOf, Municipality, System
from domain.round import How, Report, Round
from messages import (
    report_asked_back,
    report_conflict,
    report_done,
    report_form,
    report_history,
    report_list,
    report_problems,
    report_text,
)
from talkroom import blockkit

NOW = datetime(2022, 10, 17, 9, 5, tzinfo=TOKYO)
DAY = AsOf(date(2022, 9, 30), date(2022, 9, 30), "day")
HOSTILE = "<!channel> *太字* `code` \"引用\" 'x' & " + "あ" * 3_001
FORM = (
    Field("n", "手続数", Kind.NUMBER, "手続数", "手続", 0, 27),
    Field("s", "業務別", Kind.STEPS, "業務別"),
    Field("t", "備考", Kind.TEXT, "備考"),
    Field("d", "更新の日", Kind.DATE, "更新の日"),
)
ASKED = Round("r", "t", "10月の照会", DAY, opened_at=NOW)
YAMAGUCHI = Municipality("352039", "山口市", "やまぐちし", "市")
ANSWERS = {("n", 0): 12.0, ("s", 1): 3.0}
REPORT = Report("r", "352039", "U1", NOW, How.FORM, ANSWERS, nth=1)
ASKING = Asking(ASKED, YAMAGUCHI, Theme("t", "照会", "照会", 0, (), FORM), (System(1, "戸籍"),), (REPORT,), ANSWERS)
FRESH = replace(ASKING, reports=(), before={})
TYPED = {"t": HOSTILE, "n": HOSTILE, "reason": HOSTILE}
NEW = {("n", 0): 13.0, ("s", 1): "対象外", ("d", 0): "2022-10-31"}


def hostile():
    return replace(ASKING, round=replace(ASKED, title=HOSTILE), theme=replace(ASKING.theme, short=HOSTILE))


def text_of(blocks):
    return "\n".join(b["text"]["text"] for b in blocks if b["type"] in {"section", "header"})


@pytest.mark.parametrize(
    ("problem", "said"),
    [
        (Problem(("n", 0), "too_large", 0, 27), "0から27までの数字を書いてください。"),
        (Problem(("n", 0), "too_small", 0, None), "0以上の数字を書いてください。"),
        (
            Problem(("n", 0), "not_a_number", 0, None),
            "数字を書いてください。数字で答えられないときは、該当なし・対象外・検討中・未定のどれかを書いてください。",
        ),
        (
            Problem(("n", 0), "no_choice", near=("自前", "国")),
            "次のどれかを書いてください：自前、国、該当なし・対象外・検討中・未定。",
        ),
        (Problem(("t", 0), "too_long", most=1000), "1,000字までで書いてください。"),
        (
            Problem(("d", 0), "no_date"),
            (
                "日付を1日だけ、「令和4年10月31日」のように書いてください。"
                "日で答えられないときは、該当なし・対象外・検討中・未定のどれかを書いてください。"
            ),
        ),
        (
            Problem(("s", 1), "backwards", before=5.0),
            "前回（ステップ5）より前に戻っています。正しい場合は、「理由・補足」に理由を書いてください。",
        ),
        (Problem(("n", 0), "more_than_whole", most=18), "全体の数（18）より多くなっています。"),
        (Problem(("reason", 0), "closed"), "この照会は締め切られています。直す理由を書いてください。"),
        (Problem(("reason", 0), "unknown_item", near=("戸籍",)), "この照会にない項目です。書ける項目：戸籍。"),
        (Problem(("n", 0), "twice"), "同じ項目が2回書かれています。1つにしてください。"),
    ],
)
def test_what_is_wrong_is_a_sentence_that_says_what_to_write(problem, said):
    assert said == report_problems.sentence(problem, ASKING)


GOLDEN = {
    "reported": (
        lambda: report_done.in_words(ASKING, report_done.done(ASKING, replace(REPORT, answers=NEW, reason="確認済み"))),
        (
            "*10月の照会*（山口市）に報告しました。\n基準日：令和4年9月30日時点\n"
            "照会が締め切られるまで、何度でも直せます。\n変わったところ\n• 手続数：12手続 → 13手続\n"
            "• 戸籍：ステップ3 → 対象外\n• 更新の日：空欄（不明） → 令和4年10月31日(月)\n理由・補足：確認済み"
        ),
    ),
    "known": (
        lambda: report_done.in_words(ASKING, report_done.known(ASKING, REPORT)),
        (
            "*10月の照会*（山口市）への、この内容の報告は、令和4年10月17日(月) 9:05に記録されています。"
            "もう一度送る必要はありません。"
        ),
    ),
    "read of a sentence": (
        lambda: report_text.reading(ASKING, Filled(NEW, ""), [("s", 1)], "{}", proxy=True, moved=True),
        (
            "読み取った後に、別の報告がありました。前回の内容を確かめて、もう一度押してください。\n"
            "*10月の照会*（山口市）に、次の内容で報告します（代理入力）。よければ「この内容で報告する」を押してください。"
            "まだ記録していません。\n基準日：令和4年9月30日時点\n• 手続数：13手続（前回：12手続）\n"
            "• 戸籍：対象外（前回：ステップ3）\n• 更新の日：令和4年10月31日(月)（前回：空欄（不明））"
        ),
    ),
    "a reading that is gone": (
        report_text.gone,
        "この読み取りは、もう使えません。もう一度 `報告` から入力してください。",
    ),
    "an ambiguous name": (
        lambda: report_asked_back.asked_back(AmbiguousName("山口", (("山口市", "山口市"),)), [("山口市", "山口市")]),
        "「山口」は1つに当てはまります。どれとして報告しますか。",
    ),
    "none of them": (report_list.none_of_them, "そのテーマや市町の受付中の照会は、今はありません。"),
    "whose": (lambda: report_list.which("r", ["352039"], [YAMAGUCHI]), "どの市町として報告しますか。"),
    "nobody's": (
        lambda: report_list.which("r", [], [YAMAGUCHI]),
        (
            "この照会に回答する市町が、名簿でご自身に割り当てられていません。"
            "事務局の代理入力は `報告 テーマ 市町` と入力してください。"
        ),
    ),
}


@pytest.mark.parametrize(("made", "text"), GOLDEN.values(), ids=list(GOLDEN))
def test_a_message_reads_well(made, text):
    message = made()

    assert text == message["text"]
    assert [] == blockkit.strict(message)


FORMS = {
    "the form": lambda asking: report_form.form(asking, TYPED, "{}", draft=None, saved=False, proxy=True),
    "the conflict": lambda asking: report_conflict.conflict(
        asking, {**NEW, ("t", 0): HOSTILE}, HOSTILE[:200], HOSTILE[:200], "{}"
    ),
    "what was reported": lambda asking: report_done.in_form(
        asking, report_done.done(asking, replace(REPORT, answers={("t", 0): HOSTILE}, reason=HOSTILE))
    ),
    "what stays": lambda asking: report_conflict.left(asking, HOSTILE[:200]),
    "what waits": lambda _: report_form.waiting(),
    "what cannot be read": lambda _: report_form.unreadable("r", "352039"),
}


@pytest.mark.parametrize("made", FORMS.values(), ids=list(FORMS))
@pytest.mark.parametrize("asking", [ASKING, hostile()], ids=["plain", "hostile"])
def test_a_form_keeps_to_slacks_limits_whatever_people_wrote(made, asking):
    view = made(asking)

    assert [] == blockkit.strict(view)
    markup = [b["text"]["text"] for b in view["blocks"] if b.get("text", {}).get("type") == "mrkdwn"]
    assert not any("<!channel>" in each for each in markup)


@pytest.mark.parametrize(
    "made",
    [
        lambda: report_history.history(replace(hostile(), reports=[replace(REPORT, reason=HOSTILE)]), {}, 0),
        lambda: report_text.asked(hostile(), [(HOSTILE, Problem(("n", 0), "twice"))] * 30),
        lambda: report_text.reading(
            hostile(), Filled({("t", 0): HOSTILE}, HOSTILE), [], "{}", proxy=False, moved=False
        ),
        lambda: report_list.no_answers(hostile()),
    ],
)
def test_a_message_keeps_to_slacks_limits_whatever_people_wrote(made):
    assert [] == blockkit.strict(made())


def test_a_form_without_anything_to_go_by_says_so():
    view = report_form.form(FRESH, {}, "{}", draft=None, saved=False, proxy=False)

    assert "前回の回答は、まだありません。" in text_of(view["blocks"])
