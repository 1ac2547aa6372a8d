"""A whole round over the real wire: nineteen municipalities, each in its own way, from opening to 19/19."""

import pytest
from talk import HOFU, ROOM, SECRETARY

import bot
from domain.round import How, State
from storage import catalogue, findable, reports, rounds, search

HERE = bot.CONFERENCE
SAME = ("352012", "352021", "352039", "352047", "352063", "352071", "352080", "352101")
FORM = ("352110", "352128", "352136", "352152", "352161", "353051")
TEXT = ("353213", "353418")
PROXY, LATE, RETURNED = "353434", "353442", "355020"


@pytest.fixture(params=["socket", "http"])
def talk(request, talking_with):
    with talking_with(way=request.param) as there:
        yield there


def user(code):
    return f"U0{code}"


def asked(talk):
    return rounds.asked(talk.database.read(), HERE)[-1]


def board(talk):
    return next(m for m in talk.sees(SECRETARY, ROOM) if m.app and m.text.startswith("照会：")).text


def progress(talk):
    everyone = catalogue.load(talk.database.read(), HERE).municipalities
    found = rounds.progress(talk.database.read(), HERE, asked(talk), everyone, talk.room.clock())
    return {each.municipality.code: each for each in found}


def press(talk, label, code):
    return talk.press(label, by=user(code), channel=talk.direct(user(code)))


def fills_in(talk, code, **answers):
    """From the message in the direct messages to a stored report; what was wrong on the way."""
    press(talk, "報告する", code)
    wrong = talk.submits(by=user(code), procedures="28", **answers)
    assert {} == talk.submits(by=user(code), procedures="12", **answers)
    return wrong


def writes(talk, code, sentence):
    talk.type(sentence, by=user(code), channel=talk.direct(user(code)))
    press(talk, "この内容で報告する", code)


def test_a_whole_round(talk):
    talk.type("/round オンライン化 10月末", by=SECRETARY)
    talk.press("この内容で開く", by=SECRETARY)
    assert "報告0／未報告19" in board(talk)

    for code in SAME:
        press(talk, "変更なしで報告", code)
        press(talk, "変更なしで報告", code)  # pressed twice, reported once
    for code in FORM:
        assert "procedures" in fills_in(talk, code, moving="検討中")
    for code in TEXT:
        writes(talk, code, "報告 オンライン化 利用手続数＝１３ 転出届・転入予約=未定")
    talk.type("/report オンライン化 田布施町", by=SECRETARY)
    assert {} == talk.submits(by=SECRETARY, procedures="11")
    fills_in(talk, RETURNED)
    talk.gives_back(asked(talk).id, RETURNED)
    talk.ticks()
    assert "報告17／未報告2" in board(talk)
    assert {RETURNED: State.RETURNED, LATE: State.UNREPORTED} == {
        code: each.state for code, each in progress(talk).items() if each.is_missing
    }

    fills_in(talk, RETURNED)
    talk.clock("2022-10-31T17:16+09:00")
    assert "平生町" in talk.type("/unreported", by=SECRETARY).text
    talk.clock("2022-11-04T09:01+09:00")
    press(talk, "変更なしで報告", LATE)
    talk.ticks()

    assert "報告19／未報告0" in board(talk)
    states = progress(talk)
    assert [LATE] == [code for code, each in states.items() if each.late]
    assert {State.REPORTED} == {each.state for each in states.values()}
    told = {code: reports.history(talk.database.read(), HERE, asked(talk).id, code) for code in states}
    assert {RETURNED: 2} == {code: len(every) for code, every in told.items() if len(every) > 1}
    assert (How.TEXT, 13.0, "未定") == (
        told[TEXT[0]][0].how,
        told[TEXT[0]][0].answers["procedures", 0],
        told[TEXT[0]][0].answers["moving", 0],
    )
    assert [PROXY] == [code for code, every in told.items() if every[-1].proxy]
    unasked = [m.metadata["event_payload"]["key"] for m in talk.said_to(HOFU) if m.metadata]
    assert [f"asked/{asked(talk).id}/{HOFU}"] == unasked  # whoever has reported hears no more of it
    db = talk.database.read()
    facts = findable.everything(db, HERE, catalogue.load(db, HERE))
    assert {(e.kind, e.subject): e for e in facts} == {(e.kind, e.subject): e for e in search.every(db, HERE)}
