"""The words of who has not answered, of ご確認のお願い, of charts and of the Home, read as prose."""

from datetime import date, datetime, timedelta

import pytest

from domain.answer_rates import Rate
from domain.calendar import TOKYO
from domain.dates.opendays import OFFICIAL
from domain.deadline import Deadline, Done
from domain.model import AsOf, Municipality
from domain.nudge import Nudge, Recipients
from domain.pause import Pause
from domain.posting import Kept, Posting, State
from domain.round import Round
from domain.unreported import Heard, Order, of_deadline, of_round
from messages import answer_rates, home, nudge, unreported
from messages.pieces import message
from talkroom import blockkit

NOW = datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
DUE = datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO)
YAMAGUCHI = Municipality("352039", "山口市", "やまぐちし", "市")
HOFU = Municipality("352063", "防府市", "ほうふし", "市")
BOTH = (YAMAGUCHI, HOFU)
DAY = AsOf(date(2022, 9, 30), date(2022, 9, 30), "day")
ASKED = Round("online-2022-10", "online", "１０月の照会", DAY, opened_at=NOW)
MATTER = of_round(ASKED, BOTH, Heard({"352063"}, {"352039"}), [Deadline("1", "x", DUE, "", round=ASKED.id)], NOW)
SUBSIDY = of_deadline(Deadline("2", "補助金の申請締切", DUE, ""), BOTH, {"352063": Done.EXEMPT}, NOW)
ITEM = (MATTER, MATTER.missing[0])
PAUSE = Pause("352063", NOW, None, "議会", "U")
WHO = Recipients({"U1": [(MATTER.missing[0], 0)]}, [(MATTER.missing[0], PAUSE)], [MATTER.missing[0]])
UNTIL = "令和4年10月31日(月) 17:15 まで　あと14日（開庁日であと10日）"
HEAD = f"*１０月の照会*\n{UNTIL}\n報告 1／未報告 1／対象外 0\nまだの市町の内訳：開封済み 1"
OTHER = f"*補助金の申請締切*\n{UNTIL}\n済 0／まだ 1／対象外 1\nまだの市町の内訳：反応なし 1"
ROW = "山口市：未報告／開封済み／令和4年10月31日(月) 17:15 まで／あと14日（開庁日であと10日）"
OTHER_ROW = ROW.replace("未報告／開封済み", "まだ／反応なし")
WORDS = (
    "*１０月の照会* について、まだ回答をいただいていない市町の方にお送りしています。\n"
    "お手数ですが、下のボタンからお答えください。すでに作業中の方は、そのままお進めください。"
)
HOME = (
    "受付中のものを示しています。状況が変わると、すぐに書き換わります。ボタンを押した結果は、「メッセージ」に届きます。"
)


def said(state, to="U1", reason=""):
    return Kept(Posting(f"nudge/m/o/{to}", "nudge", to, "m", NOW), state, reason, 1, None, None, None)


def of_view(view):
    return message([{**each, "block_id": each.get("block_id", "")} for each in view["blocks"]])


