"""The forms (modals) of the bot: what each is made of, and a message laid over one."""

from typing import Any

from messages.blocks import Block, Message, plain_text

OVER = "その日時は、すでに過ぎています。これからの日時を選んでください。"


def modal(callback_id: str, title: str, submit: str, blocks: list[Block], metadata: str) -> dict[str, Any]:
    """A form to fill in; `metadata` comes back with what was filled in."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "title": plain_text(title),
        "submit": plain_text(submit),
        "close": plain_text("やめる"),
        "blocks": blocks,
    }


def sentence(message: Message, title: str = "ご確認ください", close: str = "戻る") -> dict[str, Any]:
    """A message in the place of a form, or laid over one that could not be taken: its words, without its buttons."""
    blocks = [block for block in message["blocks"] if block["type"] != "actions"]
    return {"type": "modal", "title": plain_text(title), "close": plain_text(close), "blocks": blocks}
