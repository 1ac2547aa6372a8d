"""A look into the chat before the bot goes there: whether it lets us in, which talks there are, and who is in them."""

import asyncio
from collections.abc import Iterator

import aiohttp

from talkroom.direct.calls import Calls
from talkroom.direct.guests import channel, person
from talkroom.direct.link import Cut, Link, Refused, Unwanted
from talkroom.direct.wire import GROUP, Strange, Talk

PATIENCE = 15  # seconds


class NotThere(Exception):
    """The chat cannot be reached, or does not let us in; the sentence says what to do."""


async def look(endpoint: str, token: str) -> list[str]:
    """Say who is there, line by line. Nothing is said in the chat, and nothing is read there. Raises NotThere."""
    try:
        async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as session:
            return await _seen(endpoint, token, session)
    except (aiohttp.ClientError, TimeoutError, Cut) as error:
        why = "DIRECT_ENDPOINT のアドレスと、庁内の網からの接続を確かめてください"
        raise NotThere(f"チャットに届きません（{type(error).__name__}）。{why}。") from error
    except Unwanted as error:
        raise NotThere(f"{error}。DIRECT_TOKEN を確かめてください。") from error
    except (Refused, Strange) as error:
        why = "チャットの答えが、知られている形と違います。このままではつなげません（docs/logo.md）。"
        raise NotThere(why) from error


async def _seen(endpoint: str, token: str, session: aiohttp.ClientSession) -> list[str]:
    found: list[str] = []

    async def begins() -> None:
        found.extend(await _asked(calls, token))
        await link.hang_up()

    link = Link(endpoint=endpoint, session=session, begins=begins, ends=lambda: None, hears=lambda *_: None)
    calls = Calls(link)
    await link.once()
    if not found:
        raise Cut("the line ended")
    return found


async def _asked(calls: Calls, token: str) -> list[str]:
    me, lines = await calls.session(token), list[str]()
    for talk in await calls.talks():
        users = await calls.users(talk.domain, [each for each in talk.users if each != me])
        lines += _told(talk, [f"  {person(each.id)}　{each.name}" for each in users])
    return ["つながりました。", *lines, "ROOM にはトークの C…、SECRETARIAT には事務局の人の U… を書いてください。"]


def _told(talk: Talk, people: list[str]) -> Iterator[str]:
    called = f"トーク {channel(talk.id)}　{talk.name}" if talk.kind == GROUP else "1対1のトーク"
    yield f"{called}（ボットのほかに{len(people)}人）"
    yield from people
