"""ご確認のお願い: previewed, sent once, to those who have not answered by then, and followed."""

from opened import answers_for, closes, opens, reports
from talk import HOFU, SECRETARY, SHIMONOSEKI, YAMAGUCHI, labels

SEND = "ご確認のお願いを送る"
HERE = ("352012", "352039", "352063")  # Shimonoseki, Yamaguchi, Hofu
HOSTILE = "<!channel> *至急* `x` <@U0352039> & \"'"


def previews(talk, by=SECRETARY):
    talk.type("/unreported", by=by)
    talk.press(SEND, by=by)
    return read(talk.modals(by)[-1])


def read(view):
    return "\n".join(each["text"]["text"] for each in view.blocks if "text" in each)


def sends(talk, **values):
    wrong = talk.submits(by=SECRETARY, **values)
    assert {} == wrong
    return read(talk.modals(SECRETARY)[-1])


def nudges(talk, user):
    return [m for m in talk.said_to(user) if m.text.startswith("ご確認のお願い")]


def test_the_preview_names_everybody_and_the_words_and_when(talk):
    asked = opens(talk, bodies=HERE)
    reports(talk, asked, "352012")
    talk.appoints("U0DEPUTY", "352039", 1)
    talk.dismisses(HOFU)

    said = previews(talk)

    assert "次の1名の方に、すぐにお送りします。" in said
    assert f"*お送りする方*\n• 山口市：<@{YAMAGUCHI}>（担当）" in said
    assert "U0DEPUTY" not in said  # not before the day itself
    assert SHIMONOSEKI not in said
    assert "*名簿に担当者がいないため、お送りできない市町*\n• 防府市" in said
    assert "*お送りする文*\n*１０月の照会* について、まだ回答をいただいていない市町の方にお送りしています。" in said


def test_the_deputy_is_asked_once_the_plan_reaches_them(talk):
    opens(talk, bodies=HERE)
    talk.appoints("U0DEPUTY", "352039", 1)
    talk.clock("2022-09-30T10:00+09:00")

    assert "• 山口市：<@U0DEPUTY>（副担当）" in previews(talk)


def test_who_is_paused_is_left_out_and_named(talk):
    opens(talk, bodies=HERE)
    talk.type("/deadline", by=YAMAGUCHI)
    talk.press("しばらく止める", by=YAMAGUCHI)
    talk.submits(by=YAMAGUCHI, until="2022-09-20", reason="議会*")

    said = previews(talk)
    sends(talk)

    assert "*休止中のため、お送りしない市町*\n• 山口市（議会＊）" in said
    assert ([], 1) == (nudges(talk, YAMAGUCHI), len(nudges(talk, HOFU)))


def test_it_is_sent_once_with_the_buttons_to_answer_and_the_secretariats_words(talk):
    opens(talk, bodies=HERE)
    previews(talk)
    assert "3名の方に、すぐにお送りします。" in sends(talk, own=HOSTILE)

    (said,) = nudges(talk, YAMAGUCHI)
    assert "&lt;!channel&gt; *至急* `x` &lt;@U0352039&gt; &amp;" in said.text
    quoted = next(each for each in said.blocks if each["block_id"] == "words")
    assert HOSTILE == quoted["elements"][0]["elements"][0]["text"]
    assert ["報告する", "変更なしで報告"] == labels(said)[:2]
    talk.again(("interactive",))
    assert 1 == len(nudges(talk, YAMAGUCHI))
    assert 1 == sum(action == "nudge" for _, action in talk.audited())


def test_at_most_once_a_day_unless_it_is_confirmed(talk):
    opens(talk, bodies=HERE)
    previews(talk)
    sends(talk)
    assert "お送りする方は、同じ日にすでにお送りした方だけです。" in previews(talk)
    assert "新しくお送りする方はいません。" in sends(talk)
    previews(talk)
    assert "3名の方に" in sends(talk, repeat=["again"])
    assert 2 == len(nudges(talk, YAMAGUCHI))

    talk.clock("2022-09-09T10:00+09:00")
    assert "次の3名の方に" in previews(talk)


def test_at_night_it_waits_for_the_morning_and_who_has_answered_by_then_gets_nothing(talk):
    asked = opens(talk, bodies=HERE)
    talk.clock("2022-09-09T19:00+09:00")  # a Friday
    assert "3名の方に、令和4年9月12日(月) 08:30 に" in previews(talk)
    assert "令和4年9月12日(月) 08:30 に" in sends(talk)
    assert "同じ日にすでにお送りした方だけです" in previews(talk)
    reports(talk, asked, "352039")
    talk.clock("2022-09-12T08:31+09:00")

    assert ([], 1) == (nudges(talk, YAMAGUCHI), len(nudges(talk, HOFU)))
    talk.type("/unreported オンライン化", by=SECRETARY)
    talk.press("届いたかを見る", by=SECRETARY)
    said = talk.private().text
    assert f"令和4年9月9日(金) 19:00 に <@{SECRETARY}> が送ったお願いです。" in said
    assert "届いたもの 2件／これから送るもの 0件" in said
    assert "送らなかったもの 1件：すでに回答をいただきました" in said


def test_who_cannot_be_reached_is_named(talk):
    opens(talk, bodies=HERE)
    talk.forgets(HOFU)
    previews(talk)
    sends(talk)
    said = read(talk.press_in_modal("届いたかを見る"))

    assert "届いたもの 2件／これから送るもの 0件" in said
    assert f"届けられなかった方：<@{HOFU}>（防府市 情報政策担当）" in said


def test_one_person_with_several_municipalities_gets_one_message(talk):
    opens(talk, bodies=HERE)
    talk.dismisses(HOFU)
    answers_for(talk, YAMAGUCHI, "352063")
    previews(talk)
    sends(talk)

    (said,) = nudges(talk, YAMAGUCHI)
    assert "（山口市）" in said.text
    assert "（防府市）" in said.text


def test_what_is_closed_by_the_time_is_not_asked_for(talk):
    asked = opens(talk, bodies=HERE)
    talk.clock("2022-09-09T19:00+09:00")
    previews(talk)
    sends(talk)
    closes(talk, asked)
    talk.clock("2022-09-12T08:31+09:00")

    assert [] == nudges(talk, YAMAGUCHI)


def test_it_is_the_secretariats_also_at_submission(talk):
    opens(talk, bodies=HERE)
    previews(talk)
    talk.is_no_longer_the_secretariat(SECRETARY)
    talk.submits(by=SECRETARY)

    assert [] == nudges(talk, YAMAGUCHI)


def test_a_deadline_is_asked_for_as_well(talk):
    talk.type("/deadline 10月末 補助金の申請締切", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    previews(talk)
    sends(talk)

    (said,) = nudges(talk, YAMAGUCHI)
    assert ["済", "対象外", "まだ"] == labels(said)[:3]
