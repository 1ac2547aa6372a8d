"""The words of settings, pauses, counts, digests and lost postings, read as prose."""

from datetime import datetime

import pytest

from domain.calendar import TOKYO
from domain.choices import USUAL
from domain.dates.opendays import OFFICIAL
from domain.deadline import Deadline, Done, Tap
from domain.model import Municipality
from domain.pause import Pause
from domain.plan import STANDARD, Plan
from domain.posting import Kept, Posting, State
from messages import choices, counts, digest, failed, pause, reminder, why
from messages.counts import Counted
from messages.failed import Lost
from messages.reminder import Open
from talkroom import blockkit

NOW = datetime(2022, 10, 17, 9, 0, tzinfo=TOKYO)
DUE = datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO)
SUBSIDY = Deadline("1", "補助金の申請締切", DUE, "令和4年10月末")
YAMAGUCHI = Municipality("352039", "山口市", "やまぐちし", "市")
HOFU = Municipality("352063", "防府市", "ほうふし", "市")
BOTH = (YAMAGUCHI, HOFU)
PAUSE = Pause("352039", NOW, datetime(2022, 10, 21, tzinfo=TOKYO), "議会", "U")
OPEN_PAUSE = Pause("352039", NOW, None, "災害対応", "U")
ANSWERED = {"352063": Tap("352063", Done.DONE, "U", NOW)}
COUNTED = Counted(SUBSIDY, ANSWERED, BOTH, [YAMAGUCHI], {"352039"})
HEAD = "*補助金の申請締切*\n令和4年10月31日(月) 17:15 まで　あと14日（開庁日であと10日）"
LOST = (
    "届かなかったお知らせ\n次の1件を送れませんでした。"
    "原因を直してから「もう一度送る」を押すか、「送らない」を選んでください。\n"
)
TO_PERSON = f"{LOST}*締切のお知らせ*（令和4年10月17日(月) 09:00）　宛先：<@U0352039>（山口市 担当）\n"
TO_ROOM = f"{LOST}*トークルームへの締切のお知らせ*（令和4年10月17日(月) 09:00）　宛先：<#C0>\n"


def lost(code, to="U0352039", kind="reminder", state=State.DEAD):
    post = "山口市 担当" if to.startswith("U") else ""
    return Lost(Kept(Posting(f"{kind}/1/{to}", kind, to, to, NOW), state, code, 1, None, None, None), post)


def of_the_room(code, state=State.DEAD):
    return lost(code, "C0", "news", state)


CHOSEN = (
    "*お知らせの予定*　20・10・3・1開庁日前と当日、過ぎた後は3開庁日ごと（10回まで）\n*お知らせの時刻*　09:00\n"
    "*お知らせする時間帯*　開庁日の 08:30〜18:00\n*副担当*　当日から、担当の回答がまだのときに\n"
    "*係長*　3開庁日後から、担当の回答がまだのときに\n*トークルームへのお知らせ*　件数だけ\n"
    "*事務局への朝のまとめ*　開庁日の 08:45（まだのものがある日だけ）\n"
    "*ノートのまとめ*　毎週月曜日の 09:00（新しいノートがある週だけ、全員へ）\n"
    "*記録の保存年限*　5年（終わった年度の翌年度から）"
)

