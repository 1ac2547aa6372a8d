"""The signed HTTP way to an app: a POST to its request URL."""

import hashlib
import hmac
import json
import time
from urllib.parse import urlencode

import aiohttp

from talkroom.errors import UndeliveredError
from talkroom.message import Json
from talkroom.transport import FIRST, Answer, Kind, Retry

FORM = "application/x-www-form-urlencoded"


def signature(secret: str, timestamp: str, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256)
    return f"v0={digest.hexdigest()}"


class HttpTransport:
    """Signs and posts payloads to one request URL."""

    def __init__(self, session: aiohttp.ClientSession, *, url: str, signing_secret: str) -> None:
        self._session, self._url, self._secret = session, url, signing_secret

    async def deliver(self, kind: Kind, payload: Json, retry: Retry = FIRST) -> Answer:
        body, content_type = _body(kind, payload)
        headers = {**self._signed(body), "Content-Type": content_type, **_retry_headers(retry)}
        try:
            async with self._session.post(self._url, data=body, headers=headers, allow_redirects=False) as answer:
                return Answer.read(answer.status, await answer.text())
        except (aiohttp.ClientError, ValueError) as error:
            raise UndeliveredError("dispatch_failed") from error

    async def verify(self, challenge: str) -> bool:
        """Ask the app to say `challenge` back, as Slack does before it uses a request URL."""
        answer = await self.deliver("events_api", {"type": "url_verification", "token": "", "challenge": challenge})
        return answer.status == 200 and challenge in {answer.body.get("challenge"), answer.body.get("text")}

    def _signed(self, body: bytes) -> dict[str, str]:
        timestamp = str(int(time.time()))
        return {
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }


def _body(kind: Kind, payload: Json) -> tuple[bytes, str]:
    if kind == "slash_commands":
        return urlencode(payload, errors="replace").encode(), FORM
    if kind == "interactive":
        return urlencode({"payload": json.dumps(payload)}).encode(), FORM
    return json.dumps(payload).encode(), "application/json"


def _retry_headers(retry: Retry) -> dict[str, str]:
    if not retry.attempt:
        return {}
    return {"X-Slack-Retry-Num": str(retry.attempt), "X-Slack-Retry-Reason": retry.reason}
