"""python bot.py doctor: everything that has to be right is looked at, each with what mends it. Nothing is changed."""

import asyncio
import json
from collections.abc import Callable, Iterable, Sequence

from admin import check_chat, check_database, check_machine
from admin.check import Check, State, good, is_well, wrong
from admin.installation import Installation, Read

Say = Callable[[str], None]


def examine(read: Read, refusals: tuple[type[Exception], ...], say: Say, *, as_json: bool) -> bool:
    """Say how everything is; whether nothing is wrong."""
    checks = _all(read, refusals)
    if as_json:
        say(json.dumps([each.facts() for each in checks], ensure_ascii=False, indent=2))
    else:
        for each in (*map(str, checks), *_sum(checks)):
            say(each)
    return is_well(checks)


async def of(there: Installation) -> list[Check]:
    """Everything about an installation, from the settings outwards."""
    return [
        *check_machine.checks(),
        *check_database.checks(there),
        *await check_chat.checks(there),
    ]


def _all(read: Read, refusals: tuple[type[Exception], ...]) -> list[Check]:
    """With wrong settings, what can be told without them."""
    try:
        there = read()
    except refusals as refusal:
        first, *listed = str(refusal).split("\n")
        said = "、".join(line.removeprefix("  ・") for line in listed) or first
        return [wrong("設定", said, "python bot.py init（または .env を直してください）"), *check_machine.checks()]
    return [good("設定", "読めました"), *check_machine.env_file(), *asyncio.run(of(there))]


def _sum(checks: Sequence[Check]) -> Iterable[str]:
    wrongs = sum(each.state is State.WRONG for each in checks)
    notices = sum(each.state is State.NOTICE for each in checks)
    beside = f"（知っておいていただきたいことが{notices}件あります）" if notices else ""
    yield ""
    yield f"直すところが{wrongs}件あります。" if wrongs else f"直すところはありません{beside}。"
