"""Who has not answered: for the secretariat everybody, for a member their own."""

import random
from datetime import timedelta

import pytest
from opened import closes, drafts, happens, longer, opens, reports
from sqlalchemy import event
from talk import HOFU, SECRETARY, YAMAGUCHI, block, cells, labels

from domain.model import Municipality
from storage import rounds, unreported

SUBSIDY = "補助金の申請締切"


def register(talk, text=f"10月末 {SUBSIDY}"):
    talk.type(f"/deadline {text}", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)


def asks(talk, text="/unreported", by=SECRETARY):
    talk.type(text, by=by)
    return talk.private(by)


def rows(message, block_id="table"):
    return {row[0]: row[1:] for row in cells(block(message, block_id))[1:]}


def test_nothing_open_is_said_kindly(talk):
    assert "受付中の照会も締切も、今はありません。" in asks(talk).text
    assert asks(talk, by=YAMAGUCHI).text.endswith("今はありません。")


def test_the_secretariat_sees_who_is_missing_and_what_was_last_heard_of_them(talk):
    asked = opens(talk)
    register(talk)
    reports(talk, asked, "352012", "352021")
    happens(talk, asked, "352039", "seen")
    drafts(talk, asked, "352063")
    happens(talk, asked, "352012", "returned", on=1)
    happens(talk, asked, "352047", "exempted")

    said = asks(talk)

    assert "受付中の照会と締切は2件です。" in said.text
    assert "*１０月の照会*\n令和4年9月30日(金) 17:15 まで　あと22日（開庁日であと14日）" in said.text
    assert "報告 1／未報告 17／対象外 1\nまだの市町の内訳：未開封 15・開封済み 1・下書き 1" in said.text
    assert f"*{SUBSIDY}*" in said.text
    assert "済 0／まだ 19／対象外 0" in said.text
    table = rows(said, "table-0")
    assert ["差し戻し", "未報告", "下書き"] == [table[name][0] for name in ("下関市", "山口市", "防府市")]
    assert ["未開封", "開封済み", "下書き"] == [table[name][1] for name in ("下関市", "山口市", "防府市")]
    assert table.keys().isdisjoint({"宇部市", "萩市"})
    assert "山口市：未報告／開封済み／令和4年9月30日(金) 17:15 まで／あと22日" in said.text


def test_it_is_sorted_by_lateness_or_by_code(talk):
    asked = opens(talk)
    longer(talk, asked, "352012")
    asks(talk)
    talk.press("この件だけ見る", by=SECRETARY)

    late = list(rows(talk.private()))
    talk.press("コード順に並べる", by=SECRETARY)
    by_code = list(rows(talk.private()))

    assert ("宇部市", "下関市") == (late[0], late[-1])
    assert ["下関市", "宇部市", "山口市"] == by_code[:3]
    assert "遅れている順に並べる" in labels(talk.private())
    assert ["未報告・期限延長", "未開封", "令和4年10月7日(金) 17:15 まで"] == rows(talk.private())["下関市"][:3]


def test_what_is_late_says_so(talk):
    opens(talk)
    register(talk, "9月30日 様式の提出")
    talk.clock("2022-10-04T10:00+09:00")
    said = asks(talk)

    assert ["未報告・遅延", "4日超過"] == [rows(said, "table-1")["山口市"][at] for at in (0, 3)]
    assert ["まだ・遅延", "反応なし"] == rows(said, "table-0")["山口市"][:2]


@pytest.mark.parametrize("text", ["オンライン化", "１０月", "10月の照会", "online"])
def test_one_is_found_by_its_theme_or_a_part_of_its_title(talk, text):
    opens(talk)
    register(talk, "9月30日 議事録の確認")
    said = asks(talk, f"/unreported {text}")

    assert "*１０月の照会*" in said.text
    assert "議事録の確認" not in said.text


def test_another_name_is_answered_with_the_way_to_all(talk):
    opens(talk)
    said = asks(talk, "/unreported <!channel>*x*")

    assert "「&lt;!channel&gt;＊x＊」に当てはまる、受付中の照会や締切はありません。" in said.text
    talk.press("すべての照会と締切", by=SECRETARY)
    assert "*１０月の照会*" in talk.private().text


