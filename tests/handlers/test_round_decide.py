"""What the secretariat decides of a municipality's report, and a request for more time with its answer."""

import pytest
from talk import HOFU, SECRETARY, YAMAGUCHI, block, cells, labels
from test_round_board import reports
from test_round_open import HERE, SECRETARIAT_ONLY, TITLE, board, says, the_round, with_round

from domain.model import Member, Role
from storage import deadlines, members

OTHER = "U0OTHER"


@pytest.fixture
def opened(talk):
    return with_round(talk)


def chosen(talk, code="352039", by=SECRETARY):
    """The form of that municipality stands before the secretariat."""
    talk.type("/round 標準化", by=by)
    return talk.chooses(f"{the_round(talk).id} {code}", by=by)


def decide(talk, what, code="352039", **more):
    chosen(talk, code)
    wrong = talk.submits(by=SECRETARY, what=what, **more)
    return wrong or says(talk.modals()[-1])


def rows(talk, by=SECRETARY):
    said = talk.type("/round 標準化", by=by)
    return {row[0]: row[1:] for row in cells(block(talk.private(by), "states"))[1:]}, said


def a_second_one(talk):
    """Another person of the secretariat."""
    talk.room.world.people[OTHER] = talk.room.world.people[SECRETARY].__class__(id=OTHER, name="もう一人")
    talk.room.world.join(OTHER, "C0CONFERENCE")
    with talk.database.begin() as db:
        members.keep(db, HERE, [Member(OTHER, "事務局 二人目", Role.SECRETARIAT)])


def test_one_round_shows_every_municipality_with_its_state_and_who_reported(opened):
    reports(opened)
    reports(opened, "352063", by=SECRETARY)
    table, said = rows(opened)

    assert 19 == len(table)
    assert ["未報告", "－", "－", "9月26日 17:15"] == table["下関市"]
    assert ["報告済み", "9月8日 09:00", "山口市 情報政策担当", "9月26日 17:15"] == table["山口市"]
    assert "防府市　報告済み" in said.text
    assert {"報告済みの2市町をすべて受理する", "日時を変える", "締め切る", "同じ内容で次を開く"} <= set(labels(said))


def test_all_that_was_reported_is_accepted_at_once(opened):
    reports(opened)
    opened.type("/round 標準化", by=SECRETARY)
    opened.press("報告済みの1市町をすべて受理する", by=SECRETARY)

    assert f"*{TITLE}* の報告1件を受理しました。" in opened.private(SECRETARY).text
    assert "受理" == rows(opened)[0]["山口市"][0]
    assert (SECRETARY, "round.accepted") in opened.audited()


def test_sent_back_its_people_hear_why_and_are_reminded_again(opened):
    reports(opened)
    assert {"reason": "理由を書いてください。市町の担当者に伝わります。"} == decide(opened, "returned")
    assert "山口市の報告を差し戻しました。" in decide(opened, "returned", reason="桁を<!channel>お確かめください")

    told = opened.said_to(YAMAGUCHI)[-1]
    assert "差し戻しのお知らせ" in told.text
    assert "理由：桁を<!channel>お確かめください" == block(told, "why")["text"]["text"]
    assert "plain_text" == block(told, "why")["text"]["type"]
    assert ["報告する", "変更なしで報告"] == labels(told)
    assert "報告0／未報告19（うち差し戻し1）" in board(opened).text
    assert "差し戻し" == rows(opened)[0]["山口市"][0]
    opened.clock("2022-09-21T09:01+09:00")
    assert "*山口市*" not in opened.said_to(YAMAGUCHI)[-1].text
    assert "（山口市）" in opened.said_to(YAMAGUCHI)[-1].text

    reports(opened, key="again")
    assert "報告1／未報告18" in board(opened).text


def test_left_out_it_owes_nothing_and_can_be_taken_in_again(opened):
    assert {"reason": "理由を書いてください。市町の担当者に伝わります。"} == decide(opened, "exempted")
    assert "山口市を対象外にしました。" in decide(opened, "exempted", reason="共同利用のため")
    assert "報告0／未報告18／対象外1" in board(opened).text
    assert "対象外になりました" in opened.said_to(YAMAGUCHI)[-1].text
    opened.clock("2022-09-21T09:01+09:00")
    assert 2 == len(opened.said_to(YAMAGUCHI))

    assert "山口市を対象に戻しました。" in decide(opened, "included")
    assert "報告0／未報告19" in board(opened).text


