"""The words of rounds, read as prose."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.asking import Wanted
from domain.calendar import TOKYO
from domain.dates.opendays import OFFICIAL
from domain.deadline import Deadline
from domain.errors import NotAllowed
from domain.forms import Field, Kind, Theme
from domain.model import AsOf, Municipality
from domain.own_form import Wrong
from domain.round import Event, How, Known, Report, Round, What, progress
from domain.template import Template
from domain.unreported import Heard, of_round
from messages import (
    errors,
    round,  # noqa: A004 – 照会 is our word
    round_asked,
    round_board,
    round_changed,
    round_decide,
    round_events,
    round_forms,
    round_opened,
    round_template,
)
from messages.round_state import Asked, Own
from talkroom import blockkit

NOW = datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
DUE = datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO)
YAMAGUCHI = Municipality("352039", "山口市", "やまぐちし", "市")
HOFU = Municipality("352063", "防府市", "ほうふし", "市")
AS_OF = AsOf(date(2022, 9, 30), date(2022, 9, 30), "month_end")
THEME = Theme("online", "行政手続のオンライン化", "オンライン化", 2, (), (Field("f", "手続", Kind.NUMBER, "手続"),))
OPEN = Round("online-2022-09", "online", "１０月の照会", AS_OF, opened_by="U0", opened_at=NOW)
CLOSED = replace(OPEN, closed_at=NOW)
REPORT = Report(OPEN.id, YAMAGUCHI.code, "U1", NOW, How.FORM, nth=1)
BACK = Event(YAMAGUCHI.code, What.RETURNED, "U0", NOW, "桁をお確かめください", on=1)
ASKING = Event(HOFU.code, What.ASKED_LONGER, "U2", NOW, "議会のため", until=datetime(2022, 11, 7, 17, 15, tzinfo=TOKYO))
HERE = progress(YAMAGUCHI, Known(REPORT), DUE, NOW)
THERE = progress(HOFU, Known(events=[ASKING]), DUE, NOW)
BOTH = [YAMAGUCHI, HOFU]
MATTER = of_round(
    OPEN, BOTH, Heard({YAMAGUCHI.code}, (), {HOFU.code: Known(events=[ASKING])}), [Deadline("1", "x", DUE, "")], NOW
)
ASKED = Asked(OPEN, THEME, MATTER, DUE, [HERE, THERE])
OWN_FORM = Theme("survey-1", "端末", "端末", 0, (), (Field("f1", "台数", Kind.NUMBER, "台数", "台"),))
MONTHLY = Template("t1", "online", "{年月} の照会", nth=3, on_day=0, days=10)
WANTED = Wanted("1", "online", "１０月の照会", date(2022, 9, 30), DUE)


def preview(asked=ASKED, nobody=()):
    return round_opened.Preview(asked=asked, say="令和4年10月31日(月) 17:15 まで。", people=2, nobody=nobody)


FACTS = "テーマ：行政手続のオンライン化　基準日：令和4年9月末時点"
LEFT = "締切：令和4年10月31日(月) 17:15 まで　あと14日（開庁日であと10日）"
BOLD = "*令和4年10月31日(月) 17:15 まで*"
GOLDEN = {
    "the board": (
        lambda: round_board.board(ASKED, NOW, OFFICIAL, names=False),
        (
            f"照会：１０月の照会\n{FACTS}\n締切：{BOLD}　あと14日（開庁日であと10日）\n"
            "*報告1／未報告1*\nご質問は、このメッセージのスレッドにお書きください。"
        ),
    ),
    "the board with names": (
        lambda: round_board.board(ASKED, NOW, OFFICIAL, names=True),
        (
            f"照会：１０月の照会\n{FACTS}\n締切：{BOLD}　あと14日（開庁日であと10日）\n"
            "*報告1／未報告1*\n未報告：防府市\nご質問は、このメッセージのスレッドにお書きください。"
        ),
    ),
    "the last board": (
        lambda: round_board.board(replace(ASKED, round=CLOSED), NOW, OFFICIAL, names=True),
        (
            "照会：１０月の照会\n*この照会は締め切りました。* ご協力ありがとうございました。\n"
            f"{FACTS}\n締切：{BOLD}\n*報告1／未報告1*\n山口市：報告済み\n防府市：未報告"
        ),
    ),
    "what a person is asked": (
        lambda: round_asked.opened(ASKED, [Own(THERE, AS_OF)], NOW, OFFICIAL),
        (
            f"照会：１０月の照会\n*１０月の照会* へのご回答をお願いします。\n{FACTS}\n締切：{BOLD}　"
            "あと14日（開庁日であと10日）\n*防府市*　未報告\n前回の回答：令和4年9月末時点"
        ),
    ),
    "that the deadline moved": (
        lambda: round_asked.moved(ASKED, [Own(THERE)], NOW, OFFICIAL),
        (
            f"照会：１０月の照会\n*１０月の照会* の締切が変わりました。\n{FACTS}\n締切：{BOLD}　"
            "あと14日（開庁日であと10日）\n*防府市*　未報告\n前回の回答はありません。"
        ),
    ),
    "the list": (
        lambda: round.listing([ASKED], [CLOSED], NOW, OFFICIAL),
        (
            f"照会\n*１０月の照会*\n{FACTS}\n{LEFT}\n報告1／未報告1\n"
            "*締め切った照会*\n• １０月の照会　令和4年10月17日(月)に締切"
        ),
    ),
    "a member's list": (
        lambda: round.mine([(ASKED, [Own(THERE)])], NOW, OFFICIAL),
        f"自分の市町への照会\n*１０月の照会*\n{FACTS}\n{LEFT}\n*防府市*　未報告\n前回の回答はありません。",
    ),
    "a member's empty list": (
        lambda: round.mine([], NOW, OFFICIAL),
        "自分の市町への照会\n受付中の照会は、今はありません。",
    ),
    "one round": (
        lambda: round.one(ASKED, [round.Request(THERE, ASKING, 1)], {"U1": "山口市 担当"}, NOW, OFFICIAL),
        (
            f"照会：１０月の照会\n{FACTS}\n{LEFT}\n報告1／未報告1\n"
            "*防府市* から、期限を *令和4年11月7日(月) 17:15 まで* に延ばしたいとの申し出があります。\n"
            "理由：議会のため\n"
            "山口市　報告済み　10月17日 09:00　山口市 担当　10月31日 17:15\n"
            "防府市　未報告　－　－　10月31日 17:15"
        ),
    ),
    "no such round": (
        lambda: round.no_such("秋の照会"),
        (
            "「秋の照会」という照会は見つかりませんでした。テーマの名前か件名をお書きください。\n"
            "例：`照会 標準化`（今の状況）、`照会 標準化 10月末`（開く）、`照会`（一覧）"
        ),
    ),
    "a proposal": (
        lambda: round_opened.proposal(preview(nobody=[HOFU]), "{}"),
        (
            "照会を開く\n*１０月の照会*\nテーマ：行政手続のオンライン化\n宛先：2市町・担当者2人\n"
            "担当者が名簿にない市町（届きません）：防府市\n令和4年10月31日(月) 17:15 まで。"
        ),
    ),
    "opened": (
        lambda: round_opened.opened(replace(OPEN, closes=True), DUE, 285, [HOFU]),
        (
            "*１０月の照会* を開きました。令和4年10月31日(月) 17:15 まで\n"
            "トークルームと担当者に知らせます（夜と閉庁日には、次の開庁日の朝に）。"
            "締切の前と、過ぎた後のお知らせを285件予定しました。報告した市町には、それからは届きません。\n"
            "締切の時刻に、自動で締め切ります。\n担当者が名簿にない市町には届きません：防府市"
        ),
    ),
    "sent back": (
        lambda: round_events.happened(OPEN, HERE, BACK, 1, ""),
        (
            "差し戻しのお知らせ\n*１０月の照会*（山口市）のご報告を、事務局から差し戻しました。"
            f"内容をご確認のうえ、もう一度ご報告ください。\n締切：{BOLD}\n理由：桁をお確かめください"
        ),
    ),
    "asked for longer": (
        lambda: round_events.happened(OPEN, THERE, ASKING, 1, "防府市 担当"),
        (
            "期限の延長の申し出\n*１０月の照会*（防府市）の期限を、*令和4年11月7日(月) 17:15 まで* に延ばしたいとの"
            "申し出がありました（防府市 担当）。\n今の締切：令和4年10月31日(月) 17:15 まで\n理由：議会のため"
        ),
    ),
    "not longer": (
        lambda: round_events.happened(OPEN, THERE, replace(ASKING, what=What.NOT_LONGER), 2, ""),
        (
            "期限の延長のお知らせ\n*１０月の照会*（防府市）の期限の延長は、認められませんでした。"
            f"ご不明な点は事務局にお尋ねください。\n締切：{BOLD}\n理由：議会のため"
        ),
    ),
    "left out": (
        lambda: round_events.happened(OPEN, HERE, replace(BACK, what=What.EXEMPTED), 1, ""),
        (
            "対象外のお知らせ\n*１０月の照会* で、山口市は対象外になりました。ご報告は必要ありません。\n"
            "理由：桁をお確かめください"
        ),
    ),
    "already decided": (
        lambda: round_decide.was_decided(OPEN, HERE, "事務局"),
        (
            "すでに決まっていました。何も変えていません。\n"
            "山口市：*報告済み*（締切：令和4年10月31日(月) 17:15 まで）　決めた人：事務局\n照会：１０月の照会"
        ),
    ),
    "closed": (
        lambda: round_changed.closed(OPEN, was=True),
        (
            "*１０月の照会* を締め切りました。お知らせはもう届きません。"
            "後から届く報告は、理由の付いた訂正として受け付けます。"
        ),
    ),
    "opened again, too late": (
        lambda: round_changed.reopened(OPEN, over=True),
        (
            "*１０月の照会* を、もう一度受け付けています。\n"
            "締切の日時を過ぎています。「日時を変える」から、新しい締切を決めてください。"
        ),
    ),
    "a round of every month": (
        lambda: round_template.listing([MONTHLY], {"online": THEME}, {"t1": date(2022, 11, 4)}, (YAMAGUCHI, HOFU)),
        (
            "毎月の照会\n*{年月} の照会*\nテーマ：行政手続のオンライン化\n"
            "毎月第3開庁日の9時に開き、10開庁日後 17:15 を締切とします。\n対象：全市町\n"
            "次に開く日：*令和4年11月4日(金)*"
        ),
    ),
    "the round is closed": (
        lambda: errors.explain(NotAllowed("round_closed"), ""),
        "この照会は締め切られています。事務局は、照会の「もう一度受け付ける」で再開できます。",
    ),
}


@pytest.mark.parametrize(("say", "text"), GOLDEN.values(), ids=GOLDEN)
def test_a_message_reads_so(say, text):
    message = say()

    assert text == message["text"]
    assert [] == blockkit.strict(message)


@pytest.mark.parametrize("title", ["<!channel>", "*強調*", "'\"&`_~", "あ" * 3_001])
def test_a_hostile_title_or_reason_stays_text_within_slacks_limits(title):
    hostile = replace(ASKED, round=replace(OPEN, title=title))
    back = replace(BACK, reason=title)
    said = [
        round_board.board(hostile, NOW, OFFICIAL, names=True),
        round_asked.opened(hostile, [Own(THERE)], NOW, OFFICIAL),
        round.listing([hostile], [replace(CLOSED, title=title)], NOW, OFFICIAL),
        round.one(hostile, [round.Request(THERE, replace(ASKING, reason=title), 1)], {"U1": title}, NOW, OFFICIAL),
        round_opened.proposal(preview(hostile), "{}"),
        round_events.happened(hostile.round, HERE, back, 1, title),
        round_events.begun(hostile, NOW, OFFICIAL),
        round_template.listing([replace(MONTHLY, title=title)], {}, {}, (YAMAGUCHI,)),
    ]

    assert [[]] * len(said) == [blockkit.strict(message) for message in said]
    mrkdwn = [b["text"]["text"] for m in said for b in m["blocks"] if b.get("text", {}).get("type") == "mrkdwn"]
    assert not any(sign in text for text in mrkdwn for sign in ("<!channel>", "*強調*", "`_~"))


MANY = [replace(HOFU, code=f"{nth:06}") for nth in range(1_741)]


def test_a_conference_of_1741_municipalities_keeps_slacks_limits():
    large = replace(
        ASKED,
        matter=of_round(OPEN, MANY, Heard(), MATTER.deadlines, NOW),
        stands=[replace(THERE, municipality=body) for body in MANY],
    )
    own = [Own(each) for each in large.stands]

    said = [
        round_board.board(replace(large, round=CLOSED), NOW, OFFICIAL, names=True),
        round.one(large, [round.Request(THERE, ASKING, 1)] * 50, {}, NOW, OFFICIAL),
        round.listing([large] * 30, [CLOSED] * 30, NOW, OFFICIAL),
        round.mine([(large, own)] * 30, NOW, OFFICIAL),
        round_asked.opened(large, own, NOW, OFFICIAL),
        round_template.listing([MONTHLY] * 30, {}, {}, MANY),
    ]
    assert [[]] * len(said) == [blockkit.strict(message) for message in said]


def test_the_forms_keep_slacks_limits():
    own = replace(OPEN, form=OWN_FORM)
    views = [
        round_forms.opening(WANTED, [THEME], [YAMAGUCHI, HOFU], "{}"),
        round_forms.opening(replace(WANTED, theme="own", lines="台数｜数字", closes=True), [THEME], MANY, "{}"),
        round_forms.changing(replace(OPEN, title="あ" * 3_001)),
        round_opened.preview(preview(replace(ASKED, round=own)), NOW, OFFICIAL, names=True, metadata="{}"),
        round_decide.deciding(OPEN, HERE, "", "{}"),
        round_decide.deciding(OPEN, THERE, "", "{}"),
        round_decide.asking(OPEN, MANY),
        round_decide.refusing(OPEN, HOFU, "{}"),
        round_template.editing(MONTHLY, [THEME], MANY, ""),
        round_changed.laid(round_changed.changed("秋")),
    ]

    assert [[]] * len(views) == [blockkit.strict(view, "modal") for view in views]


def test_a_line_that_cannot_be_read_is_named():
    said = round_forms.wrong_line(Wrong(2, "no_choices", "方針"))

    assert "2行目「方針」の選択肢を、「、」で区切って2〜20個書いてください（1つ60字まで）。" == said
