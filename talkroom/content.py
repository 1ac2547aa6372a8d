"""What an app says in a message: judged by Slack's limits, and given the ids it left out."""

import copy
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from talkroom import ids
from talkroom.blockkit import Problem, interactive, parts, problems
from talkroom.bodies import parsed
from talkroom.errors import SlackError
from talkroom.message import Json

LONGEST_TEXT = 40_000


@dataclass(frozen=True, slots=True)
class Content:
    text: str
    blocks: tuple[Json, ...]


def content(said: Mapping[str, Any], refused: Collection[str] = ()) -> Content:
    """Read `text`, `blocks` or `markdown_text`; refuse what Slack refuses, and the block types in `refused`."""
    said = _spoken_in_markdown(said) if said.get("markdown_text") else said
    text, blocks = said.get("text") or _fallback(said), _blocks(said.get("blocks"))
    if not isinstance(text, str):
        raise SlackError("invalid_arguments")
    if found := [*problems({"text": text, "blocks": blocks}), *_not_taken(blocks, refused)]:
        raise invalid_blocks(found)
    if not text and not blocks:
        raise SlackError("no_text")
    return Content(text[:LONGEST_TEXT], tuple(with_ids(blocks)))


def _fallback(said: Mapping[str, Any]) -> str:
    """The words of attachments, which this room does not draw, where there are no others."""
    attachments = parsed(said.get("attachments")) if not said.get("blocks") else None
    named = [each for each in attachments if isinstance(each, dict)] if isinstance(attachments, list) else []
    return "\n".join(str(each.get("fallback") or each.get("text") or each.get("title") or "") for each in named)


def metadata(given: Any) -> Json | None:
    """Read a message's metadata: an object with an event_type and an event_payload."""
    said = parsed(given)
    if said is None:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(said.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    return said


def _not_taken(blocks: list[Json], refused: Collection[str]) -> Iterator[Problem]:
    for number, block in enumerate(blocks):
        kind = block.get("type")
        if isinstance(kind, str) and kind in refused:
            yield Problem(f"/blocks/{number}/type", f"unsupported type: {kind}")


def invalid_blocks(found: list[Problem]) -> SlackError:
    reasons = [f"{problem.reason} [json-pointer:{problem.pointer}]" for problem in found]
    return SlackError(
        "invalid_blocks",
        errors=reasons,
        response_metadata={"messages": [f"[ERROR] {reason}" for reason in reasons]},
    )


def with_ids(blocks: list[Json]) -> list[Json]:
    """Copy the blocks, with a block_id and an action_id wherever the app gave none."""
    blocks = copy.deepcopy(blocks)
    for block in blocks:
        for _, part in parts(block):
            if part.get("type") in interactive() and not part.get("action_id"):
                part["action_id"] = ids.short()
    for block in _blocks_within(blocks):
        if not block.get("block_id"):
            block["block_id"] = ids.short()
    return blocks


def _blocks_within(blocks: list[Json]) -> Iterator[Json]:
    for block in blocks:
        yield block
        yield from _blocks_within(block.get("child_blocks") or [])
        if block.get("type") == "carousel":
            yield from _blocks_within(block.get("elements") or [])


def _blocks(given: Any) -> list[Json]:
    try:
        blocks = (parsed(given) if given else None) or []
    except SlackError as error:
        raise SlackError("invalid_blocks_format") from error
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise SlackError("invalid_blocks_format")
    return blocks


def _spoken_in_markdown(said: Mapping[str, Any]) -> Json:
    if said.get("text") or said.get("blocks"):
        raise SlackError("markdown_text_conflict")
    markdown = str(said["markdown_text"])
    return {"text": markdown, "blocks": [{"type": "markdown", "text": markdown}]}
