"""Sends messages one after the other and prints the CPU time of one: as the bot does, or by the SDK's own sync client.

`python bench/one_message.py kept|sync URL COUNT`. It trusts what SSL_CERT_FILE names, as any client of the SDK does.
"""

import asyncio
import sys
import time

from aiohttp import ClientSession
from slack_sdk import WebClient
from slack_sdk.web.async_client import AsyncWebClient

TOKEN = "xoxb-bench"


async def kept(url: str, count: int) -> float:
    async with ClientSession() as session:
        client = AsyncWebClient(TOKEN, base_url=url, session=session, retry_handlers=[])
        await client.chat_postMessage(channel="K", text="締切のお知らせ")
        began = time.process_time()
        for n in range(count):
            await client.chat_postMessage(channel=f"K{n}", text="締切のお知らせ")
        return (time.process_time() - began) / count


def sync(url: str, count: int) -> float:
    client = WebClient(TOKEN, base_url=url)
    client.chat_postMessage(channel="S", text="締切のお知らせ")
    began = time.process_time()
    for n in range(count):
        client.chat_postMessage(channel=f"S{n}", text="締切のお知らせ")
    return (time.process_time() - began) / count


if __name__ == "__main__":
    _, way, url, count = sys.argv
    print(asyncio.run(kept(url, int(count))) if way == "kept" else sync(url, int(count)))
