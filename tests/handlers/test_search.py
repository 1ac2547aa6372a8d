from datetime import timedelta

import pytest
from talk import HOFU, ROOM, SECRETARY, SHIMONOSEKI, YAMAGUCHI, labels

import bot
from domain.search import Entry, Kind, Query, words
from storage import catalogue, findable, search

HERE = bot.CONFERENCE


def hits(message):
    """The head of each thing that was found."""
    return [block["text"]["text"] for block in message.blocks if block["block_id"].startswith("hit-")]


def excerpts(message):
    """Below each head the words around the one that was looked for."""
    quoted = [block["elements"][0]["elements"] for block in message.blocks if block["block_id"].startswith("excerpt-")]
    return ["".join(piece["text"] for piece in pieces) for pieces in quoted]


def summary(message):
    return next(block["text"]["text"] for block in message.blocks if block["block_id"] == "summary")


def keeps(talk, **entry):
    about = {"kind": Kind.NOTE, "subject": "1", "at": talk.room.clock(), "title": "題", "body": "本文", **entry}
    with talk.database.begin() as db:
        search.keep(db, HERE, Entry(**about))


@pytest.mark.parametrize("typed", ["", "　", "・"])
def test_with_nothing_to_look_for_it_says_what_to_type(talk, typed):
    assert "`/search RPA 共同利用`" in talk.type(f"/search {typed}").text


def test_the_papers_are_found_with_their_as_of_and_source(talk):
    said = talk.type("/search デジテック")

    assert hits(said)
    assert all("取組" in head or "締切・予定" in head for head in hits(said))
    assert all("資料" in head and "時点" in head for head in hits(said))


def test_what_says_it_in_its_title_comes_first_then_what_is_newest(talk):
    now = talk.room.clock()
    keeps(talk, subject="1", title="予算", body="道路の台帳を直した。", at=now - timedelta(days=2))
    keeps(talk, subject="2", title="道路台帳の電子化", body="前年の続き。", at=now - timedelta(days=3))
    keeps(talk, subject="3", title="台帳", body="道の次は、道路。", at=now - timedelta(days=1))

    said = talk.type("/search 道路")

    assert ["*道路台帳の電子化*", "*台帳*", "*予算*"] == [head.split("\n")[0] for head in hits(said)]
    assert ["前年の続き。", "道の次は、道路。", "道路の台帳を直した。"] == excerpts(said)


@pytest.mark.parametrize("typed", ["シナリオ", "しなりお", "ｼﾅﾘｵ", "シナリオ ＲＰＡ", "rpa しなりお"])
def test_kanji_kana_and_width_make_no_difference(talk, typed):
    keeps(talk, title="ＲＰＡのシナリオ共有", body="")

    assert "*ＲＰＡのシナリオ共有*" == hits(talk.type(f"/search {typed}"))[0].split("\n")[0]


@pytest.mark.parametrize("typed", ["z100%q", "q_zq", "zq\\q", "'OR'1'='1'--"])
def test_what_means_something_to_a_database_is_a_word_like_others(talk, typed):
    assert "見つかりませんでした" in talk.type(f"/search {typed}").text

    keeps(talk, title=f"「{typed}」という語", body="")
    assert 1 == len(hits(talk.type(f"/search {typed}")))


def test_several_words_must_all_be_there(talk):
    keeps(talk, subject="1", title="端末の更新", body="ある町の話")
    keeps(talk, subject="2", title="端末", body="更新はしない")

    assert 2 == len(hits(talk.type("/search 端末 更新")))
    assert 1 == len(hits(talk.type("/search 端末 更新 ある町")))


def test_what_is_one_municipalitys_own_is_found_by_it_and_the_secretariat_alone(talk):
    keeps(talk, kind=Kind.QUESTION, title="秘密の相談", body="", only="352039", municipality="352039")

    assert 1 == len(hits(talk.type("/search 秘密の相談", by=YAMAGUCHI)))
    assert 1 == len(hits(talk.type("/search 秘密の相談", by=SECRETARY)))
    assert "見つかりませんでした" in talk.type("/search 秘密の相談", by=HOFU).text


def test_a_note_is_named_neither_in_the_notification_nor_in_the_first_block(talk):
    keeps(talk, title="守りたい題", body="守りたい本文")

    said = talk.type("/search 守り")

    assert "外部への公開厳禁" in said.blocks[1]["elements"][0]["text"]
    assert "守りたい" not in said.text + str(said.blocks[:2])


def test_in_the_room_only_who_asked_reads_the_answer(talk):
    keeps(talk, title="端末の更新", body="")

    said = talk.type("<@U0BOT> 検索 端末", by=YAMAGUCHI)

    assert said.is_ephemeral
    assert hits(said)
    assert "端末の更新" not in str([m.blocks for m in talk.sees(HOFU, ROOM)])
    assert hits(talk.type("検索 端末", by=YAMAGUCHI, channel=talk.direct(YAMAGUCHI)))


