"""Writes notes for a test and says what stands in them, whatever they are shown in."""

from talk import YAMAGUCHI

import bot
from storage import notes

TITLE, BODY = "窓口の待ち時間を半分にした", "発券機を入れました。\n住民票は５分で渡せます。"


def rich(element):
    return "".join(part.get("text", part.get("url", "")) for piece in element["elements"] for part in piece["elements"])


def shown(message):
    """All that stands in the blocks."""
    texts = []
    for block in message.blocks:
        if block["type"] == "rich_text":
            texts.append(rich(block))
        elif block["type"] == "context":
            texts += [each["text"] for each in block["elements"]]
        elif "text" in block:
            texts.append(block["text"]["text"])
    return "\n".join(texts)


def in_modal(view):
    class Shown:
        blocks = view.blocks

    return shown(Shown)


def writes(talk, by=YAMAGUCHI, title=TITLE, body=BODY, **values):
    talk.begins("/note 書く", by=by)
    return talk.submits(by=by, **{"title": title, "body-0": body, **values})


def listed(talk, by=YAMAGUCHI, text=""):
    return talk.type(f"/note {text}".strip(), by=by)


def reads(talk, by=YAMAGUCHI):
    listed(talk, by)
    return talk.press("読む", by=by)


def kept(talk):
    found, _ = notes.newest(talk.database.read(), bot.CONFERENCE, None, most=99)
    return found
