"""Which conference is meant: the question, the answer, and the name above what is said to whoever is in several."""

from messages import conferences
from messages.blocks import Message, section
from messages.pieces import message
from talkroom import blockkit

HOSTILE = "<!channel> *会議* &"


def test_the_question_has_a_button_for_each():
    names = ("山口の会議", HOSTILE * 5)
    asked = message([conferences.question(), *(conferences.choice(n, name, "") for n, name in enumerate(names))])

    assert (
        "どの会議のことですか。次からは、選んだ会議のこととしてお答えします（「会議」と書くと、選び直せます）。"
        == asked["text"]
    )
    assert [] == blockkit.strict(dict(asked))
    assert ["-", "-"] == [block["elements"][0]["value"] for block in asked["blocks"][1:]]


def test_what_was_chosen_is_said_with_what_comes_next():
    said = conferences.chosen("山口の会議")

    assert "*山口の会議* のこととしてお答えします。" in said["text"]
    assert [] == blockkit.strict(dict(said))


def test_a_name_is_no_markup():
    assert "&lt;!channel&gt;" in conferences.chosen(HOSTILE)["text"]
    assert "&lt;!channel&gt;" in conferences.of_conference(message([section("s", "x")]), HOSTILE)["text"]
    assert "&lt;!channel&gt;" in str(conferences.here(HOSTILE))


def test_where_there_is_no_room_for_the_name_the_text_has_it_alone():
    full = Message(text="x", blocks=[section(f"s-{n}", "x") for n in range(50)])

    named = conferences.of_conference(full, "山口の会議")

    assert "〔山口の会議〕\nx" == named["text"]
    assert [] == blockkit.strict(dict(named))
