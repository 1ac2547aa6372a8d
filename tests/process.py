"""The bot as a process of its own, with a talk room as its Slack."""

import asyncio
import os
import signal
import socket
import sys
from contextlib import asynccontextmanager
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent
APP = "A0BOT"


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@asynccontextmanager
async def running(room, database_url, way, **more):
    """The bot's process, connected to the room; it must end cleanly when it is told to."""
    line, port = bot.line_to(room), free_port()
    tokens = {"SLACK_APP_TOKEN": line.app_token} if way == "socket" else {"SLACK_SIGNING_SECRET": line.signing_secret}
    own = {"SLACK_BOT_TOKEN": line.bot_token, "SLACK_API_URL": line.api_url, "SECRETARIAT": "U0SECRETARY", **tokens}
    environment = {
        **os.environ,
        **own,
        "DATABASE_URL": database_url,
        "PORT": str(port),
        "CLOCK": room.clock.iso(),
        **more,
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "bot.py", cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE
    )
    try:
        await asyncio.wait_for(process.stderr.readuntil(b'"connected"'), 20)
        if way == "http":
            await room.use_request_url(APP, f"http://127.0.0.1:{port}/slack/events")
        else:
            await room.connected(APP)
        process.port = port
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 20)


async def answered(room, channel, doing):
    """What the bot says there next, once `doing` is done."""
    said = asyncio.get_running_loop().create_future()

    def hear(change):
        spoken = change.kind in {"message", "changed"} and change.channel == channel and change.message.app
        if spoken and not said.done():
            said.set_result(change.message)

    room.world.watchers.append(hear)
    done = await doing
    answer = await asyncio.wait_for(said, 10)
    room.world.watchers.remove(hear)
    return done, answer