@pytest.mark.parametrize("day", [None, "2022-09-26"])
def test_a_longer_time_needs_a_later_day(opened, day):
    assert {"day"} == decide(opened, "given_longer", **({"day": day} if day else {})).keys()


def test_longer_for_one_is_a_deadline_of_its_own(opened):
    assert "山口市の期限を *令和4年10月7日(金) 17:15 まで* に延ばしました。" in decide(
        opened, "given_longer", day="2022-10-07"
    )

    table, _ = rows(opened)
    assert ["未報告・期限延長", "10月7日 17:15"] == table["山口市"][::3]
    assert ["未報告", "9月26日 17:15"] == table["防府市"][::3]
    assert "期限を延長した市町：1" in board(opened).text
    assert "新しい締切：*令和4年10月7日(金) 17:15 まで*" in opened.said_to(YAMAGUCHI)[-1].text
    assert [18, 1] == [
        len(each.bodies) for each in deadlines.of_round(opened.database.read(), HERE, the_round(opened).id)
    ]


def test_who_was_given_longer_is_reminded_by_their_own_deadline(opened):
    decide(opened, "given_longer", day="2022-10-07")
    before = len(opened.said_to(YAMAGUCHI)), len(opened.said_to(HOFU))
    for day in ("09-21", "09-22", "09-26", "10-04", "10-07"):
        opened.clock(f"2022-{day}T09:01+09:00")

    mine = [m.text for m in opened.said_to(YAMAGUCHI)[before[0] :]]
    assert 3 == len(mine)  # 10 and 3 open days before, and the day
    assert all("令和4年10月7日(金)" in text for text in mine)
    assert all("令和4年9月26日(月)" in m.text for m in opened.said_to(HOFU)[before[1] :])
    reports(opened)
    assert "報告1／未報告18" in board(opened).text


def test_longer_twice_moves_its_own_and_longer_for_all_ends_the_one_for_nobody(talk):
    with_round(talk, bodies=["352039", "352063"])
    decide(talk, "given_longer", day="2022-10-07")
    decide(talk, "given_longer", day="2022-10-14")
    decide(talk, "given_longer", "352063", day="2022-10-14")

    every = deadlines.of_round(talk.database.read(), HERE, the_round(talk).id)
    assert [("352039",), ("352063",)] == sorted(each.bodies for each in every)
    assert ["2022-10-14"] * 2 == [f"{each.due_at:%Y-%m-%d}" for each in every]


def test_longer_for_all_tells_the_room_and_whoever_has_not_reported(opened):
    reports(opened)
    decide(opened, "given_longer", "352063", day="2022-11-04")
    before = len(opened.said_to(YAMAGUCHI))
    opened.type("/deadline", by=SECRETARY)
    assert "取り消す" not in labels(opened.private(SECRETARY))
    opened.press("日時を変える", by=SECRETARY)
    opened.submits(by=SECRETARY, day="2022-10-14", time="17:15", reason="台風のため")

    assert opened.told()[-1].startswith(f"*{TITLE}* の締切が変わりました。\n令和4年9月26日(月) 17:15 まで → ")
    table, _ = rows(opened)
    assert "10月14日 17:15" == table["下関市"][3]
    assert "11月4日 17:15" == table["防府市"][3]
    assert before == len(opened.said_to(YAMAGUCHI))
    assert "の締切が変わりました。" in opened.said_to("U0352012")[-1].text
    assert "締切：*令和4年10月14日(金) 17:15 まで*" in board(opened).text


def test_of_two_who_decide_at_once_the_second_hears_what_was_decided(opened):
    a_second_one(opened)
    reports(opened)
    chosen(opened, by=OTHER)
    decide(opened, "returned", reason="桁")
    opened.submits(by=OTHER, what="accepted")

    said = says(opened.modals(OTHER)[-1])
    assert "すでに決まっていました。何も変えていません。\n山口市：*差し戻し*" in said
    assert "決めた人：事務局 行政DX推進班" in said
    assert "差し戻し" == rows(opened)[0]["山口市"][0]


def test_the_right_is_looked_at_again_when_it_is_sent(opened):
    reports(opened)
    chosen(opened)
    opened.is_no_longer_the_secretariat(SECRETARY)
    opened.submits(by=SECRETARY, what="accepted")

    assert SECRETARIAT_ONLY in says(opened.modals()[-1])