GOLDEN = {
    "settings": (
        lambda: choices.shown(USUAL, [(YAMAGUCHI, PAUSE)], 2),
        f"設定\n{CHOSEN}\n*お知らせを休止中の市町*\n• 山口市：令和4年10月20日(木)まで（議会）",
    ),
    "counts": (
        lambda: counts.counts([COUNTED], NOW, OFFICIAL, names=False),
        (
            f"締切の状況\n{HEAD}\n済 1／対象外 0／まだ 1（うち休止中 1）\n"
            "まだの市町は、終わりましたら「済」とお答えください。"
        ),
    ),
    "counts with names": (
        lambda: counts.counts([COUNTED], NOW, OFFICIAL, names=True),
        (
            f"締切の状況\n{HEAD}\n済 1／対象外 0／まだ 1（うち休止中 1）\nまだの市町：山口市（休止中）\n"
            "まだの市町は、終わりましたら「済」とお答えください。"
        ),
    ),
    "thanks": (
        lambda: counts.counts([Counted(SUBSIDY, ANSWERED, [HOFU], [])], NOW, OFFICIAL, names=True),
        f"締切の状況\n{HEAD}\n1市町のすべてから回答をいただきました。ありがとうございました。",
    ),
    "the digest": (
        lambda: digest.digest(
            [COUNTED], "まだ回答していない相談が1件あります。", [("山口市", PAUSE)], 1, NOW, OFFICIAL
        ),
        (
            f"朝のまとめ　令和4年10月17日(月)\nまだ回答のない締切が1件あります。\n【その先のもの】\n{HEAD}\n"
            "済 1／対象外 0／まだ 1（うち休止中 1）\nまだ：山口市（休止中）\n"
            "まだ回答していない相談が1件あります。\n*お知らせを休止中の市町*\n• 山口市（議会）令和4年10月20日(木)まで\n"
            "送れなかったお知らせが1件あります。送り直すかどうかを決めてください。"
        ),
    ),
    "a pause ended": (
        lambda: pause.resumed(YAMAGUCHI, was=True),
        (
            "*山口市* へのお知らせを再開しました。"
            "止めていた間のもので、まだのものがあれば、1通にまとめてお知らせします。"
        ),
    ),
    "no pause to end": (
        lambda: pause.resumed(YAMAGUCHI, was=False),
        "*山口市* へのお知らせは、止まっていません。",
    ),
    "a reminder after a pause, to the deputy": (
        lambda: reminder.reminder([Open(SUBSIDY, YAMAGUCHI, 1)], NOW, OFFICIAL, late=False, resumed=True),
        (
            "締切のお知らせ\nお知らせを再開しました。止めていた間のお知らせを、1通にまとめています。\n"
            "まだ回答をいただいていない締切が1件あります。終わったものは「済」を押してください。\n"
            "山口市：担当の方からの回答がまだないため、副担当の方にもお知らせしています。\n"
            "*補助金の申請締切*（山口市）\n令和4年10月31日(月) 17:15 まで　あと14日（開庁日であと10日）"
        ),
    ),
    "why": (
        lambda: why.why(
            [("補助金", "山口市", -3, 2), ("様式", "山口市", "議会", 0), ("調査", "山口市", None, 0)],
            "山口市 担当",
            Plan(leads=(5,)),
        ),
        (
            "• *補助金*：締切から3開庁日後のご確認のお願い（山口市の係長として）\n"
            "• *様式*：休止中のため、お知らせを止めています：議会（山口市 担当）\n"
            "• *調査*：これからお知らせします（山口市 担当）\n"
            "お知らせの時期は、会議で決めた予定（5開庁日前、過ぎた後は3開庁日ごと）によります。"
        ),
    ),
    "nobody there": (
        lambda: failed.failed([lost("user_not_found")]),
        f"{TO_PERSON}この利用者が見つかりません。名簿の利用者IDを確かめ、異動のときは名簿を直してください。",
    ),
    "an account that was closed": (
        lambda: failed.failed([lost("account_inactive")]),
        f"{TO_PERSON}この利用者のアカウントは停止されています。後任の方を名簿に載せてください。",
    ),
    "a bot": (
        lambda: failed.failed([lost("cannot_dm_bot")]),
        f"{TO_PERSON}宛先がボットのため送れません。名簿の利用者IDを直してください。",
    ),
    "an account of which Slack says that its channel is not there": (
        lambda: failed.failed([lost("channel_not_found")]),
        f"{TO_PERSON}この利用者が見つかりません。名簿の利用者IDを確かめ、異動のときは名簿を直してください。",
    ),
    "a right that is missing": (
        lambda: failed.failed([lost("missing_scope")]),
        f"{TO_PERSON}ボットの権限が足りません。アプリの権限（Scopes）をマニフェストどおりにして入れ直すよう、システムの管理者に伝えてください。",
    ),
    "words that were refused": (
        lambda: failed.failed([lost("invalid_blocks")]),
        (
            f"{TO_PERSON}文面がチャットの決まりに合わず、受け付けられませんでした。"
            "ボットの不具合です。システムの管理者にご連絡ください。"
        ),
    ),
    "anything else": (
        lambda: failed.failed([lost("strange_error")]),
        f"{TO_PERSON}チャットが受け付けませんでした（strange_error）。システムの管理者にご連絡ください。",
    ),
    "no such room": (
        lambda: failed.failed([of_the_room("channel_not_found")]),
        f"{TO_ROOM}宛先のトークルームが見つかりません。そのID（設定 ROOM）を確かめ、ボットを招いてください。",
    ),
    "a room without the bot": (
        lambda: failed.failed([of_the_room("not_in_channel")]),
        f"{TO_ROOM}ボットがトークルームに入っていません。トークルームで `/invite` を使い、ボットを招いてください。",
    ),
    "an archived room": (
        lambda: failed.failed([of_the_room("is_archived")]),
        (
            f"{TO_ROOM}宛先のトークルームはアーカイブされています。"
            "元に戻すか、設定 ROOM を新しいトークルームのIDに変えてください。"
        ),
    ),
    "a room where few may post": (
        lambda: failed.failed([of_the_room("restricted_action")]),
        f"{TO_ROOM}トークルームの設定で、投稿できる人が限られています。ボットの投稿を許可してください。",
    ),
    "a room that cannot be read": (
        lambda: failed.failed([of_the_room("history: missing_scope", State.UNCERTAIN)]),
        (
            f"{TO_ROOM}送ったかどうかを確かめられません。トークルームの記録を読めないためです（missing_scope）。\n"
            "ボットに `channels:history` と `groups:history` の権限があるかを、システムの管理者に確かめてください。"
            "届いていないことを確かめてから「もう一度送る」を押してください。"
        ),
    ),
    "none lost": (failed.none_lost, "送り直すかどうかを決めていないお知らせはありません。"),
    "once more": (
        lambda: failed.decided(again=True),
        "もう一度送ります。すでに回答があったなど、お知らせの必要がなくなっていれば送りません。",
    ),
    "left": (lambda: failed.decided(again=False), "送らないことにしました。記録は残ります。"),
    "decided before": (failed.gone, "このお知らせは、すでに処理されています。"),
}

