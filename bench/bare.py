"""A bare Bolt app to compare with: /status acks a constant body (BARE_ANSWER, process_before_response) or nothing."""

import asyncio
import json
import os
from pathlib import Path

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient


def main() -> None:
    """Run until ended, over Socket Mode with SLACK_APP_TOKEN, else over signed HTTP on PORT."""
    if "SLACK_APP_TOKEN" in os.environ:
        asyncio.run(on_socket())
    else:
        bare().start(port=int(os.environ["PORT"]), host="127.0.0.1")


def bare() -> AsyncApp:
    kept = os.environ.get("BARE_ANSWER")
    answer = json.loads(Path(kept).read_bytes()) if kept else {}
    app = AsyncApp(
        client=AsyncWebClient(os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"]),
        signing_secret=os.environ.get("SLACK_SIGNING_SECRET", ""),
        process_before_response=bool(kept),
    )

    @app.command("/status")
    async def status(ack: AsyncAck) -> None:
        await ack(**answer)

    return app


async def on_socket() -> None:
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler  # noqa: PLC0415 – HTTP does without

    await AsyncSocketModeHandler(bare(), os.environ["SLACK_APP_TOKEN"]).start_async()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