# More time, asked for


def ask(talk, day="2022-10-07", reason="議会のため", by=YAMAGUCHI):
    talk.press("期限の延長を申し出る", by=by, channel=talk.direct(by))
    wrong = talk.submits(by=by, day=day, reason=reason)
    return wrong or says(talk.modals(by)[-1])


def test_a_request_reaches_the_secretariat_and_the_answer_its_people(opened):
    assert "山口市の期限を 令和4年10月7日(金) 17:15 まで に延ばしたいと、事務局に伝えました。" in ask(opened)
    request = opened.said_to(SECRETARY)[-1]
    assert "*令和4年10月7日(金) 17:15 まで* に延ばしたいとの申し出がありました（山口市 情報政策担当）。" in request.text
    assert "理由：議会のため" in request.text
    assert ["認める", "認めない", "照会を見る"] == labels(request)

    opened.press("認める", by=SECRETARY, channel=opened.direct(SECRETARY))

    assert "新しい締切：*令和4年10月7日(金) 17:15 まで*" in opened.said_to(YAMAGUCHI)[-1].text
    assert "未報告・期限延長" == rows(opened)[0]["山口市"][0]


def test_a_request_that_is_not_granted_says_why(opened):
    ask(opened)
    opened.press("認めない", by=SECRETARY, channel=opened.direct(SECRETARY))
    opened.submits(by=SECRETARY, reason="国への回答期限のため")

    told = opened.said_to(YAMAGUCHI)[-1]
    assert "期限の延長は、認められませんでした。" in told.text
    assert "理由：国への回答期限のため" in told.text
    assert "9月26日 17:15" == rows(opened)[0]["山口市"][3]


def test_a_request_can_be_answered_from_the_round(opened):
    ask(opened)
    said = opened.type("/round 標準化", by=SECRETARY)
    assert (
        "*山口市* から、期限を *令和4年10月7日(金) 17:15 まで* に延ばしたいとの申し出があります。\n理由：議会のため"
        in said.text
    )

    opened.press("認める", by=SECRETARY)
    assert "申し出があります" not in opened.type("/round 標準化", by=SECRETARY).text


def test_answered_by_two_the_second_hears_what_was_decided(opened):
    a_second_one(opened)
    ask(opened)
    opened.press("認める", by=SECRETARY, channel=opened.direct(SECRETARY))
    opened.press("認める", by=OTHER, channel=opened.direct(OTHER))

    assert "すでに決まっていました。" in opened.newest(OTHER, opened.direct(OTHER)).text
    assert 1 == [what for _, what in opened.audited()].count("round.given_longer")


@pytest.mark.parametrize(
    ("wrong", "at"), [({"day": "2022-09-26"}, "day"), ({"day": "2022-09-01"}, "day"), ({"reason": "　"}, "reason")]
)
def test_what_is_wrong_with_a_request_is_said_at_the_field(opened, wrong, at):
    assert {at} == ask(opened, **wrong).keys()


def test_nobody_asks_for_a_municipality_that_is_not_theirs(opened):
    opened.press("期限の延長を申し出る", by=YAMAGUCHI, channel=opened.direct(YAMAGUCHI))
    opened.dismisses(YAMAGUCHI)
    opened.submits(by=YAMAGUCHI, day="2022-10-07", reason="議会のため")

    assert SECRETARIAT_ONLY in says(opened.modals(YAMAGUCHI)[-1])
    assert [] == opened.said_to(SECRETARY)


def test_who_has_reported_meanwhile_needs_no_more_time(opened):
    opened.press("期限の延長を申し出る", by=YAMAGUCHI, channel=opened.direct(YAMAGUCHI))
    reports(opened)
    opened.submits(by=YAMAGUCHI, day="2022-10-07", reason="議会のため")

    assert "山口市の状態は「報告済み」です。期限の延長は必要ありません。" in says(opened.modals(YAMAGUCHI)[-1])


def test_a_request_whose_day_has_passed_needs_another_day(opened):
    ask(opened)
    opened.clock("2022-10-11T10:00+09:00")
    opened.type("/round 標準化", by=SECRETARY)
    opened.press("認める", by=SECRETARY)

    assert "申し出のあった期限は、すでに過ぎています。" in opened.private(SECRETARY).text
    assert "未報告・遅延" == rows(opened)[0]["山口市"][0]
