"""The Block Kit validator whatever it is given: it never breaks, and it always says where."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_blocks import changed, entry, modal
from test_room_block_kit import GOOD
from test_room_block_kit_forms import GOOD as ELEMENTS

from talkroom.blockkit import problems, size_of, strict
from talkroom.shapes import rules

SMALL = [block for block in [*GOOD, *map(entry, ELEMENTS)] if len(json.dumps(block)) < 1_500]
SHAPES = [shape for kind in ("blocks", "elements", "shapes") for shape in rules()[kind].values()]
NAMES = sorted({"type", "text", "a~b/c", *(name for shape in SHAPES for name in shape["fields"])})
TYPES = sorted({"plain_text", "mrkdwn", *rules()["blocks"], *rules()["elements"]})
WORDS = st.sampled_from(["", "a", "0", "-1", "2022-02-30", "あ" * 256, *TYPES])
PLAIN = st.none() | st.booleans() | st.integers(-1, 10_001) | st.floats(allow_nan=False) | WORDS
ANYTHING = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
BLOCK = st.builds(
    lambda kind, fields: {"type": kind, **{name: each for name, each in fields.items() if name != "type"}},
    st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=5),
)
SURFACES = st.sampled_from(["message", "modal", "home"])
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)


def ways(value, way=()):
    """Every way into a value."""
    yield way
    each = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in each:
        yield from ways(inner, (*way, name))


def stands_at(pointer, payload):
    """Follow a JSON pointer; it fails where there is nothing."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        payload = payload[int(name)] if isinstance(payload, list) else payload[name]
    return True


def judge(payload, surface):
    """Judge, and see that every problem is about something that is there."""
    found = [*problems(payload, surface), *strict(payload, surface)]

    assert all(stands_at(problem.pointer, payload) and problem.reason for problem in found)
    return found


@QUICK
@given(st.lists(BLOCK | ANYTHING, max_size=3) | ANYTHING, SURFACES)
def test_whatever_blocks_there_are_the_judge_says_where_they_are_wrong(blocks, surface):
    judge({"blocks": blocks}, surface)


@QUICK
@given(st.dictionaries(st.sampled_from(["type", "title", "submit", "blocks", "a/b"]), ANYTHING | BLOCK), SURFACES)
def test_whatever_a_view_is_it_is_judged_and_measured(view, surface):
    judge(view, surface)

    assert size_of(view) >= len("{}")


@QUICK
@given(st.sampled_from(SMALL), st.data(), ANYTHING, SURFACES)
def test_a_good_block_with_anything_put_in_is_judged(block, data, anything, surface):
    way = data.draw(st.sampled_from(list(ways(block))))

    judge({"blocks": [replaced(block, way, anything)]}, surface)


@pytest.mark.parametrize("odd", [None, 0, "", "x", [], {}, [{}], True, -1.5, float("inf")])
def test_a_good_block_with_something_odd_anywhere_is_judged(odd):
    for block in SMALL:
        for way in ways(block):
            judge(modal(replaced(block, way, odd)), "modal")


def replaced(block, way, value):
    return changed(block, "/".join(map(str, way)), value) if way else value


def test_a_surrogate_that_stands_alone_is_measured_too():
    assert len('{"text":"xxx"}') == size_of({"text": "\ud800"})
