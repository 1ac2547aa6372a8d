"""Ids that look like Slack's."""

import base64
import hashlib
import secrets

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


def fresh(prefix: str, length: int = 10) -> str:
    return prefix + "".join(secrets.choice(_LETTERS) for _ in range(length))


def direct(person: str, bot_user: str) -> str:
    """Name the direct messages of these two: always the same id for the same two."""
    digest = hashlib.sha256(f"{person} {bot_user}".encode()).digest()
    return "D" + base64.b32encode(digest).decode()[:10]


def of(name: str) -> str:
    """Make an id that is always the same for the same name: of an app, wherever it stands in a list."""
    return base64.b32encode(hashlib.sha256(name.encode()).digest()).decode()[:8]


def short() -> str:
    """Make a block_id or action_id such as Slack fills in."""
    return secrets.token_urlsafe(6)[:5]
