"""Writes the tables of docs/talkroom.md out of the code: `make tables`, or `python -m docs.methods`."""  # noqa: INP001

from pathlib import Path

from talkroom.faults import KNOWN
from talkroom.methods.web_api import METHODS
from talkroom.shapes import rules

PAGE = Path(__file__).parent / "talkroom.md"
LIKE = "同じ"
# What of a method is not as in Slack; one that is not named here is like Slack's as far as the room has its subject.
UNLIKE = {
    "apps.connections.open": "同じ（アドレスは `ws://` です）",
    "bots.info": "アイコンはありません",
    "chat.getPermalink": "同じ（部屋の画面の中の場所を指します）",
    "chat.postMessage": "`username`・`icon_*`・`unfurl_*`・`reply_broadcast`・`attachments` は無視します",
    "chat.scheduleMessage": "同じ（部屋の時計で投稿します。`metadata` を付けると、Slack と同じく投稿されません）",
    "conversations.list": "複数人の1対1（mpim）と、保管済みのチャンネルはありません",
    "conversations.open": "1人とだけ開けます",
    "files.getUploadURLExternal": "1つ 20MB までです",
    "files.list": "種類や日付での絞り込みはありません",
    "reactions.add": "絵文字の名前が実在するかは確かめません",
    "reactions.get": "メッセージだけです",
    "team.info": "名前とドメインだけです",
    "users.info": "メールアドレスと画像はありません",
    "users.list": "メールアドレスと画像はありません",
    "views.open": "同じ（ほかのモーダルが開いていれば、それに代わります）",
    "views.publish": "同じ（ホームのないアプリには `not_enabled` と答えます）",
}


def methods() -> str:
    rows = [
        f"| `{name}` | {'、'.join(f'`{scope}`' for scope in method.scopes) or '―'} | {UNLIKE.get(name, LIKE)} |"
        for name, method in METHODS.items()
    ]
    return "\n".join(["| メソッド | 要るスコープ（どれか1つ） | Slack と比べて |", "| --- | --- | --- |", *rows])


def blocks() -> str:
    places = {"message": "メッセージ", "modal": "モーダル", "home": "ホーム"}
    rows = []
    for name, shape in sorted(rules()["blocks"].items()):
        taken = "・".join(places[each] for each in shape.get("surfaces", places))
        rows.append(f"| `{name}` | {taken or '（アプリからは送れません）'} |")
    return "\n".join(["| ブロック | 置ける場所 |", "| --- | --- |", *rows])


def faults() -> str:
    rows = [f"| {fault.label} | `{fault.name}` | {fault.about} |" for fault in KNOWN]
    return "\n".join(["| 訓練 | 名前 | 何が起きるか |", "| --- | --- | --- |", *rows])


TABLES = {"methods": methods, "blocks": blocks, "faults": faults}


def written(page: str) -> str:
    """Put every table between its marks."""
    for name, table in TABLES.items():
        before, _, rest = page.partition(f"<!-- {name} -->\n")
        _, _, after = rest.partition(f"<!-- /{name} -->")
        page = f"{before}<!-- {name} -->\n{table()}\n<!-- /{name} -->{after}"
    return page


if __name__ == "__main__":
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
