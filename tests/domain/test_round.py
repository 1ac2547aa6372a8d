"""How a round stands in a municipality: the last word counts."""

from datetime import datetime, timedelta

import pytest

from domain.calendar import TOKYO
from domain.deadline import Deadline
from domain.model import AsOf, Municipality
from domain.round import Event, How, Known, Report, Round, State, What, everywhere, progress

DUE = datetime(2022, 10, 31, 17, 15, tzinfo=TOKYO)
BEFORE, AFTER = DUE - timedelta(days=3), DUE + timedelta(days=3)
YAMAGUCHI, HOFU = (
    Municipality("352039", "山口市", "やまぐちし", "市"),
    Municipality("352063", "防府市", "ほうふし", "市"),
)


def report(nth=1, at=BEFORE):
    return Report("r", "352039", "U1", at, How.FORM, nth=nth)


def event(what, on=0):
    return Event("352039", what, "U0", BEFORE, on=on)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Known(), "未報告"),
        (Known(events=[event(What.SEEN)]), "未報告"),
        (Known(drafted_on=0), "下書き"),
        (Known(report()), "報告済み"),
        (Known(report(), drafted_on=0), "報告済み"),
        (Known(report(), [event(What.RETURNED, on=1)]), "差し戻し"),
        (Known(report(), [event(What.RETURNED, on=1)], drafted_on=1), "下書き"),
        (Known(report(nth=2), [event(What.RETURNED, on=1)]), "報告済み"),
        (Known(report(), [event(What.ACCEPTED, on=1)]), "受理"),
        (Known(report(nth=2), [event(What.ACCEPTED, on=1)]), "報告済み"),
        (Known(events=[event(What.EXEMPTED)]), "対象外"),
        (Known(events=[event(What.EXEMPTED), event(What.INCLUDED)]), "未報告"),
        (Known(events=[event(What.GIVEN_LONGER)]), "未報告・期限延長"),
        (Known(report(at=AFTER)), "報告済み・遅延"),
    ],
)
def test_the_last_word_counts(known, words):
    assert words == progress(YAMAGUCHI, known, DUE, BEFORE).words()


def test_after_the_deadline_what_is_missing_is_late():
    late = progress(YAMAGUCHI, Known(), DUE, AFTER)

    assert ("未報告・遅延", True) == (late.words(), late.is_missing)


@pytest.mark.parametrize(
    ("events", "asks"),
    [
        ([], False),
        ([What.ASKED_LONGER], True),
        ([What.ASKED_LONGER, What.GIVEN_LONGER], False),
        ([What.ASKED_LONGER, What.NOT_LONGER], False),
        ([What.ASKED_LONGER, What.NOT_LONGER, What.ASKED_LONGER], True),
    ],
)
def test_asking_for_longer_waits_for_an_answer(events, asks):
    assert asks == progress(YAMAGUCHI, Known(events=[event(each) for each in events]), DUE, BEFORE).asks_longer


def test_who_was_given_longer_has_a_due_moment_of_its_own():
    asked = Round("r", "online", "十月の照会", AsOf(BEFORE.date(), BEFORE.date(), "day"))
    due = [
        Deadline("1", "", DUE, "", bodies=("352063",)),
        Deadline("2", "", DUE + timedelta(days=7), "", bodies=("352039",)),
    ]
    found = everywhere(asked, [YAMAGUCHI, HOFU], {}, due, AFTER)

    assert [("山口市", State.UNREPORTED, False), ("防府市", State.UNREPORTED, True)] == [
        (each.municipality.name, each.state, each.late) for each in found
    ]
