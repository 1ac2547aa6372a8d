"""Small ways to say a block, an element and a view."""

import copy
import json

from talkroom.blockkit import problems


def plain(text):
    return {"type": "plain_text", "text": text}


def mrkdwn(text):
    return {"type": "mrkdwn", "text": text}


def option(value="萩市", **more):
    return {"text": plain(value), "value": value, **more}


def options(count):
    return [option(f"{number}") for number in range(count)]


def select(**more):
    return {"type": "static_select", "options": [option()], **more}


def image(**more):
    return {"type": "image", "image_url": "https://example.com/x.png", "alt_text": "図", **more}


def confirm(**more):
    return {
        "title": plain("確認"),
        "text": mrkdwn("送りますか"),
        "confirm": plain("送る"),
        "deny": plain("やめる"),
        **more,
    }


def raw(text):
    return {"type": "raw_text", "text": text}


def number(value, text="3"):
    return {"type": "raw_number", "value": value, "text": text}


def rich(text):
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}],
    }


def data_table(rows=2, columns=2, **more):
    return {"type": "data_table", "caption": "表", "rows": [[raw("あ")] * columns for _ in range(rows)], **more}


def pie(count=2, **more):
    segments = [{"label": f"{n}", "value": n + 1} for n in range(count)]
    return {"type": "data_visualization", "title": "割合", "chart": {"type": "pie", "segments": segments}, **more}


def bar(categories=3, series=1, kind="bar"):
    labels = [f"{n}" for n in range(categories)]
    points = [{"label": label, "value": 1.5} for label in labels]
    chart = {
        "type": kind,
        "series": [{"name": f"{n}", "data": points} for n in range(series)],
        "axis_config": {"categories": labels, "x_label": "市町", "y_label": "件"},
    }
    return {"type": "data_visualization", "title": "件数", "chart": chart}


def card(**more):
    return {"type": "card", "title": mrkdwn("山口市"), **more}


def container(*blocks, **more):
    return {"type": "container", "title": plain("履歴"), "child_blocks": list(blocks), **more}


def context_actions(*elements):
    return {"type": "context_actions", "elements": list(elements)}


def video(**more):
    links = {"video_url": "https://example.com/v", "thumbnail_url": "https://example.com/v.png"}
    return {"type": "video", "alt_text": "録画", "title": plain("説明会"), **links, **more}


def task(**more):
    return {"type": "task_card", "task_id": "1", "title": "取り込み", "status": "complete", **more}


def feedback(**more):
    good, bad = {"text": plain("良い"), "value": "good"}, {"text": plain("悪い"), "value": "bad"}
    return {"type": "feedback_buttons", "positive_button": good, "negative_button": bad, **more}


def icon_button(**more):
    return {"type": "icon_button", "icon": "trash", "text": plain("消す"), **more}


def workflow_button(**more):
    return {
        "type": "workflow_button",
        "text": plain("始める"),
        "workflow": {"trigger": {"url": "https://example.com/t"}},
        **more,
    }


def entry(element, **more):
    return {"type": "input", "label": plain("項目"), "element": element, **more}


def changed(block, path, value):
    """Copy a block with one value changed; `...` takes the value out."""
    block = copy.deepcopy(block)
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    inner = block
    for step in way:
        inner = inner[step]
    if value is ...:
        del inner[last]
    else:
        inner[last] = value
    return block


def lengthened(block, path, length):
    """Make the text or the list at `path` so long."""
    present = block
    for step in path.split("/"):
        present = present[int(step)] if isinstance(present, list) else present[step]
    if isinstance(present, str):
        return changed(block, path, present.ljust(length, "a"))
    return changed(block, path, [present[0], *(_nameless(present[0]) for _ in range(length - 1))])


def _nameless(item):
    """Copy an item without its id, which may stand once."""
    if not isinstance(item, dict):
        return item
    return {name: each for name, each in item.items() if name not in {"block_id", "action_id"}}


def modal(*blocks, **more):
    return {"type": "modal", "title": plain("報告"), "submit": plain("送る"), "blocks": list(blocks), **more}


def home(*blocks, **more):
    return {"type": "home", "blocks": list(blocks), **more}


def found(payload, surface="message"):
    """List what the judge finds, each with its place."""
    return [(problem.pointer, problem.reason) for problem in problems(payload, surface)]


def ids(blocks):
    return [json.dumps(block, ensure_ascii=False)[:60] for block in blocks]
