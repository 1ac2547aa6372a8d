"""The words of questions, read as prose."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.calendar import TOKYO
from domain.dates.opendays import OFFICIAL
from domain.forms import Theme
from domain.model import AsOf, Figure, Municipality, Source
from domain.question import Event, Question, Seen, State, What
from messages import ask, ask_counts, ask_form, ask_list, ask_news, ask_say, ask_text
from messages.ask_words import Shown
from talkroom import blockkit

NOW = datetime(2022, 9, 12, 10, 0, tzinfo=TOKYO)
ASKED_AT = datetime(2022, 9, 8, 9, 5, tzinfo=TOKYO)
YAMAGUCHI, HOFU = (
    Municipality("352039", "山口市", "やまぐちし", "市"),
    Municipality("352063", "防府市", "ほうふし", "市"),
)
THEMES = (Theme("rpa", "RPA等の共同利用", "RPA", 0, (), ()), Theme("support", "相談・伴走支援", "相談", 1, (), ()))
QUESTION = Question(
    id=12,
    municipality="352039",
    kind="rpa",
    text="シナリオは共有できますか。",
    seen=Seen.OWN,
    asked_by="U1",
    asked_at=ASKED_AT,
    since=ASKED_AT,
)
ASKED = Event(What.ASKED, "U1", ASKED_AT)
ANSWER = Event(What.ANSWERED, "U2", NOW, "できます。")
PASSED = Event(What.PASSED, "U2", NOW, "照会文", "令4デ推第123号", date(2022, 9, 9))
POSTS = {"U1": "山口市 担当", "U2": "事務局 担当"}
OPEN = Shown(QUESTION, YAMAGUCHI, THEMES, [ASKED], POSTS)
ANSWERED = replace(OPEN, question=replace(QUESTION, state=State.ANSWERED, version=2), events=[ASKED, ANSWER])
WITH_STATE = replace(OPEN, question=replace(QUESTION, state=State.WITH_STATE, version=2), events=[ASKED, PASSED])
DAY, PAPER = AsOf(date(2022, 8, 31), date(2022, 8, 31), "month_end", "令和４年８月末時点"), Source("資料５", 25)
FIGURES = [
    Figure("350001", "support", name, 0, value, DAY, PAPER)
    for name, value in (("municipalities", 18.0), ("cases", 61.0))
]
ABOUT = "*山口市*　RPA　*回答待ち*\n令和4年9月8日(木) 山口市 担当\n見られる人：相談した市町と事務局だけ"
TYPED = ask_form.Typed("シナリオは？", [YAMAGUCHI], "rpa", "352039")

GOLDEN = {
    "one that is open": (lambda: ask.one(OPEN, [What.ANSWERED]), f"相談12\n{ABOUT}\nシナリオは共有できますか。"),
    "one with the state": (
        lambda: ask.one(WITH_STATE, []),
        (
            "相談12\n*山口市*　RPA　*国へ照会中*\n令和4年9月8日(木) 山口市 担当\n見られる人：相談した市町と事務局だけ\n"
            "シナリオは共有できますか。\n"
            "*国への照会*　9月12日 10:00　事務局 担当\n照会番号：令4デ推第123号　照会日：令和4年9月9日(金)\n照会文"
        ),
    ),
    "a new question": (
        lambda: ask_news.news(OPEN, ASKED, [What.ANSWERED], secretariat=True),
        (
            f"新しい相談（相談12）\n{ABOUT}\nシナリオは共有できますか。\n"
            "このメッセージのスレッドに回答を書いて返信することもできます。"
        ),
    ),
    "an answer": (
        lambda: ask_news.news(ANSWERED, ANSWER, [What.CLOSED], secretariat=False),
        (
            "相談への回答（相談12）\n*山口市*　RPA　*回答済み*\n令和4年9月8日(木) 山口市 担当\n"
            "見られる人：相談した市町と事務局だけ\nシナリオは共有できますか。\n"
            "*回答*　9月12日 10:00　事務局 担当\nできます。\n"
            "解決したら「解決した」を、足りなければ「もう一度尋ねる」を押してください。"
        ),
    ),
    "what the secretariat owes": (
        lambda: ask_news.owed([OPEN], NOW, OFFICIAL, secretariat=True),
        (
            "お返事をお待ちしている相談\nまだ回答していない相談が1件あります。「見る」から回答できます。\n"
            "*相談12*　RPA　山口市\n回答待ち　4日前（開庁日で2日）\nシナリオは共有できますか。"
        ),
    ),
    "what a municipality owes": (
        lambda: ask_news.owed([], NOW, OFFICIAL, secretariat=False),
        (
            "お返事をお待ちしている相談\n"
            "事務局からの確認に、まだお返事のない相談が0件あります。「見る」から答えられます。"
        ),
    ),
    "the room": (
        lambda: ask_news.room(OPEN),
        "相談の回答が1件共有されました。「読む」を押すと、ご自分だけに表示されます。",
    ),
    "nothing is open": (
        lambda: ask_list.overview("", [], 0, NOW, OFFICIAL),
        (
            "相談\nまだ回答のない相談は、今はありません。\n"
            "事務局への相談は、「相談する」から送れます。`相談 検索 標準化` で、これまでの回答を探せます。"
        ),
    ),
    "an empty list": (
        lambda: ask_list.listing([], {}, 0, NOW, OFFICIAL),
        "相談の一覧\nまだ回答のない相談は、今はありません。",
    ),
    "nothing found": (
        lambda: ask_list.found(["議会"], [], [], 0, 0),
        (
            "相談の検索\n「議会」を含む相談は、見つかりませんでした。"
            "言葉を短くするか、「相談する」から事務局にお尋ねください。"
        ),
    ),
    "nothing counted": (
        lambda: ask_counts.counts(ask_counts.papers(FIGURES), [], THEMES, [YAMAGUCHI], NOW.date(), every=True),
        (
            "相談の件数\n資料の相談件数：令和４年８月末時点、18市町・61件〔資料５ 25頁〕\n"
            "このボットで受けた相談：令和4年9月12日(月)現在、0市町・0件\n資料の件数とは数え方が違うため、足していません。"
        ),
    ),
    "counted": (
        lambda: ask_counts.counts(
            "", [("352039", "rpa", State.OPEN, 2)], THEMES, [YAMAGUCHI, HOFU], NOW.date(), every=True
        ),
        (
            "相談の件数\nこのボットで受けた相談：令和4年9月12日(月)現在、1市町・2件\n"
            "資料の件数とは数え方が違うため、足していません。\n"
            "RPA：2件（回答待ち 2）\nその他DX：0件\n山口市：2件（回答待ち 2）\nこのボットで相談を受けていない市町：1"
        ),
    ),
    "it is asked": (
        lambda: ask_form.asked(OPEN, 2),
        (
            "*相談12* を受け付けました（山口市、見られる人：相談した市町と事務局だけ）。\n"
            "事務局の2名に届きます。回答は、このボットとの1対1の画面に届きます。"
        ),
    ),
    "asked in a sentence": (
        lambda: ask_form.sure(TYPED, THEMES, "{}"),
        ("次の内容を、事務局に相談しますか。\n山口市　種類：RPA　見られる人：相談した市町と事務局だけ\nシナリオは？"),
    ),
    "asked for one of several": (
        lambda: ask_form.sure(replace(TYPED, bodies=[YAMAGUCHI, HOFU]), THEMES, "{}"),
        "どの市町の相談かを選ぶため、「フォームで直す」から送ってください。\nシナリオは？",
    ),
    "said without a verb": (
        lambda: ask_text.which(OPEN, [What.ANSWERED], "できます"),
        ("相談12（回答待ち）に、次の内容を何として送りますか。ボタンを押すと、確かめてから送れます。\nできます"),
    ),
    "too late": (
        lambda: ask.not_now(ANSWERED, What.WITHDRAWN, ""),
        "相談12は、今は「回答済み」です。「取り下げる」はできません。何も変えていません。",
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_message_reads_so(name):
    make, expected = GOLDEN[name]
    made = make()

    assert [] == blockkit.strict(made)
    assert expected == made["text"]


@pytest.mark.parametrize(
    ("count", "said"), [(0, "まだ回答していない相談はありません。"), (3, "3件あります（最も古いものは4日前")]
)
def test_the_digest_says_how_many_wait(count, said):
    assert said in ask_news.waiting(count, ASKED_AT, {}, NOW, OFFICIAL)


@pytest.mark.parametrize("what", What)
def test_whatever_is_done_is_said_in_a_sentence_of_its_own(what):
    made = ask.done(OPEN, Event(what, "U1", NOW), told=1)

    assert [] == blockkit.strict(made)
    assert made["text"].startswith("相談12")
    assert made["text"].endswith(("。", "ます。"))


def test_no_two_of_them_read_alike():
    said = {ask.done(OPEN, Event(what, "U1", NOW), told=1)["text"] for what in What if what is not What.ASKED}

    assert len(What) - 1 == len(said)


HOSTILE = ["<!channel> *太字* `code` \"引用\" 'x' &", "あ" * 3_001, "\u202eうえ", "{{ 7 * 7 }}"]


@pytest.mark.parametrize("written", HOSTILE)
def test_hostile_words_stay_words_within_slacks_limits(written):
    event = Event(What.PASSED, "U1", NOW, written, written, date(2022, 9, 9))
    asked = replace(QUESTION, text=written)
    posts = {"U1": written}
    shown = Shown(asked, YAMAGUCHI, THEMES, [ASKED, *[event] * 30], posts)
    made = [
        ask.one(shown, list(What)),
        ask.one(shown, list(What), 8),
        ask.not_now(shown, What.CLOSED, written),
        ask_news.news(shown, event, list(What), secretariat=True),
        ask_news.owed([shown] * 20, NOW, OFFICIAL, secretariat=True),
        ask_list.overview("", [shown] * 5, 9, NOW, OFFICIAL),
        ask_list.listing([shown] * 10, {State.OPEN: 11}, 0, NOW, OFFICIAL),
        ask_list.found([written] * 8, [shown] * 10, [written] * 10, 99, 0),
        ask_form.sure(replace(TYPED, text=written[:1_000], likes=[(shown, NOW.date())] * 3), THEMES, "{}"),
        ask_form.does_not_fit(written),
        ask_text.which(shown, list(What), written),
        ask_text.wrong("…", written),
    ]
    views = [
        ask_form.asking(replace(TYPED, text=written[:3_000], likes=[(shown, NOW.date())] * 3), THEMES, "{}"),
        *(ask_say.saying(shown, what, written, "1 1 x", shown.events[1:]) for what in ask_say.TITLES),
        ask_say.passing(shown, event, "1 1 x", shown.events[1:]),
        ask_say.sharing(shown, "1 1 x"),
    ]

    assert [[]] * len(made) == [blockkit.strict(each) for each in made]
    assert [[]] * len(views) == [blockkit.strict(each, "modal") for each in views]
    assert not any("<!channel>" in each["text"] or "*太字*" in _mrkdwn(each) for each in made)


def _mrkdwn(made):
    inside = [[b.get("text"), *b.get("elements", ())] for b in made["blocks"] if b["type"] in {"section", "context"}]
    return "".join(t["text"] for texts in inside for t in texts if t and t["type"] == "mrkdwn")
