"""How the answers came in: by day, and over the last rounds."""

from datetime import timedelta

from opened import closes, happens, longer, opens, reports
from sqlalchemy import event
from talk import SECRETARY, block, cells

from storage import answer_rates


def asks(talk, *labels):
    talk.type("/unreported", by=SECRETARY)
    for label in labels:
        talk.press(label, by=SECRETARY)
    return talk.private()


def test_the_chart_shows_how_many_had_answered_by_each_day_and_says_the_same(talk):
    asked = opens(talk)
    talk.clock("2022-09-09T10:00+09:00")
    reports(talk, asked, "352012", "352039")
    talk.clock("2022-09-11T10:00+09:00")
    reports(talk, asked, "352063", "352039")
    said = asks(talk, "この件だけ見る", "日ごとの報告数")

    assert "*１０月の照会*\n対象は19市町です。" in said.text
    assert "9/8　0市町\n9/9　2市町\n9/10　2市町\n9/11　3市町" in said.text
    drawn = block(said, "chart")["chart"]
    assert ("line", [0, 2, 2, 3]) == (drawn["type"], [point["value"] for point in drawn["series"][0]["data"]])


def test_a_long_time_is_drawn_in_twenty_steps_at_most(talk):
    asked = opens(talk, due_at=talk.room.clock() + timedelta(days=90))
    talk.clock("2022-11-30T10:00+09:00")
    reports(talk, asked, "352012")
    said = asks(talk, "この件だけ見る", "日ごとの報告数")

    points = block(said, "chart")["chart"]["series"][0]["data"]
    assert len(points) <= 20
    assert {"label": "11/30", "value": 1} == points[-1]


def test_a_deadlines_taps_are_drawn_as_well(talk):
    talk.type("/deadline 10月末 補助金の申請締切", by=SECRETARY)
    talk.press("この内容で登録する", by=SECRETARY)
    talk.type("/deadline")
    talk.press("済")
    talk.clock("2022-09-09T10:00+09:00")
    said = asks(talk, "この件だけ見る", "日ごとの報告数")

    assert "9/8　1市町\n9/9　1市町" in said.text


def test_the_rate_counts_on_time_late_and_missing_over_the_last_rounds(talk):
    first, day = opens(talk, "９月の照会"), timedelta(days=1)
    second = opens(talk, "１０月の照会", due_at=talk.room.clock() + 60 * day)
    longer(talk, first, "352047")
    happens(talk, first, "352071", "exempted")
    reports(talk, first, "352012")
    talk.clock("2022-10-04T10:00+09:00")
    reports(talk, first, "352039", "352047")
    reports(talk, second, "352012")
    closes(talk, first)
    said = asks(talk, "市町ごとの回答率")

    rows = {row[0]: row[1:] for row in cells(block(said, "table"))[1:]}
    assert ["2", "0", "0", "100"] == rows["下関市"]
    assert ["0", "1", "0", "100"] == rows["山口市"]
    assert ["1", "0", "0", "100"] == rows["萩市"]
    assert ["0", "0", "1", "0"] == rows["防府市"]
    assert ["0", "0", "0", "－"] == rows["下松市"]
    assert "対象の照会：９月の照会、１０月の照会" in said.text
    assert "防府市：期限内 0／遅延 0／未報告 1（回答率 0％）" in said.text


def test_without_any_round_it_says_so(talk):
    assert "回答率を出せる照会は、まだありません。" in asks(talk, "市町ごとの回答率").text


def test_it_is_read_in_as_many_statements_however_many_rounds(talk):
    for nth in range(8):
        opens(talk, f"照会{nth}")
    statements = []
    event.listen(talk.database.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    heard = answer_rates.last(talk.database.read(), "yamaguchi")

    assert (4, 6) == (len(statements), len(heard.rounds))
