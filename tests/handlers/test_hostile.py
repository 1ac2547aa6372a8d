"""What people type by accident or in malice, through every command: it is answered, and nothing in it comes alive."""

import pytest
from talk import SECRETARY, YAMAGUCHI

import handlers

HOSTILE = {
    "mentions": "<!channel> <!here> <@U0SECRETARY> <#C0CONFERENCE>",
    "mrkdwn": "*太字* _斜め_ ~消す~ `書体` ```かたまり``` > 引用",
    "zero width": "\u200b\u200d\ufeff\u2060",
    "bidi": "\u202e逆さに\u202c見える\u2066",
    "long": "あ" * 3_001,
    "very long": "道路 " * 6_667,
    "nul": "切れ\x00目",
    "escape alone": "\x1b",
    "half a letter": "半分\ud800の文字",
    "formula": '=HYPERLINK("http://example.com","押す")',
    "sql": "'; DROP TABLE note; --",
    "template": "{{ 7*7 }}{% raw %}{# #}",
    "escaped": "&lt;!channel&gt; &amp;amp;",
    "lines": "一行目\r\n二行目\u2028三行目",
}


def live(message):
    """Whatever the chat would take for its own markup in what is shown: nobody of us writes these."""
    return [mark for mark in ("<!channel", "<!here", "<#C0") if mark in _mrkdwn(message) + message.text]


def _mrkdwn(message):
    texts = []

    def walk(thing):
        if isinstance(thing, dict):
            texts.extend([thing["text"]] if thing.get("type") == "mrkdwn" else [])
            for each in thing.values():
                walk(each)
        elif isinstance(thing, list | tuple):
            for each in thing:
                walk(each)

    walk(message.blocks)
    return "\n".join(texts)


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_typed_behind_a_command_is_answered_and_stays_text(talk, name):
    for command in handlers.COMMANDS:
        talk.type(f"/{command.name} {HOSTILE[name]}", by=SECRETARY)
        for said in talk.sees(SECRETARY)[-1:]:
            assert not live(said), command.name
            assert "処理できませんでした" not in said.text, command.name
        while talk.room.screens.stack(SECRETARY):
            talk.closes(by=SECRETARY)


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_written_to_the_bot_alone_is_answered_and_stays_text(talk, name):
    for command in handlers.COMMANDS:
        said = talk.type(f"{command.words[0]} {HOSTILE[name]}", channel=talk.direct(YAMAGUCHI))
        assert said.app, command.name
        assert not live(said), command.name
        assert "処理できませんでした" not in said.text, command.name


@pytest.mark.parametrize("event", [[], "text"])
def test_what_the_door_cannot_read_is_acknowledged_and_logged(talk, event):
    answer = talk._runner.run(talk._transport.deliver("events_api", {"type": "event_callback", "event": event}))

    assert 200 == answer.status
