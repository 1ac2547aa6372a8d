"""Every note in one file: the words beside it, and where it went."""

from messages.blocks import Message, button, section
from messages.onward import onward
from messages.pieces import message

FILE, TITLE = "市町のノート_外部への公開厳禁.xlsx", "市町のノート"


def comment(made: str) -> str:
    """What stands with the file."""
    return f"🔒 *外部への公開厳禁・転載禁止*　{TITLE}（{made}）"


def sent(count: int) -> Message:
    where = f"ノート{count:,}件を Excel にして、ボットとの1対1の画面に送りました。"
    said = f"{where}外部への公開は厳禁です。書き出したことは記録されています。"
    return message([section("sent", said), onward(button("ノートの一覧", "note:list:home", "home 0"))])


def unsent() -> Message:
    again = button("もう一度書き出す", "note:export", "export")
    return message(
        [section("unsent", "ファイルを送れませんでした。少し待ってから、もう一度お試しください。"), onward(again)]
    )
