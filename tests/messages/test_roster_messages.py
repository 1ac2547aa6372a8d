"""The words of the roster, read as prose, and tried with hostile input."""

from datetime import date, datetime

import pytest

from domain.calendar import TOKYO
from domain.dates.opendays import OFFICIAL
from domain.deadline import Deadline
from domain.errors import NotAdmitted
from domain.leave import Leave
from domain.model import Member, Municipality, Role
from domain.roster import Changes, Roster, Vacancy, answering, changes
from domain.roster_check import Problem
from messages import application, errors, leave, roster, roster_csv, roster_forms, roster_news
from messages.reminder import Open
from talkroom import blockkit

NOW = datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
SUBSIDY = Deadline("1", "補助金の申請締切", datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO), "令和4年10月末")
YAMAGUCHI = Municipality("352039", "山口市", "やまぐちし", "市")
HOFU = Municipality("352063", "防府市", "ほうふし", "市")
BOTH = (YAMAGUCHI, HOFU)
LEAD = answering("U0LEAD", "事務局 担当", Role.SECRETARIAT, {})
ONE = answering("U0ONE", "山口市 担当", Role.MEMBER, {"352039": 0, "352063": 1})
TWO = answering("U0TWO", "山口市 課長", Role.MEMBER, {"352039": 2})
EMPTY = Vacancy("352063", 0, "防府市 担当")
NOW_THERE = Roster((LEAD, ONE), (EMPTY,))
AWAY = Leave("U0ONE", 1, date(2022, 10, 10), date(2022, 10, 20))
DIFFERENCE = changes(Roster((LEAD, TWO), ()), Roster((LEAD, ONE), (EMPTY,)))

GOLDEN = {
    "the roster": (
        lambda: roster.listing(
            roster.Shown(
                bodies=BOTH,
                roster=NOW_THERE,
                leaves={"U0ONE": AWAY},
                accounts={"U0ONE": "deleted"},
                secretariat=True,
            )
        ),
        (
            "名簿\n名簿にあるのは2人です。不在の間は副担当の方が代理になります。\n*事務局*\n• 事務局 担当　<@U0LEAD>\n"
            "*山口市*\n• 山口市 担当　<@U0ONE>（担当）【利用停止】　不在 令和4年10月10日(月)〜令和4年10月20日(木)\n"
            "【担当者がいません】お知らせが届きません。\n"
            "*防府市*\n• 山口市 担当　<@U0ONE>（副担当）【利用停止】　不在 令和4年10月10日(月)〜令和4年10月20日(木)\n"
            "• 【空席】防府市 担当（担当）\n【担当者がいません】お知らせが届きません。"
        ),
    ),
    "a difference": (
        lambda: roster_csv.proposal(DIFFERENCE, NOW_THERE, BOTH, "1", again=True),
        (
            "名簿の変更の確認\n確かめている間に、名簿がほかの方によって変わりました。今の名簿との違いです。"
            "もう一度お確かめください。\n"
            "追加 1人・変更 0人・削除 1人（変わらない人 1人）。まだ反映していません。\n"
            "*追加*（1）\n• <@U0ONE>　山口市 担当［山口市、防府市（副担当）］\n"
            "*削除*（1）\n• <@U0TWO>　山口市 課長［山口市（係長）］\n"
            "*利用者IDのない役割（空席として載せます）*（1）\n• 防府市：防府市 担当（担当）\n"
            "*反映すると担当者がいない市町*（1）\n• 防府市"
        ),
    ),
    "what is wrong": (
        lambda: roster_csv.problems(
            [Problem(3, "municipality", "山口しい", ("山口市",)), Problem(0, "last_secretariat")]
        ),
        (
            "名簿の確認\n次の2件を直して、もう一度お送りください。名簿は変わっていません。\n"
            "3行目：「山口しい」という市町はありません。山口市 のことですか。\n"
            "事務局の人が1人もいなくなります。権限が「事務局」の行を残してください。"
        ),
    ),
    "applied": (
        lambda: roster_csv.applied(DIFFERENCE),
        ("名簿に反映しました：追加 1人・変更 0人・削除 1人。お知らせも、今の名簿に合わせて予定し直しました。"),
    ),
    "a person removed": (
        lambda: roster_forms.removed(ONE, ["山口市"]),
        (
            "<@U0ONE> さん（山口市 担当）を名簿から外しました。役割は空席として残ります。\n"
            "*担当者がいない市町*　山口市　後任の方を名簿に載せてください。"
        ),
    ),
    "a succession": (
        lambda: roster_forms.passed_on(ONE, "U0OLD", BOTH),
        (
            "<@U0OLD> さんから <@U0ONE> さんへ引き継ぎました：山口市 担当（山口市、防府市（副担当））。\n"
            "これからのお知らせは後任の方に届きます。後任の方に、まだ回答のない締切をお知らせします。"
        ),
    ),
    "the successor's greeting": (
        lambda: roster_news.welcome(ONE, "U0OLD", BOTH, [Open(SUBSIDY, YAMAGUCHI)], NOW, OFFICIAL),
        (
            "引き継ぎのお知らせ\n<@U0OLD> さんから 山口市 担当 を引き継ぎました。受け持ちは "
            "山口市、防府市（副担当） です。"
            "これからのお知らせは、ご自身に届きます。\n*まだ回答のない締切*\n• *補助金の申請締切*（山口市）　"
            "令和4年10月31日(月) 17:15 まで　あと14日（開庁日であと10日）"
        ),
    ),
    "an application": (
        lambda: roster_news.application("U0NEW", "新任"),
        "参加の申し込み\n<@U0NEW>（新任）さんから、名簿に載せてほしいとの申し込みがありました。",
    ),
    "it was refused": (
        lambda: roster_news.admission(None, BOTH, "県の事務局"),
        "お申し込みをいただきましたが、今回は名簿への掲載を見送りました。ご不明な点は、県の事務局 へお尋ねください。",
    ),
    "asked": (
        lambda: application.asked(again=False),
        "お申し込みを事務局に送りました。結果は、ボットとの1対1の画面にお知らせします。",
    ),
    "an unknown person": (
        lambda: errors.refused(NotAdmitted("unknown"), "県の事務局", ["U0LEAD"]),
        (
            "このボットは、連携会議の名簿にある担当者だけが使えます。\n"
            "お心当たりのある方は、県の事務局：<@U0LEAD> へご連絡ください。"
        ),
    ),
    "a closed account": (
        lambda: roster_news.account(ONE, "deleted", BOTH, NOW_THERE, {"U0ONE": "deleted"}),
        (
            "名簿のアカウントの変更\n<@U0ONE>（山口市 担当：山口市、防府市（副担当））のアカウントが"
            "「利用停止」になりました。この方にはお知らせが届かず、ボットも使えません。\n"
            "*担当者がいない市町*　山口市、防府市\n"
            "後任の方を名簿に載せてください。"
        ),
    ),
    "a room that was shared": (
        lambda: roster_news.shared("C0", is_shared=True),
        (
            "<#C0> が外部の組織と共有されました。このトークルームには、もう何も投稿しません。"
            "送れなかったものは「届かなかったお知らせ」に残ります。共有をやめると、また投稿できます。"
        ),
    ),
    "leave": (
        lambda: leave.kept(ONE, AWAY, [("山口市", ["U0TWO"]), ("防府市", [])]),
        (
            "<@U0ONE> さん（山口市 担当）の不在を登録しました：令和4年10月10日(月)から令和4年10月20日(木)まで。\n"
            "山口市：<@U0TWO> さんにお知らせします。\n防府市：代わりの方がいないため、ご本人にお知らせします。"
        ),
    ),
}
FORMS = {
    "one person": lambda: roster_forms.person(roster_forms.Filled("U0ONE", ONE.post, ONE, fixed=True), BOTH),
    "a new one": lambda: roster_forms.person(roster_forms.Filled("U0NEW"), BOTH),
    "whom": lambda: roster_forms.choosing(NOW_THERE),
    "a succession": lambda: roster_forms.succession(NOW_THERE, "U0ONE", date(2022, 10, 17)),
    "leave": lambda: leave.asking(LEAD, NOW_THERE, date(2022, 10, 17)),
    "leave of one's own": lambda: leave.asking(ONE, None, date(2022, 10, 17)),
    "pasting": roster_csv.pasting,
    "many people": lambda: roster_forms.choosing(many(250)),
}
HOSTILE = ("<!channel> *x* `y`\n&", "長" * 3_001, '"><script>')


