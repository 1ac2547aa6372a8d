"""Files of the chat: put where it wants them, fetched from where it keeps them, and from nowhere else."""

import mimetypes
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

import aiohttp

from talkroom.direct import wire
from talkroom.direct.calls import Calls
from talkroom.direct.link import Refused
from talkroom.files import LARGEST
from talkroom.message import Json

PATIENCE = aiohttp.ClientTimeout(60)
HOPS = 3  # redirects that are followed
DONE, ELSEWHERE = range(200, 300), {301, 302, 303, 307, 308}


@dataclass(slots=True, kw_only=True)
class Attachments:
    """`token` opens the files that lie on the chat's own host; it is shown to no other."""

    calls: Calls
    session: aiohttp.ClientSession
    endpoint: str
    token: str = field(repr=False)
    _hosts: set[str] = field(default_factory=set)

    async def put(self, name: str, contents: bytes, domain: int) -> Json:
        """Put the bytes there; return how a message names them. Raises Refused."""
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        place = await self._place(name, kind, len(contents), domain)
        with wire.shaped("upload"):
            headers = {each: str(place["post_form"][each]) for each in ("Content-Type", "Content-Disposition")}
            url, named = str(place["put_url"]), {"file_id": place["file_id"], "url": place["get_url"]}
        try:
            async with self.session.put(url, data=contents, headers=headers, timeout=PATIENCE) as answer:
                if answer.status not in DONE:
                    raise Refused({"code": wire.FAILED, "message": f"upload: {answer.status}"})
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Refused({"code": wire.FAILED, "message": f"upload: {type(error).__name__}"}) from error
        return {**named, "content_type": kind}

    async def get(self, url: str, domain: int) -> bytes:
        """What lies there. Raises Refused: also for an address at which the chat keeps nothing.

        Whoever writes to us chooses the address, and could name one of our own network.
        """
        for _ in range(HOPS + 1):
            await self._check(url, domain)
            shown = self._shown(urlsplit(url))
            async with self.session.get(url, params=shown, allow_redirects=False, timeout=PATIENCE) as answer:
                if answer.status in DONE:
                    return await _read(answer)
                if answer.status not in ELSEWHERE:
                    break
                url = answer.headers.get("Location", "")
        raise Refused({"code": answer.status, "message": "download"})

    async def _check(self, url: str, domain: int) -> None:
        where = urlsplit(url)
        if where.netloc not in self._hosts:
            await self._place(
                "a.txt", "text/plain", 1, domain
            )  # tells where the chat keeps files; nothing is put there
        if where.scheme not in self._schemes() or where.netloc not in self._hosts:
            raise Refused({"code": None, "message": "an address elsewhere"})

    async def _place(self, name: str, kind: str, size: int, domain: int) -> Json:
        """Ask where a file can be put; what is told names the hosts of the chat's files."""
        place = await self.calls.upload_place(name, kind, size, domain)
        with wire.shaped("upload"):
            told = {urlsplit(str(place[name])).netloc for name in ("put_url", "get_url")}
        self._hosts |= {*told, urlsplit(self.endpoint).netloc}
        return place

    def _schemes(self) -> set[str]:
        """Plain HTTP only beside a line that is as plain."""
        return {"https", "http"} if urlsplit(self.endpoint).scheme == "ws" else {"https"}

    def _shown(self, where: SplitResult) -> dict[str, str]:
        """Our token, on the chat's own host."""
        ours = where.netloc == urlsplit(self.endpoint).netloc
        return {"Authorization": f"ALB {self.token}"} if ours else {}


async def _read(answer: aiohttp.ClientResponse) -> bytes:
    """What comes, as long as it is not too large."""
    contents = bytearray()
    async for piece in answer.content.iter_any():
        contents += piece
        if len(contents) > LARGEST:
            raise Refused({"code": None, "message": "too large"})
    return bytes(contents)