FORMS = {
    "a pause with an end": (
        lambda: pause.paused(YAMAGUCHI, PAUSE),
        (
            "*山口市* へのお知らせを、令和4年10月20日(木)まで止めました（議会）。締切そのものは変わりません。\n"
            "その後の最初の開庁日の朝に、まだのものを1通にまとめてお知らせします。"
            "早く再開するときは、`締切` の一覧から押せます。"
        ),
    ),
    "a pause without an end": (
        lambda: pause.paused(YAMAGUCHI, OPEN_PAUSE),
        (
            "*山口市* へのお知らせを、再開するまで止めました（災害対応）。締切そのものは変わりません。\n"
            "再開するときは、`締切` の一覧にある「山口市のお知らせを再開する」を押してください。"
        ),
    ),
    "other settings": (
        lambda: choices.changed(USUAL, 12),
        (f"{CHOSEN}\n\n登録済みの締切のお知らせを予定し直し、12件を加えました。今の予定にない時刻のものは送りません。"),
    ),
    "settings that add nothing": (
        lambda: choices.changed(USUAL, 0),
        f"{CHOSEN}\n\nこれからのお知らせに使います。",
    ),
    "the form of a pause": (
        lambda: pause.pausing(BOTH),
        (
            "議会や災害対応の間、その市町の担当者へのお知らせを止めます。締切は変わりません。\n"
            "終わった後の最初の開庁日の朝に、まだのものを1通にまとめてお知らせします。"
        ),
    ),
}


@pytest.mark.parametrize(("say", "text"), GOLDEN.values(), ids=GOLDEN)
def test_a_message_reads_so(say, text):
    message = say()

    assert text == message["text"]
    assert [] == blockkit.strict(message)


@pytest.mark.parametrize(("made", "text"), FORMS.values(), ids=FORMS)
def test_a_form_reads_so(made, text):
    view = made()

    assert text == view["blocks"][0]["text"]["text"]
    assert [] == blockkit.strict(view, "modal")


def test_the_form_of_the_settings_keeps_slacks_limits():
    assert [] == blockkit.strict(choices.changing(USUAL), "modal")


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        (STANDARD, "20・10・3・1開庁日前と当日、過ぎた後は3開庁日ごと"),
        (Plan(leads=(0,), again_every=5), "当日、過ぎた後は5開庁日ごと"),
    ],
)
def test_a_plan_in_words(plan, words):
    assert words == choices.plan_in_words(plan)


@pytest.mark.parametrize("written", ["<!channel>", "*強調*", "'\"&`_~", "あ" * 3_001])
def test_hostile_words_stay_text_within_slacks_limits(written):
    hostile = Deadline("1", written, DUE, written)
    resting = Pause("352039", NOW, None, written, "U")
    town = Municipality("352039", written, "", "市")
    said = [
        counts.counts([Counted(hostile, {}, [town], [town])] * 20, NOW, OFFICIAL, names=True),
        digest.digest([Counted(hostile, {}, [town], [town])] * 20, "1件", [(written, resting)] * 30, 1, NOW, OFFICIAL),
        choices.shown(USUAL, [(YAMAGUCHI, resting)] * 30, 1),
        failed.failed([Lost(lost(written).kept, "担当")] * 9),
        why.why([(written, "山口市", written, 1)] * 30, "担当", STANDARD),
    ]

    assert [[]] * len(said) == [blockkit.strict(message) for message in said]
    assert not any("<!channel>" in message["text"] for message in said)
    assert [] == blockkit.strict(pause.paused(YAMAGUCHI, resting), "modal")


def test_many_names_are_cut_with_their_number():
    towns = [Municipality(str(n), f"第{n}市", "", "市") for n in range(100)]

    assert Counted(SUBSIDY, {}, towns, towns).names().endswith("第29市、ほか70市町")
