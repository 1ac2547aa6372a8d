"""The words of deadlines and reminders, read as prose."""

from datetime import datetime

import pytest

from domain.calendar import TOKYO
from domain.dates.opendays import OFFICIAL
from domain.deadline import Deadline, Done, Move, Tap
from domain.errors import NotAllowed
from domain.model import Municipality
from domain.plan import STANDARD
from messages import deadline, errors, forms, reminder, why
from messages.reminder import Open
from talkroom import blockkit

NOW = datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
DUE = datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO)
SUBSIDY = Deadline("1", "補助金の申請締切", DUE, "令和4年10月末")
SERIES = Deadline("2", "実績報告", DUE, "毎月末", rule="FREQ=MONTHLY;BYMONTHDAY=-1")
YAMAGUCHI = Municipality("352039", "山口市", "やまぐちし", "市")
HOFU = Municipality("352063", "防府市", "ほうふし", "市")
ONWARD = "締切の一覧"


def reader(*, secretariat=False):
    everyone = (YAMAGUCHI, HOFU)
    return deadline.Reader(own=[YAMAGUCHI], everyone=everyone, secretariat=secretariat, now=NOW, days=OFFICIAL)


def listed():
    return deadline.Listed(SUBSIDY, {"352063": Tap("352063", Done.DONE, "U", NOW)})


GOLDEN = {
    "the list": (
        lambda: deadline.listing([listed()], [SERIES], [], reader(secretariat=True)),
        (
            "締切\n*補助金の申請締切*\n令和4年10月31日(月) 17:15 まで　あと14日（開庁日であと10日）\n"
            "済 1／対象外 0／まだ 1\n山口市：まだ\n*繰り返す締切*\n• 毎月末　実績報告"
        ),
    ),
    "an empty list": (lambda: deadline.listing([], [], [], reader()), "締切\n登録されている締切はありません。"),
    "registered": (
        lambda: deadline.registered(SUBSIDY, 285, [HOFU]),
        (
            "*補助金の申請締切* を登録しました。令和4年10月31日(月) 17:15 まで\n担当者へのお知らせを285件予定しました。"
            "済・対象外と答えた市町には、それからは届きません。\n担当者が名簿にない市町には届きません：防府市"
        ),
    ),
    "a series registered": (
        lambda: deadline.registered(SERIES, 38, []),
        (
            "*実績報告* を、繰り返す締切（毎月末）として登録しました。次は令和4年10月31日(月) 17:15 までです。\n"
            "この先60日分のお知らせを38件予定しました。その先は、近づくと自動で加わります。"
        ),
    ),
    "a second press": (lambda: deadline.known("様式"), "*様式* はもう登録されています。"),
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
        lambda: deadline.news(SUBSIDY, None, NOW, OFFICIAL),
        "新しい締切です：*補助金の申請締切*\n*令和4年10月31日(月) 17:15 まで*　あと14日（開庁日であと10日）",
    ),
    "news of a series": (
        lambda: deadline.news(SERIES, None, NOW, OFFICIAL),
        (
            "繰り返す締切ができました：*実績報告*（毎月末）\n"
            "次は *令和4年10月31日(月) 17:15 まで*　あと14日（開庁日であと10日）"
        ),
    ),
    "news of a move": (
        lambda: deadline.news(SUBSIDY, Move(NOW, DUE, "U", NOW), NOW, OFFICIAL),
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
            "今、回答をお待ちしている締切はありません。\n"
            "お知らせの時期は、会議で決めた予定（20・10・3・1開庁日前と当日、過ぎた後は3開庁日ごと）によります。"
        ),
    ),
    "not the secretariat": (
        lambda: errors.explain(NotAllowed("secretariat"), ""),
        "この操作は事務局だけができます。締切のことは事務局にご相談ください。`締切` で一覧を見られます。",
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
        deadline.listing([deadline.Listed(hostile, {})], [hostile], [], reader(secretariat=True)),
        deadline.proposal(title, "令和4年10月31日(月)", "{}", None),
        deadline.registered(hostile, 1, []),
        deadline.news(hostile, None, NOW, OFFICIAL),
        reminder.reminder([Open(hostile, YAMAGUCHI)], NOW, OFFICIAL, late=True),
        why.why([(title, "山口市", 0, 0)], "山口市 担当", STANDARD),
    ]

    assert [[]] * len(said) == [blockkit.strict(message) for message in said]
    for message in said[:1] + said[2:]:
        assert not any(sign in message["text"] for sign in ("<!channel>", "*強調*", "`_~"))


def test_the_forms_keep_slacks_limits():
    sentence = forms.sentence(errors.explain(NotAllowed("gone"), ""))

    assert [[], []] == [blockkit.strict(view, "modal") for view in (forms.moving(SUBSIDY), sentence)]
