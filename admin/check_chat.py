"""Whether the chat lets the bot in: tokens, team, scopes, the socket, the room, the clock. Nothing is posted."""

import os
import socket
import time
from collections.abc import AsyncIterator, Iterable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from aiohttp import ClientSession, ClientTimeout, WSMsgType
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

import handlers
from admin.check import Check, good, notice, wrong
from admin.installation import Installation
from handlers.accounts import outsider
from handlers.health import HEALTH
from handlers.manifest import SCOPES, TO_LOOK, AgainstTheRules, KeptBySlack, manifest
from reminders.refusals import TROUBLE, code_of

PATIENCE = 10  # seconds
DRIFT = 10.0  # seconds; with an hour's clock wrong by five minutes every signed request is refused
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")
SHARED = ("is_ext_shared", "is_pending_ext_shared")
REINSTALL = (
    "Slack の「OAuth & Permissions」を python bot.py manifest のとおりにし、「Reinstall to Workspace」を押してください"
)
INVITE = "トークルームで /invite @進捗ボット と入力してください"
_TOKEN = {
    "not_allowed_token_type": "SLACK_BOT_TOKEN に xoxb-… を、SLACK_APP_TOKEN に xapp-… を書いてください",
    "account_inactive": "アプリがワークスペースから外されています。入れ直して、新しいトークンを書いてください",
    "token_revoked": "トークンが取り消されています。アプリを入れ直して、新しいトークンを書いてください",
}


async def checks(there: Installation) -> list[Check]:
    """Of the embedded talk room there is nothing to ask: it starts with the bot. Nor is a direct line tried here."""
    if there.is_direct:
        mend = "python bot.py direct で、つながるかと、トークと人を確かめてください"
        return [notice("接続", "DIRECT_ENDPOINT のチャットに、内蔵のトークルームからつなぎます", mend)]
    if not there.in_a_chat:
        mend = "Slack につなぐときは python bot.py init で設定してください"
        return [notice("接続", "トークンがないので、内蔵のトークルームが動きます", mend)]
    async with ClientSession(timeout=ClientTimeout(PATIENCE)) as session:
        client = AsyncWebClient(
            there.bot_token, base_url=there.api_url, session=session, timeout=PATIENCE, retry_handlers=[]
        )
        return [each async for each in _asked(there, client, session)]


async def _asked(there: Installation, client: AsyncWebClient, session: ClientSession) -> AsyncIterator[Check]:
    for each in (*forms(there), *_commands(there)):
        yield each
    try:
        answer = await client.auth_test()
    except SlackApiError as refusal:
        yield wrong("トークン", f"Slack に断られました（{code_of(refusal)}）", _mend(refusal, "SLACK_BOT_TOKEN"))
        return
    except TROUBLE as error:
        yield wrong("接続", f"{_host(there.api_url)} に届きません（{type(error).__name__}）", _network())
        return
    yield good("トークン", f"ワークスペース「{answer['team']}」に、{answer['user']} として入れます")
    yield _clock(answer)
    for each in scopes(str(answer.headers.get("x-oauth-scopes", ""))):
        yield each
    yield await (_socket(there, client, session) if there.app_token else _port(there, session))
    if not there.rooms:
        mend = "ROOM にトークルームのチャンネルIDを書いてください"
        yield notice("トークルーム", "ROOM がないので、トークルームへのお知らせは出ません", mend)
    for room in there.rooms:
        yield await _room(room, client)
    yield await _people(there, client, str(answer["team_id"]))


def forms(there: Installation) -> Iterable[Check]:
    """With Slack itself a token that is not one is told before it is sent anywhere."""
    expected = {"SLACK_BOT_TOKEN": (there.bot_token, "xoxb-"), "SLACK_APP_TOKEN": (there.app_token, "xapp-")}
    for name, (token, start) in expected.items():
        if there.is_slack and token and not token.startswith(start):
            yield wrong(name, f"{start}… の形ではありません", f"{name} に {start}… で始まる値を書いてください")


def _commands(there: Installation) -> Iterable[Check]:
    """With Slack itself the commands need names that it takes."""
    try:
        made = manifest(handlers.COMMANDS, there.prefix) if there.is_slack else None
    except (KeptBySlack, AgainstTheRules) as refusal:
        yield wrong("コマンド", str(refusal), "COMMAND_PREFIX=dx- と書いてください")
    else:
        if made:
            yield good("コマンド", f"/{there.prefix}status など{len(handlers.COMMANDS)}個を登録できます")


def scopes(given: str) -> Iterable[Check]:
    """Exactly those of the manifest; the optional ones are told of."""
    has = {each.strip() for each in given.split(",") if each.strip()}
    missing, optional = [s for s in SCOPES if s not in has], [s for s in TO_LOOK if s not in has]
    more = sorted(has - {*SCOPES, *TO_LOOK})
    if missing:
        yield wrong("権限", f"足りません（{'、'.join(missing)}）", REINSTALL)
    else:
        yield good("権限", f"必要なもの{len(SCOPES)}個がそろっています")
    if optional:
        said = f"任意の権限がありません（{'、'.join(optional)}）。届いたか分からない投稿は、送り直しません"
        yield notice("権限（任意）", said, REINSTALL)
    if more:
        yield notice("権限（余分）", f"使わない権限があります（{'、'.join(more)}）", REINSTALL)


