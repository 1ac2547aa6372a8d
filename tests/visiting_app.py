"""An app by somebody else, written from Slack's documentation with Bolt: it books meeting rooms."""

import asyncio
import os
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

ROOMS = {"large": ("大会議室", 40), "small": ("小会議室", 8), "tea": ("談話室", 4)}
EQUIPMENT = ["プロジェクター", "マイク", "ホワイトボード", "延長コード", "Web会議用カメラ"]


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def option(value: str, text: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


def field(block_id: str, label: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


def form(purpose: str = "", note: str = "") -> dict[str, Any]:
    """The booking form: one of every input that staff meet."""
    rooms = [option(key, f"{name}（{seats}人）") for key, (name, seats) in ROOMS.items()]
    text = {"type": "plain_text_input", "action_id": "text", "max_length": 100, "placeholder": plain("例 連携会議")}
    blocks: list[dict[str, Any]] = [
        field("purpose", "用件", text | ({"initial_value": purpose} if purpose else {})),
        field("room", "部屋", {"type": "static_select", "action_id": "pick", "options": rooms}),
        field(
            "people",
            "人数",
            {"type": "number_input", "action_id": "number", "is_decimal_allowed": False, "min_value": "1"},
            hint=plain("部屋に入る人数までです"),
        ),
        field("day", "日", {"type": "datepicker", "action_id": "day"}),
        field("time", "開始", {"type": "timepicker", "action_id": "time", "initial_time": "10:00"}),
        field(
            "equipment",
            "設備",
            {"type": "multi_external_select", "action_id": "equipment", "min_query_length": 0},
            optional=True,
        ),
        field("host", "主催", {"type": "users_select", "action_id": "host"}, optional=True),
        field(
            "layout",
            "机の並べ方",
            {
                "type": "radio_buttons",
                "action_id": "layout",
                "options": [option("school", "スクール形式"), option("square", "ロの字")],
            },
            optional=True,
        ),
        field(
            "wishes",
            "希望",
            {
                "type": "checkboxes",
                "action_id": "wishes",
                "options": [option("tea", "お茶の用意"), option("online", "オンライン併用")],
            },
            optional=True,
        ),
        field(
            "mail",
            "連絡先",
            {"type": "email_text_input", "action_id": "mail"},
            optional=True,
        ),
        field(
            "papers",
            "資料",
            {"type": "file_input", "action_id": "papers", "max_files": 2},
            optional=True,
        ),
        {
            "type": "actions",
            "block_id": "more",
            "elements": [{"type": "button", "action_id": "explain", "text": plain("部屋の説明")}],
        },
    ]
    if note:
        blocks.insert(0, {"type": "context", "block_id": "note", "elements": [{"type": "mrkdwn", "text": note}]})
    return {
        "type": "modal",
        "callback_id": "booking",
        "title": plain("会議室の予約"),
        "submit": plain("予約する"),
        "close": plain("やめる"),
        "notify_on_close": True,
        "private_metadata": "v1",
        "blocks": blocks,
    }


def words(view: dict[str, Any]) -> list[str]:
    """What was filled in, in the order of the form."""
    filled = [value for values in view["state"]["values"].values() for value in values.values()]
    return [f"{value['type']}: {shown(value)}" for value in filled]


def shown(value: dict[str, Any]) -> str:
    (chosen,) = [each for name, each in value.items() if name != "type"]
    if isinstance(chosen, list):
        return "、".join(each["text"]["text"] if "text" in each else each["name"] for each in chosen) or "―"
    if isinstance(chosen, dict):
        return str(chosen["text"]["text"])
    return str(chosen or "―")


def home(booked: list[str]) -> dict[str, Any]:
    blocks: list[dict[str, Any]] = [
        {"type": "header", "block_id": "head", "text": plain("あなたの予約")},
        {
            "type": "actions",
            "block_id": "book",
            "elements": [
                {"type": "button", "action_id": "book", "style": "primary", "text": plain("予約する")},
                {
                    "type": "button",
                    "action_id": "cancel_all",
                    "style": "danger",
                    "text": plain("すべて取り消す"),
                    "confirm": {
                        "title": plain("取り消しますか"),
                        "text": plain("予約をすべて取り消します。"),
                        "confirm": plain("取り消す"),
                        "deny": plain("やめる"),
                        "style": "danger",
                    },
                },
            ],
        },
    ]
    for number, each in enumerate(booked or ["予約はまだありません。"]):
        blocks.append({"type": "section", "block_id": f"booked-{number}", "text": plain(each)})
    return {"type": "home", "blocks": blocks}


def register(app: AsyncApp) -> list[bool]:  # noqa: C901, PLR0915 – one listener after another, as the guides have it
    """Add the listeners; the list returned grows by what each view_closed told (is_cleared)."""
    booked: dict[str, list[str]] = {}
    ended: list[bool] = []

    async def publish(client: AsyncWebClient, user: str) -> None:
        await client.views_publish(user_id=user, view=home(booked.get(user, [])))

    @app.command("/reserve")
    async def reserve(ack: Any, command: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=command["trigger_id"], view=form(command["text"]))

    @app.shortcut("reserve")
    async def from_menu(ack: Any, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form())

    @app.shortcut("attach")
    async def from_message(ack: Any, shortcut: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=form(shortcut["message"]["text"][:100]))

    @app.action("book")
    async def from_home(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.action("cancel_all")
    async def cancel_all(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        booked.pop(body["user"]["id"], None)
        await publish(client, body["user"]["id"])

    @app.action("explain")
    async def explain(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        lines = [f"*{name}*：{seats}人まで" for name, seats in ROOMS.values()]
        text = {"type": "mrkdwn", "text": "\n".join(lines)}
        view = {"type": "modal", "callback_id": "rooms", "title": plain("部屋の説明"), "close": plain("戻る")}
        blocks = [{"type": "section", "block_id": "rooms", "text": text}]
        await client.views_push(trigger_id=body["trigger_id"], view={**view, "blocks": blocks})

    @app.options("equipment")
    async def equipment(ack: Any, payload: dict[str, Any]) -> None:
        fitting = [each for each in EQUIPMENT if payload["value"] in each]
        await ack(options=[option(each, each) for each in fitting])

    @app.view("booking")
    async def submitted(ack: Any, view: dict[str, Any], body: dict[str, Any], client: AsyncWebClient) -> None:
        values = view["state"]["values"]
        name, seats = ROOMS[values["room"]["pick"]["selected_option"]["value"]]
        if int(values["people"]["number"]["value"]) > seats:
            await ack(response_action="errors", errors={"people": f"{name}は{seats}人までです"})
            return
        await ack()
        user = body["user"]["id"]
        said = f"{values['day']['day']['selected_date']} {name} {values['purpose']['text']['value']}"
        booked.setdefault(user, []).append(said)
        await publish(client, user)
        await client.chat_postMessage(channel=user, text="\n".join(["予約しました", said, *words(view)]))

    @app.view_closed("booking")
    async def closed(ack: Any, body: dict[str, Any]) -> None:
        await ack()
        ended.append(body["is_cleared"])

    @app.event("app_home_opened")
    async def opened(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event["tab"] == "home":
            await publish(client, event["user"])

    @app.command("/rooms")
    async def rooms(ack: Any) -> None:
        options = [option(key, name) for key, (name, _) in ROOMS.items()]
        choose = {"type": "static_select", "action_id": "which", "placeholder": plain("部屋を選ぶ"), "options": options}
        more = {"type": "overflow", "action_id": "more", "options": [option("map", "地図"), option("rules", "決まり")]}
        block = {"type": "actions", "block_id": "rooms", "elements": [choose, more]}
        await ack(response_type="in_channel", text="会議室の一覧", blocks=[block])

    @app.action("which")
    async def chosen(ack: Any, action: dict[str, Any], respond: Any) -> None:
        await ack()
        name, seats = ROOMS[action["selected_option"]["value"]]
        await respond(text=f"{name}：{seats}人まで", replace_original=True)

    @app.action("more")
    async def asked(ack: Any, action: dict[str, Any], respond: Any) -> None:
        await ack()
        await respond(text=f"{action['selected_option']['text']['text']}はありません", replace_original=False)

    @app.event("file_shared")
    async def received(event: dict[str, Any], client: AsyncWebClient) -> None:
        file = (await client.files_info(file=event["file_id"]))["file"]
        if file["user"] == (await client.auth_test())["user_id"]:
            return
        told = f"受け取りました：{file['name']}（{file['size']}バイト）"
        await client.files_upload_v2(
            channel=event["channel_id"], filename="受領書.txt", content=told, initial_comment=told
        )

    @app.event("reaction_added")
    async def reacted(event: dict[str, Any], client: AsyncWebClient) -> None:
        if event["reaction"] == "pushpin":
            await client.pins_add(channel=event["item"]["channel"], timestamp=event["item"]["ts"])

    @app.event("pin_added")
    async def pinned(ack: Any) -> None:
        await ack()

    @app.event("message")
    async def said(ack: Any) -> None:
        await ack()

    return ended


async def main() -> None:
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(client=client)
    register(app)
    await AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"], ping_interval=1).start_async()


if __name__ == "__main__":
    asyncio.run(main())