def test_more_than_a_page_is_turned_over(talk):
    for nth in range(12):
        keeps(talk, subject=f"{nth:02}", title=f"めくる話{nth:02}", body="")

    first = talk.type("/search めくる話")
    assert "12件のうち 1〜5件目" in summary(first)
    second = talk.press("次の5件")
    last = talk.press("次の2件")

    pages = [head.split("\n")[0] for page in (first, second, last) for head in hits(page)]
    assert [f"*めくる話{nth:02}*" for nth in range(12)] == sorted(pages)
    assert "次の2件" not in labels(last)
    assert summary(second) == summary(talk.press("前の5件"))


def test_it_is_narrowed_by_municipality_theme_kind_and_time(talk):
    keeps(talk, subject="1", title="端末 山口", body="", municipality="352039", themes=("rpa",))
    keeps(talk, subject="2", title="端末 下関", body="", municipality="352012", themes=("rpa",))
    keeps(talk, subject="3", title="端末 ＲＰＡ", body="", kind=Kind.DEADLINE)
    talk.type("/search 端末", by=SHIMONOSEKI)

    def narrowed(**values):
        talk.press("条件を付けて探す", by=SHIMONOSEKI)
        assert {} == talk.submits(by=SHIMONOSEKI, **values)
        found = hits(talk.modals(SHIMONOSEKI)[-1])
        talk.closes(by=SHIMONOSEKI)
        return [head.split("\n")[0] for head in found]

    assert ["*端末 下関*"] == narrowed(municipality="352012")
    assert {"*端末 ＲＰＡ*", "*端末 下関*", "*端末 山口*"} == set(narrowed(theme="rpa"))
    assert ["*端末 ＲＰＡ*"] == narrowed(kind="deadline")
    assert [] == narrowed(until="2022-09-01")
    assert 3 == len(narrowed(since="2022-09-08", until="2022-09-08"))


def test_what_is_wrong_in_the_form_is_said_at_its_field(talk):
    talk.type("/search 端末")
    talk.press("条件を付けて探す")

    assert {"words": "探す言葉を入れてください。"} == talk.submits(by=YAMAGUCHI, words="・")
    backwards = talk.submits(by=YAMAGUCHI, words="端末", since="2022-09-08", until="2022-09-07")
    assert {"until": "始まりの日より後の日を選んでください。"} == backwards


def test_in_the_form_too_more_than_a_page_is_turned_over(talk):
    for nth in range(6):
        keeps(talk, subject=f"{nth}", title=f"めくる話{nth}", body="")
    talk.type("/search めくる話")
    talk.press("条件を付けて探す")
    talk.submits(by=YAMAGUCHI)

    second = talk.press_in_modal("次の1件", by=YAMAGUCHI)
    assert 1 == len(hits(second))
    assert 5 == len(hits(talk.press_in_modal("前の5件", by=YAMAGUCHI)))


def test_too_much_to_look_for_is_said(talk):
    assert "200字まで（今は201字）" in talk.type(f"/search {'あ' * 201}").text.replace("です", "")


def test_a_deadline_is_found_as_it_is_now(talk):
    talk.type("/deadline 10/31 17時 端末補助の申請", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    assert ["令和4年10月31日 10/31 17時"] == excerpts(talk.type("/search 端末補助"))

    talk.type("/deadline", by=SECRETARY)
    talk.press("取り消す", by=SECRETARY)
    assert "見つかりませんでした" in talk.type("/search 端末補助").text


def test_a_note_that_was_found_is_read_with_one_press(talk):
    talk.type("ノート 山口市 題：窓口の工夫\n待ち時間が半分になった。", channel=talk.direct(YAMAGUCHI))

    talk.type("/search 待ち時間", by=HOFU)
    said = talk.press("読む", by=HOFU)

    assert "待ち時間が半分になった。" in str(said.blocks)


def test_a_question_that_was_found_is_shown_with_one_press(talk):
    talk.begins("/ask 端末の補助率は？")
    talk.submits(by=YAMAGUCHI)

    assert "見つかりませんでした" in talk.type("/search 補助率は", by=HOFU).text
    talk.type("/search 補助率は", by=SECRETARY)
    assert "端末の補助率は？" in str(talk.press("見る", by=SECRETARY).blocks)


def test_what_is_found_is_what_the_facts_say(talk):
    talk.type("/deadline 10/31 17時 端末補助の申請", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    talk.type("ノート 山口市 題：窓口の工夫\n待ち時間が半分になった。", channel=talk.direct(YAMAGUCHI))
    talk.begins("/ask 端末の補助率は？")
    talk.submits(by=YAMAGUCHI)
    db = talk.database.read()

    facts = findable.everything(db, HERE, catalogue.load(db, HERE))

    assert {(e.kind, e.subject): e for e in facts} == {(e.kind, e.subject): e for e in search.every(db, HERE)}


def test_figures_of_a_day_that_has_not_come_are_not_found(talk):
    db, now = talk.database.read(), talk.room.clock()
    ahead = [entry for entry in search.every(db, HERE) if entry.at > now]
    assert ahead

    for entry in ahead:
        found = search.find(db, HERE, Query(words(entry.title)), reader=None, now=now, most=1_000)
        assert entry not in found.entries
