"""The words of deadlines and reminders, read as prose."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.calendar import TOKYO
from domain.dates.opendays import OFFICIAL
from domain.deadline import Deadline, Done, Draft, Move, Tap
from domain.errors import NotAllowed
from domain.model import AsOf, Municipality, ScheduleItem, Source
from domain.plan import STANDARD
from messages import deadline, deadline_calendar, deadline_forms, deadline_list, errors, forms, reminder, why
from messages.reminder import Open
from talkroom import blockkit

NOW = datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
DUE = datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO)
SUBSIDY = Deadline("1", "補助金の申請締切", DUE, "令和4年10月末")
SERIES = Deadline("2", "実績報告", DUE, "毎月末", rule="FREQ=MONTHLY;BYMONTHDAY=-1")
YAMAGUCHI = Municipality("352039", "山口市", "やまぐちし", "市")
HOFU = Municipality("352063", "防府市", "ほうふし", "市")
EVERYONE = (YAMAGUCHI, HOFU)
FOR_ONE = replace(SUBSIDY, bodies=("352063",))
GUIDE = ScheduleItem(
    "s2-10", "手順書の改定", "planned", "standardization", "国", "秋頃", date(2022, 9, 1), date(2022, 11, 30), "season",
    Source("資料２", 3), AsOf(date(2022, 9, 1), date(2022, 9, 30), "month"),
)  # fmt: skip


def reader(*, secretariat=False):
    return deadline_list.Reader(own=[YAMAGUCHI], everyone=EVERYONE, secretariat=secretariat, now=NOW, days=OFFICIAL)


def listed():
    return deadline_list.Listed(SUBSIDY, {"352063": Tap("352063", Done.DONE, "U", NOW)})


GOLDEN = {
    "the list": (
        lambda: deadline_list.listing([listed()], [SERIES], [], reader(secretariat=True)),
        (
            "締切\n*補助金の申請締切*\n令和4年10月31日(月) 17:15 まで　あと14日（開庁日であと10日）\n"
            "済 1／対象外 0／まだ 1\n山口市：まだ\n*繰り返す締切*\n• 毎月末　実績報告"
        ),
    ),
    "the list with one that is not for all, and what the papers name": (
        lambda: deadline_list.listing([deadline_list.Listed(FOR_ONE, {})], [], [GUIDE], reader()),
        (
            "締切\n*補助金の申請締切*\n令和4年10月31日(月) 17:15 まで　あと14日（開庁日であと10日）\n対象：防府市\n"
            "済 0／対象外 0／まだ 1\n*予定・締切*\n• *手順書の改定*　秋頃〔令和4年9月時点・資料２ 3頁〕"
        ),
    ),
    "one's own, all answered": (
        lambda: deadline_list.listing([], [], [], reader(), deadline_list.Scope(mine=True)),
        "締切：自分の市町がまだのもの\n山口市が、まだ回答していない締切はありません。",
    ),
    "one's own, of whoever has none": (
        lambda: deadline_list.listing([], [], [], replace(reader(), own=[]), deadline_list.Scope(mine=True)),
        (
            "締切：自分の市町がまだのもの\n"
            "回答する市町が名簿にないため、自分の分はありません。全市町の締切は `締切 一覧` で見られます。"
        ),
    ),
    "a theme without any": (
        lambda: deadline_list.listing([], [], [], reader(), deadline_list.Scope(about="標準化", this_month=True)),
        "締切：今月・標準化\n「標準化」の締切は登録されていません。",
    ),
    "a proposal": (
        lambda: deadline.proposal("様式の提出", "令和4年10月31日(月) 17:15 まで。", "{}", None),
        "締切の登録\n様式の提出\n令和4年10月31日(月) 17:15 まで。\n対象：全市町",
    ),
    "an empty list": (lambda: deadline_list.listing([], [], [], reader()), "締切\n登録されている締切はありません。"),
    "registered": (
        lambda: deadline.registered(SUBSIDY, 285, [HOFU], EVERYONE),
        (
            "*補助金の申請締切* を登録しました。令和4年10月31日(月) 17:15 まで\n担当者へのお知らせを285件予定しました。"
            "済・対象外と答えた市町には、それからは届きません。\n担当者が名簿にない市町には届きません：防府市"
        ),
    ),
    "a series registered": (
        lambda: deadline.registered(SERIES, 38, [], EVERYONE),
        (
            "*実績報告* を、繰り返す締切（毎月末）として登録しました。次は令和4年10月31日(月) 17:15 までです。\n"
            "この先60日分のお知らせを38件予定しました。その先は、近づくと自動で加わります。"
        ),
    ),
    "registered for one": (
        lambda: deadline.registered(FOR_ONE, 15, [], EVERYONE),
        (
            "*補助金の申請締切* を登録しました。令和4年10月31日(月) 17:15 まで\n担当者へのお知らせを15件予定しました。"
            "済・対象外と答えた市町には、それからは届きません。\n対象：防府市"
        ),
    ),
    "news for one": (
        lambda: deadline.news(FOR_ONE, None, NOW, OFFICIAL, EVERYONE),
        (
            "新しい締切です：*補助金の申請締切*\n*令和4年10月31日(月) 17:15 まで*　あと14日（開庁日であと10日）\n"
            "対象：防府市"
        ),
    ),
    "a calendar sent": (
        lambda: deadline_calendar.handed(3, 5),
        "カレンダーのファイル（.ics：締切3件と、資料の予定5件）を、ボットとの1対1の画面にお送りしました。",
    ),
    "a calendar that did not arrive": (
        deadline_calendar.failed,
        (
            "カレンダーのファイルを送れませんでした。入力の誤りではありません。\nボットとの1対1の画面に届いていないことを"
            "確かめてから、`締切 カレンダー` と、もう一度入力してください。続くときは、事務局にお知らせください。"
        ),
    ),
    "an empty calendar": (deadline_calendar.nothing, "カレンダーに入れられる締切は、今はありません。"),
    "a second press": (lambda: deadline.known("様式"), "*様式* は、すでに登録されています。"),
    "a tap": (
        lambda: deadline.tapped(SUBSIDY, YAMAGUCHI, Done.EXEMPT),
        "*補助金の申請締切*：山口市を「対象外」と記録しました。",
    ),
    "called off": (
        lambda: deadline.cancelled(SUBSIDY),
        "*補助金の申請締切* を取り消しました。これからのお知らせは届きません。",
    ),
    "left": (deadline.left_out, "登録しませんでした。"),
    "news": (
        lambda: deadline.news(SUBSIDY, None, NOW, OFFICIAL, EVERYONE),
        "新しい締切です：*補助金の申請締切*\n*令和4年10月31日(月) 17:15 まで*　あと14日（開庁日であと10日）",
    ),
    "news of a series": (
        lambda: deadline.news(SERIES, None, NOW, OFFICIAL, EVERYONE),
        (
            "繰り返す締切が登録されました：*実績報告*（毎月末）\n"
            "次は *令和4年10月31日(月) 17:15 まで*　あと14日（開庁日であと10日）"
        ),
    ),
    "news of a move": (
        lambda: deadline.news(SUBSIDY, Move(NOW, DUE, "U", NOW), NOW, OFFICIAL, EVERYONE),
        (
            "*補助金の申請締切* の締切が変わりました。\n"
            "令和4年10月17日(月) 09:00 まで → *令和4年10月31日(月) 17:15 まで*　あと14日（開庁日であと10日）"
        ),
    ),
    "a reminder": (
        lambda: reminder.reminder([Open(SUBSIDY, YAMAGUCHI)], NOW, OFFICIAL, late=False),
        (
            "締切のお知らせ\nまだ回答をいただいていない締切が1件あります。終わったものは「済」を押してください。\n"
            "*補助金の申請締切*（山口市）\n令和4年10月31日(月) 17:15 まで　あと14日（開庁日であと10日）"
        ),
    ),
    "why": (
        lambda: why.why([("補助金の申請締切", "山口市", 10, 0)], "山口市 担当", STANDARD),
        (
            "• *補助金の申請締切*：10開庁日前のお知らせ（山口市 担当）\n"
            "お知らせの時期は、会議で決めた予定（20・10・3・1開庁日前と当日、過ぎた後は3開庁日ごと）によります。"
        ),
    ),
    "nothing to explain": (
        lambda: why.why([], "山口市 担当", STANDARD),
        (
            "回答をお待ちしている締切は、今はありません。\n"
            "お知らせの時期は、会議で決めた予定（20・10・3・1開庁日前と当日、過ぎた後は3開庁日ごと）によります。"
        ),
    ),
    "not the secretariat": (
        lambda: errors.explain(NotAllowed("secretariat"), ""),
        "この操作は事務局だけができます。事務局にご相談ください。`使い方` で、できることを見られます。",
    ),
    "gone": (
        lambda: errors.explain(NotAllowed("gone"), ""),
        "その締切はもうありません。`締切` と入力して、一覧をご覧ください。",
    ),
}


@pytest.mark.parametrize(("say", "text"), GOLDEN.values(), ids=GOLDEN)
def test_a_message_reads_so(say, text):
    message = say()

    assert text == message["text"]
    assert [] == blockkit.strict(message)


@pytest.mark.parametrize("title", ["<!channel>", "*強調*", "'\"&`_~", "あ" * 3_001])
def test_a_hostile_title_stays_text_within_slacks_limits(title):
    hostile = Deadline("1", title, DUE, title)
    said = [
        deadline_list.listing([deadline_list.Listed(hostile, {})], [hostile], [], reader(secretariat=True)),
        deadline.proposal(title, "令和4年10月31日(月)", "{}", None),
        deadline.registered(hostile, 1, [], EVERYONE),
        deadline.news(hostile, None, NOW, OFFICIAL, EVERYONE),
        reminder.reminder([Open(hostile, YAMAGUCHI)], NOW, OFFICIAL, late=True),
        why.why([(title, "山口市", 0, 0)], "山口市 担当", STANDARD),
    ]

    assert [[]] * len(said) == [blockkit.strict(message) for message in said]
    for message in said[:1] + said[2:]:
        assert not any(sign in message["text"] for sign in ("<!channel>", "*強調*", "`_~"))


def test_the_forms_keep_slacks_limits():
    sentence = forms.sentence(errors.explain(NotAllowed("gone"), ""))

    views = [deadline_forms.moving(SUBSIDY), sentence, *(form(draft) for draft in DRAFTS for form in FORMS)]
    assert [[]] * len(views) == [blockkit.strict(view, "modal") for view in views]


MANY = [replace(HOFU, code=f"{nth:06}") for nth in range(1_741)]
DRAFTS = (
    Draft("1"),
    Draft("1", "様式", DUE, "隔週金曜 17時", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", ("352063",)),
    Draft("1", "あ" * 3_001, DUE, "い" * 60, "FREQ=DAILY"),
)
FORMS = (
    lambda draft: deadline_forms.adding(draft, EVERYONE, "{}"),
    lambda draft: deadline_forms.adding(draft, MANY, "{}"),
    lambda draft: deadline_forms.confirming(
        replace(draft, title=draft.title or "様式"), "令和4年10月31日(月)", "令和4年10月28日(金)", EVERYONE, "{}"
    ),
)


def test_the_file_in_the_calendar_says_what_it_holds():
    said = deadline_calendar.comment(1, 0)

    assert (
        "締切1件のカレンダーファイルです。開くと、お使いのカレンダーに入ります。\n"
        "締切が変わったときは、もう一度受け取って開くと、同じ予定が更新されます。"
    ) == said


def test_an_entry_of_a_calendar_says_until_when_for_whom_and_where_it_stands():
    item = replace(GUIDE, words="～R4.11", precision="until_month", kind="deadline", who="市町", note="様式は未定")

    assert (
        "令和4年10月31日(月) 17:15 まで\n対象：防府市\n書かれた日：令和4年10月末\n"
        "終わったら、トークルームで「締切」と入力して「済」を押してください。"
    ) == deadline_calendar.described(FOR_ONE, EVERYONE)
    assert (
        "～R4.11（令和4年11月30日(水)まで）\n担当：市町\n備考：様式は未定\n出典：令和4年9月時点・資料２ 3頁"
    ) == deadline_calendar.described_of(item)
