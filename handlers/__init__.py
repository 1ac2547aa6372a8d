"""What the bot reacts to. MODULES is its table of contents: the hot ones first, as each listener is asked in turn."""

from slack_bolt.async_app import AsyncApp

from handlers import (
    answer_rates,
    choices,
    deadline,
    deadline_add,
    deadline_calendar,
    deadline_change,
    deadline_form,
    errors,
    failed,
    home,
    nudge,
    pause,
    reminded,
    status,
    text,
    unreported,
    usage,
)
from handlers.commands import Command

MODULES = (
    status,
    deadline,
    reminded,
    unreported,
    nudge,
    deadline_add,
    deadline_form,
    deadline_change,
    deadline_calendar,
    usage,
    home,
    text,
    choices,
    pause,
    failed,
    answer_rates,
    errors,
)
COMMANDS: tuple[Command, ...] = (status.COMMAND, deadline.COMMAND, unreported.COMMAND, choices.COMMAND, usage.COMMAND)


def register(app: AsyncApp) -> None:
    """Let every behaviour register its listeners."""
    for module in MODULES:
        module.register(app)
