"""Asks a room whether it has a posting already: by the key in its messages' metadata."""

from slack_sdk.web.async_client import AsyncWebClient

EVENT = "posting"
LOOK_BACK = 600  # seconds before the first try: the clocks of two machines never quite agree


def metadata(key: str) -> dict[str, object]:
    """What a message bears so that it can be found again."""
    return {"event_type": EVENT, "event_payload": {"key": key}}


async def standing(client: AsyncWebClient, room: str, key: str, since: float) -> list[str]:
    """Return the ts of each message in the room that bears the key, the earliest first."""
    found, following = [], ""
    while True:
        page = await client.conversations_history(
            channel=room,
            oldest=f"{since - LOOK_BACK:.6f}",
            include_all_metadata=True,
            limit=200,
            cursor=following or None,
        )
        found += [str(each["ts"]) for each in page["messages"] if _key(each) == key]
        following = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not following:
            return sorted(found, key=float)


def _key(message: dict[str, dict[str, dict[str, object]]]) -> object:
    return message.get("metadata", {}).get("event_payload", {}).get("key")