def many(count, post="担当"):
    return Roster(tuple(Member(f"U{nth:05}", post, Role.MEMBER, ("352039",)) for nth in range(count)))


@pytest.mark.parametrize(("say", "text"), GOLDEN.values(), ids=GOLDEN)
def test_a_message_reads_so(say, text):
    message = say()

    assert text == message["text"]
    assert [] == blockkit.strict(message)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_form_keeps_slacks_limits(form):
    assert [] == blockkit.strict(form(), "modal")


@pytest.mark.parametrize("text", HOSTILE, ids=("markup", "long", "html"))
def test_what_people_write_stays_text(text):
    person = Member("U0ONE", text, Role.MEMBER, ("352039",))
    there = Roster((person,), (Vacancy("352039", 1, text),))
    for message in (
        roster.listing(roster.Shown(bodies=BOTH, roster=there, notice=text)),
        roster_csv.proposal(Changes(added=(person,)), there, BOTH, "1"),
        roster_csv.problems([Problem(1, "rung", text), Problem(2, "municipality", text, (text,))]),
        roster_news.application("U0NEW", text),
        roster_news.welcome(person, "U0OLD", BOTH, (), NOW, OFFICIAL),
        leave.kept(person, AWAY, []),
    ):
        assert "<!channel>" not in message["text"]
        assert [] == blockkit.strict(message)


def test_a_difference_of_thousands_is_cut_with_its_count():
    message = roster_csv.proposal(Changes(added=many(2_000, "長" * 60).members), many(2_000), BOTH, "1")

    assert "ほかに1980件" in message["text"]
    assert [] == blockkit.strict(message)


def test_a_roster_of_many_municipalities_is_paged():
    bodies = [Municipality(f"{nth:06}", f"{nth}市", "し", "市") for nth in range(45)]
    first, last = (roster.listing(roster.Shown(bodies=bodies, roster=many(3), page=page)) for page in (1, 3))

    assert "次の20市町" in str(first["blocks"][-1])
    assert 5 == sum(block["block_id"].startswith("body-") for block in last["blocks"])
    assert "次の" not in str(last["blocks"][-1])
