"""A Slack that takes so many messages a second and no more, in a process of its own; with a certificate over TLS.

It answers chat.postMessage alone, with 429 above the workspace's rate or one a second and room, and counts.
"""

import argparse
import asyncio
import ssl
import time
from collections import Counter, defaultdict

from aiohttp import web

BURST = 1.1  # a second's worth of messages may come a little closer together than evenly


class BusySlack:
    """The workspace's limit is a bucket that fills at `rate` a second."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self.left, self.at = rate * BURST, time.monotonic()
        self.said: Counter[str] = Counter()
        self.moments: dict[str, list[float]] = defaultdict(list)
        self.refused = 0

    async def post(self, request: web.Request) -> web.Response:
        asked = await (request.json() if request.content_type == "application/json" else request.post())
        room, now = str(asked["channel"]), time.monotonic()
        self.left, self.at = min(self.rate * BURST, self.left + (now - self.at) * self.rate), now
        if self.left < 1 or (self.moments[room] and now - self.moments[room][-1] < 1):
            self.refused += 1
            headers = {"Retry-After": "1"}
            return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)
        self.left -= 1
        self.moments[room].append(now)
        self.said[room] += 1
        return web.json_response({"ok": True, "channel": room, "ts": f"{now:.6f}"})

    async def counts(self, _: web.Request) -> web.Response:
        every = [moment for moments in self.moments.values() for moment in moments]
        took = max(every) - min(every) if every else 0
        doubled = sum(times - 1 for times in self.said.values())
        return web.json_response(
            {"rooms": len(self.said), "doubled": doubled, "refused": self.refused, "seconds": took}
        )


async def serve(rate: float, certificate: str) -> None:
    """Print the port, then answer until the process is ended."""
    slack, app = BusySlack(rate), web.Application()
    app.router.add_post("/api/chat.postMessage", slack.post)
    app.router.add_get("/counts", slack.counts)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    secured = None
    if certificate:
        secured = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        secured.load_cert_chain(certificate)
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=secured).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--certificate", default="")
    asked = parser.parse_args()
    asyncio.run(serve(asked.rate, asked.certificate))
