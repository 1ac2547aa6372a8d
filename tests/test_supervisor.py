"""What a supervisor like systemd hears of the bot, over a real socket."""

import asyncio
import socket

import pytest
from process import ROOT, running


@pytest.fixture
def listener(tmp_path):
    """Where a supervisor listens."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.bind(str(tmp_path / "notify"))
        line.settimeout(0)
        yield line


async def heard(listener):
    return (await asyncio.wait_for(asyncio.get_running_loop().sock_recv(listener, 100), 10)).decode()


@pytest.mark.parametrize(("loaded_url", "way"), [("sqlite", "socket"), ("sqlite", "http")], indirect=["loaded_url"])
async def test_it_hears_ready_then_the_watchdog_again_and_again_then_the_end(room, loaded_url, listener, way):
    told = {"NOTIFY_SOCKET": listener.getsockname(), "WATCHDOG_USEC": "200000"}
    async with running(room, loaded_url, way, **told):
        said = [await heard(listener) for _ in range(4)]
    while said[-1] != "STOPPING=1":
        said.append(await heard(listener))

    assert ["READY=1", "WATCHDOG=1", "WATCHDOG=1", "WATCHDOG=1"] == said[:4]
    assert {"WATCHDOG=1"} == set(said[4:-1]) or said[4:-1] == []


@pytest.mark.parametrize("loaded_url", ["sqlite"], indirect=True)
async def test_a_supervisor_that_is_gone_is_no_reason_to_fail(room, loaded_url, tmp_path):
    gone = {"NOTIFY_SOCKET": str(tmp_path / "gone"), "WATCHDOG_USEC": "100000"}
    async with running(room, loaded_url, "socket", **gone) as process:
        pass

    assert 0 == process.returncode


def test_the_unit_waits_for_ready_watches_and_gives_secrets_as_files():
    unit = (ROOT / "docs" / "systemd" / "renkei-bot.service").read_text()

    assert {"Type=notify", "Restart=always", "ProtectSystem=strict", "NoNewPrivileges=yes"} <= set(unit.splitlines())
    assert "Environment=SLACK_BOT_TOKEN_FILE=%d/slack-bot-token" in unit
    assert "SLACK_BOT_TOKEN=" not in unit
