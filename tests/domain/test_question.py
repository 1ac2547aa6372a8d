"""What can happen to a question, who may, when it is brought to mind, and which others are like it."""

from dataclasses import replace
from datetime import datetime, time

import pytest

from domain.calendar import TOKYO
from domain.dates.opendays import OFFICIAL
from domain.model import Member, Role
from domain.question import (
    ALIKE,
    THE_SECRETARIATS,
    Event,
    Question,
    Seen,
    State,
    What,
    alike,
    likeness,
    next_reminder,
    offered,
    possible,
    reminders,
    stands,
)
from domain.typed import is_legible, kept

THURSDAY = datetime(2022, 9, 8, 9, tzinfo=TOKYO)
NINE = time(9)
SECRETARY = Member("U1", "事務局", Role.SECRETARIAT)
OWN, OTHER = (Member(code, "担当", Role.MEMBER, (code,)) for code in ("352039", "352063"))


def question(state=State.OPEN, seen=Seen.OWN):
    base = {"municipality": "352039", "kind": "rpa", "text": "…", "asked_by": "U2", "asked_at": THURSDAY}
    return Question(id=1, seen=seen, state=state, since=THURSDAY, **base)


def can(state, member):
    return {what.value for what in possible(question(state), member)}


@pytest.mark.parametrize(
    ("state", "secretariat", "municipality"),
    [
        (State.OPEN, {"answered", "asked_back", "passed"}, {"amended", "withdrawn"}),
        (State.ASKED_BACK, {"answered", "passed"}, {"amended", "withdrawn"}),
        (State.WITH_STATE, {"answered", "asked_back", "state_answered"}, {"amended", "withdrawn"}),
        (State.ANSWERED, {"answered", "passed", "shared"}, {"closed", "reopened"}),
        (State.CLOSED, {"shared"}, {"reopened"}),
        (State.WITHDRAWN, set(), set()),
    ],
)
def test_what_can_happen_and_whose_it_is_to_do(state, secretariat, municipality):
    assert municipality == can(state, OWN)
    assert secretariat | municipality == can(state, SECRETARY)
    assert set() == can(state, OTHER)


def test_the_secretariat_is_offered_what_is_the_municipalitys_only_where_it_wrote_it_down():
    asked = question()

    assert {What.ANSWERED, What.ASKED_BACK, What.PASSED} == set(offered(asked, SECRETARY))
    assert {What.AMENDED, What.WITHDRAWN} < set(offered(replace(asked, proxy=True), SECRETARY))


def test_only_what_a_municipality_does_is_left_to_it():
    assert {What.ASKED, What.AMENDED, What.CLOSED, What.WITHDRAWN, What.REOPENED} == set(What) - THE_SECRETARIATS


@pytest.mark.parametrize(
    ("seen", "state", "readers"),
    [
        (Seen.OWN, State.ANSWERED, [True, True, False]),
        (Seen.ALL, State.OPEN, [True, True, True]),
        (Seen.ALL, State.WITHDRAWN, [True, True, False]),
    ],
)
def test_who_reads_it(seen, state, readers):
    assert readers == [question(state, seen).may_be_read_by(member) for member in (SECRETARY, OWN, OTHER)]


def test_it_stands_since_its_state_changed_and_shared_it_is_everybodys():
    later = THURSDAY.replace(day=12)
    answered = stands(question(), Event(What.ANSWERED, "U1", later))
    shared = stands(answered, Event(What.SHARED, "U1", later.replace(day=13)))

    assert (State.ANSWERED, later, 2) == (answered.state, answered.since, answered.version)
    assert (State.ANSWERED, Seen.ALL, later) == (shared.state, shared.seen, shared.since)
    assert stands(question(), Event(What.CLOSED, "U2", later)) is None


def test_it_is_brought_to_mind_after_three_open_days_and_then_every_five():
    come = reminders(question(), NINE, OFFICIAL, datetime(2022, 10, 4, 12, tzinfo=TOKYO))

    assert ["09-13", "09-21", "09-29"] == [f"{at:%m-%d}" for at in come]  # 9/19 and 9/23 are holidays
    assert "10-06 09:00" == f"{next_reminder(question(), NINE, OFFICIAL, come[-1]):%m-%d %H:%M}"


EARLIER = [
    "標準準拠システムへの移行に係る補助金の対象経費について教えてください。",
    "RFIの実施方法と、他団体の事例を教えていただきたいです。",
    "ぴったりサービスの接続検討はどのように進めればよいでしょうか。",
    "マイナンバーカードの出張申請受付の補助について、対象となる経費はありますか。",
    "ＲＰＡの対象業務の選定方法について相談したい。",
    "ＤＸ推進計画の策定にあたり、参考になる他市町の計画はありますか。",
    "情報セキュリティポリシーの改訂のひな形はありますか。",
    "Fit&Gap分析の進め方について教えてください。",
    "住民基本台帳システムのガバメントクラウドへの移行時期について",
]


@pytest.mark.parametrize(
    ("typed", "likest"),
    [
        ("標準準拠システムの補助金", 0),
        ("補助金の対象になる経費は何か", 0),
        ("RFIの事例", 1),
        ("ぴったりサービスへの接続", 2),
        ("RPAの業務選定", 4),
        ("DX推進計画を作りたい", 5),
        ("セキュリティポリシー改訂", 6),
        ("Ｆｉｔ＆Ｇａｐのすすめ方", 7),
        ("ガバメントクラウドの利用料はいくらですか", 8),
        ("ガバクラ移行", 8),
    ],
)
def test_the_earlier_question_that_is_meant_comes_first(typed, likest):
    assert likest == alike(typed, enumerate(EARLIER))[0]


@pytest.mark.parametrize(
    "typed", ["", "　", "あ", "議会のタブレット導入", "について教えてください。", "窓口の混雑を減らしたい"]
)
def test_what_is_like_nothing_finds_nothing(typed):
    assert [] == alike(typed, enumerate(EARLIER))


def test_likeness_is_one_for_the_same_words_however_they_are_written():
    assert 1.0 == pytest.approx(likeness("ＲＰＡの シナリオ", "rpaのｼﾅﾘｵ"))
    assert 0 == likeness("RPA", "")
    assert likeness(EARLIER[0], EARLIER[1]) < ALIKE


def test_three_are_offered_at_most():
    assert 3 == len(alike("補助金", enumerate(["補助金"] * 5)))


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  一行\r\n二行\r ", "一行\n二行"),
        ("\u202e逆さ\u202c \x07鐘", "逆さ 鐘"),
        ("子\u200d供 <!channel>", "子\u200d供 <!channel>"),
    ],
)
def test_what_was_typed_is_kept_but_for_what_turns_lines_round(typed, text):
    assert text == kept(typed)


@pytest.mark.parametrize(("text", "legible"), [("あ", True), ("？", True), ("", False), ("\u200b\u2060", False)])
def test_letters_that_nobody_sees_are_nothing(text, legible):
    assert legible is is_legible(text)
