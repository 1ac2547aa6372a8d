"""Behind an office's proxy a person's file comes through it, too."""

import pytest
from aiohttp import ClientSession, web
from proxied import proxy
from slack_sdk.web.async_client import AsyncWebClient

from handlers.files import Files


@pytest.fixture
async def chat():
    """A chat that has one file."""

    async def file(_request):
        return web.Response(body=b"contents", content_type="application/octet-stream")

    app = web.Application()
    app.router.add_get("/file", file)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_a_file_comes_through_the_proxy(chat):
    async with proxy() as (address, seen), ClientSession() as session:
        client = AsyncWebClient("xoxb-1", base_url=f"{chat}/api/", session=session, proxy=address)
        contents = await Files(client).fetch({"url_private": f"{chat}/file", "size": 8}, 100)

    assert b"contents" == contents
    assert any("/file" in line for line in seen)