GOLDEN = {
    "all": (
        lambda: unreported.overview([MATTER, SUBSIDY], Order.LATE, NOW, OFFICIAL),
        f"未報告\n受付中の照会と締切は2件です。\n{HEAD}\n{ROW}\n{OTHER}\n{OTHER_ROW}",
    ),
    "one": (lambda: unreported.one(MATTER, Order.CODE, 0, NOW, OFFICIAL), f"未報告\n{HEAD}\n{ROW}"),
    "a member's own": (
        lambda: unreported.own([ITEM], NOW, OFFICIAL),
        f"未報告\n次の1件の回答をお待ちしています。下のボタンから答えられます。\n*１０月の照会*（山口市）\n{UNTIL}\n状況：未報告",
    ),
    "nothing of a member's": (
        lambda: unreported.own([], NOW, OFFICIAL),
        "未報告\nご回答をお待ちしているものは、今はありません。ご協力ありがとうございます。",
    ),
    "the nudge": (
        lambda: nudge.nudge([ITEM], "期限を過ぎると国に間に合いません。", NOW, OFFICIAL),
        f"ご確認のお願い\n{WORDS}\n事務局から\n期限を過ぎると国に間に合いません。\n*１０月の照会*（山口市）\n{UNTIL}\n状況：未報告",
    ),
    "the preview": (
        lambda: of_view(nudge.preview(MATTER, WHO, NOW, NOW, OFFICIAL, "1")),
        (
            f"{HEAD}\n次の1名の方に、すぐにお送りします。お送りするまでに回答があった方には届きません。\n"
            f"*お送りする方*\n• 山口市：<@U1>（担当）\n*お送りする文*\n{WORDS}\n"
            "*休止中のため、お送りしない市町*\n• 山口市（議会）\n"
            "*名簿に担当者がいないため、お送りできない市町*\n• 山口市"
        ),
    ),
    "sent": (
        lambda: of_view(nudge.sent("m", 3, DUE, NOW)),
        "3名の方に、令和4年10月31日(月) 17:15 にお送りします。お送りするまでに回答があった方には届きません。",
    ),
    "the delivery": (
        lambda: nudge.delivery(
            "m",
            Nudge("m", "o", "U9", NOW),
            [said(State.SENT), said(State.PENDING), said(State.SKIPPED, reason="回答済み"), said(State.DEAD, "U2")],
            {"U2": "防府市 担当"},
        ),
        (
            "ご確認のお願いの届き方\n令和4年10月17日(月) 09:00 に <@U9> が送ったお願いです。\n"
            "届いたもの 1件／これから送るもの 1件\n送らなかったもの 1件：回答済み\n"
            "届けられなかった方：<@U2>（防府市 担当）\n理由と対応のしかたは、「届かなかったお知らせ」で見られます。"
        ),
    ),
    "nothing sent": (
        lambda: nudge.delivery("m", None, [], {}),
        "ご確認のお願いは、まだ送られていません。`未報告` から送れます。",
    ),
    "by day": (
        lambda: answer_rates.chart(MATTER, [(NOW.date(), 0), (NOW.date() + timedelta(days=1), 1)]),
        (
            "日ごとの報告数\n*１０月の照会*\n対象は2市町です。各日の終わりまでに回答した市町の数を示します。\n"
            "10/17　0市町\n10/18　1市町"
        ),
    ),
    "the rates": (
        lambda: answer_rates.rates([Rate(YAMAGUCHI, 3, 1, 2), Rate(HOFU, 0, 0, 0)], [ASKED], 0),
        (
            "市町ごとの回答率\n直近1回の照会に、期限内に報告したもの、遅れて報告したもの、報告のないものの数です。"
            "受付中で期限前の照会は、報告があったものだけを数えます。\n"
            "山口市：期限内 3／遅延 1／未報告 2（回答率 66.7％）\n防府市：期限内 0／遅延 0／未報告 0（回答率 －）\n"
            "対象の照会：１０月の照会"
        ),
    ),
    "a member's home": (
        lambda: of_view(home.member("山口市 担当", [ITEM], [], [YAMAGUCHI], [], NOW, OFFICIAL)),
        (
            f"山口市 担当\n{HOME}\n*報告をお待ちしている照会*\n*１０月の照会*（山口市）\n{UNTIL}\n状況：未報告\n"
            "*次の締切*\nご回答をお待ちしているものは、今はありません。\n*山口市の現況*"
        ),
    ),
    "the secretariat's home": (
        lambda: of_view(home.secretariat("事務局", [MATTER, SUBSIDY], [], BOTH, NOW, OFFICIAL)),
        (
            f"事務局\n{HOME}\n① {HEAD}\n② {OTHER}\n*市町ごとの状況*\n"
            "すべて答えた市町：1／2。まだのものがある市町は次のとおりです。\n*山口市*　①未報告　②まだ"
        ),
    ),
}


@pytest.mark.parametrize(("made", "text"), GOLDEN.values(), ids=GOLDEN)
def test_its_words(made, text):
    assert text == made()["text"]


@pytest.mark.parametrize(
    "view",
    [
        nudge.preview(MATTER, WHO, NOW, NOW, OFFICIAL, "1"),
        nudge.sent("m", 3, DUE, NOW),
        home.member("山口市 担当", [ITEM] * 30, [], BOTH, [], NOW, OFFICIAL),
        home.secretariat("事務局", [MATTER] * 30, [], BOTH, NOW, OFFICIAL),
    ],
)
def test_the_views_are_within_the_chats_limits(view):
    assert [] == blockkit.strict(view)


def test_a_thousand_people_are_previewed_within_the_chats_limits():
    everyone = [Municipality(f"{900_000 + n}", f"市町村{n:04}", "", "市") for n in range(1_741)]
    due = [Deadline("1", "x", DUE, "", round=ASKED.id)]
    matter = of_round(ASKED, everyone, Heard(), due, NOW)
    told = {f"U{each.municipality.code}": [(each, 0)] for each in matter.missing}
    view = nudge.preview(matter, Recipients(told, (), ()), NOW, NOW, OFFICIAL, "1")
    page = unreported.one(matter, Order.LATE, 17, NOW, OFFICIAL)
    board = home.secretariat("事務局", [matter], [], everyone, NOW, OFFICIAL)

    assert [[], [], []] == [blockkit.strict(each) for each in (view, page, board)]
    assert 42 == len(next(each for each in page["blocks"] if each["block_id"] == "table")["rows"])