def test_a_member_sees_only_their_own_with_the_buttons_to_answer(talk):
    asked = opens(talk)
    register(talk)
    said = asks(talk, by=YAMAGUCHI)

    assert "次の2件の回答をお待ちしています。" in said.text
    assert "*１０月の照会*（山口市）" in said.text
    assert "防府市" not in said.text
    assert ["報告する", "変更なしで報告", "済", "対象外", "まだ"] == labels(said)[:5]
    talk.press("済", by=YAMAGUCHI)
    reports(talk, asked, "352039")
    assert "ご回答をお待ちしているものは、今はありません。" in asks(talk, by=YAMAGUCHI).text
    assert "（防府市）" in asks(talk, by=HOFU).text


def test_a_member_who_presses_the_secretariats_button_sees_their_own(talk):
    opens(talk)
    asks(talk)
    talk.press("この件だけ見る", by=SECRETARY)
    talk.is_no_longer_the_secretariat(SECRETARY)
    talk.press("コード順に並べる", by=SECRETARY)

    assert "山口市" not in talk.private().text


def test_what_was_closed_meanwhile_is_gone(talk):
    asked = opens(talk)
    asks(talk)
    closes(talk, asked)
    talk.press("この件だけ見る", by=SECRETARY)

    assert "受付中の照会も締切も、今はありません。" in talk.private().text


def test_it_answers_sentences(talk):
    opens(talk)
    there = talk.direct(SECRETARY)

    assert "*１０月の照会*" in talk.type("未報告 オンライン化", by=SECRETARY, channel=there).text
    assert "（山口市）" in talk.type("@進捗ボット 未報告", by=YAMAGUCHI).text


def test_many_matters_stay_within_the_chats_limits(talk):
    for nth in range(8):
        opens(talk, f"照会{nth}" + "長" * 200)

    assert "ほかに2件あります。" in block(asks(talk), "more")["elements"][0]["text"]


def many(total=1_741):
    return [Municipality(f"{900_000 + n}", f"市町村{n:04}", "", "市") for n in range(total)]


def test_however_many_municipalities_the_statements_are_as_many_and_a_page_is_a_page(talk):
    asked = opens(talk)
    database, statements = talk.database, []
    event.listen(database.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    for everyone in (talk._desk.catalogue.municipalities, many()):
        statements.append("-")
        found = unreported.one(database.read(), "yamaguchi", f"round/{asked.id}", everyone, talk.room.clock())

    middle = statements.index("-", 1)
    assert (3, 3, 1_741) == (middle - 1, len(statements) - middle - 1, len(found.missing))


HAPPENINGS = ["seen", "returned", "accepted", "exempted", "included", "given_longer", "asked_longer"]


@pytest.mark.parametrize("seed", range(4))
def test_the_quick_answer_is_what_the_progress_of_the_round_says(talk, seed):
    asked, chance = opens(talk), random.Random(seed)  # noqa: S311 – histories, not secrets
    everyone, now, there = talk._desk.catalogue.municipalities, talk.room.clock(), talk.database.read
    nth = dict.fromkeys((body.code for body in everyone), 0)
    for code in nth:
        for _ in range(chance.randrange(4)):
            match chance.choice(["report", "draft", "event", "event"]):
                case "report":
                    talk.room.clock.move(talk.room.clock() + timedelta(seconds=1))
                    reports(talk, asked, code)
                    nth[code] += 1
                case "draft":
                    drafts(talk, asked, code, based_on=nth[code])
                case _:
                    happens(talk, asked, code, chance.choice(HAPPENINGS), on=nth[code])
    told = rounds.progress(there(), "yamaguchi", asked, everyone, now)
    found = unreported.one(there(), "yamaguchi", f"round/{asked.id}", everyone, now)

    expected = [(each.municipality.name, each.words()) for each in told if each.is_missing]
    assert expected == [(each.municipality.name, each.words) for each in found.missing]
    assert sum(each.state == "対象外" for each in told) == found.exempt
    seen = [each.seen for each in told if each.is_missing and each.state != "下書き"]
    assert seen == [each.moved == "開封済み" for each in found.missing if each.moved != "下書き"]