async def _socket(there: Installation, client: AsyncWebClient, session: ClientSession) -> Check:
    """Open a socket, as the bot would, hear its greeting, and close it."""
    try:
        url = (await client.apps_connections_open(app_token=there.app_token))["url"]
        async with session.ws_connect(url, proxy=client.proxy) as line:
            hello = await line.receive(PATIENCE)
    except SlackApiError as refusal:
        said = f"開けません（{code_of(refusal)}）"
        return wrong("Socket Mode", said, _mend(refusal, "SLACK_APP_TOKEN（xapp-…、connections:write）"))
    except TROUBLE as error:
        return wrong("Socket Mode", f"つながりません（{type(error).__name__}）", _network())
    through = "（プロキシ経由）" if client.proxy else ""
    if hello.type is WSMsgType.TEXT:
        return good("Socket Mode", f"つながりました{through}")
    return wrong("Socket Mode", "つながりましたが、応答がありません", _network())


async def _port(there: Installation, session: ClientSession) -> Check:
    """Nobody else listens there, or it is the bot."""
    with socket.socket() as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind(("", there.port))
        except OSError:
            return await _listener(there, session)
    return good("待ち受け", f"ポート {there.port} は空いています")


async def _listener(there: Installation, session: ClientSession) -> Check:
    try:
        async with session.get(f"http://127.0.0.1:{there.port}{HEALTH}") as answer:
            if (await answer.json()).get("ok"):
                return good("待ち受け", f"ポート {there.port} で、ボットが動いています")
    except (*TROUBLE, ValueError, AttributeError):
        pass
    return wrong(
        "待ち受け", f"ポート {there.port} は、ほかのプログラムが使っています", "PORT に別の番号を書いてください"
    )


async def _room(wanted: str, client: AsyncWebClient) -> Check:
    try:
        room: Mapping[str, Any] = (await client.conversations_info(channel=wanted))["channel"]
    except SlackApiError as refusal:
        return wrong("トークルーム", f"ROOM の {wanted} を読めません（{code_of(refusal)}）", f"ROOM を確かめ、{INVITE}")
    except TROUBLE as error:
        return wrong("トークルーム", f"届きません（{type(error).__name__}）", _network())
    return _judged(room)


def _judged(room: Mapping[str, Any]) -> Check:
    name = f"#{room.get('name', '')}"
    if any(room.get(mark) for mark in SHARED):
        said = f"{name} は外部の組織と共有されているので、何も投稿しません"
        return wrong("トークルーム", said, "共有をやめるか、ROOM に庁内だけのトークルームを書いてください")
    if room.get("is_archived"):
        return wrong(
            "トークルーム", f"{name} はアーカイブされています", "元に戻すか、ROOM に別のトークルームを書いてください"
        )
    if not room.get("is_member"):
        return wrong("トークルーム", f"ボットは {name} にいません", INVITE)
    return good("トークルーム", f"{name} に投稿できます（外部と共有されていません）")


async def _people(there: Installation, client: AsyncWebClient, team: str) -> Check:
    """The first secretariat: accounts of our own team."""
    strange = [user for user in there.secretariat if not await _is_ours(client, user, team)]
    if strange:
        mend = "SECRETARIAT に、このワークスペースの利用者ID（U…）を書いてください"
        return wrong("事務局", f"使えない利用者です（{'、'.join(strange)}）", mend)
    return good("事務局", f"SECRETARIAT の{len(there.secretariat)}人は、このワークスペースの方です")


async def _is_ours(client: AsyncWebClient, user: str, team: str) -> bool:
    try:
        return not outsider((await client.users_info(user=user))["user"], team)
    except TROUBLE:
        return False


def _clock(answer: AsyncSlackResponse) -> Check:
    """The date of the answer is the chat's clock, to the second."""
    try:
        ahead = time.time() - parsedate_to_datetime(str(answer.headers.get("Date", ""))).timestamp()
    except ValueError:
        return notice("時計", "Slack の時刻が分かりません", "timedatectl で、時刻が合っているかを確かめてください")
    found = f"Slack との差は {abs(ahead):.0f} 秒です"
    return good("時計", found) if abs(ahead) <= DRIFT else wrong("時計", found, "timedatectl set-ntp true")


def _mend(refusal: SlackApiError, setting: str) -> str:
    return _TOKEN.get(code_of(refusal), f"{setting} を確かめてください")


def _network() -> str:
    """What stands in the way, with the name of the setting alone: a proxy's address may hold a password."""
    named = next((name for name in PROXIES if os.environ.get(name)), "")
    if named:
        return f"{named}（{_host(os.environ[named])}）が正しいか、slack.com へ通れるかを確かめてください"
    return "庁内のプロキシがあれば HTTPS_PROXY に書いてください（例 http://proxy.example.lg.jp:8080）"


def _host(url: str) -> str:
    return urlsplit(url).hostname or "プロキシ"
