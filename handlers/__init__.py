"""What the bot reacts to. MODULES is its table of contents: the hot ones first, as each listener is asked in turn."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    account_change,
    answer_rates,
    application,
    choices,
    deadline,
    deadline_add,
    deadline_calendar,
    deadline_change,
    deadline_form,
    errors,
    failed,
    home,
    leave,
    nudge,
    pause,
    reminded,
    report_form,
    report_same,
    report_twice,
    room_shared,
    roster,
    roster_change,
    roster_csv,
    round_change,
    round_decide,
    round_longer,
    round_open,
    round_template,
    rounds,
    status,
    succession,
    text,
    unreported,
    usage,
)
from handlers.commands import Command

MODULES = (
    status,
    deadline,
    reminded,
    report_form,
    report_same,
    report_twice,
    unreported,
    nudge,
    deadline_add,
    deadline_form,
    deadline_change,
    deadline_calendar,
    rounds,
    round_decide,
    round_longer,
    round_open,
    round_change,
    round_template,
    usage,
    home,
    account_change,
    room_shared,
    text,
    choices,
    pause,
    failed,
    answer_rates,
    roster,
    roster_csv,
    roster_change,
    succession,
    application,
    leave,
    errors,
)
COMMANDS: tuple[Command, ...] = (
    status.COMMAND,
    deadline.COMMAND,
    unreported.COMMAND,
    rounds.COMMAND,
    choices.COMMAND,
    roster.COMMAND,
    usage.COMMAND,
)


def register(app: AsyncApp) -> None:
    """Let every behaviour register its listeners."""
    for module in MODULES:
        module.register(app)
